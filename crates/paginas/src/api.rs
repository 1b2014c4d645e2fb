//! The pages as a client of the API: the same requests as any other client makes, without a connection between them. So
//! policy, checks, problems, `If-Match` and `Idempotency-Key` are those of the API, and no page can do more than it.

use actix_http::Request;
use actix_service::{IntoServiceFactory, Service, ServiceExt, ServiceFactory, boxed};
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{AppConfig, ServiceResponse};
use actix_web::http::{Method, StatusCode, Uri, header};
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use tokio::sync::OnceCell;
use wijkspoor_api::identity::ROL_HEADER;
use wijkspoor_api::{App, Identity, Refusal};
use wijkspoor_domain::Actor;

type Dienst = boxed::BoxService<Request, ServiceResponse<BoxBody>, actix_web::Error>;

/// The API, within this thread: services of actix stay where they were made.
pub struct Api {
    app: web::Data<App>,
    dienst: OnceCell<Dienst>,
}

/// A request to the API.
#[derive(Default)]
pub struct Verzoek<'a> {
    /// The path with its query, from `/v1` on.
    pub pad: &'a str,
    /// Who asks.
    pub token: Option<&'a str>,
    /// In which of their roles.
    pub rol: Option<&'a str>,
    /// What to write; without it this reads.
    pub inhoud: Option<&'a Json>,
    /// Makes a repeated write harmless.
    pub sleutel: Option<&'a str>,
    /// The version that was seen.
    pub versie: Option<i64>,
    /// The type of the answer, when it is not JSON.
    pub soort: Option<&'a str>,
}

/// What the API says is wrong (RFC 9457).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Probleem {
    /// The kind in words.
    pub title: String,
    /// The status of HTTP.
    pub status: u16,
    /// What is wrong.
    #[serde(default)]
    pub detail: String,
    /// The parts at fault.
    #[serde(default)]
    pub invalid_params: Vec<OngeldigGegeven>,
}

/// A part at fault.
#[derive(Debug, Clone, Deserialize)]
pub struct OngeldigGegeven {
    /// Which: a JSON pointer, or the name of a parameter.
    pub name: String,
    /// The kind of fault.
    #[serde(default)]
    pub code: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Probleem {
    /// Something that goes wrong on our side.
    pub fn storing(oorzaak: &dyn std::fmt::Display) -> Self {
        tracing::error!(%oorzaak, "storing in een pagina");
        Self {
            title: "Storing".to_owned(),
            status: 500,
            detail: "Er ging iets mis aan onze kant. Probeer het later opnieuw.".to_owned(),
            ..Self::default()
        }
    }

    /// There is nothing here.
    pub fn niet_gevonden(detail: &str) -> Self {
        Self { title: "Niet gevonden".to_owned(), status: 404, detail: detail.to_owned(), ..Self::default() }
    }

    /// Who asks may not do this.
    pub fn geweigerd(detail: &str) -> Self {
        let (title, detail) = ("Niet toegestaan".to_owned(), detail.to_owned());
        Self { title, status: 403, detail, ..Self::default() }
    }
}

impl Api {
    /// The API of this state.
    pub fn new(app: web::Data<App>) -> Self {
        Self { app, dienst: OnceCell::new() }
    }

    /// The state of the API, for what is public in the process: its settings and its document.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Who has this token.
    ///
    /// # Errors
    /// When it is not accepted.
    pub async fn wie(&self, token: &str, rol: Option<&str>) -> Result<Identity, Refusal> {
        self.app.identities.identify(wijkspoor_api::Credentials { token: Some(token), rol }).await
    }

    /// Everything as which the bearer of this token may act.
    ///
    /// # Errors
    /// When it is not accepted.
    pub async fn keuzes(&self, token: &str) -> Result<Vec<Actor>, Refusal> {
        self.app.identities.choices(token).await
    }

    async fn dienst(&self) -> Result<&Dienst, Probleem> {
        let maak = || async {
            let app = actix_web::App::new().app_data(self.app.clone()).configure(wijkspoor_api::configure);
            let fabriek = app.into_factory();
            let dienst = fabriek.new_service(AppConfig::default()).await;
            let dienst = dienst.map_err(|()| Probleem::storing(&"de API is niet op te bouwen"))?;
            Ok(boxed::service(dienst.map(ServiceResponse::map_into_boxed_body)))
        };
        self.dienst.get_or_try_init(maak).await
    }

    /// Asks, and gives the answer as it is, whatever its status.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub async fn antwoord(&self, verzoek: &Verzoek<'_>) -> Result<HttpResponse, Probleem> {
        let uri: Uri = verzoek.pad.parse().map_err(|_| Probleem::niet_gevonden("Dit adres bestaat niet."))?;
        let inhoud = verzoek.inhoud.map(Json::to_string);
        let mut request = Request::with_payload(inhoud.map(web::Bytes::from).unwrap_or_default().into());
        let head = request.head_mut();
        // A head is used again after another request, and keeps the address of who sent that one.
        head.peer_addr = None;
        head.uri = uri;
        head.method = if verzoek.inhoud.is_some() { Method::POST } else { Method::GET };
        let mut zet = |naam: &str, waarde: &str| -> Result<(), Probleem> {
            let naam = header::HeaderName::try_from(naam).map_err(|fout| Probleem::storing(&fout))?;
            let waarde = header::HeaderValue::try_from(waarde).map_err(|fout| Probleem::storing(&fout))?;
            head.headers.insert(naam, waarde);
            Ok(())
        };
        if let Some(token) = verzoek.token {
            zet("authorization", &format!("Bearer {token}"))?;
        }
        if let Some(rol) = verzoek.rol {
            zet(ROL_HEADER, rol)?;
        }
        if let Some(sleutel) = verzoek.sleutel {
            zet("idempotency-key", sleutel)?;
        }
        if let Some(versie) = verzoek.versie {
            zet("if-match", &format!("\"{versie}\""))?;
        }
        if let Some(soort) = verzoek.soort {
            zet("accept", soort)?;
        }
        if verzoek.inhoud.is_some() {
            zet("content-type", "application/json")?;
        }
        match self.dienst().await?.call(request).await {
            Ok(antwoord) => Ok(antwoord.into_parts().1),
            Err(fout) => Ok(fout.error_response()),
        }
    }

    /// Asks, and reads the answer.
    ///
    /// # Errors
    /// What the API says is wrong.
    pub async fn json<T: DeserializeOwned>(&self, verzoek: &Verzoek<'_>) -> Result<T, Probleem> {
        let (status, bytes) = self.bytes(verzoek).await?;
        if status.is_success() {
            return serde_json::from_slice(&bytes)
                .map_err(|fout| Probleem::storing(&format!("{}: onverwacht antwoord: {fout}", verzoek.pad)));
        }
        Err(probleem(status, &bytes))
    }

    async fn bytes(&self, verzoek: &Verzoek<'_>) -> Result<(StatusCode, web::Bytes), Probleem> {
        let antwoord = self.antwoord(verzoek).await?;
        let status = antwoord.status();
        let bytes = to_bytes(antwoord.into_body().boxed()).await.map_err(|fout| Probleem::storing(&fout))?;
        Ok((status, bytes))
    }
}

fn probleem(status: StatusCode, bytes: &[u8]) -> Probleem {
    serde_json::from_slice(bytes).unwrap_or_else(|_| Probleem {
        title: "Storing".to_owned(),
        status: status.as_u16(),
        detail: "Wijkspoor gaf een antwoord dat deze pagina niet begrijpt.".to_owned(),
        ..Probleem::default()
    })
}
