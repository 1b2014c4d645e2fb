//! What goes wrong, as a page that says what to do next. Nothing that was typed is lost.

use crate::api::Probleem;
use crate::formulier::Velden;
use crate::onderdelen::aantal;
use crate::opmaak::{Kop, document};
use crate::wie::{Kader, Wie};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use maud::{Markup, html};
use std::fmt;

/// Why there is no page.
#[derive(Debug, Clone)]
pub enum Fout {
    /// Nobody is signed in.
    Aanmelden,
    /// Who is signed in has several roles, and did not choose one yet.
    Rol,
    /// A form came without a session, or from an earlier one. What was typed is in it.
    Verlopen(Velden),
    /// They ask too often; how many seconds to wait.
    TeVeel(u64),
    /// The API says no.
    Probleem(Box<Probleem>),
}

impl From<Probleem> for Fout {
    fn from(probleem: Probleem) -> Self {
        match probleem.status {
            401 => Self::Aanmelden,
            _ => Self::Probleem(Box::new(probleem)),
        }
    }
}

impl fmt::Display for Fout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aanmelden => f.write_str("niet aangemeld"),
            Self::Rol => f.write_str("nog geen rol gekozen"),
            Self::Verlopen(_) => f.write_str("sessie verlopen"),
            Self::TeVeel(seconden) => write!(f, "te veel verzoeken, nog {seconden} s"),
            Self::Probleem(p) => write!(f, "{}: {}", p.title, p.detail),
        }
    }
}

impl ResponseError for Fout {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Aanmelden | Self::Verlopen(_) => StatusCode::UNAUTHORIZED,
            Self::Rol => StatusCode::FORBIDDEN,
            Self::TeVeel(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Probleem(p) => StatusCode::from_u16(p.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code()).finish()
    }
}

/// The page of an error.
pub fn pagina(kader: &Kader, wie: Option<&Wie>, pad: &str, fout: &Fout) -> HttpResponse {
    let (titel, inhoud) = match fout {
        Fout::Aanmelden => ("U bent niet aangemeld", aanmelden(pad)),
        Fout::Rol => ("Kies eerst een rol", html! { p { a.knop href="/rol" { "Een rol kiezen" } } }),
        Fout::Verlopen(velden) => ("Nog niet verstuurd", verlopen(wie, pad, velden)),
        Fout::TeVeel(seconden) => ("Dat gaat te snel", te_veel(*seconden)),
        Fout::Probleem(p) => (titel(p.status), probleem(p)),
    };
    let kop = Kop { titel, wie, ..Kop::default() };
    let mut antwoord = HttpResponse::build(fout.status_code());
    if let Fout::TeVeel(seconden) = fout {
        antwoord.insert_header((header::RETRY_AFTER, seconden.to_string()));
    }
    antwoord.content_type(mime()).body(document(kader, &kop, inhoud).into_string())
}

/// The type of every page.
pub fn mime() -> &'static str {
    "text/html; charset=utf-8"
}

fn titel(status: u16) -> &'static str {
    match status {
        400 => "Dit klopt niet helemaal",
        403 => "Dit mag u hier niet",
        404 => "Hier is niets te vinden",
        405 => "Zo kan het niet",
        409 => "Dit kan nu niet",
        412 => "Iemand was u voor",
        413 => "Dat is te veel",
        503 => "Even niet bereikbaar",
        _ => "Er ging iets mis",
    }
}

impl Fout {
    /// What a browser sent makes no sense: fields are missing, or stand there twice.
    pub fn onleesbaar(status: StatusCode) -> Self {
        let detail = match status {
            StatusCode::PAYLOAD_TOO_LARGE => "Wat u invulde is te lang.",
            _ => "Wat uw browser stuurde is niet te lezen.",
        };
        let (title, status) = ("Ongeldige invoer".to_owned(), status.as_u16());
        Probleem { title, status, detail: detail.to_owned(), ..Probleem::default() }.into()
    }
}

