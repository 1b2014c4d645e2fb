//! XLSX: the cells of one sheet, one by one, so that a stray cell far away costs nothing.

use crate::tabel::{Cel, Rij, Tabel, Tabelfout, fout, tekst};
use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx, XlsxError};
use jiff::Unit;
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;
use std::io::Cursor;

/// More columns than any step has together; what is beyond belongs to something else.
const KOLOMMEN: u32 = 500;

pub(crate) fn lees(bytes: &[u8], naam: Option<&str>) -> Result<Tabel, Tabelfout> {
    let mut boek: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(onleesbaar)?;
    let bladen: Vec<String> = (boek.sheets_metadata().iter())
        .filter(|blad| blad.visible == SheetVisible::Visible)
        .map(|blad| blad.name.clone())
        .collect();
    let gekozen = match naam {
        None => bladen.first(),
        Some(naam) => bladen.iter().find(|blad| *blad == naam),
    };
    let Some(gekozen) = gekozen else {
        let wel = bladen.join(", ");
        return fout(format!("er is geen blad {:?} in het bestand; wel: {wel}", naam.unwrap_or_default()));
    };
    let mut tabel = Tabel::default();
    if bladen.len() > 1 && naam.is_none() {
        tabel.opmerkingen.push(format!(
            "het bestand heeft {} bladen; gelezen is {gekozen:?}, een ander kiest u met --blad",
            bladen.len()
        ));
    }
    let mut cellen = boek.worksheet_cells_reader(gekozen).map_err(onleesbaar)?;
    let mut rijen: BTreeMap<u32, BTreeMap<u32, Cel>> = BTreeMap::new();
    while let Some(cel) = cellen.next_cell().map_err(onleesbaar)? {
        let (rij, kolom) = cel.get_position();
        if let (Some(waarde), true) = (waarde(cel.get_value(), rij, kolom)?, kolom < KOLOMMEN) {
            rijen.entry(rij).or_default().insert(kolom, waarde);
        }
    }
    let mut rijen = rijen.into_iter();
    let Some((_, koppen)) = rijen.next() else { return Ok(tabel) };
    tabel.koppen = breed(koppen).into_iter().map(kop).collect();
    tabel.rijen = rijen.map(|(rij, cellen)| Rij { regel: rij + 1, cellen: breed(cellen) }).collect();
    Ok(tabel)
}

fn onleesbaar(oorzaak: XlsxError) -> Tabelfout {
    Tabelfout(match oorzaak {
        XlsxError::Password => "het bestand heeft een wachtwoord: sla het op zonder".to_owned(),
        anders => format!("het bestand is niet te lezen als .xlsx: {anders}"),
    })
}

fn breed(cellen: BTreeMap<u32, Cel>) -> Vec<Option<Cel>> {
    let breedte = cellen.keys().next_back().map_or(0, |laatste| laatste + 1);
    let mut cellen = cellen;
    (0..breedte).map(|kolom| cellen.remove(&kolom)).collect()
}

fn kop(cel: Option<Cel>) -> String {
    match cel {
        Some(Cel::Tekst(tekst)) => tekst,
        Some(Cel::Getal(getal)) => getal.to_string(),
        Some(Cel::Datum(datum)) => datum.to_string(),
        None => String::new(),
    }
}

fn waarde(data: &DataRef, rij: u32, kolom: u32) -> Result<Option<Cel>, Tabelfout> {
    Ok(match data {
        DataRef::Empty => None,
        DataRef::String(t) | DataRef::DateTimeIso(t) | DataRef::DurationIso(t) => tekst(t),
        DataRef::SharedString(t) => tekst(t),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet holds every number as a float")]
        DataRef::Int(getal) => Some(Cel::Getal(*getal as f64)),
        DataRef::Float(getal) => Some(Cel::Getal(*getal)),
        DataRef::Bool(ja) => tekst(if *ja { "ja" } else { "nee" }),
        DataRef::DateTime(datum) => Some(match moment(datum) {
            Some(moment) => Cel::Datum(moment),
            None => Cel::Getal(datum.as_f64()),
        }),
        DataRef::Error(soort) => {
            return fout(format!(
                "cel {}{} bevat een fout van Excel ({soort}): herstel de formule, of maak de cel leeg",
                letters(kolom),
                rij + 1
            ));
        }
    })
}

fn moment(datum: &ExcelDateTime) -> Option<DateTime> {
    if !datum.is_datetime() || datum.as_f64() < 1.0 {
        return None;
    }
    let (jaar, maand, dag, uur, minuut, seconde, milli) = datum.to_ymd_hms_milli();
    let klein = |getal: u8| i8::try_from(getal).ok();
    let dag = Date::new(i16::try_from(jaar).ok()?, klein(maand)?, klein(dag)?).ok()?;
    let nano = i32::from(milli) * 1_000_000;
    let moment = dag.at(klein(uur)?, klein(minuut)?, klein(seconde)?, nano);
    // A time is a fraction of a day, and falls just short of what was written.
    moment.round(Unit::Second).ok()
}

/// A column as a spreadsheet names it: A, B, …, Z, AA.
pub(crate) fn letters(kolom: u32) -> String {
    let mut naam = String::new();
    let mut rest = kolom + 1;
    while rest > 0 {
        rest -= 1;
        naam.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    naam
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rust_xlsxwriter::{ExcelDateTime as Wanneer, Format, Workbook};

    #[test]
    fn a_sheet_is_read_by_what_its_cells_are() {
        let mut boek = Workbook::new();
        let dag = Format::new().set_num_format("dd-mm-yyyy");
        let blad = boek.add_worksheet();
        blad.set_name("Eerste").unwrap();
        for (kolom, kop) in ["a", "b", "c"].iter().enumerate() {
            blad.write(0, u16::try_from(kolom).unwrap(), *kop).unwrap();
        }
        blad.write(2, 0, "  tekst ").unwrap();
        blad.write(2, 1, 12.5).unwrap();
        blad.write_with_format(2, 2, Wanneer::from_ymd(2024, 3, 11).unwrap(), &dag).unwrap();
        // Far away, and of no use.
        blad.write(1_000_000, 16_000, "x").unwrap();
        boek.add_worksheet().set_name("Tweede").unwrap().write(0, 0, "anders").unwrap();
        let bytes = boek.save_to_buffer().unwrap();

        let tabel = Tabel::lees(&bytes, None).unwrap();
        assert_eq!(tabel.koppen, ["a", "b", "c"]);
        let datum = Cel::Datum(date(2024, 3, 11).at(0, 0, 0, 0));
        let cellen = vec![Some(Cel::Tekst("tekst".to_owned())), Some(Cel::Getal(12.5)), Some(datum)];
        assert_eq!(tabel.rijen, [Rij { regel: 3, cellen }]);
        assert!(tabel.opmerkingen[0].contains("\"Eerste\""), "{:?}", tabel.opmerkingen);
        assert_eq!(Tabel::lees(&bytes, Some("Tweede")).unwrap().koppen, ["anders"]);
        assert!(Tabel::lees(&bytes, Some("Derde")).unwrap_err().0.contains("Eerste, Tweede"));
        assert!(Tabel::lees(&bytes[..200], None).is_err());
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
