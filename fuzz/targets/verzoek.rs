//! Requests to the API, from the address and the JSON of the body to the answer, on a store of its own.
//!
//! No request makes the server fail. What is refused is refused with a problem, and leaves nothing behind.

#![no_main]

use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::{Uri, header};
use actix_web::{App as Actix, Error, test};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;
use wijkspoor_api::verzoeken::Verzoeken;
use wijkspoor_api::volglink::Volgsleutel;
use wijkspoor_api::{App, Data, DevelopmentIdentities, Journals, configure};
use wijkspoor_domain::Opzet;
use wijkspoor_store::{ManualClock, Store, SystemIds, Target};

type Dienst = std::pin::Pin<Box<dyn Vraag>>;

/// A server can be asked; its type cannot be written down.
trait Vraag {
    fn vraag(
        &self,
        verzoek: actix_http::Request,
    ) -> std::pin::Pin<Box<dyn Future<Output = ServiceResponse> + '_>>;
}

impl<S: Service<actix_http::Request, Response = ServiceResponse, Error = Error>> Vraag for S {
    fn vraag(
        &self,
        verzoek: actix_http::Request,
    ) -> std::pin::Pin<Box<dyn Future<Output = ServiceResponse> + '_>> {
        Box::pin(async { self.call(verzoek).await.unwrap_or_else(|fout| panic!("{fout}")) })
    }
}

/// After so many writes all begins anew: what is found must not depend on hours of history.
const VERS: usize = 200;

/// As whom is asked.
const ROLLEN: [&str; 8] = [
    "ontwikkel:tlo",
    "ontwikkel:beheerder",
    "ontwikkel:afdeling:Beheer",
    "ontwikkel:management",
    "ontwikkel:bestuur",
    "ontwikkel:initiatiefnemer",
    "ontwikkel:auditor",
    "ontwikkel:systeem",
];

struct Proef {
    system: actix_web::rt::SystemRunner,
    dienst: Option<(Dienst, Arc<Store>, Ids)>,
    operaties: Vec<(String, bool)>,
    geschreven: usize,
    map: PathBuf,
}

/// What there is to ask about.
struct Ids {
    initiatief: String,
    opdracht: String,
    volglink: String,
}

thread_local! {
    // Never dropped: its runtime would look for what the end of the process has taken away already.
    static PROEF: RefCell<&'static mut Proef> = RefCell::new(Box::leak(Box::new(Proef::nieuw())));
}

impl Proef {
    fn nieuw() -> Self {
        let document = wijkspoor_api::document();
        let paden = document["paths"].as_object().expect("paths");
        let mut operaties: Vec<(String, bool)> = paden
            .iter()
            .flat_map(|(pad, wat)| {
                wat.as_object().expect("operations").keys().map(move |m| (pad.clone(), m == "post"))
            })
            .collect();
        // Writes first, so that the seeds need not know how many reads there are.
        operaties.sort_by_key(|(pad, schrijft)| (!schrijft, pad.clone()));
        let wortel =
            if PathBuf::from("/dev/shm").is_dir() { "/dev/shm".into() } else { std::env::temp_dir() };
        let map = wortel.join(format!("wijkspoor-fuzz-{}", std::process::id()));
        Self { system: actix_web::rt::System::new(), dienst: None, operaties, geschreven: 0, map }
    }

    fn begin(&mut self) {
        self.dienst = None;
        self.geschreven = 0;
        let _ = std::fs::remove_dir_all(&self.map);
        std::fs::create_dir_all(&self.map).expect("a folder");
        let doel = Target::Sqlite(self.map.join("fuzz.db"));
        let dienst = self.system.block_on(async move {
            let clock = Arc::new(ManualClock::new("2026-06-01T12:00:00Z".parse().expect("a time")));
            let store = Store::open(&doel, clock.clone()).await.expect("a store");
            let opzet = Arc::new(Opzet::standaard().expect("the default"));
            let journals = Journals::open(&store, opzet, |_| {}).await.expect("journals");
            let ids = Arc::new(SystemIds::new(clock));
            let sleutel = Volgsleutel::new(&[7; 64]);
            let app = App::new(journals, ids, Box::new(DevelopmentIdentities), sleutel.clone()).expect("an app");
            let zonder = Verzoeken { per_minuut: 0, per_minuut_adres: 0, ..Verzoeken::default() };
            let app = Data::new(app.met_verzoeken(zonder));
            let dienst: Dienst = Box::pin(test::init_service(Actix::new().app_data(app).configure(configure)).await);
            let wens = json!({ "titel": "Tuin", "omschrijving": "Een tuin", "gebied": "Noord", "thema": "groen", "oorsprong": "bewoners" });
            let initiatief = id(&doe(&dienst, "/v1/initiatieven", wens).await, "id");
            let bij = format!("/v1/initiatieven/{initiatief}");
            doe(&dienst, &format!("{bij}/overgangen"), json!({ "overgang": "neem_in_behandeling" })).await;
            let over = json!({ "overgang": "draag_over", "motivering": "Het past.", "opdrachten": [{ "afdeling": "Beheer", "omschrijving": "Kijk" }] });
            doe(&dienst, &format!("{bij}/overgangen"), over).await;
            let verzoek = test::TestRequest::get().uri(&format!("{bij}/opdrachten")).to_request();
            let opdrachten: Json = test::read_body_json(dienst.vraag(verzoek).await).await;
            let opdracht = opdrachten.pointer("/opdrachten/0/id").and_then(Json::as_str).unwrap_or(&initiatief).to_owned();
            let volglink = sleutel.token(initiatief.parse().expect("an id"), 0);
            (dienst, store, Ids { initiatief, opdracht, volglink })
        });
        self.dienst = Some(dienst);
    }

