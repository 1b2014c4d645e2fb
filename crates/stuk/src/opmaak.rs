//! Setting a document: blocks to lines, lines to pages with the structure of the document as tags.

use crate::blad::{BREED, Bladen, HOOG, KANT, Regel, Soort};
use crate::letters::{Letter, Letters};
use crate::{Blok, Stuk};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::TextDirection;
use krilla::{Document, SerializeSettings};
use std::num::NonZeroU16;

const TEKST: f32 = 9.5;
const KLEIN: f32 = 8.0;
const TITEL: f32 = 18.0;
const KOPPEN: [f32; 2] = [13.0, 10.5];
/// The height of a line, for one point of its letters.
const REGEL: f32 = 1.4;
/// The room for a name before what it stands for.
const NAAM: f32 = 130.0;

/// The structure of a document: which lines form what.
enum Deel {
    Kop(u16, String),
    Alinea,
    /// A table of names and values: for each row the number of the name; that of the value follows it.
    Tabel(Vec<usize>),
    /// Part of a table.
    Cel,
}

struct Zetter {
    letters: Letters,
    bladen: Bladen,
    delen: Vec<Deel>,
    /// The headings: their level, and where they stand.
    inhoud: Vec<(u8, String, usize, f32)>,
}

/// A document as PDF; `gemaakt` is year, month, day, hour, minute and second in UTC.
///
/// # Errors
/// When the document cannot be made to hold to the standards: a mistake in the program.
pub fn pdf(stuk: &Stuk, gemaakt: (u16, [u8; 5])) -> Result<Vec<u8>, String> {
    let mut zetter =
        Zetter { letters: Letters::nieuw()?, bladen: Bladen::nieuw(), delen: Vec::new(), inhoud: Vec::new() };
    zetter.kop(0, &stuk.titel);
    for blok in &stuk.blokken {
        match blok {
            Blok::Kop(niveau, tekst) => zetter.kop((*niveau).clamp(1, 2), tekst),
            Blok::Alinea(tekst) => zetter.alinea(tekst, Soort::Gewoon, TEKST),
            Blok::Tekens(tekst) => zetter.alinea(tekst, Soort::Vast, KLEIN),
            Blok::Gegevens(rijen) => zetter.gegevens(rijen),
        }
    }
    zetter.teken(stuk, gemaakt)
}

impl Zetter {
    fn letter(&self, soort: Soort) -> &Letter {
        match soort {
            Soort::Gewoon => &self.letters.gewoon,
            Soort::Vet => &self.letters.vet,
            Soort::Vast => &self.letters.vast,
        }
    }

    fn deel(&mut self, deel: Deel) -> usize {
        self.delen.push(deel);
        self.delen.len() - 1
    }

    fn kop(&mut self, niveau: u8, tekst: &str) {
        let punten = match niveau {
            0 => TITEL,
            1 => KOPPEN[0],
            _ => KOPPEN[1],
        };
        self.bladen.wit(punten);
        // A heading stands above something.
        self.bladen.houd_bijeen(punten * REGEL + 4.0 * TEKST * REGEL);
        let deel = self.deel(Deel::Kop(u16::from(niveau) + 1, tekst.to_owned()));
        self.inhoud.push((niveau, tekst.to_owned(), self.bladen.blad(), self.bladen.hoogte()));
        self.regels(deel, tekst, Soort::Vet, punten, KANT);
        self.bladen.wit(3.0);
    }

    fn alinea(&mut self, tekst: &str, soort: Soort, punten: f32) {
        if tekst.trim().is_empty() {
            return;
        }
        let deel = self.deel(Deel::Alinea);
        self.regels(deel, tekst, soort, punten, KANT);
        self.bladen.wit(4.0);
    }

    fn regels(&mut self, deel: usize, tekst: &str, soort: Soort, punten: f32, x: f32) {
        let regels = self.letter(soort).regels(tekst, punten, BREED - KANT - x);
        for tekst in regels {
            let regel = Regel { x, y: 0.0, soort, punten, tekst, deel };
            self.bladen.zet(punten * REGEL, [regel]);
        }
    }

