//! The history as a document: who reads it from the first page to the last knows what happened, who decided what and why, and how
//! to check it. It is made of what the JSON says, so that both say the same.

use super::Geschiedenis;
use crate::routes::stuk::zet;
use jiff::{Timestamp, civil::Date};
use serde_json::Value as Json;
use wijkspoor_domain::moment::{datum_in_woorden, tijdzone};
use wijkspoor_stuk::{Blok, Stuk};

/// The document.
///
/// # Errors
/// When it cannot be made: a mistake in the program.
pub(super) fn pdf(geschiedenis: &Geschiedenis, nu: Timestamp) -> Result<Vec<u8>, String> {
    let json = serde_json::to_value(geschiedenis).map_err(|fout| fout.to_string())?;
    zet(&stuk(&json), nu)
}

fn stuk(json: &Json) -> Stuk {
    let initiatief = &json["dossier"]["initiatief"];
    let titel = format!("Geschiedenis van {}", tekst(&initiatief["titel"]));
    let gemaakt = tijdstip(&json["gemaakt"]);
    let mut blokken = vec![Blok::Alinea(format!(
        "Dit is alles wat Wijkspoor van dit initiatief heeft vastgelegd, in de volgorde van vastleggen. Gemaakt op {gemaakt} voor de \
         gemeente {}. Achterin staat wat de woorden betekenen en hoe u nagaat dat er niets is veranderd.",
        tekst(&json["gemeente"])
    ))];
    let kop = |tekst: &str| Blok::Kop(1, tekst.to_owned());
    blokken.extend([kop("Het initiatief nu"), Blok::Gegevens(nu(initiatief))]);
    blokken.push(kop("Besluiten"));
    let besluiten = lijst(&json["dossier"]["besluiten"]);
    if besluiten.is_empty() {
        blokken.push(Blok::Alinea("Er is over dit initiatief geen besluit vastgelegd.".to_owned()));
    }
    for besluit in besluiten {
        blokken.push(Blok::Kop(2, format!("{}, {}", woord(&besluit["soort"]), moment(&besluit["genomen"]))));
        blokken.push(Blok::Gegevens(van_besluit(besluit)));
    }
    blokken.push(kop("Wat er gebeurde"));
    for gebeurtenis in lijst(&json["gebeurtenissen"]) {
        let stap = &gebeurtenis["stap"];
        let kop =
            format!("{}. {}, {}", stap["volgnummer"], woord(&stap["soort"]), moment(&stap["plaatsgevonden"]));
        blokken.extend([Blok::Kop(2, kop), Blok::Gegevens(van_stap(stap)), bewijs(gebeurtenis)]);
    }
    blokken.push(kop("Wat de woorden betekenen"));
    let begrip = |b: &Json| (tekst(&b["begrip"]), tekst(&b["betekenis"]));
    blokken.push(Blok::Gegevens(lijst(&json["begrippen"]).iter().map(begrip).collect()));
    blokken.push(kop("Hoe u dit controleert"));
    blokken.extend(controle(&json["keten"]));
    let onderwerp = "De geschiedenis van een initiatief uit de wijk, met wat haar bewijst".to_owned();
    let voet = format!("{titel} – gemaakt op {gemaakt}");
    Stuk { titel, onderwerp, blokken, voet }
}

fn nu(initiatief: &Json) -> Vec<(String, String)> {
    let aan_zet = lijst(&initiatief["aanZet"]).iter().map(|beurt| {
        let naam = tekst(&beurt["naam"]);
        if naam.is_empty() { woord(&beurt["partij"]) } else { format!("{} {naam}", woord(&beurt["partij"])) }
    });
    let aan_zet: Vec<_> = aan_zet.collect();
    let namen = |veld: &str| lijst(&initiatief[veld]).iter().map(tekst).collect::<Vec<_>>().join(", ");
    gevuld([
        ("Kenmerk", tekst(&initiatief["kenmerk"])),
        ("Nummer", tekst(&initiatief["id"])),
        ("Status", tekst(&initiatief["statusNaam"])),
        ("Aan zet", aan_zet.join(", ")),
        ("Gebied", tekst(&initiatief["gebied"])),
        ("Wijken", namen("wijken")),
        ("Thema", tekst(&initiatief["thema"])),
        ("Ingediend", moment(&initiatief["ingediend"])),
        ("Ingediend door", namen("initiatiefnemers")),
        ("Wat zij willen", tekst(&initiatief["omschrijving"])),
        ("Behandelaar", tekst(&initiatief["behandelaar"])),
        ("Resultaat", tekst(&initiatief["resultaat"])),
        ("Staat stil door", woord(&initiatief["stagnatie"])),
    ])
}

