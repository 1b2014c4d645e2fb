//! Opening the data: the store, the definitions, the journals.

use crate::bronnen::Bronnen;
use crate::cli::Gegevens;
use crate::instellingen::Instellingen;
use crate::serve::omgeving;
use anyhow::{Result, anyhow, bail};
use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;
use wijkspoor_api::{Journals, wissen};
use wijkspoor_domain::Opzet;
use wijkspoor_store::{Clock, Custody, ErasureJournal, Store, SystemClock, Target};

/// Reads a text file, with its name in the error.
pub fn lees_bestand(pad: &Path) -> Result<String> {
    std::fs::read_to_string(pad)
        .map_err(|fout| anyhow!("{} is niet te lezen: {}", pad.display(), oorzaak(&fout)))
}

/// Reads a file that is a secret. That others on this machine may read it too, is said: it is no reason to stand still.
pub fn lees_geheim(pad: &Path) -> Result<String> {
    let tekst = lees_bestand(pad)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let rechten = std::fs::metadata(pad).map_or(0, |gegevens| gegevens.mode() & 0o777);
        if rechten & 0o077 != 0 {
            tracing::warn!(
                bestand = %pad.display(),
                rechten = format!("{rechten:o}"),
                "dit bestand is geheim, en ook voor anderen te lezen: geef het de rechten 600"
            );
        }
    }
    Ok(tekst)
}

/// Why a file or directory cannot be used, in the language of the rest where it is one of the usual causes.
pub fn oorzaak(fout: &io::Error) -> String {
    match fout.kind() {
        ErrorKind::NotFound => "die bestaat niet".to_owned(),
        ErrorKind::PermissionDenied => "geen toegang".to_owned(),
        ErrorKind::IsADirectory => "dat is een map, geen bestand".to_owned(),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "dat is een bestand, geen map".to_owned(),
        ErrorKind::InvalidData => "dat is geen tekst in UTF-8".to_owned(),
        ErrorKind::StorageFull => "de schijf is vol".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "daar kan niet worden geschreven".to_owned(),
        _ => fout.to_string(),
    }
}

/// Makes a directory for the owner only, with its name in the error.
pub fn maak_map(map: &Path) -> Result<()> {
    let mut bouwer = DirBuilder::new();
    bouwer.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut bouwer, 0o700);
    let gemaakt = bouwer.create(map);
    gemaakt.map_err(|fout| anyhow!("de map {} is niet te maken: {}", map.display(), oorzaak(&fout)))
}

/// Writes a file that is not there yet, for the owner only, and waits until it stands on the disk; with its name in the error.
pub fn schrijf_nieuw(pad: &Path, inhoud: &[u8]) -> Result<()> {
    let mut opties = OpenOptions::new();
    opties.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut opties, 0o600);
    let geschreven = opties.open(pad).and_then(|mut bestand| {
        bestand.write_all(inhoud)?;
        bestand.sync_all()
    });
    geschreven.map_err(|fout| match fout.kind() {
        ErrorKind::AlreadyExists => anyhow!("{} bestaat al, en wordt niet overschreven", pad.display()),
        _ => anyhow!("{} is niet te schrijven: {}", pad.display(), oorzaak(&fout)),
    })
}

/// Whether there must be a database already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// It is made when it is not there.
    MagNieuw,
    /// Only looked at: an empty one would answer every question with nothing.
    MoetBestaan,
}

/// Opens what the settings mean, with the definitions that it holds and what the settings name; and says where it is.
pub async fn journaal(
    instellingen: &Instellingen,
    clock: Arc<dyn Clock>,
    database: Database,
) -> Result<(Journals, String)> {
    let bronnen = Bronnen::lees(instellingen.werkstromen.as_deref(), instellingen.inrichting.as_deref())?;
    let target = instellingen.target();
    bereid_voor(&target, database)?;
    let custody = instellingen.bewaring.custody()?;
    let store = Store::guarded(&target, clock, custody).await?;
    let opzet = bronnen.leg_vast(&store).await?;
    let journals = journals(&store, opzet).await?;
    if let Some(journaal) = store.erasure_journal() {
        herhaal(&journals, journaal).await?;
        wissen::vul_aan(&store, journaal).await?;
    }
    Ok((journals, plaats(&target)))
}

/// Erases again what an older backup brought back.
async fn herhaal(journals: &Journals, journaal: &ErasureJournal) -> Result<()> {
    let wissen::Herhaald { gewist, .. } = wissen::herhaal(journals, journaal).await?;
    if gewist > 0 {
        tracing::warn!(gewist, journaal = %journaal.path().display(), "opnieuw gewist wat een teruggezette back-up terugbracht");
    }
    Ok(())
}

/// Opens a database that is there already.
pub async fn bestaande(gegevens: &Gegevens) -> Result<Journals> {
    let instellingen = Instellingen::lees(gegevens, (None, None), omgeving)?;
    Ok(journaal(&instellingen, Arc::new(SystemClock), Database::MoetBestaan).await?.0)
}

/// Opens the log by itself, which needs no definitions, and says where it is.
pub async fn alleen_log(instellingen: &Instellingen, clock: Arc<dyn Clock>) -> Result<(Arc<Store>, String)> {
    let target = instellingen.target();
    bereid_voor(&target, Database::MoetBestaan)?;
    let custody = instellingen.bewaring.custody()?;
    Ok((Store::guarded(&target, clock, custody).await?, plaats(&target)))
}

fn bereid_voor(target: &Target, database: Database) -> Result<()> {
    match target {
        Target::Postgres(_) => {}
        Target::Sqlite(pad) if database == Database::MoetBestaan && !pad.exists() => {
            bail!(
                "er is geen database {}; noem een andere met --data-dir of --database, of begin met wijkspoor serve of demo",
                pad.display()
            )
        }
        Target::Sqlite(pad) => {
            if let Some(map) = pad.parent().filter(|map| !map.as_os_str().is_empty()) {
                maak_map(map)?;
            }
        }
    }
    Ok(())
}

/// Where the data is, for people.
pub fn plaats(target: &Target) -> String {
    match target {
        Target::Postgres(_) => "PostgreSQL".to_owned(),
        Target::Sqlite(pad) => format!("SQLite, {}", pad.display()),
    }
}

/// Opens a database, with definitions to register in it.
pub async fn open(target: &Target, clock: Arc<dyn Clock>, bronnen: Bronnen) -> Result<Journals> {
    let store = Store::open(target, clock).await?;
    let opzet = bronnen.leg_vast(&store).await?;
    journals(&store, opzet).await
}

/// Opens a database to try something, with definitions beside those that it has: they are not registered in it.
pub async fn probeer(
    target: &Target,
    clock: Arc<dyn Clock>,
    bronnen: Bronnen,
    custody: Custody,
) -> Result<Journals> {
    let store = Store::guarded(target, clock, custody).await?;
    let opzet = bronnen.bij(&store).await?;
    journals(&store, opzet).await
}

async fn journals(store: &Arc<Store>, opzet: Opzet) -> Result<Journals> {
    let meld = |gebeurtenissen| {
        if gebeurtenissen > 0 {
            tracing::info!(gebeurtenissen, "leesmodellen herbouwd voor deze versie");
        }
    };
    Ok(Journals::open(store, Arc::new(opzet), meld).await?)
}
