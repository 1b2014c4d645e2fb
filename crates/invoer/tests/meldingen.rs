//! Whatever can be wrong with a file is said with its line, its column and what would be right.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::{Opzet, Recorded, inrichting};
use wijkspoor_invoer::{
    Eerder, Ernst, Groep, Ingevoerd, Invoer, Melding, Oordeel, Tabel, Uitkomst, Verslag, groepeer,
};
use wijkspoor_store::stable_id;

const INRICHTING: &str = r#"
gemeente = "Proefstad"
versie = 1
[[gebieden]]
naam = "Noord"
wijken = ["Havenwijk"]
[[afdelingen]]
namen = ["Groen", "Vastgoed"]
[[afdelingen]]
namen = ["Plantsoenen"]
tot = 2020-01-01
[[redenen]]
naam = "Kabels in de grond"
telt_als = "geen_taak"
"#;

const KOP: &str = "initiatief;stap;datum;nauwkeurigheid;door;afdeling;titel;omschrijving;gebied;wijken;thema;oorsprong;motivering;\
                   mandaat;reden;eigen reden;toelichting;kanaal;bericht;bij;vraag;hersteltermijn;label;betreft;met;bron;bedrag;\
                   resultaat;werkstroom;partner;grenzen\n";
const BEGIN: &str = "A;initiatief_ingediend;2024-01-10;;;;Tuin;Een tuin;Noord;Havenwijk;groen;bewoners\n";

/// A row by the names of its columns.
fn rij(cellen: &[(&str, &str)]) -> String {
    let waarde = |kop: &str| cellen.iter().find(|(naam, _)| *naam == kop).map_or("", |(_, waarde)| *waarde);
    KOP.trim_end().split(';').map(waarde).collect::<Vec<_>>().join(";") + "\n"
}

fn stap(stap: &str, datum: &str, cellen: &[(&str, &str)]) -> String {
    rij(&[&[("initiatief", "A"), ("stap", stap), ("datum", datum)], cellen].concat())
}

fn lees(inhoud: &str) -> (Invoer, Vec<Groep>, Vec<Melding>) {
    let opzet = Opzet { inrichting: inrichting::lees(INRICHTING).unwrap(), ..Opzet::standaard().unwrap() };
    let tabel = Tabel::lees(inhoud.as_bytes(), None).unwrap();
    let nu = "2026-03-02T09:00:00Z".parse().unwrap();
    Invoer::nieuw("proef", groepeer(tabel).unwrap(), Arc::new(opzet), nu, stable_id)
}

fn oordeel(regels: &str, eerder: &Eerder) -> Oordeel {
    let (invoer, groepen, _) = lees(&format!("{KOP}{regels}"));
    invoer.beoordeel(groepen.first().unwrap(), eerder)
}

/// After the submission and these rows: nothing, or all that is said.
fn meldingen(regels: &[String]) -> Vec<String> {
    let oordeel = oordeel(&format!("{BEGIN}{}", regels.concat()), &Eerder::Niets);
    let geweigerd = oordeel.uitkomst == Uitkomst::Geweigerd;
    assert_eq!(geweigerd, oordeel.stappen.is_empty(), "all or nothing");
    assert_eq!(geweigerd, oordeel.meldingen.iter().any(|m| m.ernst == Ernst::Fout));
    oordeel.meldingen.iter().map(in_woorden).collect()
}

fn in_woorden(m: &Melding) -> String {
    format!("{}/{}: {} → {}", m.regel, m.kolom.as_deref().unwrap_or("-"), m.wat, m.wel)
}

/// One thing is said, and it holds these words.
fn een(regels: &[String], delen: &[&str]) {
    let alle = meldingen(regels);
    assert_eq!(alle.len(), 1, "{alle:#?}");
    delen.iter().for_each(|deel| assert!(alle[0].contains(deel), "{deel:?} niet in {:?}", alle[0]));
}

fn neem() -> String {
    stap("neem_in_behandeling", "2024-02-01", &[])
}

fn draag_over() -> String {
    stap("draag_over", "2024-03-01", &[("afdeling", "Groen"), ("omschrijving", "Kan het?")])
}

