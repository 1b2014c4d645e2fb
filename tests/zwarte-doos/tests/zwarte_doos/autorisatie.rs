//! Who may do what, with what is theirs and with what is not.
//!
//! `every_operation` goes over all operations of the published document and takes what it expects from the policy; so it
//! finds an operation that does not hold to it. The other cases say by hand what must hold, and find a policy that is wrong.

use crate::initiatief::codes;
use serde_json::{Value as Json, json};
use wijkspoor_api::beleid::{self, Bereik, Doel, Objectsoort};
use wijkspoor_domain::Rol;
use zwarte_doos::{Answer, Client, Database, Server};

const WEG: &str = "01900000-0000-7000-8000-000000000000";
const GEBIEDEN: [&str; 2] = ["Malburgen", "Elderveld"];

/// The roles as they ask; a TLO member and a department are of the first side.
fn token(rol: Rol) -> String {
    match rol {
        Rol::Tlo => "tlo:Malburgen".to_owned(),
        Rol::Afdeling => "afdeling:Groen".to_owned(),
        rol => rol.code().to_owned(),
    }
}

/// Everything that one gebied has.
struct Kant {
    initiatief: String,
    opdracht: String,
    besluit: String,
    signaal: String,
    programma: String,
    budget: String,
    mandaat: String,
}

impl Kant {
    fn nieuw(server: &Server, gebied: &str, afdeling: &str, indiener: &Client) -> Self {
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
        Self { initiatief, opdracht, besluit, signaal, programma, budget, mandaat }
    }

    fn id(&self, soort: Objectsoort) -> &str {
        match soort {
            Objectsoort::Initiatief => &self.initiatief,
            Objectsoort::Signaal => &self.signaal,
            Objectsoort::Wijkprogramma => &self.programma,
            Objectsoort::Budget => &self.budget,
        }
    }
}

/// Two sides: what the roles may see, and what is of another gebied, another department and another who submitted.
fn kanten(server: &Server) -> [Kant; 2] {
    let mijn = Kant::nieuw(server, "Malburgen", "Groen", &server.role("initiatiefnemer"));
    [mijn, Kant::nieuw(server, "Elderveld", "Sport", &server.client())]
}

fn nieuw(gebied: &str) -> Json {
    json!({ "titel": format!("Speeltuin in {gebied}"), "omschrijving": "Een speeltuin.", "gebied": gebied,
        "thema": "leefbaarheid", "oorsprong": "bewoners" })
}

fn signaal(gebied: &str) -> Json {
    json!({ "gebied": gebied, "thema": "eenzaamheid", "herkomst": "sociaal_wijkteam", "signaal": "Weinig aanloop" })
}

fn budget(gebied: &str, jaar: i64) -> Json {
    json!({ "gebied": gebied, "jaar": jaar, "bedrag": 1000, "besluit": "Raadsbesluit" })
}

fn besluit() -> Json {
    json!({ "besluit": { "soort": "toekenning", "mandaat": "Mandaat 12", "motivering": "Er is budget." } })
}

/// What to send with an operation that writes; what the rules of the domain make of it does not matter here.
fn body(operatie: &str, kant: &Kant, gebied: &str, jaar: i64) -> Json {
    match operatie {
        "dienInitiatiefIn" => nieuw(gebied),
        "legSignaalVast" => signaal(gebied),
        "stelWijkprogrammaVast" => json!({ "gebied": gebied, "jaar": jaar }),
        "stelBudgetVast" => budget(gebied, jaar),
        "voerOvergangUit" => json!({ "overgang": "tover_weg" }),
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
        onbekend => panic!("say here what to send with {onbekend}"),
    }
}

/// An operation of the published document.
struct Operatie {
    id: String,
    method: String,
    path: String,
}

