//! What can be done with an initiative: a table of the operations of the API that act on one, and the buttons for them.

pub use super::toestand::Overgang;
use super::toestand::{Dossier, Stand};
use crate::onderdelen::{in_adres, leesbaar, query};
use crate::wie::Wie;
use maud::{Markup, html};
use wijkspoor_domain::werkstroom::{Status, WerkstroomRef};

/// An action.
pub struct Actie {
    /// As it stands in an address.
    pub code: &'static str,
    /// As a page is called.
    pub titel: &'static str,
    /// The operation of the API.
    pub operatie: &'static str,
    /// Its path after that of the initiative; `{}` is the order or decision that it is about.
    pub pad: &'static str,
    /// The schema of what it takes.
    pub schema: &'static str,
    /// The field that says which variant, when there are more.
    pub variant: Option<&'static str>,
}

const fn gewoon(
    code: &'static str,
    titel: &'static str,
    operatie: &'static str,
    pad: &'static str,
    schema: &'static str,
) -> Actie {
    Actie { code, titel, operatie, pad, schema, variant: None }
}

/// All of them, in the order of the buttons.
pub const ACTIES: &[Actie] = &[
    Actie {
        code: "overgang",
        titel: "De stap",
        operatie: "voerOvergangUit",
        pad: "overgangen",
        schema: "NieuweOvergang",
        variant: Some("overgang"),
    },
    Actie {
        code: "opdracht",
        titel: "Het antwoord op de opdracht",
        operatie: "handelMetOpdracht",
        pad: "opdrachten/{}/acties",
        schema: "NieuweOpdrachtactie",
        variant: Some("actie"),
    },
    gewoon(
        "bericht",
        "Bericht aan de initiatiefnemer",
        "geefTerugkoppeling",
        "terugkoppelingen",
        "NieuweTerugkoppeling",
    ),
    gewoon("opdrachten", "Opdrachten uitzetten", "zetOpdrachtenUit", "opdrachten", "NieuweOpdrachten"),
    gewoon("besluit", "Besluit nemen", "neemBesluit", "besluiten", "TeNemenBesluit"),
    gewoon(
        "terugdraaien",
        "Besluit terugdraaien",
        "draaiBesluitTerug",
        "besluiten/{}/terugdraaiingen",
        "NieuweTerugdraaiing",
    ),
    gewoon("stagnatie", "Melden dat het stilligt", "meldStagnatie", "stagnaties", "NieuweStagnatie"),
    gewoon(
        "hervatting",
        "Melden dat het weer verdergaat",
        "hefStagnatieOp",
        "hervattingen",
        "NieuweHervatting",
    ),
    Actie {
        code: "feit",
        titel: "Iets vastleggen",
        operatie: "legFeitVast",
        pad: "feiten",
        schema: "NieuwFeit",
        variant: Some("soort"),
    },
    gewoon("notitie", "Notitie", "voegNotitieToe", "notities", "NieuweNotitie"),
    gewoon("geld", "Geld toekennen", "kenToe", "toekenningen", "NieuweToekenning"),
    gewoon("partner", "Partner toevoegen", "voegPartnerToe", "partners", "NieuwePartner"),
    gewoon("behandelaar", "Behandelaar wijzigen", "wijzigBehandelaar", "behandelaars", "NieuweBehandelaar"),
    gewoon("kartrekker", "Kartrekker wijzigen", "wijzigKartrekker", "kartrekkers", "NieuweKartrekker"),
];

/// The action with this code.
pub fn actie(code: &str) -> Option<&'static Actie> {
    ACTIES.iter().find(|actie| actie.code == code)
}

/// Whether somebody may ask for an operation at all. With which object, the API decides.
pub fn mag(wie: &Wie, operatie: &str) -> bool {
    wijkspoor_api::beleid::toegang(operatie, &wie.actor).is_ok()
}

/// An action on something: which variant, of which order or decision.
#[derive(Debug, Default, Clone)]
pub struct Doel {
    pub code: &'static str,
    pub variant: Option<String>,
    pub object: Option<String>,
}