#[test]
fn a_step_can_be_named_by_its_code_its_name_or_where_it_leads() {
    for naam in [
        "neem_in_behandeling",
        "Neem in behandeling",
        "in_behandeling_tlo",
        "In behandeling bij TLO",
        "In behandeling nemen",
    ] {
        assert_eq!(meldingen(&[stap(naam, "2024-02-01", &[])]), Vec::<String>::new(), "{naam}");
    }
    een(&[stap("neem in behandelng", "2024-02-01", &[])], &["3/stap", "bedoelt u neem_in_behandeling?"]);
    een(&[stap("xyz", "2024-02-01", &[])], &["3/stap", "docs/invoer.md"]);
    een(&[stap("", "2024-02-01", &[])], &["3/stap", "ontbreekt"]);
    een(
        &[stap("gerealiseerd", "2024-02-01", &[])],
        &["3/stap", "kan niet vanuit de status \"ingediend\"", "van hier kan: neem_in_behandeling"],
    );
    // Two ways lead there.
    let escaleer = stap("escaleer_ambtelijk", "2024-03-01", &[]);
    een(&[neem(), escaleer], &["4/geschilpunt", "schrijf waar de escalatie over ging"]);
}

#[test]
fn what_does_not_fit_the_workflow_says_what_does() {
    een(
        &[draag_over()],
        &[
            "3/stap",
            "\"draag_over\" kan niet vanuit de status \"ingediend\"",
            "van hier kan: neem_in_behandeling",
        ],
    );
    een(&[neem(), stap("draag_over", "2024-03-01", &[])], &["4/afdeling", "noem de afdelingen"]);
    een(
        &[neem(), stap("draag_over", "2024-03-01", &[("afdeling", "Groen")])],
        &["4/omschrijving", "ontbreekt"],
    );
    een(&[neem(), stap("neem_in_behandeling", "2024-03-01", &[])], &["4/stap", "kan niet"]);
    een(
        &[stap("neem_in_behandeling", "2024-02-01", &[("resultaat", "x")])],
        &["3/resultaat", "hoort niet bij"],
    );
    een(
        &[stap("neem_in_behandeling", "2024-02-01", &[("omschrijving", "x")])],
        &["3/omschrijving", "geen afdeling"],
    );
    een(&[stap("wijs_af", "2024-02-01", &[("motivering", "Nee")])], &["3/mandaat", "ontbreekt"]);
    een(&[stap("wijs_af", "2024-02-01", &[("mandaat", "wijkmanager")])], &["3/motivering"]);
    een(
        &[stap("vraag_aanvulling", "2024-02-01", &[("vraag", "?"), ("hersteltermijn", "2024-01-01")])],
        &["3/hersteltermijn", "verbeter een van de twee"],
    );
    let klaar = stap("realiseer", "2024-05-01", &[("resultaat", "Klaar")]);
    let start = stap("start_uitvoering", "2024-04-01", &[]);
    een(
        &[neem(), start.clone(), klaar.clone(), stap("neem_in_behandeling", "2024-06-01", &[])],
        &["6/stap", "van hier kan: heropen"],
    );
    let partner = stap("partner_toegevoegd", "2024-06-01", &[("partner", "Rijnstad")]);
    een(&[neem(), start, klaar, partner.clone()], &["6/stap", "al gerealiseerd"]);
    een(&[partner.clone(), partner], &["4/partner", "al toegevoegd"]);
    een(&[stap("stagnatie_opgeheven", "2024-02-01", &[])], &["3/stap", "geen stagnatie"]);
    een(
        &[stap("opdracht_uitgezet", "2024-02-01", &[("afdeling", "Groen"), ("omschrijving", "x")])],
        &["3/stap", "kan geen opdracht worden uitgezet"],
    );
}

