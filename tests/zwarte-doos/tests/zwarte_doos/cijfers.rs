//! The figures: each adds up, leads to the episodes behind it, and can be asked as of a past day.

use serde_json::{Value as Json, json};
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use zwarte_doos::{Client, Database, Server, program, run};

/// A server with a made-up municipality.
fn gevuld(database: &Database) -> Server {
    let [vlag, waarde] = database.flags();
    let args = ["genereer", "--initiatieven", "120", "--jaren", "3", "--tot", "2026-06-30", &vlag, &waarde];
    let uitvoer = run(program(database.folder()).args(args));
    assert_eq!(uitvoer.code, Some(0), "{}", uitvoer.stderr);
    Server::start(database)
}

fn getal(json: &Json) -> i64 {
    json.as_i64().unwrap_or_else(|| panic!("no number: {json}"))
}

/// The figures of each group are of the episodes to which it leads.
fn volgt(client: &Client, vraag: &str) -> usize {
    let antwoord = client.read(&format!("/v1/wachttijden?{vraag}"));
    let groepen = antwoord["groepen"].as_array().unwrap();
    for groep in groepen {
        let (cijfers, adres) = (&groep["cijfers"], groep["episodes"].as_str().unwrap());
        let episodes = client.all(adres, "episodes");
        let open = episodes.iter().filter(|e| e["tot"].is_null()).count();
        assert_eq!(getal(&cijfers["open"]), i64::try_from(open).unwrap(), "{vraag} {groep}");
        assert_eq!(
            getal(&cijfers["gesloten"]),
            i64::try_from(episodes.len() - open).unwrap(),
            "{vraag} {groep}"
        );
        let dagen: i64 = episodes.iter().map(|e| getal(&e["kalenderdagen"])).sum();
        assert_eq!(getal(&cijfers["totaalKalenderdagen"]), dagen, "{vraag} {groep}");
        let over = episodes.iter().filter(|e| e["tot"].is_null() && e["overNorm"] == true).count();
        assert_eq!(getal(&cijfers["overNorm"]), i64::try_from(over).unwrap(), "{vraag} {groep}");
    }
    groepen.len()
}

pub fn every_figure_leads_to_the_episodes_behind_it(database: &Database) {
    let server = gevuld(database);
    let client = server.client();
    for vraag in [
        "per=partij",
        "soort=overdracht&per=gebied&enPer=partij",
        "soort=overdracht&per=aard&peildatum=2025-11-03",
        "soort=blokkade&per=aard",
        "soort=radiostilte&per=gebied&peildatum=2026-03-31",
        "soort=looptijd&per=categorie",
        "soort=beurt&per=fase&thema=groen",
        "soort=beurt&per=status&begonnenVanaf=2025-02-10&begonnenTotEnMet=2025-09-20",
        "soort=beurt&per=gebied&partij=afdeling&begonnenVanaf=2025-01-01&peildatum=2025-12-31",
    ] {
        assert!(volgt(&client, vraag) > 1, "{vraag}");
    }
    // An order is accepted, refused or returned; nothing else ends the wait for an answer here.
    let matrix = client.read("/v1/wachttijden?soort=overdracht&per=gebied&enPer=partij");
    let uitkomsten = matrix["totaal"]["uitkomsten"].as_array().unwrap();
    let samen: i64 = uitkomsten.iter().map(|u| getal(&u["aantal"])).sum();
    assert_eq!(samen, getal(&matrix["totaal"]["gesloten"]));
    assert!(uitkomsten.iter().any(|u| u["uitkomst"] == "teruggegeven" && u["reden"] == "onvolledig"));
    // A group that does not exist is empty, and nothing is said of it.
    let leeg = client.read("/v1/wachttijden?gebied=Nergens");
    assert_eq!((&leeg["groepen"], &leeg["totaal"]["open"]), (&json!([]), &json!(0)));
    assert_eq!(leeg["totaal"]["kalenderdagen"]["mediaan"], json!({ "bereikt": false }));
}

/// The tables that take every question and every cause of stalling to a figure lead somewhere.
pub fn every_question_has_its_figure(database: &Database) {
    let server = gevuld(database);
    let client = server.client();
    let id = client.read("/v1/initiatieven?limiet=1")["initiatieven"][0]["id"].as_str().unwrap().to_owned();
    let bestand = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/cijfers.md");
    let tekst = std::fs::read_to_string(bestand).unwrap();
    let rijen: Vec<&str> = tekst.lines().filter(|regel| regel.starts_with("| ")).collect();
    for nummer in (1..=43).map(|n| format!("| K{n:02} |")).chain((1..=10).map(|n| format!("| Q{n} |"))) {
        let mut rij = rijen.iter().filter(|rij| rij.starts_with(&nummer));
        let rij = rij.next().unwrap_or_else(|| panic!("{nummer} is not there"));
        let adressen: Vec<&str> = rij.split('`').filter(|deel| deel.starts_with('/')).collect();
        assert!(!adressen.is_empty(), "{rij}");
    }
    let adressen = rijen.iter().flat_map(|rij| rij.split('`')).filter(|deel| deel.starts_with('/'));
    let mut gelezen = 0;
    for adres in adressen {
        client.read(&format!("/v1{}", adres.replace("{id}", &id)));
        gelezen += 1;
    }
    assert!(gelezen > 60, "{gelezen}");
}

