//! Another municipality, with other names and other states: nothing of Arnhem stands in the program.

use crate::initiatief::{Initiatief, codes};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use zwarte_doos::{Client, Database, Server};

fn bron(naam: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/zwarte_doos/zandmeer").join(naam)
}

/// A server for Zandmeer; `werkstromen` is where its definitions are.
fn zandmeer(database: &Database, werkstromen: &Path) -> Server {
    let [flag, place] = database.flags();
    let inrichting = bron("inrichting.toml").display().to_string();
    let werkstromen = werkstromen.display().to_string();
    let eigen = ["--inrichting", &inrichting, "--werkstromen", &werkstromen];
    Server::with(database.folder(), &[&["serve", "--port", "0", &flag, &place][..], &eigen].concat())
}

fn wens(titel: &str) -> Json {
    json!({ "titel": titel, "omschrijving": "De dijk is te laag.", "gebied": "Achterdijk", "wijken": ["Terp"],
        "thema": "dijken", "oorsprong": "bewoners" })
}

/// Submits a wish.
fn dien_in<'a>(server: &'a Server, titel: &str) -> Initiatief<'a> {
    let bewijs = server.role("initiatiefnemer").write("/v1/initiatieven", &wens(titel));
    Initiatief::bekend(server, bewijs["id"].as_str().unwrap())
}

const DIENST: &str = "afdeling:Dienst%20Water";

/// Submits a wish, and brings it to the departments.
fn bij_de_diensten<'a>(server: &'a Server, titel: &str) -> Initiatief<'a> {
    let i = dien_in(server, titel);
    i.overgang("tlo:Achterdijk", "zet_koffie", json!({})).expect(201);
    let opdracht = json!({ "afdeling": "Dienst Water", "omschrijving": "Hoe hoog moet hij?" });
    i.overgang("tlo:Achterdijk", "roep_de_diensten", json!({ "opdrachten": [opdracht] })).expect(201);
    i
}

pub fn another_municipality_works_by_its_own_names(database: &Database) {
    let server = zandmeer(database, &bron("werkstromen"));
    let i = bij_de_diensten(&server, "Een hogere dijk");
    i.staat("bij_de_diensten", &["afdeling Dienst Water*"]);
    let opdracht = i.opdracht_van(DIENST, "Dienst Water")["id"].as_str().unwrap().to_owned();
    i.opdracht(DIENST, &opdracht, "accepteer", json!({})).expect(201);
    let blok =
        json!({ "reden": "vergunning", "eigenReden": "Broedseizoen", "toelichting": "Tot half juli." });
    i.opdracht(DIENST, &opdracht, "blokkeer", blok).expect(201);
    assert_eq!(i.opdracht_van(DIENST, "Dienst Water")["eigenReden"], "Broedseizoen");
    let geschil =
        |portefeuille: &str| json!({ "geschilpunt": "Wie betaalt de klei?", "portefeuille": portefeuille });
    i.overgang("tlo:Achterdijk", "naar_de_dijkraad", geschil("Vastgoed")).refused(409, "onbekende-naam");
    i.overgang("tlo:Achterdijk", "naar_de_dijkraad", geschil("Water en wind")).expect(201);
    i.staat("dijkraad", &["bestuur"]);
    let besluit = json!({ "soort": "escalatie", "mandaat": "Dijkgraaf", "motivering": "Veiligheid gaat voor.",
        "hoedanigheid": "college", "portefeuille": "Water en wind", "alternatieven": "Een lagere dijk." });
    i.overgang("bestuur", "dijkraad_zegt_ja", json!({ "besluit": besluit })).expect(201);
    i.opdracht(DIENST, &opdracht, "deblokkeer", json!({})).expect(201);
    i.opdracht(DIENST, &opdracht, "rond_af", json!({})).expect(201);
    i.overgang("tlo:Achterdijk", "meld_droog", json!({ "resultaat": "Een meter erbij." })).expect(201);
    i.staat("droog", &[]);
    let besluit = server.client().read(&i.pad("/besluiten"))["besluiten"][0].clone();
    assert_eq!(
        (&besluit["hoedanigheid"], &besluit["portefeuille"]),
        (&json!("college"), &json!("Water en wind"))
    );
    assert_eq!(besluit["alternatieven"], "Een lagere dijk.");
    assert_eq!(i.gezien_als("tlo")["statusNaam"], "Droog");

    let budget = json!({ "gebied": "Achterdijk", "jaar": 2026, "bedrag": 100_000, "besluit": "Dijkraad" });
    let id = server.role("bestuur").write("/v1/budgetten", &budget)["id"].as_str().unwrap().to_owned();
    let post = |post: &str| json!({ "soort": "post_vastgesteld", "post": post, "bedrag": 50_000, "vrijheid": "vrij" });
    let feiten = format!("/v1/budgetten/{id}/feiten");
    server.role("bestuur").post(&feiten, &post("groen")).refused(409, "onbekende-naam");
    server.role("bestuur").write(&feiten, &post("dijkgeld"));
    server.stop();
    crate::kill::the_read_models_agree(database);
}

