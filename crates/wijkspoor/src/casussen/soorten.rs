//! What each kind of entry means. A kind that is not named here, or that cannot happen where the initiative is,
//! becomes a note that keeps its kind: nothing is dropped.

use super::bestand::Regel;
use super::plan::{Speler, accepteer, tekst_van};
use super::woorden::{NIET_GENOEMD, genoemd, oorzaak, terugreden, weigerreden};
use uuid::Uuid;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Kanaal};
use wijkspoor_domain::initiatief::handeling::{Dossierhandeling as D, NieuwBesluit, Opdrachtactie as A};
use wijkspoor_domain::initiatief::{Handeling, Opdrachtstatus as S, Weigering};
use wijkspoor_domain::werkstroom::Fase;
use wijkspoor_domain::{Gevoelig, Naam};

/// The kinds that lead to a status of the default definition.
const STATUSSEN: &[(&str, &str)] = &[
    ("in_behandeling_tlo", "in_behandeling_tlo"),
    ("in_behandeling_genomen", "in_behandeling_tlo"),
    ("teruggehaald_door_tlo", "in_behandeling_tlo"),
    ("aanvulling_gevraagd", "wacht_op_initiatiefnemer"),
    ("wacht_op_initiatiefnemer", "wacht_op_initiatiefnemer"),
    ("geescaleerd_ambtelijk", "geescaleerd_ambtelijk"),
    ("ambtelijk_geescaleerd", "geescaleerd_ambtelijk"),
    ("geescaleerd_bestuurlijk", "geescaleerd_bestuurlijk"),
    ("bestuurlijk_geescaleerd", "geescaleerd_bestuurlijk"),
    ("uitvoering_gestart", "in_uitvoering"),
    ("in_uitvoering", "in_uitvoering"),
    ("aangehouden", "aangehouden"),
    ("initiatief_aangehouden", "aangehouden"),
    ("initiatief_geparkeerd", "aangehouden"),
    ("gerealiseerd", "gerealiseerd"),
    ("initiatief_gerealiseerd", "gerealiseerd"),
    ("afgewezen", "afgewezen"),
    ("initiatief_afgewezen", "afgewezen"),
    ("ingetrokken", "ingetrokken"),
    ("initiatief_ingetrokken", "ingetrokken"),
];

/// Plays one entry: as the event that its kind means, or else as a note.
pub(super) fn verwerk(speler: &mut Speler, regel: &Regel) -> Result<(), Weigering> {
    if betekenis(speler, regel)? { Ok(()) } else { speler.noteer_regel(regel) }
}

