//! Settings, in layers: flags go before the environment, that before the configuration file, that before what is usual.

use crate::bewaring::Bewaring;
use crate::cli::Gegevens;
use crate::controle::Settings as Controle;
use crate::open::lees_bestand;
use anyhow::{Result, anyhow, bail};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use wijkspoor_api::verwerkingen::Settings as Verwerkingen;
use wijkspoor_api::verzoeken::Settings as Verzoeken;
use wijkspoor_berichten::Settings as Berichten;
use wijkspoor_oidc::{Oidc, Settings};
use wijkspoor_paginas::Instellingen as Paginas;
use wijkspoor_store::Target;
use wijkspoor_zgw::Settings as Zgw;

/// The name of the SQLite file in a data directory.
pub const BESTAND: &str = "wijkspoor.db";
/// The data directory when none is asked for.
const MAP: &str = "wijkspoor-data";

/// One layer of settings, or all of them together.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Instellingen {
    /// As `--data-dir`.
    pub data_dir: Option<PathBuf>,
    /// As `--database`.
    pub database: Option<String>,
    /// As `--werkstromen`.
    pub werkstromen: Option<PathBuf>,
    /// As `--inrichting`.
    pub inrichting: Option<PathBuf>,
    /// As `--host`.
    pub host: Option<String>,
    /// As `--port`.
    pub port: Option<u16>,
    /// The identity provider; too much for flags.
    #[serde(default)]
    pub oidc: Settings,
    /// How other systems are told of events.
    #[serde(default)]
    pub berichten: Berichten,
    /// How many requests, and from where.
    #[serde(default)]
    pub verzoeken: Verzoeken,
    /// How the log is signed.
    #[serde(default)]
    pub controle: Controle,
    /// How the logbook of processing is kept and passed on.
    #[serde(default)]
    pub verwerkingen: Verwerkingen,
    /// What ZGW needs.
    #[serde(default)]
    pub zgw: Zgw,
    /// The pages: how people sign in, and the style of the municipality.
    #[serde(default)]
    pub paginas: Paginas,
    /// What guards the data from outside the database.
    #[serde(default)]
    pub bewaring: Bewaring,
}

impl Instellingen {
    /// What holds, given the flags and a way to look up variables of the environment.
    pub fn lees(
        vlaggen: &Gegevens,
        server: (Option<String>, Option<u16>),
        omgeving: impl Fn(&str) -> Option<String>,
    ) -> Result<Self> {
        // An empty variable is how scripts say "none".
        let variabele = |naam: &str| omgeving(naam).filter(|waarde| !waarde.trim().is_empty());
        let (host, port) = server;
        let eerst = Self {
            data_dir: vlaggen.data_dir.clone(),
            database: vlaggen.database.clone(),
            werkstromen: vlaggen.werkstromen.clone(),
            inrichting: vlaggen.inrichting.clone(),
            host,
            port,
            oidc: Settings::default(),
            berichten: Berichten::default(),
            verzoeken: Verzoeken::default(),
            controle: Controle::default(),
            verwerkingen: Verwerkingen::default(),
            zgw: Zgw::default(),
            paginas: Paginas::default(),
            bewaring: Bewaring::default(),
        };
        let port = variabele("WIJKSPOOR_PORT").map(|port| {
            port.trim()
                .parse()
                .map_err(|_| anyhow!("WIJKSPOOR_PORT: {port:?} is geen poort (0 tot en met 65535)"))
        });
        let dan = Self {
            data_dir: variabele("WIJKSPOOR_DATA_DIR").map(PathBuf::from),
            database: variabele("WIJKSPOOR_DATABASE"),
            werkstromen: variabele("WIJKSPOOR_WERKSTROMEN").map(PathBuf::from),
            inrichting: variabele("WIJKSPOOR_INRICHTING").map(PathBuf::from),
            host: variabele("WIJKSPOOR_HOST"),
            port: port.transpose()?,
            oidc: Settings::from_environment(variabele).map_err(anyhow::Error::msg)?,
            berichten: Berichten::from_environment(variabele),
            verzoeken: Verzoeken::from_environment(variabele).map_err(anyhow::Error::msg)?,
            controle: Controle::from_environment(variabele)?,
            verwerkingen: Verwerkingen::from_environment(variabele).map_err(anyhow::Error::msg)?,
            zgw: Zgw::from_environment(variabele),
            paginas: Paginas::from_environment(variabele),
            bewaring: Bewaring::from_environment(variabele),
        };
        let bestand = vlaggen.config.clone().or_else(|| variabele("WIJKSPOOR_CONFIG").map(PathBuf::from));
        let ten_slotte = bestand.map(|pad| Self::uit_bestand(&pad)).transpose()?.unwrap_or_default();
        for (laag, waar) in [(&dan, "de omgeving (WIJKSPOOR_…)"), (&ten_slotte, "het configuratiebestand")]
        {
            if laag.data_dir.is_some() && laag.database.is_some() {
                bail!("{waar} noemt zowel data-dir als database: noem er één");
            }
        }
        Ok(eerst.of(dan).of(ten_slotte))
    }

    fn uit_bestand(pad: &Path) -> Result<Self> {
        let tekst = lees_bestand(pad)?;
        toml::from_str(&tekst).map_err(|fout| {
            let voor = fout.span().and_then(|span| tekst.get(..span.start)).unwrap_or_default();
            let melding = vertaal(fout.message());
            anyhow!("{}, regel {}: {melding}", pad.display(), voor.matches('\n').count() + 1)
        })
    }

