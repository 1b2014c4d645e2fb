//! The letters: how wide a text is, where its lines are broken, and which signs can be shown.

use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider, charmap::Charmap};

/// What stands in the place of a sign that the letters do not have.
const ONBEKEND: char = '\u{fffd}';

/// A font, with what is needed to measure it.
pub(crate) struct Letter {
    pub(crate) font: Font,
    tekens: Charmap<'static>,
    maten: GlyphMetrics<'static>,
}

/// The fonts of a document.
pub(crate) struct Letters {
    pub(crate) gewoon: Letter,
    pub(crate) vet: Letter,
    pub(crate) vast: Letter,
}

impl Letters {
    pub(crate) fn nieuw() -> Result<Self, String> {
        Ok(Self {
            gewoon: Letter::nieuw(dejavu::sans::regular())?,
            vet: Letter::nieuw(dejavu::sans::bold())?,
            vast: Letter::nieuw(dejavu::sans_mono::regular())?,
        })
    }
}

impl Letter {
    fn nieuw(bytes: &'static [u8]) -> Result<Self, String> {
        let font = Font::new(bytes.into(), 0).ok_or("het lettertype is onleesbaar")?;
        let lezer = FontRef::new(bytes).map_err(|fout| fout.to_string())?;
        // Measured for one point: everything else is a multiple.
        let maten = lezer.glyph_metrics(Size::new(1.0), LocationRef::default());
        Ok(Self { font, tekens: lezer.charmap(), maten })
    }

    fn breedte_van(&self, teken: char) -> f32 {
        self.tekens.map(teken).and_then(|glyph| self.maten.advance_width(glyph)).unwrap_or_default()
    }

    /// How wide a text is in this size, in points.
    pub(crate) fn breedte(&self, tekst: &str, punten: f32) -> f32 {
        tekst.chars().map(|teken| self.breedte_van(teken)).sum::<f32>() * punten
    }

    /// A text in signs that can be shown, on one line.
    fn toonbaar(&self, tekst: &str) -> String {
        let toonbaar = |teken: char| match teken {
            teken if teken.is_whitespace() => ' ',
            // For private use: nobody else knows what it means.
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => ONBEKEND,
            teken if teken.is_control() || self.tekens.map(teken).is_none() => ONBEKEND,
            teken => teken,
        };
        tekst.chars().map(toonbaar).collect()
    }

    /// A text as lines that are no wider than this, broken between words, or within one that is too wide by itself.
    pub(crate) fn regels(&self, tekst: &str, punten: f32, breedte: f32) -> Vec<String> {
        let mut regels = Vec::new();
        for alinea in tekst.lines() {
            let mut regel = String::new();
            for woord in self.toonbaar(alinea).split(' ').filter(|woord| !woord.is_empty()) {
                let samen = if regel.is_empty() { woord.to_owned() } else { format!("{regel} {woord}") };
                if self.breedte(&samen, punten) <= breedte {
                    regel = samen;
                    continue;
                }
                if !regel.is_empty() {
                    regels.push(std::mem::take(&mut regel));
                }
                for teken in woord.chars() {
                    let past = self.breedte(&regel, punten) + self.breedte_van(teken) * punten <= breedte;
                    if !past && !regel.is_empty() {
                        regels.push(std::mem::take(&mut regel));
                    }
                    regel.push(teken);
                }
            }
            regels.push(regel);
        }
        regels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_wide_and_no_letter_is_lost() {
        let letter = Letters::nieuw().unwrap().gewoon;
        let tekst = format!("Een tekst van meer woorden, en {} zonder spaties.\n\nTwee.", "a".repeat(300));
        let regels = letter.regels(&tekst, 10.0, 200.0);
        assert!(regels.iter().all(|regel| letter.breedte(regel, 10.0) <= 200.0), "{regels:?}");
        let zonder = |tekst: &str| tekst.split_whitespace().collect::<String>();
        assert_eq!(zonder(&regels.concat()), zonder(&tekst));
        assert!(regels.iter().any(String::is_empty), "an empty line stays");
    }

    #[test]
    fn what_cannot_be_shown_is_seen_to_be_missing() {
        let letter = Letters::nieuw().unwrap().gewoon;
        let regels = letter.regels("é € ✓ \u{1f984} \u{e000}\u{7}漢", 10.0, 500.0);
        assert_eq!(regels, ["é € ✓ \u{fffd} \u{fffd}\u{fffd}\u{fffd}"]);
    }
}
