//! Two sides of a municipality: what the roles of these tests may see, and what they may not; and every operation, asked
//! of either.

use serde_json::{Value as Json, json};
use wijkspoor_api::beleid::{self, Doel, Objectsoort};
use wijkspoor_store::stable_id;
use zwarte_doos::{Answer, Client, Database, Server, wait_until};

pub const WEG: &str = "01900000-0000-7000-8000-000000000000";
pub const GEBIEDEN: [&str; 2] = ["Malburgen", "Elderveld"];

/// Everything that one gebied has.
pub struct Kant {
    pub initiatief: String,
    pub opdracht: String,
    pub besluit: String,
    pub signaal: String,
    pub programma: String,
    pub budget: String,
    pub mandaat: String,
    pub volglink: String,
}

impl Kant {
    pub fn nieuw(server: &Server, gebied: &str, afdeling: &str, indiener: &Client) -> Self {
        let (tlo, bestuur) = (server.role("tlo"), server.role("bestuur"));
        let betreft = |bewijs: Json| bewijs["gebeurtenissen"][0]["betreft"].as_str().unwrap().to_owned();
        let id = |bewijs: Json| bewijs["id"].as_str().unwrap().to_owned();
        let initiatief = id(indiener.write("/v1/initiatieven", &nieuw(gebied)));
        let pad = |rest: &str| format!("/v1/initiatieven/{initiatief}/{rest}");
        tlo.write(&pad("overgangen"), &json!({ "overgang": "neem_in_behandeling" }));
        let opdracht = json!({ "afdeling": afdeling, "omschrijving": "Kijk." });
        let over = json!({ "overgang": "draag_over", "opdrachten": [opdracht] });
        let opdracht = betreft(tlo.write(&pad("overgangen"), &over));
        let vraag = json!({ "soort": "goedkeuring_gevraagd", "bij": afdeling, "vraag": "Mag het?" });
        tlo.write(&pad("feiten"), &vraag);
        let besluit = betreft(server.role("management").write(&pad("besluiten"), &besluit()));
        let signaal = id(tlo.write("/v1/signalen", &signaal(gebied)));
        let programma = id(tlo.write("/v1/wijkprogrammas", &json!({ "gebied": gebied, "jaar": 2026 })));
        let budget = id(bestuur.write("/v1/budgetten", &budget(gebied, 2026)));
        let feiten = format!("/v1/budgetten/{budget}/feiten");
        bestuur.write(
            &feiten,
            &json!({ "soort": "post_vastgesteld", "post": "groen", "bedrag": 1000, "vrijheid": "vrij" }),
        );
        let mandaat = json!({ "soort": "ondermandaat_verleend", "post": "groen", "bij": afdeling, "bevoegdheid": "Snoeien", "bedrag": 500 });
        let mandaat = betreft(tlo.write(&feiten, &mandaat));
        let volglink = tlo.read(&pad("volglink"))["token"].as_str().unwrap().to_owned();
        Self { initiatief, opdracht, besluit, signaal, programma, budget, mandaat, volglink }
    }

    pub fn id(&self, soort: Objectsoort) -> &str {
        match soort {
            Objectsoort::Initiatief => &self.initiatief,
            Objectsoort::Signaal => &self.signaal,
            Objectsoort::Wijkprogramma => &self.programma,
            Objectsoort::Budget => &self.budget,
        }
    }
}

/// A server on which everything is set up that an operation may need.
pub fn met_zgw(database: &Database) -> Server {
    let [flag, place] = database.flags();
    let zgw = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/voorbeelden/zgw.toml");
    Server::with(database.folder(), &["serve", "--port", "0", &flag, &place, "--config", zgw])
}

/// Two sides: what the roles may see, and what is of another gebied, another department and another who submitted.
pub fn kanten(server: &Server) -> [Kant; 2] {
    let mijn = Kant::nieuw(server, "Malburgen", "Groen", &server.role("initiatiefnemer"));
    let ander = Kant::nieuw(server, "Elderveld", "Sport", &server.client());
    // Everything can be proven by then.
    wait_until("there is a checkpoint", || server.client().get("/v1/checkpoint").status == 200);
    [mijn, ander]
}

pub fn nieuw(gebied: &str) -> Json {
    json!({ "titel": format!("Speeltuin in {gebied}"), "omschrijving": "Een speeltuin.", "gebied": gebied,
        "thema": "leefbaarheid", "oorsprong": "bewoners" })
}

pub fn signaal(gebied: &str) -> Json {
    json!({ "gebied": gebied, "thema": "eenzaamheid", "herkomst": "sociaal_wijkteam", "signaal": "Weinig aanloop" })
}

pub fn budget(gebied: &str, jaar: i64) -> Json {
    json!({ "gebied": gebied, "jaar": jaar, "bedrag": 1000, "besluit": "Raadsbesluit" })
}

pub fn besluit() -> Json {
    json!({ "besluit": { "soort": "toekenning", "mandaat": "Mandaat 12", "motivering": "Er is budget." } })
}

/// A decision to erase what is personal in a stream, even when it goes on.
pub fn wissing(id: &str) -> Json {
    json!({ "id": id, "aanleiding": "verzoek_betrokkene", "verzoekOp": "2026-01-05", "grond": "toestemming_ingetrokken",
        "kenmerk": "Z-2026-0012345", "mandaat": "Privacy officer", "motivering": "De toestemming is ingetrokken.", "ookLopend": true })
}

