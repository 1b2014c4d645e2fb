//! A municipality in which every free field of every write holds a text of its own.

use super::planten::Planter;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use zwarte_doos::{Answer, Server};

/// What was written, and the streams it stands in.
pub struct Verhaal<'a> {
    pub server: &'a Server,
    pub planter: Planter,
    pub stromen: Vec<String>,
    /// The last initiative.
    pub initiatief: String,
}

/// The first id that an answer names as what it is about.
fn betreft(bewijs: &Json) -> String {
    let gebeurtenissen = bewijs["gebeurtenissen"].as_array().unwrap();
    gebeurtenissen.iter().find_map(|g| g["betreft"].as_str()).unwrap().to_owned()
}

impl<'a> Verhaal<'a> {
    pub fn nieuw(server: &'a Server) -> Self {
        let planter = Planter::nieuw(&server.client().read("/v1/openapi.json"));
        Self::verder(server, planter)
    }

    /// Goes on elsewhere.
    pub fn verder(server: &'a Server, planter: Planter) -> Self {
        Self { server, planter, stromen: Vec::new(), initiatief: String::new() }
    }

    pub fn stuur(&mut self, rol: &str, pad: &str, schema: &str, eigen: Json) -> (Json, Json) {
        let body = self.planter.body(schema, &eigen);
        let sleutel = self.planter.plant("Idempotency-Key");
        let (wie, verzoek) = (self.planter.plant("User-Agent"), self.planter.plant("X-Request-Id"));
        let van = format!("<{}@buurt.example>", self.planter.plant("From"));
        let koppen = [
            ("Idempotency-Key", sleutel.as_str()),
            ("User-Agent", &wie),
            ("X-Request-Id", &verzoek),
            ("From", &van),
            ("X-Forwarded-For", &wie),
        ];
        let antwoord: Answer = self.server.role(rol).post_with(pad, &koppen, &body);
        assert_eq!(antwoord.status, 201, "{rol} {pad} {body}: {}", antwoord.body);
        (antwoord.json(), body)
    }

    fn bij(&mut self, rol: &str, rest: &str, schema: &str, eigen: Json) -> (Json, Json) {
        let pad = format!("/v1/initiatieven/{}/{rest}", self.initiatief);
        self.stuur(rol, &pad, schema, eigen)
    }

    /// A transition with these free fields, and no other.
    fn overgang(&mut self, rol: &str, code: &str, vrij: &[&str], meer: Json) -> (Json, Json) {
        let mut eigen = meer;
        eigen["overgang"] = json!(code);
        for veld in ["motivering", "vraag", "geschilpunt", "resultaat", "portefeuille"] {
            if !vrij.contains(&veld) {
                eigen[veld] = Json::Null;
            }
        }
        self.bij(rol, "overgangen", "NieuweOvergang", eigen)
    }

    pub fn dien_in(&mut self) -> Json {
        let (bewijs, body) = self.stuur("initiatiefnemer", "/v1/initiatieven", "NieuwInitiatief", json!({}));
        self.initiatief = bewijs["id"].as_str().unwrap().to_owned();
        self.stromen.push(self.initiatief.clone());
        body
    }

    fn orde(&mut self, opdracht: &str, rol: &str, actie: &str, eigen: Json) {
        let mut eigen = eigen;
        eigen["actie"] = json!(actie);
        self.bij(rol, &format!("opdrachten/{opdracht}/acties"), "NieuweOpdrachtactie", eigen);
    }

