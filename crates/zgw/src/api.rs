//! Speaking to a Zaken API and a Besluiten API: their tokens, headers and answers. It only ever speaks to the addresses that
//! were set up: what an answer names as an address is passed on as a name, and never asked.

use crate::instellingen::Doorgeven;
use crate::plan::Soort;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::hmac;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::time::Duration;
use wijkspoor_berichten::post::{Antwoord, Method, Post, Respons, Url};
use wijkspoor_berichten::ritme::Uitslag;

/// How many pages of a list are read: more than any zaak has.
const BLADZIJDEN: usize = 1000;
/// Of a reason that the other side gives, so much is kept.
const REDEN: usize = 300;

/// The other side.
pub(crate) struct Api {
    post: Post,
    aan: Doorgeven,
}

/// Something is there.
pub(crate) struct Daar {
    /// How the API calls it.
    pub(crate) url: String,
    /// What it says of it.
    pub(crate) json: Json,
}

impl Api {
    pub(crate) fn nieuw(post: Post, aan: Doorgeven) -> Self {
        Self { post, aan }
    }

    pub(crate) fn adres(&self) -> &str {
        &self.aan.zaken
    }

    /// Makes something, and gives how the API calls it.
    pub(crate) async fn maak(&self, soort: Soort, inhoud: &Json, nu: Timestamp) -> Result<String, Antwoord> {
        let antwoord = self.vraag(Method::POST, soort, self.pad(soort, None)?, Some(inhoud), nu).await?;
        Ok(daar(lees(&antwoord)?)?.url)
    }

    /// Changes something.
    pub(crate) async fn wijzig(
        &self,
        soort: Soort,
        url: &str,
        inhoud: &Json,
        nu: Timestamp,
    ) -> Result<(), Antwoord> {
        let pad = self.pad(soort, Some(url))?;
        self.vraag(Method::PATCH, soort, pad, Some(inhoud), nu).await.map(drop)
    }

    /// Takes something away. What is not there any more is gone, too.
    pub(crate) async fn verwijder(&self, soort: Soort, url: &str, nu: Timestamp) -> Result<(), Antwoord> {
        match self.vraag(Method::DELETE, soort, self.pad(soort, Some(url))?, None, nu).await {
            Err(antwoord) if antwoord.code == Some(404) => Ok(()),
            antwoord => antwoord.map(drop),
        }
    }

    /// All of a collection that fits, page after page.
    pub(crate) async fn zoek(
        &self,
        soort: Soort,
        waar: &[(&str, &str)],
        nu: Timestamp,
    ) -> Result<Vec<Daar>, Antwoord> {
        let mut gevonden = Vec::new();
        for bladzijde in 1..=BLADZIJDEN {
            let mut pad = self.pad(soort, None)?;
            pad.query_pairs_mut().extend_pairs(waar);
            if bladzijde > 1 {
                pad.query_pairs_mut().append_pair("page", &bladzijde.to_string());
            }
            let mut json = lees(&self.vraag(Method::GET, soort, pad, None, nu).await?)?;
            let Json::Array(rijen) = json["results"].take() else { return Err(onleesbaar()) };
            for rij in rijen {
                gevonden.push(daar(rij)?);
            }
            if json["next"].is_null() {
                return Ok(gevonden);
            }
        }
        Err(mislukt(None, "geeft geen eind aan een lijst".to_owned()))
    }

