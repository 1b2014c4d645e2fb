//! Webhooks, with receivers as they are: willing, busy, gone, elsewhere, silent.

use crate::initiatief::{Initiatief, notitie};
use serde_json::{Value as Json, json};
use std::time::Duration;
use zwarte_doos::ontvanger::{Ontvanger, Verzoek, met_header, status, wil};
use zwarte_doos::{Database, Server, program, wait_until};

/// A server that may deliver to this machine, and tries again soon.
pub fn server(database: &Database, wachttijden: &str) -> Server {
    let [flag, place] = database.flags();
    let mut command = program(database.folder());
    command
        .env("WIJKSPOOR_BERICHTEN_TOEGESTAAN", "127.0.0.1")
        .env("WIJKSPOOR_BERICHTEN_ADRES", "https://wijkspoor.gemeente.example")
        .env("WIJKSPOOR_BERICHTEN_WACHTTIJDEN", wachttijden)
        .args(["serve", "--port", "0", &flag, &place, "--inrichting", crate::vernietigen::INRICHTING]);
    Server::of(database.folder(), &mut command)
}

pub fn abonneer(server: &Server, ontvanger: &Ontvanger, velden: Json) -> Json {
    let mut body = json!({ "naam": "Zaaksysteem", "adres": ontvanger.adres() });
    body.as_object_mut().unwrap().extend(velden.as_object().unwrap().clone());
    server.role("beheerder").write("/v1/abonnementen", &body)
}

fn pad(abonnement: &Json, rest: &str) -> String {
    format!("/v1/abonnementen/{}{rest}", abonnement["id"].as_str().unwrap())
}

fn stand(server: &Server, abonnement: &Json) -> Json {
    server.role("auditor").read(&pad(abonnement, ""))
}

fn doe(server: &Server, abonnement: &Json, actie: Json) -> zwarte_doos::Answer {
    server.role("beheerder").post(&pad(abonnement, "/acties"), &actie)
}

pub fn wacht_op_status(server: &Server, abonnement: &Json, status: &str) {
    wait_until(&format!("it is {status}"), || stand(server, abonnement)["status"] == *status);
}

fn plaatsen(verzoeken: &[Verzoek]) -> Vec<i64> {
    verzoeken.iter().map(Verzoek::plaats).collect()
}

fn schrijf(initiatief: &Initiatief, aantal: usize) {
    for n in 0..aantal {
        initiatief.als("tlo").write(&initiatief.pad("/notities"), &notitie(&format!("Fatima belde {n}")));
    }
}

