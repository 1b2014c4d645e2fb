//! Serving until a signal asks to stop.

use crate::cli::Serve;
use crate::open::{Config, journaal};
use anyhow::{Context, Result, bail};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use wijkspoor_api::{App, Data, DevelopmentIdentities, server};
use wijkspoor_projections::Spoor;
use wijkspoor_store::{Clock, Journal, SystemClock, SystemIds};

/// The port when none is asked for.
pub const POORT: u16 = 8080;

/// `wijkspoor serve`.
pub async fn serve(args: Serve) -> Result<()> {
    let config = Config::lees(&args.gegevens)?;
    let host = args.host.or_else(|| config.host.clone()).unwrap_or_else(|| "127.0.0.1".to_owned());
    let port = args.port.or(config.port).unwrap_or(POORT);
    let listener = bind(&host, port)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (journal, waar) = journaal(&args.gegevens, &config, clock.clone()).await?;
    let adres = listener.local_addr()?;
    println!("Wijkspoor luistert op http://{adres} ({waar})");
    println!(
        "LET OP: er is geen identiteitsprovider ingesteld. Er gelden ontwikkelidentiteiten zonder wachtwoord;"
    );
    println!(
        "daarom is de server alleen op dit apparaat te bereiken. Documentatie: http://{adres}/documentatie/"
    );
    draai(journal, clock, listener).await
}

/// A listener on a loopback address.
pub fn bind(host: &str, port: u16) -> Result<TcpListener> {
    let ip: IpAddr = match host {
        "localhost" => IpAddr::from([127, 0, 0, 1]),
        host => host
            .trim_matches(['[', ']'])
            .parse()
            .with_context(|| format!("--host {host} is geen IP-adres"))?,
    };
    if !ip.is_loopback() {
        bail!(
            "--host {host} is van buiten te bereiken, en er is nog geen identiteitsprovider: gebruik 127.0.0.1 of ::1"
        );
    }
    TcpListener::bind(SocketAddr::new(ip, port)).map_err(|fout| match fout.kind() {
        std::io::ErrorKind::AddrInUse => {
            anyhow::anyhow!("poort {port} op {host} is al in gebruik; kies een andere met --port")
        }
        std::io::ErrorKind::PermissionDenied => {
            anyhow::anyhow!("poort {port} op {host} mag niet; kies er een boven 1023")
        }
        _ => anyhow::anyhow!("poort {port} op {host} is niet te openen: {fout}"),
    })
}

/// Serves until SIGINT or SIGTERM, then finishes the requests in progress.
pub async fn draai(journal: Arc<Journal<Spoor>>, clock: Arc<dyn Clock>, listener: TcpListener) -> Result<()> {
    let ids = Arc::new(SystemIds::new(clock));
    let app = App::new(journal, ids, Box::new(DevelopmentIdentities)).map_err(anyhow::Error::msg)?;
    let running = server(Data::new(app), listener)?;
    let handle = running.handle();
    tokio::spawn(async move {
        signaal().await;
        tracing::info!("stoppen: lopende verzoeken worden afgemaakt");
        handle.stop(true).await;
    });
    running.await?;
    Ok(())
}

async fn signaal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        // Without a handler for SIGTERM the system ends the process at once; SIGINT is still orderly.
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}