    /// The address of a collection, or of what stands in it: by its id, at the address that was set up.
    fn pad(&self, soort: Soort, url: Option<&str>) -> Result<Url, Antwoord> {
        let basis = match soort {
            Soort::Besluit => self.aan.besluiten.as_deref(),
            _ => Some(self.aan.zaken.as_str()),
        };
        let id = url.map(|url| url.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
        let pad = match id {
            Some(id) => format!("{}/{id}", soort.pad()),
            None => soort.pad().to_owned(),
        };
        let heel = basis.and_then(|basis| format!("{basis}{pad}").parse().ok());
        heel.ok_or_else(|| mislukt(None, format!("er is geen adres voor {}", soort.pad())))
    }

    async fn vraag(
        &self,
        methode: Method,
        soort: Soort,
        adres: Url,
        inhoud: Option<&Json>,
        nu: Timestamp,
    ) -> Result<Respons, Antwoord> {
        let mut headers = vec![
            ("authorization", format!("Bearer {}", self.token(nu))),
            ("accept", "application/json".to_owned()),
        ];
        if soort == Soort::Zaak {
            // Zaken may have a place on the map; ours have none, but the header must be there.
            headers.extend(["accept-crs", "content-crs"].map(|naam| (naam, "EPSG:4326".to_owned())));
        }
        let wat = format!("{methode} {}", soort.pad());
        let inhoud = inhoud.map(ToString::to_string);
        let antwoord = self.post.vraag(methode, adres.as_str(), &headers, inhoud, nu).await;
        let antwoord = antwoord
            .map_err(|fout| Antwoord { fout: fout.fout.map(|fout| format!("{wat}: {fout}")), ..fout })?;
        match antwoord.code {
            200..=299 => Ok(antwoord),
            code => Err(Antwoord {
                uitslag: Uitslag::Mislukt { wacht: antwoord.wacht },
                code: Some(code),
                fout: Some(format!("{wat}: antwoordt met {code}{}", reden(&antwoord.inhoud))),
                duur: Duration::ZERO,
            }),
        }
    }

    /// The token that ZGW demands: signed with the secret of the application, and valid from now on for a while.
    fn token(&self, nu: Timestamp) -> String {
        let Doorgeven { client_id, geheim, .. } = &self.aan;
        let deel = |json: Json| URL_SAFE_NO_PAD.encode(json.to_string());
        let kop = deel(json!({ "typ": "JWT", "alg": "HS256" }));
        let inhoud = deel(json!({
            "iss": client_id, "iat": nu.as_second(), "client_id": client_id,
            "user_id": "wijkspoor", "user_representation": "Wijkspoor",
        }));
        let getekend = hmac::Key::new(hmac::HMAC_SHA256, geheim.as_bytes());
        let getekend = hmac::sign(&getekend, format!("{kop}.{inhoud}").as_bytes());
        format!("{kop}.{inhoud}.{}", URL_SAFE_NO_PAD.encode(getekend))
    }
}

fn mislukt(code: Option<u16>, fout: String) -> Antwoord {
    Antwoord { uitslag: Uitslag::Mislukt { wacht: None }, code, fout: Some(fout), duur: Duration::ZERO }
}

fn onleesbaar() -> Antwoord {
    mislukt(None, "geeft een antwoord dat niet van ZGW is".to_owned())
}

fn lees(antwoord: &Respons) -> Result<Json, Antwoord> {
    serde_json::from_slice(&antwoord.inhoud).map_err(|_| onleesbaar())
}

fn daar(json: Json) -> Result<Daar, Antwoord> {
    let url = json["url"].as_str().filter(|url| !url.is_empty()).map(str::to_owned);
    url.map(|url| Daar { url, json }).ok_or_else(onleesbaar)
}

/// An error of ZGW.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Fout {
    title: String,
    code: String,
    invalid_params: Vec<Ongeldig>,
}

/// Something invalid.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Ongeldig {
    name: String,
    code: String,
}

/// Why, as far as it can be told to an administrator: by names and codes. What is said in words may repeat what was sent.
fn reden(inhoud: &[u8]) -> String {
    let fout: Fout = serde_json::from_slice(inhoud).unwrap_or_default();
    let ongeldig = fout.invalid_params.iter().map(|o| format!("{} {}", o.name, o.code));
    let delen: Vec<String> =
        [fout.code, fout.title].into_iter().chain(ongeldig).filter(|deel| !deel.trim().is_empty()).collect();
    match delen.is_empty() {
        true => String::new(),
        false => format!(" ({})", delen.join("; ").chars().take(REDEN).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wijkspoor_berichten::adres::Toegestaan;

    fn api() -> Api {
        let post = Post::nieuw(Toegestaan::default(), "wijkspoor").unwrap();
        let (zaken, besluiten) = ("https://zaken.example/zaken/api/v1/".to_owned(), None);
        Api::nieuw(post, Doorgeven { zaken, besluiten, client_id: "wij".into(), geheim: "geheim".into() })
    }

    #[test]
    fn an_answer_never_says_where_to_ask() {
        let pad = api().pad(Soort::Zaak, Some("http://169.254.169.254/latest/x/7b0e")).unwrap();
        assert_eq!(pad.as_str(), "https://zaken.example/zaken/api/v1/zaken/7b0e");
        assert!(api().pad(Soort::Besluit, None).is_err(), "there is no Besluiten API");
    }

    #[test]
    fn a_token_says_who_and_when_and_is_signed() {
        let token = api().token("2026-03-02T12:00:00Z".parse().unwrap());
        let delen: Vec<_> = token.split('.').collect();
        let lees =
            |deel: &str| serde_json::from_slice::<Json>(&URL_SAFE_NO_PAD.decode(deel).unwrap()).unwrap();
        assert_eq!(lees(delen[0])["alg"], "HS256");
        assert_eq!(lees(delen[1])["iat"], 1_772_452_800);
        assert_eq!(lees(delen[1])["client_id"], "wij");
        let sleutel = hmac::Key::new(hmac::HMAC_SHA256, b"geheim");
        let handtekening = URL_SAFE_NO_PAD.decode(delen[2]).unwrap();
        assert!(
            hmac::verify(&sleutel, format!("{}.{}", delen[0], delen[1]).as_bytes(), &handtekening).is_ok()
        );
    }

    #[test]
    fn a_reason_repeats_nothing_that_was_sent() {
        let fout = json!({ "code": "invalid", "title": "Invalid input.", "detail": "Fatima", "invalidParams": [
            { "name": "zaaktype", "code": "bad-url", "reason": "Fatima" }] });
        assert_eq!(reden(fout.to_string().as_bytes()), " (invalid; Invalid input.; zaaktype bad-url)");
        assert_eq!(reden(b"<html>"), "");
    }
}
