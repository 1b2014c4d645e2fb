//! Measures a running server over HTTP, as many clients at once would use it. `tests/meet/run` puts it beside other
//! systems; this only measures.

mod connection;

use anyhow::{Context, Result, bail};
use clap::Parser;
use connection::Connection;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Measures a running server.
#[derive(Debug, Parser)]
struct Args {
    /// Where it listens: host and port.
    address: String,
    #[command(subcommand)]
    what: What,
}

/// What to measure.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// Commands a second, of many clients on many initiatives
    Load {
        /// For how many seconds
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        /// How many clients at once
        #[arg(long, default_value_t = 64)]
        clients: usize,
        /// On how many initiatives
        #[arg(long, default_value_t = 1000)]
        initiatives: usize,
    },
    /// How long a command takes on an initiative with a long history beside one with a short history
    History {
        /// The events of the long one
        #[arg(long, default_value_t = 10_000)]
        long: usize,
        /// The events of the short one
        #[arg(long, default_value_t = 10)]
        short: usize,
        /// How many commands on each
        #[arg(long, default_value_t = 500)]
        commands: usize,
    },
    /// How long it takes to read a dossier and a list, which is recorded in the logbook of processing
    Reads {
        /// How often each is read, in turn
        #[arg(long, default_value_t = 2000)]
        rounds: usize,
        /// Of how many initiatives
        #[arg(long, default_value_t = 200)]
        initiatives: usize,
    },
    /// How long each figure takes to read
    Figures {
        /// How often each is read, in turn
        #[arg(long, default_value_t = 50)]
        rounds: usize,
    },
}

/// The figures, and the same as of a past day.
const FIGURES: [&str; 16] = [
    "/v1/wachttijden?per=partij",
    "/v1/wachttijden?per=status",
    "/v1/wachttijden?per=gebied",
    "/v1/wachttijden?per=partij&gebied=Malburgen",
    "/v1/wachttijden?soort=overdracht&per=gebied&enPer=partij",
    "/v1/wachttijden?soort=overdracht&per=partij",
    "/v1/wachttijden?soort=blokkade&per=aard",
    "/v1/wachttijden?soort=radiostilte&per=gebied",
    "/v1/wachttijden?soort=looptijd&per=thema",
    "/v1/vergelijkingen?soort=overdracht&gebied=Malburgen&metGebied=Presikhaaf",
    "/v1/stromen",
    "/v1/episodes?soort=overdracht&duurtNog=true",
    "/v1/wachttijden?per=partij&peildatum=2025-05-17",
    "/v1/wachttijden?soort=overdracht&per=partij&peildatum=2025-05-17",
    "/v1/wachttijden?soort=radiostilte&per=aard&peildatum=2023-02-11",
    "/v1/wachttijden?per=partij&gebied=Malburgen&peildatum=2025-05-17",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let Args { address, what } = Args::parse();
    let result = match what {
        What::Load { seconds, clients, initiatives } => {
            load(&address, Duration::from_secs(seconds), clients, initiatives).await?
        }
        What::Figures { rounds } => return figures(&address, rounds).await,
        What::Reads { rounds, initiatives } => reads(&address, rounds, initiatives).await?,
        What::History { long, short, commands } => history(&address, long, short, commands).await?,
    };
    println!("{result}");
    Ok(())
}

/// All clients write notes on initiatives in turn, each on its own connection.
async fn load(address: &str, duration: Duration, clients: usize, initiatives: usize) -> Result<Json> {
    let mut connection = Connection::open(address).await?;
    let mut ids = Vec::new();
    for n in 0..initiatives {
        ids.push(submit(&mut connection, n).await?);
    }
    let (ids, end) = (Arc::new(ids), Instant::now() + duration);
    let mut tasks = Vec::new();
    for client in 0..clients {
        let (ids, mut connection) = (ids.clone(), Connection::open(address).await?);
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            // A stride that is no divisor spreads the clients over the initiatives.
            let mut next = client * 7919;
            while Instant::now() < end {
                times.push(note(&mut connection, &ids[next % ids.len()]).await?);
                next += 104_729;
            }
            anyhow::Ok(times)
        }));
    }
    let start = Instant::now();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    let took = start.elapsed().as_secs_f64();
    times.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
    let rate = times.len() as f64 / took;
    Ok(json!({ "commands": times.len(), "per_second": rate.round(), "p50_ms": quantile(&times, 50),
        "p95_ms": quantile(&times, 95), "p99_ms": quantile(&times, 99) }))
}

