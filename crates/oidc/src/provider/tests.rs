//! A provider that misbehaves, as no real one does when it is asked to.

use super::*;
use crate::Settings;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wijkspoor_domain::Rol;

const DISCOVERY: &str = "/.well-known/openid-configuration";

/// A provider whose answers come from a function of the path and its own address; and how often it was asked.
async fn provider(
    answer: impl Fn(&str, &str) -> Option<String> + Send + 'static,
) -> (Provider, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let (asked, own) = (Arc::new(AtomicU32::new(0)), issuer.clone());
    let count = asked.clone();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let length = connection.read(&mut request).await.unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            count.fetch_add(1, Ordering::SeqCst);
            match answer(request.split(' ').nth(1).unwrap_or_default(), &own) {
                Some(answer) => drop(connection.write_all(answer.as_bytes()).await),
                None => open.push(connection),
            }
        }
    });
    let settings = Settings {
        issuer: Some(issuer),
        audience: Some("wij".to_owned()),
        rollen: Some([("t".to_owned(), Rol::Tlo)].into()),
        ..Settings::default()
    };
    (Provider::new(&settings.provider().unwrap().unwrap()).unwrap(), asked)
}

fn ok(body: &Json) -> Option<String> {
    let body = body.to_string();
    Some(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()))
}

fn document(issuer: &str) -> Json {
    json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/keys") })
}

fn no_keys() -> Json {
    json!({ "keys": [] })
}

/// A token by a key that nobody has.
fn token(kid: u32) -> String {
    let header = json!({ "alg": "ES256", "kid": format!("k{kid}") }).to_string();
    format!("{}.e30.AAAA", BASE64URL.encode(header))
}

async fn outcome(provider: &Provider) -> &'static str {
    match provider.verify(&token(0)).await {
        Err(Refusal::Unavailable { .. }) => "unavailable",
        Err(Refusal::Invalid(_)) => "invalid",
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_trusted_gives_no_keys() {
    let (honest, _) =
        provider(|path, own| ok(&if path == DISCOVERY { document(own) } else { no_keys() })).await;
    assert_eq!(outcome(&honest).await, "invalid");
    let redirect =
        |to: String| Some(format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"));
    let large = || ok(&json!({ "keys": [], "x": "a".repeat(600_000) }));
    type Answer = Box<dyn Fn(&str, &str) -> Option<String> + Send>;
    let wrong: Vec<Answer> = vec![
        Box::new(|path, own| {
            ok(&if path == DISCOVERY { document("http://127.0.0.1:1") } else { document(own) })
        }),
        Box::new(|_, own| ok(&json!({ "issuer": own, "jwks_uri": "http://op.example/keys" }))),
        Box::new(|_, own| ok(&json!({ "issuer": own }))),
        Box::new(
            move |path, own| {
                if path == DISCOVERY { redirect(format!("{own}/other")) } else { ok(&document(own)) }
            },
        ),
        Box::new(move |path, own| if path == DISCOVERY { ok(&document(own)) } else { large() }),
        Box::new(|path, own| if path == DISCOVERY { ok(&document(own)) } else { ok(&json!([])) }),
        Box::new(|_, _| Some("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}".to_owned())),
        Box::new(|_, _| Some("nonsense\r\n\r\n".to_owned())),
    ];
    for (number, answer) in wrong.into_iter().enumerate() {
        let (provider, _) = provider(answer).await;
        assert_eq!(outcome(&provider).await, "unavailable", "{number}");
    }
}

#[tokio::test]
async fn keys_that_are_made_up_do_not_make_it_ask_all_the_time() {
    let (provider, asked) =
        provider(|path, own| ok(&if path == DISCOVERY { document(own) } else { no_keys() })).await;
    for kid in 0..50 {
        assert!(matches!(provider.verify(&token(kid)).await, Err(Refusal::Invalid(_))));
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_provider_that_takes_a_question_and_says_nothing_is_given_up_on() {
    let (provider, asked) = provider(|_, _| None).await;
    let begun = Instant::now();
    let both = tokio::join!(outcome(&provider), outcome(&provider));
    assert_eq!(both, ("unavailable", "unavailable"));
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    assert_eq!(asked.load(Ordering::SeqCst), 1, "one asks, the other hears the outcome");
}
