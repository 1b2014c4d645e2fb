//! What is counted is what the episodes say.

use crate::common::*;
use crate::tabellen::Rij;
use crate::verhaal::Verhaal;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Kanaal};
use wijkspoor_domain::initiatief::handeling::{Dossierhandeling, Handeling};
use wijkspoor_projections::Table;
use wijkspoor_projections::initiatief::episodes::tellingen::{
    ALLES, CATEGORIE, EPISODE_GESLOTEN, EPISODE_PERIODE, EPISODE_STAND, GEBIED, ONBEKEND, THEMA, WIJK,
};
use wijkspoor_projections::initiatief::tables::{DOSSIER_WIJK, EPISODE};

type Telling = BTreeMap<String, i64>;

fn tel(telling: &mut Telling, delen: &[&str]) {
    *telling.entry(delen.join("|")).or_default() += 1;
}

fn getal(rij: &Rij, kolom: &str) -> String {
    rij.opt_getal(kolom).unwrap_or(ONBEKEND).to_string()
}

fn dag(nummer: i64) -> Date {
    date(1970, 1, 1).checked_add(jiff::Span::new().days(nummer)).unwrap()
}

/// What the tables of counts must say, counted one episode at a time.
fn nageteld(verhaal: &Verhaal) -> [Telling; 3] {
    let [mut gesloten, mut perioden, mut stand] = [Telling::new(), Telling::new(), Telling::new()];
    let wijken = verhaal.rijen(&DOSSIER_WIJK);
    for rij in verhaal.rijen(&EPISODE) {
        let soort = rij.tekst("soort");
        let groep: Vec<&str> =
            ["partij", "partij_naam", "status", "fase", "aard"].map(|kolom| rij.tekst(kolom)).into();
        let groep = groep.join("|");
        let mut sneden = vec![
            (ALLES, ""),
            (GEBIED, rij.tekst("gebied")),
            (THEMA, rij.tekst("thema")),
            (CATEGORIE, rij.tekst("categorie")),
        ];
        sneden.extend(wijken.iter().map(|w| (WIJK, w.tekst("wijk"))));
        let van = getal(&rij, "van_dag");
        let dagen = format!("{van}|{}", getal(&rij, "norm_dag"));
        if rij.opt_getal("tot_op").is_none() {
            continue;
        }
        let (van_dag, tot_dag) = (rij.opt_getal("van_dag"), rij.opt_getal("tot_dag"));
        let duur = van_dag.zip(tot_dag).map_or(ONBEKEND, |(van, tot)| tot - van).to_string();
        let (uitkomst, reden, werkdagen) =
            (rij.tekst("uitkomst"), rij.tekst("reden"), getal(&rij, "werkdagen"));
        let einde = [uitkomst, reden, &duur, &werkdagen].join("|");
        for (snede, waarde) in &sneden {
            tel(&mut gesloten, &[soort, snede, waarde, &groep, &einde]);
        }
        let Some((van_dag, tot_dag)) = van_dag.zip(tot_dag) else { continue };
        for periode in ["j%Y", "%Y-%m"].map(|p| dag(tot_dag).strftime(p).to_string()) {
            tel(&mut perioden, &[soort, &periode, &groep, &einde]);
        }
        for maand in (van_dag + 1..=tot_dag).map(dag).filter(|dag| dag.day() == 1) {
            let maand = maand.strftime("%Y-%m").to_string();
            tel(&mut stand, &[soort, &maand, &groep, &dagen]);
        }
    }
    [gesloten, perioden, stand]
}

fn geteld(verhaal: &Verhaal, table: &'static Table) -> Telling {
    let regel = |rij: Rij| {
        let delen: Vec<String> = (table.columns[..table.key].iter())
            .map(|kolom| match kolom.kind {
                wijkspoor_projections::Kind::Int => rij.getal(kolom.name).to_string(),
                wijkspoor_projections::Kind::Text => rij.tekst(kolom.name).to_owned(),
            })
            .collect();
        (delen.join("|"), rij.getal("aantal"))
    };
    verhaal.rijen(table).into_iter().map(regel).collect()
}

/// The counts are exact.
pub fn controleer(verhaal: &Verhaal) {
    let [gesloten, perioden, stand] = nageteld(verhaal);
    assert_eq!(geteld(verhaal, &EPISODE_PERIODE), perioden);
    assert_eq!(geteld(verhaal, &EPISODE_GESLOTEN), gesloten);
    assert_eq!(geteld(verhaal, &EPISODE_STAND), stand);
}

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
    controleer(&verhaal);
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
    controleer(&verhaal);
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
    controleer(&verhaal);
    let besluiten = |verhaal: &Verhaal| -> Vec<_> {
        soorten(verhaal).into_iter().filter(|s| s.starts_with("besluit")).collect()
    };
    assert_eq!(
        besluiten(&verhaal),
        ["besluit goedkeuring teruggedraaid uitvoering ]", "besluit goedkeuring …"]
    );
    verhaal.dag(90).doe(tlo(), terug(2)).unwrap();
    controleer(&verhaal);
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
        controleer(&verhaal);
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