pub fn what_came_in_and_went_out_adds_up(database: &Database) {
    let server = gevuld(database);
    let client = server.client();
    let som = |antwoord: &Json, veld: &str| -> i64 {
        antwoord["perioden"].as_array().unwrap().iter().map(|p| getal(&p[veld])).sum()
    };
    let geeindigd = |antwoord: &Json| -> i64 {
        let perioden = antwoord["perioden"].as_array().unwrap().iter();
        perioden
            .flat_map(|p| p["geeindigd"].as_object().unwrap().values().map(getal).collect::<Vec<_>>())
            .sum()
    };
    let maanden = client.read("/v1/stromen?aantal=140");
    let laatste = getal(&maanden["perioden"].as_array().unwrap().last().unwrap()["lopend"]);
    assert_eq!((som(&maanden, "ingediend"), getal(&maanden["lopendVooraf"])), (120, 0));
    assert_eq!(laatste, 120 - geeindigd(&maanden));
    let nu = client.read("/v1/wachttijden?soort=looptijd&per=gebied");
    assert_eq!(
        (getal(&nu["totaal"]["open"]), getal(&nu["totaal"]["gesloten"])),
        (laatste, geeindigd(&maanden))
    );
    // By week, and of one theme, it is counted in another way, and is the same.
    let thema = |periode: &str, aantal: u8| {
        let vraag = format!("/v1/stromen?periode={periode}&aantal={aantal}&totEnMet=2025-11-30");
        let antwoord = client.read(&vraag);
        (
            som(&antwoord, "ingediend"),
            som(&antwoord, "gestart"),
            geeindigd(&antwoord),
            antwoord["lopendVooraf"].clone(),
        )
    };
    // 1 September 2025 is a Monday, and 30 November a Sunday.
    assert_eq!(thema("week", 13), thema("maand", 3));
    client.get("/v1/stromen?aantal=0").expect(400);
    client.get("/v1/stromen?aantal=601&periode=week").expect(400);
    client.read("/v1/stromen?aantal=600&periode=week&totEnMet=0001-01-01");
}

pub fn two_groups_are_compared_by_more_than_their_medians(database: &Database) {
    let server = gevuld(database);
    let client = server.client();
    let vraag = "soort=overdracht&naam=Openbare%20ruimte&metNaam=Juridische%20zaken";
    let anders = client.read(&format!("/v1/vergelijkingen?{vraag}"));
    let oordeel = anders["toets"]["oordeel"].as_str().unwrap();
    assert!(["verschil", "geen_aantoonbaar_verschil", "te_weinig_gegevens"].contains(&oordeel), "{anders}");
    let zelfde = client.read("/v1/vergelijkingen?soort=overdracht");
    assert_eq!(zelfde["toets"]["oordeel"], "geen_aantoonbaar_verschil");
    assert_eq!(zelfde["een"], zelfde["ander"]);
    assert!(zelfde["zin"].as_str().unwrap().contains("toeval"));
}

pub fn a_figure_can_be_had_as_a_table(database: &Database) {
    let server = gevuld(database);
    let client = server.client();
    let csv = |adres: &str| client.send("GET", adres, &[("Accept", "text/csv")], &[]);
    let wachttijden = csv("/v1/wachttijden?per=partij");
    assert_eq!(
        (wachttijden.status, wachttijden.header("Content-Type")),
        (200, "text/csv; charset=utf-8; header=present")
    );
    let mut regels = wachttijden.body.lines();
    assert!(regels.next().unwrap().starts_with("partij,naam,gesloten,open,weggelaten,"));
    assert_eq!(
        regels.count(),
        client.read("/v1/wachttijden?per=partij")["groepen"].as_array().unwrap().len()
    );
    assert_eq!(csv("/v1/stromen").body.lines().count(), 14);
    assert_eq!(csv("/v1/initiatieven").status, 406, "only figures are tables");
    client.get("/v1/wachttijden?per=maan").expect(400);
    client.get("/v1/wachttijden?peildatum=gisteren").expect(400);
}