fn operaties(client: &Client) -> Vec<Operatie> {
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
    fn doel(&self) -> Doel {
        beleid::regel(&self.id).unwrap_or_else(|| panic!("{} has no rule", self.id)).doel
    }

    /// Asks it of the object with this id, of one of the sides.
    fn vraag(
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
        (403, "niet-bevoegd") if gebied => Uitkomst::Gebied,
        // A decision that was reversed before is told of in an initiative that one may see.
        (200 | 201 | 409, _) | (403, "niet-bevoegd") | (404, "onbekend-besluit") => Uitkomst::Mag,
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
    let server = Server::start(database);
    let kanten = kanten(&server);
    let operaties = operaties(&server.client());
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
                assert_eq!(uitkomst(&answer), verwacht(doel, bereik, eigen), "{wat}: {}", answer.body);
                if uitkomst(&answer) == Uitkomst::ErNiet {
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
        namen.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(namen(&weg), namen(answer), "{}", operatie.id);
    assert_eq!(answer.header("ETag"), "");
    // Whatever version is guessed, it is not the version that is wrong.
    for headers in [[("If-Match", "\"1\"")], [("If-Match", "\"999\"")], [("If-None-Match", "\"6\"")]] {
        let geraden = operatie.vraag(client, id, kant, gebied, &headers);
        assert_eq!((geraden.status, &geraden.body), (404, &answer.body), "{} {headers:?}", operatie.id);
    }
}

/// Figures without names of objects are seen to by hand, below.
const ZONDER_NAMEN: [&str; 3] = ["leesWachttijden", "leesVergelijking", "leesStromen"];

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

/// The ids in a list, for a role.
fn ids(client: &Client, path: &str, veld: &str, id: &str) -> Vec<String> {
    let mut ids = codes(&client.all(path, veld).into(), id);
    ids.sort();
    ids
}

pub fn a_tlo_member_sees_and_changes_its_own_gebied_only(database: &Database) {
    let server = Server::start(database);
    let [mijn, ander] = kanten(&server);
    let tlo = server.role("tlo:Malburgen");
    let pad = |kant: &Kant, rest: &str| format!("/v1/initiatieven/{}{rest}", kant.initiatief);
    for rest in ["", "/tijdlijn", "/besluiten", "/koppelingen", "/gelijkende", "/termijnen", "/publieke-kant"]
    {
        tlo.get(&pad(&mijn, rest)).expect(200);
        tlo.get(&pad(&ander, rest)).refused(404, "bestaat-niet");
    }
    let notitie = json!({ "soort": "x", "tekst": "y" });
    tlo.post(&pad(&mijn, "/notities"), &notitie).expect(201);
    tlo.post(&pad(&ander, "/notities"), &notitie).refused(404, "bestaat-niet");
    assert_eq!(ids(&tlo, "/v1/initiatieven", "initiatieven", "id"), [mijn.initiatief.as_str()]);
    assert_eq!(
        ids(&tlo, "/v1/initiatieven?zoek=speeltuin", "initiatieven", "id"),
        [mijn.initiatief.as_str()]
    );
    assert!(ids(&tlo, "/v1/initiatieven?gebied=Elderveld", "initiatieven", "id").is_empty());
    assert_eq!(
        ids(&server.role("tlo"), "/v1/initiatieven", "initiatieven", "id").len(),
        2,
        "of every gebied"
    );
    // What looks alike, and what belongs together, is not told of another gebied.
    let gelijkende = |client: &Client| client.read(&pad(&mijn, "/gelijkende"))["gelijkende"].clone();
    assert_eq!(codes(&gelijkende(&server.role("tlo")), "id"), [ander.initiatief.as_str()]);
    assert_eq!(gelijkende(&tlo), json!([]));
    let overlap = |met: &str| json!({ "soort": "overlap_gemeld", "met": met });
    let verborgen = tlo.post(&pad(&mijn, "/feiten"), &overlap(&ander.initiatief));
    let weg = tlo.post(&pad(&mijn, "/feiten"), &overlap(WEG)).refused(409, "verwijst-naar-niets");
    assert_eq!(verborgen.json()["detail"], weg["detail"].as_str().unwrap().replace(WEG, &ander.initiatief));
    server.role("tlo").write(&pad(&mijn, "/feiten"), &overlap(&ander.initiatief));
    let koppelingen = |client: &Client| client.read(&pad(&mijn, "/koppelingen"))["koppelingen"].clone();
    assert_eq!(codes(&koppelingen(&server.role("tlo")), "initiatiefId"), [ander.initiatief.as_str()]);
    assert_eq!(koppelingen(&tlo), json!([]));
    // Money of another gebied is not there either.
    let geld = |kant: &Kant| json!({ "budgetId": kant.budget, "post": "groen", "bedrag": 1 });
    tlo.post(&pad(&mijn, "/toekenningen"), &geld(&ander)).refused(404, "bestaat-niet");
    tlo.post(&pad(&mijn, "/toekenningen"), &geld(&mijn)).expect(201);
    // It files for its own residents.
    tlo.post("/v1/initiatieven", &nieuw("Elderveld")).refused(403, "niet-bevoegd");
    tlo.post("/v1/initiatieven", &nieuw("Malburgen")).expect(201);
}

pub fn figures_are_of_what_one_may_see(database: &Database) {
    let server = Server::start(database);
    kanten(&server);
    let open = |rol: &str, vraag: &str| {
        let cijfers = server.role(rol).read(&format!("/v1/wachttijden?{vraag}"));
        cijfers["totaal"]["open"].as_i64().unwrap()
    };
    assert_eq!(open("auditor", "soort=overdracht"), 2);
    assert_eq!(open("tlo", "soort=overdracht"), 2);
    assert_eq!(open("tlo:Malburgen", "soort=overdracht"), 1);
    assert_eq!(open("tlo:Malburgen", "soort=overdracht&gebied=Malburgen"), 1);
    assert_eq!(open("afdeling:Groen", "soort=overdracht"), 1);
    assert_eq!(open("afdeling:Vastgoed", "soort=overdracht"), 0);
    for (rol, vraag) in [
        ("tlo:Malburgen", "/v1/wachttijden?gebied=Elderveld"),
        ("tlo:Malburgen", "/v1/wachttijden?gebied=malburgen"),
        ("tlo:Malburgen", "/v1/episodes?gebied=Elderveld"),
        ("tlo:Malburgen", "/v1/stromen?gebied=Elderveld"),
        ("tlo:Malburgen", "/v1/vergelijkingen?metGebied=Elderveld"),
        ("afdeling:Groen", "/v1/wachttijden?partij=tlo"),
        ("afdeling:Groen", "/v1/wachttijden?partij=afdeling&naam=Sport"),
        ("afdeling:Groen", "/v1/vergelijkingen?metNaam=Sport"),
        ("afdeling:Groen", "/v1/vergelijkingen?metPartij=tlo"),
        ("afdeling:Groen", "/v1/stromen"),
        ("initiatiefnemer", "/v1/wachttijden"),
        ("beheerder", "/v1/stagnatie"),
    ] {
        server.role(rol).get(vraag).refused(403, "beleid");
    }
    let stromen =
        |rol: &str| server.role(rol).read("/v1/stromen?aantal=1")["perioden"][0]["ingediend"].clone();
    assert_eq!((stromen("bestuur"), stromen("tlo:Malburgen")), (json!(2), json!(1)));
    // A table holds no more than the page.
    let csv = [("Accept", "text/csv")];
    let tabel = server.role("tlo:Malburgen").send("GET", "/v1/episodes", &csv, &[]);
    assert!(tabel.status == 200 && tabel.body.contains("Malburgen") && !tabel.body.contains("Elderveld"));
    // Figures for everybody ask for nothing, not even a token that holds.
    assert_eq!(server.client().bearer("onzin").get("/v1/openbare-cijfers").status, 200);
}

pub fn a_department_sees_what_it_was_asked(database: &Database) {
    let server = Server::start(database);
    let [mijn, ander] = kanten(&server);
    let (groen, vastgoed) = (server.role("afdeling:Groen"), server.role("afdeling:Vastgoed"));
    let pad = |kant: &Kant, rest: &str| format!("/v1/initiatieven/{}{rest}", kant.initiatief);
    groen.get(&pad(&mijn, "/opdrachten")).expect(200);
    groen.get(&pad(&ander, "/opdrachten")).refused(404, "bestaat-niet");
    vastgoed.get(&pad(&mijn, "")).refused(404, "bestaat-niet");
    assert!(ids(&vastgoed, "/v1/initiatieven", "initiatieven", "id").is_empty());
    assert!(vastgoed.all("/v1/budgetten", "budgetten").is_empty());
    // A question opens the dossier for who must answer it, and it stays open.
    let vraag = json!({ "soort": "goedkeuring_gevraagd", "bij": "Vastgoed", "vraag": "Mag het?" });
    let vraag = server.role("tlo").write(&pad(&mijn, "/feiten"), &vraag);
    assert_eq!(ids(&vastgoed, "/v1/initiatieven", "initiatieven", "id"), [mijn.initiatief.as_str()]);
    let vraag = &vraag["gebeurtenissen"][0]["betreft"];
    vastgoed.write(&pad(&mijn, "/feiten"), &json!({ "soort": "goedkeuring_verleend", "betreft": vraag }));
    vastgoed.get(&pad(&mijn, "/tijdlijn")).expect(200);
    // An order that was withdrawn was an order.
    let weg = json!({ "actie": "trek_in", "toelichting": "Toch niet." });
    server.role("tlo").write(&pad(&mijn, &format!("/opdrachten/{}/acties", mijn.opdracht)), &weg);
    groen.get(&pad(&mijn, "")).expect(200);
    groen.get(&format!("/v1/signalen/{}", mijn.signaal)).refused(403, "beleid");
    groen.get(&format!("/v1/wijkprogrammas/{}", ander.programma)).expect(200);
    groen.get(&format!("/v1/budgetten/{}", mijn.budget)).expect(200);
    groen.get(&format!("/v1/budgetten/{}", ander.budget)).refused(404, "bestaat-niet");
}

pub fn who_submits_follows_the_public_side_of_that(database: &Database) {
    let server = Server::start(database);
    let [mijn, ander] = kanten(&server);
    let (ik, tlo) = (server.role("initiatiefnemer"), server.role("tlo"));
    let pad = |kant: &Kant, rest: &str| format!("/v1/initiatieven/{}{rest}", kant.initiatief);
    tlo.write(&pad(&mijn, "/notities"), &json!({ "soort": "x", "tekst": "Intern bericht" }));
    let bericht = json!({ "kanaal": "email", "bericht": "Groen kijkt ernaar." });
    tlo.write(&pad(&mijn, "/terugkoppelingen"), &bericht);
    let kant = ik.read(&pad(&mijn, "/publieke-kant"));
    assert_eq!(kant["aanZet"], json!(["een afdeling van de gemeente"]));
    assert_eq!(
        codes(&kant["stappen"], "soort"),
        [
            "initiatief_ingediend",
            "in_behandeling_genomen",
            "overgedragen_aan_kernorganisatie",
            "terugkoppeling_gegeven",
        ]
    );
    assert_eq!(kant["stappen"][3]["bericht"], "Groen kijkt ernaar.");
    assert_eq!(codes(&kant["mogelijkeOvergangen"], "overgang"), ["trek_in"]);
    for binnen in ["Intern", "opdracht", "Mandaat", "ontwikkel:", "pingpong", "goedkeuring"] {
        assert!(!kant.to_string().contains(binnen), "{binnen}: {kant}");
    }
    ik.get(&pad(&ander, "/publieke-kant")).refused(404, "bestaat-niet");
    for rest in ["", "/tijdlijn", "/notities", "/terugkoppelingen", "/opdrachten", "/besluiten"] {
        ik.get(&pad(&mijn, rest)).refused(403, "beleid");
    }
    assert_eq!(ids(&ik, "/v1/eigen-initiatieven", "initiatieven", "id"), [mijn.initiatief.as_str()]);
    assert!(server.role("management").all("/v1/eigen-initiatieven", "initiatieven").is_empty());
    let stop = json!({ "overgang": "trek_in", "motivering": "Verhuisd." });
    ik.post(&pad(&ander, "/overgangen"), &stop).refused(404, "bestaat-niet");
    ik.write(&pad(&mijn, "/overgangen"), &stop);
    assert_eq!(ik.read(&pad(&mijn, "/publieke-kant"))["aanZet"], json!([]));
    server.stop();
    crate::kill::the_read_models_agree(database);
}

pub fn an_auditor_reads_all_and_changes_nothing(database: &Database) {
    let server = Server::start(database);
    let kanten = kanten(&server);
    let auditor = server.role("auditor");
    let voor = server.client().read("/v1/gereedheid")["actualiteit"]["positie"].clone();
    for operatie in operaties(&server.client()) {
        for (kant, gebied) in kanten.iter().zip(GEBIEDEN) {
            let id = match operatie.doel() {
                Doel::Een(soort) => kant.id(soort),
                _ => WEG,
            };
            let answer = operatie.vraag(&auditor, id, kant, gebied, &[]);
            match operatie.method.as_str() {
                "GET" => assert_eq!(answer.status, 200, "{}: {}", operatie.id, answer.body),
                _ => drop(answer.refused(403, "beleid")),
            }
        }
    }
    assert_eq!(server.client().read("/v1/gereedheid")["actualiteit"]["positie"], voor);
    for path in
        ["/v1/initiatieven", "/v1/signalen", "/v1/budgetten", "/v1/wijkprogrammas", "/v1/werkvoorraad"]
    {
        server.role("beheerder").get(path).refused(403, "beleid");
    }
    let probleem = auditor.post("/v1/initiatieven", &nieuw("Malburgen")).refused(403, "beleid");
    assert!(probleem["detail"].as_str().unwrap().contains("een auditor leest alles en verandert niets"));
}

#[test]
fn what_is_open_needs_no_token_and_all_else_does() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let kanten = kanten(&server);
    let onzin = server.client().bearer("onzin");
    for operatie in operaties(&server.client()) {
        let answer = operatie.vraag(&onzin, WEG, &kanten[0], "Malburgen", &[]);
        let verwacht = if operatie.doel() == Doel::Openbaar { 200 } else { 401 };
        assert_eq!(answer.status, verwacht, "{}: {}", operatie.id, answer.body);
    }
}
