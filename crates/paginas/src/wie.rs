//! Who looks at a page, and their way to the API.

use crate::Aanmelding;
use crate::api::{Api, Probleem, Verzoek};
use crate::bezoek::{Bezoek, Verversing};
use crate::fout::{Fout, mime};
use crate::opmaak::{Kop, document};
use crate::sessie::{Koekjes, Sessie};
use crate::statisch::Statisch;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::future::{Ready, ready};
use std::sync::Arc;
use wijkspoor_domain::{Actor, Rol};

/// The name under which a session is kept.
pub const SESSIE: &str = "sessie";

/// What all pages of a thread share.
pub struct Kader {
    /// The API.
    pub api: Api,
    /// What all threads share.
    pub gedeeld: Arc<Gedeeld>,
}

impl Kader {
    /// Today, by the clock of the server.
    pub fn vandaag(&self) -> String {
        wijkspoor_domain::Moment::tijdstip(self.api.app().clock().now()).dag().to_string()
    }
}

/// What all pages share.
pub struct Gedeeld {
    /// How cookies are sealed.
    pub koekjes: Koekjes,
    /// Style and script.
    pub statisch: Statisch,
    /// How people sign in.
    pub aanmelding: Aanmelding,
    /// How they stay signed in.
    pub verversing: Verversing,
    /// The name of the municipality.
    pub gemeente: String,
    /// Where browsers find us, when it is set.
    pub adres: Option<String>,
}

/// Somebody who is signed in, on a page. A handler that takes one is only for who is.
#[derive(Clone)]
pub struct Wie {
    /// Who, in which role.
    pub actor: Actor,
    /// Their session.
    pub sessie: Sessie,
    /// Which page.
    pub pad: String,
    kader: web::Data<Kader>,
}

/// What was recorded.
#[derive(Debug, Deserialize)]
pub struct Ontvangst {
    /// Of what.
    pub id: String,
}

impl FromRequest for Wie {
    type Error = Fout;
    type Future = Ready<Result<Self, Fout>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::van(req))
    }
}

/// What the pages of this thread share.
///
/// # Errors
/// When the server was put together wrong.
pub fn kader(req: &HttpRequest) -> Result<web::Data<Kader>, Fout> {
    let kader = req.app_data::<web::Data<Kader>>();
    kader.cloned().ok_or_else(|| Probleem::storing(&"geen Kader in de server").into())
}

impl Wie {
    /// Who makes this request.
    ///
    /// # Errors
    /// When nobody is signed in, or it cannot be seen now.
    pub fn van(req: &HttpRequest) -> Result<Self, Fout> {
        let kader = kader(req)?;
        let Bezoek { sessie, wie, .. } = Bezoek::van(req);
        let (actor, sessie) = (wie?.actor, sessie.ok_or(Fout::Aanmelden)?);
        let pad = req.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        Ok(Self { actor, sessie, pad, kader })
    }

    /// The path of this page, without its query.
    pub fn plek(&self) -> &str {
        self.pad.split('?').next().unwrap_or_default()
    }

    /// The statuses of all workflows: code and name.
    pub fn statussen(&self) -> Vec<(String, String)> {
        let opzet = self.kader.api.app().opzet();
        let mut statussen: Vec<(String, String)> = Vec::new();
        for status in opzet.werkstromen.iter().flat_map(|werkstroom| &werkstroom.statussen) {
            match statussen.iter_mut().find(|(code, _)| *code == status.code) {
                // A later version has the name of today.
                Some((_, naam)) => naam.clone_from(&status.naam),
                None => statussen.push((status.code.clone(), status.naam.clone())),
            }
        }
        statussen
    }

    /// Whether they act in one of these roles.
    pub fn is(&self, rollen: &[Rol]) -> bool {
        rollen.contains(&self.actor.rol)
    }

    /// What the pages share.
    pub fn kader(&self) -> &Kader {
        &self.kader
    }

    fn verzoek<'a>(&'a self, pad: &'a str) -> Verzoek<'a> {
        Verzoek {
            pad,
            token: Some(&self.sessie.token),
            rol: self.sessie.rol.as_deref(),
            ..Verzoek::default()
        }
    }

    /// Asks the API.
    ///
    /// # Errors
    /// What the API says is wrong.
    pub async fn lees<T: DeserializeOwned>(&self, pad: &str) -> Result<T, Fout> {
        Ok(self.kader.api.json(&self.verzoek(pad)).await?)
    }

    /// Asks the API, and hands on its answer as it is: a table, a stream.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub async fn door(&self, pad: &str, soort: &str) -> Result<HttpResponse, Fout> {
        Ok(self.kader.api.antwoord(&Verzoek { soort: Some(soort), ..self.verzoek(pad) }).await?)
    }

    /// Writes with the API; the key makes that it happens once, the version that it happens to what was seen.
    ///
    /// # Errors
    /// What the API says is wrong.
    pub async fn schrijf<T: DeserializeOwned>(
        &self,
        pad: &str,
        inhoud: &Json,
        sleutel: &str,
        versie: Option<i64>,
    ) -> Result<T, Probleem> {
        let verzoek = Verzoek { inhoud: Some(inhoud), sleutel: Some(sleutel), versie, ..self.verzoek(pad) };
        self.kader.api.json(&verzoek).await
    }

    /// The field that shows that a form came from us.
    pub fn bewijs(&self) -> Markup {
        html! { input type="hidden" name=(crate::formulier::BEWIJS) value=(self.sessie.bewijs); }
    }

    /// A page for them.
    pub fn pagina_met(&self, kop: &Kop<'_>, inhoud: Markup) -> HttpResponse {
        let kop = Kop { wie: Some(self), ..kop.clone() };
        HttpResponse::build(kop.status)
            .content_type(mime())
            .body(document(&self.kader, &kop, inhoud).into_string())
    }
}