fn van_besluit(besluit: &Json) -> Vec<(String, String)> {
    let terug = &besluit["teruggedraaid"];
    gevuld([
        ("Mandaat", tekst(&besluit["mandaat"])),
        ("Grondslag", tekst(&besluit["grondslag"])),
        ("Motivering", tekst(&besluit["motivering"])),
        ("Alternatieven", tekst(&besluit["alternatieven"])),
        ("Genomen door", wie(besluit)),
        ("Hoedanigheid", woord(&besluit["hoedanigheid"])),
        ("Portefeuille", tekst(&besluit["portefeuille"])),
        ("Status toen", woord(&besluit["status"])),
        ("Staat bij", besluit["volgnummer"].as_i64().map_or(String::new(), |n| format!("gebeurtenis {n}"))),
        ("Teruggedraaid", if terug.is_null() { String::new() } else { moment(&terug["op"]) }),
        ("Waarom terug", tekst(&terug["motivering"])),
    ])
}

fn van_stap(stap: &Json) -> Vec<(String, String)> {
    let mut rijen = gevuld([
        ("Vastgelegd", tijdstip(&stap["vastgelegdOp"])),
        ("Door", wie(stap)),
        ("Status erna", woord(&stap["status"])),
    ]);
    plat("", &stap["gegevens"], &mut rijen);
    if !stap["herkomst"].is_null() {
        plat("Herkomst", &stap["herkomst"], &mut rijen);
    }
    rijen
}

fn bewijs(gebeurtenis: &Json) -> Blok {
    let bewijs = &gebeurtenis["bewijs"];
    let klopt = if bewijs["klopt"] == true { "" } else { "  LET OP: past niet bij de regel van het log" };
    let (positie, hash) = (&gebeurtenis["rij"]["positie"], tekst(&bewijs["hash"]));
    Blok::Tekens(format!("positie {positie}  {hash}{klopt}"))
}

fn controle(keten: &Json) -> Vec<Blok> {
    let oordeel = match keten["klopt"] == true {
        true => "Toen dit stuk werd gemaakt, paste elke gebeurtenis bij haar hash en bij die ervoor.",
        false => {
            "LET OP: toen dit stuk werd gemaakt, paste niet elke gebeurtenis bij haar hash en bij die ervoor. Bij welke, staat bij \
             die gebeurtenis. Het log is daar veranderd of beschadigd."
        }
    };
    vec![
        Blok::Alinea(oordeel.to_owned()),
        Blok::Alinea(format!(
            "Het log ging toen tot en met positie {}. De hash daarvan staat hieronder. Bewaar haar: zij legt alles van vóór die positie \
             vast.",
            keten["positie"]
        )),
        Blok::Tekens(tekst(&keten["hash"])),
        Blok::Alinea(
            "Dit stuk is ook te krijgen als JSON, met elke regel zoals zij in het log staat. Daarmee rekent u de hashes zelf na:"
                .to_owned(),
        ),
        Blok::Alinea(tekst(&keten["berekening"])),
    ]
}

fn gevuld<const N: usize>(rijen: [(&str, String); N]) -> Vec<(String, String)> {
    let gevuld = rijen.into_iter().filter(|(_, waarde)| !waarde.is_empty());
    gevuld.map(|(naam, waarde)| (naam.to_owned(), waarde)).collect()
}

