//! Answers questions that an independent library answers, too: one JSON line in, one out (`tests/oracle/run`).
//!
//! - `{"wachttijd": [[duur, gesloten, open], …]}`: the estimate, its steps and quantiles.
//! - `{"vergelijk": [[…], […]]}`: the log-rank test of two such groups.
//! - `{"jaar": 2026}`: the holidays of the Algemene termijnenwet, and how many working days the year has.

use jiff::civil::date;
use serde_json::{Value as Json, json};
use std::io::{BufRead, Write};
use wijkspoor_domain::statistiek::{Duurtelling, Kwantiel, overleving, vergelijk, wachttijd};
use wijkspoor_domain::termijn::Kalender;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut uit = std::io::stdout().lock();
    for regel in std::io::stdin().lock().lines() {
        let vraag: Json = serde_json::from_str(&regel?)?;
        writeln!(uit, "{}", antwoord(&vraag).ok_or("a question that is not known")?)?;
    }
    Ok(())
}

fn antwoord(vraag: &Json) -> Option<Json> {
    if let Some(groep) = vraag.get("wachttijd") {
        let tellingen = tellingen(groep)?;
        let wacht = wachttijd(&tellingen);
        let kwantiel = |k: Kwantiel| json!([k.duur, k.van, k.tot]);
        let stappen = overleving(&tellingen).0;
        let stappen: Vec<Json> = stappen.iter().map(|s| json!([s.duur, s.deel, s.laag, s.hoog])).collect();
        let kwantielen = [wacht.mediaan, wacht.p75, wacht.p90, wacht.p95].map(kwantiel);
        return Some(json!({ "stappen": stappen, "kwantielen": kwantielen }));
    }
    if let Some(groepen) = vraag.get("vergelijk") {
        let uitslag = vergelijk(&tellingen(&groepen[0])?, &tellingen(&groepen[1])?);
        return Some(json!({ "toets": uitslag.toets, "p": uitslag.p }));
    }
    let jaar = i16::try_from(vraag.get("jaar")?.as_i64()?).ok()?;
    let kalender = Kalender::default();
    let feestdagen: Vec<String> = kalender.feestdagen(jaar).iter().map(ToString::to_string).collect();
    let werkdagen = kalender.werkdagen(date(jaar, 1, 1), date(jaar + 1, 1, 1));
    Some(json!({ "feestdagen": feestdagen, "werkdagen": werkdagen }))
}

fn tellingen(groep: &Json) -> Option<Vec<Duurtelling>> {
    let telling = |t: &Json| {
        let getal = |i: usize| t.get(i)?.as_i64();
        Some(Duurtelling { duur: getal(0)?, gesloten: getal(1)?, open: getal(2)? })
    };
    groep.as_array()?.iter().map(telling).collect()
}
