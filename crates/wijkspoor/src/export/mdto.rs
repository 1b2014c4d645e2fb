//! What is kept for ever, as an archive takes it over: for each dossier a folder with its history as JSON and as PDF, and what MDTO
//! (Nationaal Archief, XML schema 1.0.1) says of the dossier and of each file.

mod beschrijving;

use crate::controle::Controle;
use crate::open::oorzaak;
use anyhow::{Context as _, Result, anyhow, bail};
use beschrijving::{Bestand, Dossier};
use indicatif::{HumanCount, ProgressBar};
use std::path::Path;
use uuid::Uuid;
use wijkspoor_api::Journals;
use wijkspoor_api::reads::vernietiging::{Gesloten, gesloten_na};
use wijkspoor_domain::archief::Waardering;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::{Opzet, Recorded};
use wijkspoor_store::Store;
use wijkspoor_store::bewijs::Keyring;

/// Dossiers that are read at a time.
const BLADZIJDE: usize = 50;

/// Writes every closed dossier that is kept for ever, as it is now.
pub async fn exporteer(journals: &Journals, controle: Option<&Controle>, uit: &Path) -> Result<String> {
    let (store, opzet) = (journals.initiatieven.store(), journals.initiatieven.services());
    let keyring = controle.map(|controle| &*controle.keyring);
    if opzet.inrichting.resultaattypen.is_empty() {
        bail!(
            "er zijn geen resultaattypen ingericht, dus is niet bekend wat bewaard wordt; zie docs/archief.md"
        );
    }
    let map = uit.parent().filter(|map| !map.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Half a transfer is worse than none: it gets its name when it is whole.
    let klad = tempfile::TempDir::new_in(map)
        .with_context(|| format!("{} is niet te beschrijven", map.display()))?;
    let balk = ProgressBar::new_spinner();
    let (mut aantal, mut na) = (0, Uuid::nil());
    loop {
        let bladzijde = gesloten_na(store, na, BLADZIJDE).await?;
        let Some(laatste) = bladzijde.last() else { break };
        na = laatste.id;
        for dossier in bladzijde {
            aantal += u64::from(schrijf(store, (&opzet, keyring), &dossier, klad.path()).await?);
        }
        balk.set_message(format!("{} dossiers", HumanCount(aantal)));
        balk.tick();
    }
    balk.finish_and_clear();
    std::fs::rename(klad.keep(), uit)
        .map_err(|fout| anyhow!("{} is niet te schrijven: {}", uit.display(), oorzaak(&fout)))?;
    Ok(format!("{}: {} dossiers om te bewaren\n", uit.display(), HumanCount(aantal)))
}

/// Writes one dossier, when it is kept; gives whether it is.
async fn schrijf(
    store: &Store,
    (opzet, keyring): (&Opzet, Option<&Keyring>),
    gesloten: &Gesloten,
    map: &Path,
) -> Result<bool> {
    let Some(bewaring) =
        gesloten.bewaring(opzet).filter(|b| b.resultaattype.waardering == Waardering::Bewaren)
    else {
        return Ok(false);
    };
    let (id, nu) = (gesloten.id, store.clock().now());
    let events: Vec<Recorded<Gebeurtenis>> = store.decode(store.read_streams(&[id], i64::MAX).await?).await?;
    let geschiedenis = wijkspoor_api::geschiedenis::bestanden(store, (opzet, keyring), id, nu).await;
    let (json, pdf) = geschiedenis.map_err(|fout| anyhow!("dossier {id}: {fout}"))?;
    let map = map.join(id.to_string());
    std::fs::create_dir(&map)?;
    let bestanden = [
        Bestand {
            naam: format!("geschiedenis-{id}.json"),
            formaat: ("JSON Data Interchange Format", "fmt/817"),
            inhoud: json,
        },
        Bestand { naam: format!("geschiedenis-{id}.pdf"), formaat: ("PDF/A-2a", "fmt/476"), inhoud: pdf },
    ];
    let dossier = Dossier { gesloten, bewaring: &bewaring, events: &events, inrichting: &opzet.inrichting };
    for bestand in &bestanden {
        std::fs::write(map.join(&bestand.naam), &bestand.inhoud)?;
        std::fs::write(
            map.join(format!("{}.bestand.mdto.xml", bestand.naam)),
            bestand.beschrijf(&dossier, nu)?,
        )?;
    }
    std::fs::write(map.join(format!("dossier-{id}.mdto.xml")), dossier.beschrijf(&bestanden)?)?;
    Ok(true)
}
