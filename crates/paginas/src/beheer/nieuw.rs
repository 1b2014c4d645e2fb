//! Making a connection and changing its key: both end with a secret that is shown once.

use crate::api::Probleem;
use crate::formulier::{Formulier, MEER_NODIG, SLEUTEL, Velden, nieuwe_sleutel};
use crate::fout::Fout;
use crate::keuzes::Lijsten;
use crate::onderdelen::{Toon, bericht, in_adres};
use crate::opmaak::Kop;
use crate::vorm::{Context, Fouten, Soort, Vorm, samenvatting};
use crate::wie::Wie;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, post, web};
use maud::html;
use serde::Deserialize;
use wijkspoor_domain::Rol;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon).service(maak).service(toon_sleutel).service(wissel);
}

/// A form that ends with a secret.
struct Opzet<'a> {
    titel: &'a str,
    schema: &'a str,
    inleiding: &'a str,
    knop: &'a str,
    /// Where the form goes, and where the page of the whole is.
    pad: &'a str,
    kruimels: &'a [(&'a str, &'a str)],
}

const BEHEER: (&str, &str) = ("/beheer", "Beheer");

const MAKEN: Opzet<'static> = Opzet {
    titel: "Een koppeling maken",
    schema: "NieuwAbonnement",
    inleiding: "Een ander systeem krijgt bericht van wat er gebeurt. Eerst vraagt Wijkspoor aan dat systeem of het dat wil; daarna begint het bezorgen.",
    knop: "Koppeling maken",
    pad: "/beheer/koppelingen/nieuw",
    kruimels: &[BEHEER],
};

impl Opzet<'_> {
    fn vorm(&self, wie: &Wie) -> Result<Vorm, Fout> {
        // Who may do it is decided by the API; a form that will be refused is not shown.
        if !wie.is(&[Rol::Beheerder]) {
            return Err(Probleem::geweigerd("Koppelingen beheert een beheerder.").into());
        }
        let vorm = Vorm::van(&wie.kader().api.app().document, self.schema, &[]);
        let mut vorm = vorm.ok_or_else(|| Probleem::storing(&format!("geen schema {}", self.schema)))?;
        // An address stands on one line, however long it may be.
        for adres in vorm.velden.iter_mut().filter(|veld| veld.naam == "adres") {
            adres.soort = Soort::Regel;
        }
        Ok(vorm)
    }

    async fn pagina(
        &self,
        wie: &Wie,
        velden: &Velden,
        probleem: Option<&Probleem>,
    ) -> Result<HttpResponse, Fout> {
        let (vorm, lijsten) = (self.vorm(wie)?, Lijsten::lees(wie).await?);
        let fouten = probleem.map(Fouten::van).unwrap_or_default();
        let verwijzingen = [("soorten", soorten(wie))];
        let context = Context { velden, fouten: &fouten, lijsten: &lijsten, verwijzingen: &verwijzingen };
        let status = probleem.and_then(|p| StatusCode::from_u16(p.status).ok()).unwrap_or(StatusCode::OK);
        let sleutel = velden.get(SLEUTEL).filter(|_| status == StatusCode::SERVICE_UNAVAILABLE);
        let inhoud = html! {
            p.inleiding { (self.inleiding) }
            @if let Some(probleem) = probleem { (samenvatting(probleem, &fouten)) }
            form.handeling method="post" action=(self.pad) {
                (wie.bewijs())
                input type="hidden" name=(SLEUTEL) value=(sleutel.map_or_else(nieuwe_sleutel, str::to_owned));
                (vorm.toon(&context))
                div.knoppen { button type="submit" { (self.knop) } }
            }
        };
        let kop = Kop { titel: self.titel, kruimels: self.kruimels, status, ..Kop::default() };
        Ok(wie.pagina_met(&kop, inhoud))
    }

    /// Has the API do it, and shows the secret: not after a redirect, so that it stands at no address.
    async fn doe(&self, formulier: Formulier, api: &str) -> Result<HttpResponse, Fout> {
        let Formulier { wie, velden } = formulier;
        let sleutel = velden.get(SLEUTEL).map_or_else(nieuwe_sleutel, str::to_owned);
        let verzoek = self.vorm(&wie)?.verzoek(&velden);
        match wie.schrijf::<MetGeheim>(api, &verzoek, &sleutel, None).await {
            Ok(gemaakt) => Ok(geheim(&wie, &gemaakt)),
            Err(probleem) if MEER_NODIG.contains(&probleem.status) => {
                self.pagina(&wie, &velden, Some(&probleem)).await
            }
            Err(probleem) => Err(probleem.into()),
        }
    }
}

