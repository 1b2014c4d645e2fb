//! What guards the data from outside the database: master keys, from a file, the environment or a command; and the journal of
//! erasures.

use crate::open::{lees_geheim, oorzaak};
use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wijkspoor_store::{Custody, ErasureJournal, Keyring, Master};

/// The settings.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bewaring {
    /// The file of the master key; what is in it goes to the command, when there is one.
    pub hoofdsleutel_bestand: Option<PathBuf>,
    /// A command that gives the master key: it gets what is in the file, and writes the key.
    pub hoofdsleutel_opdracht: Option<String>,
    /// The file of the master key before this one, while keys are wrapped anew.
    pub vorige_bestand: Option<PathBuf>,
    /// The journal of erasures.
    pub wisjournaal: Option<PathBuf>,
    /// The master key itself; from the environment only, for it does not belong in a file with settings.
    #[serde(skip)]
    pub hoofdsleutel: Option<String>,
}

impl Bewaring {
    /// What the environment says.
    pub fn from_environment(variabele: impl Fn(&str) -> Option<String>) -> Self {
        let pad = |naam: &str| variabele(naam).map(PathBuf::from);
        Self {
            hoofdsleutel_bestand: pad("WIJKSPOOR_HOOFDSLEUTEL_BESTAND"),
            hoofdsleutel_opdracht: variabele("WIJKSPOOR_HOOFDSLEUTEL_OPDRACHT"),
            vorige_bestand: pad("WIJKSPOOR_VORIGE_HOOFDSLEUTEL_BESTAND"),
            wisjournaal: pad("WIJKSPOOR_WISJOURNAAL"),
            hoofdsleutel: variabele("WIJKSPOOR_HOOFDSLEUTEL"),
        }
    }

    /// These, with another layer where these say nothing.
    pub fn of(self, lager: Self) -> Self {
        Self {
            hoofdsleutel_bestand: self.hoofdsleutel_bestand.or(lager.hoofdsleutel_bestand),
            hoofdsleutel_opdracht: self.hoofdsleutel_opdracht.or(lager.hoofdsleutel_opdracht),
            vorige_bestand: self.vorige_bestand.or(lager.vorige_bestand),
            wisjournaal: self.wisjournaal.or(lager.wisjournaal),
            hoofdsleutel: self.hoofdsleutel.or(lager.hoofdsleutel),
        }
    }

    /// Whether keys are wrapped.
    pub fn met_hoofdsleutel(&self) -> bool {
        self.hoofdsleutel.is_some()
            || self.hoofdsleutel_bestand.is_some()
            || self.hoofdsleutel_opdracht.is_some()
    }

    /// The keys and the journal; a command is asked once.
    pub fn custody(&self) -> Result<Custody> {
        if self.hoofdsleutel.is_some()
            && (self.hoofdsleutel_bestand.is_some() || self.hoofdsleutel_opdracht.is_some())
        {
            bail!("de hoofdsleutel is twee keer ingesteld: noem haar zelf, of een bestand of opdracht");
        }
        let vorige =
            self.vorige_bestand.iter().map(|pad| uit_bestand(pad, self.hoofdsleutel_opdracht.as_deref()));
        let vorige = vorige.collect::<Result<Vec<_>>>().context("de vorige hoofdsleutel")?;
        let nu = match (&self.hoofdsleutel, &self.hoofdsleutel_bestand, &self.hoofdsleutel_opdracht) {
            (Some(tekst), _, _) => Some(Master::from_text(tekst).context("WIJKSPOOR_HOOFDSLEUTEL")?),
            (None, Some(pad), opdracht) => {
                Some(uit_bestand(pad, opdracht.as_deref()).context("de hoofdsleutel")?)
            }
            (None, None, Some(opdracht)) => Some(uit_opdracht(opdracht, "").context("de hoofdsleutel")?),
            (None, None, None) => None,
        };
        let keyring = match nu {
            Some(nu) => Keyring::new(nu, vorige),
            None if vorige.is_empty() => Keyring::default(),
            None => bail!("er is een vorige hoofdsleutel ingesteld, maar geen hoofdsleutel"),
        };
        Ok(Custody { keyring, journal: self.wisjournaal.as_ref().map(ErasureJournal::new) })
    }
}

