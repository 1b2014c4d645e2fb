//! Style and script, from the binary itself, under a name that changes with what is in them: browsers keep them for ever.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};

const THEMA: &str = include_str!("../statisch/thema.css");
const STIJL: &str = include_str!("../statisch/wijkspoor.css");
const SCRIPT: &str = include_str!("../statisch/wijkspoor.js");
const MERK: &str = include_str!("../statisch/merk.svg");

/// A file that is served.
struct Bestand {
    pad: String,
    soort: &'static str,
    inhoud: web::Bytes,
}

/// All files that the pages need.
pub struct Statisch {
    stijl: Bestand,
    script: Bestand,
    merk: Bestand,
    eigen: Option<Bestand>,
}

fn bestand(naam: &str, einde: &str, soort: &'static str, inhoud: String) -> Bestand {
    let hash = hex::encode(Sha256::digest(&inhoud)).get(..12).unwrap_or_default().to_owned();
    Bestand { pad: format!("/statisch/{naam}-{hash}.{einde}"), soort, inhoud: inhoud.into() }
}

impl Statisch {
    /// With the style sheet of a municipality after ours, if it has one.
    pub fn new(eigen: Option<String>) -> Self {
        let css = "text/css; charset=utf-8";
        Self {
            stijl: bestand("wijkspoor", "css", css, format!("{THEMA}{STIJL}{}", crate::stagnatie::stijl())),
            script: bestand("wijkspoor", "js", "text/javascript; charset=utf-8", SCRIPT.to_owned()),
            merk: bestand("merk", "svg", "image/svg+xml", MERK.to_owned()),
            eigen: eigen.map(|eigen| bestand("gemeente", "css", css, eigen)),
        }
    }

    /// The addresses of the style sheets, in order.
    pub fn stijlen(&self) -> impl Iterator<Item = &str> {
        [Some(&self.stijl), self.eigen.as_ref()].into_iter().flatten().map(|b| b.pad.as_str())
    }

    /// The address of the script.
    pub fn script(&self) -> &str {
        &self.script.pad
    }

    /// The address of the sign in the tab of a browser.
    pub fn merk(&self) -> &str {
        &self.merk.pad
    }

    /// The file at an address.
    pub fn geef(&self, pad: &str) -> Option<HttpResponse> {
        let bestanden = [Some(&self.stijl), Some(&self.script), Some(&self.merk), self.eigen.as_ref()];
        let bestand = bestanden.into_iter().flatten().find(|b| b.pad == pad)?;
        Some(
            HttpResponse::Ok()
                .content_type(bestand.soort)
                .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
                .body(bestand.inhoud.clone()),
        )
    }
}