/// Does what the kind means; `false` when it means nothing here.
fn betekenis(speler: &mut Speler, regel: &Regel) -> Result<bool, Weigering> {
    let soort = regel.soort.as_str();
    if let Some((_, status)) = STATUSSEN.iter().find(|(s, _)| *s == soort) {
        return speler.ga_naar(status, Some(regel), "");
    }
    match soort {
        "overgedragen_aan_kernorganisatie" | "in_behandeling_kernorganisatie" => {
            kernorganisatie(speler, regel)
        }
        "aanvulling_ontvangen" => terug(speler, regel, Fase::WachtOpIndiener),
        "hervat" | "initiatief_hervat" | "obstakel_opgelost" | "stagnatie_opgeheven" => {
            match speler.toestand()?.stagnatie.is_some() {
                true => dossier(speler, regel, D::HefStagnatieOp { toelichting: tekst(regel) }),
                false => terug(speler, regel, Fase::Aangehouden),
            }
        }
        "heropend" | "initiatief_heropend" => match einde(speler)? {
            true => speler.ga_naar("in_behandeling_tlo", Some(regel), ""),
            false => Ok(false),
        },
        "escalatie_besloten" => escalatie(speler, regel),
        "opdracht_uitgezet" => zet_uit(speler, regel),
        "opdracht_heruitgezet" => {
            opdracht(speler, regel, &[S::Geweigerd, S::Teruggegeven], |toelichting, _| A::ZetOpnieuwUit {
                toelichting: Some(toelichting),
            })
        }
        "opdracht_geaccepteerd" => opdracht(speler, regel, &[S::Uitgezet], |toelichting, _| A::Accepteer {
            behandelaar: None,
            toelichting: Some(toelichting),
        }),
        "opdracht_geweigerd" => opdracht(speler, regel, &[S::Uitgezet], |toelichting, tekst| A::Weiger {
            reden: weigerreden(tekst),
            toelichting,
        }),
        "opdracht_teruggegeven" | "teruggelegd_bij_tlo" => {
            opdracht(speler, regel, &[S::Uitgezet, S::Geaccepteerd, S::Geblokkeerd], |toelichting, tekst| {
                A::GeefTerug { reden: terugreden(tekst), toelichting }
            })
        }
        "opdracht_geblokkeerd" => opdracht(speler, regel, &[S::Geaccepteerd], |toelichting, tekst| {
            A::Blokkeer { reden: oorzaak(tekst), toelichting }
        }),
        "opdracht_gedeblokkeerd" => opdracht(speler, regel, &[S::Geblokkeerd], |toelichting, _| {
            A::Deblokkeer { toelichting: Some(toelichting) }
        }),
        "opdracht_afgerond" => opdracht(speler, regel, &[S::Geaccepteerd], |toelichting, _| A::RondAf {
            toelichting: Some(toelichting),
        }),
        "opdracht_ingetrokken" => {
            let elke = [S::Uitgezet, S::Geaccepteerd, S::Geblokkeerd, S::Geweigerd, S::Teruggegeven];
            opdracht(speler, regel, &elke, |toelichting, _| A::TrekIn { toelichting })
        }
        "besluit_genomen" => besluit(speler, regel, Besluitsoort::Overig),
        "goedkeuring_verleend" => besluit(speler, regel, Besluitsoort::Goedkeuring),
        "goedkeuring_geweigerd" | "budget_geweigerd" => besluit(speler, regel, Besluitsoort::Afwijzing),
        "budget_toegekend" => besluit(speler, regel, Besluitsoort::Toekenning),
        "besluit_herroepen" | "besluit_teruggedraaid" => draai_terug(speler, regel),
        "terugkoppeling_gegeven" => {
            let bericht = tekst(regel).unwrap_or_else(|| Gevoelig::new(soort));
            dossier(speler, regel, D::GeefTerugkoppeling { kanaal: Kanaal::Anders, bericht })
        }
        "behandelaar_gewisseld" | "behandelaar_gewijzigd" => {
            let behandelaar = wie(regel);
            dossier(speler, regel, D::WijzigBehandelaar { behandelaar, overdracht: tekst(regel) })
        }
        "kartrekker_aangewezen" | "kartrekker_gewijzigd" => {
            let kartrekker = Some(wie(regel));
            dossier(speler, regel, D::WijzigKartrekker { kartrekker, toelichting: tekst(regel) })
        }
        "kartrekker_vertrokken" => {
            dossier(speler, regel, D::WijzigKartrekker { kartrekker: None, toelichting: tekst(regel) })
        }
        "partner_toegevoegd" | "partner_ingestemd" => match &regel.partij {
            Some(partij) => {
                let partner = super::woorden::naam(partij);
                dossier(speler, regel, D::VoegPartnerToe { partner, bijdrage: tekst(regel) })
            }
            None => Ok(false),
        },
        "gestagneerd" | "stagnatie_gemeld" => {
            let toelichting = tekst(regel).unwrap_or_else(|| Gevoelig::new(soort));
            let wacht_op = regel.partij.as_deref().map(super::woorden::naam);
            let oorzaak = oorzaak(&tekst_van(regel));
            dossier(speler, regel, D::MeldStagnatie { oorzaak, toelichting, wacht_op })
        }
        _ => match speler.statusovergang.get(soort).cloned() {
            Some(status) => speler.ga_naar(&status, Some(regel), ""),
            None => Ok(false),
        },
    }
}

fn tekst(regel: &Regel) -> Option<Gevoelig> {
    regel.omschrijving.as_deref().filter(|t| !t.trim().is_empty()).map(Gevoelig::new)
}

