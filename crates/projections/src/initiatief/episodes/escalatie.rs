//! How long an initiative lay before it was escalated: against that is held what follows.

use super::super::Feit;
use serde::{Deserialize, Serialize};
use wijkspoor_domain::Moment;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::werkstroom::Fase;

/// What must be remembered of the steps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Escalatie {
    /// When the present status was entered.
    sinds: Option<Moment>,
    /// By which level it was decided last, if the step after that was not taken yet.
    besloten: Option<Fase>,
    /// How many calendar days it lay in the status from which it was escalated; `None` where that is not known.
    lag: Option<i64>,
}

impl Escalatie {
    /// Follows one event.
    pub(super) fn volg(&mut self, feit: &Feit) {
        if !feit.beweegt {
            return;
        }
        let fase = Fase::van_code(feit.fase);
        let eerst = feit.eerst.and_then(Fase::van_code);
        if fase.is_some_and(Fase::is_escalatie) && !eerst.is_some_and(Fase::is_escalatie) {
            let dagen = |sinds: Moment| Some(feit.grens.dagnummer()? - sinds.dagnummer()?);
            self.lag = self.sinds.and_then(dagen);
        }
        // What is carried out does not lie, and what has ended is not followed.
        let wacht = fase.is_some_and(|fase| fase != Fase::Uitvoering && !fase.is_einde());
        let besloten = matches!(feit.event.event, Gebeurtenis::EscalatieBesloten(_)) && wacht;
        self.besloten = eerst.filter(|_| besloten);
        self.sinds = Some(feit.grens);
    }

    pub(super) fn is_vervolg(&self) -> bool {
        self.besloten.is_some()
    }

    /// Which level decided.
    pub(super) fn niveau(&self) -> Option<Fase> {
        self.besloten
    }

    /// The day on which what began then would have lasted as long as it lay before.
    pub(super) fn even_lang(&self, van: Moment) -> Option<i64> {
        Some(van.dagnummer()? + self.lag?)
    }
}

/// How the wait after an escalation compares with the one before.
pub(super) fn uitkomst(even_lang: Option<i64>, tot: Moment) -> &'static str {
    match even_lang.zip(tot.dagnummer()) {
        Some((even_lang, tot)) if tot < even_lang => "korter",
        Some((even_lang, tot)) if tot > even_lang => "langer",
        Some(_) => "even_lang",
        None => "onbekend",
    }
}