fn uit_bestand(pad: &Path, opdracht: Option<&str>) -> Result<Master> {
    let tekst = lees_geheim(pad)?;
    match opdracht {
        Some(opdracht) => uit_opdracht(opdracht, &tekst),
        None => Master::from_text(&tekst).with_context(|| pad.display().to_string()),
    }
}

/// Asks a command for the key: words that are separated by spaces, without a shell.
fn uit_opdracht(opdracht: &str, invoer: &str) -> Result<Master> {
    let mut woorden = opdracht.split_whitespace();
    let programma = woorden.next().ok_or_else(|| anyhow!("de opdracht is leeg"))?;
    let mut proces = Command::new(programma)
        .args(woorden)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|fout| anyhow!("{programma} is niet te starten: {}", oorzaak(&fout)))?;
    if let Some(mut naar) = proces.stdin.take() {
        // A command that needs no input may have closed it already.
        let _ = naar.write_all(invoer.as_bytes());
    }
    let uitvoer = proces.wait_with_output()?;
    if !uitvoer.status.success() {
        bail!("{programma} gaf geen sleutel ({})", uitvoer.status);
    }
    Master::from_text(&String::from_utf8_lossy(&uitvoer.stdout))
        .with_context(|| format!("wat {programma} gaf"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn omgeving(paren: &[(&str, &str)]) -> Result<Custody> {
        Bewaring::from_environment(|naam| {
            paren.iter().find(|(n, _)| *n == naam).map(|(_, w)| (*w).to_owned())
        })
        .custody()
    }

    #[test]
    fn a_master_key_comes_from_a_file_the_environment_or_a_command() {
        let map = tempfile::tempdir().unwrap();
        let (sleutel, pad) = (Master::make().unwrap(), map.path().join("sleutel"));
        std::fs::write(&pad, &sleutel).unwrap();
        let (pad, naam) = (pad.display().to_string(), Master::from_text(&sleutel).unwrap().name().to_owned());
        let echo = format!("echo {sleutel}");
        for paren in [
            &[("WIJKSPOOR_HOOFDSLEUTEL", sleutel.as_str())][..],
            &[("WIJKSPOOR_HOOFDSLEUTEL_BESTAND", &pad)],
            &[("WIJKSPOOR_HOOFDSLEUTEL_OPDRACHT", &echo)],
            &[("WIJKSPOOR_HOOFDSLEUTEL_OPDRACHT", "cat"), ("WIJKSPOOR_HOOFDSLEUTEL_BESTAND", &pad)],
        ] {
            assert_eq!(omgeving(paren).unwrap().keyring.name(), Some(naam.as_str()), "{paren:?}");
        }
        assert_eq!(omgeving(&[]).unwrap().keyring.name(), None);
    }

    #[test]
    fn what_gives_no_key_is_named() {
        for (paren, deel) in [
            (&[("WIJKSPOOR_HOOFDSLEUTEL", "kort")][..], "64 willekeurige bytes"),
            (&[("WIJKSPOOR_HOOFDSLEUTEL_BESTAND", "/nergens/x")], "/nergens/x"),
            (&[("WIJKSPOOR_HOOFDSLEUTEL_OPDRACHT", "false")], "gaf geen sleutel"),
            (&[("WIJKSPOOR_HOOFDSLEUTEL_OPDRACHT", "/nergens/kms")], "niet te starten"),
            (&[("WIJKSPOOR_HOOFDSLEUTEL_OPDRACHT", "echo x"), ("WIJKSPOOR_HOOFDSLEUTEL", "x")], "twee keer"),
        ] {
            let fout = format!("{:#}", omgeving(paren).unwrap_err());
            assert!(fout.contains(deel), "{fout}");
        }
    }
}