/// Each in turn, one at a time, so that whatever slows the machine slows all.
async fn figures(address: &str, rounds: usize) -> Result<()> {
    let mut connection = Connection::open(address).await?;
    let mut times = vec![Vec::new(); FIGURES.len()];
    for _ in 0..rounds {
        for (path, times) in FIGURES.iter().zip(&mut times) {
            let start = Instant::now();
            connection.get(path).await?;
            times.push(start.elapsed());
        }
    }
    println!("{:>9} {:>9}  figure", "p50 ms", "p99 ms");
    for (path, mut times) in FIGURES.iter().zip(times) {
        times.sort_unstable();
        println!("{:>9.1} {:>9.1}  {path}", quantile(&times, 50), quantile(&times, 99));
    }
    Ok(())
}

/// One at a time, a dossier and a list in turn.
async fn reads(address: &str, rounds: usize, initiatives: usize) -> Result<Json> {
    let mut connection = Connection::open(address).await?;
    let mut ids = Vec::new();
    for n in 0..initiatives {
        ids.push(submit(&mut connection, n).await?);
    }
    let (mut dossiers, mut lists) = (Vec::new(), Vec::new());
    for id in ids.iter().cycle().take(rounds) {
        for (path, times) in [
            (format!("/v1/initiatieven/{id}"), &mut dossiers),
            ("/v1/initiatieven?limiet=50".to_owned(), &mut lists),
        ] {
            let start = Instant::now();
            connection.get(&path).await?;
            times.push(start.elapsed());
        }
    }
    dossiers.sort_unstable();
    lists.sort_unstable();
    Ok(json!({ "dossier_p50_ms": quantile(&dossiers, 50), "dossier_p95_ms": quantile(&dossiers, 95),
        "list_p50_ms": quantile(&lists, 50), "list_p95_ms": quantile(&lists, 95) }))
}

/// The same command on both, in turn, so that whatever slows the machine slows both.
async fn history(address: &str, long: usize, short: usize, commands: usize) -> Result<Json> {
    let mut connection = Connection::open(address).await?;
    let aged = submit(&mut connection, 0).await?;
    for _ in 1..long {
        note(&mut connection, &aged).await?;
    }
    // The short one must stay short: a new one for each measurement.
    let (mut on_long, mut on_short) = (Vec::new(), Vec::new());
    for n in 0..commands {
        let young = submit(&mut connection, n).await?;
        for _ in 1..short {
            note(&mut connection, &young).await?;
        }
        on_short.push(note(&mut connection, &young).await?);
        on_long.push(note(&mut connection, &aged).await?);
    }
    on_long.sort_unstable();
    on_short.sort_unstable();
    let ratio = quantile(&on_long, 50) / quantile(&on_short, 50);
    Ok(json!({ "long_p50_ms": quantile(&on_long, 50), "short_p50_ms": quantile(&on_short, 50),
        "long_p95_ms": quantile(&on_long, 95), "short_p95_ms": quantile(&on_short, 95),
        "ratio": (ratio * 100.0).round() / 100.0 }))
}

async fn submit(connection: &mut Connection, n: usize) -> Result<String> {
    let body = json!({ "titel": format!("Initiatief {n}"), "omschrijving": "Wij willen bomen planten.",
        "gebied": "Malburgen", "wijken": ["Malburgen-Oost"], "thema": "groen", "oorsprong": "bewoners" });
    let answer = connection.post("/v1/initiatieven", "initiatiefnemer", &body.to_string()).await?;
    let receipt: Json = serde_json::from_str(&answer).context("a receipt")?;
    match receipt["initiatiefId"].as_str() {
        Some(id) => Ok(id.to_owned()),
        None => bail!("not accepted: {answer}"),
    }
}

async fn note(connection: &mut Connection, id: &str) -> Result<Duration> {
    let start = Instant::now();
    let body = r#"{"soort":"telefoongesprek","tekst":"Gebeld met de bewoners; zij wachten op bericht."}"#;
    connection.post(&format!("/v1/initiatieven/{id}/notities"), "tlo", body).await?;
    Ok(start.elapsed())
}

/// In milliseconds, of times in order.
fn quantile(times: &[Duration], percent: usize) -> f64 {
    let at = times.len().saturating_sub(1) * percent / 100;
    let micros = times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e6);
    micros.round() / 1e3
}
