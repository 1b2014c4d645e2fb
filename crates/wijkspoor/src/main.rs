//! The program: reads the command line, does what it says, and says in one line what went wrong.

mod beheer;
mod casussen;
mod cli;
mod demo;
mod open;
mod serve;
mod tabel;
mod toon;

use clap::Parser;
use cli::{Cli, Command, Projecties};
use std::io::Write;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use wijkspoor_api::reads::dossiers::Filter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let niveau =
        EnvFilter::try_from_env("WIJKSPOOR_LOG").unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn"));
    tracing_subscriber::fmt().with_env_filter(niveau).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let uitkomst = match runtime {
        Ok(runtime) => runtime.block_on(voer_uit(cli.command)),
        Err(fout) => Err(fout.into()),
    };
    match uitkomst {
        Ok(tekst) => schrijf(&tekst),
        Err(fout) => {
            eprintln!("wijkspoor: {}", regel(&fout));
            ExitCode::FAILURE
        }
    }
}

async fn voer_uit(command: Command) -> anyhow::Result<String> {
    match command {
        Command::Serve(args) => serve::serve(args).await.map(|()| String::new()),
        Command::Demo(args) => demo::demo(args).await.map(|()| String::new()),
        Command::Toon { id, gegevens } => toon::toon(&gegevens, &id).await,
        Command::Lijst { status, gebied, zoek, gegevens } => {
            let filter = Filter { status, gebied, zoek, ..Filter::default() };
            toon::lijst(&gegevens, &filter).await
        }
        Command::Werkstroom(opdracht) => beheer::werkstroom(&opdracht),
        Command::Projecties(Projecties::Herbouw { gegevens }) => beheer::herbouw(&gegevens).await,
        Command::Openapi => beheer::openapi(),
    }
}

/// An error with its causes, on one line.
fn regel(fout: &anyhow::Error) -> String {
    format!("{fout:#}").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes the answer; a reader that went away (`| head`) is no error.
fn schrijf(tekst: &str) -> ExitCode {
    let mut uit = std::io::stdout().lock();
    match uit.write_all(tekst.as_bytes()).and_then(|()| uit.flush()) {
        Err(fout) if fout.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}
