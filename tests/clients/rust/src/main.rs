//! One initiative from submission to result, with a client that progenitor makes of the document.
//!
//! Usage: wijkspoor-client-rust BASE

use client::{Client, types};
use futures_util::TryStreamExt;
use progenitor_client::{ByteStream, Error, ResponseValue};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, IF_MATCH};
use std::error::Error as AnyError;
use types::{NieuweOpdrachtactie as Actie, Ontvangstbewijs, Probleem};
use uuid::Uuid;

#[allow(clippy::all, dead_code, unused)]
mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

type Uitkomst<T> = Result<T, Box<dyn AnyError>>;

/// A client in a role; what it changes must still have the version that was seen.
fn als(base: &str, rol: &str, versie: &str) -> Uitkomst<Client> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer ontwikkel:{rol}"))?);
    headers.insert(IF_MATCH, HeaderValue::try_from(versie)?);
    Ok(Client::new_with_client(base, reqwest::Client::builder().default_headers(headers).build()?))
}

fn kop<'a, T>(antwoord: &'a ResponseValue<T>, naam: &str) -> Option<&'a str> {
    antwoord.headers().get(naam).and_then(|waarde| waarde.to_str().ok())
}

/// The problem of a request that was refused.
async fn probleem<T: std::fmt::Debug>(
    antwoord: Result<ResponseValue<T>, Error<ByteStream>>,
) -> Uitkomst<(u16, Probleem)> {
    let Err(Error::ErrorResponse(antwoord)) = antwoord else { return Err("it was not refused".into()) };
    let status = antwoord.status().as_u16();
    let stukken: Vec<_> = antwoord.into_inner_stream().try_collect().await?;
    Ok((status, serde_json::from_slice(&stukken.concat())?))
}

/// A step, with nothing that it may ask.
fn stap(code: &str) -> Uitkomst<types::NieuweOvergang> {
    Ok(types::NieuweOvergang {
        besluit: None,
        geschilpunt: None,
        hersteltermijn: None,
        motivering: None,
        opdrachten: Vec::new(),
        overgang: code.parse()?,
        plaatsgevonden: None,
        portefeuille: None,
        resultaat: None,
        tot: None,
        vraag: None,
    })
}

