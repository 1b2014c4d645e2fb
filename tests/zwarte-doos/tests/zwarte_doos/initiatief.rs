//! An initiative, as the tests handle it.

use serde_json::{Value as Json, json};
use zwarte_doos::{Answer, Client, Server};

/// An initiative on a server.
pub struct Initiatief<'a> {
    server: &'a Server,
    pub id: String,
}

/// What a resident submits.
pub fn indiening(titel: &str) -> Json {
    json!({
        "titel": titel, "omschrijving": "Wij willen bomen planten en banken plaatsen.", "gebied": "Malburgen",
        "wijken": ["Malburgen West"], "thema": "leefbaarheid", "oorsprong": "bewoners",
        "categorie": "klein_openbare_ruimte", "initiatiefnemers": ["Buurtgroep Akkerstraat"],
    })
}

/// A short note.
pub fn notitie(tekst: &str) -> Json {
    json!({ "soort": "proef", "tekst": tekst })
}

impl<'a> Initiatief<'a> {
    /// Submits one.
    pub fn nieuw(server: &'a Server, titel: &str) -> Self {
        let bewijs = server.role("initiatiefnemer").write("/v1/initiatieven", &indiening(titel));
        Self { server, id: bewijs["initiatiefId"].as_str().unwrap().to_owned() }
    }

    /// One that was submitted before.
    pub fn bekend(server: &'a Server, id: &str) -> Self {
        Self { server, id: id.to_owned() }
    }

    pub fn pad(&self, rest: &str) -> String {
        format!("/v1/initiatieven/{}{rest}", self.id)
    }

    pub fn als(&self, rol: &str) -> Client {
        self.server.role(rol)
    }

    /// All that is known of it, as a role sees it; who submitted it sees the public side.
    pub fn gezien_als(&self, rol: &str) -> Json {
        let kant = if rol == "initiatiefnemer" { "/publieke-kant" } else { "" };
        self.als(rol).read(&self.pad(kant))
    }

    /// Asks for a transition.
    pub fn overgang(&self, rol: &str, code: &str, velden: Json) -> Answer {
        let mut body = velden;
        body["overgang"] = Json::from(code);
        self.als(rol).post(&self.pad("/overgangen"), &body)
    }

    /// Does something with an order.
    pub fn opdracht(&self, rol: &str, opdracht: &str, actie: &str, velden: Json) -> Answer {
        let mut body = velden;
        body["actie"] = Json::from(actie);
        self.als(rol).post(&self.pad(&format!("/opdrachten/{opdracht}/acties")), &body)
    }

    /// The order of a department, as a role sees it.
    pub fn opdracht_van(&self, rol: &str, afdeling: &str) -> Json {
        let lijst = self.als(rol).read(&self.pad("/opdrachten"));
        let lijst = lijst["opdrachten"].as_array().unwrap();
        lijst.iter().rev().find(|o| o["afdeling"] == afdeling).unwrap().clone()
    }

    /// The status, and who has the ball: `tlo`, `afdeling Groen`, with a `*` when it is on account of an order.
    pub fn stand(&self) -> (String, Vec<String>) {
        let json = self.gezien_als("auditor");
        let wie = json["aanZet"].as_array().unwrap().iter().map(|beurt| {
            let naam = beurt["naam"].as_str().map(|n| format!(" {n}")).unwrap_or_default();
            let opdracht = if beurt["opdracht"].is_string() { "*" } else { "" };
            format!("{}{naam}{opdracht}", beurt["partij"].as_str().unwrap())
        });
        let mut wie: Vec<_> = wie.collect();
        wie.sort();
        (json["status"].as_str().unwrap().to_owned(), wie)
    }

    /// Fails unless it stands there, and lies with these parties, in the work list too.
    pub fn staat(&self, status: &str, aan_zet: &[&str]) {
        let (nu, wie) = self.stand();
        assert_eq!(
            (nu.as_str(), wie.iter().map(String::as_str).collect::<Vec<_>>()),
            (status, aan_zet.to_vec())
        );
        let werk = self.als("auditor").all("/v1/werkvoorraad", "werk").into_iter();
        let werk = werk.filter(|w| w["initiatiefId"] == *self.id).map(|w| {
            let naam = w["naam"].as_str().map(|n| format!(" {n}")).unwrap_or_default();
            let opdracht = if w["opdrachtId"].is_string() { "*" } else { "" };
            // Midnight may pass meanwhile.
            assert!(w["status"] == status && w["dagen"].as_i64().is_some_and(|d| d <= 1), "{w}");
            format!("{}{naam}{opdracht}", w["partij"].as_str().unwrap())
        });
        let mut werk: Vec<_> = werk.collect();
        werk.sort();
        assert_eq!(werk, wie, "the work list says the same");
    }

    /// The transitions that a role may take now, and what stands in their way.
    pub fn mogelijk(&self, rol: &str) -> Vec<String> {
        let json = self.gezien_als(rol);
        codes(&json["mogelijkeOvergangen"], "overgang")
    }

    /// The kinds of what happened.
    pub fn soorten(&self) -> Vec<String> {
        let stappen = self.als("auditor").all(&self.pad("/tijdlijn"), "stappen");
        stappen.iter().map(|s| s["soort"].as_str().unwrap().to_owned()).collect()
    }
}

/// One field of a list of objects, as texts.
pub fn codes(lijst: &Json, veld: &str) -> Vec<String> {
    lijst.as_array().unwrap().iter().map(|o| o[veld].as_str().unwrap().to_owned()).collect()
}
