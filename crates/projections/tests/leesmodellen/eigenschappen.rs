//! What holds of the read models after every sequence of commands.

use crate::common::*;
use crate::tabellen::Rij;
use crate::verhaal::{Verhaal, dag_op};
use crate::willekeur::{Keus, willekeurig};
use jiff::SignedDuration;
use proptest::{collection::vec, prelude::*};
use std::collections::{BTreeMap, BTreeSet};
use wijkspoor_domain::initiatief::{Gebeurtenis as G, aan_zet};
use wijkspoor_domain::werkstroom::{STANDAARD, Werkstromen, lees};
use wijkspoor_domain::{Moment, Nauwkeurigheid};
use wijkspoor_projections::initiatief::tables::*;
use wijkspoor_projections::{Projection, Spoor, Value};

/// Whose turn: party, name, order.
type Beurt = (String, String, Option<String>);

/// Whose turn it was from a moment on, in which status.
type Stand = (i64, String, BTreeSet<Beurt>);

fn beurten(verhaal: &Verhaal) -> BTreeSet<Beurt> {
    let beurten = aan_zet(verhaal.toestand(), verhaal.werkstroom());
    let plat = |b: wijkspoor_domain::initiatief::Beurt| {
        let naam = b.partij.naam().map(ToString::to_string).unwrap_or_default();
        (b.partij.soort().to_owned(), naam, b.opdracht.map(|o| o.to_string()))
    };
    beurten.into_iter().map(plat).collect()
}

fn beurt(rij: &Rij) -> Beurt {
    let opdracht = rij.tekst("bij_id");
    let opdracht = (opdracht != "-").then(|| opdracht.to_owned());
    (rij.tekst("partij").to_owned(), rij.tekst("partij_naam").to_owned(), opdracht)
}

