//! How an episode ended, and why.

use super::super::Feit;
use super::lopend::Sleutel;
use super::{Open, escalatie};
use jiff::civil::Date;
use wijkspoor_domain::Moment;
use wijkspoor_domain::episode::{BEEINDIGD, Episodesoort};
use wijkspoor_domain::initiatief::Gebeurtenis as G;
use wijkspoor_domain::termijn::Stand;
use wijkspoor_domain::werkstroom::Fase;

/// The outcome and its reason, as codes; empty where there is nothing to say.
pub(super) fn uitkomst(open: &Open, tot: Moment, feit: &Feit) -> (&'static str, &'static str) {
    let sleutel = &open.sleutel;
    match sleutel.soort {
        // To where those who decided sent it.
        Episodesoort::Beurt if feit.beweegt && was_escalatie(feit) => (feit.fase, ""),
        Episodesoort::Beurt => ("", ""),
        Episodesoort::Overdracht | Episodesoort::Blokkade => opdracht(&feit.event.event),
        Episodesoort::Stagnatie => match &feit.event.event {
            G::StagnatieOpgeheven(_) => ("opgeheven", ""),
            G::StagnatieGemeld(_) => ("andere_oorzaak", ""),
            _ => ("vervolgd", ""),
        },
        Episodesoort::Radiostilte => match &feit.event.event {
            // In which phase the applicant heard something.
            G::TerugkoppelingGegeven(_) => ("terugkoppeling", feit.fase),
            _ => (BEEINDIGD, feit.fase),
        },
        Episodesoort::Vraag => match &feit.event.event {
            G::Feit(antwoord) if antwoord.betreft.is_some() => (antwoord.soort.code, ""),
            _ => (BEEINDIGD, ""),
        },
        Episodesoort::Aanloop | Episodesoort::Looptijd => (feit.fase, ""),
        Episodesoort::Termijn => (termijn(sleutel, feit), ""),
        // In which phase it was reversed.
        Episodesoort::Besluit => ("teruggedraaid", feit.fase),
        Episodesoort::Vervolg => (escalatie::uitkomst(open.norm_dag, tot), feit.fase),
    }
}

fn was_escalatie(feit: &Feit) -> bool {
    feit.eerst.and_then(Fase::van_code).is_some_and(Fase::is_escalatie)
}

fn termijn(sleutel: &Sleutel, feit: &Feit) -> &'static str {
    let Some(klok) = feit.gestopt(&sleutel.naam) else { return BEEINDIGD };
    match klok.afleiding(Date::MAX, &feit.inrichting.kalender) {
        Some((_, Stand::TeLaat)) => "te_laat",
        Some(_) => "gehaald",
        None => "onbekend",
    }
}

fn opdracht(gebeurtenis: &G) -> (&'static str, &'static str) {
    match gebeurtenis {
        G::OpdrachtGeaccepteerd(_) => ("geaccepteerd", ""),
        G::OpdrachtGeweigerd(o) => ("geweigerd", o.reden.code()),
        G::OpdrachtTeruggegeven(o) => ("teruggegeven", o.reden.code()),
        G::OpdrachtGedeblokkeerd(_) => ("gedeblokkeerd", ""),
        G::OpdrachtIngetrokken(_) => ("ingetrokken", ""),
        _ => (BEEINDIGD, ""),
    }
}