/// What one does about a problem, in one sentence.
fn raad(status: u16) -> &'static str {
    match status {
        400 => "Ga terug en pas aan wat er niet klopt.",
        403 => "Meld u aan met een andere rol, of vraag het aan een collega die dit wel mag.",
        404 => "Misschien is het adres verkeerd overgenomen, of hoort dit niet bij uw rol.",
        413 => {
            "Maak de tekst korter, of verdeel haar over meer stukken. Ga terug met de knop van uw browser: wat u invulde staat er meestal nog."
        }
        409 | 412 => "Ga terug, bekijk hoe het er nu voor staat en probeer het opnieuw.",
        503 => "Probeer het over een paar tellen opnieuw. Wat u invulde staat nog in uw browser.",
        _ => "Probeer het later opnieuw. Blijft het misgaan, meld het dan aan de beheerder.",
    }
}

fn probleem(p: &Probleem) -> Markup {
    html! {
        // Of one fault the detail tells all; of several it only says how many.
        @if p.invalid_params.len() > 1 {
            p.inleiding { "Deze gegevens kloppen niet:" }
            ul { @for param in &p.invalid_params { li { (zin(&format!("{}: {}", param.name.trim_start_matches('/'), param.reason))) } } }
        } @else {
            p.inleiding { (zin(&p.detail)) }
        }
        p { (raad(p.status)) }
        p { a.knop href="/" { "Naar het begin" } }
    }
}

/// A message of the API as a sentence: with a capital and a full stop.
pub fn zin(tekst: &str) -> String {
    let mut letters = tekst.trim().chars();
    let eerste = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    let punt = if tekst.trim_end().ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{eerste}{}{punt}", letters.as_str())
}

fn te_veel(seconden: u64) -> Markup {
    let wacht = i64::try_from(seconden).unwrap_or(i64::MAX);
    html! {
        p.inleiding { "Er kwamen in korte tijd heel veel verzoeken van u, of van andere mensen op hetzelfde netwerk. Daarom laten wij deze pagina nu niet zien." }
        p { "Wacht " strong { (aantal(wacht, "tel", "tellen")) } " en laad de pagina daarna opnieuw." }
        p { "Had u iets ingevuld? Dat is niet verstuurd. Ga terug met de knop van uw browser: wat u invulde staat er meestal nog." }
    }
}

fn aanmelden(pad: &str) -> Markup {
    html! {
        p.inleiding { "Meld u aan om deze pagina te zien." }
        p { a.knop href={ "/aanmelden?naar=" (crate::onderdelen::in_adres(pad)) } { "Aanmelden" } }
    }
}

fn verlopen(wie: Option<&Wie>, pad: &str, velden: &Velden) -> Markup {
    let aangemeld = wie.is_some();
    html! {
        @if aangemeld {
            p.inleiding { "U bent opnieuw aangemeld. Wat u had ingevuld staat hieronder; het is nog niet verstuurd." }
        } @else {
            p.inleiding { "Uw sessie is verlopen. Wat u had ingevuld is bewaard op deze pagina; laat haar dus open." }
            ol {
                li { a href="/aanmelden" target="_blank" { "Meld u aan in een nieuw tabblad" } "." }
                li { "Kom terug naar deze pagina en kies " strong { "Verder met wat ik invulde" } "." }
            }
        }
        (velden.overzicht())
        form method="post" action=(pad) {
            @if let Some(wie) = wie { (wie.bewijs()) }
            (velden.verborgen())
            p { button.knop type="submit" { @if aangemeld { "Versturen" } @else { "Verder met wat ik invulde" } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::zin;

    #[test]
    fn a_message_becomes_a_sentence() {
        assert_eq!(zin("élk veld is leeg"), "Élk veld is leeg.");
        assert_eq!(zin(" Klaar! "), "Klaar! ".trim());
        assert_eq!(zin(""), ".");
    }
}