pub fn a_list_can_be_had_as_a_table_of_all_that_there_is(database: &Database) {
    let server = gevuld(database);
    let client = server.client();
    let tabel = |adres: &str| {
        let antwoord = client.send("GET", adres, &[("Accept", "text/csv")], &[]);
        assert_eq!(antwoord.status, 200, "{adres}");
        let mut rijen = csv::Reader::from_reader(antwoord.body.as_bytes());
        rijen.records().map(|rij| rij.unwrap()[0].to_owned()).collect::<Vec<_>>()
    };
    for (lijst, minstens) in [("episodes", 501), ("besluiten", 1)] {
        let (mut ids, mut tweede, mut adres) = (Vec::new(), None, format!("/v1/{lijst}?limiet=200"));
        loop {
            let bladzijde = client.read(&adres);
            let id = |regel: &Json| regel["initiatiefId"].as_str().unwrap().to_owned();
            ids.extend(bladzijde[lijst].as_array().unwrap().iter().map(id));
            let Some(volgende) = bladzijde["volgende"].as_str() else { break };
            adres = format!("/v1/{lijst}?limiet=200&cursor={volgende}");
            tweede.get_or_insert(adres.clone());
        }
        assert!(ids.len() >= minstens, "{lijst}: {} is read in more than one go", ids.len());
        assert_eq!(tabel(&format!("/v1/{lijst}?limiet=1")), ids, "{lijst}");
        if let Some(tweede) = tweede {
            assert_eq!(tabel(&tweede), ids[200..], "{lijst} from a place on");
        }
    }
    let kop = client.send("HEAD", "/v1/episodes", &[("Accept", "text/csv")], &[]);
    assert_eq!((kop.status, kop.body.as_str()), (200, ""));
    let fout = client.send("GET", "/v1/besluiten?bekendOp=morgen", &[("Accept", "text/csv")], &[]);
    assert_eq!(fout.status, 400, "what is wrong with the question is no table");
}

/// The curve, the median and the distances to the norm are of the same episodes.
pub fn the_curve_is_the_one_behind_the_median(database: &Database) {
    let server = gevuld(database);
    let client = server.client();
    for vraag in
        ["soort=overdracht", "soort=radiostilte&gebied=Malburgen", "soort=beurt&peildatum=2025-11-03"]
    {
        let curve = client.read(&format!("/v1/overleving?{vraag}"));
        let totaal = &client.read(&format!("/v1/wachttijden?{vraag}"))["totaal"];
        for (een, ander) in
            [("aantalGesloten", "gesloten"), ("aantalOpen", "open"), ("weggelaten", "weggelaten")]
        {
            assert_eq!(curve[een], totaal[ander], "{vraag} {een}");
        }
        assert_eq!(curve["mediaan"], totaal["kalenderdagen"]["mediaan"], "{vraag}");
        let treden = curve["treden"].as_array().unwrap();
        let mediaan = treden.iter().find(|t| t["deel"].as_f64().unwrap() <= 0.5);
        assert_eq!(mediaan.map(|t| &t["dagen"]), curve["mediaan"].get("dagen"), "{vraag}");
        let som = |lijst: &Json, veld: &str| -> i64 {
            lijst.as_array().unwrap().iter().map(|x| getal(&x[veld])).sum()
        };
        assert_eq!(som(&curve["treden"], "gesloten"), getal(&totaal["gesloten"]), "{vraag}");
        assert_eq!(som(&curve["open"], "aantal"), getal(&totaal["open"]), "{vraag}");
        assert_eq!(som(&totaal["normafstanden"], "aantal"), getal(&totaal["openMetNorm"]), "{vraag}");
        let over =
            totaal["normafstanden"].as_array().unwrap().iter().filter(|n| n["vanafDagen"].as_i64() > Some(0));
        assert_eq!(over.map(|n| getal(&n["aantal"])).sum::<i64>(), getal(&totaal["overNorm"]), "{vraag}");
        // Each step is a row of the table.
        let tabel = client.send("GET", &format!("/v1/overleving?{vraag}"), &[("Accept", "text/csv")], &[]);
        assert_eq!(tabel.body.lines().count(), treden.len() + 1, "{vraag}");
    }
    // The last days of norms between two days are those of the episodes that are asked with them.
    let alle = client.all("/v1/episodes?soort=beurt&duurtNog=true", "episodes");
    let over = alle.iter().filter(|e| e["overNorm"] == true).count();
    let gevraagd = client.all(
        &format!("/v1/episodes?soort=beurt&duurtNog=true&normTotEnMet={}", gisteren(&client)),
        "episodes",
    );
    assert_eq!(gevraagd.len(), over);
    assert!(over > 0);
}

/// The day before the one until which is counted now.
fn gisteren(client: &Client) -> String {
    let op = client.read("/v1/wachttijden")["op"].as_str().unwrap().to_owned();
    van_dagnummer(dagnummer(op.parse().unwrap()) - 1).to_string()
}
