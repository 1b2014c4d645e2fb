//! An erasure is told to whoever may see what was erased, on both databases.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use jiff::Timestamp;
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_api::Journals;
use wijkspoor_berichten::{Envelop, Keuze, Lezer};
use wijkspoor_domain::initiatief::handeling::Indiening;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::{Actor, Metadata, Moment, Naam, Opzet, Rol};
use wijkspoor_store::{ManualClock, Store, Target};

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_told_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    an_erasure_is_told(&Target::Sqlite(folder.path().join("t.db"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_told_on_postgres() {
    let admin = std::env::var("WIJKSPOOR_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!("WIJKSPOOR_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL")
    });
    let schema = format!("gb_{}", std::process::id());
    let (client, connection) = tokio_postgres::connect(&admin, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(&format!("CREATE SCHEMA {schema}")).await.unwrap();
    let teken = if admin.contains('?') { '&' } else { '?' };
    an_erasure_is_told(&Target::Postgres(format!("{admin}{teken}options=-c%20search_path%3D{schema}"))).await;
}

fn naam(tekst: &str) -> Naam {
    Naam::try_from(tekst).unwrap()
}

async fn an_erasure_is_told(target: &Target) {
    let nu: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
    let store = Store::open(target, Arc::new(ManualClock::new(nu))).await.unwrap();
    let journals = Journals::open(&store, Arc::new(Opzet::standaard().unwrap()), |_| {}).await.unwrap();
    let actor = |gebied: Option<&str>| Actor {
        id: "proef".into(),
        rol: Rol::Tlo,
        gebied: gebied.map(naam),
        afdeling: None,
    };
    let metadata = Metadata {
        actor: actor(None),
        correlatie: Uuid::from_u128(7),
        oorzaak: None,
        idempotentiesleutel: None,
        plaatsgevonden: Moment::tijdstip(nu),
        herkomst: None,
    };
    let id = Uuid::from_u128(2);
    let indiening = Indiening {
        werkstroom: None,
        titel: "Buurttuin".into(),
        omschrijving: "Een tuin".into(),
        gebied: naam("Malburgen"),
        wijken: Vec::new(),
        thema: naam("groen"),
        oorsprong: naam("bewoners"),
        categorie: None,
        initiatiefnemers: Vec::new(),
        contact: None,
        kenmerk: None,
    };
    let context = Context { actor: actor(None), nu, plaatsgevonden: Moment::tijdstip(nu) };
    let commando = Commando { context, handeling: Handeling::DienIn(indiening) };
    journals.initiatieven.execute(id, None, commando, metadata.clone(), None).await.unwrap();
    journals.initiatieven.erase(id, &metadata).await.unwrap();

    let envelop = Envelop::nieuw(None, "Arnhem", None);
    for (gebied, gezien) in [(None, 2), (Some("Malburgen"), 2), (Some("Centrum"), 0)] {
        let lezer = Lezer { actor: actor(gebied), keuze: Keuze::default() };
        let bladzijde = envelop.bladzijde(&store, &lezer, 0, 10).await.unwrap();
        assert_eq!((bladzijde.berichten.len(), bladzijde.tot, bladzijde.meer), (gezien, 2, false));
        if let Some(laatste) = bladzijde.berichten.last() {
            let gewist = &laatste.gebeurtenis;
            assert_eq!(gewist.r#type, "nl.wijkspoor.persoonsgegevens-gewist.v1");
            assert_eq!((gewist.subject, gewist.data.gebied.as_deref()), (id, Some("Malburgen")));
            assert_eq!(gewist.dataref, format!("/v1/initiatieven/{id}"));
        }
    }
}
