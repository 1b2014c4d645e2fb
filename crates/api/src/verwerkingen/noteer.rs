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
use std::cell::RefCell;
use std::rc::Rc;
use uuid::Uuid;
use wijkspoor_domain::Actor;

/// The initiatives or signals that an answer shows, beside the one in the path.
#[derive(Debug, Clone, Default)]
pub struct Getoond(Rc<RefCell<Vec<String>>>);

impl Getoond {
    /// It shows these, too.
    pub fn ook<'a>(&self, ids: impl IntoIterator<Item = &'a str>) {
        self.0.borrow_mut().extend(ids.into_iter().map(str::to_owned));
    }
}

/// A processing that began: the policy let it through.
pub(crate) struct Begonnen {
    operatie: String,
    activiteit: &'static str,
    actor: String,
    rol: &'static str,
    getoond: Getoond,
}

impl Begonnen {
    /// Somebody processes, when the operation is processing at all; what is shown is still to come.
    pub(crate) fn meld(req: &HttpRequest, operatie: &str, actor: &Actor, van: Option<Uuid>) -> Getoond {
        let getoond = Getoond::default();
        if let Some(activiteit) = activiteit(operatie) {
            getoond.0.borrow_mut().extend(van.map(|id| id.to_string()));
            req.extensions_mut().insert(Self {
                operatie: operatie.to_owned(),
                activiteit: activiteit.code(),
                actor: actor.id.clone(),
                rol: actor.rol.code(),
                getoond: getoond.clone(),
            });
        }
        getoond
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
    let Some(begonnen) = answer.request().extensions_mut().remove::<Begonnen>() else {
        return Ok(answer.map_into_left_body());
    };
    let header = answer.request().headers().get(TRACEPARENT).and_then(|waarde| waarde.to_str().ok());
    let spoor = Spoor::van(header, app.ids.next());
    // What is new says where it stands.
    let nieuw = answer.headers().get(header::LOCATION).and_then(|waarde| waarde.to_str().ok());
    let mut objecten = begonnen.getoond.0.take();
    if objecten.is_empty() {
        objecten.extend(nieuw.and_then(in_adres));
    }
    let verwerking = Verwerking {
        nummer: 0,
        trace_id: spoor.trace_id,
        span_id: span_id(app.ids.next()),
        parent_span_id: spoor.parent_span_id,
        operatie: begonnen.operatie,
        activiteit: begonnen.activiteit.to_owned(),
        gelukt: answer.status().as_u16() < 400,
        begin,
        eind: app.clock().now(),
        actor: begonnen.actor,
        rol: begonnen.rol.to_owned(),
        objecten,
    };
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