    /// The whole life of an initiative.
    pub fn leven(&mut self) {
        self.dien_in();
        self.bij("tlo", "notities", "NieuweNotitie", json!({}));
        self.overgang("tlo", "neem_in_behandeling", &["motivering"], json!({}));
        self.overgang("tlo", "vraag_aanvulling", &["vraag"], json!({ "hersteltermijn": "2099-01-15" }));
        self.overgang("initiatiefnemer", "ontvang_aanvulling", &["motivering"], json!({}));
        let opdrachten = json!({ "opdrachten": [{}, {}] });
        let (bewijs, body) = self.overgang("tlo", "draag_over", &["motivering"], opdrachten);
        let ids: Vec<_> = bewijs["gebeurtenissen"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|g| g["betreft"].as_str())
            .collect();
        let rol = |n: usize| format!("afdeling:{}", body["opdrachten"][n]["afdeling"].as_str().unwrap());
        let ([een, ander], [wie, wie_anders]) = ([ids[0].to_owned(), ids[1].to_owned()], [rol(0), rol(1)]);
        let reden = |reden: &str| json!({ "reden": reden });
        self.orde(&een, &wie, "accepteer", json!({}));
        self.orde(&een, &wie, "blokkeer", reden("budget"));
        self.orde(&een, &wie, "deblokkeer", json!({}));
        self.orde(&een, &wie, "rond_af", json!({}));
        self.orde(&ander, &wie_anders, "weiger", reden("geen_capaciteit"));
        self.orde(&ander, "tlo", "zet_opnieuw_uit", json!({}));
        self.orde(&ander, &wie_anders, "geef_terug", reden("onvolledig"));
        self.orde(&ander, "tlo", "trek_in", json!({}));
        let (bewijs, body) = self.bij("tlo", "opdrachten", "NieuweOpdrachten", json!({ "opdrachten": [{}] }));
        let (derde, wie) =
            (betreft(&bewijs), format!("afdeling:{}", body["opdrachten"][0]["afdeling"].as_str().unwrap()));
        self.orde(&derde, &wie, "accepteer", json!({}));
        self.orde(&derde, &wie, "rond_af", json!({}));
        self.bij("tlo", "behandelaars", "NieuweBehandelaar", json!({}));
        self.bij("tlo", "kartrekkers", "NieuweKartrekker", json!({}));
        self.bij("tlo", "partners", "NieuwePartner", json!({}));
        self.bij("tlo", "stagnaties", "NieuweStagnatie", json!({ "oorzaak": "capaciteit" }));
        self.bij("tlo", "hervattingen", "NieuweHervatting", json!({}));
        self.bij("tlo", "terugkoppelingen", "NieuweTerugkoppeling", json!({ "kanaal": "email" }));
        let besluit = json!({ "besluit": { "soort": "toekenning" } });
        let (bewijs, _) = self.bij("management", "besluiten", "TeNemenBesluit", besluit);
        let terug = format!("besluiten/{}/terugdraaiingen", betreft(&bewijs));
        self.bij("bestuur", &terug, "NieuweTerugdraaiing", json!({}));
        let volglink = format!("/v1/initiatieven/{}/volglink", self.initiatief);
        let token = self.server.role("tlo").read(&volglink)["token"].as_str().unwrap().to_owned();
        self.stuur("initiatiefnemer", &format!("/v1/volgen/{token}/vragen"), "NieuweVraag", json!({}));
        self.overgang("tlo", "escaleer_ambtelijk", &["geschilpunt", "motivering"], json!({}));
        self.overgang("management", "escaleer_bestuurlijk", &["geschilpunt", "portefeuille"], json!({}));
        let besluit = json!({ "besluit": { "soort": "escalatie" } });
        self.overgang("bestuur", "besluit_uitvoeren", &[], besluit);
        self.geld();
        self.overgang("tlo", "realiseer", &["resultaat"], json!({}));
    }

    /// Everything that runs goes over to another version of its definition.
    pub fn naar_versie(&mut self, van: u32, naar: u32) {
        let versie = |versie: u32| json!({ "code": "wijkinitiatief", "versie": versie });
        let eigen = json!({ "van": versie(van), "naar": versie(naar), "proef": false });
        let body = self.planter.body("NieuweWerkstroomwijziging", &eigen);
        let gedaan = self.server.role("beheerder").post("/v1/werkstroomwijzigingen", &body).expect(200);
        assert_ne!(gedaan["over"], 0, "{gedaan}");
    }

