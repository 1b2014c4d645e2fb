//! What stands in the log stays readable: one golden file per kind of event and schema version, with the payload
//! (`gegevens`) as the log holds it. `UPDATE_GOUDEN=1` writes a missing file; an existing one is never overwritten,
//! because events like it may be in somebody's log.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

#[path = "common/feit.rs"]
mod feit;

use jiff::civil::date;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use uuid::Uuid;
use wijkspoor_domain::feit::soorten;
use wijkspoor_domain::initiatief::Gebeurtenis as G;
use wijkspoor_domain::initiatief::gebeurtenis::*;
use wijkspoor_domain::reeks::{Budgetsoort, Programmasoort, Reeksfeit, Reekssoort, Signaalsoort};
use wijkspoor_domain::upcast::{StoredEvent, lees};
use wijkspoor_domain::vernietiging::{
    Afgewezen, Goedgekeurd, Kandidaat, NietVernietigd, Uitgevoerd, Uitzondering,
    Vernietigingsgebeurtenis as V, Voorgesteld,
};
use wijkspoor_domain::werkstroom::WerkstroomRef;
use wijkspoor_domain::{Gevoelig, Naam, Partij};

fn naam(tekst: &str) -> Naam {
    Naam::try_from(tekst).unwrap()
}

fn ook(tekst: &str) -> Option<Gevoelig> {
    Some(tekst.into())
}

fn stap(overgang: &str, van: &str, naar: &str, terug: bool) -> Stap {
    let motivering = ook("Omdat het team dat afsprak.");
    Stap { overgang: overgang.into(), van: van.into(), naar: naar.into(), terug, motivering }
}

fn gestapt(overgang: &str, van: &str, naar: &str) -> Gestapt {
    Gestapt { stap: stap(overgang, van, naar, false) }
}

/// One of every kind of fact, with every field filled.
fn feiten() -> impl Iterator<Item = G> {
    let id: Uuid = "01890a5d-ac96-774b-bcce-b302099a8060".parse().unwrap();
    soorten::INITIATIEF.iter().copied().flatten().map(move |soort| G::Feit(feit::voorbeeld(soort, id)))
}

/// One of every kind, with every optional field filled.
fn voorbeelden() -> Vec<G> {
    eigen().into_iter().chain(feiten()).collect()
}

