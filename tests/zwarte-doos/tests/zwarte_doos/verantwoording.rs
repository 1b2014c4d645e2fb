//! What was known and what was, at any moment; what a decider could see; who looked at what; and the history as a file with its proof.

use crate::initiatief::Initiatief;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use zwarte_doos::ontvanger::{Ontvanger, Verzoek, met_inhoud, status};
use zwarte_doos::{Database, Server};

/// A life, and what the API showed of it after each step.
fn leven(server: &Server) -> (Initiatief<'_>, Vec<Json>) {
    let i = Initiatief::nieuw(server, "Speeltuin");
    let tlo = server.role("tlo:Malburgen");
    let stappen = [
        ("tlo:Malburgen", "overgangen", json!({ "overgang": "neem_in_behandeling" })),
        ("tlo:Malburgen", "behandelaars", json!({ "behandelaar": "Team Oost" })),
        (
            "tlo:Malburgen",
            "overgangen",
            json!({ "overgang": "draag_over",
            "opdrachten": [{ "afdeling": "Groen", "omschrijving": "Kan het?" }] }),
        ),
        ("tlo:Malburgen", "stagnaties", json!({ "oorzaak": "vergunning", "toelichting": "Het wacht." })),
        (
            "management",
            "besluiten",
            json!({ "besluit": { "soort": "toekenning", "mandaat": "Mandaat 12",
            "motivering": "Er is budget.", "grondslag": "Het wijkprogramma" } }),
        ),
        ("tlo:Malburgen", "terugkoppelingen", json!({ "kanaal": "email", "bericht": "Het mag." })),
    ];
    let mut gezien = vec![tlo.read(&i.pad(""))];
    for (rol, wat, body) in stappen {
        server.role(rol).write(&i.pad(&format!("/{wat}")), &body);
        gezien.push(tlo.read(&i.pad("")));
    }
    (i, gezien)
}

/// An initiative without what is of now, whoever asks.
fn zonder_nu(initiatief: &Json) -> Json {
    let mut initiatief = initiatief.clone();
    for veld in ["mogelijkeOvergangen", "actualiteit"] {
        initiatief.as_object_mut().unwrap().remove(veld);
    }
    initiatief
}

pub fn a_dossier_is_shown_as_it_was_shown_then(database: &Database) {
    let server = Server::start(database);
    let (i, gezien) = leven(&server);
    let auditor = server.role("auditor");
    for toen in &gezien {
        let stand = auditor.read(&i.pad(&format!("/stand?versie={}", toen["versie"])));
        assert_eq!(stand["initiatief"], zonder_nu(toen), "after version {}", toen["versie"]);
        assert_eq!(stand["stappen"].as_array().unwrap().len(), toen["versie"].as_u64().unwrap() as usize);
        let positie = auditor.read(&i.pad(&format!("/stand?positie={}", toen["actualiteit"]["positie"])));
        assert_eq!(positie, stand, "the same moment, by its position");
    }
    // As it is known, and as it was: a visit of before the submission was recorded after it.
    let nu = auditor.read(&i.pad("/stand"));
    assert_eq!(nu["initiatief"], zonder_nu(gezien.last().unwrap()));
    assert_eq!(nu["opdrachten"], auditor.read(&i.pad("/opdrachten"))["opdrachten"]);
    assert_eq!(nu["besluiten"], auditor.read(&i.pad("/besluiten"))["besluiten"]);
    assert_eq!(auditor.all(&i.pad("/stand"), "stappen"), auditor.all(&i.pad("/tijdlijn"), "stappen"));
    let op = nu["stappen"][0]["vastgelegdOp"].as_str().unwrap();
    assert_eq!(auditor.read(&i.pad(&format!("/stand?bekendOp={op}")))["initiatief"]["versie"], 1);
    auditor.get(&i.pad("/stand?bekendOp=2001-01-01")).refused(404, "nog-niet");
    auditor.get(&i.pad("/stand?gebeurdOp=gisteren")).expect(400);
    let weg = "01900000-0000-7000-8000-000000000000";
    auditor.get(&format!("/v1/initiatieven/{weg}/stand")).refused(404, "bestaat-niet");
    server.role("tlo:Elderveld").get(&i.pad("/stand")).refused(404, "bestaat-niet");
}

