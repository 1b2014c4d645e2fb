//! `toon` and `lijst`: the dossiers for people at a terminal.

use crate::cli::Gegevens;
use crate::open::{Config, journaal};
use crate::tabel;
use anyhow::{Result, bail};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::sync::Arc;
use wijkspoor_api::reads::dossiers::{self, Dossier, Filter, Inhoud, Orde};
use wijkspoor_api::reads::tijdlijn::{self, Stap};
use wijkspoor_domain::werkstroom::Werkstromen;
use wijkspoor_projections::Spoor;
use wijkspoor_store::{Clock, Journal, Statement, Store, SystemClock, Value};

const PAGINA: i64 = 200;

async fn open(gegevens: &Gegevens) -> Result<(Arc<Journal<Spoor>>, Timestamp)> {
    let config = Config::lees(gegevens)?;
    let clock = Arc::new(SystemClock);
    let nu = clock.now();
    Ok((journaal(gegevens, &config, clock).await?.0, nu))
}

/// `wijkspoor lijst`.
pub async fn lijst(gegevens: &Gegevens, filter: &Filter) -> Result<String> {
    let (journal, nu) = open(gegevens).await?;
    let (mut alle, mut na) = (Vec::new(), None);
    loop {
        let (deel, verder, _) =
            dossiers::lijst(journal.store(), filter, Orde::Ingediend, false, na.as_ref(), PAGINA).await?;
        alle.extend(deel);
        na = verder;
        if na.is_none() {
            break;
        }
    }
    if alle.is_empty() {
        return Ok("Geen initiatieven gevonden.\n".to_owned());
    }
    Ok(tabel::lijst(&alle, &journal.services(), nu))
}

/// `wijkspoor toon`.
pub async fn toon(gegevens: &Gegevens, wat: &str) -> Result<String> {
    let (journal, nu) = open(gegevens).await?;
    let store = journal.store();
    let id = zoek(store, wat).await?;
    let (Some((dossier, inhoud)), _) = dossiers::een(store, &id).await? else {
        bail!("er is geen initiatief {id}")
    };
    let mut tekst = kop(&dossier, &inhoud, &journal.services(), nu);
    tekst += "\nTijdlijn\n";
    let mut na = None;
    loop {
        let (stappen, verder, _) = tijdlijn::tijdlijn(store, &id, &[], na.as_ref(), PAGINA).await?;
        stappen.iter().for_each(|stap| tekst += &regel(stap));
        na = verder;
        if na.is_none() {
            return Ok(tekst);
        }
    }
}

/// The id that is meant: whole, its beginning, or a reference.
async fn zoek(store: &Store, wat: &str) -> Result<String> {
    let wat = wat.trim();
    let letterlijk = wat.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let sql = "SELECT initiatief_id, titel FROM dossier WHERE kenmerk = ?1 OR initiatief_id LIKE ?2 ESCAPE '\\' \
         ORDER BY initiatief_id LIMIT 3";
    let params = [Value::Text(wat.to_owned()), Value::Text(format!("{letterlijk}%"))];
    let rijen = store.database().query(Statement::new(sql, params)).await?;
    match rijen.as_slice() {
        [een] => Ok(een.text(0)?.to_owned()),
        [] => bail!("er is geen initiatief met het id of kenmerk {wat:?}; wijkspoor lijst noemt ze"),
        _ => bail!("{wat:?} past op meer dan één initiatief; geef meer tekens van het id"),
    }
}

fn kop(d: &Dossier, inhoud: &Inhoud, werkstromen: &Werkstromen, nu: Timestamp) -> String {
    let dagen = wijkspoor_api::reads::stagnatie::dagen(d.status_sinds, nu);
    let sinds = dagen.map_or_else(|| "datum onbekend".to_owned(), |n| format!("{n} dagen"));
    let mut tekst = format!("{}\n{}\n\n", d.titel, "═".repeat(d.titel.chars().count().min(100)));
    let stilte = d.terugkoppeling.map_or_else(|| "nog nooit".to_owned(), |m| m.in_woorden());
    let velden = [
        ("Id", d.id.clone()),
        ("Kenmerk", d.kenmerk.clone().unwrap_or_default()),
        (
            "Status",
            format!("{} (sinds {}: {sinds})", tabel::status(d, werkstromen), d.status_sinds.in_woorden()),
        ),
        ("Aan zet", tabel::aan_zet(&d.aan_zet)),
        ("Stagnatie", d.stagnatie.clone().unwrap_or_default()),
        ("Gebied", format!("{} ({})", d.gebied, d.wijken.join(", "))),
        ("Thema", d.thema.clone()),
        ("Ingediend", d.ingediend.in_woorden()),
        ("Laatst gehoord", stilte),
        ("Indieners", inhoud.initiatiefnemers.join(", ")),
        ("Partners", d.partners.join(", ")),
        ("Resultaat", inhoud.resultaat.clone().unwrap_or_default()),
        ("Wens", inhoud.omschrijving.clone()),
    ];
    for (naam, waarde) in velden.into_iter().filter(|(_, waarde)| !waarde.is_empty()) {
        let _ = writeln!(tekst, "{naam:<15} {waarde}");
    }
    tekst
}

fn regel(stap: &Stap) -> String {
    let herkomst = stap.metadata.as_ref().and_then(|m| m.herkomst.as_ref());
    let afgeleid = herkomst.is_some_and(|h| !h.feitelijk);
    let bron = herkomst.and_then(|h| h.omschrijving.as_ref()).and_then(|o| o.tekst().map(str::to_owned));
    let soort = match stap.gegevens.get("soort").and_then(|s| s.as_str()) {
        Some(soort) if stap.soort == "notitie_toegevoegd" => format!("notitie: {soort}"),
        _ => stap.soort.replace('_', " "),
    };
    format!(
        "  {:<10}  {:<34}  {}{}\n",
        stap.plaatsgevonden.in_woorden(),
        tabel::kort(&soort, 34),
        if afgeleid { "[afgeleid] " } else { "" },
        tabel::kort(&bron.unwrap_or_default(), 90)
    )
}
