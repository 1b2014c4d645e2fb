//! Serving until a signal asks to stop.

use crate::cli::Serve;
use crate::controle::Controle;
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal};
use crate::uitvoer::zeg;
use crate::zegelaar::Zegelaar;
use anyhow::{Result, anyhow, bail};
use jiff::SignedDuration;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use uuid::Uuid;
use wijkspoor_api::verwerkingen::{Verwerkingen, voer_uit};
use wijkspoor_api::verzoeken::Verzoeken;
use wijkspoor_api::volglink::Volgsleutel;
use wijkspoor_api::{App, Data, DevelopmentIdentities, Identities, Journals, server, toekenning, wekker};
use wijkspoor_berichten::{Berichten, Koppeling, bezorg};
use wijkspoor_oidc::{Oidc, OidcIdentities, Provider};
use wijkspoor_paginas::Paginas;
use wijkspoor_store::{Clock, Store, SystemClock, SystemIds};
use wijkspoor_zgw::{Catalogus, Doorgever, Settings as ZgwSettings};

/// The port when none is asked for.
pub const POORT: u16 = 8080;

/// How often to look for grants that were broken off.
const HERSTEL: Duration = Duration::from_secs(5);
/// A grant that is older than this is hardly being carried out any more; if it is, its steps are done once all the same.
const AFGEBROKEN: SignedDuration = SignedDuration::from_secs(10);
/// How often to look at the clock. Terms end with a day, so this is how late after midnight it may say so.
const WEKKER: Duration = Duration::from_secs(60);
/// How long a delivery in progress may take when the server is asked to stop.
const LAATSTE_BERICHTEN: Duration = Duration::from_secs(3);

/// `wijkspoor serve`.
pub async fn serve(args: Serve) -> Result<()> {
    let instellingen = Instellingen::lees(&args.gegevens, (args.host, args.port), omgeving)?;
    let host = instellingen.host.as_deref().unwrap_or("127.0.0.1");
    let oidc = instellingen.provider()?;
    let bereik = if oidc.is_some() { Bereik::Overal } else { Bereik::DitApparaat };
    let listener = bind(host, instellingen.port.unwrap_or(POORT), bereik)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (journals, waar) = journaal(&instellingen, clock.clone(), Database::MagNieuw).await?;
    if !instellingen.bewaring.met_hoofdsleutel() {
        tracing::warn!(
            "er is geen hoofdsleutel ingesteld: wie een kopie van de database heeft, kan de persoonsgegevens erin lezen; maak er een met \
             wijkspoor sleutel hoofdsleutel (docs/privacy.md)"
        );
    }
    let gemeente = journals.initiatieven.services().inrichting.gemeente.clone();
    let berichten = instellingen.berichten.berichten(&gemeente).map_err(anyhow::Error::msg)?;
    let controle = instellingen.controle.controle()?;
    let verzoeken = instellingen.verzoeken.clone().verzoeken().map_err(anyhow::Error::msg)?;
    let verwerkingen = instellingen.verwerkingen.clone().verwerkingen().map_err(anyhow::Error::msg)?;
    let anderen = Anderen::nieuw(&journals, berichten, &instellingen.zgw)?;
    let (adres, stop) = (listener.local_addr()?, Stop::luister()?);
    let aanmelding = match &oidc {
        Some(oidc) => format!("Aanmelden gaat met tokens van {}. Stoppen: Ctrl-C.", oidc.issuer()),
        None => "LET OP: er is geen identiteitsprovider ingesteld. Er gelden ontwikkelidentiteiten zonder wachtwoord; \
                 daarom is de server alleen op dit apparaat te bereiken. Stoppen: Ctrl-C."
            .to_owned(),
    };
    let provider = oidc.as_ref().map(volg).transpose()?;
    let paginas = paginas(instellingen.paginas, &journals, provider.clone()).await?;
    let identities = match (oidc, provider) {
        (Some(oidc), Some(provider)) => Box::new(OidcIdentities::new(provider, oidc, clock.clone())),
        _ => ontwikkel(),
    };
    let ondertekening = match &controle {
        Some(controle) => format!("Het log wordt ondertekend als {}.", controle.keyring.origin()),
        None => "Het log wordt niet ondertekend: er is geen sleutel ingesteld (wijkspoor sleutel maak)."
            .to_owned(),
    };
    zeg(&format!(
        "Wijkspoor luistert op http://{adres} ({waar})\n\
         Pagina's: http://{adres}/\n\
         Documentatie: http://{adres}/documentatie/\n\
         {ondertekening}\n\
         {aanmelding}"
    ));
    let dienst = Dienst { journals, identities, anderen, controle, verzoeken, verwerkingen, paginas };
    draai(dienst, clock, listener, stop).await
}