fn wie(regel: &Regel) -> Gevoelig {
    Gevoelig::new(regel.partij.as_deref().filter(|p| !p.trim().is_empty()).unwrap_or("niet vermeld"))
}

/// Does something of the dossier, where the rules allow it.
fn dossier(speler: &mut Speler, regel: &Regel, handeling: D) -> Result<bool, Weigering> {
    let actor = speler.tlo();
    Ok(speler.doe(Handeling::Dossier(handeling), actor, Some(regel), "").is_ok())
}

fn fase(speler: &Speler) -> Result<Option<Fase>, Weigering> {
    Ok(speler.werkstroom.status(&speler.toestand()?.status).map(|s| s.fase))
}

fn einde(speler: &Speler) -> Result<bool, Weigering> {
    Ok(fase(speler)?.is_some_and(Fase::is_einde))
}

/// Back to where it came from, out of a wait or hold.
fn terug(speler: &mut Speler, regel: &Regel, uit: Fase) -> Result<bool, Weigering> {
    if fase(speler)? != Some(uit) {
        return Ok(false);
    }
    let toestand = speler.toestand()?;
    let Some(herkomst) = toestand.herkomst.get(&toestand.status).cloned() else { return Ok(false) };
    speler.ga_naar(&herkomst, Some(regel), "")
}

/// The outcome of an escalation, as far as the words say; else back to where it was escalated from.
fn escalatie(speler: &mut Speler, regel: &Regel) -> Result<bool, Weigering> {
    if !matches!(fase(speler)?, Some(Fase::EscalatieAmbtelijk | Fase::EscalatieBestuurlijk)) {
        return Ok(false);
    }
    let tekst = tekst_van(regel).to_lowercase();
    let naar = match () {
        () if tekst.contains("afgewezen") || tekst.contains("wijst af") => "afgewezen",
        () if tekst.contains("uitvoer") => "in_uitvoering",
        () if tekst.contains("kernorganisatie") || tekst.contains("afdeling") => {
            "in_behandeling_kernorganisatie"
        }
        () => "in_behandeling_tlo",
    };
    speler.ga_naar(naar, Some(regel), "")
}

/// With the back office: handed over, or when it is there already, taken up by the departments that are named.
fn kernorganisatie(speler: &mut Speler, regel: &Regel) -> Result<bool, Weigering> {
    let gestapt = speler.ga_naar("in_behandeling_kernorganisatie", Some(regel), "")?;
    if regel.soort != "in_behandeling_kernorganisatie" {
        return Ok(gestapt);
    }
    let genoemd = genoemd(&speler.casus.afdelingen, &tekst_van(regel));
    geef(speler, genoemd.clone(), None)?;
    let op_te_pakken: Vec<(Uuid, Naam)> = (speler.toestand()?.opdrachten.iter())
        .filter(|(_, o)| o.status == S::Uitgezet && (genoemd.is_empty() || genoemd.contains(&o.afdeling)))
        .map(|(id, o)| (*id, o.afdeling.clone()))
        .collect();
    for (opdracht, afdeling) in &op_te_pakken {
        let (handeling, actor) =
            (Handeling::Opdracht { opdracht: *opdracht, actie: accepteer() }, Speler::afdeling(afdeling));
        speler.doe(handeling, actor, Some(regel), "")?;
    }
    Ok(gestapt || !op_te_pakken.is_empty())
}

/// Orders to the departments that an entry names, or else to all of the case.
fn zet_uit(speler: &mut Speler, regel: &Regel) -> Result<bool, Weigering> {
    if einde(speler)? {
        return Ok(false);
    }
    let genoemd = genoemd(&speler.casus.afdelingen, &tekst_van(regel));
    let afdelingen = if genoemd.is_empty() { speler.afdelingen_van(Some(regel)) } else { genoemd };
    if matches!(fase(speler)?, Some(Fase::Ingediend | Fase::Tlo)) {
        // Handing over is done by giving orders.
        return speler.ga_naar("in_behandeling_kernorganisatie", Some(regel), "");
    }
    geef(speler, afdelingen, Some(regel))
}

