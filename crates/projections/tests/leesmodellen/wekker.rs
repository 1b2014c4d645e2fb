//! What the read model tells the clock, and what it learns from it.

use crate::common::*;
use crate::verhaal::Verhaal;
use jiff::civil::{Date, date};
use serde_json::json;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::feit::{Feit, soorten};
use wijkspoor_domain::initiatief::gebeurtenis::{Kanaal, Tijdsignaal};
use wijkspoor_domain::initiatief::handeling::*;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use wijkspoor_domain::{Moment, Nauwkeurigheid, Partij, Rol};
use wijkspoor_projections::initiatief::tables::EPISODE;

/// Everything that is due on a day is signalled, as the clock does; gives what it said.
fn wek(verhaal: &mut Verhaal, dag: Date) -> Vec<String> {
    let mut gezegd = Vec::new();
    let vandaag = dagnummer(dag);
    loop {
        let rijen = verhaal.rijen(&EPISODE);
        let rij = rijen.iter().find(|rij| rij.opt_getal("wek_dag").is_some_and(|wek| wek <= vandaag));
        let Some(rij) = rij else { break };
        let soort = Episodesoort::van_code(rij.tekst("soort")).unwrap();
        let uiterlijk = rij.getal("norm_dag");
        let signaal = Tijdsignaal::van(soort, rij.tekst("aard"), vandaag > uiterlijk).unwrap();
        let (partij, afdeling) = (rij.tekst("partij"), rij.tekst("partij_naam"));
        let partij: Option<Partij> = serde_json::from_value(json!({ "soort": partij, "naam": afdeling }))
            .or_else(|_| serde_json::from_value(json!({ "soort": partij })))
            .ok();
        let bij = rij.tekst("bij_id").parse().ok();
        let termijn = (soort == Episodesoort::Termijn).then(|| afdeling.to_owned());
        gezegd.push(signaal.code().to_owned());
        let uiterlijk = van_dagnummer(uiterlijk);
        let plaatsgevonden = op(dag);
        let context = Context { actor: als(Rol::Systeem), nu: plaatsgevonden.op, plaatsgevonden };
        let handeling = Handeling::Signaleer(Signalering { signaal, partij, bij, termijn, uiterlijk });
        verhaal.moment = plaatsgevonden;
        verhaal.geef(&Commando { context, handeling }).unwrap();
        assert!(gezegd.len() < 20, "the clock does not stop: {gezegd:?}");
    }
    gezegd
}

fn op(dag: Date) -> Moment {
    Moment { op: format!("{dag}T12:00:00Z").parse().unwrap(), nauwkeurigheid: Nauwkeurigheid::Tijdstip }
}

fn wekdagen(verhaal: &Verhaal, soort: &str) -> Vec<Option<Date>> {
    verhaal.soort(soort).iter().map(|rij| rij.opt_getal("wek_dag").map(van_dagnummer)).collect()
}

fn feit(verhaal: &mut Verhaal, soort: &str, velden: serde_json::Value) {
    let velden = velden.as_object().unwrap().clone();
    let mut feit = Feit::lees(soorten::zoek(soort).unwrap(), velden).unwrap();
    match soort {
        "opschorting_gestart" => feit.id = Some(id(1)),
        "opschorting_beeindigd" => feit.betreft = Some(id(1)),
        _ => {}
    }
    verhaal.doe(tlo(), Handeling::LegVast(feit)).unwrap();
}

// Submitted on Monday 2 March 2026; handed over on the 7th.

#[test]
fn what_takes_too_long_is_signalled_once_from_the_day_after_its_last() {
    let mut verhaal = Verhaal::bij_kern(&["Groen"]);
    let norm = verhaal.soort("beurt").last().unwrap().opt_getal("norm_dag").map(van_dagnummer).unwrap();
    assert_eq!(wekdagen(&verhaal, "beurt").last(), Some(&Some(norm.tomorrow().unwrap())));
    assert!(wek(&mut verhaal, norm).iter().all(|signaal| signaal != "norm_overschreden"));
    let gezegd = wek(&mut verhaal, norm.tomorrow().unwrap());
    assert!(gezegd.contains(&"norm_overschreden".to_owned()), "{gezegd:?}");
    assert_eq!(wek(&mut verhaal, norm.tomorrow().unwrap()), [""; 0]);
    let beurt = *verhaal.soort("beurt").last().unwrap();
    assert_eq!((beurt.opt_getal("wek_dag"), beurt.tekst("voorstel")), (None, "escaleer_ambtelijk"));
    assert!(beurt.opt_getal("gesignaleerd_op").is_some());
    // Whoever gets the ball next begins anew.
    verhaal.moment = op(date(2026, 6, 1));
    verhaal.stap(tlo(), escaleer("escaleer_ambtelijk"));
    let beurten = verhaal.soort("beurt");
    let nieuw = beurten.last().unwrap();
    assert_eq!((nieuw.opt_getal("gesignaleerd_op"), nieuw.tekst("voorstel")), (None, "-"));
    assert!(nieuw.opt_getal("wek_dag").is_some());
}