/// One of every kind with a type of its own.
fn eigen() -> Vec<G> {
    let opdracht: Uuid = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
    let besluit: Uuid = "01890a5d-ac96-774b-bcce-b302099a8058".parse().unwrap();
    let (tlo, kern) = ("in_behandeling_tlo", "in_behandeling_kernorganisatie");
    let gewijzigd = |tekst| OpdrachtGewijzigd { opdracht, toelichting: ook(tekst) };
    vec![
        G::InitiatiefIngediend(InitiatiefIngediend {
            werkstroom: WerkstroomRef { code: "wijkinitiatief".into(), versie: 1 },
            status: "ingediend".into(),
            titel: "Buurttuin aan de Klarendalseweg".into(),
            omschrijving: "Een tuin met een bankje — “voor iedereen”.".into(),
            gebied: naam("Noordoost"),
            wijken: vec![naam("Klarendal"), naam("Sint Marten")],
            thema: naam("groen"),
            oorsprong: naam("bewoners"),
            categorie: Some(Categorie::KleinOpenbareRuimte),
            initiatiefnemers: vec!["Mevrouw Jansen".into(), "Bewonersgroep Ons Groen".into()],
            contact: ook("groen@example.org"),
            kenmerk: Some(naam("2026-0042")),
        }),
        G::InBehandelingGenomen(gestapt("neem_in_behandeling", "ingediend", tlo)),
        G::AanvullingGevraagd(AanvullingGevraagd {
            stap: stap("vraag_aanvulling", tlo, "wacht_op_initiatiefnemer", false),
            vraag: "Een schets met maten".into(),
            hersteltermijn: Some(date(2026, 3, 31)),
        }),
        G::AanvullingOntvangen(Gestapt {
            stap: stap("ontvang_aanvulling", "wacht_op_initiatiefnemer", tlo, true),
        }),
        G::OvergedragenAanKernorganisatie(gestapt("draag_over", tlo, kern)),
        G::TeruggehaaldDoorTlo(gestapt("haal_terug", kern, tlo)),
        G::AmbtelijkGeescaleerd(Geescaleerd {
            stap: stap("escaleer_ambtelijk", kern, "geescaleerd_ambtelijk", false),
            geschilpunt: "Wie het onderhoud betaalt".into(),
            portefeuille: None,
        }),
        G::BestuurlijkGeescaleerd(Geescaleerd {
            stap: stap("escaleer_bestuurlijk", "geescaleerd_ambtelijk", "geescaleerd_bestuurlijk", false),
            geschilpunt: "Of het beleid mag wijken".into(),
            portefeuille: None,
        }),
        G::EscalatieBesloten(EscalatieBesloten {
            stap: stap("besluit_naar_tlo", "geescaleerd_bestuurlijk", tlo, false),
            besluit,
        }),
        G::UitvoeringGestart(gestapt("start_uitvoering", tlo, "in_uitvoering")),
        G::InitiatiefGerealiseerd(InitiatiefGerealiseerd {
            stap: stap("realiseer", "in_uitvoering", "gerealiseerd", false),
            resultaat: "De tuin ligt er".into(),
        }),
        G::InitiatiefAfgewezen(gestapt("wijs_af", tlo, "afgewezen")),
        G::InitiatiefIngetrokken(gestapt("trek_in", tlo, "ingetrokken")),
        G::InitiatiefAangehouden(InitiatiefAangehouden {
            stap: stap("houd_aan", tlo, "aangehouden", false),
            tot: Some(date(2026, 9, 1)),
        }),
        G::InitiatiefHervat(Gestapt { stap: stap("hervat", "aangehouden", tlo, true) }),
        G::InitiatiefHeropend(gestapt("heropen", "afgewezen", tlo)),
        G::StatusGewijzigd(gestapt("verplaats", tlo, "voorbereiding")),
        G::WerkstroomGewijzigd(WerkstroomGewijzigd {
            van: WerkstroomRef { code: "wijkinitiatief".into(), versie: 1 },
            naar: WerkstroomRef { code: "wijkinitiatief".into(), versie: 2 },
            status_van: "in_behandeling_tlo".into(),
            status: "in_gesprek".into(),
            herkomst: BTreeMap::from([("wacht_op_initiatiefnemer".into(), "in_gesprek".into())]),
            mandaat: naam("Stedelijk manager"),
            motivering: "De nieuwe werkwijze geldt voor iedereen.".into(),
        }),
        G::OpdrachtUitgezet(OpdrachtUitgezet {
            opdracht,
            afdeling: naam("Openbare Ruimte"),
            omschrijving: "Beoordeel het plantplan".into(),
            uiterlijk: Some(date(2026, 4, 15)),
        }),
        G::OpdrachtGeaccepteerd(OpdrachtGeaccepteerd {
            opdracht,
            behandelaar: ook("De heer De Vries"),
            toelichting: ook("Volgende week"),
        }),
        G::OpdrachtGeweigerd(OpdrachtGeweigerd {
            opdracht,
            reden: Weigerreden::StrijdigMetBeleid,
            eigen_reden: None,
            toelichting: "Past niet in het bomenplan".into(),
        }),
        G::OpdrachtTeruggegeven(OpdrachtTeruggegeven {
            opdracht,
            reden: Terugreden::VerkeerdeAfdeling,
            eigen_reden: None,
            toelichting: "Dit is voor Vastgoed".into(),
        }),
        G::OpdrachtGeblokkeerd(OpdrachtGeblokkeerd {
            opdracht,
            reden: Blokkadereden::PrioriteitProgramma,
            eigen_reden: None,
            toelichting: "Eerst de wijkaanpak".into(),
        }),
        G::OpdrachtGedeblokkeerd(gewijzigd("Er is ruimte")),
        G::OpdrachtAfgerond(gewijzigd("Advies gegeven")),
        G::OpdrachtIngetrokken(gewijzigd("Niet meer nodig")),
        G::OpdrachtHeruitgezet(gewijzigd("Met de schets erbij")),
        G::BesluitGenomen(BesluitGenomen {
            besluit,
            soort: Besluitsoort::AfwijkingBeleidskader,
            mandaat: naam("Afdelingshoofd"),
            motivering: "De buurt draagt het".into(),
            grondslag: ook("Bomenverordening art. 4"),
            hoedanigheid: None,
            portefeuille: None,
            alternatieven: None,
            status: tlo.into(),
        }),
        G::BesluitTeruggedraaid(BesluitTeruggedraaid {
            besluit,
            motivering: "De subsidie verviel".into(),
            status: "in_uitvoering".into(),
        }),
        G::TerugkoppelingGegeven(TerugkoppelingGegeven {
            kanaal: Kanaal::Bijeenkomst,
            bericht: "We beginnen in mei".into(),
        }),
        G::BehandelaarGewijzigd(BehandelaarGewijzigd {
            behandelaar: "Mevrouw Yılmaz".into(),
            overdracht: ook("Zie het verslag"),
        }),
        G::KartrekkerGewijzigd(KartrekkerGewijzigd {
            kartrekker: ook("De heer El Idrissi"),
            toelichting: ook("Neemt het over"),
        }),
        G::PartnerToegevoegd(PartnerToegevoegd {
            partner: naam("Stichting Rijnstad"),
            bijdrage: ook("Begeleiding"),
        }),
        G::NotitieToegevoegd(NotitieToegevoegd {
            soort: naam("notitie"),
            tekst: "Gebeld".into(),
            partij: ook("Mevrouw Jansen"),
        }),
        G::StagnatieGemeld(StagnatieGemeld {
            oorzaak: Blokkadereden::WachtOpDerde,
            eigen_reden: None,
            toelichting: "Het wachten is op Liander".into(),
            wacht_op: Some(naam("Liander")),
        }),
        G::StagnatieOpgeheven(StagnatieOpgeheven { toelichting: ook("De kabel ligt") }),
        G::TermijnGesignaleerd(TermijnGesignaleerd {
            signaal: Tijdsignaal::OpdrachtOnbeantwoord,
            partij: Some(Partij::Afdeling(naam("Vastgoed"))),
            bij: Some(Uuid::from_u128(1)),
            termijn: None,
            uiterlijk: date(2026, 5, 11),
            voorstel: Some("escaleer_ambtelijk".into()),
        }),
        G::DossierVernietigd(DossierVernietigd {
            lijst: "01890a5d-ac96-774b-bcce-b302099a8061".parse().unwrap(),
            selectielijst: "Selectielijst gemeenten 2020".into(),
            categorie: "11.3".into(),
            bewaartermijn: "P1Y".into(),
            brondatum: date(2025, 3, 1),
            archiefactiedatum: date(2026, 3, 1),
        }),
    ]
}

