//! With which keys the log is signed, and where its checkpoints are kept: settings and files.

use crate::open::{lees_bestand, lees_geheim, oorzaak, schrijf_nieuw};
use anyhow::{Result, anyhow, bail};
use serde::Deserialize;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use wijkspoor_store::bewijs::{Checkpoint, Keyring, Note, Signer, Verifier};

/// How often a checkpoint is made when nothing is said about it.
const ELKE: u64 = 60;

/// One layer of settings, or all of them together.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Files with the keys that sign.
    pub sleutels: Option<Vec<PathBuf>>,
    /// Public keys that signed before.
    pub eerdere_sleutels: Option<Vec<String>>,
    /// The file to which checkpoints are added.
    pub bestand: Option<PathBuf>,
    /// Addresses to which they are posted.
    pub getuigen: Option<Vec<String>>,
    /// After how many seconds to look whether there is anything new.
    pub elke: Option<u64>,
}

/// How the log is signed.
#[derive(Debug)]
pub struct Controle {
    /// With which keys.
    pub keyring: Arc<Keyring>,
    /// The file to which checkpoints are added.
    pub bestand: Option<PathBuf>,
    /// Addresses to which they are posted.
    pub getuigen: Vec<String>,
    /// How often.
    pub elke: Duration,
}

impl Settings {
    /// From variables of the environment: `WIJKSPOOR_CONTROLE_…`, of which `look_up` gives those that say something.
    pub fn from_environment(look_up: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let lijst = |naam: &str| -> Option<Vec<String>> {
            let delen = |tekst: String| tekst.split(',').map(|deel| deel.trim().to_owned()).collect();
            look_up(naam).map(delen)
        };
        let elke = look_up("WIJKSPOOR_CONTROLE_ELKE").map(|tekst| {
            let fout = |_| anyhow!("WIJKSPOOR_CONTROLE_ELKE: {tekst:?} is geen aantal seconden");
            tekst.trim().parse().map_err(fout)
        });
        Ok(Self {
            sleutels: lijst("WIJKSPOOR_CONTROLE_SLEUTELS")
                .map(|lijst| lijst.into_iter().map(PathBuf::from).collect()),
            eerdere_sleutels: lijst("WIJKSPOOR_CONTROLE_EERDERE_SLEUTELS"),
            bestand: look_up("WIJKSPOOR_CONTROLE_BESTAND").map(PathBuf::from),
            getuigen: lijst("WIJKSPOOR_CONTROLE_GETUIGEN"),
            elke: elke.transpose()?,
        })
    }

    /// These, with another layer where these say nothing.
    #[must_use]
    pub fn of(self, lager: Self) -> Self {
        Self {
            sleutels: self.sleutels.or(lager.sleutels),
            eerdere_sleutels: self.eerdere_sleutels.or(lager.eerdere_sleutels),
            bestand: self.bestand.or(lager.bestand),
            getuigen: self.getuigen.or(lager.getuigen),
            elke: self.elke.or(lager.elke),
        }
    }

    /// How the log is signed; not at all when there is no key.
    ///
    /// # Errors
    /// When a key cannot be read, or they are of different logs.
    pub fn controle(&self) -> Result<Option<Controle>> {
        let signers =
            self.sleutels.iter().flatten().map(|pad| lees_sleutel(pad)).collect::<Result<Vec<_>>>()?;
        let keyring = Keyring::new(signers, self.eerdere()?).map_err(|(een, ander)| {
            anyhow!("controle: de sleutels zijn van twee logs, {een} en {ander}; alle sleutels van een log hebben één naam")
        })?;
        let elke = self.elke.unwrap_or(ELKE);
        if elke == 0 {
            bail!("controle: elke is een aantal seconden vanaf 1");
        }
        let getuigen = self.getuigen.clone().unwrap_or_default();
        let elke = Duration::from_secs(elke);
        Ok(keyring.map(|keyring| Controle {
            keyring: Arc::new(keyring),
            bestand: self.bestand.clone(),
            getuigen,
            elke,
        }))
    }

    /// The public keys that count, without need of those that sign: an auditor does not have them.
    pub fn openbare(&self) -> Result<Vec<Verifier>> {
        let leesbaar = self.sleutels.iter().flatten().filter(|pad| pad.exists());
        let mut sleutels: Vec<Verifier> =
            leesbaar.map(|pad| Ok(lees_sleutel(pad)?.verifier().clone())).collect::<Result<_>>()?;
        sleutels.extend(self.eerdere()?);
        Ok(sleutels)
    }

    fn eerdere(&self) -> Result<Vec<Verifier>> {
        self.eerdere_sleutels.iter().flatten().map(|tekst| openbaar(tekst)).collect()
    }
}

/// A public key from text, or from a file with it.
pub fn openbaar(tekst: &str) -> Result<Verifier> {
    let gelezen;
    let inhoud = match Path::new(tekst) {
        pad if pad.is_file() => {
            gelezen = lees_bestand(pad)?;
            gelezen.trim()
        }
        _ => tekst.trim(),
    };
    inhoud.parse().map_err(|fout| anyhow!("sleutel {}: {fout}", tekst.chars().take(60).collect::<String>()))
}

