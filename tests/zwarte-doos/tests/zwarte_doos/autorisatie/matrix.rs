//! Every operation of the published document, in every role, for what is theirs and for what is not. What is expected comes
//! from the policy: so this finds an operation that does not hold to it.

use super::kant::{GEBIEDEN, Kant, Operatie, WEG, kanten, met_zgw, operaties};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use wijkspoor_api::beleid::{self, Bereik, Doel, Objectsoort};
use wijkspoor_domain::Rol;
use zwarte_doos::{Answer, Client, Database};

/// The roles as they ask; a TLO member and a department are of the first side.
fn token(rol: Rol) -> String {
    match rol {
        Rol::Tlo => "tlo:Malburgen".to_owned(),
        Rol::Afdeling => "afdeling:Groen".to_owned(),
        rol => rol.code().to_owned(),
    }
}

/// What became of a request, as far as the policy goes.
#[derive(Debug, PartialEq, Eq)]
enum Uitkomst {
    /// It came through; what the domain makes of it is another matter.
    Mag,
    /// It is not for this role.
    Rol,
    /// The object is not there, for who asks.
    ErNiet,
    /// The domain keeps a role to its own gebied where there is no object yet.
    Gebied,
}

fn uitkomst(answer: &Answer) -> Uitkomst {
    let problem = if answer.status >= 400 { answer.json() } else { Json::Null };
    let regel = problem["regel"].as_str().unwrap_or_default();
    let gebied = problem["detail"].as_str().is_some_and(|detail| detail.contains("van een ander gebied"));
    match (answer.status, regel) {
        (403, beleid::REGEL) => Uitkomst::Rol,
        (404, "bestaat-niet") => Uitkomst::ErNiet,
        (404, "") if problem["type"] == "/problemen/niet-gevonden" => Uitkomst::ErNiet,
        (403, "niet-bevoegd") if gebied => Uitkomst::Gebied,
        // A decision that was reversed before is told of in an initiative that one may see.
        (200 | 201 | 409, _)
        | (403, "niet-bevoegd")
        | (404, "onbekend-besluit" | "zgw-onderdeel-bestaat-niet") => Uitkomst::Mag,
        anders => panic!("{anders:?} {}", answer.body),
    }
}

/// What the policy expects of a role, for its own side or the other.
fn verwacht(doel: Doel, bereik: Bereik, eigen: bool) -> Uitkomst {
    match (doel, bereik) {
        (Doel::Openbaar, _) => Uitkomst::Mag,
        (_, Bereik::Niets) => Uitkomst::Rol,
        (Doel::Een(_), bereik) if bereik != Bereik::Alles && !eigen => Uitkomst::ErNiet,
        (Doel::Nieuw(_), Bereik::EigenGebied) if !eigen => Uitkomst::Gebied,
        _ => Uitkomst::Mag,
    }
}

pub fn every_operation_holds_to_the_policy_for_every_role(database: &Database) {
    let server = met_zgw(database);
    let kanten = kanten(&server);
    let mut operaties = operaties(&server.client());
    // Who submits something sees it from then on: the lists are read first.
    operaties.sort_by_key(|operatie| matches!(operatie.doel(), Doel::Nieuw(_)));
    assert!(operaties.len() > 50, "{}", operaties.len());
    for operatie in &operaties {
        let doel = operatie.doel();
        let soort = match doel {
            Doel::Een(soort) | Doel::Lijst(soort) | Doel::Nieuw(soort) => Some(soort),
            Doel::Openbaar | Doel::Instelling => None,
        };
        for rol in Rol::ALLE.iter().copied() {
            let client = server.role(&token(rol));
            let bereik = beleid::regel(&operatie.id).unwrap().van(rol);
            for (kant, gebied) in kanten.iter().zip(GEBIEDEN) {
                let eigen = gebied == "Malburgen";
                let id = soort.map_or(WEG, |soort| kant.id(soort));
                let wat = format!("{} as {rol}, {}", operatie.id, if eigen { "own" } else { "other" });
                let answer = operatie.vraag(&client, id, kant, gebied, &[]);
                let verwacht = match verwacht(doel, bereik, eigen) {
                    // Of what the municipality has set up there is none with this id.
                    Uitkomst::Mag if doel == Doel::Instelling && operatie.path.contains("{id}") => {
                        Uitkomst::ErNiet
                    }
                    verwacht => verwacht,
                };
                assert_eq!(uitkomst(&answer), verwacht, "{wat}: {}", answer.body);
                if soort.is_some() && verwacht == Uitkomst::ErNiet {
                    nothing_tells_it_from_what_does_not_exist(operatie, &client, (id, kant, gebied), &answer);
                }
                if let (Doel::Lijst(soort), 200) = (doel, answer.status) {
                    the_list_holds_what_is_within(&operatie.id, rol, bereik, (soort, kant, eigen), &answer);
                }
            }
        }
    }
}

fn nothing_tells_it_from_what_does_not_exist(
    operatie: &Operatie,
    client: &Client,
    (id, kant, gebied): (&str, &Kant, &str),
    answer: &Answer,
) {
    let weg = operatie.vraag(client, WEG, kant, gebied, &[]);
    assert_eq!((weg.status, &weg.body.replace(WEG, id)), (404, &answer.body), "{}", operatie.id);
    // `connection` says only how much of the body was read by then.
    let namen = |answer: &Answer| {
        let namen = answer.headers.keys().map(|naam| naam.to_string()).filter(|naam| naam != "connection");
        namen.collect::<BTreeSet<_>>()
    };
    assert_eq!(namen(&weg), namen(answer), "{}", operatie.id);
    assert_eq!(answer.header("ETag"), "");
    // Whatever version is guessed, it is not the version that is wrong.
    for headers in [[("If-Match", "\"1\"")], [("If-Match", "\"999\"")], [("If-None-Match", "\"6\"")]] {
        let geraden = operatie.vraag(client, id, kant, gebied, &headers);
        assert_eq!((geraden.status, &geraden.body), (404, &answer.body), "{} {headers:?}", operatie.id);
    }
}

/// Figures without names of objects are seen to by hand, in `figures_are_of_what_one_may_see`; neither side has a result.
const ZONDER_NAMEN: [&str; 5] =
    ["leesWachttijden", "leesOverleving", "leesVergelijking", "leesStromen", "leesZgwResultaten"];

fn the_list_holds_what_is_within(
    operatie: &str,
    rol: Rol,
    bereik: Bereik,
    (soort, kant, eigen): (Objectsoort, &Kant, bool),
    answer: &Answer,
) {
    if ZONDER_NAMEN.contains(&operatie) {
        return;
    }
    let within = match bereik {
        Bereik::Alles => true,
        Bereik::EigenInitiatief => eigen && rol == Rol::Initiatiefnemer,
        Bereik::EigenGebied | Bereik::EigenOpdrachten => eigen,
        Bereik::Niets => false,
    };
    assert_eq!(answer.body.contains(kant.id(soort)), within, "{operatie} as {rol}: {}", answer.body);
    if !within && !eigen {
        assert!(!answer.body.contains("Elderveld"), "{operatie} as {rol}: {}", answer.body);
    }
}
