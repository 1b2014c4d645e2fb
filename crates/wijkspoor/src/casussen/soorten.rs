//! What each kind of entry means: a fact of that kind, or what the table says. A kind that is neither, or that cannot happen where the initiative is,
//! becomes a note that keeps its kind: nothing is dropped.

use super::bestand::Regel;
use super::feiten::feit;
use super::opdrachten::Actie;
use super::speler::{Bron, Speler};
use super::woorden::{naam, oorzaak, terugreden, weigerreden};
use wijkspoor_domain::Gevoelig;
use wijkspoor_domain::feit::soorten;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Kanaal};
use wijkspoor_domain::initiatief::handeling::{Dossierhandeling as D, Opdrachtactie as A};
use wijkspoor_domain::initiatief::{Handeling, Opdrachtstatus as S, Weigering};
use wijkspoor_domain::werkstroom::Fase;

/// What a kind of entry does.
enum Betekenis {
    /// Leads to a status of the default definition.
    Status(&'static str),
    /// Handed over to the back office, or taken up there.
    Kernorganisatie,
    /// Gives orders.
    Uitzetten,
    /// Does something with orders.
    Opdracht(Actie),
    /// A decision on its own; the source knows no mandate, so it says "niet vermeld".
    Besluit(Besluitsoort),
    /// Reverses the last decision in force.
    Herroepen,
    /// Adds to the dossier.
    Dossier(fn(&Regel) -> Option<D>),
    /// The supplement came in: back to where it was asked.
    Aanvulling,
    /// Taken up again after a hold; when it was not on hold, a reported stall ends.
    Hervat,
    /// A reported stall ends.
    Opgelost,
    /// Reopened after an end.
    Heropend,
    /// An escalation is decided.
    EscalatieBesloten,
}

/// The table: every kind of which the domain has an event, as sources word it and as the domain itself does.
#[rustfmt::skip]
fn betekenis(soort: &str) -> Option<Betekenis> {
    use Betekenis as B;
    let opdracht = |bij, maak| Some(B::Opdracht(Actie { bij, veronderstelt: true, maak }));
    let lopende_opdracht = |bij, maak| Some(B::Opdracht(Actie { bij, veronderstelt: false, maak }));
    match soort {
        "in_behandeling_tlo" | "in_behandeling_genomen" | "teruggehaald_door_tlo" => Some(B::Status("in_behandeling_tlo")),
        "aanvulling_gevraagd" | "wacht_op_initiatiefnemer" => Some(B::Status("wacht_op_initiatiefnemer")),
        "geescaleerd_ambtelijk" | "ambtelijk_geescaleerd" => Some(B::Status("geescaleerd_ambtelijk")),
        "geescaleerd_bestuurlijk" | "bestuurlijk_geescaleerd" => Some(B::Status("geescaleerd_bestuurlijk")),
        "uitvoering_gestart" | "in_uitvoering" => Some(B::Status("in_uitvoering")),
        "aangehouden" | "initiatief_aangehouden" | "initiatief_geparkeerd" => Some(B::Status("aangehouden")),
        "gerealiseerd" | "initiatief_gerealiseerd" => Some(B::Status("gerealiseerd")),
        "afgewezen" | "initiatief_afgewezen" => Some(B::Status("afgewezen")),
        "ingetrokken" | "initiatief_ingetrokken" => Some(B::Status("ingetrokken")),
        "aanvulling_ontvangen" => Some(B::Aanvulling),
        "hervat" | "initiatief_hervat" => Some(B::Hervat),
        "heropend" | "initiatief_heropend" => Some(B::Heropend),
        "escalatie_besloten" => Some(B::EscalatieBesloten),

        "overgedragen_aan_kernorganisatie" | "in_behandeling_kernorganisatie" => Some(B::Kernorganisatie),
        "opdracht_uitgezet" => Some(B::Uitzetten),
        "opdracht_geaccepteerd" => opdracht(&[S::Uitgezet],
            |toelichting, _| A::Accepteer { behandelaar: None, toelichting: Some(toelichting) }),
        "opdracht_geweigerd" => opdracht(&[S::Uitgezet],
            |toelichting, tekst| A::Weiger { reden: weigerreden(tekst), eigen_reden: None, toelichting }),
        "opdracht_teruggegeven" | "teruggelegd_bij_tlo" => opdracht(&[S::Uitgezet, S::Geaccepteerd, S::Geblokkeerd],
            |toelichting, tekst| A::GeefTerug { reden: terugreden(tekst), eigen_reden: None, toelichting }),
        "opdracht_geblokkeerd" => opdracht(&[S::Geaccepteerd],
            |toelichting, tekst| A::Blokkeer { reden: oorzaak(tekst), eigen_reden: None, toelichting }),
        "opdracht_afgerond" => opdracht(&[S::Geaccepteerd],
            |toelichting, _| A::RondAf { toelichting: Some(toelichting) }),
        "opdracht_gedeblokkeerd" => lopende_opdracht(&[S::Geblokkeerd],
            |toelichting, _| A::Deblokkeer { toelichting: Some(toelichting) }),
        "opdracht_ingetrokken" => lopende_opdracht(&[S::Uitgezet, S::Geaccepteerd, S::Geblokkeerd, S::Geweigerd, S::Teruggegeven],
            |toelichting, _| A::TrekIn { toelichting }),
        "opdracht_heruitgezet" => lopende_opdracht(&[S::Geweigerd, S::Teruggegeven],
            |toelichting, _| A::ZetOpnieuwUit { toelichting: Some(toelichting) }),

        "besluit_genomen" => Some(B::Besluit(Besluitsoort::Overig)),
        "goedkeuring_verleend" => Some(B::Besluit(Besluitsoort::Goedkeuring)),
        "budget_toegekend" => Some(B::Besluit(Besluitsoort::Toekenning)),
        "goedkeuring_geweigerd" | "budget_geweigerd" => Some(B::Besluit(Besluitsoort::Afwijzing)),
        "afwijking_gemotiveerd" => Some(B::Besluit(Besluitsoort::AfwijkingBeleidskader)),
        "besluit_herroepen" | "besluit_teruggedraaid" => Some(B::Herroepen),

        "terugkoppeling_gegeven" => Some(B::Dossier(|r| {
            Some(D::GeefTerugkoppeling { kanaal: Kanaal::Anders, bericht: tekst_of_soort(r) })
        })),
        "behandelaar_gewisseld" | "behandelaar_gewijzigd" => Some(B::Dossier(|r| {
            Some(D::WijzigBehandelaar { behandelaar: wie(r), overdracht: tekst(r) })
        })),
        "kartrekker_aangewezen" | "kartrekker_gewijzigd" => Some(B::Dossier(|r| {
            Some(D::WijzigKartrekker { kartrekker: Some(wie(r)), toelichting: tekst(r) })
        })),
        "kartrekker_vertrokken" => Some(B::Dossier(|r| {
            Some(D::WijzigKartrekker { kartrekker: None, toelichting: tekst(r) })
        })),
        "partner_toegevoegd" | "partner_ingestemd" => Some(B::Dossier(|r| {
            Some(D::VoegPartnerToe { partner: naam(r.partij()?), bijdrage: tekst(r) })
        })),
        "gestagneerd" | "stagnatie_gemeld" => Some(B::Dossier(|r| {
            let wacht_op = r.partij().map(naam);
            Some(D::MeldStagnatie { oorzaak: oorzaak(&r.alles()), eigen_reden: None, toelichting: tekst_of_soort(r), wacht_op })
        })),
        "obstakel_opgelost" | "stagnatie_opgeheven" => Some(B::Opgelost),
        _ => None,
    }
}

/// Plays one entry: as the event that its kind means, or else as a note. What the rules refuse becomes a note, too.
pub(super) fn verwerk(speler: &mut Speler, regel: &Regel) -> Result<(), Weigering> {
    match doe(speler, regel) {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => speler.noteer_regel(regel),
    }
}

/// Does what the kind means; `false` when it means nothing here.
fn doe(speler: &mut Speler, regel: &Regel) -> Result<bool, Weigering> {
    let bron = Bron::Regel(regel);
    if let Some(soort) = soorten::zoek(&regel.soort)
        && feit(speler, regel, soort).unwrap_or(false)
    {
        return Ok(true);
    }
    let Some(betekenis) = betekenis(&regel.soort) else {
        // The file may know what we do not.
        return match speler.statusovergang.get(&regel.soort) {
            Some(status) => speler.ga_naar(status, bron),
            None => Ok(false),
        };
    };
    match betekenis {
        Betekenis::Status(status) => speler.ga_naar(status, bron),
        Betekenis::Kernorganisatie => speler.kernorganisatie(regel),
        Betekenis::Uitzetten => speler.zet_uit(regel),
        Betekenis::Opdracht(actie) => match speler.opdracht(regel, &actie)? {
            // Given once more, while the order that came back is settled: then it is a new one.
            false if regel.soort == "opdracht_heruitgezet" => speler.zet_uit(regel),
            gedaan => Ok(gedaan),
        },
        Betekenis::Besluit(soort) => {
            let besluit = speler.nieuw_besluit(soort, regel.tekst().unwrap_or(&regel.soort));
            let actor = speler.beslisser(regel);
            speler.doe(Handeling::NeemBesluit(besluit), actor, bron).map(|()| true)
        }
        Betekenis::Herroepen => {
            let Some(besluit) = speler.laatste_besluit() else { return Ok(false) };
            let handeling = Handeling::DraaiBesluitTerug { besluit, motivering: tekst_of_soort(regel) };
            let actor = speler.beslisser(regel);
            speler.doe(handeling, actor, bron).map(|()| true)
        }
        Betekenis::Dossier(maak) => match maak(regel) {
            Some(handeling) => dossier(speler, regel, handeling),
            None => Ok(false),
        },
        Betekenis::Aanvulling => terug(speler, regel, Fase::WachtOpIndiener),
        Betekenis::Hervat => match speler.fase()? {
            Some(Fase::Aangehouden) => terug(speler, regel, Fase::Aangehouden),
            _ => hef_op(speler, regel),
        },
        Betekenis::Opgelost => hef_op(speler, regel),
        Betekenis::Heropend => match speler.fase()?.is_some_and(Fase::is_einde) {
            true => speler.ga_naar("in_behandeling_tlo", bron),
            false => Ok(false),
        },
        Betekenis::EscalatieBesloten => escalatie(speler, regel),
    }
}

fn dossier(speler: &mut Speler, regel: &Regel, handeling: D) -> Result<bool, Weigering> {
    speler.doe(Handeling::Dossier(handeling), speler.tlo(), Bron::Regel(regel)).map(|()| true)
}

fn hef_op(speler: &mut Speler, regel: &Regel) -> Result<bool, Weigering> {
    match speler.toestand()?.stagnatie.is_some() {
        true => dossier(speler, regel, D::HefStagnatieOp { toelichting: tekst(regel) }),
        false => Ok(false),
    }
}

/// Back to where it came from, out of a wait or hold.
fn terug(speler: &mut Speler, regel: &Regel, uit: Fase) -> Result<bool, Weigering> {
    if speler.fase()? != Some(uit) {
        return Ok(false);
    }
    match speler.vorige_status(&speler.toestand()?.status) {
        Some(vorige) => speler.ga_naar(&vorige, Bron::Regel(regel)),
        None => Ok(false),
    }
}

/// The outcome of an escalation, as far as the words say; else back to where it was escalated from.
fn escalatie(speler: &mut Speler, regel: &Regel) -> Result<bool, Weigering> {
    if !speler.fase()?.is_some_and(Fase::is_escalatie) {
        return Ok(false);
    }
    let vanwaar = speler.vorige_status("geescaleerd_ambtelijk");
    let tekst = regel.tekst().unwrap_or_default().to_lowercase();
    let naar = match () {
        () if tekst.contains("afgewezen") || tekst.contains("wijst af") => "afgewezen",
        () if tekst.contains("uitvoer") => "in_uitvoering",
        () if tekst.contains("kernorganisatie") || tekst.contains("afdeling") => {
            "in_behandeling_kernorganisatie"
        }
        () if tekst.contains("tlo") => "in_behandeling_tlo",
        () => vanwaar.as_deref().unwrap_or("in_behandeling_tlo"),
    };
    speler.ga_naar(naar, Bron::Regel(regel))
}

fn tekst(regel: &Regel) -> Option<Gevoelig> {
    regel.tekst().map(Gevoelig::new)
}

fn tekst_of_soort(regel: &Regel) -> Gevoelig {
    Gevoelig::new(regel.tekst().unwrap_or(&regel.soort))
}

fn wie(regel: &Regel) -> Gevoelig {
    Gevoelig::new(regel.partij().unwrap_or("niet vermeld"))
}