#[test]
fn what_is_wrong_with_an_order_names_the_department() {
    let groen = ("afdeling", "Groen");
    een(
        &[neem(), stap("opdracht_afgerond", "2024-02-02", &[groen])],
        &["4/afdeling", "geen opdracht", "zet de regel"],
    );
    let vastgoed = stap("opdracht_afgerond", "2024-04-01", &[("afdeling", "Vastgoed")]);
    een(&[neem(), draag_over(), vastgoed], &["5/afdeling", "mogelijk is: Groen"]);
    een(
        &[neem(), draag_over(), stap("opdracht_afgerond", "2024-04-01", &[groen])],
        &["5/stap", "uitgezet", "wat kan: accepteer"],
    );
    let nog_een = stap("opdracht_uitgezet", "2024-04-01", &[groen, ("omschrijving", "Nog iets")]);
    een(&[neem(), draag_over(), nog_een], &["5/afdeling", "heeft al een opdracht"]);
    let weiger = |reden, eigen| {
        stap(
            "opdracht_geweigerd",
            "2024-04-01",
            &[groen, ("reden", reden), ("eigen reden", eigen), ("toelichting", "x")],
        )
    };
    een(&[neem(), draag_over(), weiger("gen capaciteit", "")], &["5/reden", "bedoelt u geen_capaciteit?"]);
    een(
        &[neem(), draag_over(), weiger("geen_taak", "Kabels")],
        &["5/eigenReden", "bedoelt u Kabels in de grond?"],
    );
    assert_eq!(
        meldingen(&[neem(), draag_over(), weiger("Geen taak", "Kabels in de grond")]),
        Vec::<String>::new()
    );
    een(
        &[neem(), draag_over(), stap("opdracht_geweigerd", "2024-04-01", &[groen, ("reden", "anders")])],
        &["5/toelichting", "ontbreekt"],
    );
}

#[test]
fn a_name_that_is_not_in_its_list_is_asked_after() {
    let over = |afdeling, datum| stap("draag_over", datum, &[("afdeling", afdeling), ("omschrijving", "x")]);
    een(
        &[neem(), over("Groenvoorziening", "2024-03-01")],
        &["4/afdeling", "lijst afdelingen", "bedoelt u Groen?"],
    );
    een(&[neem(), over("Groen | groen", "2024-03-01")], &["4/afdeling", "\"groen\"", "bedoelt u Groen?"]);
    // It was there once.
    een(
        &[neem(), over("Plantsoenen", "2024-03-01")],
        &["4/afdeling", "(2024-03-01)", "mogelijk is: Groen, Vastgoed"],
    );
    let fout = oordeel(&BEGIN.replace("Noord;Havenwijk", "Nord;Haven"), &Eerder::Niets).meldingen;
    assert_eq!(fout.iter().map(|m| m.kolom.as_deref()).collect::<Vec<_>>(), [Some("gebied")]);
    assert!(fout[0].wel.contains("bedoelt u Noord?"));
    let fout = oordeel(&BEGIN.replace("Havenwijk", "Haven"), &Eerder::Niets).meldingen;
    assert!(in_woorden(&fout[0]).starts_with("2/wijken") && fout[0].wel.contains("Havenwijk"));
    let fout = oordeel(&BEGIN.replace('\n', ";;;;;;;;;;;;;;;;;wijkinitiatif\n"), &Eerder::Niets).meldingen;
    assert!(
        in_woorden(&fout[0]).starts_with("2/werkstroom") && fout[0].wel.contains("wijkinitiatief"),
        "{fout:?}"
    );
}

#[test]
fn who_did_it_must_be_somebody_who_may() {
    let door = |door| stap("neem_in_behandeling", "2024-02-01", &[("door", door)]);
    een(&[door("wijkmanager")], &["3/door", "geen rol", "tlo"]);
    een(&[door("bestuur")], &["3/door", "kan niet door bestuur", "schrijf in door wie het deed: tlo"]);
    een(&[door("tlo:Zuid")], &["3/door", "van een ander gebied"]);
    een(&[door("management:Jan")], &["3/door", "namen van mensen"]);
    een(&[door("tlo: ")], &["3/door"]);
    een(&[door("afdeling")], &["3/door", "afdeling:Vastgoed"]);
    assert_eq!(meldingen(&[door("TLO:Noord")]), Vec::<String>::new());
}

