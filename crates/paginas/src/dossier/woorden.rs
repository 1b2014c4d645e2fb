//! What happened, in words: the kinds of event, and where they keep what was said.

use crate::onderdelen::leesbaar;
use serde_json::{Map, Value as Json};

/// The kinds of event that are no fact, as one tells them. Facts say themselves what they are, after this list.
const GEBEURTENISSEN: &[(&str, &str)] = &[
    ("initiatief_ingediend", "Ingediend"),
    ("in_behandeling_genomen", "In behandeling genomen"),
    ("aanvulling_gevraagd", "Aanvulling gevraagd aan de initiatiefnemer"),
    ("aanvulling_ontvangen", "Aanvulling ontvangen"),
    ("overgedragen_aan_kernorganisatie", "Overgedragen aan de kernorganisatie"),
    ("teruggehaald_door_tlo", "Teruggehaald door het team leefomgeving"),
    ("ambtelijk_geescaleerd", "Geëscaleerd naar het ambtelijk management"),
    ("bestuurlijk_geescaleerd", "Geëscaleerd naar het bestuur"),
    ("escalatie_besloten", "Over de escalatie is besloten"),
    ("uitvoering_gestart", "De uitvoering begon"),
    ("initiatief_gerealiseerd", "Gerealiseerd"),
    ("initiatief_afgewezen", "Afgewezen"),
    ("initiatief_ingetrokken", "Ingetrokken"),
    ("initiatief_aangehouden", "Aangehouden"),
    ("initiatief_hervat", "Hervat"),
    ("initiatief_heropend", "Heropend"),
    ("status_gewijzigd", "Andere status"),
    ("werkstroom_gewijzigd", "Naar een andere versie van de werkstroom"),
    ("dossier_vernietigd", "Dossier vernietigd"),
    ("opdracht_uitgezet", "Opdracht uitgezet"),
    ("opdracht_heruitgezet", "Opdracht opnieuw uitgezet"),
    ("opdracht_geaccepteerd", "Opdracht aangenomen"),
    ("opdracht_geweigerd", "Opdracht geweigerd"),
    ("opdracht_teruggegeven", "Opdracht teruggegeven"),
    ("opdracht_geblokkeerd", "Opdracht geblokkeerd"),
    ("opdracht_gedeblokkeerd", "Opdracht gaat verder"),
    ("opdracht_afgerond", "Opdracht afgerond"),
    ("opdracht_ingetrokken", "Opdracht ingetrokken"),
    ("besluit_genomen", "Besluit genomen"),
    ("besluit_teruggedraaid", "Besluit teruggedraaid"),
    ("terugkoppeling_gegeven", "Bericht aan de initiatiefnemer"),
    ("notitie_toegevoegd", "Notitie"),
    ("behandelaar_gewijzigd", "Andere behandelaar"),
    ("kartrekker_gewijzigd", "Andere kartrekker"),
    ("partner_toegevoegd", "Partner erbij"),
    ("stagnatie_gemeld", "Gemeld dat het stilligt"),
    ("stagnatie_opgeheven", "Het ligt niet meer stil"),
    ("termijn_gesignaleerd", "Signaal van Wijkspoor: het duurt te lang"),
    ("samengevoegd", "Gaat verder in een ander initiatief"),
    ("navraag_ontvangen", "De initiatiefnemer vroeg hoe het ervoor staat"),
    ("navraag_beantwoord", "De vraag van de initiatiefnemer is beantwoord"),
];

/// What happened.
pub fn wat(soort: &str) -> String {
    let bekend = GEBEURTENISSEN.iter().find(|(code, _)| *code == soort);
    bekend.map_or_else(|| leesbaar(soort), |(_, tekst)| (*tekst).to_owned())
}

/// What one does with an order, as a button says it.
pub fn opdrachtactie(code: &str) -> String {
    let woorden = match code {
        "accepteer" => "Aannemen",
        "weiger" => "Weigeren",
        "geef_terug" => "Teruggeven",
        "blokkeer" => "Melden dat het niet verder kan",
        "deblokkeer" => "Melden dat het verder kan",
        "rond_af" => "Afronden",
        "trek_in" => "Intrekken",
        "zet_opnieuw_uit" => "Opnieuw uitzetten",
        code => return leesbaar(code),
    };
    woorden.to_owned()
}

