//! What a municipality sets up, from files: workflow definitions and the organisation. They are read before any database
//! is opened or made, and registered in it: a version that was registered never changes.

use crate::open::{lees_bestand, oorzaak};
use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;
use wijkspoor_domain::Opzet;
use wijkspoor_domain::inrichting::{self, Inrichting};
use wijkspoor_domain::werkstroom::{Fout, STANDAARD, Werkstromen, Werkstroom, WerkstroomRef, lees};
use wijkspoor_store::{Definition, Store};

/// A valid definition: where it stands, what it says, and as text.
struct Bron<T> {
    naam: String,
    definitie: T,
    tekst: String,
}

/// All that is to be registered.
pub struct Bronnen {
    werkstromen: Vec<Bron<Werkstroom>>,
    inrichting: Option<Bron<Inrichting>>,
}

impl Bronnen {
    /// The default workflow, those of a directory, and the organisation in a file.
    pub fn lees(map: Option<&Path>, inrichting: Option<&Path>) -> Result<Self> {
        let mut werkstromen = vec![werkstroom("de standaardwerkstroom".to_owned(), STANDAARD.to_owned())?];
        for pad in map.map(toml_bestanden).transpose()?.unwrap_or_default() {
            werkstromen.push(werkstroom(pad.display().to_string(), lees_bestand(&pad)?)?);
        }
        let mut bronnen = Self { werkstromen, inrichting: None };
        if let Some(pad) = inrichting {
            bronnen = bronnen.met_inrichting(&pad.display().to_string(), lees_bestand(pad)?)?;
        }
        Ok(bronnen)
    }

    /// With this organisation.
    pub fn met_inrichting(self, naam: &str, tekst: String) -> Result<Self> {
        let (naam, definitie) = (naam.to_owned(), geldig(naam, inrichting::lees(&tekst))?);
        Ok(Self { inrichting: Some(Bron { naam, definitie, tekst }), ..self })
    }

    /// What they say, without what a database holds already.
    pub fn opzet(&self) -> Opzet {
        let mut werkstromen = Werkstromen::default();
        self.werkstromen.iter().for_each(|bron| werkstromen.voeg_toe(bron.definitie.clone()));
        let inrichting = self.inrichting.as_ref().map(|bron| bron.definitie.clone()).unwrap_or_default();
        Opzet { werkstromen, inrichting }
    }

    /// Registers them, and reads back all that holds: every workflow, because running initiatives stay pinned to
    /// theirs, and the newest organisation.
    pub async fn leg_vast(self, store: &Store) -> Result<Opzet> {
        for Bron { naam, definitie: w, tekst } in self.werkstromen {
            let vastgelegd = store.register(Definition::Werkstroom, &w.code, w.versie, &tekst).await;
            vastgelegd.with_context(|| naam)?;
        }
        let bekend = store.definitions(Definition::Inrichting).await?;
        if let Some(Bron { naam, definitie: i, tekst }) = self.inrichting {
            if let Some((gemeente, ..)) = bekend.iter().find(|(gemeente, ..)| *gemeente != i.gemeente) {
                bail!("{naam}: deze database is van {gemeente}, niet van {}", i.gemeente);
            }
            let (code, werkstromen) = (i.werkstroom(), geldend(store).await?.werkstromen);
            if werkstromen.nieuwste(code).is_none() {
                bail!(
                    "{naam} noemt de werkstroom {code}, en die is er niet: geef haar mee met --werkstromen"
                );
            }
            if let fouten @ [_, ..] = i.archieffouten(&werkstromen).as_slice() {
                bail!("{naam}: {}", fouten.join("; "));
            }
            let vastgelegd = store.register(Definition::Inrichting, &i.gemeente, i.versie, &tekst).await;
            vastgelegd.with_context(|| naam)?;
        }
        // Read anew: an older file, or another process, may hold less than what holds by now.
        geldend(store).await
    }

    /// What would hold once they are registered; registers nothing.
    pub async fn bij(self, store: &Store) -> Result<Opzet> {
        let mut opzet = geldend(store).await?;
        for w in self.werkstromen.into_iter().map(|bron| bron.definitie) {
            if opzet.werkstromen.zoek(&WerkstroomRef { code: w.code.clone(), versie: w.versie }).is_none() {
                opzet.werkstromen.voeg_toe(w);
            }
        }
        if let Some(Bron { naam, definitie: i, .. }) = self.inrichting {
            let er_is = &opzet.inrichting;
            if er_is.versie > 0 && er_is.gemeente != i.gemeente {
                bail!("{naam}: deze database is van {}, niet van {}", er_is.gemeente, i.gemeente);
            }
            if i.versie > er_is.versie {
                opzet.inrichting = i;
            }
        }
        Ok(opzet)
    }
}

/// What is registered: every workflow, and the newest organisation.
async fn geldend(store: &Store) -> Result<Opzet> {
    let mut opzet = Opzet::default();
    for (code, versie, tekst) in store.definitions(Definition::Werkstroom).await? {
        opzet.werkstromen.voeg_toe(geldig(&format!("werkstroom {code} versie {versie}"), lees(&tekst))?);
    }
    if let Some((gemeente, versie, tekst)) = store.definitions(Definition::Inrichting).await?.last() {
        let naam = format!("de inrichting van {gemeente} versie {versie}");
        opzet.inrichting = geldig(&naam, inrichting::lees(tekst))?;
    }
    Ok(opzet)
}

fn toml_bestanden(map: &Path) -> Result<Vec<std::path::PathBuf>> {
    let inhoud = std::fs::read_dir(map);
    let inhoud =
        inhoud.map_err(|fout| anyhow!("de map {} is niet te lezen: {}", map.display(), oorzaak(&fout)))?;
    let mut paden: Vec<_> = inhoud.filter_map(|e| Some(e.ok()?.path())).collect();
    paden.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paden.sort();
    Ok(paden)
}

fn werkstroom(naam: String, tekst: String) -> Result<Bron<Werkstroom>> {
    Ok(Bron { definitie: geldig(&naam, lees(&tekst))?, naam, tekst })
}

/// A definition that must be valid.
pub fn geldig<T>(naam: &str, gelezen: Result<T, Vec<Fout>>) -> Result<T> {
    gelezen.map_err(|fouten| {
        let eerste = fouten.first().map(ToString::to_string).unwrap_or_default();
        let meer = match fouten.len() {
            0 | 1 => String::new(),
            2 => " (en nog een fout; \"controleer\" noemt ze alle)".to_owned(),
            n => format!(" (en nog {} fouten; \"controleer\" noemt ze alle)", n - 1),
        };
        anyhow!("{naam}: {eerste}{meer}")
    })
}
