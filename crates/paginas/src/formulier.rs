//! Forms on their way in: the fields of a form that came from us, by somebody who is signed in.

use crate::fout::Fout;
use crate::wie::Wie;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, web};
use maud::{Markup, html};
use std::{future::Future, pin::Pin};
use wijkspoor_api::request::op_tijd;

/// The field that shows that a form came from us.
pub const BEWIJS: &str = "bewijs";
/// The field that makes a form take effect once.
pub const SLEUTEL: &str = "sleutel";
/// The field with the version that was seen.
pub const VERSIE: &str = "versie";

/// The problems with which one goes on in the form itself: what was typed stays.
pub const MEER_NODIG: [u16; 4] = [400, 403, 409, 503];

/// A key for a form that is shown now.
pub fn nieuwe_sleutel() -> String {
    let toeval = crate::sessie::toeval();
    hex::encode(toeval.get(..16).unwrap_or(&toeval))
}

/// What was typed, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Velden(pub Vec<(String, String)>);

impl Velden {
    /// The value of a field; nothing when it is empty.
    pub fn get(&self, naam: &str) -> Option<&str> {
        let gevonden = self.0.iter().find(|(n, _)| n == naam);
        gevonden.map(|(_, waarde)| waarde.as_str()).filter(|waarde| !waarde.trim().is_empty())
    }

    /// All values of a field.
    pub fn alle<'a>(&'a self, naam: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == naam).map(|(_, waarde)| waarde.as_str())
    }

    fn van_ons(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter().filter(|(naam, _)| naam != BEWIJS)
    }

    /// The same fields in another form, unseen.
    pub fn verborgen(&self) -> Markup {
        html! { @for (naam, waarde) in self.van_ons() { input type="hidden" name=(naam) value=(waarde); } }
    }

    fn getypt(&self) -> Vec<&(String, String)> {
        let getypt = |(naam, waarde): &&(String, String)| {
            ![SLEUTEL, VERSIE].contains(&naam.as_str()) && !waarde.trim().is_empty()
        };
        self.van_ons().filter(getypt).collect()
    }

    /// Whether anything was typed.
    pub fn is_ingevuld(&self) -> bool {
        !self.getypt().is_empty()
    }

    /// What was typed, to look over.
    pub fn overzicht(&self) -> Markup {
        let zichtbaar = self.getypt();
        html! {
            @if !zichtbaar.is_empty() {
                dl.gegevens {
                    @for (naam, waarde) in zichtbaar {
                        div { dt { (crate::onderdelen::leesbaar(naam)) } dd { (waarde) } }
                    }
                }
            }
        }
    }
}

/// A form from one of our pages, in the session in which it was shown.
pub struct Formulier {
    /// Who sent it.
    pub wie: Wie,
    /// What was typed.
    pub velden: Velden,
}

impl FromRequest for Formulier {
    type Error = Fout;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Fout>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = web::Form::<Vec<(String, String)>>::from_request(req, payload);
        let req = req.clone();
        Box::pin(async move {
            let form = op_tijd(form).await.ok_or_else(|| Fout::onleesbaar(StatusCode::BAD_REQUEST))?;
            let form = form.map_err(|fout| Fout::onleesbaar(fout.as_response_error().status_code()))?;
            let velden = form.into_inner();
            let velden = Velden(velden);
            match Wie::van(&req) {
                Ok(wie) if velden.get(BEWIJS) == Some(wie.sessie.bewijs.as_str()) => Ok(Self { wie, velden }),
                Ok(_) | Err(Fout::Aanmelden | Fout::Rol) => Err(Fout::Verlopen(velden)),
                Err(anders) => Err(anders),
            }
        })
    }
}