/// A key that signs, from its file.
pub fn lees_sleutel(pad: &Path) -> Result<Signer> {
    lees_geheim(pad)?.trim().parse().map_err(|fout| anyhow!("{}: {fout}", pad.display()))
}

/// A new key in a file for the owner only.
#[expect(clippy::disallowed_methods, reason = "a key to sign with is made here, outside the store")]
pub fn maak_sleutel(pad: &Path, naam: &str) -> Result<Signer> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|fout| anyhow!("er is geen toeval te krijgen: {fout}"))?;
    let tekst = Signer::secret(naam, &seed)?;
    schrijf_nieuw(pad, format!("{tekst}\n").as_bytes())?;
    Ok(Signer::new(naam, &seed)?)
}

/// The checkpoints in a file, in their order, each with its note; a last one that was broken off is not there.
pub fn checkpoints(pad: &Path) -> Result<Vec<(Note, Checkpoint)>> {
    let mut gevonden = Vec::new();
    for note in notities(&lees_bestand(pad)?) {
        let gelezen = note.parse::<Note>().map_err(|fout| fout.to_string());
        let gelezen = gelezen.and_then(|note| match note.text.parse::<Checkpoint>() {
            Ok(checkpoint) => Ok((note, checkpoint)),
            Err(fout) => Err(fout.to_string()),
        });
        gevonden.push(gelezen.map_err(|fout| anyhow!("{}: {fout}", pad.display()))?);
    }
    Ok(gevonden)
}

/// The notes in a text: each ends with lines that sign it.
fn notities(tekst: &str) -> Vec<String> {
    let mut notities = Vec::new();
    let (mut deze, mut getekend) = (String::new(), false);
    for regel in tekst.split_inclusive('\n').filter(|regel| regel.ends_with('\n')) {
        let tekent = regel.starts_with("— ");
        if getekend && !tekent {
            notities.push(std::mem::take(&mut deze));
        }
        // Between two notes there may be an empty line.
        if !(deze.is_empty() && regel == "\n") {
            deze.push_str(regel);
        }
        getekend = tekent;
    }
    if getekend {
        notities.push(deze);
    }
    notities
}

/// Adds a note to a file, which survives a loss of power.
pub fn voeg_toe(pad: &Path, note: &str) -> Result<()> {
    let toegevoegd = OpenOptions::new().create(true).append(true).open(pad).and_then(|mut bestand| {
        // After what was broken off comes a line of its own.
        bestand.write_all(format!("\n{note}").as_bytes())?;
        bestand.sync_all()
    });
    toegevoegd.map_err(|fout| anyhow!("{} is niet te schrijven: {}", pad.display(), oorzaak(&fout)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkpoints_are_added_to_a_file_and_read_back() {
        let map = tempfile::tempdir().unwrap();
        let (sleutel, pad) = (map.path().join("sleutel"), map.path().join("checkpoints"));
        let signer = maak_sleutel(&sleutel, "log").unwrap();
        assert_eq!(lees_sleutel(&sleutel).unwrap().verifier(), signer.verifier());
        assert!(maak_sleutel(&sleutel, "log").unwrap_err().to_string().contains("bestaat al"));
        let settings = Settings { sleutels: Some(vec![sleutel]), ..Settings::default() };
        let keyring = settings.controle().unwrap().unwrap().keyring;
        let checkpoint = |size| Checkpoint { origin: "log".to_owned(), size, root: [7; 32] };
        for size in [1, 5] {
            voeg_toe(&pad, &keyring.sign(&checkpoint(size).to_string())).unwrap();
        }
        // The one after it was broken off.
        let half = keyring.sign(&checkpoint(6).to_string());
        OpenOptions::new()
            .append(true)
            .open(&pad)
            .unwrap()
            .write_all(&half.as_bytes()[..half.len() - 9])
            .unwrap();
        let gelezen = checkpoints(&pad).unwrap();
        assert_eq!(gelezen.iter().map(|(_, c)| c.size).collect::<Vec<_>>(), [1, 5]);
        assert!(gelezen.iter().all(|(note, _)| note.verify(keyring.known()).is_ok()));
    }

    #[test]
    fn what_is_set_wrong_is_named() {
        assert!(Settings::default().controle().unwrap().is_none());
        let sleutels = Some(vec![PathBuf::from("/bestaat/niet")]);
        let fout = Settings { sleutels, ..Settings::default() }.controle().unwrap_err().to_string();
        assert!(fout.contains("/bestaat/niet is niet te lezen"), "{fout}");
        let onzin = Settings { eerdere_sleutels: Some(vec!["onzin".to_owned()]), ..Settings::default() };
        assert!(onzin.controle().unwrap_err().to_string().contains("naam+kenmerk+base64"));
    }
}