pub fn what_differs_between_two_moments_is_listed(database: &Database) {
    let server = Server::start(database);
    let (i, gezien) = leven(&server);
    let auditor = server.role("auditor");
    let voor = gezien[2]["versie"].as_i64().unwrap();
    let lees = |vraag: &str| auditor.read(&i.pad(&format!("/verschillen?{vraag}")));
    let anders = lees(&format!("vanVersie={voor}"));
    let bij = |pad: &str| {
        let verschillen = anders["verschillen"].as_array().unwrap();
        verschillen.iter().find(|v| v["pad"].as_str().unwrap().starts_with(pad)).cloned().unwrap_or_default()
    };
    assert_eq!(bij("/initiatief/status")["van"], "in_behandeling_tlo");
    assert_eq!(bij("/besluiten/")["tot"]["motivering"], "Er is budget.");
    assert_eq!(bij("/opdrachten/")["tot"]["afdeling"], "Groen");
    assert_eq!(bij("/initiatief/stagnatie")["tot"], "vergunning");
    assert!(bij("/initiatief/titel").is_null(), "what is the same is not listed");
    let laatste = gezien.last().unwrap()["versie"].as_i64().unwrap();
    let stappen = auditor.all(&i.pad(&format!("/verschillen?vanVersie={voor}")), "stappen");
    assert_eq!(stappen.len() as i64, laatste - voor);
    assert!(stappen.iter().all(|stap| stap["alleenOp"] == "tot"));
    // Nothing between a moment and itself; everything since before the beginning; and back.
    assert_eq!(lees(&format!("vanVersie={voor}&totVersie={voor}"))["verschillen"], json!([]));
    let alles = lees("vanBekendOp=2001-01-01");
    assert_eq!((&alles["van"], &alles["tot"]["versie"]), (&Json::Null, &json!(laatste)));
    let terug = lees(&format!("totVersie={voor}"));
    assert!(terug["stappen"].as_array().unwrap().iter().all(|stap| stap["alleenOp"] == "van"));
}

pub fn a_decision_leads_to_what_its_decider_could_see(database: &Database) {
    let server = Server::start(database);
    let (i, gezien) = leven(&server);
    let auditor = server.role("auditor");
    let besluit = auditor.read(&i.pad("/besluiten"))["besluiten"][0].clone();
    assert_eq!((&besluit["rol"], &besluit["grondslag"]), (&json!("management"), &json!("Het wijkprogramma")));
    let stap = auditor.all(&i.pad("/tijdlijn"), "stappen");
    let stap = stap.iter().find(|stap| stap["soort"] == "besluit_genomen").unwrap();
    assert_eq!((&besluit["volgnummer"], &besluit["positie"]), (&stap["volgnummer"], &stap["positie"]));
    let kon = auditor.read(besluit["gezien"].as_str().unwrap());
    assert_eq!((&kon["bereik"], &kon["versie"]), (&json!("dossier"), &gezien[4]["versie"]));
    assert_eq!(kon["dossier"]["initiatief"], zonder_nu(&gezien[4]));
    assert_eq!(kon["dossier"]["besluiten"], json!([]));
    // The same decision among all, as it is known and as it was.
    let alle = |vraag: &str| auditor.read(&format!("/v1/besluiten?{vraag}"))["besluiten"].clone();
    assert_eq!(alle("")[0]["gezien"], besluit["gezien"]);
    assert_eq!(alle("gebeurdOp=2001-01-01"), json!([]));
    let pad = i.pad(&format!("/besluiten/{}/terugdraaiingen", besluit["id"].as_str().unwrap()));
    server.role("management").write(&pad, &json!({ "motivering": "Het budget is weg." }));
    assert_eq!(alle("")[0]["teruggedraaid"]["motivering"], "Het budget is weg.");
    let weg = "01900000-0000-7000-8000-000000000000";
    auditor.get(&i.pad(&format!("/besluiten/{weg}/gezien"))).expect(404);
}

/// The lines of the logbook, the last first.
fn logboek(server: &Server, vraag: &str) -> Vec<Json> {
    server.role("auditor").read(&format!("/v1/verwerkingen?{vraag}"))["verwerkingen"]
        .as_array()
        .unwrap()
        .clone()
}

