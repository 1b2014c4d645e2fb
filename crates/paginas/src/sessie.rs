//! Who is signed in, in a cookie that only this program can read: nothing is kept on the server, so any process on the
//! same database knows everybody who signed in with another.

use actix_web::cookie::{Cookie, CookieJar, Key, SameSite, time::Duration};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wijkspoor_oidc::login::LoggedIn;

/// How long somebody stays signed in at most, however often their token is renewed. Where it is not, the session ends with
/// the token.
pub const DUUR: Duration = Duration::hours(10);
/// How long an attempt to sign in may take.
pub const POGINGSDUUR: Duration = Duration::minutes(15);
/// An id token that is longer stays out of the session: a browser sends all of it with every request.
const ID_TOKEN: usize = 4000;
/// A browser keeps 4096 bytes of a cookie, name and attributes included; what is longer is divided.
const DEEL: usize = 3500;
/// So many parts at most: far more than any token needs.
const DELEN: usize = 8;

/// Somebody who signed in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sessie {
    /// For the API.
    pub token: String,
    /// In which of their roles they act: `ROL` or `ROL:NAAM`.
    pub rol: Option<String>,
    /// Whether there is another to choose.
    #[serde(default)]
    pub meer: bool,
    /// Shows that a form came from us.
    pub bewijs: String,
    /// For signing out at the provider, when there is room for it.
    #[serde(default)]
    pub id_token: Option<String>,
    /// For a new token, when the provider gives one.
    #[serde(default)]
    pub ververs: Option<String>,
    /// Until when the token holds, in seconds since 1970.
    #[serde(default)]
    pub tot: Option<i64>,
    /// Since when they are signed in, in seconds since 1970.
    #[serde(default)]
    pub sinds: Option<i64>,
}

impl Sessie {
    /// The session of who signs in now with this token.
    pub fn nieuw(token: String, nu: Timestamp) -> Self {
        Self {
            token,
            rol: None,
            meer: false,
            bewijs: hex::encode(toeval()),
            id_token: None,
            ververs: None,
            tot: None,
            sinds: Some(nu.as_second()),
        }
    }

    /// The session of who logged in at the provider.
    pub fn van(wie: LoggedIn, nu: Timestamp) -> Self {
        Self {
            id_token: Some(wie.id_token).filter(|token| token.len() <= ID_TOKEN),
            ververs: wie.refresh_token,
            tot: wie.until.map(Timestamp::as_second),
            ..Self::nieuw(wie.access_token, nu)
        }
    }

    /// Whether it lasted as long as it may.
    pub fn voorbij(&self, nu: Timestamp) -> bool {
        self.sinds.is_some_and(|sinds| nu.as_second().saturating_sub(sinds) >= DUUR.whole_seconds())
    }
}

/// Makes and reads sealed cookies.
#[derive(Clone)]
pub struct Koekjes {
    key: Key,
    secure: bool,
}

impl Koekjes {
    /// With this secret; `secure` when browsers come over TLS.
    pub fn new(geheim: &[u8; 64], secure: bool) -> Self {
        Self { key: Key::from(geheim), secure }
    }

    fn naam(&self, naam: &str, deel: usize) -> String {
        // The prefix makes browsers refuse it from anybody but this host over TLS.
        format!("{}wijkspoor-{naam}-{deel}", if self.secure { "__Host-" } else { "" })
    }

    fn cookie(&self, naam: String, waarde: String, duur: Duration) -> Cookie<'static> {
        Cookie::build(naam, waarde)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure)
            .max_age(duur)
            .finish()
    }

    /// The cookies that keep this for so long.
    pub fn bewaar<T: Serialize>(&self, naam: &'static str, wat: &T, duur: Duration) -> Vec<Cookie<'static>> {
        let mut jar = CookieJar::new();
        let tekst = serde_json::to_string(wat).unwrap_or_default();
        jar.private_mut(&self.key).add(Cookie::new(naam, tekst));
        let verzegeld = jar.get(naam).map(|c| c.value().to_owned()).unwrap_or_default();
        let delen = verzegeld.as_bytes().chunks(DEEL).map(|deel| String::from_utf8_lossy(deel).into_owned());
        let mut delen: Vec<_> =
            delen.enumerate().map(|(i, deel)| self.cookie(self.naam(naam, i), deel, duur)).collect();
        // What an earlier, longer one left behind must not be read with this one.
        delen.push(self.cookie(self.naam(naam, delen.len()), String::new(), Duration::ZERO));
        delen
    }

    /// What was kept; nothing when it is not there, or not ours.
    pub fn lees<T: DeserializeOwned>(&self, req: &HttpRequest, naam: &'static str) -> Option<T> {
        let delen = (0..DELEN).map_while(|i| req.cookie(&self.naam(naam, i)));
        let verzegeld: String = delen.map(|c| c.value().to_owned()).collect();
        let mut jar = CookieJar::new();
        jar.add_original(Cookie::new(naam, verzegeld));
        let open = jar.private(&self.key).get(naam)?;
        serde_json::from_str(open.value()).ok()
    }

    /// Whether an answer keeps or forgets it.
    pub fn zet<B>(&self, antwoord: &HttpResponse<B>, naam: &'static str) -> bool {
        let naam = self.naam(naam, 0);
        antwoord.cookies().any(|cookie| cookie.name() == naam)
    }

    /// The cookies that forget it.
    pub fn vergeet(&self, naam: &'static str) -> Vec<Cookie<'static>> {
        (0..DELEN).map(|i| self.cookie(self.naam(naam, i), String::new(), Duration::ZERO)).collect()
    }
}

/// Something that nobody can guess.
pub fn toeval() -> [u8; 32] {
    let key = Key::generate();
    let (eerste, _) = key.master().split_at(32);
    eerste.try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn terug(koekjes: &Koekjes, bewaard: Vec<Cookie<'static>>) -> Option<String> {
        let mut req = TestRequest::default();
        for cookie in bewaard.into_iter().filter(|c| !c.value().is_empty()) {
            req = req.cookie(cookie);
        }
        koekjes.lees(&req.to_http_request(), "sessie")
    }

    #[test]
    fn what_is_kept_comes_back_however_long_it_is_and_only_here() {
        let koekjes = Koekjes::new(&[7; 64], true);
        for lengte in [0, 100, 20_000] {
            let tekst = "x".repeat(lengte);
            let bewaard = koekjes.bewaar("sessie", &tekst, DUUR);
            assert!(bewaard.iter().all(|c| c.to_string().len() < 4096 && c.secure() == Some(true)));
            assert_eq!(terug(&koekjes, bewaard.clone()), Some(tekst));
            assert_eq!(terug(&Koekjes::new(&[8; 64], true), bewaard), None);
        }
    }

    #[test]
    fn a_changed_cookie_is_nobodys() {
        let koekjes = Koekjes::new(&[7; 64], false);
        let mut bewaard = koekjes.bewaar("sessie", &"jan".to_owned(), DUUR);
        let waarde = bewaard[0].value().to_owned();
        bewaard[0].set_value(waarde.replace(&waarde[..1], if waarde.starts_with('A') { "B" } else { "A" }));
        assert_eq!(terug(&koekjes, bewaard), None);
    }
}
