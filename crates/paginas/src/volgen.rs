//! The page of a link: somebody follows an initiative and asks how it stands, without signing in. A member of the
//! municipality finds the link in the dossier.

use crate::api::Verzoek;
use crate::formulier::{SLEUTEL, nieuwe_sleutel};
use crate::fout::{Fout, mime, zin};
use crate::onderdelen::{Toon, bericht, in_adres};
use crate::opmaak::{Kop, document};
use crate::publiek::{self, Publiek};
use crate::wie::{Kader, Wie, kader};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value as Json, json};

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(volg).service(vraag).service(deel);
}

#[derive(Deserialize)]
struct Na {
    gevraagd: Option<String>,
}

#[get("/volgen/{token}")]
async fn volg(req: HttpRequest, token: web::Path<String>, na: web::Query<Na>) -> Result<HttpResponse, Fout> {
    let kader = kader(&req)?;
    let melding = html! {
        @if na.gevraagd.is_some() {
            (bericht(Toon::Goed, &html! { p { "Uw vraag is verstuurd. Het antwoord komt op deze pagina te staan." } }))
        }
    };
    pagina(&kader, &token, "", &melding, StatusCode::OK).await
}

async fn pagina(
    kader: &Kader,
    token: &str,
    getypt: &str,
    melding: &Markup,
    status: StatusCode,
) -> Result<HttpResponse, Fout> {
    let pad = format!("/v1/volgen/{}", in_adres(token));
    let publiek: Publiek = kader.api.json(&Verzoek { pad: &pad, ..Verzoek::default() }).await?;
    let inhoud = html! {
        p.inleiding { "Op deze pagina volgt u uw initiatief. Bewaar het adres: u hoeft zich niet aan te melden." }
        (melding)
        (publiek::toon(&publiek, &kader.vandaag()))
        section aria-labelledby="vragen" {
            h2 #vragen { "Een vraag stellen" }
            form.handeling method="post" action={ "/volgen/" (token) "/vragen" } {
                input type="hidden" name=(SLEUTEL) value=(nieuwe_sleutel());
                div.veld {
                    label for="vraag" { "Uw vraag" }
                    p.uitleg #vraag-uitleg { "Zet er geen gegevens in die niet nodig zijn, zoals uw burgerservicenummer." }
                    textarea #vraag name="vraag" aria-describedby="vraag-uitleg" { (getypt) }
                }
                button type="submit" { "Versturen" }
            }
        }
    };
    let kop = Kop { titel: &publiek.titel, status, zonder_menu: true, ..Kop::default() };
    let mut antwoord = HttpResponse::build(status);
    // The address is the key: no search engine keeps it. (Other sites never hear from where somebody comes.)
    antwoord.insert_header(("X-Robots-Tag", "noindex"));
    Ok(antwoord.content_type(mime()).body(document(kader, &kop, inhoud).into_string()))
}

#[derive(Deserialize)]
struct Vraag {
    #[serde(default)]
    vraag: String,
    #[serde(default)]
    sleutel: String,
}

#[post("/volgen/{token}/vragen")]
async fn vraag(
    req: HttpRequest,
    token: web::Path<String>,
    form: web::Form<Vraag>,
) -> Result<HttpResponse, Fout> {
    let kader = kader(&req)?;
    let (pad, inhoud) = (format!("/v1/volgen/{}/vragen", in_adres(&token)), json!({ "vraag": form.vraag }));
    let sleutel = Some(form.sleutel.as_str()).filter(|sleutel| !sleutel.is_empty());
    let verzoek = Verzoek { pad: &pad, inhoud: Some(&inhoud), sleutel, ..Verzoek::default() };
    match kader.api.json::<Json>(&verzoek).await {
        Ok(_) => {
            let naar = format!("/volgen/{}?gevraagd=ja", in_adres(&token));
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, naar)).finish())
        }
        Err(probleem) if probleem.status != 404 => {
            let leeg = form.vraag.trim().is_empty();
            let waarom = if leeg { "Schrijf eerst uw vraag.".to_owned() } else { zin(&probleem.detail) };
            let melding =
                bericht(Toon::Fout, &html! { p { (waarom) } p { "Uw vraag is nog niet verstuurd." } });
            let status = StatusCode::from_u16(probleem.status).unwrap_or(StatusCode::BAD_REQUEST);
            pagina(&kader, &token, &form.vraag, &melding, status).await
        }
        Err(probleem) => Err(probleem.into()),
    }
}

#[derive(Deserialize)]
struct Volglink {
    pad: String,
}

/// Where a member of the municipality finds the link to give away.
#[get("/initiatieven/{id}/volglink")]
async fn deel(req: HttpRequest, wie: Wie, id: web::Path<String>) -> Result<HttpResponse, Fout> {
    let id = in_adres(&id);
    let Volglink { pad } = wie.lees(&format!("/v1/initiatieven/{id}/volglink")).await?;
    let gezien = {
        let hier = req.connection_info();
        format!("{}://{}", hier.scheme(), hier.host())
    };
    let basis = wie.kader().gedeeld.adres.as_deref().unwrap_or(&gezien);
    let inhoud = html! {
        p.inleiding { "Met deze link volgt de initiatiefnemer het initiatief, zonder zich aan te melden. Geef hem aan niemand anders." }
        div.veld {
            label for="link" { "Volglink" }
            input #link type="text" readonly value={ (basis) (pad) };
        }
        p { a href=(pad) { "Bekijk de pagina zoals de initiatiefnemer haar ziet" } }
        h2 { "Is de link in verkeerde handen?" }
        p { "Maak een nieuwe. De oude doet het dan meteen niet meer." }
        p { a.knop.knop-stil href={ "/initiatieven/" (id) "/doen/feit?welke=volglink_vernieuwd" } { "Een nieuwe link maken" } }
    };
    let terug = format!("/initiatieven/{id}");
    Ok(wie.pagina_met(&Kop { titel: "Volglink", kruimels: &[(&terug, "Dossier")], ..Kop::default() }, inhoud))
}