/// Definitions in which every kind of party has the ball somewhere, several in parallel; departments work, and orders
/// are given, in several states.
fn definities() -> [String; 3] {
    let [tlo, kern, management] =
        [r#"aan_zet = ["tlo"]"#, r#"aan_zet = ["afdelingen"]"#, r#"aan_zet = ["management"]"#];
    let samen = (STANDAARD
        .replace(management, "aan_zet = [\"partners\", \"afdelingen\"]\nterugval = \"bestuur\""))
    .replace(kern, r#"aan_zet = ["afdelingen", "partners", "tlo"]"#);
    let overal = STANDAARD.replace(tlo, "aan_zet = [\"afdelingen\"]\nterugval = \"initiatiefnemer\"");
    [STANDAARD.to_owned(), samen, overal]
}

/// The episodes say at every moment whose turn it was: so they neither overlap nor leave a gap.
fn controleer_episodes(verhaal: &Verhaal, verloop: &[Stand], standaard: bool) {
    let rijen = verhaal.beurten();
    for (i, (van, status, aan_zet)) in verloop.iter().enumerate() {
        let tot = verloop.get(i + 1).map_or(i64::MAX, |(tot, ..)| *tot);
        let hier = rijen
            .iter()
            .filter(|r| r.getal("van_op") < tot && r.opt_getal("tot_op").unwrap_or(i64::MAX) > *van);
        let mut gezien = BTreeSet::new();
        for rij in hier {
            let heel = rij.getal("van_op") <= *van && rij.opt_getal("tot_op").is_none_or(|t| t >= tot);
            assert!(heel, "nothing begins or ends between two commands");
            assert_eq!(rij.tekst("status"), status);
            assert!(gezien.insert(beurt(rij)), "one episode for {:?} at a time", beurt(rij));
        }
        assert_eq!(gezien, *aan_zet, "from {van}, in {status}");
    }
    let open = rijen.iter().filter(|r| r.opt_getal("tot_op").is_none()).map(beurt).collect::<Vec<_>>();
    assert_eq!(open.len(), beurten(verhaal).len(), "open episodes are the work list");
    for rij in &rijen {
        let lengte = rij.opt_getal("tot_op").map_or(1, |tot| tot - rij.getal("van_op"));
        assert!(lengte > 0 || (lengte == 0 && !standaard), "a turn takes time: {:?}", beurt(rij));
    }
}

/// Each table is what the state says, and what the events say.
fn controleer_tabellen(verhaal: &Verhaal) {
    let (toestand, dossier) = (verhaal.toestand(), verhaal.dossier());
    let fase = verhaal.werkstroom().status(&toestand.status).unwrap().fase;
    assert_eq!((dossier.tekst("status"), dossier.tekst("fase")), (toestand.status.as_str(), fase.code()));
    assert_eq!(usize::try_from(dossier.getal("versie")).unwrap(), verhaal.gebeurtenissen.len());
    assert_eq!(dossier.tekst("stagnatie"), toestand.stagnatie.map_or("-", |s| s.code()));
    assert_eq!(dossier.geheim("kartrekker") != "-", toestand.kartrekker);
    assert_eq!(dossier.tekst("partners"), serde_json::to_string(&toestand.partners).unwrap());
    let terug = |g: &&G| matches!(g, G::OpdrachtGeweigerd(_) | G::OpdrachtTeruggegeven(_));
    let terug = verhaal.gebeurtenissen.iter().filter(terug).count();
    assert_eq!(usize::try_from(dossier.getal("pingpong")).unwrap(), terug);
    assert_eq!(verhaal.rijen(&TIJDLIJN).len(), verhaal.gebeurtenissen.len());

    let lopend: BTreeMap<String, _> = (verhaal.rijen(&OPDRACHT).into_iter())
        .filter(|r| !matches!(r.tekst("status"), "afgerond" | "ingetrokken"))
        .map(|r| {
            (r.tekst("opdracht_id").to_owned(), (r.tekst("afdeling"), r.tekst("status"), r.getal("ronde")))
        })
        .collect();
    let verwacht = toestand
        .opdrachten
        .iter()
        .map(|(id, o)| (id.to_string(), (o.afdeling.as_str(), o.status.code(), i64::from(o.ronde))));
    assert_eq!(lopend, verwacht.collect());
    for rij in verhaal.rijen(&OPDRACHT) {
        let antwoord = [rij.tekst("antwoord"), rij.tekst("antwoord_nauwkeurigheid")].map(|t| t != "-");
        assert_eq!(
            antwoord,
            [rij.opt_getal("antwoord_op").is_some(); 2],
            "an answer with its moment, or none"
        );
        assert!(rij.opt_getal("antwoord_op").is_none_or(|op| op >= rij.getal("uitgezet_op")));
        assert!(rij.tekst("status") != "uitgezet" || !antwoord[0], "not answered yet");
    }

    let open: BTreeSet<(String, String)> = (verhaal.rijen(&OPENSTAAND).into_iter())
        .filter(|r| r.tekst("antwoord") == "-")
        .map(|r| (r.tekst("openstaand_id").to_owned(), r.tekst("soort").to_owned()))
        .collect();
    let verwacht = toestand.feiten.open.iter().map(|(id, o)| (id.to_string(), o.soort.clone()));
    assert_eq!(open, verwacht.collect(), "what waits for an answer");

    let geldend: BTreeSet<String> = (verhaal.rijen(&BESLUIT).into_iter())
        .filter(|r| r.opt_getal("teruggedraaid_op").is_none())
        .map(|r| r.tekst("besluit_id").to_owned())
        .collect();
    assert_eq!(geldend, toestand.besluiten.keys().map(ToString::to_string).collect());
}

/// Sensitive texts of the commands stand in no column in the clear; only the title may (it is searched).
fn controleer_geheimen(verhaal: &Verhaal) {
    fn verzamel(json: &serde_json::Value, teksten: &mut BTreeSet<String>) {
        match json {
            serde_json::Value::Object(velden) => {
                teksten.extend(velden.get("$gevoelig").and_then(|t| t.as_str()).map(str::to_owned));
                velden.values().for_each(|v| verzamel(v, teksten));
            }
            serde_json::Value::Array(delen) => delen.iter().for_each(|v| verzamel(v, teksten)),
            _ => {}
        }
    }
    let mut geheim = BTreeSet::new();
    for gebeurtenis in &verhaal.gebeurtenissen {
        verzamel(&serde_json::to_value(gebeurtenis).unwrap(), &mut geheim);
    }
    for (table, rij) in Spoor::TABLES.iter().flat_map(|t| verhaal.rijen(t).into_iter().map(|r| (t.name, r))) {
        for (kolom, waarde) in
            rij.waarden().filter(|(kolom, _)| !matches!(*kolom, "titel" | "titel_gevouwen" | "zoektekst"))
        {
            let Value::Text(tekst) = waarde else { continue };
            assert!(!geheim.contains(tekst), "{table}.{kolom} in the clear: {tekst}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_read_models_say_what_the_state_says_whatever_happened(
        definitie in 0..3_usize,
        getallen in vec(any::<u16>(), 0..600),
    ) {
        let mut werkstromen = Werkstromen::default();
        werkstromen.voeg_toe(lees(&definities()[definitie]).unwrap());
        let mut verhaal = Verhaal::begin(werkstromen, indiening());
        let mut keus = Keus::uit(&getallen);
        let stand = |verhaal: &Verhaal| -> Stand {
            (verhaal.moment.op.as_microsecond(), verhaal.toestand().status.clone(), beurten(verhaal))
        };
        let mut verloop = vec![stand(&verhaal)];
        while !keus.op() {
            verhaal.na(SignedDuration::from_mins(1 + i64::try_from(keus.onder(10_000)).unwrap()));
            let mut commando = willekeurig(&mut keus, verhaal.werkstroom(), &verhaal.initiatief);
            commando.context.nu = verhaal.moment.op;
            commando.context.plaatsgevonden = verhaal.moment;
            if verhaal.geef(&commando).is_err() {
                continue;
            }
            verloop.push(stand(&verhaal));
            controleer_tabellen(&verhaal);
            // A snapshot may be taken between any two commands.
            let json = serde_json::to_string(&verhaal.spoor).unwrap();
            let spoor: Spoor = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(&spoor, &verhaal.spoor);
            verhaal.spoor = spoor;
        }
        controleer_episodes(&verhaal, &verloop, definitie == 0);
        controleer_geheimen(&verhaal);
    }

    #[test]
    fn no_duration_is_negative_whatever_was_told(
        definitie in 0..3_usize,
        getallen in vec(any::<u16>(), 0..600),
    ) {
        let mut werkstromen = Werkstromen::default();
        werkstromen.voeg_toe(lees(&definities()[definitie]).unwrap());
        let mut verhaal = Verhaal::begin(werkstromen, indiening());
        let mut keus = Keus::uit(&getallen);
        while !keus.op() {
            // Up to a month before or after the submission, in no order, in every precision.
            let dag = i64::try_from(keus.onder(60)).unwrap() - 30;
            let nauwkeurigheid = Nauwkeurigheid::ALLE[keus.onder(Nauwkeurigheid::ALLE.len())];
            verhaal.moment = Moment { op: dag_op(dag), nauwkeurigheid };
            let mut commando = willekeurig(&mut keus, verhaal.werkstroom(), &verhaal.initiatief);
            commando.context.nu = dag_op(60);
            commando.context.plaatsgevonden = verhaal.moment;
            if verhaal.geef(&commando).is_err() {
                continue;
            }
            let bekend = |rij: &Rij, kolom: &str| rij.tekst(&format!("{kolom}_nauwkeurigheid")) != "onbekend";
            let duren = verhaal.rijen(&EPISODE).into_iter().map(|r| (r, "van", "tot"));
            let duren = duren.chain(verhaal.rijen(&OPENSTAAND).into_iter().map(|r| (r, "sinds", "antwoord")));
            let duren = duren.chain(verhaal.rijen(&OPDRACHT).into_iter().map(|r| (r, "uitgezet", "antwoord")));
            for (rij, van, tot) in duren {
                let einde = rij.opt_getal(&format!("{tot}_op")).unwrap_or(i64::MAX);
                let klopt = rij.getal(&format!("{van}_op")) <= einde;
                prop_assert!(klopt || !bekend(&rij, van) || !bekend(&rij, tot), "{van} {tot}: {:?}", rij.waarden().collect::<Vec<_>>());
            }
            prop_assert_eq!(verhaal.dossier().tekst("status"), verhaal.toestand().status.as_str());
        }
    }
}
