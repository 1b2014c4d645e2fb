//! What the tests on real databases share: a place on each, a moment, an actor, and an initiative to submit.

use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;
use wijkspoor_api::Journals;
use wijkspoor_domain::initiatief::handeling::Indiening;
use wijkspoor_domain::{Actor, Metadata, Moment, Naam, Opzet, Rol};
use wijkspoor_store::{ManualClock, Store, Target};

/// A schema of its own on PostgreSQL: each test has its tables for itself.
pub async fn postgres() -> Target {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let admin = std::env::var("WIJKSPOOR_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!("WIJKSPOOR_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL")
    });
    let schema = format!("api_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let (client, connection) = tokio_postgres::connect(&admin, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(&format!("CREATE SCHEMA {schema}")).await.unwrap();
    let teken = if admin.contains('?') { '&' } else { '?' };
    Target::Postgres(format!("{admin}{teken}options=-c%20search_path%3D{schema}"))
}

pub fn nu() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

pub fn klok() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(nu()))
}

pub async fn journals(target: &Target) -> Journals {
    let store = Store::open(target, klok()).await.unwrap();
    Journals::open(&store, Arc::new(Opzet::standaard().unwrap()), |_| {}).await.unwrap()
}

pub fn naam(tekst: &str) -> Naam {
    Naam::try_from(tekst).unwrap()
}

pub fn als(rol: Rol) -> Actor {
    Actor { id: format!("proef-{rol}"), rol, gebied: None, afdeling: None }
}

pub fn metadata(rol: Rol) -> Metadata {
    let plaatsgevonden = Moment::tijdstip(nu());
    let (actor, correlatie) = (als(rol), Uuid::from_u128(7));
    Metadata { actor, correlatie, oorzaak: None, idempotentiesleutel: None, plaatsgevonden, herkomst: None }
}

/// A neighbourhood garden in Malburgen.
pub fn buurttuin() -> Indiening {
    Indiening {
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
    }
}