/// Texts that people wrote, the fullest first.
const GESCHREVEN: &[&str] = &[
    "bericht",
    "tekst",
    "vraag",
    "antwoord",
    "geschilpunt",
    "resultaat",
    "toelichting",
    "motivering",
    "omschrijving",
];

/// What does not help a reader: ids, and what the title says already.
const WEGLATEN: &[&str] = &[
    "opdracht",
    "stap",
    "werkstroom",
    "status",
    "titel",
    "besluit",
    "soort",
    "voorstel",
    "bij",
    "betreft",
    "reservering",
    "budget",
    "id",
];

/// What was written, and what else is known: name and value, as one reads it.
pub fn inhoud(gegevens: &Map<String, Json>) -> (Vec<String>, Vec<(String, String)>) {
    let deel = |naam: &str| gegevens.get(naam).and_then(Json::as_object).cloned().unwrap_or_default();
    let (mut besluit, stap) = (deel("besluit"), deel("stap"));
    besluit.remove("soort");
    let alles = gegevens.iter().chain(&besluit);
    let geschreven =
        GESCHREVEN.iter().flat_map(|naam| [gegevens.get(*naam), besluit.get(*naam), stap.get(*naam)]);
    let mut teksten: Vec<String> = geschreven.flatten().filter_map(Json::as_str).map(str::to_owned).collect();
    teksten.dedup();
    let rest =
        alles.filter(|(naam, _)| !GESCHREVEN.contains(&naam.as_str()) && !WEGLATEN.contains(&naam.as_str()));
    let rest = rest.filter_map(|(naam, waarde)| Some((leesbaar(naam), leesbare_waarde(naam, waarde)?)));
    (teksten, rest.collect())
}

/// A value as one reads it; nothing for what only a program understands.
pub fn leesbare_waarde(naam: &str, waarde: &Json) -> Option<String> {
    match waarde {
        Json::String(tekst) if tekst.len() == 36 && tekst.parse::<uuid::Uuid>().is_ok() => None,
        Json::String(tekst) if tekst.parse::<jiff::civil::Date>().is_ok() => {
            Some(crate::onderdelen::dag(tekst))
        }
        Json::String(tekst) if is_code(tekst) => Some(crate::vorm::woorden::code(tekst)),
        Json::String(tekst) => Some(tekst.clone()),
        Json::Bool(ja) => Some(if *ja { "ja" } else { "nee" }.to_owned()),
        Json::Number(getal) if naam == "bedrag" => getal.as_i64().map(crate::onderdelen::euro),
        Json::Number(getal) => Some(getal.to_string()),
        Json::Array(lijst) => {
            let delen: Vec<_> = lijst.iter().filter_map(|w| leesbare_waarde(naam, w)).collect();
            (!delen.is_empty()).then(|| delen.join(", "))
        }
        Json::Object(object) => {
            // A party: its kind, and its own name if it has one.
            let soort = object.get("soort").and_then(Json::as_str)?;
            Some(crate::onderdelen::partij(soort, object.get("naam").and_then(Json::as_str)))
        }
        Json::Null => None,
    }
}

fn is_code(tekst: &str) -> bool {
    tekst.contains('_') && tekst.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_people_wrote_stands_apart_and_ids_are_left_out() {
        let gegevens = json!({ "opdracht": "e4faefd1-682f-88ed-b397-ac09e2fa2fed", "reden": "verkeerde_afdeling",
            "toelichting": "Niet van ons.", "uiterlijk": "2026-03-01", "partij": { "soort": "afdeling", "naam": "Vastgoed" },
            "ander": "e4faefd1-682f-88ed-b397-ac09e2fa2fed" });
        let (teksten, rest) = inhoud(gegevens.as_object().unwrap());
        assert_eq!(teksten, ["Niet van ons."]);
        let stap =
            json!({ "stap": { "overgang": "neem_in_behandeling", "motivering": "Past bij de wijk." } });
        assert_eq!(inhoud(stap.as_object().unwrap()), (vec!["Past bij de wijk.".to_owned()], vec![]));
        let rest: Vec<_> = rest.iter().map(|(n, w)| (n.as_str(), w.as_str())).collect();
        assert_eq!(
            rest,
            [("Partij", "Vastgoed"), ("Reden", "Verkeerde afdeling"), ("Uiterlijk", "1 maart 2026")]
        );
    }

    #[test]
    fn every_kind_has_words() {
        assert_eq!(wat("opdracht_geweigerd"), "Opdracht geweigerd");
        assert_eq!(wat("iets_nieuws"), "Iets nieuws");
    }
}
