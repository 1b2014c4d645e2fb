//! The case file: cases from history as timelines. Tolerant of what it does not know, strict about what it needs; all
//! faults of a file come together.

use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::fmt;
use wijkspoor_domain::Nauwkeurigheid;

/// The cases that the program brings along.
pub const EIGEN: &str = include_str!("casussen.json");

/// A case file.
#[derive(Debug)]
pub struct Bestand {
    /// Which kinds of entry lead to which status, beside those that the program knows.
    pub statusovergang: BTreeMap<String, String>,
    /// The cases.
    pub casussen: Vec<Casus>,
}

/// A case.
#[derive(Debug, Default)]
pub struct Casus {
    /// Its id in the file.
    pub id: String,
    /// What it is called.
    pub naam: String,
    /// Its area.
    pub gebied: String,
    /// Its neighbourhoods.
    pub wijken: Vec<String>,
    /// Its theme.
    pub thema: String,
    /// Who began it.
    pub oorsprong: String,
    /// Its category.
    pub categorie: Option<String>,
    /// The residents or groups.
    pub initiatiefnemers: Vec<String>,
    /// The partners.
    pub partners: Vec<String>,
    /// The departments.
    pub afdelingen: Vec<String>,
    /// The timeline, in the order of `volgnr`.
    pub gebeurtenissen: Vec<Regel>,
    /// The status in which it ends, where the file says so.
    pub status_eind: Option<String>,
    /// Everything else that the file says of it.
    pub overig: Map<String, Json>,
}

/// An entry of a timeline.
#[derive(Debug, Clone)]
pub struct Regel {
    /// Its number.
    pub volgnr: u32,
    /// Its date.
    pub datum: Date,
    /// How precisely that is known.
    pub nauwkeurigheid: Nauwkeurigheid,
    /// The time as the source words it.
    pub datum_in_bron: Option<String>,
    /// Its kind.
    pub soort: String,
    /// Who.
    pub partij: Option<String>,
    /// What.
    pub omschrijving: Option<String>,
    /// The line of the source.
    pub bronregel: Option<u32>,
    /// Whether the source says that it happened.
    pub feitelijk: bool,
    /// Everything else that the file says of it.
    pub overig: Map<String, Json>,
}

/// A fault in a case file.
#[derive(Debug, PartialEq, Eq)]
pub struct Fout(pub String);

impl fmt::Display for Fout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a case file; `statussen` are the codes that `status_eind` may have.
///
/// # Errors
/// All faults, each with the case and the entry.
pub fn lees(tekst: &str, statussen: &[&str]) -> Result<Bestand, Vec<Fout>> {
    let json: Json = serde_json::from_str(tekst.trim_start_matches('\u{feff}')).map_err(|fout| {
        vec![Fout(format!("geen geldige JSON (regel {}, teken {}): {fout}", fout.line(), fout.column()))]
    })?;
    let Some(lijst) = json.get("casussen").and_then(Json::as_array) else {
        return Err(vec![Fout("het bestand heeft geen lijst \"casussen\"".to_owned())]);
    };
    let mut lezer = Lezer { fouten: Vec::new(), statussen };
    let casussen = lijst.iter().enumerate().map(|(i, casus)| lezer.casus(i, casus)).collect::<Vec<_>>();
    let statusovergang = lezer.statusovergang(&json);
    let mut ids = BTreeMap::new();
    for casus in &casussen {
        *ids.entry(casus.id.as_str()).or_insert(0) += 1;
    }
    for (id, _) in ids.into_iter().filter(|(_, n)| *n > 1) {
        lezer.fouten.push(Fout(format!("casus {id:?} komt meer dan eens voor")));
    }
    if lezer.fouten.is_empty() { Ok(Bestand { statusovergang, casussen }) } else { Err(lezer.fouten) }
}

struct Lezer<'a> {
    fouten: Vec<Fout>,
    statussen: &'a [&'a str],
}

