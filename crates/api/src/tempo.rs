//! How many requests one may make: GCRA in the memory of this process, per who is signed in, or per address.
//!
//! Who asks is established here, before anything else costs time; [`crate::caller`] takes it over.

use crate::app::App;
use crate::beleid;
use crate::caller::aanmelding;
use crate::identity::Identity;
use crate::problem::{ApiError, Soort};
use crate::verzoeken::Verzoeken;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, web};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

/// Operations that are always answered: who watches whether the process lives must not be turned away.
pub const VRIJ: [&str; 2] = ["leesGezondheid", "leesGereedheid"];

/// The window of the policy, in seconds.
const VENSTER: u32 = 60;
/// After so many requests those who have been away for long are forgotten, so that memory is bounded.
const OPRUIMEN: u32 = 10_000;

/// The buckets of this process.
pub struct Tempo {
    aangemeld: Option<Emmers<String>>,
    adres: Option<Emmers<IpAddr>>,
    proxys: Vec<IpAddr>,
}

/// A bucket for each key, of one policy.
struct Emmers<K: Hash + Eq + Clone> {
    naam: &'static str,
    per_minuut: NonZeroU32,
    limiter: RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>,
    geteld: AtomicU32,
}

/// What is left of a bucket, and how long to wait: until there is room when there is none, until it is full otherwise.
struct Stand {
    naam: &'static str,
    per_minuut: u32,
    over: u32,
    seconden: u64,
    geweigerd: bool,
}

impl<K: Hash + Eq + Clone> Emmers<K> {
    fn nieuw(naam: &'static str, per_minuut: u32) -> Option<Self> {
        let per_minuut = NonZeroU32::new(per_minuut)?;
        let limiter = RateLimiter::keyed(Quota::per_minute(per_minuut)).with_middleware();
        Some(Self { naam, per_minuut, limiter, geteld: AtomicU32::new(1) })
    }

    fn neem(&self, wie: &K) -> Stand {
        if self.geteld.fetch_add(1, Ordering::Relaxed).is_multiple_of(OPRUIMEN) {
            self.limiter.retain_recent();
        }
        let per_minuut = self.per_minuut.get();
        let (over, seconden, geweigerd) = match self.limiter.check_key(wie) {
            Ok(stand) => {
                let over = stand.remaining_burst_capacity();
                let gebruikt = u64::from(per_minuut.saturating_sub(over));
                (over, (gebruikt * u64::from(VENSTER)).div_ceil(u64::from(per_minuut)), false)
            }
            Err(tot) => {
                let wacht = tot.wait_time_from(self.limiter.clock().now());
                (0, wacht.as_secs() + u64::from(wacht.subsec_nanos() > 0), true)
            }
        };
        // Less than a second is a second: 0 would say "now".
        Stand { naam: self.naam, per_minuut, over, seconden: seconden.max(1), geweigerd }
    }
}

impl Tempo {
    /// Full buckets for everybody.
    pub fn nieuw(verzoeken: &Verzoeken) -> Self {
        Self {
            aangemeld: Emmers::nieuw("aangemeld", verzoeken.per_minuut),
            adres: Emmers::nieuw("adres", verzoeken.per_minuut_adres),
            proxys: verzoeken.proxys.clone(),
        }
    }

    /// Counts a request that is not to the API but for a page, in the same bucket: how many seconds to wait when there
    /// were too many.
    pub fn tel(&self, req: &HttpRequest, identity: Option<&Identity>) -> Option<u64> {
        self.neem(req, identity).filter(|stand| stand.geweigerd).map(|stand| stand.seconden)
    }

    fn neem(&self, req: &HttpRequest, identity: Option<&Identity>) -> Option<Stand> {
        match identity {
            Some(identity) => self.aangemeld.as_ref().map(|emmers| emmers.neem(&identity.actor.id)),
            None => {
                let doorgestuurd = req.headers().get("x-forwarded-for").and_then(|v| v.to_str().ok());
                let van = req.peer_addr().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |adres| adres.ip());
                let wie = netwerk(afzender(van, doorgestuurd, &self.proxys));
                self.adres.as_ref().map(|emmers| emmers.neem(&wie))
            }
        }
    }
}

/// For whom is asked: the last address that no proxy of ours is. What stands before it anybody can have written.
fn afzender(van: IpAddr, doorgestuurd: Option<&str>, proxys: &[IpAddr]) -> IpAddr {
    let eerder = doorgestuurd.unwrap_or_default().rsplit(',').map(|adres| adres.trim().parse().ok());
    let mut laatste = van;
    for adres in eerder {
        match adres {
            Some(adres) if proxys.contains(&laatste) => laatste = adres,
            _ => break,
        }
    }
    laatste
}

