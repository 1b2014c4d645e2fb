//! `toon` and `lijst`: the dossiers for people at a terminal.

use crate::cli::Gegevens;
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal};
use crate::serve::omgeving;
use crate::tabel;
use crate::tijdlijn::Tijdlijn;
use crate::uitvoer::{kort, schoon};
use anyhow::{Result, bail};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::sync::Arc;
use wijkspoor_api::beleid::Reikwijdte;
use wijkspoor_api::reads::dossiers::{self, Dossier, Filter, Inhoud, Orde};
use wijkspoor_api::reads::tijdlijn;
use wijkspoor_domain::werkstroom::Werkstromen;
use wijkspoor_projections::Spoor;
use wijkspoor_store::{Clock, DatabaseError, Journal, Statement, Store, SystemClock, Value};

const PAGINA: i64 = 200;
/// Who has the database has it all.
const ALLES: Reikwijdte = Reikwijdte::van_het_apparaat();

async fn open(gegevens: &Gegevens) -> Result<(Arc<Journal<Spoor>>, Timestamp)> {
    let instellingen = Instellingen::lees(gegevens, (None, None), omgeving)?;
    let clock = Arc::new(SystemClock);
    let nu = clock.now();
    Ok((journaal(&instellingen, clock, Database::MoetBestaan).await?.0.initiatieven, nu))
}

/// `wijkspoor lijst`.
pub async fn lijst(gegevens: &Gegevens, filter: &Filter) -> Result<String> {
    let (journal, nu) = open(gegevens).await?;
    let opzet = journal.services();
    let werkstromen = &opzet.werkstromen;
    if let Some(status) = &filter.status {
        let mut codes: Vec<&str> =
            werkstromen.iter().flat_map(|w| &w.statussen).map(|s| s.code.as_str()).collect();
        if !codes.contains(&status.as_str()) {
            codes.sort_unstable();
            codes.dedup();
            bail!("de status {status:?} bestaat niet; mogelijk is: {}", codes.join(", "));
        }
    }
    let alle = alle(journal.store(), filter).await?;
    match alle.as_slice() {
        [] => Ok("Geen initiatieven gevonden.\n".to_owned()),
        alle => Ok(tabel::lijst(alle, werkstromen, nu)),
    }
}

/// All initiatives that a filter lets through, by submission.
pub async fn alle(store: &Store, filter: &Filter) -> Result<Vec<Dossier>, DatabaseError> {
    let (mut alle, mut na) = (Vec::new(), None);
    loop {
        let (deel, verder, _) =
            dossiers::lijst(store, &ALLES, filter, Orde::Ingediend, false, na.as_ref(), PAGINA).await?;
        alle.extend(deel);
        na = verder;
        if na.is_none() {
            return Ok(alle);
        }
    }
}

/// `wijkspoor toon`.
pub async fn toon(gegevens: &Gegevens, wat: &str) -> Result<String> {
    let (journal, nu) = open(gegevens).await?;
    let (store, opzet) = (journal.store(), journal.services());
    let werkstromen = &opzet.werkstromen;
    let id = zoek(store, wat).await?;
    let (Some((dossier, inhoud, gewist)), _) = dossiers::een(store, id.parse()?).await? else {
        bail!("er is geen initiatief {id}")
    };
    let mut tekst = kop(&dossier, &inhoud, werkstromen, nu);
    if let Some(gewist) = gewist {
        tekst += &crate::wissen::regel(&gewist);
    }
    tekst += "\nTijdlijn\n";
    let (mut verteller, mut na) = (Tijdlijn::new(&dossier, werkstromen), None);
    loop {
        let (stappen, verder, _) = tijdlijn::tijdlijn(store, &id, &[], na.as_ref(), PAGINA).await?;
        stappen.iter().for_each(|stap| tekst += &verteller.regel(stap));
        na = verder;
        if na.is_none() {
            return Ok(tekst);
        }
    }
}

