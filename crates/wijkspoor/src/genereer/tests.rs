//! A made-up municipality: the same for the same seed; and what is counted of it is what its episodes say.

use super::{lees_in, vul};
use crate::bronnen::Bronnen;
use crate::cli::{Gegevens, Genereer};
use crate::open::open;
use crate::voorbeeld::INRICHTING;
use fastrand::Rng;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_api::Journals;
use wijkspoor_api::reads::episodes::stroom::{Periode, Stroom};
use wijkspoor_api::reads::episodes::{Bestand, Geteld, Groep, Groepen, Per, Selectie, Stand};
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::initiatief::gebeurtenis::Kanaal;
use wijkspoor_domain::initiatief::handeling::Dossierhandeling;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use wijkspoor_domain::termijn::Kalender;
use wijkspoor_domain::{Actor, Metadata, Moment, Rol, werkstroom::Fase};
use wijkspoor_store::{Row, Statement, SystemClock, Target, stable_id};

async fn gevuld(target: &Target, initiatieven: u64) -> (Journals, u64) {
    let bronnen = Bronnen::lees(None, None).unwrap().met_inrichting("Arnhem", INRICHTING.to_owned()).unwrap();
    let journals = open(target, Arc::new(SystemClock), bronnen).await.unwrap();
    let opdracht = Genereer { initiatieven, zaad: 7, tot: None, jaren: 4, gegevens: Gegevens::default() };
    let nu = "2026-06-15T10:00:00Z".parse().unwrap();
    let aantal = vul(&journals.initiatieven, &opdracht, nu, || {}).await.unwrap();
    lees_in(&journals.initiatieven, |_, _| {}).await.unwrap();
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

/// A question like any that can be asked: of what some episodes are, by anything.
fn willekeurig(rng: &mut Rng, vandaag: i64, regels: &[Regel]) -> (Selectie, Vec<Per>) {
    let soort = Episodesoort::ALLE[rng.usize(..Episodesoort::ALLE.len())];
    let mut soms = |deel: &dyn Fn(&Regel) -> Option<String>| {
        (rng.u8(..5) == 0).then(|| deel(&regels[rng.usize(..regels.len())])).flatten()
    };
    let [gebied, thema, categorie, partij, naam, status, fase, aard] =
        ["gebied", "thema", "categorie", "partij", "naam", "status", "fase", "aard"]
            .map(|kenmerk| soms(&|regel| Some(regel.kenmerken[kenmerk].clone())));
    let wijk = soms(&|regel| regel.wijken.last().cloned());
    let mut dag = |kans| (rng.u8(..kans) == 0).then(|| vandaag - rng.i64(0..1500));
    let (mut vanaf, mut voor, peil) = (dag(3), dag(3), dag(2));
    if rng.bool() {
        let eerste = |dag: i64| dagnummer(van_dagnummer(dag).first_of_month());
        (vanaf, voor) = (vanaf.map(eerste), voor.map(eerste));
    }
    let selectie = Selectie {
        soort,
        gebied,
        wijk,
        thema,
        categorie,
        partij,
        naam,
        status,
        fase,
        aard,
        vanaf,
        voor,
        peil,
    };
    let alle =
        [Per::Partij, Per::Status, Per::Fase, Per::Aard, Per::Gebied, Per::Wijk, Per::Thema, Per::Categorie];
    let mut per: Vec<Per> = (0..rng.usize(..3)).map(|_| alle[rng.usize(..alle.len())]).collect();
    per.dedup();
    (selectie, per)
}

/// An episode as the database has it.
struct Regel {
    kenmerken: BTreeMap<&'static str, String>,
    wijken: Vec<String>,
    dagen: [Option<i64>; 3],
    open: bool,
}

const KENMERKEN: [&str; 10] =
    ["soort", "partij", "naam", "status", "fase", "aard", "gebied", "thema", "categorie", "einde"];

async fn regels(journals: &Journals) -> Vec<Regel> {
    let sql = "SELECT soort, partij, partij_naam, status, fase, aard, gebied, thema, categorie, uitkomst || '/' || reden, \
               initiatief_id, van_dag, tot_dag, norm_dag, tot_op FROM episode";
    let database = journals.initiatieven.store().database();
    let mut wijken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in
        database.query(Statement::new("SELECT initiatief_id, wijk FROM dossier_wijk", [])).await.unwrap()
    {
        wijken.entry(row.text(0).unwrap().to_owned()).or_default().push(row.text(1).unwrap().to_owned());
    }
    let rows = database.query(Statement::new(sql, [])).await.unwrap();
    let regel = |row: &Row| Regel {
        kenmerken: KENMERKEN
            .into_iter()
            .enumerate()
            .map(|(i, k)| (k, row.text(i).unwrap().to_owned()))
            .collect(),
        wijken: wijken.get(row.text(10).unwrap()).cloned().unwrap_or_default(),
        dagen: [11, 12, 13].map(|kolom| row.opt_int(kolom).unwrap()),
        open: row.opt_int(14).unwrap().is_none(),
    };
    rows.iter().map(regel).collect()
}

impl Regel {
    /// Whether it is of this kind, and has the texts that are asked for.
    fn is(&self, soort: Episodesoort, s: &Selectie) -> bool {
        let gevraagd = [
            ("gebied", &s.gebied),
            ("thema", &s.thema),
            ("categorie", &s.categorie),
            ("partij", &s.partij),
            ("naam", &s.naam),
            ("status", &s.status),
            ("fase", &s.fase),
            ("aard", &s.aard),
        ];
        let mut gelijk = gevraagd
            .iter()
            .map(|(kenmerk, waarde)| waarde.as_ref().is_none_or(|waarde| *waarde == self.kenmerken[kenmerk]));
        self.kenmerken["soort"] == soort.code()
            && gelijk.all(|gelijk| gelijk)
            && s.wijk.as_ref().is_none_or(|wijk| self.wijken.contains(wijk))
    }
}

/// Counted one episode at a time, by the definitions.
fn nageteld(regels: &[Regel], s: &Selectie, per: &[Per], op: i64, kalender: &Kalender) -> Geteld {
    let groepen = |per| in_groepen(regels, s, per, op, kalender);
    let totaal = groepen(&[]).remove(&Vec::new()).unwrap_or_default();
    Geteld { totaal, groepen: if per.is_empty() { Groepen::new() } else { groepen(per) } }
}

fn in_groepen(regels: &[Regel], s: &Selectie, per: &[Per], op: i64, kalender: &Kalender) -> Groepen {
    let werkdagen = |van, tot| kalender.werkdagen(van_dagnummer(van), van_dagnummer(tot));
    let mut groepen = Groepen::new();
    for r in regels {
        let [van, tot, norm] = r.dagen;
        let begon = s.vanaf.is_none_or(|vanaf| van.is_some_and(|van| van >= vanaf))
            && s.voor.is_none_or(|voor| van.is_some_and(|van| van < voor));
        if !r.is(s.soort, s) || !begon {
            continue;
        }
        let peil = s.peil.unwrap_or(i64::MAX);
        let bekend = van.is_some() && (r.open || tot.is_some());
        if bekend && van.is_some_and(|van| s.peil.is_some() && van > peil) {
            continue;
        }
        let duurt = r.open || bekend && tot.is_some_and(|tot| tot > peil);
        let mut namen: Vec<Vec<String>> = vec![Vec::new()];
        for per in per {
            let waarden: Vec<Vec<String>> = match per {
                Per::Wijk => {
                    let gevraagd = |wijk: &&String| s.wijk.as_ref().is_none_or(|gevraagd| gevraagd == *wijk);
                    r.wijken.iter().filter(gevraagd).map(|wijk| vec![wijk.clone()]).collect()
                }
                Per::Partij => vec![vec![r.kenmerken["partij"].clone(), r.kenmerken["naam"].clone()]],
                per => vec![vec![r.kenmerken[&*format!("{per:?}").to_lowercase()].clone()]],
            };
            let samen = |naam: &Vec<String>, waarde: &Vec<String>| [naam.clone(), waarde.clone()].concat();
            namen =
                namen.iter().flat_map(|naam| waarden.iter().map(move |waarde| samen(naam, waarde))).collect();
        }
        for naam in namen {
            let groep: &mut Groep = groepen.entry(naam).or_default();
            if duurt {
                norm.into_iter().for_each(|norm| groep.normafstanden.bij(op - norm, 1));
            } else {
                let (uitkomst, reden) = r.kenmerken["einde"].split_once('/').unwrap();
                *groep.einden.entry((uitkomst.to_owned(), reden.to_owned())).or_default() += 1;
            }
            match (van.filter(|_| bekend), tot) {
                (None, _) => groep.onbekend += 1,
                (Some(van), _) if duurt => {
                    groep.normen.bij(van, norm, 1);
                    groep.kalender.open((op - van).max(0), 1);
                    groep.werk.open(werkdagen(van, op), 1);
                }
                (Some(van), tot) => {
                    groep.normen.bij(van, norm, 1);
                    groep.kalender.gesloten(tot.unwrap() - van, 1);
                    groep.werk.gesloten(werkdagen(van, tot.unwrap()), 1);
                }
            }
        }
    }
    groepen
}

/// The flow, counted one episode at a time.
fn stroom_nageteld(regels: &[Regel], s: &Selectie, grenzen: &[i64]) -> Stroom {
    let perioden = grenzen.windows(2).map(|g| Periode { begin: g[0], einde: g[1], ..Periode::default() });
    let mut stroom = Stroom { perioden: perioden.collect(), ..Stroom::default() };
    for soort in [Episodesoort::Looptijd, Episodesoort::Aanloop] {
        let looptijd = soort == Episodesoort::Looptijd;
        for r in regels.iter().filter(|r| r.is(soort, s)) {
            let (Some(van), true) = (r.dagen[0], r.open || r.dagen[1].is_some()) else {
                stroom.weggelaten += i64::from(looptijd);
                continue;
            };
            let tot = r.dagen[1].filter(|_| !r.open);
            let vooraf = van < grenzen[0] && tot.is_none_or(|tot| tot >= grenzen[0]);
            *if looptijd { &mut stroom.lopend_vooraf } else { &mut stroom.wachtend_vooraf } +=
                i64::from(vooraf);
            let uitkomst = r.kenmerken["einde"].split('/').next().unwrap();
            for p in &mut stroom.perioden {
                let (begon, eindigde) = [Some(van), tot]
                    .map(|dag| dag.is_some_and(|dag| (p.begin..p.einde).contains(&dag)))
                    .into();
                match looptijd {
                    true => {
                        p.begonnen += i64::from(begon);
                        if eindigde {
                            *p.geeindigd.entry(uitkomst.to_owned()).or_default() += 1;
                            p.doorlooptijd += tot.unwrap() - van;
                        }
                    }
                    false => {
                        p.wachtend += i64::from(begon) - i64::from(eindigde);
                        p.gestart += i64::from(eindigde && uitkomst == Fase::Uitvoering.code());
                    }
                }
            }
        }
    }
    stroom
}

/// Something that happens to many of them: a message, which ends one silence and begins another.
async fn bericht_aan_allen(journals: &Journals, aantal: u64) -> usize {
    let mut gelukt = 0;
    for nummer in 0..aantal {
        let actor = Actor { id: "tlo".to_owned(), rol: Rol::Tlo, gebied: None, afdeling: None };
        let nu = "2026-06-16T10:00:00Z".parse().unwrap();
        let plaatsgevonden = Moment::tijdstip(nu);
        let bericht =
            Dossierhandeling::GeefTerugkoppeling { kanaal: Kanaal::Email, bericht: "Bericht".into() };
        let handeling = Handeling::Dossier(bericht);
        let commando = Commando { context: Context { actor: actor.clone(), nu, plaatsgevonden }, handeling };
        let metadata = Metadata {
            actor,
            correlatie: Uuid::nil(),
            oorzaak: None,
            idempotentiesleutel: None,
            plaatsgevonden,
            herkomst: None,
        };
        let id = stable_id(&["gegenereerd", "7", &nummer.to_string()]);
        gelukt +=
            usize::from(journals.initiatieven.execute(id, None, commando, metadata, None).await.is_ok());
    }
    gelukt
}

async fn klopt(target: &Target) {
    let (journals, _) = gevuld(target, 150).await;
    let opzet = journals.initiatieven.services();
    let kalender = &opzet.inrichting.kalender;
    let vandaag = dagnummer(Moment::tijdstip("2026-06-16T10:00:00Z".parse().unwrap()).dag());
    let bestand = Bestand::nieuw(kalender);
    let mut gevraagd: Vec<(Selectie, Vec<Per>)> = Vec::new();
    for keer in 0..2 {
        // What was counted for the first questions is kept up to date for the later ones.
        assert!(keer == 0 || bericht_aan_allen(&journals, 150).await > 50);
        let (regels, mut gevuld) = (regels(&journals).await, 0);
        if gevraagd.is_empty() {
            let mut rng = Rng::with_seed(3);
            gevraagd.extend((0..1000).map(|_| willekeurig(&mut rng, vandaag, &regels)));
        }
        for (selectie, per) in &gevraagd {
            let op = selectie.peil.unwrap_or(vandaag);
            let verwacht = nageteld(&regels, selectie, per, op, kalender);
            let grenzen: Vec<i64> = (0..8).map(|maand| op - 210 + 30 * maand).collect();
            let stroom = stroom_nageteld(&regels, selectie, &grenzen);
            let (vraag, naar) = (selectie.clone(), per.clone());
            let tel = move |stand: &Stand| (stand.tel(&vraag, &naar, op), stand.stroom(&vraag, &grenzen));
            let geteld = bestand.vraag(journals.initiatieven.store(), tel).await.unwrap().0;
            assert_eq!(geteld, (verwacht, stroom), "{selectie:?} {per:?}");
            gevuld += usize::from(geteld.0 != Geteld::default());
        }
        assert!(gevuld > 150, "{gevuld} questions had an answer");
        // The last were kept: they are the first to be asked again.
        gevraagd.reverse();
    }
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