pub fn whoever_looks_stands_in_the_logbook(database: &Database) {
    let server = Server::start(database);
    let (i, ander) = (Initiatief::nieuw(&server, "Speeltuin"), Initiatief::nieuw(&server, "Bankje"));
    let tlo = server.role("tlo:Malburgen");
    let keten = "4bf92f3577b34da6a3ce929d0e0e4736";
    let header = format!("00-{keten}-00f067aa0ba902b7-01");
    tlo.send("GET", &i.pad(""), &[("traceparent", &header)], &[]).expect(200);
    let regel = logboek(&server, &format!("object={}", i.id))[0].clone();
    assert_eq!((&regel["operatie"], &regel["activiteit"]), (&json!("leesInitiatief"), &json!("inzien")));
    assert_eq!((&regel["rol"], &regel["gelukt"]), (&json!("tlo"), &json!(true)));
    assert_eq!((&regel["traceId"], &regel["parentSpanId"]), (&json!(keten), &json!("00f067aa0ba902b7")));
    assert_eq!(regel["objecten"], json!([i.id]));
    // A list is one line, with all that it showed.
    tlo.read("/v1/initiatieven");
    let regel = logboek(&server, "rol=tlo")[0].clone();
    assert_eq!(regel["operatie"], "zoekInitiatieven");
    let mut getoond: Vec<_> =
        regel["objecten"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    getoond.sort_unstable();
    let mut verwacht = [i.id.as_str(), ander.id.as_str()];
    verwacht.sort_unstable();
    assert_eq!(getoond, verwacht);
    // What is made stands in it, and what was refused by a rule; not what the policy kept away, nor what is about nobody.
    let gemaakt = logboek(&server, &format!("object={}&activiteit=behandelen", ander.id));
    assert_eq!(gemaakt[0]["operatie"], "dienInitiatiefIn");
    i.overgang("tlo", "tover_weg", json!({})).expect(409);
    assert_eq!(logboek(&server, "rol=tlo")[0]["gelukt"], false);
    let voor = logboek(&server, "rol=tlo").len();
    server.role("tlo:Elderveld").get(&i.pad("")).expect(404);
    tlo.read("/v1/wachttijden?per=partij&gebied=Malburgen");
    tlo.read("/v1/werkstromen");
    assert_eq!(logboek(&server, "rol=tlo").len(), voor);
    // With a link, without signing in.
    let token = tlo.read(&i.pad("/volglink"))["token"].as_str().unwrap().to_owned();
    server.client().read(&format!("/v1/volgen/{token}"));
    let regel = logboek(&server, &format!("object={}&activiteit=volgen", i.id))[0].clone();
    assert_eq!((&regel["actor"], &regel["operatie"]), (&json!("volglink"), &json!("volgInitiatief")));
    // Looking into the logbook stands in it, too; numbers have no gaps.
    assert_eq!(logboek(&server, "")[0]["operatie"], "leesVerwerkingen");
    let alle = server.role("auditor").read("/v1/verwerkingen?limiet=200")["verwerkingen"].clone();
    let nummers: Vec<_> = alle.as_array().unwrap().iter().map(|v| v["nummer"].as_u64().unwrap()).collect();
    assert_eq!(nummers, (1..=nummers[0]).rev().collect::<Vec<_>>());
    for rol in ["tlo:Malburgen", "management", "beheerder", "systeem"] {
        server.role(rol).get("/v1/verwerkingen").refused(403, "beleid");
    }
    // The decision that follows leads to what its decider had read.
    server.role("management").read(&i.pad("/tijdlijn"));
    let besluit = json!({ "besluit": { "soort": "toekenning", "mandaat": "M", "motivering": "Goed." } });
    server.role("management").write(&i.pad("/besluiten"), &besluit);
    let gezien = server.role("auditor").read(&i.pad("/besluiten"))["besluiten"][0]["gezien"].clone();
    let gezien = gezien.as_str().unwrap();
    assert_eq!(server.role("auditor").read(gezien)["ingezien"][0]["operatie"], "leesTijdlijn");
    assert!(server.role("management").read(gezien)["ingezien"].is_null());
}

/// Every list that shows initiatives says which: what a client can read of an answer stands in the logbook.
pub fn what_a_list_shows_stands_in_the_logbook(database: &Database) {
    let server = crate::autorisatie::kant::met_zgw(database);
    let [mijn, _] = crate::autorisatie::kant::kanten(&server);
    let management = server.role("management");
    let weergaven = crate::autorisatie::kant::operaties(&management);
    let mut gelezen = 0;
    for operatie in weergaven.iter().filter(|operatie| operatie.method == "GET") {
        // With a link nobody acts in a role.
        if operatie.doel() == wijkspoor_api::beleid::Doel::Openbaar {
            continue;
        }
        let antwoord = operatie.vraag(&management, mijn.id(soort(operatie)), &mijn, "Malburgen", &[]);
        if antwoord.status != 200 || wijkspoor_api::verwerkingen::activiteit(&operatie.id).is_none() {
            continue;
        }
        let regel = logboek(&server, "rol=management&limiet=1")[0].clone();
        assert_eq!(regel["operatie"], operatie.id.as_str());
        let objecten = regel["objecten"].to_string();
        let mut ids = Vec::new();
        genoemd(&antwoord.json(), &mut ids);
        for id in ids {
            assert!(objecten.contains(&id), "{} shows {id}, the logbook does not: {objecten}", operatie.id);
        }
        gelezen += 1;
    }
    assert!(gelezen > 25, "only {gelezen} operations were read");
}

fn soort(operatie: &crate::autorisatie::kant::Operatie) -> wijkspoor_api::beleid::Objectsoort {
    match operatie.doel() {
        wijkspoor_api::beleid::Doel::Een(soort) => soort,
        _ => wijkspoor_api::beleid::Objectsoort::Initiatief,
    }
}

/// The initiatives that an answer names.
fn genoemd(json: &Json, ids: &mut Vec<String>) {
    match json {
        Json::Object(map) => {
            // With the initiative named beside it, the id is of something else, such as a decision.
            let is_initiatief =
                map.contains_key("titel") && map.contains_key("gebied") && !map.contains_key("initiatiefId");
            for (naam, deel) in map {
                if naam == "initiatiefId" || (naam == "id" && is_initiatief) {
                    ids.extend(deel.as_str().map(str::to_owned));
                }
                genoemd(deel, ids);
            }
        }
        Json::Array(lijst) => lijst.iter().for_each(|deel| genoemd(deel, ids)),
        _ => {}
    }
}

pub fn the_logbook_is_passed_on_whatever_the_collector_does(database: &Database) {
    let gezien = std::sync::Arc::new(std::sync::Mutex::new(Vec::<Json>::new()));
    let (spans, mut eerste) = (gezien.clone(), true);
    let ontvanger = Ontvanger::nieuw(move |verzoek: &Verzoek| {
        if std::mem::take(&mut eerste) {
            // It is away at first: nothing is lost by that.
            return status(503);
        }
        assert_eq!(verzoek.pad, "/v1/traces");
        assert_eq!(verzoek.header("authorization"), "Bearer geheim");
        let nieuw = verzoek.json()["resourceSpans"][0]["scopeSpans"][0]["spans"].clone();
        spans.lock().unwrap().extend(nieuw.as_array().unwrap().iter().cloned());
        met_inhoud(200, &json!({}))
    });
    let [flag, place] = database.flags();
    let mut command = zwarte_doos::program(database.folder());
    command.args(["serve", "--port", "0", &flag, &place]);
    command.env("WIJKSPOOR_VERWERKINGEN_OTLP", format!("http://{}/v1/traces", ontvanger.plek));
    command.env("WIJKSPOOR_VERWERKINGEN_OTLP_AUTORISATIE", "Bearer geheim");
    let server = Server::of(database.folder(), &mut command);
    let (i, ander) = (Initiatief::nieuw(&server, "Speeltuin"), Initiatief::nieuw(&server, "Bankje"));
    server.role("tlo:Malburgen").read(&i.pad(""));
    server.role("tlo:Malburgen").read("/v1/initiatieven");
    zwarte_doos::wait_until("all was passed on", || gezien.lock().unwrap().len() >= 5);
    let spans = gezien.lock().unwrap().clone();
    let namen: Vec<_> = spans.iter().map(|span| span["name"].as_str().unwrap()).collect();
    assert_eq!(
        namen,
        ["dienInitiatiefIn", "dienInitiatiefIn", "leesInitiatief", "zoekInitiatieven", "zoekInitiatieven"]
    );
    let attribuut = |span: &Json, naam: &str| {
        let attributes = span["attributes"].as_array().unwrap();
        attributes
            .iter()
            .find(|a| a["key"] == naam)
            .map(|a| a["value"]["stringValue"].clone())
            .unwrap_or_default()
    };
    let wie = |span: &Json| attribuut(span, "dpl.core.data_subject_id");
    assert_eq!(wie(&spans[0]), wie(&spans[2]), "the same initiative has the same pseudonym");
    assert_ne!(wie(&spans[3]), wie(&spans[4]));
    assert_eq!(spans[3]["traceId"], spans[4]["traceId"]);
    assert_eq!(
        attribuut(&spans[2], "dpl.core.processing_activity_id"),
        "urn:wijkspoor:verwerkingsactiviteit:inzien"
    );
    let tekst = Json::from(spans).to_string();
    assert!(!tekst.contains(&i.id) && !tekst.contains(&ander.id), "nothing leads back");
}

/// The hash of a row after the one before it, worked out as the file says it is.
fn hash(vorige: &str, rij: &Json) -> String {
    let mut som = Sha256::new();
    som.update(hex::decode(vorige).unwrap());
    let velden = [
        "positie",
        "stroom",
        "volgnummer",
        "stroomsoort",
        "soort",
        "schemaversie",
        "inhoud",
        "metadata",
        "plaatsgevondenOp",
        "nauwkeurigheid",
        "vastgelegdOp",
    ];
    for veld in velden {
        let bytes = match &rij[veld] {
            Json::String(tekst) => tekst.as_bytes().to_vec(),
            getal => getal.as_i64().unwrap().to_be_bytes().to_vec(),
        };
        som.update((bytes.len() as u64).to_be_bytes());
        som.update(bytes);
    }
    hex::encode(som.finalize())
}

pub fn the_history_is_a_file_that_proves_itself(database: &Database) {
    let server = Server::start(database);
    // Others write between: the chain goes over all of the log.
    Initiatief::nieuw(&server, "Bankje");
    let (i, gezien) = leven(&server);
    let antwoord = server.role("auditor").get(&i.pad("/geschiedenis"));
    assert!(antwoord.header("Content-Disposition").contains(&format!("geschiedenis-{}.json", i.id)));
    let bestand = antwoord.expect(200);
    let gebeurtenissen = bestand["gebeurtenissen"].as_array().unwrap();
    assert_eq!(gebeurtenissen.len() as i64, gezien.last().unwrap()["versie"].as_i64().unwrap());
    assert_eq!(bestand["keten"]["klopt"], true);
    for (nummer, een) in gebeurtenissen.iter().enumerate() {
        let (rij, bewijs) = (&een["rij"], &een["bewijs"]);
        assert_eq!(rij["volgnummer"], nummer as i64 + 1);
        assert_eq!(een["stap"]["soort"], rij["soort"]);
        assert_eq!(bewijs["hash"], hash(bewijs["vorigeHash"].as_str().unwrap(), rij), "{een}");
        // What is personal is readable beside the row, and sealed in it.
        assert!(!rij["inhoud"].as_str().unwrap().contains("Er is budget."));
    }
    assert!(gebeurtenissen.iter().any(|een| een["stap"]["gegevens"]["motivering"] == "Er is budget."));
    assert_eq!(
        bestand["keten"]["hash"],
        gebeurtenissen.last().unwrap()["bewijs"]["hash"],
        "nobody wrote since"
    );
    // With the checkpoint over it, it is proven without the server.
    let mut heel = String::new();
    zwarte_doos::wait_until("all stands in a checkpoint", || {
        heel = server.role("auditor").get(&i.pad("/geschiedenis")).body;
        let bestand: Json = serde_json::from_str(&heel).unwrap();
        bestand["gebeurtenissen"].as_array().unwrap().iter().all(|een| een["bewijs"]["pad"].is_array())
    });
    let sleutel = server.client().read("/v1/controlesleutels")["sleutels"][0]["sleutel"].clone();
    let uitkomst = |tekst: &str| {
        let pad = database.folder().join("geschiedenis.json");
        std::fs::write(&pad, tekst).unwrap();
        let mut opdracht = zwarte_doos::program(database.folder());
        opdracht.arg("controleer-bewijs").arg(&pad).arg("--sleutel").arg(sleutel.as_str().unwrap());
        zwarte_doos::run(&mut opdracht)
    };
    let uit = uitkomst(&heel);
    assert!(uit.code == Some(0) && uit.stdout.contains("er ontbreekt er geen tussen"), "{}", uit.stdout);
    let uit = uitkomst(&heel.replace("\"volgnummer\":2", "\"volgnummer\":3"));
    assert!(uit.code == Some(3) && uit.stdout.contains("HET BEWIJS KLOPT NIET"), "{}", uit.stdout);
    let pdf =
        server.role("auditor").send("GET", &i.pad("/geschiedenis"), &[("Accept", "application/pdf")], &[]);
    assert_eq!((pdf.status, pdf.header("Content-Type")), (200, "application/pdf"));
    assert!(pdf.body.starts_with("%PDF-1.7") && pdf.body.contains("pdfuaid:part"), "a tagged document");
    server.role("auditor").send("GET", &i.pad("/stand"), &[("Accept", "application/pdf")], &[]).expect(406);
}