fn map() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/gouden")
}

fn gouden(soort: &str, versie: u32) -> PathBuf {
    map().join(format!("{soort}.v{versie}.json"))
}

fn payload(gebeurtenis: &G) -> Json {
    gebeurtenis.inhoud().unwrap()
}

#[test]
fn every_kind_of_event_has_a_sample_and_no_kind_has_two() {
    let met_voorbeeld: Vec<&str> = voorbeelden().iter().map(StoredEvent::soort).collect();
    let soorten: Vec<&str> = G::soorten().map(|(soort, _)| soort).collect();
    assert_eq!(met_voorbeeld, soorten);
    assert_eq!(soorten.iter().collect::<BTreeSet<_>>().len(), soorten.len());
}

#[test]
fn clocks_follow_every_kind_that_moves_an_initiative() {
    let bekend: BTreeSet<&str> = G::soorten().map(|(soort, _)| soort).collect();
    let volgt: BTreeSet<&str> = wijkspoor_domain::termijn::VOLGT.iter().copied().collect();
    assert!(volgt.is_subset(&bekend));
    let stappen: BTreeSet<&str> =
        voorbeelden().iter().filter(|g| g.stap().is_some()).map(StoredEvent::soort).collect();
    assert!(stappen.is_subset(&volgt), "{:?}", stappen.difference(&volgt));
}

