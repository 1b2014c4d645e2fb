//! Taking a transition of the definition: role, status, requirements and guards, and the event of its kind.

use super::gebeurtenis::{
    AanvullingGevraagd, EscalatieBesloten, Gebeurtenis, Geescaleerd, Gestapt, InitiatiefAangehouden,
    InitiatiefGerealiseerd, OpdrachtGewijzigd, Stap,
};
use super::handeling::NieuweOvergang;
use super::toestand::Toestand;
use super::weigering::{Weigering, heeft_rol};
use super::{Geval, Initiatief};
use crate::werkstroom::{Doel, Overgang, Overgangsoort, Status, Vereiste, Werkstroom};
use crate::{Actor, Gevoelig, Rol};

/// A transition that an actor may take now.
#[derive(Debug, Clone, PartialEq)]
pub struct MogelijkeOvergang<'a> {
    /// The transition.
    pub overgang: &'a Overgang,
    /// The status that it leads to from here.
    pub naar: &'a Status,
    /// Conditions of the initiative that are not met yet; what comes along is in `overgang.vereist`.
    pub belemmering: Vec<Vereiste>,
}

/// What an actor may do now, in the order of the definition.
pub fn mogelijke_overgangen<'a>(
    initiatief: &'a Initiatief,
    werkstroom: &'a Werkstroom,
    actor: &Actor,
) -> Vec<MogelijkeOvergang<'a>> {
    let Some(toestand) = initiatief.toestand().filter(|t| t.vernietigd.is_none()) else { return Vec::new() };
    (werkstroom.overgangen_van(&toestand.status))
        .filter(|overgang| bevoegd(overgang.rollen.as_slice(), actor, toestand, "").is_ok())
        .filter_map(|overgang| {
            let naar = werkstroom.status(naar(overgang, toestand)?)?;
            let open =
                overgang.vereist.contains(&Vereiste::GeenOpenOpdrachten) && !toestand.opdrachten.is_empty();
            let belemmering = if open { vec![Vereiste::GeenOpenOpdrachten] } else { Vec::new() };
            Some(MogelijkeOvergang { overgang, naar, belemmering })
        })
        .collect()
}

/// Whether an actor may do what is reserved to some roles, for this initiative.
pub(super) fn bevoegd(
    rollen: &[Rol],
    actor: &Actor,
    toestand: &Toestand,
    wat: &str,
) -> Result<(), Weigering> {
    heeft_rol(rollen, actor, wat)?;
    let weiger = |omdat| Err(Weigering::niet_bevoegd(rollen, actor, wat, Some(omdat)));
    match actor.rol {
        Rol::Tlo if actor.gebied.as_ref().is_some_and(|g| *g != toestand.gebied) => {
            weiger("van een ander gebied")
        }
        Rol::Afdeling
            if !toestand.opdrachten.values().any(|o| actor.afdeling.as_ref() == Some(&o.afdeling)) =>
        {
            weiger("zonder opdracht bij dit initiatief")
        }
        _ => Ok(()),
    }
}

/// The fields that may come along with a transition: always why and when, and what its kind or its requirements use.
pub fn mee_te_geven(overgang: &Overgang) -> Vec<&'static str> {
    let vraagt = |vereiste| overgang.vereist.contains(&vereiste);
    let soort = |soort| overgang.soort == soort;
    let velden = [
        ("motivering", true),
        ("vraag", vraagt(Vereiste::Vraag)),
        ("hersteltermijn", soort(Overgangsoort::VraagAanvulling)),
        ("geschilpunt", vraagt(Vereiste::Geschilpunt)),
        ("portefeuille", vraagt(Vereiste::Geschilpunt)),
        ("resultaat", soort(Overgangsoort::Realiseer)),
        ("tot", soort(Overgangsoort::HoudAan)),
        ("besluit", vraagt(Vereiste::Besluit)),
        ("opdrachten", vraagt(Vereiste::Opdracht)),
        ("plaatsgevonden", true),
    ];
    velden.into_iter().filter_map(|(veld, mag)| mag.then_some(veld)).collect()
}

