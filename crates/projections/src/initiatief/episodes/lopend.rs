//! What lasts now, as the state tells it.

use super::super::Feit;
use super::escalatie::Escalatie;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use uuid::Uuid;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::initiatief::gebeurtenis::{TermijnGesignaleerd, Tijdsignaal};
use wijkspoor_domain::initiatief::{Beurt, Gebeurtenis, Opdrachtstatus};
use wijkspoor_domain::{Naam, Partij};

/// What makes an episode another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Sleutel<'a> {
    pub(super) soort: Episodesoort,
    /// Who must act: the kind of party, or nothing where nobody in particular must.
    pub(super) partij: Cow<'a, str>,
    /// Its name, where parties of that kind have one; of a term its code.
    pub(super) naam: Cow<'a, str>,
    /// The order, the question or the decision.
    pub(super) bij: Option<Uuid>,
}

impl<'a> Sleutel<'a> {
    fn van(soort: Episodesoort, partij: &'static str, naam: &'a str, bij: Option<Uuid>) -> Self {
        Self { soort, partij: Cow::Borrowed(partij), naam: Cow::Borrowed(naam), bij }
    }

    fn van_partij(soort: Episodesoort, partij: &'a Partij, bij: Option<Uuid>) -> Self {
        Self::van(soort, partij.soort(), partij.naam().map_or("", Naam::as_str), bij)
    }

    fn zonder_partij(soort: Episodesoort, naam: &'a str, bij: Option<Uuid>) -> Self {
        Self::van(soort, "", naam, bij)
    }

    /// Whether they are the same; what differs most comes first, for this is asked of each with each.
    pub(super) fn is(&self, ander: &Sleutel) -> bool {
        self.soort == ander.soort
            && self.bij == ander.bij
            && self.naam == ander.naam
            && self.partij == ander.partij
    }

    /// To keep.
    pub(super) fn eigen(self) -> Sleutel<'static> {
        let Self { soort, partij, naam, bij } = self;
        Sleutel { soort, partij: partij.into_owned().into(), naam: naam.into_owned().into(), bij }
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
}

/// Everything that lasts after an event; `beurten` are those whose turn it is.
pub(super) fn lopend<'a>(
    feit: &'a Feit,
    beurten: &'a BTreeSet<Beurt>,
    gestart: bool,
    escalatie: &Escalatie,
) -> Vec<Sleutel<'a>> {
    let toestand = feit.toestand;
    let beurt = |b: &'a Beurt| Sleutel::van_partij(Episodesoort::Beurt, &b.partij, b.opdracht);
    let mut nu: Vec<Sleutel> = beurten.iter().map(beurt).collect();
    // A decision stands, also after the end, until it is reversed.
    nu.extend(
        toestand.besluiten.keys().map(|id| Sleutel::zonder_partij(Episodesoort::Besluit, "", Some(*id))),
    );
    if feit.is_einde() {
        return nu;
    }
    if escalatie.is_vervolg() {
        nu.push(Sleutel::zonder_partij(Episodesoort::Vervolg, "", None));
    }
    for (id, opdracht) in &toestand.opdrachten {
        let soort = match opdracht.status {
            Opdrachtstatus::Uitgezet => Episodesoort::Overdracht,
            Opdrachtstatus::Geblokkeerd => Episodesoort::Blokkade,
            _ => continue,
        };
        nu.push(Sleutel::van(soort, Partij::AFDELING, opdracht.afdeling.as_str(), Some(*id)));
    }
    for (id, open) in &toestand.feiten.open {
        let bij = open.bij.as_ref().map_or("", Naam::as_str);
        nu.push(Sleutel::zonder_partij(Episodesoort::Vraag, bij, Some(*id)));
    }
    if toestand.stagnatie.is_some() {
        nu.push(Sleutel::zonder_partij(Episodesoort::Stagnatie, "", None));
    }
    if !gestart {
        nu.push(Sleutel::zonder_partij(Episodesoort::Aanloop, "", None));
    }
    nu.push(Sleutel::zonder_partij(Episodesoort::Looptijd, "", None));
    let termijnen = feit.klokken.lopend().map(|klok| &klok.termijn.code);
    nu.extend(termijnen.map(|code| Sleutel::zonder_partij(Episodesoort::Termijn, code, None)));
    // The TLO owes the applicant word, wherever the work lies.
    nu.push(Sleutel::van_partij(Episodesoort::Radiostilte, &Partij::Tlo, None));
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
