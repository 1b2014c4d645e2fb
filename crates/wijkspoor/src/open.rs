//! Opening the data: settings from flags, environment and file, the store, the definitions, the journal.

use crate::cli::Gegevens;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wijkspoor_domain::werkstroom::{STANDAARD, Werkstromen, Werkstroom, lees};
use wijkspoor_projections::Spoor;
use wijkspoor_store::{Clock, Journal, Store, Target};

/// The name of the SQLite file in a data directory.
pub const BESTAND: &str = "wijkspoor.db";

/// A configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// As `--data-dir`.
    pub data_dir: Option<PathBuf>,
    /// As `--database`.
    pub database: Option<String>,
    /// As `--werkstromen`.
    pub werkstromen: Option<PathBuf>,
    /// As `--host`.
    pub host: Option<String>,
    /// As `--port`.
    pub port: Option<u16>,
}

impl Config {
    /// Reads the file that the flags name, if any.
    pub fn lees(gegevens: &Gegevens) -> Result<Self> {
        let Some(pad) = &gegevens.config else { return Ok(Self::default()) };
        let tekst = lees_bestand(pad)?;
        toml::from_str(&tekst).map_err(|fout| {
            let regel = fout.span().map_or(1, |s| tekst[..s.start].matches('\n').count() + 1);
            anyhow::anyhow!("{}, regel {regel}: {}", pad.display(), fout.message().replace('\n', " "))
        })
    }
}

/// Reads a text file, with its name in the error.
pub fn lees_bestand(pad: &Path) -> Result<String> {
    std::fs::read_to_string(pad).map_err(|fout| match fout.kind() {
        std::io::ErrorKind::NotFound => anyhow::anyhow!("{} bestaat niet", pad.display()),
        std::io::ErrorKind::InvalidData => anyhow::anyhow!("{} is geen tekst in UTF-8", pad.display()),
        _ => anyhow::anyhow!("{} is niet te lezen: {fout}", pad.display()),
    })
}

/// Which database the settings mean; the directory of an SQLite file is made.
pub fn target(gegevens: &Gegevens, config: &Config) -> Result<Target> {
    if let Some(url) = gegevens.database.as_ref().or(config.database.as_ref()) {
        return Ok(Target::parse(url));
    }
    let map = gegevens.data_dir.clone().or_else(|| config.data_dir.clone());
    let map = map.unwrap_or_else(|| PathBuf::from("wijkspoor-data"));
    std::fs::create_dir_all(&map).with_context(|| format!("de map {} is niet te maken", map.display()))?;
    Ok(Target::Sqlite(map.join(BESTAND)))
}

/// Opens what the settings mean, with the definitions that it holds and those of `--werkstromen`.
pub async fn journaal(
    gegevens: &Gegevens,
    config: &Config,
    clock: Arc<dyn Clock>,
) -> Result<(Arc<Journal<Spoor>>, String)> {
    let target = target(gegevens, config)?;
    let waar = match &target {
        Target::Sqlite(pad) => format!("SQLite, {}", pad.display()),
        Target::Postgres(_) => "PostgreSQL".to_owned(),
    };
    let map = gegevens.werkstromen.as_ref().or(config.werkstromen.as_ref());
    Ok((open(&target, clock, map.map(PathBuf::as_path)).await?, waar))
}

/// Opens a database.
pub async fn open(target: &Target, clock: Arc<dyn Clock>, map: Option<&Path>) -> Result<Arc<Journal<Spoor>>> {
    let store = Store::open(target, clock).await?;
    let werkstromen = werkstromen(&store, map).await?;
    let (journal, report) = Journal::open(store, Arc::new(werkstromen), |_, _| {}).await?;
    if let Some(report) = report.filter(|r| r.events > 0) {
        tracing::info!(gebeurtenissen = report.events, "leesmodellen herbouwd voor deze versie");
    }
    Ok(journal)
}

/// Registers the default and the definitions of a directory, and reads back all that were ever registered: running
/// initiatives stay pinned to theirs.
async fn werkstromen(store: &Store, map: Option<&Path>) -> Result<Werkstromen> {
    let mut bronnen = vec![("de standaardwerkstroom".to_owned(), STANDAARD.to_owned())];
    if let Some(map) = map {
        let inhoud =
            std::fs::read_dir(map).with_context(|| format!("de map {} is niet te lezen", map.display()))?;
        let mut paden: Vec<_> = inhoud.filter_map(|e| Some(e.ok()?.path())).collect();
        paden.retain(|p| p.extension().is_some_and(|e| e == "toml"));
        paden.sort();
        for pad in paden {
            bronnen.push((pad.display().to_string(), lees_bestand(&pad)?));
        }
    }
    for (naam, bron) in &bronnen {
        let werkstroom = geldig(naam, bron)?;
        store
            .register_workflow(&werkstroom.code, werkstroom.versie, bron)
            .await
            .with_context(|| naam.clone())?;
    }
    let mut register = Werkstromen::default();
    for (code, versie, bron) in store.workflows().await? {
        register.voeg_toe(geldig(&format!("werkstroom {code} versie {versie}"), &bron)?);
    }
    Ok(register)
}

/// A definition that must be valid.
pub fn geldig(naam: &str, bron: &str) -> Result<Werkstroom> {
    match lees(bron) {
        Ok(werkstroom) => Ok(werkstroom),
        Err(fouten) => {
            let eerste = fouten.first().map(ToString::to_string).unwrap_or_default();
            let meer = match fouten.len() {
                0 | 1 => String::new(),
                n => format!(" (en nog {} fouten; zie wijkspoor werkstroom controleer)", n - 1),
            };
            bail!("{naam}: {eerste}{meer}")
        }
    }
}