fn naar<'a>(overgang: &'a Overgang, toestand: &'a Toestand) -> Option<&'a str> {
    match &overgang.naar {
        Doel::Status(code) => Some(code),
        Doel::Herkomst => toestand.herkomst.get(&toestand.status).map(String::as_str),
    }
}

impl Geval<'_> {
    /// The codes of all transitions from here, whoever may take them.
    pub(super) fn mogelijk(&self) -> Vec<String> {
        self.werkstroom.overgangen_van(&self.toestand.status).map(|o| o.code.clone()).collect()
    }

    pub(super) fn overgang(&self, nieuw: &NieuweOvergang) -> Result<Vec<Gebeurtenis>, Weigering> {
        let (toestand, status) = (self.toestand, &self.toestand.status);
        let code = nieuw.overgang.clone();
        let overgang = (self.werkstroom.overgang(&code)).ok_or_else(|| Weigering::OnbekendeOvergang {
            overgang: code.clone(),
            mogelijk: self.mogelijk(),
        })?;
        let niet_mogelijk = || Weigering::OvergangNietMogelijk {
            overgang: code.clone(),
            status: status.clone(),
            mogelijk: self.mogelijk(),
        };
        if !overgang.van.contains(status) {
            return Err(niet_mogelijk());
        }
        bevoegd(&overgang.rollen, &self.context.actor, toestand, &format!("de overgang {code:?}"))?;
        self.controleer_vereisten(overgang, nieuw)?;
        self.context.controleer_termijn("hersteltermijn", nieuw.hersteltermijn)?;
        self.context.controleer_termijn("tot", nieuw.tot)?;
        self.controleer_portefeuille("portefeuille", nieuw.portefeuille.as_ref())?;
        let doel =
            naar(overgang, toestand).and_then(|n| self.werkstroom.status(n)).ok_or_else(niet_mogelijk)?;

        let mut gebeurtenissen = Vec::new();
        if let Some(besluit) = &nieuw.besluit {
            gebeurtenissen.push(self.besluit_genomen(besluit)?);
        }
        // Orders before the step and withdrawals after it: so the ball goes straight from one party to the next.
        if !nieuw.opdrachten.is_empty() {
            gebeurtenissen.extend(self.opdrachten_uitgezet(&nieuw.opdrachten)?);
        }
        let stap = Stap {
            overgang: code,
            van: status.clone(),
            naar: doel.code.clone(),
            terug: overgang.naar == Doel::Herkomst,
            motivering: nieuw.motivering.clone(),
        };
        gebeurtenissen.extend(gebeurtenis(overgang.soort, stap, nieuw));
        if !doel.kent_opdrachten() {
            // Nobody would have the ball for them any more.
            let toelichting = Some(Gevoelig::new(format!("Vervallen bij: {}", overgang.naam)));
            gebeurtenissen.extend(toestand.opdrachten.keys().map(|id| {
                let toelichting = toelichting.clone();
                Gebeurtenis::OpdrachtIngetrokken(OpdrachtGewijzigd { opdracht: *id, toelichting })
            }));
        }
        Ok(gebeurtenissen)
    }

    /// All that is missing or too much comes together.
    fn controleer_vereisten(&self, overgang: &Overgang, nieuw: &NieuweOvergang) -> Result<(), Weigering> {
        let gevuld = |tekst: &Option<Gevoelig>| tekst.as_ref().is_some_and(|t| !t.is_leeg());
        let ontbreekt: Vec<_> = (overgang.vereist.iter().copied())
            .filter(|vereiste| !match vereiste {
                Vereiste::Motivering => gevuld(&nieuw.motivering),
                Vereiste::Vraag => gevuld(&nieuw.vraag),
                Vereiste::Hersteltermijn => nieuw.hersteltermijn.is_some(),
                Vereiste::Opdracht => !nieuw.opdrachten.is_empty() || !self.toestand.opdrachten.is_empty(),
                Vereiste::Besluit => nieuw.besluit.is_some(),
                Vereiste::Resultaat => gevuld(&nieuw.resultaat),
                Vereiste::Geschilpunt => gevuld(&nieuw.geschilpunt),
                Vereiste::GeenOpenOpdrachten => true,
            })
            .collect();
        let overgang_code = || overgang.code.clone();
        if !ontbreekt.is_empty() {
            return Err(Weigering::Ontbreekt { overgang: overgang_code(), ontbreekt });
        }
        let meegegeven = [
            ("vraag", nieuw.vraag.is_some()),
            ("hersteltermijn", nieuw.hersteltermijn.is_some()),
            ("geschilpunt", nieuw.geschilpunt.is_some()),
            ("portefeuille", nieuw.portefeuille.is_some()),
            ("resultaat", nieuw.resultaat.is_some()),
            ("tot", nieuw.tot.is_some()),
            ("besluit", nieuw.besluit.is_some()),
            ("opdrachten", !nieuw.opdrachten.is_empty()),
        ];
        let mag = mee_te_geven(overgang);
        let overbodig: Vec<_> = meegegeven
            .into_iter()
            .filter_map(|(veld, gegeven)| (gegeven && !mag.contains(&veld)).then_some(veld))
            .collect();
        if !overbodig.is_empty() {
            return Err(Weigering::Overbodig { overgang: overgang_code(), velden: overbodig });
        }
        if overgang.vereist.contains(&Vereiste::GeenOpenOpdrachten) && !self.toestand.opdrachten.is_empty() {
            return Err(Weigering::OpenOpdrachten(self.toestand.opdrachten.keys().copied().collect()));
        }
        Ok(())
    }
}

