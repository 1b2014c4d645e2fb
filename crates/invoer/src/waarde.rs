//! What stands in a cell, by what a column must hold.

use crate::datum;
use crate::lijkt::{code, wel};
use crate::tabel::Cel;
use uuid::Uuid;
use wijkspoor_domain::feit::{GROOTSTE, Veld, Vorm, Waarde};
use wijkspoor_domain::{Gevoelig, Naam};

/// The longest text; what the API takes, too.
pub(crate) const TEKST: usize = 20_000;
/// The most names in a list; what the API takes, too.
pub(crate) const LIJST: usize = 50;
/// What stands between names.
const TUSSEN: char = '|';
/// A list with nothing in it, where an empty cell says nothing.
const GEEN: &str = "-";

/// Reads a cell; gives its value, and the one way to write it. `verwijs` finds the id behind a key of the file.
///
/// # Errors
/// What is wrong, and what would be right.
pub(crate) fn lees(
    veld: &Veld,
    cel: &Cel,
    verwijs: impl Fn(&str) -> Option<Uuid>,
) -> Result<(Waarde, String), (String, String)> {
    let tekst = in_tekst(cel);
    let naam = |tekst: &str| Naam::try_from(tekst).map_err(|fout| (fout.to_string(), String::new()));
    let waarde = match veld.vorm {
        Vorm::Tekst => match tekst.chars().count() {
            n if n > TEKST => {
                return Err((format!("deze tekst heeft {n} tekens"), format!("hoogstens {TEKST}")));
            }
            _ => Waarde::Tekst(Gevoelig::new(tekst.clone())),
        },
        Vorm::Naam | Vorm::Uit(_) => Waarde::Naam(naam(&tekst)?),
        Vorm::NamenUit(_) if lijst(&tekst).count() > LIJST => {
            return Err(("er staan te veel namen in".to_owned(), format!("hoogstens {LIJST}")));
        }
        Vorm::NamenUit(_) => {
            Waarde::Namen(lijst(&tekst).filter(|deel| *deel != GEEN).map(naam).collect::<Result<_, _>>()?)
        }
        Vorm::Code(codes) => {
            let gevonden = codes.iter().find(|c| **c == code(&tekst));
            Waarde::Code(gevonden.ok_or_else(|| (format!("{tekst:?} kan hier niet"), wel(&tekst, codes)))?)
        }
        Vorm::Datum => {
            Waarde::Datum(datum::dag(cel).map_err(|wel| (format!("{tekst:?} is hier geen datum"), wel))?)
        }
        Vorm::Bedrag => {
            let centen = bedrag(cel).filter(|centen| (0..=GROOTSTE).contains(centen));
            let wel = "schrijf het in euro's, zoals 1250 of 1.250,50".to_owned();
            Waarde::Getal(centen.ok_or_else(|| (format!("{tekst:?} is geen bedrag"), wel))?)
        }
        Vorm::Aantal => {
            let aantal = tekst.parse().ok().filter(|aantal| (0..=GROOTSTE).contains(aantal));
            Waarde::Getal(
                aantal.ok_or_else(|| {
                    (format!("{tekst:?} is geen geheel getal"), "schrijf cijfers".to_owned())
                })?,
            )
        }
        Vorm::JaNee => Waarde::JaNee(match code(&tekst).as_str() {
            "ja" | "true" | "waar" | "1" => true,
            "nee" | "false" | "onwaar" | "0" => false,
            _ => return Err((format!("{tekst:?} kan hier niet"), "schrijf ja of nee".to_owned())),
        }),
        Vorm::Verwijzing => {
            let id = tekst.parse().ok().or_else(|| verwijs(&tekst));
            let wat = || {
                (
                    format!("{tekst:?} is geen initiatief in dit bestand"),
                    "noem de sleutel ervan, of een id van Wijkspoor".to_owned(),
                )
            };
            Waarde::Verwijzing(id.ok_or_else(wat)?)
        }
    };
    let woorden = in_woorden(&waarde, &tekst);
    Ok((waarde, woorden))
}

/// The parts of a cell that holds several.
pub(crate) fn lijst(tekst: &str) -> impl Iterator<Item = &str> {
    tekst.split(TUSSEN).map(str::trim).filter(|deel| !deel.is_empty())
}

/// A cell as text; a number without what it does not have.
pub(crate) fn in_tekst(cel: &Cel) -> String {
    match cel {
        Cel::Tekst(tekst) => tekst.clone(),
        Cel::Getal(getal) => getal.to_string(),
        Cel::Datum(moment) if moment.time() == jiff::civil::Time::midnight() => moment.date().to_string(),
        Cel::Datum(moment) => moment.to_string().replace('T', " "),
    }
}

