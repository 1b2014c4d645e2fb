//! From what was typed to what the API is asked.

use super::{Soort, Veld, Vorm, pad};
use crate::formulier::Velden;
use serde_json::{Map, Value as Json, json};

impl Vorm {
    /// The request. What cannot be read is sent as it was typed: the API says what is wrong with it.
    pub fn verzoek(&self, velden: &Velden) -> Json {
        let mut object = Map::new();
        for (naam, waarde) in &self.vast {
            object.insert(naam.clone(), json!(waarde));
        }
        vul(&mut object, &self.velden, "", velden);
        Json::Object(object)
    }
}

fn vul(object: &mut Map<String, Json>, vorm: &[Veld], groep: &str, velden: &Velden) {
    for veld in vorm {
        if let Some(waarde) = waarde(veld, &pad(groep, &veld.naam), velden) {
            object.insert(veld.naam.clone(), waarde);
        }
    }
}

fn waarde(veld: &Veld, naam: &str, velden: &Velden) -> Option<Json> {
    let getypt = velden.get(naam);
    match &veld.soort {
        Soort::Groep(binnen) => {
            let mut object = Map::new();
            vul(&mut object, binnen, naam, velden);
            // A group that must be there is sent empty, so that each of its fields is asked for.
            (veld.verplicht || !object.is_empty()).then_some(Json::Object(object))
        }
        Soort::Rijen(binnen) => {
            let rijen = (0..aantal(naam, velden)).filter_map(|i| {
                let mut object = Map::new();
                vul(&mut object, binnen, &pad(naam, &i.to_string()), velden);
                (!object.is_empty()).then_some(Json::Object(object))
            });
            let rijen: Vec<_> = rijen.collect();
            match rijen.is_empty() {
                true if veld.verplicht => Some(json!([{}])),
                true => None,
                false => Some(Json::Array(rijen)),
            }
        }
        Soort::Namen => {
            let namen =
                velden.alle(naam).flat_map(str::lines).map(str::trim).filter(|regel| !regel.is_empty());
            let namen: Vec<_> = namen.collect();
            (!namen.is_empty()).then(|| json!(namen))
        }
        Soort::JaNee => getypt.map(|ja| json!(ja == "ja")),
        Soort::Getal => {
            getypt.map(|tekst| tekst.trim().parse::<i64>().map_or_else(|_| json!(tekst), |n| json!(n)))
        }
        Soort::Euro => getypt.map(|tekst| centen(tekst).map_or_else(|| json!(tekst), |n| json!(n))),
        Soort::Wanneer => {
            let datum = velden.get(&pad(naam, "datum"))?;
            let hoe = velden.get(&pad(naam, "nauwkeurigheid")).unwrap_or("dag");
            Some(json!({ "datum": datum, "nauwkeurigheid": hoe }))
        }
        Soort::Regel | Soort::Verwijzing | Soort::Datum | Soort::Keuze(_) => {
            getypt.map(|tekst| json!(tekst.trim()))
        }
        Soort::Tekst => getypt.map(|tekst| json!(tekst.replace("\r\n", "\n"))),
    }
}

/// How many times the fields of rows were shown.
pub(super) fn aantal(naam: &str, velden: &Velden) -> usize {
    let begin = format!("{naam}.");
    let nummers = velden.0.iter().filter_map(|(veld, _)| {
        let (nummer, _) = veld.strip_prefix(&begin)?.split_once('.')?;
        nummer.parse::<usize>().ok().filter(|n| *n < 100)
    });
    nummers.max().map_or(0, |hoogste| hoogste + 1)
}

/// An amount in euros as one writes it: `1.250`, `1250,5`, `€ 12,34`.
pub(super) fn centen(tekst: &str) -> Option<i64> {
    let tekst: String = tekst.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    let (heel, deel) = tekst.split_once(',').unwrap_or((&tekst, ""));
    let cijfers = |tekst: &str| tekst.bytes().all(|b| b.is_ascii_digit());
    let groepen: Vec<_> = heel.split('.').collect();
    let (eerste, rest) = groepen.split_first()?;
    let goed = !eerste.is_empty() && cijfers(eerste) && rest.iter().all(|g| g.len() == 3 && cijfers(g));
    let goed = goed && deel.len() <= 2 && cijfers(deel) && (rest.is_empty() || eerste.len() <= 3);
    let euro: i64 = groepen.concat().parse().ok().filter(|_| goed)?;
    let cent: i64 = format!("{deel:0<2}").parse().ok()?;
    euro.checked_mul(100)?.checked_add(cent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn velden(velden: &[(&str, &str)]) -> Velden {
        Velden(velden.iter().map(|(n, w)| ((*n).to_owned(), (*w).to_owned())).collect())
    }

    #[test]
    fn what_is_empty_is_not_sent_and_groups_and_rows_come_together() {
        let document = wijkspoor_api::document();
        let vorm = Vorm::van(&document, "NieuweOvergang", &[("overgang", "draag_over")]).unwrap();
        let getypt = velden(&[
            ("motivering", " "),
            ("opdrachten.0.afdeling", "Vastgoed"),
            ("opdrachten.0.omschrijving", "Kan dit?\r\nGraag snel."),
            ("opdrachten.1.afdeling", ""),
            ("plaatsgevonden.datum", "2026-01-02"),
        ]);
        assert_eq!(
            vorm.verzoek(&getypt),
            json!({ "overgang": "draag_over",
                "opdrachten": [{ "afdeling": "Vastgoed", "omschrijving": "Kan dit?\nGraag snel." }],
                "plaatsgevonden": { "datum": "2026-01-02", "nauwkeurigheid": "dag" } })
        );
        let leeg = vorm.met_verplicht(&["besluit"]).verzoek(&velden(&[]));
        assert_eq!(leeg, json!({ "overgang": "draag_over", "besluit": {} }));
    }

    #[test]
    fn names_stand_on_lines_and_amounts_are_written_as_one_does() {
        let document = wijkspoor_api::document();
        let vorm = Vorm::van(&document, "NieuwInitiatief", &[]).unwrap();
        let gelezen = vorm.verzoek(&velden(&[
            ("initiatiefnemers", "Jan\r\n\r\n Buurtgroep "),
            ("wijken", "A"),
            ("wijken", "B"),
        ]));
        assert_eq!(gelezen["initiatiefnemers"], json!(["Jan", "Buurtgroep"]));
        assert_eq!(gelezen["wijken"], json!(["A", "B"]));
        for (tekst, verwacht) in [
            ("1.250", Some(125_000)),
            ("€ 1.250,50", Some(125_050)),
            ("12,5", Some(1250)),
            ("1250", Some(125_000)),
            ("12.50", None),
            ("1.2500", None),
            ("-1", None),
            ("", None),
            ("tien", None),
        ] {
            assert_eq!(centen(tekst), verwacht, "{tekst}");
        }
    }
}
