//! Moving a case over the definition: transitions, with what they require filled from the entry.

use super::bestand::Regel;
use super::route::eerste_stap;
use super::speler::{Bron, Speler};
use super::woorden::naam;
use wijkspoor_domain::initiatief::gebeurtenis::Besluitsoort;
use wijkspoor_domain::initiatief::handeling::{NieuwBesluit, NieuweOvergang};
use wijkspoor_domain::initiatief::{Handeling, Weigering};
use wijkspoor_domain::werkstroom::{Fase, Overgang, Overgangsoort, Vereiste};
use wijkspoor_domain::{Actor, Gevoelig, Rol};

const TUSSENSTAP: &str = "Afgeleide tussenstap: de bron zegt niet hoe het hier kwam.";

impl Speler<'_> {
    /// Brings the initiative to a status; only the last step is what the entry says, the others are derived. Gives
    /// whether anything happened. For an entry no detour is invented.
    pub(super) fn ga_naar(&mut self, status: &str, bron: Bron) -> Result<bool, Weigering> {
        let omweg = !matches!(bron, Bron::Regel(_));
        if !omweg && !self.beweegt {
            return Ok(false);
        }
        let mut gestapt = false;
        while let Some(stap) = eerste_stap(self.werkstroom, self.toestand()?, status, omweg) {
            let van = match bron {
                Bron::Regel(_) if stap.naar != status => Bron::Afgeleid(TUSSENSTAP),
                bron => bron,
            };
            let aanleiding = if let Bron::Regel(regel) = bron { Some(regel) } else { None };
            self.neem(stap.overgang, van, aanleiding)?;
            gestapt = true;
        }
        Ok(gestapt)
    }

    /// Takes a transition; `aanleiding` is the entry that it leads to.
    fn neem(&mut self, overgang: &Overgang, bron: Bron, aanleiding: Option<&Regel>) -> Result<(), Weigering> {
        let tekst = match bron {
            Bron::Regel(regel) => regel.tekst().unwrap_or(&regel.soort),
            Bron::Gegeven(tekst, _) | Bron::Afgeleid(tekst) => tekst,
        };
        let gevoelig = || Some(Gevoelig::new(tekst));
        let mut nieuw =
            NieuweOvergang { overgang: overgang.code.clone(), motivering: gevoelig(), ..Default::default() };
        for vereiste in &overgang.vereist {
            match vereiste {
                Vereiste::Motivering => {}
                Vereiste::Vraag => nieuw.vraag = gevoelig(),
                Vereiste::Hersteltermijn => {
                    nieuw.hersteltermijn = Some(self.moment().dag());
                    let uitleg =
                        "De bron noemt geen hersteltermijn; de datum van de vraag staat op die plaats.";
                    nieuw.vraag = Some(Gevoelig::new(format!("{tekst} ({uitleg})")));
                }
                Vereiste::Resultaat => nieuw.resultaat = gevoelig(),
                Vereiste::Geschilpunt => nieuw.geschilpunt = gevoelig(),
                Vereiste::Besluit => {
                    let soort = match overgang.soort {
                        Overgangsoort::BesluitOpEscalatie => Besluitsoort::Escalatie,
                        Overgangsoort::WijsAf => Besluitsoort::Afwijzing,
                        _ => Besluitsoort::Overig,
                    };
                    nieuw.besluit = Some(self.nieuw_besluit(soort, tekst));
                }
                Vereiste::Opdracht if self.toestand()?.opdrachten.is_empty() => {
                    nieuw.opdrachten = self.opdrachten(self.afdelingen_van(aanleiding), tekst);
                }
                Vereiste::Opdracht => {}
                Vereiste::GeenOpenOpdrachten => self.rond_alles_af()?,
            }
        }
        let actor = self.uitvoerder(overgang)?;
        self.doe(Handeling::VoerOvergangUit(nieuw), actor, bron)
    }

    /// A decision of which the source does not say in what mandate it was taken.
    pub(super) fn nieuw_besluit(&self, soort: Besluitsoort, motivering: &str) -> NieuwBesluit {
        NieuwBesluit {
            id: self.nieuw_id("besluit"),
            soort,
            mandaat: naam("niet vermeld"),
            motivering: Gevoelig::new(motivering),
            grondslag: None,
            hoedanigheid: None,
            portefeuille: None,
            alternatieven: None,
        }
    }

    /// Who takes a transition: on the second escalation the college, else the first whom the definition names (a
    /// department only when there is no other: it could not act without an order).
    fn uitvoerder(&self, overgang: &Overgang) -> Result<Actor, Weigering> {
        let bestuurlijk = self.fase()? == Some(Fase::EscalatieBestuurlijk);
        let rol = match bestuurlijk && overgang.rollen.contains(&Rol::Bestuur) {
            true => Rol::Bestuur,
            false => overgang.rollen.iter().copied().find(|r| *r != Rol::Afdeling).unwrap_or(Rol::Tlo),
        };
        Ok(self.met_rol(rol))
    }
}