/// Whoever has an IPv6 address has 2^64 of them.
fn netwerk(adres: IpAddr) -> IpAddr {
    match adres.to_canonical() {
        IpAddr::V6(adres) => IpAddr::V6(Ipv6Addr::from_bits(adres.to_bits() >> 64 << 64)),
        adres => adres,
    }
}

/// Establishes who asks, and turns away who asks too often: 429 with `Retry-After`. Each answer says what is left, in the
/// headers of draft-ietf-httpapi-ratelimit-headers.
pub async fn begrens(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let Some(app) = req.app_data::<web::Data<App>>().cloned() else {
        return Ok(next.call(req).await?.map_into_left_body());
    };
    let operatie = app.allowed.operatie(req.method(), req.path());
    // Who calls within the process is a page, which asks for somebody else and holds no address.
    let van_ons = req.peer_addr().is_none();
    if operatie.is_some_and(|operatie| VRIJ.contains(&operatie)) || van_ons {
        return Ok(next.call(req).await?.map_into_left_body());
    }
    let stand = if operatie.is_some_and(|operatie| !beleid::openbaar(operatie)) {
        let wie = aanmelding(req.request()).await;
        let stand = app.tempo.neem(req.request(), wie.as_ref().ok());
        req.extensions_mut().insert(wie);
        stand
    } else {
        app.tempo.neem(req.request(), None)
    };
    let Some(stand) = stand else { return Ok(next.call(req).await?.map_into_left_body()) };
    let mut answer = match stand.geweigerd {
        false => next.call(req).await?.map_into_left_body(),
        true => req.error_response(te_veel(&stand)).map_into_right_body(),
    };
    let Stand { naam, per_minuut, over, seconden, .. } = stand;
    for (header, waarde) in [
        ("ratelimit-policy", format!("\"{naam}\";q={per_minuut};w={VENSTER}")),
        ("ratelimit", format!("\"{naam}\";r={over};t={seconden}")),
    ] {
        if let Ok(waarde) = HeaderValue::try_from(waarde) {
            answer.headers_mut().insert(HeaderName::from_static(header), waarde);
        }
    }
    Ok(answer)
}

fn te_veel(stand: &Stand) -> ApiError {
    let Stand { naam, per_minuut, seconden, .. } = stand;
    let wie = if *naam == "adres" { "dit adres zonder aanmelding" } else { "u" };
    let detail = format!(
        "{wie} mag gemiddeld {per_minuut} verzoeken per minuut doen; er is niets gebeurd. Probeer het over {seconden} s \
         opnieuw, met dezelfde Idempotency-Key"
    );
    ApiError::new(Soort::TeVeel, detail).with_header(RETRY_AFTER, seconden.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(tekst: &str) -> IpAddr {
        tekst.parse().unwrap()
    }

    #[test]
    fn only_a_proxy_of_ours_is_believed() {
        let proxys = [ip("10.0.0.5"), ip("10.0.0.6")];
        let wie = |van: &str, doorgestuurd: Option<&str>| afzender(ip(van), doorgestuurd, &proxys);
        assert_eq!(wie("192.0.2.1", None), ip("192.0.2.1"));
        assert_eq!(wie("192.0.2.1", Some("198.51.100.7")), ip("192.0.2.1"), "anybody can write that");
        assert_eq!(wie("10.0.0.5", Some("198.51.100.7")), ip("198.51.100.7"));
        assert_eq!(wie("10.0.0.5", Some("6.6.6.6, 198.51.100.7, 10.0.0.6")), ip("198.51.100.7"));
        assert_eq!(wie("10.0.0.5", Some("onzin")), ip("10.0.0.5"));
        assert_eq!(wie("10.0.0.5", None), ip("10.0.0.5"));
    }

    #[test]
    fn a_bucket_is_of_a_network_and_says_what_is_left() {
        assert_eq!(netwerk(ip("2001:db8::1")), netwerk(ip("2001:db8::ffff:1:2:3")));
        assert_ne!(netwerk(ip("2001:db8::1")), netwerk(ip("2001:db8:0:1::1")));
        assert_eq!(netwerk(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
        let emmers = Emmers::nieuw("proef", 2).unwrap();
        let [een, twee, drie] = [0, 0, 0].map(|_| emmers.neem(&"a"));
        assert_eq!((een.over, een.seconden, een.geweigerd), (1, 30, false));
        assert_eq!((twee.over, twee.seconden, twee.geweigerd), (0, 60, false));
        assert_eq!((drie.over, drie.seconden, drie.geweigerd), (0, 30, true));
        assert!(!emmers.neem(&"b").geweigerd, "another has a bucket of his own");
        assert!(Emmers::<String>::nieuw("uit", 0).is_none());
    }
}