    /// These, with another layer where these say nothing. Where the data is, is one setting under two names.
    fn of(self, lager: Self) -> Self {
        let zelf = self.data_dir.is_some() || self.database.is_some();
        let (data_dir, database) =
            if zelf { (self.data_dir, self.database) } else { (lager.data_dir, lager.database) };
        Self {
            data_dir,
            database,
            werkstromen: self.werkstromen.or(lager.werkstromen),
            inrichting: self.inrichting.or(lager.inrichting),
            host: self.host.or(lager.host),
            port: self.port.or(lager.port),
            oidc: self.oidc.or(lager.oidc),
            berichten: self.berichten.or(lager.berichten),
            verzoeken: self.verzoeken.or(lager.verzoeken),
            controle: self.controle.of(lager.controle),
            verwerkingen: self.verwerkingen.or(lager.verwerkingen),
            zgw: self.zgw.or(lager.zgw),
            paginas: self.paginas.or(lager.paginas),
            bewaring: self.bewaring.of(lager.bewaring),
        }
    }

    /// The identity provider; none when nothing is said about one.
    pub fn provider(&self) -> Result<Option<Oidc>> {
        self.oidc.clone().provider().map_err(anyhow::Error::msg)
    }

    /// Which database is meant.
    pub fn target(&self) -> Target {
        match (&self.database, &self.data_dir) {
            (Some(url), _) => Target::parse(url),
            (None, map) => Target::Sqlite(map.as_deref().unwrap_or(Path::new(MAP)).join(BESTAND)),
        }
    }
}

/// The commonest messages of the TOML reader, in the language of the rest.
fn vertaal(melding: &str) -> String {
    let vertaald = [
        ("unknown field ", "onbekende instelling "),
        ("unknown variant ", "onbekende waarde "),
        ("duplicate key", "instelling staat er twee keer"),
        ("invalid type: ", "verkeerd soort waarde: "),
    ];
    let vertaling = vertaald.iter().find_map(|(engels, nederlands)| {
        melding.strip_prefix(engels).map(|rest| {
            format!(
                "{nederlands}{}",
                rest.replace("expected one of", "verwacht: een van").replace("expected", "verwacht:")
            )
        })
    });
    vertaling.unwrap_or_else(|| melding.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lees(vlaggen: &Gegevens, omgeving: &[(&str, &str)]) -> Result<Instellingen> {
        let zoek = |naam: &str| omgeving.iter().find(|(n, _)| *n == naam).map(|(_, w)| (*w).to_owned());
        Instellingen::lees(vlaggen, (None, None), zoek)
    }

    #[test]
    fn flags_go_before_environment_before_file_before_usual() {
        let map = std::env::temp_dir().join(format!("wijkspoor-instellingen-{}", std::process::id()));
        std::fs::create_dir_all(&map).unwrap();
        let bestand = map.join("c.toml");
        std::fs::write(&bestand, "database = 'postgres://b'\nport = 1\nhost = '::1'\n").unwrap();
        let vlaggen = Gegevens { config: Some(bestand.clone()), ..Gegevens::default() };
        let omgeving = [("WIJKSPOOR_PORT", "2"), ("WIJKSPOOR_HOST", "")];
        let gelezen = lees(&vlaggen, &omgeving).unwrap();
        assert_eq!((gelezen.port, gelezen.host.as_deref()), (Some(2), Some("::1")));
        assert_eq!(gelezen.target(), Target::Postgres("postgres://b".to_owned()));
        // A flag for the directory also overrides a database that is set further down.
        let met_map = Gegevens { data_dir: Some("m".into()), ..vlaggen };
        assert_eq!(
            lees(&met_map, &[("WIJKSPOOR_DATABASE", "x")]).unwrap().target(),
            Target::Sqlite("m/wijkspoor.db".into())
        );
        std::fs::write(&bestand, "\nprot = 1").unwrap();
        let fout = lees(&met_map, &[]).unwrap_err().to_string();
        assert!(fout.contains("regel 2: onbekende instelling `prot`"), "{fout}");
        let oidc = "[oidc]\nissuer = 'https://op.example'\n[oidc.rollen]\nbaas = ";
        std::fs::write(&bestand, format!("{oidc}'management'")).unwrap();
        let uit_beide = lees(&met_map, &[("WIJKSPOOR_OIDC_AUDIENCE", "wij")]).unwrap().provider().unwrap();
        assert_eq!(uit_beide.unwrap().issuer(), "https://op.example");
        assert!(lees(&met_map, &[]).unwrap().provider().unwrap_err().to_string().contains("audience"));
        std::fs::write(&bestand, format!("{oidc}'baas'")).unwrap();
        let fout = lees(&met_map, &[]).unwrap_err().to_string();
        assert!(
            fout.contains("regel 4: onbekende waarde `baas`, verwacht: een van `initiatiefnemer`"),
            "{fout}"
        );
        std::fs::remove_dir_all(&map).unwrap();
    }

    #[test]
    fn the_example_of_deploy_is_whole() {
        let bestand = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/wijkspoor.toml");
        let vlaggen = Gegevens { config: Some(bestand), ..Gegevens::default() };
        let gelezen = lees(&vlaggen, &[]).unwrap();
        assert_eq!(gelezen.host.as_deref(), Some("0.0.0.0"));
        assert!(gelezen.provider().unwrap().is_some());
    }

    #[test]
    fn contradictions_and_nonsense_are_named() {
        let leeg = Gegevens::default();
        assert_eq!(lees(&leeg, &[]).unwrap().target(), Target::Sqlite("wijkspoor-data/wijkspoor.db".into()));
        assert!(
            lees(&leeg, &[("WIJKSPOOR_PORT", "http")]).unwrap_err().to_string().contains("WIJKSPOOR_PORT")
        );
        let beide = [("WIJKSPOOR_DATABASE", "x"), ("WIJKSPOOR_DATA_DIR", "y")];
        assert!(lees(&leeg, &beide).unwrap_err().to_string().contains("noem er één"));
    }
}
