//! Lines on pages: what was put where, before anything is drawn.

/// A4, in points.
pub(crate) const BREED: f32 = 595.28;
pub(crate) const HOOG: f32 = 841.89;
/// The margins.
pub(crate) const KANT: f32 = 56.0;
const ONDER: f32 = 64.0;

/// Which letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Soort {
    Gewoon,
    Vet,
    Vast,
}

/// A line, and for which part of the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Regel {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) soort: Soort,
    pub(crate) punten: f32,
    pub(crate) tekst: String,
    /// The number of the part that it is of; parts are numbered as they come.
    pub(crate) deel: usize,
}

/// Pages that fill up from above.
pub(crate) struct Bladen {
    pub(crate) bladen: Vec<Vec<Regel>>,
    y: f32,
}

impl Bladen {
    pub(crate) fn nieuw() -> Self {
        Self { bladen: vec![Vec::new()], y: KANT }
    }

    /// How far the last page is filled.
    pub(crate) fn hoogte(&self) -> f32 {
        self.y
    }

    /// The page that is being filled.
    pub(crate) fn blad(&self) -> usize {
        self.bladen.len() - 1
    }

    /// Leaves room, unless a page begins here.
    pub(crate) fn wit(&mut self, hoogte: f32) {
        if self.y > KANT {
            self.y += hoogte;
        }
    }

    /// Begins a page when there is no room for this much.
    pub(crate) fn houd_bijeen(&mut self, hoogte: f32) {
        if self.y + hoogte > HOOG - ONDER && self.y > KANT {
            self.bladen.push(Vec::new());
            self.y = KANT;
        }
    }

    /// Puts lines next to each other, and moves on by the height of one.
    pub(crate) fn zet(&mut self, hoogte: f32, regels: impl IntoIterator<Item = Regel>) {
        self.houd_bijeen(hoogte);
        let y = self.y + hoogte * 0.8;
        if let Some(blad) = self.bladen.last_mut() {
            blad.extend(regels.into_iter().map(|regel| Regel { y, ..regel }));
        }
        self.y += hoogte;
    }
}