    fn proef(&mut self, keus: u8, rol: u8, tekst: &[u8]) {
        if self.dienst.is_none() || self.geschreven >= VERS {
            self.begin();
        }
        let Some((dienst, store, ids)) = &self.dienst else { return };
        let (pad, schrijft) = &self.operaties[usize::from(keus) % self.operaties.len()];
        let mut adres = format!("/v1{}", pad.strip_prefix("/v1").unwrap_or(pad))
            .replace("{id}", &ids.initiatief)
            .replace("{opdrachtId}", &ids.opdracht)
            .replace("{besluitId}", &ids.opdracht)
            .replace("{regelId}", &ids.opdracht)
            .replace("{token}", &ids.volglink)
            .replace("{code}", "wijkinitiatief");
        for naam in ["{volgnummer}", "{positie}", "{grootte}"] {
            adres = adres.replace(naam, "1");
        }
        if !schrijft {
            let Ok(vraag) = std::str::from_utf8(tekst) else { return };
            adres = format!("{adres}?{vraag}");
        }
        if adres.parse::<Uri>().is_err() {
            return;
        }
        let rol = ROLLEN[usize::from(rol) % ROLLEN.len()];
        let mut verzoek = if *schrijft { test::TestRequest::post() } else { test::TestRequest::get() };
        verzoek = verzoek.uri(&adres).insert_header((header::AUTHORIZATION, format!("Bearer {rol}")));
        if *schrijft {
            verzoek =
                verzoek.insert_header((header::CONTENT_TYPE, "application/json")).set_payload(tekst.to_vec());
        }
        let (status, geschreven) = self.system.block_on(async {
            let voor = store.head().await.expect("the head");
            let antwoord = dienst.vraag(verzoek.to_request()).await;
            let status = antwoord.status().as_u16();
            let soort =
                antwoord.headers().get(header::CONTENT_TYPE).map(|s| s.to_str().expect("text").to_owned());
            let inhoud = test::read_body(antwoord).await;
            assert!(
                status < 500,
                "{status} {adres} {}: {}",
                String::from_utf8_lossy(tekst),
                String::from_utf8_lossy(&inhoud)
            );
            let na = store.head().await.expect("the head");
            if status >= 400 {
                assert_eq!(soort.as_deref(), Some("application/problem+json"), "{adres}");
                let probleem: Json = serde_json::from_slice(&inhoud).expect("a problem is JSON");
                assert_eq!(probleem["status"], status);
                assert_eq!(voor.position, na.position, "what was refused left something behind: {adres}");
            }
            (status, voor.position != na.position)
        });
        self.geschreven += usize::from(geschreven || (*schrijft && status < 300));
    }
}

async fn doe(dienst: &Dienst, pad: &str, body: Json) -> Json {
    let antwoord = dienst.vraag(test::TestRequest::post().uri(pad).set_json(body).to_request()).await;
    let status = antwoord.status();
    let json: Json = test::read_body_json(antwoord).await;
    assert!(status.is_success(), "{json}");
    json
}

fn id(json: &Json, naam: &str) -> String {
    json[naam].as_str().unwrap_or_else(|| panic!("no {naam} in {json}")).to_owned()
}

fuzz_target!(|bytes: &[u8]| {
    let [keus, rol, tekst @ ..] = bytes else { return };
    PROEF.with_borrow_mut(|proef| proef.proef(*keus, *rol, tekst));
});
