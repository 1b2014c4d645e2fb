//! Logging in with a browser at a real OpenID provider, and what the token that comes of it may do. No page uses this yet.

use crate::initiatief::indiening;
use serde_json::json;
use std::sync::Arc;
use tokio::runtime::Runtime;
use wijkspoor_domain::Rol;
use wijkspoor_oidc::login::{Callback, Client, LoggedIn, Transaction};
use wijkspoor_oidc::{Oidc, Settings};
use wijkspoor_store::{Clock, SystemClock};
use zwarte_doos::{Database, Provider, Server, random};

fn oidc(issuer: &str) -> Oidc {
    let settings = Settings {
        issuer: Some(issuer.to_owned()),
        audience: Some("urn:wijkspoor".to_owned()),
        rol_claim: Some("realm_access.roles".to_owned()),
        rollen: Some([("G-TLO".to_owned(), Rol::Tlo)].into()),
        ..Settings::default()
    };
    settings.provider().unwrap().unwrap()
}

fn client(issuer: &str, id: &str, secret: Option<&str>) -> Client {
    Client {
        provider: Arc::new(wijkspoor_oidc::Provider::new(&oidc(issuer)).unwrap()),
        id: id.to_owned(),
        secret: secret.map(str::to_owned),
        redirect_uri: "http://127.0.0.1:9/terug".to_owned(),
        scope: String::new(),
        resource: Some("urn:wijkspoor".to_owned()),
    }
}

fn transaction() -> Transaction {
    Transaction::new([(); 3].map(|()| [(); 32].map(|()| random(256) as u8)))
}

/// What the provider sent the browser back with.
fn callback(address: &str) -> Callback {
    let query = address.split_once('?').unwrap().1;
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(n, _)| *n == name)?;
        Some(value.replace("%3A", ":").replace("%2F", "/"))
    };
    Callback { code: value("code"), state: value("state"), iss: value("iss"), error: value("error") }
}

/// The whole way of one person, with something done to what the browser brings back.
fn log_in(
    provider: &Provider,
    client: &Client,
    person: &str,
    change: impl FnOnce(&mut Transaction, &mut Callback),
) -> Result<LoggedIn, String> {
    Runtime::new().unwrap().block_on(async {
        let mut transaction = transaction();
        let address = client.address(&transaction).await.unwrap();
        let mut callback = callback(&provider.log_in(address.as_str(), person));
        change(&mut transaction, &mut callback);
        client.finish(transaction, callback, SystemClock.now()).await.map_err(|fout| format!("{fout:?}"))
    })
}

