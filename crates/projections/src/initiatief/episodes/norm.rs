//! The last day on which an episode would be in time, and the day on which the clock must say something about it.

use super::super::Feit;
use super::Open;
use super::escalatie::Escalatie;
use super::lopend::Sleutel;
use wijkspoor_domain::Moment;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::initiatief::gebeurtenis::Tijdsignaal;
use wijkspoor_domain::inrichting::{ANTWOORD, RADIOSTILTE};
use wijkspoor_domain::moment::dagnummer;
use wijkspoor_domain::termijn::{VOLGT, norm};
use wijkspoor_domain::upcast::StoredEvent;

/// From the definition, from what was agreed, or from policy; `None` where no norm holds or nobody knows when it began.
pub(super) fn norm_dag(sleutel: &Sleutel, feit: &Feit, van: Moment, escalatie: &Escalatie) -> Option<i64> {
    let afgesproken = match (sleutel.soort, &feit.event.event) {
        (Episodesoort::Overdracht, Gebeurtenis::OpdrachtUitgezet(o)) => o.uiterlijk,
        (Episodesoort::Vraag, Gebeurtenis::Feit(f)) => f.datum("uiterlijk"),
        (Episodesoort::Termijn, _) => return einde_termijn(sleutel, feit),
        (Episodesoort::Vervolg, _) => return escalatie.even_lang(van),
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

/// The last day of what lasts on, when the event moves it; the inner `None` when nobody knows it any more.
#[expect(clippy::option_option, reason = "not moved, and moved to nobody knows when, are two things")]
pub(super) fn andere_norm(open: &Open, feit: &Feit) -> Option<Option<i64>> {
    let dag = match &feit.event.event {
        _ if open.sleutel.soort == Episodesoort::Termijn => {
            VOLGT.contains(&feit.event.event.soort()).then(|| einde_termijn(&open.sleutel, feit))?
        }
        // The same question may be answered later than was asked at first.
        Gebeurtenis::Feit(f) if f.betreft.is_some() && f.betreft == open.sleutel.bij => {
            Some(dagnummer(f.datum("uiterlijk")?))
        }
        _ => return None,
    };
    (dag != open.norm_dag).then_some(dag)
}

fn einde_termijn(sleutel: &Sleutel, feit: &Feit) -> Option<i64> {
    let klok = feit.klokken.lopend().find(|klok| klok.termijn.code == sleutel.naam)?;
    klok.laatste_dag(&feit.inrichting.kalender).map(dagnummer)
}

/// From which day on the clock must say something about it; `None` where there is nothing to say (any more).
pub(super) fn wek_dag(open: &Open, feit: &Feit) -> Option<i64> {
    let norm_dag = open.norm_dag.filter(|_| !feit.is_einde())?;
    let verstreken = norm_dag + 1;
    let nadert = norm_dag - feit.inrichting.waarschuwing(feit.moment());
    let soort = |verstreken| Tijdsignaal::van(open.sleutel.soort, &open.aard, verstreken);
    match open.signaal {
        Some(signaal) if Some(signaal) == soort(true) => None,
        // Who begins with less time than the warning takes needs none.
        None if soort(false).is_some() && open.van.dagnummer().is_some_and(|van| van < nadert) => {
            Some(nadert)
        }
        _ => soort(true).map(|_| verstreken),
    }
}