/// The order of which the first event of a receipt is.
fn betreft(bewijs: &Ontvangstbewijs) -> Uitkomst<Uuid> {
    Ok(bewijs.gebeurtenissen.first().and_then(|g| g.betreft).ok_or("the receipt names no order")?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Uitkomst<()> {
    let base = std::env::args().nth(1).ok_or("where is the server?")?;
    let [indiener, tlo, tlo_gezien, groen, management] = [
        ("initiatiefnemer", "*"),
        ("tlo:Malburgen", "*"),
        ("tlo:Malburgen", "\"1\""),
        ("afdeling:Groen", "*"),
        ("management", "*"),
    ]
    .map(|(rol, versie)| als(&base, rol, versie));
    let (indiener, tlo, tlo_gezien, groen, management) = (indiener?, tlo?, tlo_gezien?, groen?, management?);

    // Submitted, and once more with the same key: it is there once.
    let nieuw = types::NieuwInitiatief {
        categorie: Some(types::NieuwInitiatiefCategorie::KleinOpenbareRuimte),
        contact: None,
        gebied: "Malburgen".parse()?,
        initiatiefnemers: Vec::new(),
        kenmerk: None,
        omschrijving: "Wij willen bomen planten.".parse()?,
        oorsprong: "bewoners".parse()?,
        plaatsgevonden: None,
        thema: "leefbaarheid".parse()?,
        titel: "Bomen aan de Akkerstraat".parse()?,
        werkstroom: None,
        wijken: Vec::new(),
    };
    let sleutel = "rust-indienen".parse()?;
    let eerste = indiener.dien_initiatief_in(Some(&sleutel), &nieuw).await?;
    let nogmaals = indiener.dien_initiatief_in(Some(&sleutel), &nieuw).await?;
    assert_eq!(serde_json::to_value(&*eerste)?, serde_json::to_value(&*nogmaals)?);
    assert_eq!(
        (kop(&eerste, "Idempotent-Replayed"), kop(&nogmaals, "Idempotent-Replayed")),
        (None, Some("true"))
    );
    assert!(kop(&eerste, "API-Version").is_some_and(|versie| versie.split('.').count() == 3));
    let id = &eerste.id;

    // Read, and changed by who saw the newest version only.
    let gelezen = tlo.lees_initiatief(id, None).await?;
    assert_eq!(kop(&gelezen, "ETag"), Some("\"1\""));
    let genomen = tlo_gezien.voer_overgang_uit(id, None, &stap("neem_in_behandeling")?).await?;
    assert_eq!(genomen.versie.get(), 2);
    let houd_aan = types::NieuweOvergang { motivering: Some("Later.".parse()?), ..stap("houd_aan")? };
    let (status, verouderd) = probleem(tlo_gezien.voer_overgang_uit(id, None, &houd_aan).await).await?;
    assert_eq!((status, verouderd.type_.as_str(), verouderd.versie), (412, "/problemen/gewijzigd", Some(2)));

    // An order that a department accepts and settles; a decision; feedback; the result.
    let opdracht = types::NieuweOpdracht {
        afdeling: "Groen".parse()?,
        omschrijving: "Kies de bomen.".parse()?,
        uiterlijk: None,
    };
    let over = types::NieuweOvergang { opdrachten: vec![opdracht], ..stap("draag_over")? };
    let opdracht = betreft(&*tlo.voer_overgang_uit(id, None, &over).await?)?;
    let behandelaar = Some("Team Groen".parse()?);
    let accepteer = Actie::Accepteer { behandelaar, plaatsgevonden: None, toelichting: None };
    groen.handel_met_opdracht(id, &opdracht, None, &accepteer).await?;
    let rond_af = Actie::RondAf { plaatsgevonden: None, toelichting: Some("Twaalf elzen.".parse()?) };
    groen.handel_met_opdracht(id, &opdracht, None, &rond_af).await?;
    let besluit = types::NieuwBesluit {
        alternatieven: None,
        grondslag: None,
        hoedanigheid: None,
        mandaat: "Mandaat 12".parse()?,
        motivering: "Er is budget.".parse()?,
        portefeuille: None,
        soort: types::NieuwBesluitSoort::Toekenning,
    };
    let besluit = types::TeNemenBesluit { besluit, plaatsgevonden: None };
    management.neem_besluit(id, None, &besluit).await?;
    let bericht = types::NieuweTerugkoppeling {
        bericht: "In het voorjaar planten wij.".parse()?,
        kanaal: types::NieuweTerugkoppelingKanaal::Email,
        plaatsgevonden: None,
    };
    tlo.geef_terugkoppeling(id, None, &bericht).await?;
    tlo.voer_overgang_uit(id, None, &stap("start_uitvoering")?).await?;
    let realiseer = types::NieuweOvergang { resultaat: Some("Twaalf bomen.".parse()?), ..stap("realiseer")? };
    tlo.voer_overgang_uit(id, None, &realiseer).await?;

    let einde = tlo.lees_initiatief(id, None).await?;
    assert_eq!(serde_json::to_value(&*einde)?["status"], "gerealiseerd");
    let tijdlijn = tlo.lees_tijdlijn(id, None, None).await?;
    let soorten: Vec<_> = tijdlijn.stappen.iter().map(|stap| stap.soort.to_string()).collect();
    let (eerst, laatst) =
        (soorten.first().cloned().unwrap_or_default(), soorten.last().cloned().unwrap_or_default());
    assert_eq!((eerst.as_str(), laatst.as_str()), ("initiatief_ingediend", "initiatief_gerealiseerd"));
    println!("Rust: {} events, {eerst} to {laatst}", soorten.len());
    Ok(())
}
