//! A made-up municipality: the same for the same seed; and what is counted of it is what its episodes say.

use super::vul;
use crate::bronnen::Bronnen;
use crate::cli::{Gegevens, Genereer};
use crate::open::open;
use fastrand::Rng;
use std::sync::Arc;
use wijkspoor_api::Journals;
use wijkspoor_api::reads::episodes::{Groep, Groepen, Per, Selectie, tel, tel_na};
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::moment::dagnummer;
use wijkspoor_domain::{Moment, werkstroom::Fase};
use wijkspoor_store::{Statement, SystemClock, Target};

async fn gevuld(target: &Target, initiatieven: u64) -> (Journals, u64) {
    let bronnen = Bronnen::lees(None, None).unwrap();
    let journals = open(target, Arc::new(SystemClock), bronnen).await.unwrap();
    let opdracht = Genereer { initiatieven, zaad: 7, tot: None, jaren: 4, gegevens: Gegevens::default() };
    let nu = "2026-06-15T10:00:00Z".parse().unwrap();
    let aantal = vul(&journals.initiatieven, &opdracht, nu, || {}).await.unwrap();
    (journals, aantal)
}

fn sqlite(map: &tempfile::TempDir) -> Target {
    Target::Sqlite(map.path().join("proef.sqlite"))
}

#[tokio::test]
async fn the_same_seed_makes_the_same_municipality_once() {
    let (een, ander) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (journals, aantal) = gevuld(&sqlite(&een), 60).await;
    assert!(aantal > 300, "{aantal}");
    assert_eq!(gevuld(&sqlite(&een), 60).await.1, 0, "what is there is not made again");
    let (andere, evenveel) = gevuld(&sqlite(&ander), 60).await;
    assert_eq!(evenveel, aantal);
    let sql = "SELECT initiatief_id, nummer, soort, partij_naam, van_op, tot_op, uitkomst FROM episode \
               ORDER BY initiatief_id, nummer";
    let vraag = |j: &Journals| j.initiatieven.store().clone();
    let lees = async |j| vraag(j).database().query(Statement::new(sql, [])).await.unwrap();
    assert_eq!(lees(&journals).await, lees(&andere).await);
}

/// A question like any that can be asked.
fn willekeurig(rng: &mut Rng, vandaag: i64) -> (Selectie, Vec<Per>) {
    let soort = Episodesoort::ALLE[rng.usize(..Episodesoort::ALLE.len())];
    let mut soms =
        |waarden: &[&str]| (rng.u8(..4) == 0).then(|| waarden[rng.usize(..waarden.len())].to_owned());
    let gebied = soms(&["Noord", "Oost", "Zuid"]);
    let thema = soms(&["groen", "ontmoeten"]);
    let categorie = soms(&["onbekend", "groot_ro"]);
    let partij = soms(&["tlo", "afdeling"]);
    let naam = soms(&["Vastgoed", "Openbare ruimte"]);
    let fase = soms(&[Fase::Tlo.code(), Fase::Kernorganisatie.code()]);
    let aard = soms(&["eerste", "capaciteit", "bewoners"]);
    let mut dag = |kans| (rng.u8(..kans) == 0).then(|| vandaag - rng.i64(0..1500));
    let (vanaf, voor, peil) = (dag(3), dag(3), dag(2));
    let selectie = Selectie {
        soort,
        gebied,
        wijk: None,
        thema,
        categorie,
        partij,
        naam,
        status: None,
        fase,
        aard,
        vanaf,
        voor,
        peil,
    };
    let alle =
        [Per::Partij, Per::Status, Per::Fase, Per::Aard, Per::Gebied, Per::Wijk, Per::Thema, Per::Categorie];
    let per = (0..rng.usize(..3)).map(|_| alle[rng.usize(..alle.len())]).collect();
    (selectie, per)
}

async fn klopt(target: &Target) {
    let (journals, _) = gevuld(target, 150).await;
    let store = journals.initiatieven.store();
    let vandaag = dagnummer(Moment::tijdstip("2026-06-15T10:00:00Z".parse().unwrap()).dag());
    let (mut rng, mut gevuld) = (Rng::with_seed(3), 0);
    for _ in 0..1000 {
        let (selectie, mut per) = willekeurig(&mut rng, vandaag);
        per.dedup();
        let samen = |mut groepen: Groepen| {
            groepen.values_mut().for_each(Groep::vat_samen);
            groepen
        };
        let geteld = samen(tel(store, &selectie, &per).await.unwrap().0);
        let nageteld = samen(tel_na(store, &selectie, &per).await.unwrap().0);
        assert_eq!(geteld, nageteld, "{selectie:?} {per:?}");
        gevuld += usize::from(!geteld.is_empty());
    }
    assert!(gevuld > 200, "{gevuld} questions had an answer");
}

#[tokio::test]
async fn what_is_counted_is_what_the_episodes_say_on_sqlite() {
    let map = tempfile::tempdir().unwrap();
    klopt(&sqlite(&map)).await;
}

#[test]
fn what_is_counted_is_what_the_episodes_say_on_postgresql() {
    let database = zwarte_doos::Database::postgres();
    let [_, url] = database.flags();
    tokio::runtime::Runtime::new().unwrap().block_on(klopt(&Target::parse(&url)));
}