/// What to send with an operation that writes; what the rules of the domain make of it does not matter here.
pub fn body(operatie: &str, kant: &Kant, gebied: &str, jaar: i64) -> Json {
    match operatie {
        "dienInitiatiefIn" => nieuw(gebied),
        "legSignaalVast" => signaal(gebied),
        "stelWijkprogrammaVast" => json!({ "gebied": gebied, "jaar": jaar }),
        "stelBudgetVast" => budget(gebied, jaar),
        "voerOvergangUit" => json!({ "overgang": "tover_weg" }),
        "stelVraag" => json!({ "vraag": "Hoe staat het ervoor?" }),
        "legFeitVast" => json!({ "soort": "evaluatie_uitgevoerd", "bevindingen": "Goed." }),
        "voegNotitieToe" => json!({ "soort": "proef", "tekst": "Een notitie." }),
        "wijzigKartrekker" => json!({ "kartrekker": "De buurt" }),
        "meldStagnatie" => json!({ "oorzaak": "capaciteit", "toelichting": "Te druk." }),
        "hefStagnatieOp" => json!({}),
        "zetOpdrachtenUit" => json!({ "opdrachten": [{ "afdeling": "Groen", "omschrijving": "Kijk." }] }),
        "handelMetOpdracht" => json!({ "actie": "deblokkeer" }),
        "neemBesluit" => besluit(),
        "draaiBesluitTerug" => json!({ "motivering": "Het budget is verlaagd." }),
        "geefTerugkoppeling" => json!({ "kanaal": "email", "bericht": "Wij kijken ernaar." }),
        "wijzigBehandelaar" => json!({ "behandelaar": "Team" }),
        "voegPartnerToe" => json!({ "partner": "Rijnstad" }),
        "kenToe" => {
            json!({ "budgetId": kant.budget, "post": "groen", "bedrag": 1, "mandaat": kant.mandaat })
        }
        "legSignaalfeitVast" => json!({ "soort": "signaal_onderbouwd", "onderbouwing": "Gesprekken." }),
        "legWijkprogrammafeitVast" => json!({ "soort": "prioriteit_vastgesteld", "prioriteit": "Ontmoeten" }),
        "legBudgetfeitVast" => {
            json!({ "soort": "budget_verlaagd", "bedrag": 9999, "post": "groen", "besluit": "Raad", "afzender": "Raad" })
        }
        "wijzigWerkstroom" => json!({ "van": { "code": "wijkinitiatief", "versie": 1 },
            "naar": { "code": "wijkinitiatief", "versie": 2 }, "vertaling": {}, "mandaat": "Beheer",
            "motivering": "Nieuw.", "proef": true }),
        // It goes on: the domain refuses, and the other operations still find what they need.
        "wisPersoonsgegevens" => {
            let mut wissing = wissing(&kant.initiatief);
            wissing["ookLopend"] = json!(false);
            wissing
        }
        "stelVernietigingVoor" => crate::vernietigen::voorstel(&[&kant.initiatief]),
        "keurVernietigingGoed" | "wijsVernietigingAf" => crate::vernietigen::goedkeuring(),
        "voerVernietigingUit" => json!({}),
        "maakAbonnement" => json!({ "naam": "Proef", "adres": "https://127.0.0.1:1/" }),
        "wisselSleutel" => json!({}),
        "handelMetAbonnement" => json!({ "actie": "pauzeer" }),
        onbekend => panic!("say here what to send with {onbekend}"),
    }
}

/// An operation of the published document.
pub struct Operatie {
    pub id: String,
    pub method: String,
    pub path: String,
}

pub fn operaties(client: &Client) -> Vec<Operatie> {
    let document = client.read("/v1/openapi.json");
    let paths = document["paths"].as_object().unwrap();
    let operaties = paths.iter().flat_map(|(path, operaties)| {
        operaties.as_object().unwrap().iter().map(move |(method, operatie)| Operatie {
            id: operatie["operationId"].as_str().unwrap().to_owned(),
            method: method.to_uppercase(),
            path: format!("/v1{path}"),
        })
    });
    operaties.collect()
}

impl Operatie {
    pub fn doel(&self) -> Doel {
        beleid::regel(&self.id).unwrap_or_else(|| panic!("{} has no rule", self.id)).doel
    }

    /// Asks it of the object with this id, of one of the sides.
    pub fn vraag(
        &self,
        client: &Client,
        id: &str,
        kant: &Kant,
        gebied: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let path = (self.path.replace("{id}", id))
            .replace("{opdrachtId}", &kant.opdracht)
            .replace("{besluitId}", &kant.besluit)
            // The submission, which is the first state, and by which the team takes part.
            .replace("{volgnummer}", "1")
            .replace("{positie}", "1")
            .replace("{grootte}", "1")
            // Of its first event.
            .replace("{regelId}", &stable_id(&["zgw", "audittrail", id, "1"]).to_string())
            .replace("{token}", &kant.volglink)
            .replace("{code}", "wijkinitiatief");
        assert!(!path.contains('{'), "{path}");
        match self.method.as_str() {
            "GET" => client.send("GET", &path, headers, &[]),
            _ => {
                let jaar = 2027 + i64::try_from(zwarte_doos::random(70)).unwrap();
                client.post_with(&path, headers, &body(&self.id, kant, gebied, jaar))
            }
        }
    }
}