/// The fields of something, one by one; what is within another is named after both.
fn plat(voor: &str, json: &Json, rijen: &mut Vec<(String, String)>) {
    match json {
        Json::Null => {}
        Json::Object(map) => {
            for (naam, waarde) in map {
                let naam =
                    if voor.is_empty() { woorden(naam) } else { format!("{voor}, {}", naam.to_lowercase()) };
                plat(&naam, waarde, rijen);
            }
        }
        Json::Array(lijst) => {
            let los = lijst.iter().all(|deel| !deel.is_object() && !deel.is_array());
            if los {
                let delen: Vec<_> = lijst.iter().map(tekst).collect();
                rijen.extend(gevuld([(voor, delen.join(", "))]));
            } else {
                lijst.iter().for_each(|deel| plat(voor, deel, rijen));
            }
        }
        Json::Bool(ja) => rijen.push((voor.to_owned(), if *ja { "ja" } else { "nee" }.to_owned())),
        waarde => rijen.extend(gevuld([(voor, tekst(waarde))])),
    }
}

fn lijst(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn tekst(json: &Json) -> String {
    match json {
        Json::String(tekst) => tekst.clone(),
        Json::Null => String::new(),
        anders => anders.to_string(),
    }
}

/// A code as words: `in_behandeling` is `In behandeling`.
fn woord(json: &Json) -> String {
    woorden(&tekst(json))
}

fn woorden(code: &str) -> String {
    let mut woorden = String::with_capacity(code.len());
    for teken in code.chars() {
        match teken {
            '_' | '-' => woorden.push(' '),
            teken if woorden.is_empty() => woorden.extend(teken.to_uppercase()),
            // The names of fields are in camelCase.
            teken if teken.is_uppercase() => woorden.extend([' '].into_iter().chain(teken.to_lowercase())),
            teken => woorden.push(teken),
        }
    }
    woorden
}

fn wie(json: &Json) -> String {
    let namens = tekst(&json["namens"]);
    let namens = if namens.is_empty() { namens } else { format!(" van {namens}") };
    format!("{}{namens} ({})", tekst(&json["rol"]), tekst(&json["actor"]))
}

/// When something happened, no more precisely than is known.
fn moment(json: &Json) -> String {
    let dag = json["datum"].as_str().and_then(|datum| datum.parse::<Date>().ok());
    match (tekst(&json["nauwkeurigheid"]).as_str(), dag) {
        ("tijdstip" | "dag", Some(dag)) => datum_in_woorden(dag),
        _ => match tekst(&json["tekst"]).as_str() {
            "onbekend" => "datum onbekend".to_owned(),
            tekst => tekst.to_owned(),
        },
    }
}

/// A time, in the Netherlands.
fn tijdstip(json: &Json) -> String {
    let Some(op) = json.as_str().and_then(|tekst| tekst.parse::<Timestamp>().ok()) else {
        return tekst(json);
    };
    let hier = tijdzone().to_datetime(op);
    format!("{} om {}", datum_in_woorden(hier.date()), hier.strftime("%H:%M:%S"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_named_as_one_reads_them() {
        let mut rijen = Vec::new();
        let json = json!({ "opdrachtId": "x", "partijen": ["a", "b"], "stap": { "van": "ingediend", "terug": false }, "leeg": null });
        plat("", &json, &mut rijen);
        let verwacht =
            [("Opdracht id", "x"), ("Partijen", "a, b"), ("Stap, terug", "nee"), ("Stap, van", "ingediend")];
        for (naam, waarde) in verwacht {
            assert!(rijen.contains(&(naam.to_owned(), waarde.to_owned())), "{naam}: {rijen:?}");
        }
        assert_eq!(rijen.len(), 4);
    }

    #[test]
    fn a_time_is_of_the_netherlands_and_a_date_no_more_precise_than_known() {
        assert_eq!(tijdstip(&json!("2026-03-02T09:30:00Z")), "2 maart 2026 om 10:30:00");
        let op = |nauwkeurigheid, tekst| json!({ "datum": "2019-04-01", "nauwkeurigheid": nauwkeurigheid, "tekst": tekst });
        assert_eq!(moment(&op("dag", "2019-04-01")), "1 april 2019");
        assert_eq!(moment(&op("jaar", "2019")), "2019");
        assert_eq!(moment(&op("onbekend", "onbekend")), "datum onbekend");
    }
}
