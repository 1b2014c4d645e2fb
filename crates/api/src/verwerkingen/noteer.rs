//! Records each processing before its answer goes out: what is not recorded is not shown.

use super::Verwerking;
use super::activiteit::activiteit;
use super::spoor::{Spoor, TRACEPARENT, span_id};
use crate::app::App;
use crate::problem::ApiError;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, web};
use jiff::Timestamp;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use uuid::Uuid;
use wijkspoor_domain::Actor;
use wijkspoor_store::DatabaseError;

/// The initiatives or signals that an answer shows, beside the one in the path; of what is no processing nobody asks.
#[derive(Clone, Default)]
pub struct Getoond(Option<Rc<Begonnen>>);

impl Getoond {
    /// It shows these, too.
    pub fn ook<'a>(&self, ids: impl IntoIterator<Item = &'a str>) {
        if let Some(begonnen) = &self.0 {
            begonnen.getoond.borrow_mut().extend(ids.into_iter().map(str::to_owned));
        }
    }

    /// A part of a long answer shows these; what follows when the answer is on its way is recorded before it follows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deel<'a>(
        &self,
        app: &App,
        ids: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), DatabaseError> {
        self.ook(ids);
        let Some(begonnen) = self.0.as_ref().filter(|begonnen| begonnen.weg.get()) else { return Ok(()) };
        let objecten = begonnen.getoond.take();
        app.verwerkingen.schrijf(begonnen.verwerking(app, app.clock().now(), true, objecten)).await
    }
}

/// A processing that began: the policy let it through.
pub(crate) struct Begonnen {
    operatie: String,
    activiteit: &'static str,
    actor: String,
    rol: &'static str,
    spoor: Spoor,
    getoond: RefCell<Vec<String>>,
    /// Whether the answer is on its way.
    weg: Cell<bool>,
}

impl Begonnen {
    /// Somebody processes, when the operation is processing at all; what is shown is still to come.
    pub(crate) fn meld(
        app: &App,
        req: &HttpRequest,
        operatie: &str,
        actor: &Actor,
        van: Option<Uuid>,
    ) -> Getoond {
        let Some(activiteit) = activiteit(operatie) else { return Getoond::default() };
        let header = req.headers().get(TRACEPARENT).and_then(|waarde| waarde.to_str().ok());
        let begonnen = Rc::new(Self {
            operatie: operatie.to_owned(),
            activiteit: activiteit.code(),
            actor: actor.id.clone(),
            rol: actor.rol.code(),
            spoor: Spoor::van(header, app.ids.next()),
            getoond: RefCell::new(van.iter().map(Uuid::to_string).collect()),
            weg: Cell::new(false),
        });
        req.extensions_mut().insert(begonnen.clone());
        Getoond(Some(begonnen))
    }

    fn verwerking(&self, app: &App, begin: Timestamp, gelukt: bool, objecten: Vec<String>) -> Verwerking {
        Verwerking {
            nummer: 0,
            trace_id: self.spoor.trace_id.clone(),
            span_id: span_id(app.ids.next()),
            parent_span_id: self.spoor.parent_span_id.clone(),
            operatie: self.operatie.clone(),
            activiteit: self.activiteit.to_owned(),
            gelukt,
            begin,
            eind: app.clock().now(),
            actor: self.actor.clone(),
            rol: self.rol.to_owned(),
            objecten,
        }
    }
}

/// Lets a request through, and records what it processed.
pub(crate) async fn noteer(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let Some(app) = req.app_data::<web::Data<App>>().cloned() else {
        return Ok(next.call(req).await?.map_into_left_body());
    };
    let begin = app.clock().now();
    let answer = next.call(req).await?;
    let Some(begonnen) = answer.request().extensions_mut().remove::<Rc<Begonnen>>() else {
        return Ok(answer.map_into_left_body());
    };
    // What is new says where it stands.
    let nieuw = answer.headers().get(header::LOCATION).and_then(|waarde| waarde.to_str().ok());
    let mut objecten = begonnen.getoond.take();
    if objecten.is_empty() {
        objecten.extend(nieuw.and_then(in_adres));
    }
    begonnen.weg.set(true);
    let verwerking = begonnen.verwerking(&app, begin, answer.status().as_u16() < 400, objecten);
    let leest = *answer.request().method() == Method::GET;
    match app.verwerkingen.schrijf(verwerking).await {
        Ok(()) => Ok(answer.map_into_left_body()),
        Err(error) if leest => {
            let (req, _) = answer.into_parts();
            Ok(ServiceResponse::from_err(ApiError::from(error), req).map_into_right_body())
        }
        // It took effect, and the log of events tells of it with who did it; an error would say that it did not.
        Err(error) => {
            tracing::error!(%error, "een verwerking staat niet in het logboek, wel in het log van gebeurtenissen");
            Ok(answer.map_into_left_body())
        }
    }
}

/// The id in the address of something.
fn in_adres(adres: &str) -> Option<String> {
    adres.split('/').find(|deel| deel.len() == 36 && Uuid::try_parse(deel).is_ok()).map(str::to_owned)
}
