//! How an episode ended, and why.

use super::super::Feit;
use wijkspoor_domain::episode::{BEEINDIGD, Episodesoort};
use wijkspoor_domain::initiatief::Gebeurtenis as G;

/// The outcome and its reason, as codes; empty where there is nothing to say.
pub(super) fn uitkomst(soort: Episodesoort, feit: &Feit) -> (&'static str, &'static str) {
    match soort {
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