#[test]
fn a_date_must_be_one_and_fit_those_above_it() {
    let op =
        |datum, nauwkeurigheid| stap("neem_in_behandeling", datum, &[("nauwkeurigheid", nauwkeurigheid)]);
    een(&[op("", "")], &["3/datum", "ontbreekt", "schrijf 2024-03-11"]);
    een(&[op("31-02-2024", "")], &["3/datum", "die dag bestaat niet"]);
    een(
        &[op("2024-01-09", "")],
        &["3/datum", "ligt voor 2024-01-10 in regel 2", "volgorde waarin het gebeurde"],
    );
    een(&[op("2027", "")], &["3/datum", "2027 ligt in de toekomst"]);
    een(&[op("2024-02-01", "week")], &["3/nauwkeurigheid", "maand"]);
    een(&[op("2024", "dag")], &["3/nauwkeurigheid", "schrijf de datum vollediger"]);
    // It can have been after: nobody knows to the day.
    for (datum, nauwkeurigheid) in [
        ("2024", ""),
        ("januari 2024", ""),
        ("onbekend", ""),
        ("2023-01-01", "onbekend"),
        ("2024-01-09", "maand"),
    ] {
        assert_eq!(meldingen(&[op(datum, nauwkeurigheid)]), Vec::<String>::new(), "{datum} {nauwkeurigheid}");
    }
    // What adds to the dossier may be told late.
    let laat = stap("terugkoppeling_gegeven", "2023-12-01", &[("kanaal", "brief"), ("bericht", "Welkom")]);
    assert_eq!(meldingen(&[laat]), Vec::<String>::new());
    let fout = oordeel(&BEGIN.replace("2024-01-10", "onbekend"), &Eerder::Niets).meldingen;
    assert!(in_woorden(&fout[0]).starts_with("2/datum") && fout[0].wel.contains("alleen het jaar is genoeg"));
}

#[test]
fn an_answer_names_what_it_answers() {
    let vraag = |label| {
        stap(
            "goedkeuring_gevraagd",
            "2024-02-01",
            &[("bij", "Vastgoed"), ("vraag", "Mag het?"), ("label", label)],
        )
    };
    let ja = |betreft| stap("goedkeuring_verleend", "2024-03-01", &[("betreft", betreft)]);
    assert_eq!(meldingen(&[vraag(""), ja("")]), Vec::<String>::new());
    assert_eq!(meldingen(&[vraag("a"), vraag("b"), ja("b"), ja("a")]), Vec::<String>::new());
    een(&[vraag("a"), vraag("b"), ja("")], &["5/betreft", "open staat: regel 3, regel 4"]);
    een(&[ja("")], &["3/betreft", "zet de regel met goedkeuring_gevraagd erboven"]);
    een(&[ja("a")], &["3/betreft", "kolom label"]);
    een(&[vraag("plein"), ja("plien")], &["4/betreft", "bedoelt u plein?"]);
    een(&[vraag("a"), vraag("a")], &["4/label", "staat ook in regel 3"]);
    een(&[vraag("a"), ja("a"), ja("a")], &["5/betreft", "niet meer open"]);
    een(&[stap("neem_in_behandeling", "2024-02-01", &[("betreft", "a")])], &["3/betreft", "hoort niet bij"]);
    let besluit = |label| {
        stap("besluit_genomen", "2024-02-01", &[("mandaat", "x"), ("motivering", "y"), ("label", label)])
    };
    let draai =
        |betreft| stap("besluit_teruggedraaid", "2024-03-01", &[("motivering", "z"), ("betreft", betreft)]);
    // The column `besluitsoort` is not there at all.
    een(&[besluit("")], &["3/besluitsoort", "ontbreekt"]);
    een(&[draai("")], &["3/stap", "geen besluit dat geldt"]);
}

