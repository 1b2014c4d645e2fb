//! An entry as a fact, where the domain has its kind: from what the entry says under `velden`, and else from its
//! party and text, as far as those can mean only one thing.

use super::bestand::Regel;
use super::speler::{Bron, Speler};
use super::woorden::naam;
use serde_json::{Map, Value as Json, json};
use wijkspoor_domain::Rol;
use wijkspoor_domain::feit::{Feit, Feitsoort, Veld, Verband, Vorm};
use wijkspoor_domain::initiatief::{Handeling, Weigering};

/// Records an entry as a fact; `false` when it does not say what the kind must know.
pub(super) fn feit(speler: &mut Speler, regel: &Regel, soort: &'static Feitsoort) -> Result<bool, Weigering> {
    let Ok(mut feit) = Feit::lees(soort, velden(regel, soort)) else { return Ok(false) };
    feit.id = (soort.verband == Verband::Opent).then(|| speler.nieuw_id(soort.code));
    let actor = if soort.rollen.contains(&Rol::Tlo) { speler.tlo() } else { speler.beslisser(regel) };
    speler.doe(Handeling::LegVast(feit), actor, Bron::Regel(regel)).map(|()| true)
}

fn velden(regel: &Regel, soort: &Feitsoort) -> Map<String, Json> {
    let mut velden = regel.velden.clone();
    let ontbreekt: Vec<&Veld> = soort.velden.iter().filter(|v| !velden.contains_key(v.naam)).collect();
    // One text and one party: where two are asked, nobody can tell which is which.
    // A name is a name, whatever list it comes from.
    let kaal = |vorm| if matches!(vorm, Vorm::Uit(_)) { Vorm::Naam } else { vorm };
    let enige = |vorm: Vorm| {
        let mut passend = ontbreekt.iter().filter(|v| kaal(v.vorm) == vorm);
        let verplicht: Vec<_> = passend.clone().filter(|v| v.verplicht).collect();
        match verplicht.as_slice() {
            [] => passend.next().map(|v| v.naam),
            [een] => Some(een.naam),
            _ => None,
        }
    };
    let tekst = regel.tekst().unwrap_or(&regel.soort);
    let namen = [(Vorm::Tekst, Some(json!(tekst))), (Vorm::Naam, regel.partij().map(|p| json!(naam(p))))];
    for (vorm, waarde) in namen {
        if let (Some(veld), Some(waarde)) = (enige(vorm), waarde) {
            velden.insert(veld.to_owned(), waarde);
        }
    }
    for veld in ontbreekt {
        let gelezen = match veld.vorm {
            Vorm::Bedrag => bedrag(tekst).map(|centen| json!(centen)),
            Vorm::Code(codes) if veld.verplicht => code(codes, tekst).map(|code| json!(code)),
            _ => None,
        };
        if let Some(waarde) = gelezen {
            velden.insert(veld.naam.to_owned(), waarde);
        }
    }
    velden
}

/// The code that the text names, or the one for whatever has none of its own.
fn code(codes: &[&'static str], tekst: &str) -> Option<&'static str> {
    let tekst = tekst.to_lowercase();
    let rest = || codes.iter().find(|code| matches!(**code, "anders" | "overig"));
    codes.iter().find(|code| tekst.contains(&code.replace('_', " "))).or_else(rest).copied()
}

/// The only amount of euros that a text names, in cents: `15.000 euro`, `€ 12,50`.
fn bedrag(tekst: &str) -> Option<i64> {
    let woorden: Vec<&str> = tekst.split_whitespace().collect();
    let getal = |woord: &str| -> Option<i64> {
        let woord = woord.trim_start_matches('€').trim_end_matches([',', '.', ';', ')']);
        let (euro, centen) = woord.split_once(',').unwrap_or((woord, "00"));
        let cijfers = |deel: &str| !deel.is_empty() && deel.bytes().all(|b| b.is_ascii_digit());
        let groepen: Vec<&str> = euro.split('.').collect();
        let goed = groepen.iter().all(|g| cijfers(g)) && groepen.iter().skip(1).all(|g| g.len() == 3);
        let heel = (goed && cijfers(centen) && centen.len() == 2).then(|| groepen.concat() + centen)?;
        heel.parse().ok()
    };
    let mut bedragen = woorden.iter().enumerate().filter_map(|(i, woord)| {
        let euro = |w: &&str| w.trim_end_matches([',', '.', ';', ')']).eq_ignore_ascii_case("euro");
        let genoemd = woord.starts_with('€')
            || i.checked_sub(1).and_then(|i| woorden.get(i)).is_some_and(|w| *w == "€")
            || woorden.get(i + 1).is_some_and(euro);
        getal(woord).filter(|_| genoemd)
    });
    match (bedragen.next(), bedragen.next()) {
        (Some(bedrag), None) => Some(bedrag),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_where_there_is_just_one() {
        for (tekst, centen) in [
            ("15.000 euro vrijgemaakt", Some(1_500_000)),
            ("Er is € 12,50 voor, en 3 mensen.", Some(1250)),
            ("€7 per deelnemer", Some(700)),
            ("eerst 10.000 euro, later 5.000 euro", None),
            ("15.00 euro", None),
            ("in 2019", None),
        ] {
            assert_eq!(bedrag(tekst), centen, "{tekst}");
        }
    }
}