/// The id that is meant: by the id, its beginning or end, a reference, or words of the title.
async fn zoek(store: &Store, wat: &str) -> Result<String> {
    let wat = wat.trim();
    if wat.is_empty() {
        bail!("noem een id (of de laatste cijfers ervan), een kenmerk, of woorden uit de titel");
    }
    let id = wat.to_lowercase();
    // A whole id or reference goes before a part of an id.
    let sql = "SELECT initiatief_id, titel, CASE WHEN kenmerk = ?1 OR initiatief_id = ?2 THEN 0 ELSE 1 END AS rang \
         FROM dossier WHERE kenmerk = ?1 OR initiatief_id LIKE ?3 ESCAPE '\\' OR initiatief_id LIKE ?4 ESCAPE '\\' \
         ORDER BY rang, initiatief_id LIMIT 11";
    // Fewer digits than this are rather a word.
    let deel = dossiers::letterlijk(&id);
    let [begin, einde] = match id.len() < 4 {
        true => [id.clone(), id.clone()],
        false => [format!("{deel}%"), format!("%{deel}")],
    };
    let params = [wat.to_owned(), id, begin, einde].map(Value::Text);
    let rijen = store.database().query(Statement::new(sql, params)).await?;
    let heel = rijen.iter().filter(|rij| rij.int(2).is_ok_and(|rang| rang == 0)).count();
    let rijen = rijen.get(..heel).filter(|heel| !heel.is_empty()).unwrap_or(&rijen);
    let mut gevonden = (rijen.iter())
        .map(|rij| Ok((rij.text(0)?.to_owned(), rij.text(1)?.to_owned())))
        .collect::<Result<Vec<_>, DatabaseError>>()?;
    if gevonden.is_empty() {
        let filter = Filter { zoek: Some(wat.to_owned()), ..Filter::default() };
        let (lijst, ..) = dossiers::lijst(store, &ALLES, &filter, Orde::Titel, false, None, 11).await?;
        gevonden = lijst.into_iter().map(|d| (d.id, d.titel)).collect();
    }
    match gevonden.as_slice() {
        [] => bail!(
            "er is geen initiatief met het id, het kenmerk of de woorden {wat:?}; wijkspoor lijst noemt ze"
        ),
        [(id, _)] => Ok(id.clone()),
        meer => {
            let regel =
                |(id, titel): &(String, String)| format!("{} ({})", kort(titel, 40), tabel::kort_id(id));
            let regels: Vec<_> = meer.iter().take(10).map(regel).collect();
            let rest = if meer.len() > 10 { ", …" } else { "" };
            bail!("{wat:?} past op meer dan één initiatief: {}{rest}", regels.join(", "))
        }
    }
}

fn kop(d: &Dossier, inhoud: &Inhoud, werkstromen: &Werkstromen, nu: Timestamp) -> String {
    let titel = schoon(&d.titel);
    let mut tekst = format!("{titel}\n{}\n\n", "═".repeat(titel.chars().count().min(100)));
    let stagnatie = d.stagnatie.as_ref().map(|oorzaak| {
        let uitleg = inhoud.stagnatie.as_ref().map(|s| format!(": {s}")).unwrap_or_default();
        format!("{oorzaak}{uitleg}")
    });
    let velden = [
        ("Id", d.id.clone()),
        ("Kenmerk", d.kenmerk.clone().unwrap_or_default()),
        (
            "Status",
            format!("{} (sinds: {})", tabel::status(d, werkstromen), tabel::sinds(d.status_sinds, nu)),
        ),
        ("Aan zet", tabel::aan_zet(&d.aan_zet)),
        ("Stagnatie", stagnatie.unwrap_or_default()),
        ("Gebied", format!("{} ({})", d.gebied, d.wijken.join(", ")).replace(" ()", "")),
        ("Thema", d.thema.clone()),
        ("Categorie", d.categorie.clone().unwrap_or_default()),
        ("Oorsprong", d.oorsprong.clone()),
        ("Ingediend", d.ingediend.in_woorden()),
        ("Laatst gehoord", d.terugkoppeling.map_or("nog niets".to_owned(), |m| tabel::sinds(m, nu))),
        ("Indieners", inhoud.initiatiefnemers.join(", ")),
        ("Behandelaar", inhoud.behandelaar.clone().unwrap_or_default()),
        ("Kartrekker", inhoud.kartrekker.clone().unwrap_or_default()),
        ("Partners", d.partners.join(", ")),
        ("Resultaat", inhoud.resultaat.clone().unwrap_or_default()),
        ("Wens", inhoud.omschrijving.clone()),
    ];
    for (naam, waarde) in velden.into_iter().filter(|(_, waarde)| !waarde.is_empty()) {
        let _ = writeln!(tekst, "{naam:<15} {}", schoon(&waarde));
    }
    tekst
}