#[test]
fn other_cells_say_what_they_must_hold() {
    let geld = |bron, bedrag| stap("budget_aangevraagd", "2024-02-01", &[("bron", bron), ("bedrag", bedrag)]);
    een(&[geld("wijkbudget", "veel")], &["3/bedrag", "1.250,50"]);
    een(&[geld("wijkbudgt", "5")], &["3/bron", "bedoelt u wijkbudget?"]);
    een(
        &[stap("overlap_gemeld", "2024-02-01", &[("met", "B-9")])],
        &["3/met", "geen initiatief in dit bestand"],
    );
    een(
        &[stap("overlap_gemeld", "2024-02-01", &[("met", "A"), ("kanaal", "brief")])],
        &["3/kanaal", "hoort niet bij"],
    );
    let lang = "x".repeat(15_000);
    een(&[stap("notitie_toegevoegd", "2024-02-01", &[])], &["3/tekst", "ontbreekt"]);
    een(
        &[stap("goedkeuring_gevraagd", "2024-02-01", &[("bij", "V"), ("vraag", &lang.repeat(2))])],
        &["3/vraag", "hoogstens 20000"],
    );
    een(
        &[stap("wijs_af", "2024-02-01", &[("motivering", &lang), ("mandaat", "m"), ("resultaat", &lang)])],
        &["3/-", "te lang"],
    );
    let wijken = oordeel(&BEGIN.replace("Havenwijk", &"Havenwijk|".repeat(51)), &Eerder::Niets).meldingen;
    assert!(in_woorden(&wijken[0]).starts_with("2/wijken") && wijken[0].wel.contains("hoogstens 50"));
    let titel = oordeel(&BEGIN.replace("Tuin", &"T".repeat(201)), &Eerder::Niets).meldingen;
    assert!(in_woorden(&titel[0]).starts_with("2/titel") && titel[0].wel.contains("korte titel"));
}

#[test]
fn all_that_is_wrong_comes_together_and_nothing_that_follows_from_it() {
    let alle = meldingen(&[
        stap("draag_over", "2024-02-01", &[("afdeling", "Groenvoorziening"), ("omschrijving", "x")]),
        stap("opdracht_geaccepteerd", "2024-03-01", &[("afdeling", "Groen")]),
        stap("terugkoppeling_gegeven", "2028-01-01", &[("kanaal", "brif"), ("bericht", "x")]),
        stap("realiseer", "2029-01-01", &[]),
    ]);
    let plaatsen: Vec<&str> = alle.iter().map(|m| m.split(':').next().unwrap()).collect();
    assert_eq!(plaatsen, ["3/afdeling", "5/kanaal", "6/datum"]);
}

#[test]
fn rows_must_belong_to_an_initiative_that_begins() {
    let (invoer, groepen, zonder) = lees(&format!(
        "{KOP}{BEGIN};neem_in_behandeling;2024-01-01\nB;neem_in_behandeling;2024-01-01\nB;draag_over;2024-01-02\n{};x;\n{}{BEGIN}",
        "n".repeat(201),
        BEGIN.replace('\n', &";x".repeat(30)) + "\n"
    ));
    assert_eq!(zonder.iter().map(|m| m.regel).collect::<Vec<_>>(), [3, 6, 7]);
    assert!(
        zonder[0].wat.contains("ontbreekt")
            && zonder[1].wat.contains("200")
            && zonder[2].wat.contains("meer cellen")
    );
    let fouten: Vec<String> = groepen
        .iter()
        .flat_map(|g| invoer.beoordeel(g, &Eerder::Niets).meldingen)
        .map(|m| in_woorden(&m))
        .collect();
    assert_eq!(fouten.len(), 2, "{fouten:?}");
    assert!(fouten[0].starts_with("8/stap") && fouten[0].contains("al ingediend"));
    assert!(fouten[1].starts_with("4/stap") && fouten[1].contains("is de indiening"));
}

fn ingevoerd(regels: &str) -> Ingevoerd {
    let stappen = oordeel(regels, &Eerder::Niets).stappen;
    assert!(!stappen.is_empty());
    let los = stappen.iter().flat_map(|s| s.gebeurtenissen.iter().map(|g| (g.clone(), s.metadata.clone())));
    let recorded: Vec<Recorded<Gebeurtenis>> = (1..)
        .zip(los)
        .map(|(sequence, (event, metadata))| Recorded {
            position: sequence,
            stream: Uuid::nil(),
            sequence,
            recorded_at: "2026-03-02T09:00:00Z".parse().unwrap(),
            event,
            metadata,
        })
        .collect();
    Ingevoerd::van(&recorded)
}

