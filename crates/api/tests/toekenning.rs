//! A grant spans two streams. Broken off after any step it is finished, or undone, by whoever comes next; on both
//! databases.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests, too")]

mod samen;

use jiff::SignedDuration;
use samen::{als, buurttuin, journals, metadata, naam, nu};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use wijkspoor_api::Journals;
use wijkspoor_api::toekenning::{Toekenning, Uitkomst, herstel};
use wijkspoor_domain::feit::{Feit, soorten};
use wijkspoor_domain::initiatief::handeling::NieuweOvergang;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::reeks::{Kas, LegVast};
use wijkspoor_domain::{Moment, Rol};
use wijkspoor_store::{Statement, Target, Value};

/// Both databases run every case.
macro_rules! cases {
    ($($case:ident),+ $(,)?) => {
        mod sqlite { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() {
                let folder = tempfile::tempdir().unwrap();
                crate::$case(&crate::Plek::open(wijkspoor_store::Target::Sqlite(folder.path().join("t.db"))).await).await;
            }
        )+ }
        mod postgres { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() {
                crate::$case(&crate::Plek::open(crate::samen::postgres().await).await).await;
            }
        )+ }
    };
}

cases!(
    a_grant_that_was_broken_off_is_finished_from_any_step,
    a_grant_that_the_initiative_refuses_is_undone,
    a_grant_to_what_changed_meanwhile_is_undone,
    what_is_young_is_left_to_whoever_carries_it_out,
    many_at_once_reserve_no_more_than_there_is,
);

struct Plek {
    target: Target,
    journals: Journals,
    budget: Uuid,
    initiatief: Uuid,
}

fn context(rol: Rol) -> Context {
    Context { actor: als(rol), nu: nu(), plaatsgevonden: Moment::tijdstip(nu()) }
}

impl Plek {
    /// A budget of 1,000 euros for green, and an initiative.
    async fn open(target: Target) -> Self {
        let journals = journals(&target).await;
        let plek = Self { target, journals, budget: Uuid::from_u128(1), initiatief: Uuid::from_u128(2) };
        let begin = json!({ "gebied": "Malburgen", "jaar": 2026, "bedrag": 100_000, "besluit": "Raad" });
        plek.budgetfeit(Rol::Bestuur, None, "budget_vastgesteld", begin).await.unwrap();
        let post = json!({ "post": "groen", "bedrag": 100_000, "vrijheid": "vrij" });
        plek.budgetfeit(Rol::Bestuur, None, "post_vastgesteld", post).await.unwrap();
        plek.doe(Rol::Initiatiefnemer, Handeling::DienIn(buurttuin())).await;
        plek
    }

    async fn budgetfeit(&self, rol: Rol, id: Option<Uuid>, soort: &str, velden: Json) -> Result<(), String> {
        let feit = Feit::lees(soorten::zoek(soort).unwrap(), velden.as_object().unwrap().clone()).unwrap();
        let command = LegVast { context: context(rol), feit: Feit { id, ..feit } };
        let gedaan = self.journals.budgetten.execute(self.budget, None, command, metadata(rol), None).await;
        gedaan.map(|_| ()).map_err(|e| e.to_string())
    }

    async fn doe(&self, rol: Rol, handeling: Handeling) {
        let commando = Commando { context: context(rol), handeling };
        self.journals
            .initiatieven
            .execute(self.initiatief, None, commando, metadata(rol), None)
            .await
            .unwrap();
    }

    /// The first step of a grant.
    async fn reserveer(&self, n: u128, bedrag: i64) -> Result<Toekenning, String> {
        let velden = json!({ "initiatief": self.initiatief, "post": "groen", "bedrag": bedrag });
        let reservering = Uuid::from_u128(100 + n);
        self.budgetfeit(Rol::Tlo, Some(reservering), "budget_gereserveerd", velden).await?;
        Ok(Toekenning {
            budget: self.budget,
            reservering,
            initiatief: self.initiatief,
            bedrag,
            actor: als(Rol::Tlo),
            correlatie: Uuid::from_u128(7),
            plaatsgevonden: Moment::tijdstip(nu()),
            gezien: None,
        })
    }

    async fn kas(&self) -> Kas {
        self.journals.budgetten.load(self.budget).await.unwrap().unwrap().aggregate.eigen().clone()
    }

    /// How often the initiative heard of a grant.
    async fn gehoord(&self) -> usize {
        let store = self.journals.budgetten.store();
        let sql = "SELECT positie FROM tijdlijn WHERE soort = 'budget_toegekend'";
        store.database().query(Statement::new(sql, [])).await.unwrap().len()
    }

    async fn status(&self, toekenning: &Toekenning) -> String {
        let sql = "SELECT status FROM reservering WHERE reservering_id = ?1";
        let params = [Value::Text(toekenning.reservering.to_string())];
        let rows =
            self.journals.budgetten.store().database().query(Statement::new(sql, params)).await.unwrap();
        rows[0].text(0).unwrap().to_owned()
    }
}