pub fn who_consents_is_told_what_is_his_in_order(database: &Database) {
    let server = server(database, "10ms,10ms");
    let i = Initiatief::nieuw(&server, "Bankje voor Fatima");
    let alles = Ontvanger::gewillig(|_| status(204));
    let notities = Ontvanger::gewillig(|_| status(200));
    let elders = Ontvanger::gewillig(|_| status(200));
    let a = abonneer(&server, &alles, json!({ "vanaf": 0 }));
    abonneer(&server, &notities, json!({ "vanaf": 0, "soorten": ["notitie_toegevoegd"] }));
    let e =
        abonneer(&server, &elders, json!({ "vanaf": 0, "bereik": { "rol": "tlo", "gebied": "Centrum" } }));
    assert!(a["geheim"].as_str().unwrap().starts_with("whsec_"));
    assert!(stand(&server, &a).get("geheim").is_none(), "it is shown once");
    schrijf(&i, 9);
    wait_until("all is there", || alles.bezorgd().len() == 10 && notities.bezorgd().len() == 9);
    assert_eq!(plaatsen(&alles.bezorgd()), (1..=10).collect::<Vec<_>>());
    assert_eq!(plaatsen(&notities.bezorgd()), (2..=10).collect::<Vec<_>>());
    wait_until("the other is past it", || stand(&server, &e)["positie"] == 10);
    assert!(elders.bezorgd().is_empty(), "it may not see this");

    let gevraagd = alles.gekregen.lock().unwrap()[0].clone();
    assert_eq!(gevraagd.methode, "OPTIONS");
    assert_eq!(gevraagd.header("webhook-request-origin"), "wijkspoor.gemeente.example");
    for verzoek in alles.bezorgd() {
        let json = verzoek.json();
        assert_eq!(verzoek.header("content-type"), "application/cloudevents+json; charset=utf-8");
        assert_eq!(verzoek.header("webhook-id"), json["id"].as_str().unwrap());
        assert_eq!(verzoek.header("webhook-request-origin"), "wijkspoor.gemeente.example");
        assert_eq!(json["dataref"], format!("https://wijkspoor.gemeente.example/v1/initiatieven/{}", i.id));
        assert!(!verzoek.inhoud.contains("Fatima") && !format!("{:?}", verzoek.headers).contains("Fatima"));
    }
    // What was taken is written down after it was taken.
    wait_until("it is written down", || stand(&server, &a)["positie"] == 10);
    let boek = server.role("auditor").read(&pad(&a, "/afleveringen?limiet=4"));
    assert_eq!((boek["afleveringen"].as_array().unwrap().len(), &boek["volgende"]), (4, &json!(4)));
    let eerste = &boek["afleveringen"][0];
    assert_eq!(
        (&eerste["status"], &eerste["antwoord"], &eerste["pogingen"]),
        (&json!("afgeleverd"), &json!(204), &json!(1))
    );

    // Ended is ended; and nobody but an administrator decides.
    server.role("tlo").get("/v1/abonnementen").expect(403);
    server.role("auditor").post(&pad(&a, "/acties"), &json!({ "actie": "beeindig" })).expect(403);
    doe(&server, &a, json!({ "actie": "beeindig" })).expect(200);
    doe(&server, &a, json!({ "actie": "hervat" })).refused(409, "abonnement-beeindigd");
    schrijf(&i, 3);
    wait_until("the others hear more", || notities.bezorgd().len() == 12);
    assert_eq!(alles.bezorgd().len(), 10);
    server.stop();
}

pub fn what_a_receiver_says_is_obeyed(database: &Database) {
    let server = server(database, "20ms,20ms,20ms,20ms");
    let i = Initiatief::nieuw(&server, "Bankje");
    // Busy, and it says for how long.
    let mut druk = 0;
    let later = Ontvanger::gewillig(move |_| {
        druk += 1;
        if druk == 1 { met_header(429, "Retry-After: 1") } else { status(200) }
    });
    // Gone for good.
    let weg = Ontvanger::gewillig(|_| status(410));
    // It sends on to another, who must hear nothing of it.
    let ander = Ontvanger::gewillig(|_| status(200));
    let doel = ander.adres();
    let door = Ontvanger::gewillig(move |_| met_header(307, &format!("Location: {doel}")));
    // It answers to anything with 200, which is no consent.
    let doof = Ontvanger::nieuw(|_| status(200));
    let [l, w, d, n] = [&later, &weg, &door, &doof].map(|o| abonneer(&server, o, json!({ "vanaf": 0 })));
    wait_until("it came back", || later.bezorgd().len() == 2);
    let keren = later.bezorgd();
    assert_eq!(keren[0].header("webhook-id"), keren[1].header("webhook-id"));
    assert!(keren[1].op - keren[0].op >= Duration::from_millis(950), "{:?}", keren[1].op - keren[0].op);
    wacht_op_status(&server, &w, "opgezegd");
    wacht_op_status(&server, &d, "storing");
    wacht_op_status(&server, &n, "geweigerd");
    assert!(stand(&server, &d)["laatsteFout"].as_str().unwrap().contains("stuurt door (307)"));
    assert!(ander.gekregen.lock().unwrap().is_empty() && doof.bezorgd().is_empty());
    assert_eq!((weg.bezorgd().len(), door.bezorgd().len()), (1, 5));
    let alarm = server.role("beheerder").read("/v1/abonnementen?alarm=true");
    assert_eq!(alarm["abonnementen"].as_array().unwrap().len(), 3, "{alarm}");
    wait_until("all is well with the first", || stand(&server, &l)["positie"] == 1);
    assert_eq!(stand(&server, &l)["alarm"], false);
    // Nobody delivers where it is not wanted, nor inside; in whatever form the address is.
    for adres in [
        "http://10.0.0.1/",
        "https://localhost/",
        "https://169.254.169.254/",
        "https://[::ffff:127.0.0.1]/",
        "http://zaken.example/",
        "https://127.0.0.2/",
        "https://u:p@zaken.example/",
    ] {
        let body = json!({ "naam": "x", "adres": adres });
        let probleem =
            server.role("beheerder").post("/v1/abonnementen", &body).refused(409, "abonnement-past-niet");
        assert_eq!(probleem["invalidParams"][0]["name"], "/adres", "{adres}");
    }
    schrijf(&i, 1);
    wait_until("the first hears more", || later.bezorgd().len() == 3);
    server.stop();
}