/// What can be said instead, when it is refused.
fn mogelijk(client: &Client, pad: &str, body: &Json, veld: &str) -> Vec<String> {
    let problem = client.post(pad, body).refused(409, "onbekende-naam");
    assert_eq!(problem["invalidParams"][0]["name"], veld, "{problem}");
    problem["mogelijk"].as_array().unwrap().iter().map(|m| m.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_name_that_the_municipality_does_not_know_is_refused_with_those_that_it_does() {
    let database = Database::sqlite();
    let server = zandmeer(&database, &bron("werkstromen"));
    let indiener = server.role("initiatiefnemer");
    let met = |veld: &str, waarde: Json| {
        let mut body = wens("Dijk");
        body[veld] = waarde;
        body
    };
    let pad = "/v1/initiatieven";
    assert_eq!(
        mogelijk(&indiener, pad, &met("gebied", json!("Malburgen")), "/gebied"),
        ["Achterdijk", "Voorhaven"]
    );
    assert_eq!(
        mogelijk(&indiener, pad, &met("wijken", json!(["Terp", "Kade"])), "/wijken/1"),
        ["Kreek", "Terp"]
    );
    assert_eq!(mogelijk(&indiener, pad, &met("thema", json!("groen")), "/thema"), ["dijken", "pleinen"]);

    let i = dien_in(&server, "Dijk");
    let tlo = server.role("tlo:Achterdijk");
    i.overgang("tlo:Achterdijk", "zet_koffie", json!({})).expect(201);
    let opdracht = |afdeling: &str, plaatsgevonden: Option<&str>| {
        let opdracht = json!({ "afdeling": afdeling, "omschrijving": "Kijk eens" });
        let mut body = json!({ "overgang": "roep_de_diensten", "opdrachten": [opdracht] });
        if let Some(datum) = plaatsgevonden {
            body["plaatsgevonden"] = json!({ "datum": datum });
        }
        body
    };
    let overgangen = i.pad("/overgangen");
    let nu = mogelijk(&tlo, &overgangen, &opdracht("Vastgoed", None), "/opdrachten/0/afdeling");
    assert_eq!(nu, ["Dienst Plein", "Dienst Water"]);
    mogelijk(&tlo, &overgangen, &opdracht("Dienst Weg", None), "/opdrachten/0/afdeling");
    // It was there when this happened.
    tlo.write(&overgangen, &opdracht("Dienst Weg", Some("2023-06-01")));
    let agenda =
        |bij: &str| json!({ "soort": "agendering_gevraagd", "bij": bij, "toelichting": "Hoort daar." });
    assert_eq!(mogelijk(&tlo, &i.pad("/feiten"), &agenda("Stad op de Kaart"), "/bij"), ["Droge voeten"]);
    tlo.write(&i.pad("/feiten"), &agenda("Droge voeten"));
}

#[test]
fn the_organisation_is_read_as_it_holds_on_a_day() {
    let database = Database::sqlite();
    let server = zandmeer(&database, &bron("werkstromen"));
    let op = |dag: &str| server.client().read(&format!("/v1/inrichting?op={dag}"));
    let nu = server.client().read("/v1/inrichting");
    assert_eq!((nu["gemeente"].as_str(), nu["versie"].as_i64()), (Some("Zandmeer"), Some(1)));
    assert_eq!(
        nu["gebieden"][0],
        json!({ "naam": "Achterdijk", "tlo": "Dijkploeg", "wijken": ["Kreek", "Terp"] })
    );
    assert_eq!(nu["redenen"][0], json!({ "naam": "Broedseizoen", "teltAls": "vergunning" }));
    assert_eq!(codes(&nu["afdelingen"], "naam"), ["Dienst Water", "Dienst Plein"]);
    assert_eq!(
        codes(&op("2023-12-31")["afdelingen"], "naam"),
        ["Dienst Water", "Dienst Plein", "Dienst Weg"]
    );
    assert_eq!(
        (op("2025-02-28")["beleid"].clone(), nu["beleid"][0]["waarde"].clone()),
        (json!([]), json!(3))
    );
    assert_eq!(nu["vrij"], json!([]));
    server.client().get("/v1/inrichting?op=gisteren").expect(400);
    let velden = server.client().read("/v1/feitsoorten");
    let soort =
        velden["soorten"].as_array().unwrap().iter().find(|s| s["soort"] == "agendering_gevraagd").unwrap();
    assert_eq!(soort["velden"][0]["lijst"], "programmas");
    server.stop();

    // Without an organisation every name is free.
    let leeg = Database::sqlite();
    let server = Server::start(&leeg);
    let nu = server.client().read("/v1/inrichting");
    assert_eq!((nu["versie"].as_i64(), nu["vrij"].as_array().unwrap().len()), (Some(0), 8));
}

#[test]
fn a_database_belongs_to_one_municipality_and_a_version_never_changes() {
    let database = Database::sqlite();
    zandmeer(&database, &bron("werkstromen")).stop();
    let map = database.folder();
    let begin = |naam: &str, tekst: &str| {
        let pad = map.join(naam);
        std::fs::write(&pad, tekst).unwrap();
        let [flag, place] = database.flags();
        let pad = pad.display().to_string();
        let args = ["lijst", &flag, &place, "--inrichting", &pad];
        zwarte_doos::run(zwarte_doos::program(map).args(args))
    };
    let zandmeer = std::fs::read_to_string(bron("inrichting.toml")).unwrap();
    let anders = begin("anders.toml", &zandmeer.replace("Dienst Plein", "Dienst Park"));
    assert!(anders.stderr.contains("versie 1 is al vastgelegd met een andere inhoud"), "{}", anders.stderr);
    let elders = begin("elders.toml", "gemeente = \"Elders\"\nversie = 9\n");
    assert!(elders.stderr.contains("deze database is van Zandmeer, niet van Elders"), "{}", elders.stderr);
    let wees = begin(
        "wees.toml",
        &zandmeer.replace("\"dijkwens\"", "\"bootwens\"").replace("versie = 1", "versie = 3"),
    );
    assert!(wees.stderr.contains("noemt de werkstroom bootwens, en die is er niet"), "{}", wees.stderr);
    let fout = begin("fout.toml", &zandmeer.replace("2024-01-01", "\"vorig jaar\""));
    assert!(
        fout.stderr.contains("regel 22: indeling van het bestand") && fout.stderr.contains("een datum zoals"),
        "{}",
        fout.stderr
    );
    let hoger = zandmeer.replace("versie = 1", "versie = 2").replace("Dienst Plein", "Dienst Park");
    assert_eq!(begin("hoger.toml", &hoger).code, Some(0));
    // What was registered holds, also when no file is named.
    let server = Server::start(&database);
    let nu = server.client().read("/v1/inrichting");
    assert_eq!(codes(&nu["afdelingen"], "naam"), ["Dienst Water", "Dienst Park"]);
}

#[test]
fn the_example_of_an_organisation_is_one() {
    let database = Database::sqlite();
    let map = database.folder();
    let voorbeeld = zwarte_doos::run(zwarte_doos::program(map).args(["inrichting", "voorbeeld"]));
    std::fs::write(map.join("arnhem.toml"), &voorbeeld.stdout).unwrap();
    let goed = zwarte_doos::run(zwarte_doos::program(map).args(["inrichting", "controleer", "arnhem.toml"]));
    assert!(
        goed.stdout.starts_with("arnhem.toml: Arnhem versie 2 is in orde (gebieden 8, "),
        "{}",
        goed.stdout
    );
    std::fs::write(map.join("fout.toml"), voorbeeld.stdout.replace("telt_als = \"", "telt_als = \"x"))
        .unwrap();
    let fout = zwarte_doos::run(zwarte_doos::program(map).args(["inrichting", "controleer", "fout.toml"]));
    assert_eq!((fout.code, fout.stderr.matches("is onbekend; mogelijk is: ").count()), (Some(1), 2));
}

/// Definitions in two versions; in the second the kitchen table is a talking chair.
fn twee_versies(database: &Database) -> PathBuf {
    let map = database.folder().join("werkstromen");
    std::fs::create_dir_all(&map).unwrap();
    let een = std::fs::read_to_string(bron("werkstromen/dijkwens.toml")).unwrap();
    let twee = een.replace("versie = 1", "versie = 2").replace("\"keukentafel\"", "\"praatstoel\"");
    std::fs::write(map.join("een.toml"), een).unwrap();
    std::fs::write(map.join("twee.toml"), twee).unwrap();
    map
}

pub fn running_initiatives_move_to_a_new_version_after_a_dry_run(database: &Database) {
    let server = zandmeer(database, &bron("werkstromen"));
    let ids: Vec<String> = (0..40)
        .map(|n| match n % 4 {
            0 => dien_in(&server, "Op de mat").id,
            1 => {
                let i = dien_in(&server, "Aan tafel");
                i.overgang("tlo", "zet_koffie", json!({})).expect(201);
                i.id
            }
            2 => bij_de_diensten(&server, "Bij de diensten").id,
            _ => {
                let i = dien_in(&server, "Verzopen");
                i.overgang("tlo", "laat_verzuipen", json!({})).expect(201);
                i.id
            }
        })
        .collect();
    server.stop();

    let server = zandmeer(database, &twee_versies(database));
    let beheerder = server.role("beheerder");
    let wijziging = |vertaling: Json, proef: bool| {
        json!({ "van": { "code": "dijkwens", "versie": 1 }, "naar": { "code": "dijkwens", "versie": 2 },
            "vertaling": vertaling, "mandaat": "Dijkgraaf", "motivering": "Een stoel zit beter.", "proef": proef })
    };
    let vraag = |vertaling: Json, proef: bool| {
        beheerder.post("/v1/werkstroomwijzigingen", &wijziging(vertaling, proef)).expect(200)
    };
    let zonder = vraag(json!({}), true);
    assert_eq!((zonder["over"].as_i64(), zonder["gestrand"].as_i64()), (Some(20), Some(10)));
    assert_eq!(codes(&zonder["gestrandeInitiatieven"], "regel"), ["gestrand"; 10]);
    let stoel = || json!({ "keukentafel": "praatstoel" });
    let met = vraag(stoel(), true);
    assert_eq!((met["over"].as_i64(), met["gestrand"].as_i64()), (Some(30), Some(0)));
    let wissels = json!([
        { "van": "bij_de_diensten", "naar": "bij_de_diensten", "aantal": 10 },
        { "van": "keukentafel", "naar": "praatstoel", "aantal": 10 },
        { "van": "op_de_mat", "naar": "op_de_mat", "aantal": 10 },
    ]);
    assert_eq!(met["statussen"], wissels);
    let tafel = Initiatief::bekend(&server, &ids[1]);
    assert_eq!(tafel.gezien_als("tlo")["werkstroomVersie"], 1, "a dry run changes nothing");
    let voor = tafel.gezien_als("tlo");

    server.role("tlo").post("/v1/werkstroomwijzigingen", &wijziging(stoel(), true)).refused(403, "beleid");
    let fout =
        beheerder.post("/v1/werkstroomwijzigingen", &wijziging(json!({ "keukentafel": "bank" }), true));
    let fout = fout.refused(409, "onbekende-status");
    assert_eq!(fout["invalidParams"][0]["name"], "/vertaling/keukentafel");

    assert_eq!(vraag(stoel(), false)["over"], 30);
    assert_eq!(vraag(stoel(), false)["over"], 0, "again there is nothing left to do");
    let na = tafel.gezien_als("tlo");
    assert_eq!((na["status"].as_str(), na["werkstroomVersie"].as_i64()), (Some("praatstoel"), Some(2)));
    assert_eq!(
        (&na["statusSinds"], &na["aanZet"]),
        (&voor["statusSinds"], &voor["aanZet"]),
        "the wait goes on"
    );
    tafel.staat("praatstoel", &["tlo"]);
    Initiatief::bekend(&server, &ids[2]).staat("bij_de_diensten", &["afdeling Dienst Water*"]);
    assert_eq!(Initiatief::bekend(&server, &ids[3]).gezien_als("tlo")["werkstroomVersie"], 1);
    assert_eq!(tafel.soorten().last().map(String::as_str), Some("werkstroom_gewijzigd"));
    let stappen = server.client().all(&tafel.pad("/tijdlijn"), "stappen");
    assert_eq!(stappen.last().unwrap()["gegevens"]["motivering"], "Een stoel zit beter.");
    let opdracht = json!({ "afdeling": "Dienst Plein", "omschrijving": "Waar komt hij?" });
    tafel.overgang("tlo", "roep_de_diensten", json!({ "opdrachten": [opdracht] })).expect(201);
    server.stop();
    crate::kill::the_read_models_agree(database);
}

#[test]
fn public_figures_leave_small_groups_out() {
    let database = Database::sqlite();
    let server = zandmeer(&database, &bron("werkstromen"));
    for n in 0..7 {
        let i = dien_in(&server, "Dijk");
        if n < 2 {
            i.overgang("tlo", "laat_verzuipen", json!({})).expect(201);
        }
    }
    let mut haven = wens("Kade");
    (haven["gebied"], haven["wijken"]) = (json!("Voorhaven"), json!(["Kade"]));
    server.role("initiatiefnemer").write("/v1/initiatieven", &haven);
    let jaar = server.client().read("/v1/inrichting")["op"].as_str().unwrap()[..4].to_owned();
    let cijfers = |per: &str| server.client().read(&format!("/v1/openbare-cijfers?per={per}&jaar={jaar}"));
    let per_gebied = cijfers("gebied");
    assert_eq!((&per_gebied["kleinsteGroep"], &per_gebied["per"]), (&json!(3), &json!("gebied")));
    // Seven and five, rounded to threes; two, one and nothing are not told.
    assert_eq!(
        per_gebied["groepen"],
        json!([{ "naam": "Achterdijk", "ingediend": 6, "lopend": 6 }, { "naam": "Voorhaven" }])
    );
    assert_eq!(codes(&cijfers("wijk")["groepen"], "naam"), ["Kade", "Terp"]);
    assert_eq!(cijfers("categorie")["groepen"][0]["naam"], "onbekend");
    assert_eq!(cijfers("oorsprong")["groepen"][0]["ingediend"], 9);
    let vorig = server.client().read("/v1/openbare-cijfers?jaar=1999");
    assert_eq!(vorig["groepen"], json!([]));
    server.client().get("/v1/openbare-cijfers?per=initiatiefnemer").expect(400);
}