impl Lezer<'_> {
    fn fout(&mut self, plaats: &str, melding: impl fmt::Display) {
        self.fouten.push(Fout(format!("{plaats}: {melding}")));
    }

    fn statusovergang(&mut self, json: &Json) -> BTreeMap<String, String> {
        let tabel = json.pointer("/meta/statusovergang").and_then(Json::as_object);
        let paren = tabel
            .into_iter()
            .flatten()
            .filter_map(|(soort, status)| status.as_str().map(|status| (soort.clone(), status.to_owned())));
        let (goed, fout): (BTreeMap<_, _>, BTreeMap<_, _>) =
            paren.partition(|(_, status)| self.statussen.contains(&status.as_str()));
        for (soort, status) in fout {
            let mogelijk = self.statussen.join(", ");
            let melding = format!("de status {status:?} van {soort:?} bestaat niet; mogelijk is: {mogelijk}");
            self.fout("meta.statusovergang", melding);
        }
        goed
    }

    fn casus(&mut self, index: usize, json: &Json) -> Casus {
        let mut map = json.as_object().cloned().unwrap_or_default();
        let id = tekst(&mut map, "id").or_else(|| tekst(&mut map, "naam"));
        let plaats = format!("casus {}", id.clone().unwrap_or_else(|| format!("nummer {}", index + 1)));
        if !json.is_object() || id.is_none() {
            self.fout(&plaats, "een casus heeft minstens een \"id\" en een \"naam\"");
        }
        let id = id.unwrap_or_default();
        let mut namen = |veld: &str| match map.remove(veld) {
            Some(Json::Array(lijst)) => lijst.iter().filter_map(|n| n.as_str().map(str::to_owned)).collect(),
            Some(Json::String(naam)) => vec![naam],
            _ => Vec::new(),
        };
        let (wijken, initiatiefnemers, partners, afdelingen) =
            (namen("wijken"), namen("initiatiefnemers"), namen("partners"), namen("afdelingen"));
        let status_eind = tekst(&mut map, "status_eind");
        if let Some(status) = status_eind.as_deref().filter(|s| !self.statussen.contains(s)) {
            let mogelijk = self.statussen.join(", ");
            self.fout(&plaats, format!("status_eind {status:?} bestaat niet; mogelijk is: {mogelijk}"));
        }
        let regels = match map.remove("gebeurtenissen") {
            Some(Json::Array(regels)) => regels,
            None => Vec::new(),
            Some(_) => {
                self.fout(&plaats, "\"gebeurtenissen\" is geen lijst");
                Vec::new()
            }
        };
        let mut gebeurtenissen: Vec<Regel> = Vec::with_capacity(regels.len());
        for (i, regel) in regels.iter().enumerate() {
            let vorige = gebeurtenissen.last().map(|r| r.datum);
            gebeurtenissen.extend(self.regel(&plaats, i, regel, vorige));
        }
        gebeurtenissen.sort_by_key(|r| r.volgnr);
        let of = |waarde: Option<String>, anders: &str| waarde.unwrap_or_else(|| anders.to_owned());
        Casus {
            naam: of(tekst(&mut map, "naam"), &id),
            gebied: of(tekst(&mut map, "gebied"), "onbekend"),
            wijken,
            thema: of(tekst(&mut map, "thema"), "onbekend"),
            oorsprong: of(tekst(&mut map, "oorsprong"), "onbekend"),
            categorie: tekst(&mut map, "categorie"),
            initiatiefnemers,
            partners,
            afdelingen,
            gebeurtenissen,
            status_eind,
            overig: map.into_iter().filter(|(_, v)| !is_leeg(v)).collect(),
            id,
        }
    }

    fn regel(&mut self, casus: &str, index: usize, json: &Json, vorige: Option<Date>) -> Option<Regel> {
        let mut map = json.as_object().cloned().unwrap_or_default();
        let nummer = |json: Option<Json>| json.and_then(|n| u32::try_from(n.as_u64()?).ok());
        let volgnr = nummer(map.remove("volgnr")).unwrap_or(u32::try_from(index + 1).unwrap_or(u32::MAX));
        let plaats = format!("{casus}, gebeurtenis {volgnr}");
        let nauwkeurigheid = match tekst(&mut map, "nauwkeurigheid") {
            None => Some(Nauwkeurigheid::Onbekend),
            Some(code) => {
                let gevonden = Nauwkeurigheid::van_code(&code).filter(|n| *n != Nauwkeurigheid::Tijdstip);
                if gevonden.is_none() {
                    let melding = format!(
                        "nauwkeurigheid {code:?} is onbekend; mogelijk is: dag, maand, jaar, onbekend"
                    );
                    self.fout(&plaats, melding);
                }
                gevonden
            }
        };
        let datum = match tekst(&mut map, "datum") {
            Some(text) => {
                let gelezen = datum(&text);
                if gelezen.is_none() {
                    self.fout(&plaats, format!("datum {text:?} is geen datum; schrijf JJJJ-MM-DD"));
                }
                gelezen
            }
            // Only the order is known.
            None if nauwkeurigheid == Some(Nauwkeurigheid::Onbekend) && vorige.is_some() => vorige,
            None => {
                self.fout(&plaats, "\"datum\" ontbreekt");
                None
            }
        };
        let soort = tekst(&mut map, "soort").filter(|s| !s.trim().is_empty());
        if soort.is_none() {
            self.fout(&plaats, "\"soort\" ontbreekt");
        }
        Some(Regel {
            volgnr,
            datum: datum?,
            nauwkeurigheid: nauwkeurigheid?,
            datum_in_bron: tekst(&mut map, "datum_in_bron"),
            soort: soort?,
            partij: tekst(&mut map, "partij"),
            omschrijving: tekst(&mut map, "omschrijving"),
            bronregel: nummer(map.remove("bronregel")),
            feitelijk: map.remove("feitelijk").and_then(|f| f.as_bool()).unwrap_or(true),
            overig: map.into_iter().filter(|(_, v)| !is_leeg(v)).collect(),
        })
    }
}

