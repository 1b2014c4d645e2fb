//! The directory of a demo. A file in it says that it is one and of which cases, so that no other data is touched, and a
//! demo that was broken off goes on where it was.

use crate::instellingen::BESTAND;
use crate::open::{lees_bestand, maak_map, oorzaak};
use anyhow::{Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use wijkspoor_store::Target;

const MERKTEKEN: &str = "wijkspoor-demo.json";

/// The directory of a demo.
#[derive(Debug)]
pub struct Demomap {
    map: PathBuf,
    merkteken: Merkteken,
}

/// What the file in it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Merkteken {
    /// The SHA-256 of the case file.
    casussen: String,
    /// Whether all of it has been played.
    klaar: bool,
}

impl Demomap {
    /// Takes a directory into use for the cases of a file: a new or empty one, or that of an earlier demo of the same file.
    pub fn neem(map: PathBuf, casussen: &str) -> Result<Self> {
        let merkteken = Merkteken { casussen: hash(casussen), klaar: false };
        let pad = map.join(MERKTEKEN);
        if pad.exists() {
            let onleesbaar = || anyhow!("{} is geen merkteken van een demo", pad.display());
            let eerder: Merkteken = serde_json::from_str(&lees_bestand(&pad)?).map_err(|_| onleesbaar())?;
            if eerder.casussen != merkteken.casussen {
                bail!("{} bevat een demo met andere casussen: kies een andere --data-dir", map.display());
            }
            return Ok(Self { map, merkteken: eerder });
        }
        if map.exists() && !is_leeg(&map)? {
            bail!("{} is niet leeg en geen eerdere demo: kies een andere --data-dir", map.display());
        }
        maak_map(&map)?;
        let demo = Self { map, merkteken };
        demo.schrijf()?;
        Ok(demo)
    }

    /// Where it is.
    pub fn map(&self) -> &Path {
        &self.map
    }

    /// Its database.
    pub fn target(&self) -> Target {
        Target::Sqlite(self.map.join(BESTAND))
    }

    /// Whether all cases have been played.
    pub fn is_klaar(&self) -> bool {
        self.merkteken.klaar
    }

    /// Records that all cases have been played.
    pub fn klaar(&mut self) -> Result<()> {
        self.merkteken.klaar = true;
        self.schrijf()
    }

    fn schrijf(&self) -> Result<()> {
        let (pad, nieuw) = (self.map.join(MERKTEKEN), self.map.join(format!("{MERKTEKEN}.nieuw")));
        let inhoud = serde_json::to_string(&self.merkteken)? + "\n";
        let geschreven = std::fs::write(&nieuw, inhoud).and_then(|()| std::fs::rename(&nieuw, &pad));
        geschreven.map_err(|fout| anyhow!("{} is niet te schrijven: {}", pad.display(), oorzaak(&fout)))
    }
}

fn is_leeg(map: &Path) -> Result<bool> {
    let inhoud = std::fs::read_dir(map);
    let inhoud =
        inhoud.map_err(|fout| anyhow!("de map {} is niet te lezen: {}", map.display(), oorzaak(&fout)))?;
    // The last moment at which an earlier demo may have been broken off.
    let halverwege = format!("{MERKTEKEN}.nieuw");
    Ok(inhoud.filter_map(Result::ok).all(|e| e.file_name() == *halverwege))
}

fn hash(tekst: &str) -> String {
    Sha256::digest(tekst.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_directory_is_taken_twice() {
        let temp = tempfile::tempdir().unwrap();
        let map = temp.path().join("demo");
        let mut eerste = Demomap::neem(map.clone(), "a").unwrap();
        assert!(!eerste.is_klaar());
        eerste.klaar().unwrap();
        assert!(Demomap::neem(map.clone(), "a").unwrap().is_klaar());
        assert!(Demomap::neem(map.clone(), "b").unwrap_err().to_string().contains("andere casussen"));
        std::fs::remove_file(map.join(MERKTEKEN)).unwrap();
        std::fs::write(map.join("brief.txt"), "hallo").unwrap();
        assert!(Demomap::neem(map.clone(), "a").unwrap_err().to_string().contains("niet leeg"));
        assert!(Demomap::neem(map.join("brief.txt"), "a").is_err());
    }
}
