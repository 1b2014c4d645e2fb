//! CSV: with semicolons, commas or tabs; UTF-8, or Windows-1252 as Excel on Windows writes it.

use crate::tabel::{Rij, Tabel, Tabelfout, fout, tekst};
use csv::{ReaderBuilder, StringRecord};
use std::borrow::Cow;

const SCHEIDING: [u8; 3] = [b';', b',', b'\t'];

pub(crate) fn lees(bytes: &[u8]) -> Result<Tabel, Tabelfout> {
    let mut opmerkingen = Vec::new();
    let inhoud = ontcijfer(bytes, &mut opmerkingen)?;
    // Excel's own way of saying what separates the cells.
    let eerste = inhoud.lines().next().unwrap_or_default();
    let (scheiding, overslaan) = match eerste.strip_prefix("sep=").map(|rest| rest.trim_end().as_bytes()) {
        Some([teken]) => (*teken, 1),
        _ => (scheiding(eerste), 0),
    };
    let begin = if overslaan == 1 { inhoud.find('\n').map_or(inhoud.len(), |i| i + 1) } else { 0 };
    let bytes = inhoud.as_bytes().get(begin..).unwrap_or_default();
    let mut lezer =
        ReaderBuilder::new().delimiter(scheiding).has_headers(false).flexible(true).from_reader(bytes);
    let mut tabel = Tabel { opmerkingen, ..Tabel::default() };
    let (mut geteld, mut regel) = (0, 1 + overslaan);
    for record in lezer.records() {
        // Its text is valid and its rows may be of any width.
        let record = record.map_err(|e| Tabelfout(format!("het bestand is niet te lezen als CSV: {e}")))?;
        // The reader counts lines that end in two characters otherwise than an editor does.
        let van = record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(geteld);
        let leeg = bytes.iter().skip(van).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let voor = bytes.get(geteld..van + leeg).unwrap_or_default();
        regel += voor.iter().filter(|b| **b == b'\n').count();
        geteld = van + leeg;
        neem(&mut tabel, &record, u32::try_from(regel).unwrap_or(u32::MAX));
    }
    Ok(tabel)
}

fn neem(tabel: &mut Tabel, record: &StringRecord, regel: u32) {
    if tabel.koppen.is_empty() {
        tabel.koppen = record.iter().map(|kop| kop.trim().to_owned()).collect();
        return;
    }
    let cellen: Vec<_> = record.iter().map(tekst).collect();
    if cellen.iter().any(Option::is_some) {
        tabel.rijen.push(Rij { regel, cellen });
    }
}

/// What occurs most in the heading, outside quotes.
fn scheiding(kopregel: &str) -> u8 {
    let mut binnen = false;
    let mut aantal = [0; SCHEIDING.len()];
    for byte in kopregel.bytes() {
        binnen ^= byte == b'"';
        if let Some(i) = SCHEIDING.iter().position(|s| *s == byte && !binnen) {
            aantal[i] += 1;
        }
    }
    // The first of equals: a semicolon, as in a Dutch Excel.
    let meeste = aantal.iter().max().copied().unwrap_or(0);
    SCHEIDING.iter().zip(aantal).find(|(_, n)| *n == meeste).map_or(b';', |(s, _)| *s)
}

fn ontcijfer<'a>(bytes: &'a [u8], opmerkingen: &mut Vec<String>) -> Result<Cow<'a, str>, Tabelfout> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.contains(&0) {
        return fout("dit bestand is geen tekst in UTF-8: sla het op als 'CSV UTF-8', of als .xlsx");
    }
    let Err(waar) = std::str::from_utf8(bytes) else {
        return Ok(String::from_utf8_lossy(bytes));
    };
    let goed = bytes.get(..waar.valid_up_to()).unwrap_or_default();
    let regel = goed.iter().filter(|b| **b == b'\n').count() + 1;
    opmerkingen.push(format!(
        "het bestand is geen UTF-8 (vanaf regel {regel}) en is gelezen als Windows-1252, zoals Excel dat schrijft; kijk of \
         letters als é goed zijn gelezen, of sla het op als 'CSV UTF-8'"
    ));
    Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cel;

    fn cel(t: &str) -> Option<Cel> {
        Some(Cel::Tekst(t.to_owned()))
    }

    #[test]
    fn any_usual_csv_is_read_the_same() {
        let verwacht = vec![Rij { regel: 2, cellen: vec![cel("a;1,5"), cel("één\nregel"), None] }];
        for inhoud in [
            "x;y;z\n\"a;1,5\";\"één\r\nregel\";\n",
            "\u{feff}x,y,z\r\n\"a;1,5\",\"één\nregel\",\r\n",
            "x\ty\tz\n\"a;1,5\"\t\"één\nregel\"\t",
        ] {
            let tabel = lees(inhoud.as_bytes()).unwrap();
            assert_eq!((tabel.koppen.len(), &tabel.rijen), (3, &verwacht), "{inhoud}");
            assert_eq!(tabel.opmerkingen, Vec::<String>::new());
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let tabel = lees("sep=,\nx,y\n\n\"twee\nregels\",1\n,\nc,d,e\n".as_bytes()).unwrap();
        assert_eq!(tabel.rijen.iter().map(|r| r.regel).collect::<Vec<_>>(), [4, 7]);
        assert_eq!(tabel.rijen[1].cellen.len(), 3);
    }

    #[test]
    fn windows_1252_is_read_and_said() {
        let tabel = lees(b"x;y\nok;1\ncaf\xe9;\x80 5\n").unwrap();
        assert_eq!(tabel.rijen[1].cellen, [cel("café"), cel("€ 5")]);
        assert!(tabel.opmerkingen[0].contains("vanaf regel 3"), "{:?}", tabel.opmerkingen);
        assert!(lees(b"\xff\xfex\0;\0").is_err());
    }
}