#[test]
fn a_person_logs_in_and_works_with_the_token() {
    let database = Database::sqlite();
    let provider = Provider::start(database.folder());
    let issuer = provider.issuer.as_str();
    let file = database.folder().join("w.toml");
    let rollen = "G-TLO = 'tlo'\nG-ADVIES = 'afdeling'\nG-MT = 'management'";
    let text = format!(
        "[oidc]\nissuer = '{issuer}'\naudience = 'urn:wijkspoor'\nrol-claim = 'realm_access.roles'\n[oidc.rollen]\n{rollen}\n"
    );
    std::fs::write(&file, text).unwrap();
    let [flag, place] = database.flags();
    let args = ["serve", "--port", "0", "--config", file.to_str().unwrap(), &flag, &place];
    let server = Server::with(database.folder(), &args);
    for (id, secret) in [("dashboard", Some(Provider::SECRET)), ("telefoon", None)] {
        let client = client(issuer, id, secret);
        let jan = log_in(&provider, &client, "jan", |_, _| {}).unwrap();
        assert_eq!((&jan.claims["sub"], &jan.claims["aud"]), (&json!("jan"), &json!(id)));
        let als_jan = server.client().bearer(&jan.access_token);
        let pad = als_jan.write("/v1/initiatieven", &indiening("Bankje"))["initiatiefId"]
            .as_str()
            .unwrap()
            .to_owned();
        let pad = format!("/v1/initiatieven/{pad}");
        assert!(als_jan.read(&pad)["mogelijkeOvergangen"].to_string().contains("neem_in_behandeling"));
        // An id token says who logged in to a page; it is not for the API.
        server.client().bearer(&jan.id_token).get(&pad).expect(401);

        // Who has several roles acts in the one that they choose.
        let els = log_in(&provider, &client, "els", |_, _| {}).unwrap();
        let els = server.client().bearer(&els.access_token);
        let mogelijk = |rol: &str| {
            let answer = els.send("GET", &pad, &[("Wijkspoor-Rol", rol)], &[]);
            answer.expect(200)["mogelijkeOvergangen"].to_string()
        };
        assert_eq!(els.read(&pad)["mogelijkeOvergangen"].to_string(), mogelijk("tlo"));
        assert!(mogelijk("tlo:Malburgen").contains("neem_in_behandeling"));
        assert_eq!(mogelijk("management"), "[]");
        // In the role of another gebied, or of a department that was asked nothing, it is not there.
        for rol in ["tlo:Elden", "afdeling:Openbare%20Ruimte"] {
            els.send("GET", &pad, &[("Wijkspoor-Rol", rol)], &[]).refused(404, "bestaat-niet");
        }
        for rol in ["bestuur", "afdeling", "afdeling:Sport"] {
            els.send("GET", &pad, &[("Wijkspoor-Rol", rol)], &[]).expect(403);
        }
        let kees = log_in(&provider, &client, "kees", |_, _| {}).unwrap();
        server.client().bearer(&kees.access_token).get(&pad).expect(403);
    }
}

#[test]
fn an_answer_to_another_attempt_logs_nobody_in() {
    let database = Database::sqlite();
    let provider = Provider::start(database.folder());
    let client = client(&provider.issuer, "telefoon", None);
    let fails = |part: &str, change: fn(&mut Transaction, &mut Callback)| {
        let fout = log_in(&provider, &client, "jan", change).err().unwrap_or_default();
        assert!(fout.contains(part), "{part}: {fout}");
    };
    fails("hoort niet bij deze aanmelding", |_, callback| callback.state = None);
    fails("hoort niet bij deze aanmelding", |_, callback| callback.state = Some(String::new()));
    fails("hoort niet bij deze aanmelding", |transaction, _| *transaction = self::transaction());
    fails("andere identiteitsprovider", |_, callback| callback.iss = None);
    fails("andere identiteitsprovider", |_, callback| {
        callback.iss = Some("https://ander.example".to_owned())
    });
    fails("access_denied", |_, callback| callback.error = Some("access_denied".to_owned()));
    fails("geen code", |_, callback| callback.code = None);
    fails("invalid_grant", |_, callback| callback.code = Some("verzonnen".to_owned()));
    // The state of this attempt with the secrets of another: the code is of no use, and the id token neither.
    fails("invalid_grant", |transaction, callback| {
        *transaction = self::transaction();
        callback.state = Some(state(transaction));
    });
    fails("nonce", |transaction, _| {
        let mut other = serde_json::to_value(&*transaction).unwrap();
        other["nonce"] = json!("verzonnen");
        *transaction = serde_json::from_value(other).unwrap();
    });
}

fn state(transaction: &Transaction) -> String {
    serde_json::to_value(transaction).unwrap()["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_provider_that_is_down_or_calls_itself_otherwise_logs_nobody_in() {
    let database = Database::sqlite();
    let mut provider = Provider::start(database.folder());
    let runtime = Runtime::new().unwrap();
    let ask = |issuer: &str| {
        let client = client(issuer, "telefoon", None);
        format!("{:?}", runtime.block_on(client.address(&transaction())))
    };
    assert!(ask(&provider.issuer).contains("code_challenge_method=S256"));
    // The same provider by another name: its tokens would be of another issuer.
    assert!(ask(&provider.issuer.replace("127.0.0.1", "localhost")).contains("Unavailable"));
    provider.kill();
    assert!(ask(&provider.issuer).contains("Unavailable"));
}