fn tekst(map: &mut Map<String, Json>, veld: &str) -> Option<String> {
    match map.get(veld)? {
        Json::String(tekst) => {
            let tekst = tekst.clone();
            map.remove(veld);
            Some(tekst)
        }
        Json::Number(getal) => {
            let tekst = getal.to_string();
            map.remove(veld);
            Some(tekst)
        }
        _ => None,
    }
}

/// A date, or the first day of a month or year.
fn datum(tekst: &str) -> Option<Date> {
    let tekst = tekst.trim();
    [tekst.to_owned(), format!("{tekst}-01"), format!("{tekst}-01-01")].iter().find_map(|t| t.parse().ok())
}

fn is_leeg(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Array(lijst) => lijst.is_empty(),
        Json::Object(map) => map.is_empty(),
        Json::String(tekst) => tekst.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUSSEN: &[&str] = &["gerealiseerd"];

    #[test]
    fn all_faults_come_together_with_their_place() {
        let tekst = r#"{"casussen":[{"id":"a","naam":"A","status_eind":"klaar","gebeurtenissen":[
            {"volgnr":3,"datum":"31 mei","nauwkeurigheid":"week","soort":"x"},{"volgnr":4,"nauwkeurigheid":"dag"}]}]}"#;
        let fouten = lees(tekst, STATUSSEN).unwrap_err();
        let tekst = fouten.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for deel in [
            "casus a: status_eind \"klaar\"",
            "gebeurtenis 3: nauwkeurigheid",
            "gebeurtenis 3: datum",
            "gebeurtenis 4: \"datum\" ontbreekt",
            "gebeurtenis 4: \"soort\" ontbreekt",
        ] {
            assert!(tekst.contains(deel), "{deel} niet in:\n{tekst}");
        }
    }

    #[test]
    fn a_syntax_error_names_its_line() {
        assert!(lees("{\n oeps", STATUSSEN).unwrap_err()[0].0.contains("regel 2"));
    }
}
