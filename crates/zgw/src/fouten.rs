//! What is wrong with the settings: all faults come together, each with what would be right.

use wijkspoor_berichten::post::Url;

/// What is wrong, all together.
#[derive(Default)]
pub(crate) struct Fouten(pub(crate) Vec<String>);

impl Fouten {
    /// Something lacks or is wrong; nothing stands in its place.
    pub(crate) fn mist(&mut self, fout: impl Into<String>) -> String {
        self.0.push(fout.into());
        String::new()
    }

    /// It must be one of these.
    pub(crate) fn een_van(&mut self, naam: &str, waarde: &str, mag: &[&str]) {
        if !mag.contains(&waarde) {
            self.0.push(format!("{naam}: {waarde:?} kan niet; kies uit {}", mag.join(", ")));
        }
    }

    /// A number of an organisation.
    pub(crate) fn rsin(&mut self, naam: &str, rsin: Option<&str>) -> String {
        match rsin {
            Some(rsin) if is_rsin(rsin) => rsin.to_owned(),
            Some(rsin) => self.mist(format!(
                "{naam} {rsin:?} is geen RSIN: dat zijn negen cijfers die aan de elfproef voldoen"
            )),
            None => self.mist(format!("{naam} ontbreekt: het RSIN van de gemeente")),
        }
    }

    /// A whole address.
    pub(crate) fn url(&mut self, naam: &str, tekst: &str, hoogstens: usize) -> String {
        match tekst.parse::<Url>() {
            Ok(url) if matches!(url.scheme(), "https" | "http") && tekst.len() <= hoogstens => {
                tekst.to_owned()
            }
            Ok(_) if tekst.len() > hoogstens => self.mist(format!("{naam} is langer dan {hoogstens} tekens")),
            _ => self.mist(format!("{naam} {tekst:?} is geen volledig adres (https://…)")),
        }
    }
}

/// Nine digits of which the weighed sum can be divided by eleven.
fn is_rsin(tekst: &str) -> bool {
    let cijfers: Vec<u32> = tekst.chars().filter_map(|c| c.to_digit(10)).collect();
    let gewicht = [9, 8, 7, 6, 5, 4, 3, 2];
    let som: u32 = cijfers.iter().zip(gewicht).map(|(cijfer, gewicht)| cijfer * gewicht).sum();
    tekst.len() == 9 && cijfers.len() == 9 && cijfers.last().is_some_and(|laatste| som % 11 == *laatste)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_rsin_keeps_to_the_elfproef() {
        for goed in ["000000012", "123456782"] {
            assert!(is_rsin(goed), "{goed}");
        }
        for fout in ["", "123456789", "12345678", "1234567820", "12345678x", "１２３４５６７８２"] {
            assert!(!is_rsin(fout), "{fout}");
        }
    }
}