impl Doel {
    pub fn opdracht(id: &str, actie: &str) -> Self {
        Self { code: "opdracht", variant: Some(actie.to_owned()), object: Some(id.to_owned()) }
    }

    pub fn besluit(id: &str) -> Self {
        Self { code: "terugdraaien", variant: None, object: Some(id.to_owned()) }
    }

    pub fn overgang(code: &str) -> Self {
        Self { code: "overgang", variant: Some(code.to_owned()), object: None }
    }
}

/// The address of the form of an action.
pub fn adres(id: &str, doel: &Doel) -> String {
    let vraag = query([("welke", doel.variant.as_deref()), ("object", doel.object.as_deref())]);
    format!("/initiatieven/{}/doen/{}{vraag}", in_adres(id), doel.code)
}

/// What stands in the way of a transition.
fn belemmering(code: &str) -> String {
    match code {
        "geen_open_opdrachten" => "er lopen nog opdrachten".to_owned(),
        anders => leesbaar(anders).to_lowercase(),
    }
}

/// Whether orders may be given in the status of an initiative.
fn kent_opdrachten(wie: &Wie, stand: &Stand) -> bool {
    let werkstroom = WerkstroomRef { code: stand.werkstroom.clone(), versie: stand.werkstroom_versie };
    let opzet = wie.kader().api.app().opzet();
    let status = opzet.werkstromen.zoek(&werkstroom).and_then(|werkstroom| werkstroom.status(&stand.status));
    status.is_some_and(Status::kent_opdrachten)
}

/// What one may do now: steps of the workflow first, then the rest.
pub fn knoppen(wie: &Wie, dossier: &Dossier) -> Markup {
    let stand = &dossier.stand;
    let stappen = if mag(wie, "voerOvergangUit") { stand.mogelijke_overgangen.as_slice() } else { &[] };
    let past = |actie: &&Actie| match actie.code {
        "overgang" | "opdracht" | "terugdraaien" => false,
        "hervatting" => stand.stagnatie.is_some(),
        "stagnatie" => stand.stagnatie.is_none(),
        "opdrachten" => kent_opdrachten(wie, stand),
        _ => true,
    };
    let rest: Vec<_> = ACTIES.iter().filter(past).filter(|actie| mag(wie, actie.operatie)).collect();
    html! {
        @if stappen.is_empty() && rest.is_empty() { p.zacht { "U kunt dit dossier lezen, maar er niets in vastleggen." } }
        @if !stappen.is_empty() {
            ul.stappen {
                @for stap in stappen {
                    li {
                        @if stap.belemmering.is_empty() {
                            a.knop.knop-stil href=(adres(&stand.id, &Doel::overgang(&stap.overgang))) { (stap.naam) }
                        } @else {
                            span.knop.knop-uit { (stap.naam) }
                            span.bij { "Kan nog niet: " (stap.belemmering.iter().map(|b| belemmering(b)).collect::<Vec<_>>().join(", ")) "." }
                        }
                    }
                }
            }
        }
        @if !rest.is_empty() {
            details.meer {
                summary { "Iets anders vastleggen" }
                ul.verwijzingen {
                    @if mag(wie, "deelVolglink") { li { a href={ "/initiatieven/" (stand.id) "/volglink" } { "Volglink voor de initiatiefnemer" } } }
                     @for actie in &rest { li { a href={ "/initiatieven/" (stand.id) "/doen/" (actie.code) } { (actie.titel) } } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_an_operation_of_the_document_with_the_schema_that_it_takes() {
        let document = wijkspoor_api::document();
        for actie in ACTIES {
            let pad = actie
                .pad
                .replace("opdrachten/{}", "opdrachten/{opdrachtId}")
                .replace("besluiten/{}", "besluiten/{besluitId}");
            let operatie = &document["paths"][format!("/initiatieven/{{id}}/{pad}")]["post"];
            assert_eq!(operatie["operationId"], actie.operatie, "{}", actie.code);
            let schema =
                operatie["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str().unwrap();
            assert!(schema.ends_with(&format!("/{}", actie.schema)), "{schema}");
        }
    }
}