    fn gegevens(&mut self, rijen: &[(String, String)]) {
        if rijen.is_empty() {
            return;
        }
        let namen = rijen.iter().map(|(naam, waarde)| self.rij(naam, waarde)).collect();
        self.deel(Deel::Tabel(namen));
        self.bladen.wit(4.0);
    }

    /// A row: line by line, the name beside the value. Gives the number of the name.
    fn rij(&mut self, naam: &str, waarde: &str) -> usize {
        let (eerste, tweede) = (self.deel(Deel::Cel), self.deel(Deel::Cel));
        let namen = self.letter(Soort::Vet).regels(naam, TEKST, NAAM - 8.0);
        // A cell without anything is a cell all the same.
        let waarde = if waarde.trim().is_empty() { "–" } else { waarde };
        let waarden = self.letter(Soort::Gewoon).regels(waarde, TEKST, BREED - 2.0 * KANT - NAAM);
        for i in 0..namen.len().max(waarden.len()) {
            let regel = |lijst: &[String], x, soort, deel| {
                let tekst = lijst.get(i).cloned()?;
                Some(Regel { x, y: 0.0, soort, punten: TEKST, tekst, deel })
            };
            let naam = regel(&namen, KANT, Soort::Vet, eerste);
            let waarde = regel(&waarden, KANT + NAAM, Soort::Gewoon, tweede);
            self.bladen.zet(TEKST * REGEL, naam.into_iter().chain(waarde));
        }
        eerste
    }

    fn teken(self, stuk: &Stuk, gemaakt: (u16, [u8; 5])) -> Result<Vec<u8>, String> {
        let configuration = ConfigurationBuilder::new()
            .with_archival_validator(Archival::A2_A)
            .with_accessibility_validator(Accessibility::UA1)
            .finish();
        let configuration = configuration.map_err(|fout| format!("{fout:?}"))?;
        let mut document =
            Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
        let (jaar, [maand, dag, uur, minuut, seconde]) = gemaakt;
        let op = DateTime::new(jaar).month(maand).day(dag).hour(uur).minute(minuut).second(seconde);
        document.set_metadata(
            Metadata::new()
                .title(stuk.titel.clone())
                .description(stuk.onderwerp.clone())
                .language("nl".to_owned())
                .creator("Wijkspoor".to_owned())
                .creation_date(op.utc_offset_hour(0).utc_offset_minute(0)),
        );
        let mut getekend: Vec<Vec<Identifier>> = self.delen.iter().map(|_| Vec::new()).collect();
        let aantal = self.bladen.bladen.len();
        for (nummer, blad) in self.bladen.bladen.iter().enumerate() {
            let formaat = PageSettings::from_wh(BREED, HOOG).ok_or("het papier heeft geen maat")?;
            let mut page = document.start_page_with(formaat);
            let mut surface = page.surface();
            for regel in blad.iter().filter(|regel| !regel.tekst.is_empty()) {
                let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                let font = self.letter(regel.soort).font.clone();
                let plek = Point::from_xy(regel.x, regel.y);
                // Between lines of one part stands a space: it is read as one text.
                let tekst = format!("{} ", regel.tekst);
                surface.draw_text(plek, font, regel.punten, &tekst, false, TextDirection::LeftToRight);
                surface.end_tagged();
                if let Some(deel) = getekend.get_mut(regel.deel) {
                    deel.push(id);
                }
            }
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
            let rechts = format!("bladzijde {} van {aantal}", nummer + 1);
            let voet = self.letters.gewoon.regels(&stuk.voet, KLEIN, BREED - 2.0 * KANT - 100.0);
            let einde = BREED - KANT - self.letters.gewoon.breedte(&rechts, KLEIN);
            let links = voet.first().map(|voet| (KANT, voet.as_str()));
            for (x, tekst) in links.into_iter().chain([(einde, rechts.as_str())]) {
                let font = self.letters.gewoon.font.clone();
                let plek = Point::from_xy(x, HOOG - 34.0);
                surface.draw_text(plek, font, KLEIN, tekst, false, TextDirection::LeftToRight);
            }
            surface.end_tagged();
            surface.finish();
            page.finish();
        }
        document.set_outline(self.overzicht());
        document.set_tag_tree(self.structuur(getekend));
        document.finish().map_err(|fout| format!("{fout:?}"))
    }