#[test]
fn what_was_imported_stays_as_it_was() {
    let oud = format!("{BEGIN}{}", neem());
    let eerder = Eerder::Ingevoerd(Box::new(ingevoerd(&oud)));
    // Written another way is not another thing.
    let anders_geschreven = oud.replace("2024-02-01", "1 februari 2024").replace("neem_in", "Neem in");
    assert_eq!(oordeel(&anders_geschreven, &eerder).uitkomst, Uitkomst::Ongewijzigd);
    let fout = |regels: &str| {
        let oordeel = oordeel(regels, &eerder);
        assert_eq!(
            (oordeel.uitkomst, oordeel.meldingen.len()),
            (Uitkomst::Geweigerd, 1),
            "{:?}",
            oordeel.meldingen
        );
        in_woorden(&oordeel.meldingen[0])
    };
    let datum = fout(&oud.replace("2024-02-01", "2024-02-02"));
    assert!(datum.starts_with("3/datum") && datum.contains("iets anders in: datum"), "{datum}");
    let titel = fout(&oud.replace("Tuin;Een tuin", "Moestuin;Een tuin"));
    assert!(titel.starts_with("2/titel") && titel.contains("nieuwe regel"), "{titel}");
    // A row in between.
    let bericht = stap("terugkoppeling_gegeven", "2024-01-15", &[("kanaal", "brief"), ("bericht", "x")]);
    let tussen =
        fout(&format!("{BEGIN}{bericht}{}", neem()).replace("\nA;neem_in_behandeling;2024-02-01", "\n#"));
    assert!(
        tussen.starts_with("3/stap")
            && tussen.contains("eerder een andere regel ingevoerd: neem_in_behandeling"),
        "{tussen}"
    );
    // Fewer rows change nothing, and that is said.
    let minder = oordeel(BEGIN, &eerder);
    assert_eq!((minder.uitkomst, minder.meldingen[0].ernst), (Uitkomst::Ongewijzigd, Ernst::LetOp));
    // More rows are added.
    let meer = oordeel(&format!("{oud}{bericht}"), &eerder);
    assert_eq!(
        (meer.uitkomst, meer.stappen.len(), meer.bekend, meer.versie),
        (Uitkomst::Uitgebreid, 1, 2, 2)
    );
}

#[test]
fn what_is_erased_or_came_another_way_is_left_alone() {
    let mut gewist = ingevoerd(BEGIN);
    gewist.rijen.values_mut().for_each(|rij| *rij = None);
    let gewist = Eerder::Ingevoerd(Box::new(gewist));
    assert_eq!(oordeel(BEGIN, &gewist).uitkomst, Uitkomst::Ongewijzigd);
    let meer = oordeel(&format!("{BEGIN}{}", neem()), &gewist);
    assert!(meer.meldingen[0].wat.contains("gewist"), "{:?}", meer.meldingen);
    let elders = oordeel(BEGIN, &Eerder::Elders(Uuid::nil()));
    assert!(elders.meldingen[0].wel.contains("--bron") && elders.stappen.is_empty());
}

#[test]
fn the_report_has_every_row() {
    let regels = format!("{BEGIN}{}{}", neem(), draag_over().replace("Groen", "=Gras"));
    let (invoer, groepen, _) = lees(&format!("{KOP}{regels}"));
    let oordeel = invoer.beoordeel(&groepen[0], &Eerder::Niets);
    let mut verslag = Verslag::begin(Vec::new()).unwrap();
    verslag.initiatief(&groepen[0], &oordeel).unwrap();
    let tekst = String::from_utf8(verslag.klaar().unwrap()).unwrap();
    let regels: Vec<&str> = tekst.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(regels[0], "regel;initiatief;uitkomst;kolom;wat;wat wel kan");
    assert!(regels[1].starts_with("2;A;vervalt;;om de fout in regel 4"), "{}", regels[1]);
    assert!(regels[3].starts_with("4;A;fout;afdeling;"), "{}", regels[3]);
}