/// The other systems: how they are told of what happens, and in what shapes they read it.
pub struct Anderen {
    berichten: Berichten,
    zgw: Option<Catalogus>,
    koppelingen: Vec<Arc<dyn Koppeling>>,
}

impl Anderen {
    /// What follows from what is set.
    pub fn nieuw(journals: &Journals, berichten: Berichten, zgw: &ZgwSettings) -> Result<Self> {
        let opzet = journals.initiatieven.services();
        let zgw = zgw.zgw(&opzet.werkstromen, &berichten.toegestaan).map_err(anyhow::Error::msg)?;
        let doorgever = |zgw| Doorgever::nieuw(zgw, opzet, berichten.toegestaan.clone());
        let doorgever = zgw.as_ref().map(doorgever).transpose().map_err(anyhow::Error::msg)?.flatten();
        let koppelingen = doorgever.into_iter().map(|d| Arc::new(d) as Arc<dyn Koppeling>).collect();
        Ok(Self { berichten, zgw: zgw.map(|zgw| zgw.catalogus), koppelingen })
    }
}

/// Identities without passwords.
pub fn ontwikkel() -> Box<dyn Identities> {
    Box::new(DevelopmentIdentities)
}

/// A provider, whose keys are fetched from now on. It need not answer yet.
fn volg(oidc: &Oidc) -> Result<Arc<Provider>> {
    let provider = Arc::new(Provider::new(oidc).map_err(anyhow::Error::msg)?);
    let current = provider.clone();
    tokio::spawn(async move { current.keep_current().await });
    Ok(provider)
}

/// The secret that seals the sessions of the pages: one for all processes on a database.
const SESSIES: Uuid = Uuid::from_u128(0x7f3c_5d1e_8a40_4c7b_9d52_6e0b_a1f4_c893);

/// The secret from which the links are made with which people follow an initiative.
const VOLGLINKS: Uuid = Uuid::from_u128(0x2b91_e07c_64d3_4f5a_8e1f_93c2_5a7d_0b46);

/// The secret from which the pseudonyms are made under which another logbook reads of people.
const PSEUDONIEMEN: Uuid = Uuid::from_u128(0x91d4_37a6_0c5e_4b82_a7f0_58e3_b6c2_1d09);

/// The pages, as they are set.
pub async fn paginas(
    instellingen: wijkspoor_paginas::Instellingen,
    journals: &Journals,
    provider: Option<Arc<Provider>>,
) -> Result<Paginas> {
    let geheim = journals.initiatieven.store().secret(SESSIES).await?;
    let gemeente = &journals.initiatieven.services().inrichting.gemeente;
    instellingen.paginas(gemeente, provider, &geheim).map_err(anyhow::Error::msg)
}

/// What is served.
pub struct Dienst {
    /// The write paths.
    pub journals: Journals,
    /// Who is asking.
    pub identities: Box<dyn Identities>,
    /// How other systems are told, and in what shapes they read.
    pub anderen: Anderen,
    /// How the log is signed, if it is.
    pub controle: Option<Controle>,
    /// How many requests one may make, and from where.
    pub verzoeken: Verzoeken,
    /// How the logbook of processing is kept.
    pub verwerkingen: Verwerkingen,
    /// What people see.
    pub paginas: Paginas,
}