#[test]
fn every_golden_payload_is_read_and_written_back_unchanged() {
    let werk_bij = std::env::var_os("UPDATE_GOUDEN").is_some_and(|w| w == "1");
    let versies: BTreeMap<&str, u32> = G::soorten().collect();
    for voorbeeld in voorbeelden() {
        let soort = voorbeeld.soort();
        let pad = gouden(soort, versies[soort]);
        if werk_bij && !pad.exists() {
            let tekst = serde_json::to_string_pretty(&payload(&voorbeeld)).unwrap();
            std::fs::write(&pad, tekst + "\n").unwrap();
        }
        let tekst = std::fs::read_to_string(&pad)
            .unwrap_or_else(|e| panic!("{}: {e}; UPDATE_GOUDEN=1 writes a missing file", pad.display()));
        let gegevens: Json = serde_json::from_str(&tekst).unwrap();
        let gelezen = lees::<G>(soort, versies[soort], gegevens.clone())
            .unwrap_or_else(|e| panic!("{}: {e}", pad.display()));
        assert_eq!(gelezen, voorbeeld, "{}", pad.display());
        assert_eq!(payload(&gelezen), gegevens, "{}", pad.display());
    }
}

#[test]
fn golden_files_of_older_versions_are_lifted_and_no_file_is_unknown() {
    let versies: BTreeMap<&str, u32> = G::soorten().collect();
    for bestand in std::fs::read_dir(map()).unwrap() {
        let pad = bestand.unwrap().path();
        let naam = pad.file_name().unwrap().to_str().unwrap();
        let (soort, rest) =
            naam.split_once(".v").unwrap_or_else(|| panic!("{naam}: no <soort>.v<versie>.json"));
        let versie: u32 = rest.strip_suffix(".json").unwrap().parse().unwrap();
        let huidig = *versies.get(soort).unwrap_or_else(|| panic!("{naam}: no such kind of event"));
        assert!((1..=huidig).contains(&versie), "{naam}: the newest version is {huidig}");
        let gegevens = serde_json::from_str(&std::fs::read_to_string(&pad).unwrap()).unwrap();
        let gelezen = lees::<G>(soort, versie, gegevens).unwrap_or_else(|e| panic!("{naam}: {e}"));
        assert_eq!(gelezen.soort(), soort);
    }
}

#[test]
fn what_was_not_given_is_left_out_and_read_back_as_absent() {
    for voorbeeld in voorbeelden() {
        let soort = voorbeeld.soort();
        let vol = payload(&voorbeeld);
        // Leave out each field in turn: either the payload is refused, or the field stays absent.
        for veld in vol.as_object().unwrap().keys() {
            let mut zonder = vol.clone();
            zonder.as_object_mut().unwrap().remove(veld);
            if let Ok(gelezen) = G::van_inhoud(soort, zonder.clone()) {
                assert_eq!(payload(&gelezen), zonder, "{soort} without {veld}");
            }
        }
    }
}

#[test]
fn an_unknown_kind_and_a_newer_version_are_refused_in_words() {
    let fout = lees::<G>("initiatief_gedroomd", 1, json!({})).unwrap_err();
    assert!(fout.to_string().contains("onbekende soort"), "{fout}");
    let fout = lees::<G>("initiatief_ingediend", 99, json!({})).unwrap_err();
    assert!(fout.to_string().contains("schemaversie 99"), "{fout}");
}

/// The facts of signals and wijkprogramma's.
fn van_reeks<S: Reekssoort>() {
    let id: Uuid = "01890a5d-ac96-774b-bcce-b302099a8060".parse().unwrap();
    for soort in S::SOORTEN {
        let pad = map_reeksen().join(format!("{}.v{}.json", soort.code, soort.versie));
        let inhoud = feit::voorbeeld(soort, id).inhoud();
        if std::env::var_os("UPDATE_GOUDEN").is_some_and(|w| w == "1") && !pad.exists() {
            std::fs::write(&pad, serde_json::to_string_pretty(&inhoud).unwrap() + "\n").unwrap();
        }
        let tekst = std::fs::read_to_string(&pad).unwrap();
        let gouden: Json = serde_json::from_str(&tekst).unwrap();
        let gelezen = lees::<Reeksfeit<S>>(soort.code, soort.versie, gouden.clone()).unwrap();
        assert_eq!((gelezen.inhoud().unwrap(), &gouden), (inhoud, &gouden), "{}", pad.display());
    }
}

fn map_reeksen() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/gouden_reeksen")
}

