//! Orders to departments, as far as a case speaks of them.

use super::bestand::Regel;
use super::speler::{Bron, Speler};
use super::woorden::{NIET_GENOEMD, genoemd, naam};
use uuid::Uuid;
use wijkspoor_domain::initiatief::handeling::{NieuweOpdracht, Opdrachtactie as A};
use wijkspoor_domain::initiatief::{Handeling, Opdrachtstatus as S, Weigering};
use wijkspoor_domain::werkstroom::Fase;
use wijkspoor_domain::{Gevoelig, Naam};

const VOORAF: &str = "Afgeleid: dit moet aan de volgende stap vooraf zijn gegaan.";
const KREEG: &str = "Afgeleid: de afdeling werkt eraan, dus kreeg zij de opdracht.";
const ALSNOG: &str = "Afgeleid: er is alsnog een afdeling genoemd.";
const ZONDER: &str = "Afgeleid: het initiatief is zonder deze opdracht verder gegaan.";
const NIET_VERMELD: &str = "Niet vermeld in de bron.";
/// The domain takes no more unsettled orders than a hundred; nobody counts on more.
const MAX_OPDRACHTEN: usize = 100;

/// What an entry about an order does.
pub(super) struct Actie {
    /// Where the order must stand.
    pub(super) bij: &'static [S],
    /// Whether a department that is named must have had an order, also when no entry speaks of it.
    pub(super) veronderstelt: bool,
    /// The action, from the explanation and all that the entry says.
    pub(super) maak: fn(Gevoelig, &str) -> A,
}

