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
    /// The fields of a kind of fact, by their names in the API.
    pub velden: Map<String, Json>,
    /// Everything else that the file says of it.
    pub overig: Map<String, Json>,
}

impl Regel {
    /// What it says, if anything.
    pub fn tekst(&self) -> Option<&str> {
        self.omschrijving.as_deref().filter(|t| !t.trim().is_empty())
    }

    /// Whom it names, if anybody.
    pub fn partij(&self) -> Option<&str> {
        self.partij.as_deref().filter(|p| !p.trim().is_empty())
    }

    /// Whom it names and what it says.
    pub fn alles(&self) -> String {
        [self.partij(), self.tekst()].into_iter().flatten().collect::<Vec<_>>().join(" | ")
    }
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
        let plaats = format!(" at line {} column {}", fout.line(), fout.column());
        let oorzaak = fout.to_string().replace(&plaats, "");
        vec![Fout(format!("geen geldige JSON (regel {}, teken {}): {oorzaak}", fout.line(), fout.column()))]
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
        let id = tekst(&mut map, "id").filter(|id| !id.trim().is_empty());
        let plaats = format!("casus {}", id.clone().unwrap_or_else(|| format!("nummer {}", index + 1)));
        if id.is_none() {
            self.fout(&plaats, "een casus is een object met een \"id\"");
        }
        let id = id.unwrap_or_default();
        let [wijken, initiatiefnemers, partners, afdelingen] =
            ["wijken", "initiatiefnemers", "partners", "afdelingen"].map(|veld| namen(&mut map, veld));
        let status_eind = tekst(&mut map, "status_eind");
        if let Some(status) = status_eind.as_deref().filter(|s| !self.statussen.contains(s)) {
            let mogelijk = self.statussen.join(", ");
            self.fout(&plaats, format!("status_eind {status:?} bestaat niet; mogelijk is: {mogelijk}"));
        }
        let regels = match map.remove("gebeurtenissen") {
            Some(Json::Array(regels)) => regels,
            None | Some(Json::Null) => Vec::new(),
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
        let volgende = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let Some(mut map) = json.as_object().cloned() else {
            self.fout(&format!("{casus}, gebeurtenis {volgende}"), "dit is geen object");
            return None;
        };
        let volgnr = nummer(&mut map, "volgnr").unwrap_or(volgende);
        let plaats = format!("{casus}, gebeurtenis {volgnr}");
        if let Some(anders) = map.get("volgnr").filter(|v| !v.is_null()) {
            self.fout(&plaats, format!("volgnr {anders} is geen geheel getal vanaf 0"));
        }
        let feitelijk = match map.remove("feitelijk") {
            None | Some(Json::Null) => true,
            Some(Json::Bool(feitelijk)) => feitelijk,
            Some(anders) => {
                self.fout(&plaats, format!("feitelijk {anders} is geen true of false"));
                true
            }
        };
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
        let velden = match map.remove("velden") {
            Some(Json::Object(velden)) => velden,
            None => Map::new(),
            Some(anders) => {
                map.insert("velden".to_owned(), anders);
                Map::new()
            }
        };
        Some(Regel {
            volgnr,
            datum: datum?,
            nauwkeurigheid: nauwkeurigheid?,
            datum_in_bron: tekst(&mut map, "datum_in_bron"),
            soort: soort?,
            partij: tekst(&mut map, "partij"),
            omschrijving: tekst(&mut map, "omschrijving"),
            bronregel: nummer(&mut map, "bronregel"),
            feitelijk,
            velden,
            overig: map.into_iter().filter(|(_, v)| !is_leeg(v)).collect(),
        })
    }
}

/// Takes a text, or a number as text; anything else stays where it is.
fn tekst(map: &mut Map<String, Json>, veld: &str) -> Option<String> {
    let tekst = match map.get(veld)? {
        Json::String(tekst) => tekst.clone(),
        Json::Number(getal) => getal.to_string(),
        _ => return None,
    };
    map.remove(veld);
    Some(tekst)
}

/// Takes a whole number; anything else stays where it is.
fn nummer(map: &mut Map<String, Json>, veld: &str) -> Option<u32> {
    let nummer = match map.get(veld)? {
        Json::String(tekst) => tekst.trim().parse().ok(),
        json => json.as_u64().and_then(|n| u32::try_from(n).ok()),
    };
    nummer.inspect(|_| {
        map.remove(veld);
    })
}

/// Takes a list of names. What is no plain text is named as well as can be, and the list then also stays where it is.
fn namen(map: &mut Map<String, Json>, veld: &str) -> Vec<String> {
    let naam = |json: &Json| match json {
        Json::String(naam) => Some(naam.clone()),
        Json::Object(map) => map.get("naam").and_then(Json::as_str).map(str::to_owned),
        _ => None,
    };
    let lijst = match map.get(veld) {
        Some(Json::Array(lijst)) => lijst.as_slice(),
        Some(een) => std::slice::from_ref(een),
        None => return Vec::new(),
    };
    let namen = lijst.iter().filter_map(naam).filter(|n| !n.trim().is_empty()).collect();
    if lijst.iter().all(Json::is_string) {
        map.remove(veld);
    }
    namen
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
    fn what_is_no_plain_text_is_kept_beside_its_name() {
        let tekst = r#"{"casussen":[{"id":7,"partners":["A",{"naam":"B","rol":"r"},3],"wijken":"W","gebeurtenissen":[
            {"volgnr":"2","datum":"2019","soort":"x","bronregel":"3-4"},{"datum":"2019-02","soort":"y","volgnr":null}]}]}"#;
        let casus = lees(tekst, STATUSSEN).unwrap().casussen.remove(0);
        assert_eq!((casus.id.as_str(), casus.naam.as_str()), ("7", "7"));
        assert_eq!((casus.partners.len(), casus.wijken.len()), (2, 1));
        assert!(casus.overig.contains_key("partners") && !casus.overig.contains_key("wijken"));
        let [een, twee] = casus.gebeurtenissen.as_slice() else { panic!() };
        assert_eq!((een.volgnr, twee.volgnr), (2, 2));
        assert_eq!((een.bronregel, een.overig["bronregel"].as_str()), (None, Some("3-4")));
    }

    #[test]
    fn a_file_without_cases_is_a_file() {
        assert!(lees(r#"{"casussen":[]}"#, STATUSSEN).unwrap().casussen.is_empty());
        assert!(lees("[]", STATUSSEN).is_err());
    }

    #[test]
    fn a_syntax_error_names_its_line() {
        assert!(lees("{\n oeps", STATUSSEN).unwrap_err()[0].0.contains("regel 2"));
    }
}