/// A variable of the environment.
pub fn omgeving(naam: &str) -> Option<String> {
    std::env::var(naam).ok()
}

/// From where a server may be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bereik {
    /// Whoever is on this machine is believed.
    DitApparaat,
    /// Whoever calls must show a token.
    Overal,
}

/// A listener on an address within reach.
pub fn bind(host: &str, port: u16, bereik: Bereik) -> Result<TcpListener> {
    let ip: IpAddr = match host {
        "localhost" => IpAddr::from([127, 0, 0, 1]),
        host => {
            host.trim_matches(['[', ']']).parse().map_err(|_| anyhow!("--host {host} is geen IP-adres"))?
        }
    };
    if bereik == Bereik::DitApparaat && !ip.is_loopback() {
        bail!(
            "--host {host} is van buiten te bereiken, en er is geen identiteitsprovider ingesteld: stel er een in \
             ([oidc] in het configuratiebestand), of gebruik 127.0.0.1 of ::1"
        );
    }
    TcpListener::bind(SocketAddr::new(ip, port)).map_err(|fout| match fout.kind() {
        std::io::ErrorKind::AddrInUse => {
            anyhow!("poort {port} op {host} is al in gebruik; kies een andere met --port")
        }
        std::io::ErrorKind::PermissionDenied => {
            anyhow!("poort {port} op {host} mag niet; kies er een boven 1023")
        }
        _ => anyhow!("poort {port} op {host} is niet te openen: {fout}"),
    })
}

/// Serves until it is asked to stop, then finishes the requests in progress.
pub async fn draai(
    dienst: Dienst,
    clock: Arc<dyn Clock>,
    listener: TcpListener,
    mut stop: Stop,
) -> Result<()> {
    let Dienst { journals, identities, anderen, controle, verzoeken, verwerkingen, paginas } = dienst;
    let ids = Arc::new(SystemIds::new(clock.clone()));
    let store = journals.initiatieven.store().clone();
    let achtergrond = [
        tokio::spawn(herstel_toekenningen(journals.clone(), clock.clone())),
        tokio::spawn(signaleer_termijnen(journals.clone(), clock.clone())),
    ];
    let volgsleutel = Volgsleutel::new(&store.secret(VOLGLINKS).await?);
    let app = App::new(journals, ids, identities, volgsleutel).map_err(anyhow::Error::msg)?;
    let Anderen { berichten, zgw, koppelingen } = anderen;
    let controle = controle.map(Arc::new);
    let keyring = controle.as_ref().map(|controle| controle.keyring.clone());
    let app = app
        .met_berichten(berichten.clone())
        .met_zgw(zgw)
        .met_verzoeken(verzoeken)
        .met_verwerkingen(verwerkingen.clone())
        .met_controle(keyring);
    let zegelaar = controle.map(|controle| {
        Zegelaar::nieuw(store.clone(), controle, berichten.toegestaan.clone(), &berichten.herkomst)
    });
    let zegelaar = zegelaar.transpose()?;
    let (episodes, gevuld) = (app.episodes.clone(), store.clone());
    let sluit = app.sluit.clone();
    let bezorger = tokio::spawn(bezorg_berichten(store.clone(), berichten, koppelingen, sluit.subscribe()));
    if let Some(zegelaar) = zegelaar {
        tokio::spawn(zegelaar.zegel(app.sluit.subscribe()));
    }
    let geheim = store.secret(PSEUDONIEMEN).await?;
    let logboek = voer_uit(store.clone(), verwerkingen, geheim, sluit.subscribe());
    let logboek = tokio::spawn(async move {
        if let Err(fout) = logboek.await {
            tracing::error!(fout, "het logboek van verwerkingen wordt niet doorgegeven");
        }
    });
    let app = Data::new(app);
    let besides = {
        let app = app.clone();
        move |config: &mut _| wijkspoor_paginas::paginas(&app, &paginas, config)
    };
    let running = server(app, listener, besides)?;
    // The first who asks for figures need not wait for all of history to be read.
    tokio::spawn(async move {
        if let Err(fout) = episodes.bij(&gevuld).await.map(drop) {
            tracing::warn!(%fout, "de episodes worden pas gelezen als ernaar wordt gevraagd");
        }
    });
    let handle = running.handle();
    tokio::spawn(async move {
        stop.gevraagd().await;
        tracing::info!("stoppen: lopende verzoeken worden afgemaakt");
        sluit.send_replace(true);
        handle.stop(true).await;
    });
    running.await?;
    achtergrond.iter().for_each(tokio::task::JoinHandle::abort);
    // What was taken is recorded as such; who takes longer gets it once more.
    let _ = tokio::time::timeout(LAATSTE_BERICHTEN, bezorger).await;
    let _ = tokio::time::timeout(LAATSTE_BERICHTEN, logboek).await;
    store
        .settle()
        .await
        .unwrap_or_else(|error| tracing::warn!(%error, "de database is niet tot rust gebracht"));
    Ok(())
}