    /// Every kind of fact, at an initiative of its own.
    pub fn feiten(&mut self) {
        self.dien_in();
        let ander = self.initiatief.clone();
        self.dien_in();
        self.overgang("tlo", "neem_in_behandeling", &["motivering"], json!({}));
        let soorten = self.server.client().read("/v1/feitsoorten")["soorten"].as_array().unwrap().clone();
        let mut soorten: Vec<Json> = soorten.into_iter().filter(|s| s["reeks"] == "initiatief").collect();
        let ronde = |s: &Json| {
            let antwoordt = !s["bij"].as_array().unwrap().is_empty();
            (
                s["beeindigt"].as_bool().unwrap(),
                antwoordt,
                s["soort"].as_str().unwrap().ends_with("gewijzigd"),
            )
        };
        soorten.sort_by_key(ronde);
        let mut open: BTreeMap<String, String> = BTreeMap::new();
        for soort in &soorten {
            let code = soort["soort"].as_str().unwrap();
            let mut eigen = vast(soort, &ander);
            let bij: Vec<&str> = soort["bij"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
            if let Some(vraag) = bij.iter().find_map(|b| open.get(*b)) {
                eigen["betreft"] = json!(vraag);
            } else if let Some(vraag) = bij.first() {
                let vraag = soorten.iter().find(|s| s["soort"] == *vraag).unwrap();
                let (bewijs, _) = self.bij(rol(vraag), "feiten", "NieuwFeit", vast(vraag, &ander));
                eigen["betreft"] = json!(betreft(&bewijs));
            }
            let (bewijs, _) = self.bij(rol(soort), "feiten", "NieuwFeit", eigen.clone());
            if soort["opent"] == true {
                open.insert(code.to_owned(), betreft(&bewijs));
            } else if !code.ends_with("verlengd") && !code.ends_with("afgestemd") {
                open.retain(|_, id| eigen["betreft"] != **id);
            }
        }
    }

    fn stroom(&mut self, rol: &str, pad: &str, schema: &str, eigen: Json) -> (String, Json) {
        let (bewijs, body) = self.stuur(rol, pad, schema, eigen);
        let id = bewijs["id"].as_str().unwrap().to_owned();
        self.stromen.push(id.clone());
        (id, body)
    }

    fn geld(&mut self) {
        let nieuw = json!({ "jaar": 2031, "bedrag": 100_000 });
        let (budget, _) = self.stroom("bestuur", "/v1/budgetten", "NieuwBudget", nieuw);
        let feiten = format!("/v1/budgetten/{budget}/feiten");
        let mut feit = |rol: &str, eigen: Json| self.stuur(rol, &feiten, "NieuwBudgetfeit", eigen);
        let (_, post) =
            feit("bestuur", json!({ "soort": "post_vastgesteld", "bedrag": 50_000, "vrijheid": "vrij" }));
        let post = post["post"].clone();
        let mandaat = json!({ "soort": "ondermandaat_verleend", "post": post, "bedrag": 500 });
        let (mandaat, _) = feit("tlo", mandaat);
        feit("tlo", json!({ "soort": "ondermandaat_ingetrokken", "betreft": betreft(&mandaat) }));
        feit("bestuur", json!({ "soort": "budget_verlaagd", "bedrag": 1, "post": post }));
        feit("bestuur", json!({ "soort": "budget_verhoogd", "bedrag": 1, "bron": "subsidie", "post": post }));
        let toekenning = json!({ "budgetId": budget, "post": post, "bedrag": 100 });
        self.bij("tlo", "toekenningen", "NieuweToekenning", toekenning);
        let reserveringen = self.server.role("bestuur").read(&format!("/v1/budgetten/{budget}"));
        let reservering = reserveringen["reserveringen"][0]["id"].clone();
        let mut feit = |eigen: Json| self.stuur("tlo", &feiten, "NieuwBudgetfeit", eigen);
        feit(json!({ "soort": "budget_besteed", "bedrag": 10, "betreft": reservering }));
        feit(json!({ "soort": "reservering_vrijgegeven", "betreft": reservering }));
    }

    /// Signals and a programme.
    pub fn wijk(&mut self) {
        let initiatief = self.initiatief.clone();
        let mut signaal =
            || self.stroom("tlo", "/v1/signalen", "NieuwSignaal", json!({ "herkomst": "bewoner" })).0;
        let ids = [signaal(), signaal(), signaal()];
        for (id, eigen) in [
            (&ids[0], json!({ "soort": "signaal_onderbouwd" })),
            (&ids[1], json!({ "soort": "signaal_gebundeld", "met": ids[0] })),
            (&ids[2], json!({ "soort": "signaal_afgewezen", "reden": "geen_taak" })),
            (&ids[0], json!({ "soort": "signaal_omgezet", "initiatief": initiatief })),
        ] {
            self.stuur("tlo", &format!("/v1/signalen/{id}/feiten"), "NieuwSignaalfeit", eigen);
        }
        let nieuw = json!({ "jaar": 2031 });
        let (programma, _) = self.stroom("tlo", "/v1/wijkprogrammas", "NieuwWijkprogramma", nieuw);
        let mut feit = |eigen: Json| {
            self.stuur(
                "tlo",
                &format!("/v1/wijkprogrammas/{programma}/feiten"),
                "NieuwWijkprogrammafeit",
                eigen,
            )
            .0
        };
        feit(json!({ "soort": "prioriteit_vastgesteld" }));
        let actie = || json!({ "soort": "actie_opgenomen", "herkomst": "bewoners" });
        let (af, vervallen) = (betreft(&feit(actie())), betreft(&feit(actie())));
        feit(json!({ "soort": "actie_afgerond", "betreft": af }));
        feit(json!({ "soort": "actie_vervallen", "betreft": vervallen, "reden": "geen_budget" }));
        let gepland = || json!({ "soort": "inspraakmoment_gepland", "uiterlijk": "2099-03-01" });
        let (gehouden, niet) = (betreft(&feit(gepland())), betreft(&feit(gepland())));
        feit(json!({ "soort": "inspraakmoment_gehouden", "betreft": gehouden, "deelnemers": 12 }));
        feit(json!({ "soort": "inspraakmoment_vervallen", "betreft": niet }));
        feit(json!({ "soort": "wijkprogramma_afgesloten" }));
    }
}

/// The fields of a kind of fact that are not free.
fn vast(soort: &Json, ander: &str) -> Json {
    let mut eigen = json!({ "soort": soort["soort"] });
    for veld in soort["velden"].as_array().unwrap() {
        let waarde = match veld["vorm"].as_str().unwrap() {
            "code uit de lijst" => veld["codes"][0].clone(),
            "datum (JJJJ-MM-DD)" => json!("2099-01-15"),
            "bedrag in eurocenten" => json!(1_250_000),
            "aantal" => json!(10),
            "true of false" => json!(true),
            "UUID" => json!(ander),
            _ => continue,
        };
        eigen[veld["naam"].as_str().unwrap()] = waarde;
    }
    eigen
}

fn rol(soort: &Json) -> &'static str {
    let mag = |rol: &str| soort["rollen"].as_array().unwrap().iter().any(|r| r == rol);
    if mag("tlo") { "tlo" } else { "management" }
}
