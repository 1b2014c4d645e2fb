//! Who may do what, with what is theirs and with what is not.
//!
//! `matrix` goes over all operations of the published document and takes what it expects from the policy; so it finds an
//! operation that does not hold to it. The cases here say by hand what must hold, and find a policy that is wrong.

pub mod kant;
mod matrix;

pub use matrix::every_operation_holds_to_the_policy_for_every_role;

use crate::initiatief::codes;
use kant::{GEBIEDEN, Kant, WEG, operaties};
pub use kant::{kanten, met_zgw, nieuw};
use serde_json::json;
use wijkspoor_api::beleid::Doel;
use zwarte_doos::{Client, Database, Server};

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
    // What a department submits, who did so sees; others of its kind do not.
    let bewijs = vastgoed.write("/v1/initiatieven", &nieuw("Elderveld"));
    let ingediend = bewijs["id"].as_str().unwrap();
    vastgoed.get(&format!("/v1/initiatieven/{ingediend}")).expect(200);
    vastgoed.get(&format!("/v1/initiatieven/{ingediend}/publieke-kant")).expect(200);
    assert!(ids(&vastgoed, "/v1/initiatieven", "initiatieven", "id").iter().any(|id| id == ingediend));
    groen.get(&format!("/v1/initiatieven/{ingediend}")).refused(404, "bestaat-niet");
    assert!(!ids(&groen, "/v1/initiatieven", "initiatieven", "id").iter().any(|id| id == ingediend));
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
    let server = met_zgw(database);
    let kanten = kanten(&server);
    let auditor = server.role("auditor");
    let voor = server.client().read("/v1/gereedheid")["actualiteit"]["positie"].clone();
    // What is open to all asks for no role.
    let operaties = operaties(&server.client());
    for operatie in operaties.iter().filter(|operatie| operatie.doel() != Doel::Openbaar) {
        for (kant, gebied) in kanten.iter().zip(GEBIEDEN) {
            let id = match operatie.doel() {
                Doel::Een(soort) => kant.id(soort),
                _ => WEG,
            };
            let answer = operatie.vraag(&auditor, id, kant, gebied, &[]);
            match operatie.method.as_str() {
                // Of what the municipality has set up there is none with this id.
                "GET" if operatie.doel() == Doel::Instelling && operatie.path.contains("{id}") => {
                    assert_eq!(answer.status, 404, "{}: {}", operatie.id, answer.body);
                }
                // It goes on, so there is none.
                "GET" if operatie.id == "leesZgwResultaat" => {
                    drop(answer.refused(404, "zgw-onderdeel-bestaat-niet"));
                }
                // A link to follow opens more than reading: it takes a question.
                "GET" if operatie.id != "deelVolglink" => {
                    assert_eq!(answer.status, 200, "{}: {}", operatie.id, answer.body);
                }
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
        let open = matches!(answer.status, 200 | 201);
        assert_eq!(open, operatie.doel() == Doel::Openbaar, "{}: {}", operatie.id, answer.body);
        assert!(open || answer.status == 401, "{}: {}", operatie.id, answer.body);
    }
}
