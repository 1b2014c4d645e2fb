//! Who makes a request, established once for it, before anything else costs time: the session, with a new token where the
//! old one ends, who that is, and whether they do not ask too often.

use crate::Aanmelding;
use crate::fout::Fout;
use crate::sessie::{DUUR, Sessie};
use crate::wie::{Kader, SESSIE};
use actix_web::dev::ServiceResponse;
use actix_web::{HttpMessage, HttpRequest};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;
use wijkspoor_api::{Identity, Refusal};
use wijkspoor_oidc::{Renewed, login::Client};

/// So many seconds before a token ends a new one is asked for. What is already under way then still arrives in time.
const VOORAF: i64 = 60;

/// Somebody who visits.
#[derive(Clone)]
pub struct Bezoek {
    /// Their session, if there is one.
    pub sessie: Option<Sessie>,
    /// Who they are, and in which role they act; or what must be done first.
    pub wie: Result<Identity, Fout>,
    /// Whether the browser must keep the session anew.
    vernieuwd: bool,
}

impl Bezoek {
    /// Who makes this request.
    pub fn van(req: &HttpRequest) -> Self {
        let niemand = || Self { sessie: None, wie: Err(Fout::Aanmelden), vernieuwd: false };
        req.extensions().get::<Self>().cloned().unwrap_or_else(niemand)
    }

    /// Whether somebody was signed in, and no longer is.
    pub fn verlopen(&self) -> bool {
        self.sessie.is_some() && matches!(self.wie, Err(Fout::Aanmelden))
    }

    /// Has the browser keep what changed about the session, unless the answer itself decides about it.
    pub fn bewaar<B>(&self, kader: &Kader, antwoord: &mut ServiceResponse<B>) {
        let koekjes = &kader.gedeeld.koekjes;
        let Some(sessie) = self.sessie.as_ref().filter(|_| self.vernieuwd) else { return };
        if koekjes.zet(antwoord.response(), SESSIE) {
            return;
        }
        for cookie in koekjes.bewaar(SESSIE, sessie, DUUR) {
            if let Err(fout) = antwoord.response_mut().add_cookie(&cookie) {
                tracing::error!(%fout, "een vernieuwde sessie is niet te bewaren");
            }
        }
    }
}

/// Establishes who makes a request, and counts it: for who is signed in, otherwise for the address.
///
/// # Errors
/// When they ask too often.
pub async fn ontvang(req: &HttpRequest, kader: &Kader) -> Result<(), Fout> {
    let nu = kader.api.app().clock().now();
    let mut bezoek = Bezoek { sessie: None, wie: Err(Fout::Aanmelden), vernieuwd: false };
    if let Some(mut sessie) = kader.gedeeld.koekjes.lees::<Sessie>(req, SESSIE) {
        if !sessie.voorbij(nu) {
            bezoek.vernieuwd = ververs(kader, &mut sessie, nu).await;
            bezoek.wie = wie(kader, &sessie).await;
        }
        bezoek.sessie = Some(sessie);
    }
    let wacht = kader.api.app().tempo.tel(req, bezoek.wie.as_ref().ok());
    req.extensions_mut().insert(bezoek);
    wacht.map_or(Ok(()), |seconden| Err(Fout::TeVeel(seconden)))
}

async fn wie(kader: &Kader, sessie: &Sessie) -> Result<Identity, Fout> {
    let rol = sessie.rol.as_deref();
    // No role acts by itself where there are several.
    if rol.is_none() && kader.api.keuzes(&sessie.token).await.map_err(fout)?.len() != 1 {
        return Err(Fout::Rol);
    }
    kader.api.wie(&sessie.token, rol).await.map_err(fout)
}

fn fout(reden: Refusal) -> Fout {
    match reden {
        Refusal::Missing(_) | Refusal::Invalid(_) => Fout::Aanmelden,
        // The role that was chosen is no longer theirs, or none is: the page of the choice says so.
        Refusal::NoRole(_) => Fout::Rol,
        Refusal::Unavailable { .. } => crate::aanmelden::geweigerd(&reden).into(),
    }
}

/// Gives a session another token when its own ends; whether it did. Where the provider gives none the session ends with
/// the token that it has.
async fn ververs(kader: &Kader, sessie: &mut Sessie, nu: Timestamp) -> bool {
    let Aanmelding::Provider(client) = &kader.gedeeld.aanmelding else { return false };
    let eindigt = sessie.tot.is_some_and(|tot| nu.as_second().saturating_add(VOORAF) >= tot);
    let Some(ververs) = sessie.ververs.as_ref().filter(|_| eindigt) else { return false };
    let Some(nieuw) = kader.gedeeld.verversing.een(client, ververs, nu).await else { return false };
    // What one may choose can have changed with it.
    if let Ok(keuzes) = kader.api.keuzes(&nieuw.access_token).await {
        sessie.meer = keuzes.len() > 1;
    }
    sessie.token = nieuw.access_token;
    sessie.tot = nieuw.until.map(Timestamp::as_second);
    sessie.ververs = nieuw.refresh_token.or_else(|| sessie.ververs.take());
    true
}

type Lopend = (Timestamp, Arc<OnceCell<Option<Renewed>>>);

/// One question to the provider for all requests that a browser makes at once: many providers take the second use of
/// the same token for theft, and end everything.
#[derive(Default)]
pub struct Verversing(Mutex<HashMap<String, Lopend>>);

/// So many seconds an answer is remembered, for requests that were under way with the token of before.
const ONTHOUD: i64 = 60;

impl Verversing {
    async fn een(&self, client: &Client, token: &str, nu: Timestamp) -> Option<Renewed> {
        let cel = {
            let mut lopend = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            lopend.retain(|_, (sinds, _)| nu.as_second().saturating_sub(sinds.as_second()) < ONTHOUD);
            lopend.entry(token.to_owned()).or_insert_with(|| (nu, Arc::default())).1.clone()
        };
        let vraag = || async {
            match client.renew(token).await {
                Ok(nieuw) => Ok(Some(nieuw)),
                // The next request may ask again.
                Err(Refusal::Unavailable { .. }) => Err(()),
                Err(fout) => {
                    tracing::info!(?fout, "een sessie wordt niet verlengd");
                    Ok(None)
                }
            }
        };
        cel.get_or_try_init(vraag).await.ok().cloned().flatten()
    }
}