/// The event of a kind of transition. What the kind always requires is there: `controleer_vereisten` saw to it;
/// `None` cannot happen, and would record nothing rather than something untrue.
fn gebeurtenis(soort: Overgangsoort, stap: Stap, nieuw: &NieuweOvergang) -> Option<Gebeurtenis> {
    use Gebeurtenis as G;
    use Overgangsoort as S;
    Some(match soort {
        S::NeemInBehandeling => G::InBehandelingGenomen(Gestapt { stap }),
        S::OntvangAanvulling => G::AanvullingOntvangen(Gestapt { stap }),
        S::DraagOver => G::OvergedragenAanKernorganisatie(Gestapt { stap }),
        S::HaalTerug => G::TeruggehaaldDoorTlo(Gestapt { stap }),
        S::StartUitvoering => G::UitvoeringGestart(Gestapt { stap }),
        S::WijsAf => G::InitiatiefAfgewezen(Gestapt { stap }),
        S::TrekIn => G::InitiatiefIngetrokken(Gestapt { stap }),
        S::Hervat => G::InitiatiefHervat(Gestapt { stap }),
        S::Heropen => G::InitiatiefHeropend(Gestapt { stap }),
        S::Verplaats => G::StatusGewijzigd(Gestapt { stap }),
        S::VraagAanvulling => {
            let vraag = nieuw.vraag.clone()?;
            G::AanvullingGevraagd(AanvullingGevraagd { stap, vraag, hersteltermijn: nieuw.hersteltermijn })
        }
        S::EscaleerAmbtelijk => G::AmbtelijkGeescaleerd(geescaleerd(stap, nieuw)?),
        S::EscaleerBestuurlijk => G::BestuurlijkGeescaleerd(geescaleerd(stap, nieuw)?),
        S::BesluitOpEscalatie => {
            G::EscalatieBesloten(EscalatieBesloten { stap, besluit: nieuw.besluit.as_ref()?.id })
        }
        S::Realiseer => {
            G::InitiatiefGerealiseerd(InitiatiefGerealiseerd { stap, resultaat: nieuw.resultaat.clone()? })
        }
        S::HoudAan => G::InitiatiefAangehouden(InitiatiefAangehouden { stap, tot: nieuw.tot }),
    })
}

fn geescaleerd(stap: Stap, nieuw: &NieuweOvergang) -> Option<Geescaleerd> {
    let (geschilpunt, portefeuille) = (nieuw.geschilpunt.clone()?, nieuw.portefeuille.clone());
    Some(Geescaleerd { stap, geschilpunt, portefeuille })
}