#[test]
fn a_term_is_signalled_before_its_end_and_after_it_and_anew_when_it_moves() {
    let mut verhaal = Verhaal::bij_kern(&["Groen"]);
    let termijn = |verhaal: &Verhaal| wekdagen(verhaal, "termijn");
    // Eight weeks after 2 March is the King's day; two weeks before the day after that.
    assert_eq!(termijn(&verhaal), [Some(date(2026, 4, 14))]);
    let gezegd = wek(&mut verhaal, date(2026, 4, 14));
    assert!(gezegd.contains(&"termijn_nadert".to_owned()), "{gezegd:?}");
    assert_eq!(termijn(&verhaal), [Some(date(2026, 4, 29))]);
    verhaal.moment = op(date(2026, 4, 20));
    feit(&mut verhaal, "beslistermijn_verdaagd", json!({ "nieuweDatum": "2026-06-01", "reden": "Advies" }));
    assert_eq!(termijn(&verhaal), [Some(date(2026, 5, 18))]);
    assert!(verhaal.soort("termijn")[0].opt_getal("gesignaleerd_op").is_none());
    // After days of downtime there is nothing near any more.
    let gezegd = wek(&mut verhaal, date(2026, 6, 20));
    assert!(gezegd.contains(&"termijn_verstreken".to_owned()), "{gezegd:?}");
    assert!(!gezegd.contains(&"termijn_nadert".to_owned()));
    assert_eq!(termijn(&verhaal), [None]);
    verhaal.moment = op(date(2026, 6, 22));
    verhaal.stap(tlo(), stap("start_uitvoering"));
    let termijn = verhaal.soort("termijn")[0];
    assert_eq!((termijn.tekst("uitkomst"), termijn.tekst("partij_naam")), ("te_laat", "besluit"));
}

#[test]
fn a_clock_that_stands_still_for_nobody_knows_how_long_is_not_waited_for() {
    let mut verhaal = Verhaal::bij_kern(&["Groen"]);
    let grond = json!({ "grond": "overmacht", "toelichting": "Hoog water" });
    verhaal.moment = op(date(2026, 3, 20));
    feit(&mut verhaal, "opschorting_gestart", grond);
    assert_eq!(wekdagen(&verhaal, "termijn"), [None]);
    verhaal.moment = op(date(2026, 3, 30));
    feit(&mut verhaal, "opschorting_beeindigd", json!({ "toelichting": "Het water zakt" }));
    // Nine days later than it would have been: 21 to 29 March.
    assert_eq!(wekdagen(&verhaal, "termijn"), [Some(date(2026, 4, 22))]);
}

#[test]
fn silence_begins_anew_with_every_message() {
    let mut verhaal = Verhaal::ingediend();
    let beleid = "gemeente = \"X\"\nversie = 1\n[[beleid]]\ncode = \"norm_radiostilte\"\nnaam = \"Radiostilte\"\n\
                  waarde = 28\neenheid = \"kalenderdagen\"\n";
    verhaal.opzet.inrichting = wijkspoor_domain::inrichting::lees(beleid).unwrap();
    let bericht = |verhaal: &mut Verhaal, dag| {
        verhaal.moment = op(dag);
        let handeling =
            Dossierhandeling::GeefTerugkoppeling { kanaal: Kanaal::Telefoon, bericht: "Nog even".into() };
        verhaal.voeg_toe(tlo(), handeling);
    };
    bericht(&mut verhaal, date(2026, 3, 10));
    let gezegd = wek(&mut verhaal, date(2026, 4, 8));
    assert!(gezegd.contains(&"radiostilte".to_owned()), "{gezegd:?}");
    bericht(&mut verhaal, date(2026, 4, 9));
    assert_eq!(wekdagen(&verhaal, "radiostilte").last(), Some(&Some(date(2026, 5, 8))));
}

#[test]
fn what_has_ended_wakes_nobody() {
    let mut verhaal = Verhaal::bij_kern(&["Groen"]);
    verhaal.dag(20).stap(tlo(), stap("trek_in"));
    let wekt = |rij: &crate::tabellen::Rij| rij.opt_getal("wek_dag").is_some();
    assert!(!verhaal.rijen(&EPISODE).iter().any(wekt));
    assert_eq!(verhaal.soort("termijn")[0].tekst("uitkomst"), "gehaald");
}
