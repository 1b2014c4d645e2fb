//! The Stagnatiemonitor: what stalls now, where, and why.
//!
//! One question (`vraag`, the address of a view) gives all figures of it (`monitor`, from the API, in the shapes of `cijfers`); `zinnen` says in plain
//! words what they mean, `betekenis` what each picture does, `beelden` draws them, `tabellen` has the same numbers to read, `pagina` puts it all together, on
//! a screen and on paper. `zaken` are the cases behind a mark. What a picture shows and what a sentence says come from the
//! same figures, and the pure functions between them hold no number of their own.
//!
//! How to add a picture: a variant of [`Beeld`], its drawing, its table, its meaning, and the address of its CSV.

mod beelden;
mod betekenis;
mod cijfers;
mod definities;
mod monitor;
mod pagina;
mod stijl;
mod tabellen;
#[cfg(test)]
mod tests;
mod vraag;
mod zaken;
mod zinnen;

pub(crate) use stijl::stijl;

use crate::api::Probleem;
use crate::fout::Fout;
use crate::wie::Wie;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use monitor::Monitor;
use vraag::Vraag;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(toon)
        .service(rapport)
        .service(zaken::toon)
        .service(zaken::csv)
        .service(bewaar_beeld)
        .service(bewaar_tabel);
}

/// The pictures of the monitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beeld {
    Stroom,
    Matrix,
    Norm,
    Stilte,
    Loop,
    Overleving,
    Vergelijking,
}

impl Beeld {
    /// All, in the order of the page.
    const ALLE: [Self; 7] = [
        Self::Matrix,
        Self::Stroom,
        Self::Norm,
        Self::Stilte,
        Self::Overleving,
        Self::Loop,
        Self::Vergelijking,
    ];

    /// Its name in addresses.
    fn code(self) -> &'static str {
        match self {
            Self::Stroom => "stroom",
            Self::Matrix => "matrix",
            Self::Norm => "norm",
            Self::Stilte => "stilte",
            Self::Loop => "verloop",
            Self::Overleving => "wachtcurve",
            Self::Vergelijking => "vergelijking",
        }
    }

    /// Its heading.
    fn titel(self) -> &'static str {
        match self {
            Self::Stroom => "De weg van team naar afdeling en terug",
            Self::Matrix => "Waar opdrachten wachten op een eerste antwoord",
            Self::Norm => "Wat er nu ligt, en hoe ver dat van de norm is",
            Self::Stilte => "Wie het langst niets hoort",
            Self::Loop => "Wat erbij komt en wat klaar is",
            Self::Overleving => "Hoe lang een opdracht wacht",
            Self::Vergelijking => "De laatste twaalf maanden naast de twaalf ervoor",
        }
    }

    fn van(code: &str) -> Option<Self> {
        Self::ALLE.into_iter().find(|beeld| beeld.code() == code)
    }
}

#[get("/stagnatie")]
async fn toon(wie: Wie, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    // A form sends what was left open, too; the address that is shared says only what was chosen.
    if wie.pad.contains("=&") || wie.pad.ends_with('=') {
        let adres = vraag.adres("/stagnatie");
        return Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, adres)).finish());
    }
    let monitor = Monitor::lees(&wie, &vraag).await?;
    Ok(pagina::scherm(&wie, &vraag, &monitor))
}

#[get("/stagnatie/rapport")]
async fn rapport(wie: Wie, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let monitor = Monitor::lees(&wie, &vraag).await?;
    Ok(pagina::rapport(&wie, &vraag, &monitor))
}

fn gevraagd(req: &HttpRequest) -> Result<Beeld, Fout> {
    let beeld = req.match_info().get("beeld").and_then(Beeld::van);
    beeld.ok_or_else(|| Probleem::niet_gevonden("Dit beeld is er niet.").into())
}

/// A picture as a file.
#[get("/stagnatie/{beeld}.svg")]
async fn bewaar_beeld(req: HttpRequest, wie: Wie, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let beeld = gevraagd(&req)?;
    let monitor = Monitor::lees(&wie, &vraag).await?;
    let basis = wie.kader().gedeeld.adres.clone().unwrap_or_else(|| {
        let verbinding = req.connection_info();
        format!("{}://{}", verbinding.scheme(), verbinding.host())
    });
    let svg = beelden::teken(beeld, &vraag, &monitor)
        .bestand(&pagina::onderschrift(beeld, &vraag, &monitor), &basis);
    // Saved, not shown: a page of ours lets no style stand within what it shows.
    let naam = format!("attachment; filename=\"wijkspoor-{}-{}.svg\"", beeld.code(), monitor.op);
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CONTENT_DISPOSITION, naam))
        .body(svg))
}

/// The table of a picture, as the API gives it.
#[get("/stagnatie/{beeld}.csv")]
async fn bewaar_tabel(req: HttpRequest, wie: Wie, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let beeld = gevraagd(&req)?;
    let adres = vraag.adres_van(beeld, monitor::vandaag(&wie));
    let mut antwoord = wie.door(&adres, "text/csv").await?;
    let op = vraag.dag(monitor::vandaag(&wie));
    let naam = format!("attachment; filename=\"wijkspoor-{}-{op}.csv\"", beeld.code());
    if antwoord.status().is_success()
        && let Ok(naam) = naam.parse()
    {
        antwoord.headers_mut().insert(header::CONTENT_DISPOSITION, naam);
    }
    Ok(antwoord)
}
