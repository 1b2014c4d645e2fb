//! Keeps the logbook: forgets what is past its term, and passes on what is new to a collector, at least once and in order, from
//! where the table says. Under a lease, so that of all processes one does it.

use super::boek::{niet_uitgevoerd, uitgevoerd, vergeet};
use super::otlp::{Pseudoniemen, verzoek};
use super::{Verwerking, Verwerkingen};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use wijkspoor_berichten::adres::Toegestaan;
use wijkspoor_berichten::post::{Method, Post, Url};
use wijkspoor_store::{Lease, Store};

/// The lease.
const LEASE: &str = "verwerkingen";
/// How many requests go into one message.
const SAMEN: i64 = 200;
/// How often to look for what is new.
const KIJK: Duration = Duration::from_secs(1);
/// How often to look whether nobody else does it.
const WACHT: Duration = Duration::from_secs(5);
/// How often to forget.
const VERGEET: SignedDuration = SignedDuration::from_hours(1);
/// How long to wait after a failure, and after ever so many.
const OPNIEUW: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(300)];

/// Who passes on.
struct Uitvoerder {
    post: Post,
    adres: String,
    headers: Vec<(&'static str, String)>,
    pseudoniemen: Pseudoniemen,
    ingesteld: Verwerkingen,
}

/// Passes on and forgets until `sluit` says to stop, whenever this process has the lease; `geheim` makes the pseudonyms.
///
/// # Errors
/// When no HTTP client can be made.
pub async fn voer_uit(
    store: Arc<Store>,
    ingesteld: Verwerkingen,
    geheim: [u8; 64],
    mut sluit: watch::Receiver<bool>,
) -> Result<(), String> {
    let uitvoerder = Uitvoerder::nieuw(&ingesteld, &geheim)?;
    if ingesteld.bewaar.is_none() && uitvoerder.is_none() {
        return Ok(());
    }
    while !*sluit.borrow_and_update() {
        match store.database().lease(LEASE).await {
            Ok(Some(lease)) => houd_bij(&store, &lease, &ingesteld, uitvoerder.as_ref(), &mut sluit).await,
            Ok(None) => {}
            Err(fout) => tracing::warn!(%fout, "het logboek van verwerkingen wordt nu niet bijgehouden"),
        }
        wacht(WACHT, &mut sluit).await;
    }
    Ok(())
}

async fn wacht(duur: Duration, sluit: &mut watch::Receiver<bool>) {
    // Whoever could say so is gone: that is to stop as well.
    let _ = tokio::time::timeout(duur, sluit.wait_for(|sluit| *sluit)).await;
}

async fn houd_bij(
    store: &Store,
    lease: &Lease,
    ingesteld: &Verwerkingen,
    uitvoerder: Option<&Uitvoerder>,
    sluit: &mut watch::Receiver<bool>,
) {
    let (mut vergeten, mut mislukt) = (Timestamp::MIN, 0);
    while lease.is_held() && !*sluit.borrow_and_update() {
        let nu = store.clock().now();
        if let Some(bewaar) = ingesteld.bewaar
            && nu.duration_since(vergeten) > VERGEET
        {
            vergeten = nu;
            let voor = nu.saturating_sub(bewaar).unwrap_or(Timestamp::MIN);
            if let Err(fout) = vergeet(store.database(), voor).await {
                tracing::warn!(%fout, "oude verwerkingen blijven nog staan");
            }
        }
        let rust = match uitvoerder {
            None => WACHT,
            Some(uitvoerder) => match uitvoerder.portie(store).await {
                Ok(true) => Duration::ZERO,
                Ok(false) => {
                    mislukt = 0;
                    KIJK
                }
                Err(fout) => {
                    tracing::warn!(%fout, adres = uitvoerder.adres, "verwerkingen worden nu niet doorgegeven");
                    mislukt += 1;
                    let [eerst, hoogstens] = OPNIEUW;
                    hoogstens.min(eerst * 2_u32.saturating_pow(mislukt - 1))
                }
            },
        };
        wacht(rust, sluit).await;
    }
}

impl Uitvoerder {
    /// Nothing when nothing is to be passed on.
    fn nieuw(ingesteld: &Verwerkingen, geheim: &[u8]) -> Result<Option<Self>, String> {
        let Some(adres) = ingesteld.otlp.clone() else { return Ok(None) };
        // Whoever runs the server chose this address; a collector usually stands inside.
        let host = adres.parse::<Url>().ok().and_then(|url| url.host_str().map(str::to_owned));
        let post = Post::nieuw(Toegestaan::nieuw(host), "wijkspoor")?;
        let headers = ingesteld.autorisatie.iter().map(|waarde| ("authorization", waarde.clone())).collect();
        let pseudoniemen = Pseudoniemen::nieuw(geheim);
        Ok(Some(Self { post, adres, headers, pseudoniemen, ingesteld: ingesteld.clone() }))
    }

    /// Passes on a portion; gives whether there may be more.
    async fn portie(&self, store: &Store) -> Result<bool, String> {
        let database = store.database();
        let nieuw = niet_uitgevoerd(database, SAMEN).await.map_err(|fout| fout.to_string())?;
        let Some(laatste) = nieuw.last() else { return Ok(false) };
        self.stuur(&nieuw, store.clock().now()).await?;
        uitgevoerd(database, laatste.nummer).await.map_err(|fout| fout.to_string())?;
        Ok(true)
    }

    async fn stuur(&self, nieuw: &[Verwerking], nu: Timestamp) -> Result<(), String> {
        let inhoud = verzoek(nieuw, &self.ingesteld, &self.pseudoniemen).to_string();
        let antwoord = self.post.vraag(Method::POST, &self.adres, &self.headers, Some(inhoud), nu).await;
        let antwoord = antwoord.map_err(|fout| fout.fout.unwrap_or_default())?;
        if !(200..300).contains(&antwoord.code) {
            return Err(format!("antwoordt met {}", antwoord.code));
        }
        // It took the message and refuses something in it: the same again would be refused again.
        let json: Json = serde_json::from_slice(&antwoord.inhoud).unwrap_or_default();
        if let Some(deels) = json.get("partialSuccess").filter(|deels| deels["rejectedSpans"] != Json::Null) {
            tracing::warn!(%deels, "het andere logboek weigert een deel van de verwerkingen");
        }
        Ok(())
    }
}