/// Gives orders to the departments that have none; the order to the back office at large then lapses.
fn geef(speler: &mut Speler, mut afdelingen: Vec<Naam>, regel: Option<&Regel>) -> Result<bool, Weigering> {
    let lopend = &speler.toestand()?.opdrachten;
    afdelingen.retain(|a| !lopend.values().any(|o| o.afdeling == *a));
    let algemeen = lopend.iter().find(|(_, o)| o.afdeling.as_str() == NIET_GENOEMD).map(|(id, _)| *id);
    if afdelingen.is_empty() {
        return Ok(false);
    }
    let tekst = regel.and_then(|r| r.omschrijving.as_deref()).filter(|t| !t.trim().is_empty());
    let opdrachten = speler.opdrachten(afdelingen, tekst.unwrap_or("Niet vermeld in de bron."));
    let actor = speler.tlo();
    let waarom = "Afgeleid: de afdeling werkt eraan, dus kreeg zij de opdracht.";
    speler.doe(Handeling::ZetOpdrachtenUit(opdrachten), actor, regel, waarom)?;
    if let Some(id) = algemeen {
        let toelichting = Gevoelig::new("Afgeleid: er is alsnog een afdeling genoemd.");
        speler.tussenactie(id, A::TrekIn { toelichting })?;
    }
    Ok(true)
}

/// An action on the orders of the departments that are named, or else of all that it can be done with.
fn opdracht(
    speler: &mut Speler,
    regel: &Regel,
    bij: &[S],
    actie: impl Fn(Gevoelig, &str) -> A,
) -> Result<bool, Weigering> {
    let tekst_van_regel = tekst_van(regel);
    let genoemd = genoemd(&speler.casus.afdelingen, &tekst_van_regel);
    let alle: Vec<_> = (speler.toestand()?.opdrachten.iter())
        .map(|(id, o)| (*id, o.afdeling.clone(), o.status))
        .filter(|(_, afdeling, _)| genoemd.is_empty() || genoemd.contains(afdeling))
        .collect();
    let mut gedaan = false;
    for (id, afdeling, status) in alle {
        if !bij.contains(&status) {
            // What comes before it must have happened, if it is one step.
            match (status, bij) {
                (S::Uitgezet, [S::Geaccepteerd]) => speler.tussenactie(id, accepteer())?,
                (S::Geblokkeerd, [S::Geaccepteerd]) => {
                    speler.tussenactie(id, A::Deblokkeer { toelichting: None })?
                }
                _ => continue,
            }
        }
        let toelichting = tekst(regel).unwrap_or_else(|| Gevoelig::new(&regel.soort));
        let actie = actie(toelichting, &tekst_van_regel);
        let actor = match actie {
            A::TrekIn { .. } | A::ZetOpnieuwUit { .. } => speler.tlo(),
            _ => Speler::afdeling(&afdeling),
        };
        speler.doe(Handeling::Opdracht { opdracht: id, actie }, actor, Some(regel), "")?;
        gedaan = true;
    }
    Ok(gedaan)
}

fn besluit(speler: &mut Speler, regel: &Regel, soort: Besluitsoort) -> Result<bool, Weigering> {
    let besluit = NieuwBesluit {
        id: speler.nieuw_id("besluit"),
        soort,
        mandaat: super::woorden::naam("niet vermeld"),
        motivering: tekst(regel).unwrap_or_else(|| Gevoelig::new(&regel.soort)),
        grondslag: None,
    };
    let actor = speler.tlo();
    speler.doe(Handeling::NeemBesluit(besluit), actor, Some(regel), "")?;
    Ok(true)
}

fn draai_terug(speler: &mut Speler, regel: &Regel) -> Result<bool, Weigering> {
    let Some(besluit) = speler.laatste_besluit() else { return Ok(false) };
    let motivering = tekst(regel).unwrap_or_else(|| Gevoelig::new(&regel.soort));
    let actor = speler.tlo();
    speler.doe(Handeling::DraaiBesluitTerug { besluit, motivering }, actor, Some(regel), "")?;
    Ok(true)
}