/// What one can be told of, as the document has it, in words.
fn soorten(wie: &Wie) -> Vec<(String, String)> {
    let schema = &wie.kader().api.app().document["components"]["schemas"]["NieuwAbonnement"];
    let codes = schema["properties"]["soorten"]["items"]["enum"].as_array().into_iter().flatten();
    let codes = codes.filter_map(|code| code.as_str());
    let mut soorten: Vec<_> =
        codes.map(|code| (code.to_owned(), crate::dossier::woorden::wat(code))).collect();
    soorten.sort_by(|(_, a), (_, b)| a.cmp(b));
    soorten
}

#[derive(Deserialize)]
struct MetGeheim {
    id: String,
    naam: String,
    geheim: String,
}

fn geheim(wie: &Wie, gemaakt: &MetGeheim) -> HttpResponse {
    let inhoud = html! {
        (bericht(Toon::Goed, &html! { p { "Gedaan. Bewaar het geheim hieronder: u ziet het maar één keer." } }))
        section aria-labelledby="geheim" {
            h2 #geheim { "Het geheim van " (gemaakt.naam) }
            p.geheim { code { (gemaakt.geheim) } }
            p { "Geef het aan de beheerder van het andere systeem, langs een veilige weg. Daarmee controleert dat systeem dat een bericht echt van Wijkspoor komt." }
            p { "Bent u het kwijt? Maak dan een nieuwe sleutel." }
        }
        p { a.knop href={ "/beheer/koppelingen/" (gemaakt.id) } { "Ik heb het bewaard" } }
    };
    wie.pagina_met(&Kop { titel: "Bewaar dit geheim", kruimels: &[BEHEER], ..Kop::default() }, inhoud)
}

#[get("/beheer/koppelingen/nieuw")]
async fn toon(wie: Wie) -> Result<HttpResponse, Fout> {
    MAKEN.pagina(&wie, &Velden::default(), None).await
}

#[post("/beheer/koppelingen/nieuw")]
async fn maak(formulier: Formulier) -> Result<HttpResponse, Fout> {
    MAKEN.doe(formulier, "/v1/abonnementen").await
}

/// The form for a new key of one connection.
fn sleutel<'a>(pad: &'a str, kruimels: &'a [(&'a str, &'a str)]) -> Opzet<'a> {
    Opzet {
        titel: "Een nieuwe sleutel",
        schema: "NieuweSleutel",
        inleiding: "Met de sleutel ondertekent Wijkspoor zijn berichten. Een tijdje staan er twee handtekeningen bij elk bericht: van de oude en van de nieuwe sleutel.",
        knop: "Sleutel vernieuwen",
        pad,
        kruimels,
    }
}

#[get("/beheer/koppelingen/{id}/sleutel")]
async fn toon_sleutel(wie: Wie, id: web::Path<String>) -> Result<HttpResponse, Fout> {
    let terug = format!("/beheer/koppelingen/{}", in_adres(&id));
    let vooraf = Velden(vec![("samenUren".to_owned(), "24".to_owned())]);
    sleutel(&format!("{terug}/sleutel"), &[BEHEER, (&terug, "Koppeling")]).pagina(&wie, &vooraf, None).await
}

#[post("/beheer/koppelingen/{id}/sleutel")]
async fn wissel(formulier: Formulier, id: web::Path<String>) -> Result<HttpResponse, Fout> {
    let id = in_adres(&id);
    let terug = format!("/beheer/koppelingen/{id}");
    let opzet = format!("{terug}/sleutel");
    let kruimels = [BEHEER, (terug.as_str(), "Koppeling")];
    sleutel(&opzet, &kruimels).doe(formulier, &format!("/v1/abonnementen/{id}/sleutels")).await
}
