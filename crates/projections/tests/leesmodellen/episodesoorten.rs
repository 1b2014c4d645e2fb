//! Each kind of episode: when it begins, when and how it ends.

use crate::common::*;
use crate::tabellen::Rij;
use crate::verhaal::Verhaal;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Kanaal};
use wijkspoor_domain::initiatief::handeling::{Dossierhandeling, Handeling};
use wijkspoor_projections::initiatief::tables::EPISODE;

fn soorten(verhaal: &Verhaal) -> Vec<String> {
    let regel = |rij: &Rij| {
        let eind = if rij.opt_getal("tot_op").is_some() { "]" } else { "…" };
        let delen = ["soort", "partij_naam", "aard", "uitkomst", "reden"].map(|kolom| rij.tekst(kolom));
        format!("{} {eind}", delen.into_iter().filter(|deel| !deel.is_empty()).collect::<Vec<_>>().join(" "))
    };
    let anders = |rij: &Rij| rij.tekst("soort") != "beurt";
    verhaal.rijen(&EPISODE).iter().filter(|rij| anders(rij)).map(regel).collect()
}

#[test]
fn a_hand_over_waits_for_its_first_answer_and_a_block_for_its_end() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    verhaal.dag(8).opdracht(afdeling("Vastgoed"), 1, geef_terug());
    verhaal.dag(9).opdracht(tlo(), 1, zet_opnieuw_uit());
    verhaal.dag(40).opdracht(afdeling("Vastgoed"), 1, accepteer());
    verhaal.dag(44).opdracht(afdeling("Vastgoed"), 1, blokkeer());
    verhaal.dag(60).opdracht(afdeling("Vastgoed"), 1, deblokkeer());
    assert_eq!(
        soorten(&verhaal),
        [
            "radiostilte eerste …",
            "aanloop bewoners …",
            "looptijd bewoners …",
            "termijn besluit wettelijk …",
            "overdracht Vastgoed eerste teruggegeven onvolledig ]",
            "overdracht Vastgoed opnieuw geaccepteerd ]",
            "blokkade Vastgoed budget gedeblokkeerd ]",
        ]
    );
}

#[test]
fn every_message_to_the_applicant_ends_a_silence() {
    let mut verhaal = Verhaal::ingediend();
    let bericht =
        || Dossierhandeling::GeefTerugkoppeling { kanaal: Kanaal::Email, bericht: "Bericht".into() };
    verhaal.dag(3).voeg_toe(tlo(), bericht());
    verhaal.dag(33).voeg_toe(tlo(), bericht());
    let stilte: Vec<_> = soorten(&verhaal).into_iter().filter(|s| s.starts_with("radio")).collect();
    assert_eq!(
        stilte,
        [
            "radiostilte eerste terugkoppeling ingediend ]",
            "radiostilte volgende terugkoppeling ingediend ]",
            "radiostilte volgende …",
        ]
    );
}

#[test]
fn a_decision_stands_until_it_is_reversed_also_after_the_end() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    let neem = |nummer| Handeling::NeemBesluit(besluit(nummer, Besluitsoort::Goedkeuring));
    verhaal.dag(6).doe(afdeling("Vastgoed"), neem(1)).unwrap();
    verhaal.dag(7).doe(afdeling("Vastgoed"), neem(2)).unwrap();
    verhaal.dag(9).stap(tlo(), stap("start_uitvoering"));
    let terug = |nummer| Handeling::DraaiBesluitTerug { besluit: id(nummer), motivering: "Toch niet".into() };
    verhaal.dag(30).doe(tlo(), terug(1)).unwrap();
    verhaal.dag(31).opdracht(afdeling("Vastgoed"), 1, accepteer());
    verhaal.dag(32).opdracht(afdeling("Vastgoed"), 1, rond_af());
    verhaal.dag(40).stap(tlo(), realiseer());
    let besluiten = |verhaal: &Verhaal| -> Vec<_> {
        soorten(verhaal).into_iter().filter(|s| s.starts_with("besluit")).collect()
    };
    assert_eq!(
        besluiten(&verhaal),
        ["besluit goedkeuring teruggedraaid uitvoering ]", "besluit goedkeuring …"]
    );
    verhaal.dag(90).doe(tlo(), terug(2)).unwrap();
    assert_eq!(besluiten(&verhaal)[1], "besluit goedkeuring teruggedraaid gerealiseerd ]");
    let duur: Vec<i64> =
        verhaal.soort("besluit").iter().map(|rij| rij.getal("tot_dag") - rij.getal("van_dag")).collect();
    assert_eq!(duur, [24, 83]);
}

#[test]
fn what_follows_an_escalation_is_held_against_what_went_before() {
    let escaleer_en_besluit = |dagen: [i64; 3]| {
        let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
        let dag = |n: usize| 5 + dagen[..=n].iter().sum::<i64>();
        verhaal.dag(dag(0)).stap(tlo(), escaleer("escaleer_ambtelijk"));
        let overgang = besluitend("besluit_naar_tlo", 1, Besluitsoort::Escalatie);
        verhaal.dag(dag(1)).stap(management(), overgang);
        verhaal.dag(dag(2)).stap(tlo(), draag_over(vec![opdracht(9, "Groen")]));
        let regel = |rij: &Rij| {
            let [aard, uitkomst, reden] =
                ["aard", "uitkomst", "reden"].map(|kolom| rij.tekst(kolom).to_owned());
            (aard, uitkomst, reden, rij.getal("norm_dag") - rij.getal("van_dag"))
        };
        verhaal.soort("vervolg").iter().map(regel).collect::<Vec<_>>()
    };
    for (dagen, uitkomst) in [([40, 5, 10], "korter"), ([40, 5, 40], "even_lang"), ([4, 5, 10], "langer")] {
        let verwacht = ("escalatie_ambtelijk".into(), uitkomst.into(), "kernorganisatie".into(), dagen[0]);
        assert_eq!(escaleer_en_besluit(dagen), [verwacht]);
    }
}

#[test]
fn an_escalation_ends_where_it_was_sent() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    verhaal.dag(9).stap(tlo(), escaleer("escaleer_ambtelijk"));
    verhaal.dag(12).stap(tlo(), escaleer("escaleer_bestuurlijk"));
    verhaal.dag(20).stap(bestuur(), besluitend("besluit_uitvoeren", 1, Besluitsoort::Escalatie));
    let beurt = |partij: &str| {
        let rij = verhaal.soort("beurt").into_iter().find(|rij| rij.tekst("partij") == partij).unwrap();
        (rij.tekst("aard").to_owned(), rij.tekst("uitkomst").to_owned())
    };
    assert_eq!(
        beurt("management"),
        ("in_behandeling_kernorganisatie".into(), "escalatie_bestuurlijk".into())
    );
    assert_eq!(beurt("bestuur"), ("geescaleerd_ambtelijk".into(), "uitvoering".into()));
    assert!(verhaal.soort("vervolg").is_empty(), "what is carried out does not lie");
}
