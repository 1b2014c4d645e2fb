//! The steps and their columns for the documentation, so that it cannot say anything else than the program does.

use crate::stap::{OVERGANG, STAPPEN, feitsoorten};
use std::fmt::Write as _;
use wijkspoor_domain::feit::{Veld, Vorm};

/// The steps and their columns as tables (Markdown), for the documentation.
pub fn naslag() -> String {
    let mut tekst = String::new();
    let mut tabel = |naam: &str, uitleg: &str, velden: &[Veld], extra: &str| {
        let _ = write!(tekst, "### `{naam}`\n\n{uitleg}\n");
        if !velden.is_empty() {
            tekst += "\n| Kolom | | Wat |\n|---|---|---|\n";
        }
        for veld in velden {
            let moet = if veld.verplicht { "verplicht" } else { "" };
            let _ = writeln!(tekst, "| `{}` | {moet} | {}{} |", veld.naam, veld.uitleg, vorm(veld.vorm));
        }
        let _ = writeln!(tekst, "{extra}");
    };
    let uitleg = "Een stap van de werkstroom: de code of naam van de overgang, of die van de status waar zij heen leidt. Wat zij vereist \
                  staat in de werkstroom; de standaard staat hierboven.";
    tabel("(een overgang)", uitleg, OVERGANG, "");
    for soort in STAPPEN {
        tabel(soort.code, soort.uitleg, soort.velden, "");
    }
    for soort in feitsoorten() {
        let bij = soort.bij().iter().map(|b| format!("`{b}`")).collect::<Vec<_>>().join(" of ");
        let extra = match bij.as_str() {
            "" => String::new(),
            bij => format!("\nHoort bij {bij}.\n"),
        };
        tabel(soort.code, soort.uitleg, soort.velden, &extra);
    }
    tekst
}

fn vorm(vorm: Vorm) -> String {
    match vorm {
        Vorm::Tekst | Vorm::Naam => String::new(),
        Vorm::Uit(lijst) => format!(" Een naam uit de lijst {lijst}."),
        Vorm::NamenUit(lijst) => {
            format!(" Namen uit de lijst {lijst}, met `|` ertussen; `-` is geen enkele.")
        }
        Vorm::Code(codes) => {
            let codes = codes.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
            format!(" Een van {codes}.")
        }
        Vorm::Datum => " Een datum.".to_owned(),
        Vorm::Bedrag => " Een bedrag in euro's.".to_owned(),
        Vorm::Aantal => " Een geheel getal.".to_owned(),
        Vorm::JaNee => " `ja` of `nee`.".to_owned(),
        Vorm::Verwijzing => {
            " De sleutel van een initiatief in hetzelfde bestand, of een id van Wijkspoor.".to_owned()
        }
    }
}