    /// The headings as bookmarks, those of the second level under those of the first.
    fn overzicht(&self) -> Outline {
        let mut outline = Outline::new();
        let mut hoofd: Option<OutlineNode> = None;
        for (niveau, tekst, blad, y) in &self.inhoud {
            let node = OutlineNode::new(tekst.clone(), XyzDestination::new(*blad, Point::from_xy(KANT, *y)));
            match hoofd.as_mut().filter(|_| *niveau > 1) {
                Some(hoofd) => hoofd.push_child(node),
                None => hoofd.replace(node).into_iter().for_each(|vol| outline.push_child(vol)),
            }
        }
        hoofd.into_iter().for_each(|vol| outline.push_child(vol));
        outline
    }

    /// What the lines form, in the order in which they are read.
    fn structuur(&self, mut getekend: Vec<Vec<Identifier>>) -> TagTree {
        let mut boom = TagTree::new().with_lang(Some("nl".to_owned()));
        let mut regels = |deel: usize| getekend.get_mut(deel).map(std::mem::take).unwrap_or_default();
        for (nummer, deel) in self.delen.iter().enumerate() {
            let mut groep = match deel {
                Deel::Kop(niveau, tekst) => {
                    let niveau = NonZeroU16::new(*niveau).unwrap_or(NonZeroU16::MIN);
                    TagGroup::new(Tag::Hn(niveau, Some(tekst.clone())))
                }
                Deel::Alinea => TagGroup::new(Tag::P),
                Deel::Tabel(namen) => {
                    let mut tabel = TagGroup::new(Tag::Table);
                    for naam in namen {
                        let mut rij = TagGroup::new(Tag::TR);
                        let mut kop = TagGroup::new(Tag::TH(TableHeaderScope::Row));
                        regels(*naam).into_iter().for_each(|id| kop.push(id));
                        let mut cel = TagGroup::new(Tag::TD);
                        regels(naam + 1).into_iter().for_each(|id| cel.push(id));
                        rij.push(kop);
                        rij.push(cel);
                        tabel.push(rij);
                    }
                    tabel
                }
                Deel::Cel => continue,
            };
            regels(nummer).into_iter().for_each(|id| groep.push(id));
            boom.push(groep);
        }
        boom
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_of_many_pages_holds_to_the_standards() {
        let tekst = "Een alinea met genoeg woorden om over meer dan een regel te lopen. ".repeat(20);
        let mut blokken = vec![Blok::Kop(1, "Begrippen".to_owned())];
        for i in 0..40 {
            blokken.push(Blok::Kop(2, format!("Kop {i} met een \u{1f984}")));
            blokken.push(Blok::Alinea(tekst.clone()));
            blokken.push(Blok::Gegevens(vec![
                ("Naam".to_owned(), String::new()),
                ("Een lange naam die niet past".to_owned(), tekst.clone()),
            ]));
            blokken.push(Blok::Tekens("0123456789abcdef".repeat(8)));
        }
        let (titel, voet) = ("Een stuk".to_owned(), "Voet".to_owned());
        let stuk = Stuk { titel, onderwerp: "Proef".to_owned(), blokken, voet };
        let bytes = pdf(&stuk, (2026, [3, 2, 9, 30, 0])).unwrap();
        assert!(bytes.starts_with(b"%PDF-1."));
        assert_eq!(bytes, pdf(&stuk, (2026, [3, 2, 9, 30, 0])).unwrap(), "the same again");
    }
}
