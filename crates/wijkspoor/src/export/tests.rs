use super::geval::{Geval, OBJECTSOORTEN};
use super::pseudoniem::Pseudoniem;
use super::*;
use crate::genereer::{lees_in, vul};
use quick_xml::events::Event;
use tempfile::TempDir;

/// The events of a few made-up initiatives.
async fn verzonnen(map: &TempDir) -> wijkspoor_api::Journals {
    let target = wijkspoor_store::Target::Sqlite(map.path().join("wijkspoor.db"));
    let bronnen = crate::bronnen::Bronnen::lees(None, None).unwrap();
    let journals = crate::open::open(&target, Arc::new(SystemClock), bronnen).await.unwrap();
    let opdracht = crate::cli::Genereer {
        initiatieven: 20,
        zaad: 5,
        tot: None,
        jaren: 3,
        gegevens: crate::cli::Gegevens::default(),
    };
    let nu = journals.initiatieven.store().clock().now();
    vul(&journals.initiatieven, &opdracht, nu, || {}).await.unwrap();
    lees_in(&journals.initiatieven, |_, _| {}).await.unwrap();
    journals
}

async fn geschreven(journals: &wijkspoor_api::Journals, map: &TempDir, p: &Pseudoniem) -> String {
    let pad = map.path().join("log.xes");
    let schrijver = Box::new(xes::Xes::nieuw(&pad).unwrap());
    let (initiatieven, _) = schrijf(journals.initiatieven.store(), p, schrijver).await.unwrap();
    assert_eq!(initiatieven, 20);
    std::fs::read_to_string(pad).unwrap()
}

#[tokio::test]
async fn a_log_is_well_formed_and_the_same_again_but_for_its_pseudonyms() {
    let map = TempDir::new().unwrap();
    let journals = verzonnen(&map).await;
    let eigen = geschreven(&journals, &map, &Pseudoniem::Eigen).await;
    assert_eq!(eigen, geschreven(&journals, &map, &Pseudoniem::Eigen).await);
    let [een, twee] = [Pseudoniem::nieuw().unwrap(), Pseudoniem::nieuw().unwrap()];
    let een = geschreven(&journals, &map, &een).await;
    assert_ne!(een, geschreven(&journals, &map, &twee).await);
    let ids = |tekst: &str| -> Vec<String> {
        let regels = tekst.lines().filter(|regel| regel.contains("\"initiatief "));
        regels.map(str::to_owned).collect()
    };
    assert_eq!(ids(&een).len(), 20);
    assert!(ids(&een).iter().all(|id| !eigen.contains(id)), "{:?}", ids(&een));
    let mut lezer = quick_xml::Reader::from_str(&een);
    let mut sporen = 0;
    loop {
        match lezer.read_event().unwrap() {
            Event::Start(begin) if begin.name().as_ref() == "trace" => sporen += 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(sporen, 20);
}

#[tokio::test]
async fn every_object_has_what_its_kind_has_and_every_relation_leads_somewhere() {
    let map = TempDir::new().unwrap();
    let journals = verzonnen(&map).await;
    let store = journals.initiatieven.store();
    let tot = store.head().await.unwrap().position;
    for id in bladzijde(store, Uuid::nil()).await.unwrap() {
        let events = store.decode(store.read_streams(&[id], tot).await.unwrap()).await.unwrap();
        let geval = Geval::van(&events, &Pseudoniem::Eigen);
        assert_eq!(geval.voorvallen.len(), events.len());
        assert!(geval.voorvallen.is_sorted_by_key(|v| v.tijd.parse::<jiff::Timestamp>().unwrap()));
        let alle: Vec<&Object> = geval.objecten.iter().chain(&geval.gedeeld).collect();
        for object in &alle {
            let (_, namen) = OBJECTSOORTEN.iter().find(|(soort, _)| *soort == object.soort).unwrap();
            assert_eq!(object.waarden.len(), namen.len(), "{object:?}");
        }
        let relaties =
            alle.iter().flat_map(|o| &o.relaties).chain(geval.voorvallen.iter().flat_map(|v| &v.relaties));
        for relatie in relaties {
            assert!(alle.iter().any(|object| object.id == relatie.object), "{relatie:?}");
        }
    }
}

#[test]
fn the_format_follows_from_the_name() {
    let vraag = |uit: &str, formaat| Exporteer {
        uit: uit.into(),
        formaat,
        eigen_ids: false,
        gegevens: crate::cli::Gegevens::default(),
    };
    for (uit, verwacht) in [
        ("a.json", Exportformaat::OcelJson),
        ("a.sqlite", Exportformaat::OcelSqlite),
        ("a.xes", Exportformaat::Xes),
    ] {
        assert_eq!(formaat(&vraag(uit, None)).unwrap(), verwacht);
        assert_eq!(formaat(&vraag(uit, Some(Exportformaat::Xes))).unwrap(), Exportformaat::Xes);
    }
    let fout = formaat(&vraag("log", None)).unwrap_err().to_string();
    assert!(fout.contains("--formaat"), "{fout}");
}