/// Tells others of what happened.
async fn bezorg_berichten(
    store: Arc<Store>,
    berichten: Berichten,
    koppelingen: Vec<Arc<dyn Koppeling>>,
    sluit: watch::Receiver<bool>,
) {
    if berichten.is_ongeduldig() {
        tracing::warn!(
            "de wachttijden van berichten zijn samen korter dan 24 uur: wie een dag stilligt, mist iets tot iemand kijkt"
        );
    }
    if let Err(fout) = bezorg(store, berichten, koppelingen, sluit).await {
        tracing::error!(fout, "berichten worden niet bezorgd");
    }
}

/// Finishes grants that were broken off, by a process that died or a database that went away.
async fn herstel_toekenningen(journals: Journals, clock: Arc<dyn Clock>) {
    loop {
        match toekenning::herstel(&journals, clock.now(), AFGEBROKEN).await {
            Ok(0) => {}
            Ok(hersteld) => tracing::info!(hersteld, "afgebroken toekenningen afgerond"),
            Err(fout) => tracing::warn!(%fout, "afgebroken toekenningen wachten nog"),
        }
        tokio::time::sleep(HERSTEL).await;
    }
}

/// Signals what takes too long.
async fn signaleer_termijnen(journals: Journals, clock: Arc<dyn Clock>) {
    let ids = SystemIds::new(clock.clone());
    loop {
        match wekker::ronde(&journals, clock.now(), &ids).await {
            Ok(ronde) if ronde == wekker::Ronde::default() => {}
            Ok(ronde) => {
                let wekker::Ronde { gesignaleerd, volgende_ronde, mislukt } = ronde;
                tracing::info!(gesignaleerd, volgende_ronde, mislukt, "termijnen gesignaleerd");
            }
            Err(fout) => tracing::warn!(%fout, "termijnen wachten nog op hun signaal"),
        }
        tokio::time::sleep(WEKKER).await;
    }
}

/// SIGINT and SIGTERM. From when it is made they ask instead of ending the process at once, so it is made before the
/// program says that it is there.
pub struct Stop {
    int: Signal,
    term: Signal,
}

impl Stop {
    /// Begins to listen.
    pub fn luister() -> Result<Self> {
        Ok(Self { int: signal(SignalKind::interrupt())?, term: signal(SignalKind::terminate())? })
    }

    async fn gevraagd(&mut self) {
        tokio::select! {
            _ = self.int.recv() => {}
            _ = self.term.recv() => {}
        }
    }
}
