//! What signals and wijkprogramma's have in common: their facts, written and read back.

use super::tijdlijn::{Vastgelegd, leesbaar};
use crate::app::App;
use crate::beleid::Objectsoort;
use crate::caller::mag_noemen;
use crate::feitschema::{Feitbody, Feitlijst};
use crate::ids::per_jaar;
use crate::problem::{ApiError, Soort};
use crate::request::{Body, Caller, WriteHeaders};
use crate::write::Write;
use actix_web::HttpResponse;
use serde_json::{Map, Value as Json};
use std::marker::PhantomData;
use uuid::Uuid;
use wijkspoor_domain::feit::{Feit, Feitsoort, Waarde};
use wijkspoor_domain::initiatief::Weigering;
use wijkspoor_domain::reeks::{LegVast, Reeksfeit, Reekssoort};
use wijkspoor_domain::{Actor, Recorded};
use wijkspoor_projections::Projection;
use wijkspoor_store::{CommandOf, Journal, StoredAggregate};

/// The published schemas of a kind of stream.
pub(super) trait Reeksschema: Reekssoort {
    /// The name of the schema that begins one.
    const NIEUW: &'static str;
    /// The name of the schema of what comes after.
    const FEIT: &'static str;
    /// Kinds that nobody records directly, because a process does.
    const VAN_PROCES: &'static [&'static str] = &[];
}

/// The fact that begins a stream.
pub(super) struct Begin<S>(PhantomData<S>);

impl<S: Reeksschema> Feitlijst for Begin<S> {
    const NAAM: &'static str = S::NIEUW;
    fn soorten() -> Vec<&'static Feitsoort> {
        S::SOORTEN.iter().take(1).collect()
    }
}

/// What comes after.
pub(super) struct Vervolg<S>(PhantomData<S>);

impl<S: Reeksschema> Feitlijst for Vervolg<S> {
    const NAAM: &'static str = S::FEIT;
    fn soorten() -> Vec<&'static Feitsoort> {
        S::SOORTEN.iter().skip(1).filter(|soort| !S::VAN_PROCES.contains(&soort.code)).collect()
    }
}

/// The id of a stream of which an area has one a year, from a body that fits its schema.
pub(super) fn id_per_jaar<S: Reekssoort>(velden: &Map<String, Json>) -> Uuid {
    let gebied = velden.get("gebied").and_then(Json::as_str).unwrap_or_default();
    per_jaar::<S>(gebied, velden.get("jaar").and_then(Json::as_i64).unwrap_or_default())
}

/// The facts of one stream that are shown with it; more than any real one has.
const FEITEN: i64 = 500;

/// Records a fact in a stream.
pub(super) async fn leg_vast<P, L: Feitlijst>(
    app: &App,
    journal: &Journal<P>,
    (caller, headers): (Caller, WriteHeaders),
    id: Uuid,
    body: Body<Feitbody<L>>,
    place: &str,
) -> Result<HttpResponse, ApiError>
where
    P: Projection<Aggregate: StoredAggregate<Error = Weigering>>,
    CommandOf<P>: From<LegVast>,
{
    let (feit, plaatsgevonden) = body.value.feit(&*app.ids)?;
    controleer_verwijzingen(app, &caller.0, &feit).await?;
    let write = Write { app, actor: caller.0, headers, fingerprint: body.fingerprint };
    let command = |context| LegVast { context, feit }.into();
    write.execute_in(journal, id, command, plaatsgevonden.as_ref(), place).await
}

/// What a fact refers to must be there for who records it; another stream cannot be seen by the rules.
pub(super) async fn controleer_verwijzingen(app: &App, actor: &Actor, feit: &Feit) -> Result<(), ApiError> {
    for (veld, waarde) in &feit.velden {
        let Waarde::Verwijzing(id) = waarde else { continue };
        let gevonden = match (*veld, feit.soort.code) {
            ("met", "signaal_gebundeld") => {
                mag_noemen(app, actor, "legSignaalfeitVast", Objectsoort::Signaal, *id).await?
                    && app.journals.signalen.load(*id).await?.is_some()
            }
            ("initiatief" | "met", _) => {
                mag_noemen(app, actor, "legFeitVast", Objectsoort::Initiatief, *id).await?
                    && app.journal().load(*id).await?.is_some()
            }
            _ => true,
        };
        if !gevonden {
            return Err(weigert("verwijst-naar-niets", format!("{veld} {id} bestaat niet")));
        }
    }
    Ok(())
}

/// An initiative is not tied to itself, and goes on only in one that is still running.
pub(super) async fn controleer_koppeling(
    app: &App,
    zelf: Uuid,
    met: Uuid,
    verder: bool,
) -> Result<(), ApiError> {
    if met == zelf {
        let detail = "een initiatief kan niet met zichzelf worden gekoppeld".to_owned();
        return Err(weigert("verwijst-naar-zichzelf", detail));
    }
    let ander = app.journal().load(met).await?;
    let Some(ander) = ander.as_ref().and_then(|loaded| loaded.aggregate.toestand()) else { return Ok(()) };
    let opzet = app.opzet();
    let einde = opzet.werkstromen.zoek(&ander.werkstroom).is_some_and(|w| w.is_einde(&ander.status));
    match verder && einde {
        true => {
            Err(weigert("verwijst-naar-beeindigd", format!("initiatief {met} is zelf al {}", ander.status)))
        }
        false => Ok(()),
    }
}

/// A rule that looks beyond one stream refuses.
fn weigert(regel: &str, detail: String) -> ApiError {
    let mut error = ApiError::new(Soort::RegelWeigert, detail);
    error.0.regel = Some(regel.to_owned());
    error
}

/// The facts of a stream, in the order in which they were recorded.
pub(super) async fn feiten<S: Reekssoort>(app: &App, id: Uuid) -> Result<Vec<Vastgelegd>, ApiError> {
    let raw = app.store().read_stream(id, 0, FEITEN).await?;
    let feiten: Vec<Recorded<Reeksfeit<S>>> = app.store().decode(raw).await?;
    let vastgelegd = |feit: Recorded<Reeksfeit<S>>| Vastgelegd {
        volgnummer: feit.sequence,
        positie: feit.position,
        soort: feit.event.feit.soort.code.to_owned(),
        plaatsgevonden: feit.metadata.plaatsgevonden.into(),
        vastgelegd_op: feit.recorded_at.to_string(),
        actor: feit.metadata.actor.id,
        rol: feit.metadata.actor.rol.code().to_owned(),
        gegevens: leesbaar(feit.event.feit.inhoud()),
    };
    Ok(feiten.into_iter().map(vastgelegd).collect())
}

/// There is no such stream.
pub(super) fn niet_gevonden(naam: &str, id: Uuid) -> ApiError {
    ApiError::bestaat_niet(naam, id)
}