impl Speler<'_> {
    /// The departments that an entry names.
    pub(super) fn genoemd(&self, regel: &Regel) -> Vec<Naam> {
        genoemd(&self.casus.afdelingen, &regel.alles())
    }

    /// The departments that an entry names; without any: the back office at large.
    pub(super) fn afdelingen_van(&self, regel: Option<&Regel>) -> Vec<Naam> {
        let gevonden = regel.map(|r| self.genoemd(r)).unwrap_or_default();
        if gevonden.is_empty() { vec![naam(NIET_GENOEMD)] } else { gevonden }
    }

    pub(super) fn opdrachten(&self, afdelingen: Vec<Naam>, tekst: &str) -> Vec<NieuweOpdracht> {
        let nieuw = |afdeling: Naam| NieuweOpdracht {
            id: self.nieuw_id(afdeling.as_str()),
            afdeling,
            omschrijving: Gevoelig::new(tekst),
            uiterlijk: None,
        };
        let lopend = self.toestand().map_or(0, |t| t.opdrachten.len());
        afdelingen.into_iter().take(MAX_OPDRACHTEN.saturating_sub(lopend)).map(nieuw).collect()
    }

    /// Handing over to the back office, or more of it; when it is there already, the departments that are named take it
    /// up.
    pub(super) fn kernorganisatie(&mut self, regel: &Regel) -> Result<bool, Weigering> {
        let gestapt = self.ga_naar("in_behandeling_kernorganisatie", Bron::Regel(regel))?;
        let genoemd = self.genoemd(regel);
        if regel.soort == "overgedragen_aan_kernorganisatie" {
            return Ok(gestapt || self.geef(genoemd, Bron::Regel(regel))?);
        }
        self.geef(genoemd.clone(), Bron::Afgeleid(KREEG))?;
        let nieuw: Vec<(Uuid, Naam)> = (self.toestand()?.opdrachten.iter())
            .filter(|(_, o)| o.status == S::Uitgezet && (genoemd.is_empty() || genoemd.contains(&o.afdeling)))
            .map(|(id, o)| (*id, o.afdeling.clone()))
            .collect();
        for (opdracht, afdeling) in &nieuw {
            let handeling = Handeling::Opdracht { opdracht: *opdracht, actie: accepteer() };
            self.doe(handeling, self.afdeling(afdeling), Bron::Regel(regel))?;
        }
        Ok(gestapt || !nieuw.is_empty())
    }

    /// Orders to the departments that an entry names.
    pub(super) fn zet_uit(&mut self, regel: &Regel) -> Result<bool, Weigering> {
        match self.fase()? {
            // Handing over is done by giving orders.
            Some(Fase::Ingediend | Fase::Tlo) => {
                self.ga_naar("in_behandeling_kernorganisatie", Bron::Regel(regel))
            }
            _ => self.geef(self.afdelingen_van(Some(regel)), Bron::Regel(regel)),
        }
    }

    /// Gives orders to the departments that have none, where the status knows orders; the order to the back office at
    /// large then lapses.
    fn geef(&mut self, mut afdelingen: Vec<Naam>, bron: Bron) -> Result<bool, Weigering> {
        let lopend = &self.toestand()?.opdrachten;
        afdelingen.retain(|a| !lopend.values().any(|o| o.afdeling == *a));
        let algemeen = lopend.iter().find(|(_, o)| o.afdeling.as_str() == NIET_GENOEMD).map(|(id, _)| *id);
        let tekst = if let Bron::Regel(regel) = bron { regel.tekst() } else { None };
        let opdrachten = self.opdrachten(afdelingen, tekst.unwrap_or(NIET_VERMELD));
        if self.doe(Handeling::ZetOpdrachtenUit(opdrachten), self.tlo(), bron).is_err() {
            return Ok(false);
        }
        if let Some(id) = algemeen {
            self.tussenactie(id, A::TrekIn { toelichting: Gevoelig::new(ALSNOG) }, ALSNOG)?;
        }
        Ok(true)
    }

    /// An action on the orders of the departments that are named, or else of all that it can be done with.
    pub(super) fn opdracht(&mut self, regel: &Regel, actie: &Actie) -> Result<bool, Weigering> {
        let genoemd = self.genoemd(regel);
        if actie.veronderstelt {
            self.geef(genoemd.clone(), Bron::Afgeleid(KREEG))?;
        }
        let alle: Vec<_> = (self.toestand()?.opdrachten.iter())
            .map(|(id, o)| (*id, o.afdeling.clone(), o.status))
            .filter(|(_, afdeling, _)| genoemd.is_empty() || genoemd.contains(afdeling))
            .collect();
        let mut gedaan = false;
        for (id, afdeling, status) in alle {
            if !actie.bij.contains(&status) {
                // What comes before it must have happened, if it is one step.
                match (status, actie.bij) {
                    (S::Uitgezet, [S::Geaccepteerd]) => self.tussenactie(id, accepteer(), VOORAF)?,
                    (S::Geblokkeerd, [S::Geaccepteerd]) => {
                        self.tussenactie(id, A::Deblokkeer { toelichting: None }, VOORAF)?
                    }
                    _ => continue,
                }
            }
            let toelichting = Gevoelig::new(regel.tekst().unwrap_or(&regel.soort));
            let actie = (actie.maak)(toelichting, &regel.alles());
            let actor = self.uitvoerder_van(&actie, &afdeling);
            self.doe(Handeling::Opdracht { opdracht: id, actie }, actor, Bron::Regel(regel))?;
            gedaan = true;
        }
        Ok(gedaan)
    }

    fn uitvoerder_van(&self, actie: &A, afdeling: &Naam) -> wijkspoor_domain::Actor {
        match actie {
            A::TrekIn { .. } | A::ZetOpnieuwUit { .. } => self.tlo(),
            _ => self.afdeling(afdeling),
        }
    }

    /// An action that no entry speaks of.
    fn tussenactie(&mut self, opdracht: Uuid, actie: A, waarom: &str) -> Result<(), Weigering> {
        let Some(afdeling) = self.toestand()?.opdrachten.get(&opdracht).map(|o| o.afdeling.clone()) else {
            return Ok(());
        };
        let actor = self.uitvoerder_van(&actie, &afdeling);
        self.doe(Handeling::Opdracht { opdracht, actie }, actor, Bron::Afgeleid(waarom))
    }

    /// Settles every order, before something for which none may stand open.
    pub(super) fn rond_alles_af(&mut self) -> Result<(), Weigering> {
        let open: Vec<_> = self.toestand()?.opdrachten.iter().map(|(id, o)| (*id, o.status)).collect();
        for (id, status) in open {
            match status {
                S::Uitgezet => self.tussenactie(id, accepteer(), VOORAF)?,
                S::Geblokkeerd => self.tussenactie(id, A::Deblokkeer { toelichting: None }, VOORAF)?,
                S::Geaccepteerd => {}
                S::Geweigerd | S::Teruggegeven => {
                    self.tussenactie(id, A::TrekIn { toelichting: Gevoelig::new(ZONDER) }, ZONDER)?;
                    continue;
                }
            }
            self.tussenactie(id, A::RondAf { toelichting: None }, VOORAF)?;
        }
        Ok(())
    }
}

/// Accepting without a word.
fn accepteer() -> A {
    A::Accepteer { behandelaar: None, toelichting: None }
}