fn in_woorden(waarde: &Waarde, tekst: &str) -> String {
    match waarde {
        Waarde::Tekst(_) | Waarde::Naam(_) | Waarde::Verwijzing(_) => tekst.to_owned(),
        Waarde::Namen(namen) => namen.iter().map(Naam::as_str).collect::<Vec<_>>().join(" | "),
        Waarde::Code(code) => (*code).to_owned(),
        Waarde::Datum(datum) => datum.to_string(),
        Waarde::Getal(getal) => getal.to_string(),
        Waarde::JaNee(ja) => if *ja { "ja" } else { "nee" }.to_owned(),
    }
}

/// Euros in eurocents. In a text a comma comes before the cents and points group thousands, as in the Netherlands.
fn bedrag(cel: &Cel) -> Option<i64> {
    let tekst = match cel {
        Cel::Getal(getal) => {
            let centen = (getal * 100.0).round();
            #[expect(clippy::cast_possible_truncation, reason = "held below the largest amount")]
            return ((getal * 100.0 - centen).abs() < 1e-4 && (0.0..=1e13).contains(&centen))
                .then_some(centen as i64);
        }
        Cel::Datum(_) => return None,
        Cel::Tekst(tekst) => tekst.to_lowercase(),
    };
    let tekst = tekst.trim_start_matches('€').trim_end_matches("euro").trim();
    let tekst = tekst.strip_suffix(",-").or(tekst.strip_suffix(",–")).unwrap_or(tekst);
    let cijfers = |deel: &str| !deel.is_empty() && deel.bytes().all(|b| b.is_ascii_digit());
    let (euro, centen) = match tekst.split_once(',') {
        Some((euro, centen)) => (euro, centen),
        // 12.50 has cents, 12.500 has thousands.
        None => match tekst.rsplit_once('.') {
            Some((euro, centen)) if centen.len() < 3 && !euro.contains('.') => (euro, centen),
            _ => (tekst, "00"),
        },
    };
    let groepen: Vec<&str> = euro.split('.').collect();
    let gegroepeerd = groepen.iter().skip(1).all(|g| g.len() == 3)
        && (groepen.len() == 1 || groepen.first().is_some_and(|g| g.len() <= 3));
    let goed = groepen.iter().all(|g| cijfers(g)) && gegroepeerd && cijfers(centen) && centen.len() <= 2;
    goed.then(|| format!("{}{centen:0<2}", groepen.concat()).parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro(tekst: &str) -> Option<i64> {
        bedrag(&Cel::Tekst(tekst.to_owned()))
    }

    #[test]
    fn an_amount_is_read_in_euros() {
        for tekst in ["1250", "1.250", "€ 1250", "1250,00", "1.250,-", "1250 euro", "1250.00", "1250,0"] {
            assert_eq!(euro(tekst), Some(125_000), "{tekst}");
        }
        assert_eq!((euro("12,5"), euro("12.50"), euro("0,07")), (Some(1250), Some(1250), Some(7)));
        assert_eq!((bedrag(&Cel::Getal(1250.5)), bedrag(&Cel::Getal(0.1 + 0.2))), (Some(125_050), Some(30)));
        for tekst in ["", "-5", "1,250.00", "12.50.00", "veel", "1.25.0", "1,234", "1234.567"] {
            assert_eq!(euro(tekst), None, "{tekst}");
        }
        assert_eq!((bedrag(&Cel::Getal(-1.0)), bedrag(&Cel::Getal(1.234))), (None, None));
    }

    #[test]
    fn a_cell_that_does_not_fit_says_what_would() {
        let veld = |vorm| Veld { naam: "x", vorm, verplicht: false, uitleg: "" };
        let fout =
            |vorm, tekst: &str| lees(&veld(vorm), &Cel::Tekst(tekst.to_owned()), |_| None).unwrap_err();
        assert!(
            fout(Vorm::Code(&["geen_budget", "anders"]), "geen budgt").1.contains("bedoelt u geen_budget")
        );
        assert!(fout(Vorm::Datum, "maart 2024").1.contains("hele datum"));
        assert!(fout(Vorm::JaNee, "misschien").1.contains("ja of nee"));
        assert!(fout(Vorm::Aantal, "drie").0.contains("geen geheel getal"));
        assert!(fout(Vorm::Verwijzing, "X-1").0.contains("geen initiatief in dit bestand"));
        assert!(fout(Vorm::Naam, &"x".repeat(201)).0.contains("200"));
        assert!(fout(Vorm::Tekst, &"x".repeat(TEKST + 1)).1.contains("20000"));
        let (waarde, woorden) =
            lees(&veld(Vorm::Code(&["geen_budget"])), &Cel::Tekst("Geen budget".into()), |_| None).unwrap();
        assert_eq!((waarde, woorden.as_str()), (Waarde::Code("geen_budget"), "geen_budget"));
    }
}
