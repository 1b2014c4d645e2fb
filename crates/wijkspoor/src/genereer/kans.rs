//! Chances, the same every time for the same seed.

use fastrand::Rng;

/// Chances of one initiative.
pub struct Kans(Rng);

impl Kans {
    /// From a seed.
    pub fn nieuw(zaad: u64) -> Self {
        Self(Rng::with_seed(zaad))
    }

    /// Whether something happens that happens so often.
    pub fn komt_uit(&mut self, kans: f64) -> bool {
        self.0.f64() < kans
    }

    /// One of these, each as likely as its weight; the first of none.
    pub fn kies<'a, T>(&mut self, uit: &'a [(f64, T)]) -> Option<&'a T> {
        let mut over = self.0.f64() * uit.iter().map(|(gewicht, _)| gewicht).sum::<f64>();
        let gekozen = uit.iter().find(|(gewicht, _)| {
            over -= gewicht;
            over < 0.0
        });
        gekozen.or(uit.first()).map(|(_, waarde)| waarde)
    }

    /// One of these, the earlier ones more often: as areas and departments differ in size.
    pub fn scheef<'a, T>(&mut self, uit: &'a [T]) -> Option<&'a T> {
        let plaats = self.0.f64().powf(1.6) * uit.len() as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
        uit.get(plaats as usize)
    }

    /// So many seconds: half of the times below the median in days, with a long tail above (log-normal).
    pub fn duur(&mut self, mediaan: f64, spreiding: f64) -> i64 {
        // Box and Muller.
        let (a, b) = (1.0 - self.0.f64(), self.0.f64());
        let normaal = (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos();
        #[expect(clippy::cast_possible_truncation, reason = "bounded to ten years")]
        let seconden = (mediaan * 86_400.0 * (spreiding * normaal).exp()).min(315_360_000.0) as i64;
        seconden
    }

    /// Somewhere from 0 up to this.
    pub fn onder(&mut self, tot: i64) -> i64 {
        self.0.i64(0..tot.max(1))
    }
}