#[test]
fn the_facts_of_signals_and_programmes_are_read_and_written_back_unchanged() {
    van_reeks::<Signaalsoort>();
    van_reeks::<Programmasoort>();
    van_reeks::<Budgetsoort>();
    let bestanden = std::fs::read_dir(map_reeksen()).unwrap().count();
    assert!(
        bestanden >= Signaalsoort::SOORTEN.len() + Programmasoort::SOORTEN.len() + Budgetsoort::SOORTEN.len()
    );
}

#[test]
fn no_two_kinds_of_fact_have_the_same_code_and_all_that_they_name_exists() {
    let alle: Vec<_> = soorten::alle().collect();
    let codes: BTreeSet<&str> = alle.iter().map(|soort| soort.code).collect();
    assert_eq!(codes.len(), alle.len());
    for soort in alle {
        assert!(
            soort.bij().iter().all(|bij| codes.contains(bij)),
            "{} answers what does not exist",
            soort.code
        );
        assert!(!soort.rollen.is_empty() && soort.uitleg.ends_with('.'), "{}", soort.code);
        let velden: BTreeSet<&str> = soort.velden.iter().map(|veld| veld.naam).collect();
        assert_eq!(velden.len(), soort.velden.len(), "{}", soort.code);
        for veld in soort.velden {
            assert!(!["soort", "id", "betreft", "plaatsgevonden"].contains(&veld.naam), "{}", soort.code);
        }
    }
}

/// One of every kind of event of a list, with every optional field filled.
fn van_lijst() -> Vec<V> {
    let dossier: Uuid = "01890a5d-ac96-774b-bcce-b302099a8060".parse().unwrap();
    let (door, mandaat) = ("anna".to_owned(), naam("Gemeentearchivaris"));
    vec![
        V::Voorgesteld(Voorgesteld {
            door: door.clone(),
            motivering: "De termijn is over.".into(),
            selectielijst: "Selectielijst gemeenten 2020".into(),
            dossiers: vec![Kandidaat {
                dossier,
                versie: 7,
                resultaat: "ingetrokken".into(),
                categorie: "11.3".into(),
                bewaartermijn: "P1Y".into(),
                brondatum: date(2025, 3, 1),
                archiefactiedatum: date(2026, 3, 1),
            }],
        }),
        V::Goedgekeurd(Goedgekeurd {
            door: door.clone(),
            mandaat: mandaat.clone(),
            motivering: "Nagekeken.".into(),
            uitzonderingen: vec![Uitzondering { dossier, reden: "Er loopt een bezwaar.".into() }],
        }),
        V::Afgewezen(Afgewezen { door: door.clone(), mandaat, motivering: "Hoort bij een hotspot.".into() }),
        V::Uitgevoerd(Uitgevoerd {
            door,
            methode: "De sleutel is vernietigd.".into(),
            aanvulling: Some("Back-ups worden overschreven.".into()),
            vernietigd: vec![dossier],
            niet_vernietigd: vec![NietVernietigd {
                dossier,
                regel: "gewijzigd".into(),
                reden: "Gewijzigd na het voorstel.".into(),
            }],
        }),
    ]
}

#[test]
fn the_events_of_a_list_are_read_and_written_back_unchanged() {
    let voorbeelden = van_lijst();
    let soorten: Vec<_> = voorbeelden.iter().map(|v| (v.soort(), 1)).collect();
    assert_eq!(soorten, V::soorten().collect::<Vec<_>>(), "one of every kind");
    for voorbeeld in voorbeelden {
        let pad = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/gouden_vernietiging")
            .join(format!("{}.v1.json", voorbeeld.soort()));
        let inhoud = voorbeeld.inhoud().unwrap();
        if std::env::var_os("UPDATE_GOUDEN").is_some_and(|w| w == "1") && !pad.exists() {
            std::fs::write(&pad, serde_json::to_string_pretty(&inhoud).unwrap() + "\n").unwrap();
        }
        let gouden: Json = serde_json::from_str(&std::fs::read_to_string(&pad).unwrap()).unwrap();
        let gelezen = lees::<V>(voorbeeld.soort(), 1, gouden.clone()).unwrap();
        assert_eq!((&gelezen, &gouden), (&voorbeeld, &inhoud), "{}", pad.display());
    }
}