const OUD: SignedDuration = SignedDuration::from_secs(0);

async fn a_grant_that_was_broken_off_is_finished_from_any_step(plek: &Plek) {
    for stappen in 0..=3_u128 {
        let toekenning = plek.reserveer(stappen, 1_000).await.unwrap();
        if stappen >= 1 {
            toekenning.vertel(&plek.journals, nu()).await.unwrap();
        }
        if stappen >= 2 {
            toekenning.bevestig(&plek.journals, nu()).await.unwrap();
        }
        if stappen >= 3 {
            let uitkomst = toekenning.rond_af(&plek.journals, nu()).await.unwrap();
            assert!(
                matches!(uitkomst, Uitkomst::Toegekend(c) if c.replayed),
                "done again it changes nothing"
            );
        }
        // Another process, which remembers nothing.
        let anders = journals(&plek.target).await;
        let verwacht = usize::from(stappen < 2);
        assert_eq!(herstel(&anders, nu(), OUD).await.unwrap(), verwacht, "after {stappen} steps");
        assert_eq!(herstel(&anders, nu(), OUD).await.unwrap(), 0, "once");
        assert_eq!(plek.status(&toekenning).await, "bevestigd", "after {stappen} steps");
        assert_eq!(plek.gehoord().await, usize::try_from(stappen).unwrap() + 1, "after {stappen} steps");
    }
    assert_eq!(plek.kas().await.posten[&naam("groen")].vrij, 96_000);
}

async fn a_grant_that_the_initiative_refuses_is_undone(plek: &Plek) {
    let eerste = plek.reserveer(1, 60_000).await.unwrap();
    let intrekken = NieuweOvergang {
        overgang: "trek_in".into(),
        motivering: Some("Geen tijd".into()),
        ..Default::default()
    };
    plek.doe(Rol::Initiatiefnemer, Handeling::VoerOvergangUit(intrekken)).await;
    let uitkomst = eerste.rond_af(&plek.journals, nu()).await.unwrap();
    assert!(matches!(uitkomst, Uitkomst::Geweigerd(w) if w.regel() == "initiatief-beeindigd"));
    assert_eq!(plek.status(&eerste).await, "vrijgegeven");
    let tweede = plek.reserveer(2, 100_000).await.unwrap();
    assert_eq!(herstel(&plek.journals, nu(), OUD).await.unwrap(), 1);
    assert_eq!((plek.status(&tweede).await.as_str(), plek.gehoord().await), ("vrijgegeven", 0));
    assert_eq!(plek.kas().await.posten[&naam("groen")].vrij, 100_000, "all is free again");
}

async fn a_grant_to_what_changed_meanwhile_is_undone(plek: &Plek) {
    let gezien = Some(1);
    let [eerste, tweede] = [1, 2].map(|n| plek.reserveer(n, 1_000));
    let (eerste, tweede) = (eerste.await.unwrap(), tweede.await.unwrap());
    let (eerste, tweede) = (Toekenning { gezien, ..eerste }, Toekenning { gezien, ..tweede });
    assert!(matches!(eerste.rond_af(&plek.journals, nu()).await.unwrap(), Uitkomst::Toegekend(_)));
    assert_eq!(tweede.rond_af(&plek.journals, nu()).await.unwrap_err().0.status, 412);
    assert_eq!(plek.status(&tweede).await, "vrijgegeven");
    assert_eq!((plek.kas().await.posten[&naam("groen")].vrij, plek.gehoord().await), (99_000, 1));
    // Done again, it is what it was.
    assert!(
        matches!(eerste.rond_af(&plek.journals, nu()).await.unwrap(), Uitkomst::Toegekend(c) if c.replayed)
    );
}

async fn what_is_young_is_left_to_whoever_carries_it_out(plek: &Plek) {
    let toekenning = plek.reserveer(1, 1_000).await.unwrap();
    assert_eq!(herstel(&plek.journals, nu(), SignedDuration::from_secs(30)).await.unwrap(), 0);
    assert_eq!(plek.status(&toekenning).await, "voorlopig");
    let later = nu().checked_add(SignedDuration::from_secs(31)).unwrap();
    assert_eq!(herstel(&plek.journals, later, SignedDuration::from_secs(30)).await.unwrap(), 1);
}

async fn many_at_once_reserve_no_more_than_there_is(plek: &Plek) {
    let pogingen = (0..64).map(|n| plek.reserveer(n, 3_000));
    let uitkomsten = futures_util::future::join_all(pogingen).await;
    let gelukt = uitkomsten.iter().filter(|u| u.is_ok()).count();
    assert_eq!(gelukt, 33, "of 1,000 euros, 33 times 30");
    assert!(
        uitkomsten.iter().filter_map(|u| u.as_ref().err()).all(|fout| fout.contains("€ 10,00 vrij")),
        "{uitkomsten:?}"
    );
    let kas = plek.kas().await;
    assert_eq!((kas.posten[&naam("groen")].vrij, kas.reserveringen.len()), (1_000, 33));
}
