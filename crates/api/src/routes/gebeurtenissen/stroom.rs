//! Following the feed. What is sent is read from the log when the reader has room for it: a slow reader holds one portion, and
//! waits for nobody but himself.

use crate::app::App;
use crate::problem::{ApiError, Soort};
use crate::routes::EVENT_STREAM;
use actix_web::{HttpResponse, http::header, web::Bytes};
use futures_util::stream;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, timeout_at};
use wijkspoor_berichten::Lezer;
use wijkspoor_store::{DatabaseError, Subscription};

/// Something is sent at least so often: who hears nothing knows that the connection is gone.
const HARTSLAG: Duration = Duration::from_secs(15);
/// How long a connection may last. Whoever then comes back must show anew who he is.
const DUUR: Duration = Duration::from_secs(15 * 60);
/// When a reader should come back, in milliseconds.
const TERUG: u32 = 2000;
/// When to try again while too many follow, in seconds.
const LATER: &str = "30";

struct Volger {
    app: Arc<App>,
    lezer: Lezer,
    log: Subscription,
    sluit: watch::Receiver<bool>,
    einde: Instant,
    begonnen: bool,
    _plaats: OwnedSemaphorePermit,
}

/// Sends what happens from a position on, or from now.
pub(super) async fn volg(app: Arc<App>, lezer: Lezer, na: Option<i64>) -> Result<HttpResponse, ApiError> {
    let Ok(plaats) = app.volgers.clone().try_acquire_owned() else {
        let detail = "er volgen nu te veel lezers; probeer het later, of haal de gebeurtenissen bladzijde voor bladzijde op";
        return Err(ApiError::new(Soort::NietGereed, detail).with_header(header::RETRY_AFTER, LATER));
    };
    let na = match na {
        Some(na) => na,
        None => app.store().head().await?.position,
    };
    let volger = Volger {
        log: app.store().subscribe(na),
        sluit: app.sluit.subscribe(),
        einde: Instant::now() + DUUR,
        begonnen: false,
        app,
        lezer,
        _plaats: plaats,
    };
    let stroom = stream::unfold(volger, |mut volger| async move {
        let deel = volger.volgende().await?;
        Some((Ok::<_, DatabaseError>(deel), volger))
    });
    Ok(HttpResponse::Ok()
        .content_type(EVENT_STREAM)
        // Compressed, it would wait until there is enough to compress; a proxy should not hold it up either.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(Box::pin(stroom)))
}

impl Volger {
    /// What to send next; nothing ends the stream, and the reader comes back to where he was.
    async fn volgende(&mut self) -> Option<Bytes> {
        if !std::mem::replace(&mut self.begonnen, true) {
            // At once, so that the reader knows that he is heard, and from where.
            return Some(Bytes::from(format!("retry: {TERUG}\nid: {}\n\n", self.log.position())));
        }
        if *self.sluit.borrow_and_update() || Instant::now() >= self.einde {
            return None;
        }
        let wanneer = self.einde.min(Instant::now() + HARTSLAG);
        let gelezen = tokio::select! {
            gelezen = timeout_at(wanneer, self.log.next()) => gelezen,
            _ = self.sluit.changed() => return None,
        };
        let gebeurd = match gelezen {
            // Nothing happened.
            Err(_) => Ok(Vec::new()),
            Ok(Ok(raw)) => self.app.berichten.envelop.kies(self.app.store(), &self.lezer, &raw).await,
            Ok(Err(fout)) => Err(fout),
        };
        match gebeurd {
            Ok(berichten) => {
                let mut tekst = String::new();
                for bericht in berichten {
                    let data = serde_json::to_string(&bericht.gebeurtenis).unwrap_or_default();
                    // Writing to a String cannot fail.
                    let _ = write!(tekst, "id: {}\ndata: {data}\n\n", bericht.positie);
                }
                // What the reader may not see he need not hear of again: this moves him on, and is no event to him.
                let _ = write!(tekst, ": tot hier\nid: {}\n\n", self.log.position());
                Some(Bytes::from(tekst))
            }
            Err(fout) => {
                tracing::warn!(%fout, "een lezer van gebeurtenissen moet terugkomen");
                None
            }
        }
    }
}