pub fn what_fails_is_seen_passed_by_and_delivered_again(database: &Database) {
    let server = server(database, "10ms,10ms,10ms");
    let i = Initiatief::nieuw(&server, "Bankje");
    schrijf(&i, 5);
    // It cannot bear one event, whatever else it takes.
    let goed = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let nu_goed = goed.clone();
    let ontvanger = Ontvanger::gewillig(move |verzoek| {
        let mag = verzoek.plaats() != 3 || nu_goed.load(std::sync::atomic::Ordering::SeqCst);
        status(if mag { 200 } else { 500 })
    });
    let a = abonneer(&server, &ontvanger, json!({ "vanaf": 0 }));
    wacht_op_status(&server, &a, "storing");
    assert_eq!(plaatsen(&ontvanger.bezorgd()), [1, 2, 3, 3, 3, 3], "what comes after waits");
    let staat = stand(&server, &a);
    assert_eq!(
        (&staat["positie"], &staat["achterstand"], &staat["alarm"]),
        (&json!(2), &json!(4), &json!(true))
    );
    let boek = |status: &str| {
        let boek = server.role("beheerder").read(&pad(&a, &format!("/afleveringen?status={status}")));
        boek["afleveringen"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["positie"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(boek("opgegeven"), [3]);
    // Once more, and it fails once more.
    doe(&server, &a, json!({ "actie": "hervat" })).expect(200);
    wait_until("it tried again", || ontvanger.bezorgd().len() == 10);
    wacht_op_status(&server, &a, "storing");
    doe(&server, &a, json!({ "actie": "sla_over", "positie": 4 })).refused(409, "hapert-niet");
    doe(&server, &a, json!({ "actie": "sla_over", "positie": 3 })).expect(200);
    wait_until("the rest is there", || stand(&server, &a)["positie"] == 6);
    assert_eq!((boek("overgeslagen"), boek("afgeleverd")), (vec![3], vec![1, 2, 4, 5, 6]));
    // Mended: what failed comes after all, from the log.
    goed.store(true, std::sync::atomic::Ordering::SeqCst);
    doe(&server, &a, json!({ "actie": "herhaal_mislukte" })).expect(200);
    wait_until("what failed is there", || boek("afgeleverd").len() == 6);
    doe(&server, &a, json!({ "actie": "herhaal", "positie": 7 })).refused(409, "nog-niet-aan-de-beurt");
    let voor = ontvanger.bezorgd().len();
    doe(&server, &a, json!({ "actie": "herhaal", "positie": 2 })).expect(200);
    wait_until("one is there again", || ontvanger.bezorgd().len() == voor + 1);
    doe(&server, &a, json!({ "actie": "herhaal_vanaf", "positie": 4 })).expect(200);
    wait_until("the end is there again", || ontvanger.bezorgd().len() == voor + 4);
    assert_eq!(plaatsen(&ontvanger.bezorgd()[voor..]), [2, 4, 5, 6]);
    doe(&server, &a, json!({ "actie": "sla_over" })).refused(409, "abonnement-past-niet");
    doe(&server, &a, json!({ "actie": "pauzeer" })).expect(200);
    std::thread::sleep(Duration::from_millis(1000));
    schrijf(&i, 1);
    std::thread::sleep(Duration::from_millis(1200));
    assert_eq!(ontvanger.bezorgd().len(), voor + 4, "it waits");
    doe(&server, &a, json!({ "actie": "hervat" })).expect(200);
    wait_until("it goes on", || ontvanger.bezorgd().len() == voor + 5);
    server.stop();
}

pub fn a_key_is_changed_without_a_moment_that_nothing_fits(database: &Database) {
    let server = server(database, "10ms");
    let i = Initiatief::nieuw(&server, "Bankje");
    let ontvanger = Ontvanger::gewillig(|_| status(200));
    let body = json!({ "naam": "Zaaksysteem", "adres": ontvanger.adres(), "vanaf": 0 });
    let sleutel = [("Idempotency-Key", "abonnement-een")];
    let beheer = server.role("beheerder");
    let a = beheer.post_with("/v1/abonnementen", &sleutel, &body).expect(201);
    assert_eq!(beheer.post_with("/v1/abonnementen", &sleutel, &body).expect(201)["geheim"], a["geheim"]);
    beheer
        .post_with("/v1/abonnementen", &sleutel, &json!({ "naam": "Ander", "adres": ontvanger.adres() }))
        .expect(409);
    let handtekeningen = |n: usize| {
        wait_until("it is there", || ontvanger.bezorgd().len() >= n);
        ontvanger.bezorgd()[n - 1].header("webhook-signature").split(' ').count()
    };
    assert_eq!(handtekeningen(1), 1);
    let wissel = |key: &str, uren: i64| {
        beheer
            .post_with(&pad(&a, "/sleutels"), &[("Idempotency-Key", key)], &json!({ "samenUren": uren }))
            .expect(201)
    };
    let nieuw = wissel("wissel-een", 1);
    assert_ne!(nieuw["geheim"], a["geheim"]);
    assert_eq!(wissel("wissel-een", 1)["geheim"], nieuw["geheim"], "the same request changes it once");
    std::thread::sleep(Duration::from_millis(1200));
    schrijf(&i, 1);
    assert_eq!(handtekeningen(2), 2);
    wissel("wissel-twee", 0);
    std::thread::sleep(Duration::from_millis(1200));
    schrijf(&i, 1);
    assert_eq!(handtekeningen(3), 1, "a key that leaked signs no more");
    server.stop();
}

/// Also a receiver that is slow, hangs up, or is not there when it is asked whether it wants to receive.
pub fn a_receiver_may_be_away_at_first(database: &Database) {
    let server = server(database, "50ms,50ms,50ms,50ms,50ms,50ms,50ms,50ms,50ms,50ms,50ms,50ms,50ms,50ms");
    Initiatief::nieuw(&server, "Bankje");
    let mut keer = 0;
    let ontvanger = Ontvanger::nieuw(move |verzoek| {
        keer += 1;
        match keer {
            1 => None,
            2 => status(503),
            3 => wil(),
            4 => None,
            5 => {
                std::thread::sleep(Duration::from_millis(300));
                status(200)
            }
            _ => panic!("{verzoek:?}"),
        }
    });
    let a = abonneer(&server, &ontvanger, json!({ "vanaf": 0 }));
    wait_until("it is there", || stand(&server, &a)["positie"] == 1);
    assert_eq!(ontvanger.bezorgd().len(), 2);
    assert!(stand(&server, &a)["laatstGelukt"].is_string());
    server.stop();
}
