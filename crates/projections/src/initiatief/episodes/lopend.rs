//! What lasts now, as the state tells it.

use super::super::Feit;
use super::escalatie::Escalatie;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::initiatief::gebeurtenis::{TermijnGesignaleerd, Tijdsignaal};
use wijkspoor_domain::initiatief::{Beurt, Gebeurtenis, Opdrachtstatus, aan_zet};
use wijkspoor_domain::{Naam, Partij};

/// What makes an episode another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Sleutel {
    pub(super) soort: Episodesoort,
    /// Who must act: the kind of party, or nothing where nobody in particular must.
    pub(super) partij: String,
    /// Its name, where parties of that kind have one; of a term its code.
    pub(super) naam: String,
    /// The order, the question or the decision.
    pub(super) bij: Option<Uuid>,
}

impl Sleutel {
    fn van_partij(soort: Episodesoort, partij: &Partij, bij: Option<Uuid>) -> Self {
        let naam = partij.naam().map_or("", Naam::as_str).to_owned();
        Self { soort, partij: partij.soort().to_owned(), naam, bij }
    }

    /// Whether the clock speaks of it; its nature says what there is to signal.
    pub(super) fn is_bedoeld(&self, aard: &str, s: &TermijnGesignaleerd) -> bool {
        let verstreken = s.signaal != Tijdsignaal::TermijnNadert;
        Tijdsignaal::van(self.soort, aard, verstreken) == Some(s.signaal)
            && s.bij == self.bij
            && s.partij.as_ref().map_or("", Partij::soort) == self.partij
            && s.termijn.as_ref().is_none_or(|code| *code == self.naam)
            && s.partij.as_ref().and_then(Partij::naam).is_none_or(|naam| naam.as_str() == self.naam)
    }

    fn zonder_partij(soort: Episodesoort, naam: &str, bij: Option<Uuid>) -> Self {
        Self { soort, partij: String::new(), naam: naam.to_owned(), bij }
    }
}

/// Everything that lasts after an event.
pub(super) fn lopend(feit: &Feit, gestart: bool, escalatie: &Escalatie) -> BTreeSet<Sleutel> {
    let toestand = feit.toestand;
    let beurten: BTreeSet<Beurt> = feit.werkstroom.map(|w| aan_zet(toestand, w)).unwrap_or_default();
    let beurt = |b: &Beurt| Sleutel::van_partij(Episodesoort::Beurt, &b.partij, b.opdracht);
    let mut nu: BTreeSet<Sleutel> = beurten.iter().map(beurt).collect();
    // A decision stands, also after the end, until it is reversed.
    nu.extend(
        toestand.besluiten.keys().map(|id| Sleutel::zonder_partij(Episodesoort::Besluit, "", Some(*id))),
    );
    if feit.is_einde() {
        return nu;
    }
    if escalatie.is_vervolg() {
        nu.insert(Sleutel::zonder_partij(Episodesoort::Vervolg, "", None));
    }
    for (id, opdracht) in &toestand.opdrachten {
        let soort = match opdracht.status {
            Opdrachtstatus::Uitgezet => Episodesoort::Overdracht,
            Opdrachtstatus::Geblokkeerd => Episodesoort::Blokkade,
            _ => continue,
        };
        nu.insert(Sleutel::van_partij(soort, &Partij::Afdeling(opdracht.afdeling.clone()), Some(*id)));
    }
    for (id, open) in &toestand.feiten.open {
        let bij = open.bij.as_ref().map_or("", Naam::as_str);
        nu.insert(Sleutel::zonder_partij(Episodesoort::Vraag, bij, Some(*id)));
    }
    if toestand.stagnatie.is_some() {
        nu.insert(Sleutel::zonder_partij(Episodesoort::Stagnatie, "", None));
    }
    if !gestart {
        nu.insert(Sleutel::zonder_partij(Episodesoort::Aanloop, "", None));
    }
    nu.insert(Sleutel::zonder_partij(Episodesoort::Looptijd, "", None));
    let termijnen = feit.klokken.lopend().map(|klok| &klok.termijn.code);
    nu.extend(termijnen.map(|code| Sleutel::zonder_partij(Episodesoort::Termijn, code, None)));
    // The TLO owes the applicant word, wherever the work lies.
    nu.insert(Sleutel::van_partij(Episodesoort::Radiostilte, &Partij::Tlo, None));
    nu
}

/// Whether an event ends what lasts, although the same lasts on: a new episode begins.
pub(super) fn herbegint(sleutel: &Sleutel, feit: &Feit) -> bool {
    match sleutel.soort {
        Episodesoort::Beurt | Episodesoort::Vervolg => feit.beweegt,
        Episodesoort::Radiostilte => matches!(feit.event.event, Gebeurtenis::TerugkoppelingGegeven(_)),
        Episodesoort::Stagnatie => {
            feit.before.toestand().is_some_and(|t| t.stagnatie != feit.toestand.stagnatie)
        }
        Episodesoort::Termijn => feit.gestopt(&sleutel.naam).is_some(),
        _ => false,
    }
}
