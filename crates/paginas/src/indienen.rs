//! Submitting an initiative.

use crate::api::Probleem;
use crate::formulier::{Formulier, MEER_NODIG, SLEUTEL, Velden, nieuwe_sleutel};
use crate::fout::Fout;
use crate::keuzes::Lijsten;
use crate::onderdelen::naam_van_actor;
use crate::opmaak::Kop;
use crate::vorm::{Context, Fouten, Vorm, samenvatting};
use crate::wie::{Ontvangst, Wie};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, get, post, web};
use maud::html;
use wijkspoor_domain::Rol;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon).service(dien_in);
}

/// The form; who submits for themselves is asked less.
fn vorm(wie: &Wie) -> Result<Vorm, Fout> {
    let vorm = Vorm::van(&wie.kader().api.app().document, "NieuwInitiatief", &[]);
    let vorm = vorm.ok_or_else(|| Probleem::storing(&"geen schema NieuwInitiatief"))?.zonder(&["werkstroom"]);
    Ok(match wie.actor.rol {
        Rol::Initiatiefnemer => vorm
            .zonder(&["plaatsgevonden", "kenmerk", "categorie", "oorsprong"])
            .met_vast("oorsprong", "bewoners"),
        _ => vorm,
    })
}

async fn pagina(wie: &Wie, velden: &Velden, probleem: Option<&Probleem>) -> Result<HttpResponse, Fout> {
    let (vorm, lijsten) = (vorm(wie)?, Lijsten::lees(wie).await?);
    let fouten = probleem.map(Fouten::van).unwrap_or_default();
    let context = Context { velden, fouten: &fouten, lijsten: &lijsten, verwijzingen: &[] };
    let status = probleem.and_then(|p| StatusCode::from_u16(p.status).ok()).unwrap_or(StatusCode::OK);
    let sleutel = velden.get(SLEUTEL).filter(|_| status == StatusCode::SERVICE_UNAVAILABLE);
    let inhoud = html! {
        p.inleiding {
            "Vertel kort wat u wilt. Meer hoeft nu niet: het team leefomgeving neemt contact op, en u kunt elke stap volgen."
        }
        @if let Some(probleem) = probleem { (samenvatting(probleem, &fouten)) }
        form.handeling method="post" action="/indienen" {
            (wie.bewijs())
            input type="hidden" name=(SLEUTEL) value=(sleutel.map_or_else(nieuwe_sleutel, str::to_owned));
            (vorm.toon(&context))
            div.knoppen { button type="submit" { "Indienen" } }
        }
    };
    Ok(wie.pagina_met(&Kop { titel: "Een initiatief indienen", status, ..Kop::default() }, inhoud))
}

#[get("/indienen")]
async fn toon(wie: Wie) -> Result<HttpResponse, Fout> {
    // A TLO member submits in its own gebied.
    let gebied = naam_van_actor(&wie.actor).filter(|_| wie.is(&[Rol::Tlo]));
    let vooraf = gebied.map(|gebied| ("gebied".to_owned(), gebied.to_owned()));
    pagina(&wie, &Velden(vooraf.into_iter().collect()), None).await
}

#[post("/indienen")]
async fn dien_in(formulier: Formulier) -> Result<HttpResponse, Fout> {
    let Formulier { wie, velden } = formulier;
    let sleutel = velden.get(SLEUTEL).map_or_else(nieuwe_sleutel, str::to_owned);
    let verzoek = vorm(&wie)?.verzoek(&velden);
    match wie.schrijf::<Ontvangst>("/v1/initiatieven", &verzoek, &sleutel, None).await {
        Ok(Ontvangst { id }) => {
            let waar = if wie.is(&[Rol::Initiatiefnemer]) { "mijn-initiatieven" } else { "initiatieven" };
            Ok(HttpResponse::SeeOther()
                .insert_header((header::LOCATION, format!("/{waar}/{id}?klaar=ingediend")))
                .finish())
        }
        Err(probleem) if MEER_NODIG.contains(&probleem.status) => {
            pagina(&wie, &velden, Some(&probleem)).await
        }
        Err(probleem) => Err(probleem.into()),
    }
}
