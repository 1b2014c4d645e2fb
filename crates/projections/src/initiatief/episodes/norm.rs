//! The last day on which an episode would be in time.

use super::super::Feit;
use super::lopend::Sleutel;
use uuid::Uuid;
use wijkspoor_domain::Moment;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::inrichting::{ANTWOORD, RADIOSTILTE};
use wijkspoor_domain::moment::dagnummer;
use wijkspoor_domain::termijn::norm;

/// From the definition, from what was agreed, or from policy; `None` where no norm holds or nobody knows when it began.
pub(super) fn norm_dag(sleutel: &Sleutel, feit: &Feit, van: Moment) -> Option<i64> {
    let afgesproken = match (sleutel.soort, &feit.event.event) {
        (Episodesoort::Overdracht, Gebeurtenis::OpdrachtUitgezet(o)) => o.uiterlijk,
        (Episodesoort::Vraag, Gebeurtenis::Feit(f)) => f.datum("uiterlijk"),
        _ => None,
    };
    if let Some(dag) = afgesproken {
        return Some(dagnummer(dag));
    }
    let duur = match sleutel.soort {
        Episodesoort::Beurt => feit.werkstroom?.status(&feit.toestand.status)?.norm,
        Episodesoort::Overdracht => feit.inrichting.norm(ANTWOORD, van),
        Episodesoort::Radiostilte => feit.inrichting.norm(RADIOSTILTE, van),
        _ => None,
    }?;
    van.is_bekend().then(|| dagnummer(norm(van.dag(), duur, &feit.inrichting.kalender)))
}

/// The question that may be answered later, and the last day.
pub(super) fn andere_norm(feit: &Feit) -> Option<(Uuid, i64)> {
    let Gebeurtenis::Feit(f) = &feit.event.event else { return None };
    f.betreft.zip(f.datum("uiterlijk").map(dagnummer))
}
