//! The read models: which version of the program filled them, and up to where in the log they are true.

use super::Actualiteit;
use crate::app::App;
use crate::problem::ApiError;
use crate::request::Caller;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_projections::{Budgetspoor, Programmaspoor, Signaalspoor, Spoor, Vernietigingsspoor};
use wijkspoor_store::{Head, ReadModels};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// De leesmodellen, en het einde van het log.
#[derive(Debug, Serialize, ToSchema)]
struct Leesmodellen {
    /// Per soort stroom wat eruit is afgeleid.
    #[schema(max_items = 100)]
    leesmodellen: Vec<Leesmodel>,
    /// Het einde van het log.
    actualiteit: Actualiteit,
}

/// De tabellen die uit één soort stroom zijn afgeleid.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Leesmodel {
    /// De soort stroom.
    #[schema(max_length = 60)]
    naam: String,
    /// Hoe het leesmodel ervoor staat.
    stand: Stand,
    /// De versie waarmee het is gevuld; 0 als het niet meer uit het log volgt en opnieuw wordt gemaakt.
    #[schema(minimum = 0)]
    versie: i64,
    /// De versie die dit programma kent.
    #[schema(minimum = 1)]
    versie_programma: i64,
    /// Hoe vaak het is gemaakt, de eerste keer meegeteld.
    #[schema(minimum = 1)]
    keren_gemaakt: i64,
    /// De tabellen.
    #[schema(max_items = 1000)]
    tabellen: Vec<String>,
    /// Tot en met welke gebeurtenis het klopt, als dat bekend is.
    #[serde(skip_serializing_if = "Option::is_none")]
    actualiteit: Option<Actualiteit>,
}

/// Hoe een leesmodel ervoor staat: `bijgewerkt` (gevuld in dezelfde transactie als het log), `verouderd` (wordt bij het
/// volgende starten opnieuw gemaakt) of `nieuwer` (een nieuwer programma vulde het; dit schrijft niet meer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Stand {
    Bijgewerkt,
    Verouderd,
    Nieuwer,
}

/// What is written with another version of a projection is refused, so the rows are those of all events, or it is not known
/// of which.
fn beeld(model: ReadModels, bekend: &[(&str, i64)], head: Head) -> Leesmodel {
    let versie_programma = bekend.iter().find(|(naam, _)| *naam == model.name).map_or(0, |(_, v)| *v);
    let stand = match model.version.cmp(&versie_programma) {
        std::cmp::Ordering::Less => Stand::Verouderd,
        std::cmp::Ordering::Equal => Stand::Bijgewerkt,
        std::cmp::Ordering::Greater => Stand::Nieuwer,
    };
    Leesmodel {
        naam: model.name,
        stand,
        versie: model.version,
        versie_programma,
        keren_gemaakt: model.generation,
        tabellen: model.tables,
        actualiteit: (stand == Stand::Bijgewerkt).then(|| head.into()),
    }
}

/// Lees hoe actueel de leesmodellen zijn
///
/// Van alles wat uit het log is afgeleid: met welke versie het is gevuld en tot welke gebeurtenis het klopt, naast het einde van het log.
#[utoipa::path(operation_id = "leesLeesmodellen", tag = "Systeem",
    responses((status = 200, description = "De leesmodellen", body = Leesmodellen)))]
#[get("/leesmodellen")]
async fn lees(app: web::Data<App>, _: Caller) -> Result<HttpResponse, ApiError> {
    let bekend = [
        ReadModels::known::<Spoor>(),
        ReadModels::known::<Signaalspoor>(),
        ReadModels::known::<Programmaspoor>(),
        ReadModels::known::<Budgetspoor>(),
        ReadModels::known::<Vernietigingsspoor>(),
    ];
    let (modellen, head) = app.store().read_models().await?;
    let leesmodellen = modellen.into_iter().map(|model| beeld(model, &bekend, head)).collect();
    Ok(HttpResponse::Ok().json(Leesmodellen { leesmodellen, actualiteit: head.into() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_this_program_fills_is_known_to_be_true() {
        let head = Head { position: 7, recorded_at: jiff::Timestamp::UNIX_EPOCH };
        let van = |version| {
            let model = ReadModels { name: "budget".into(), version, generation: 2, tables: vec![] };
            let Leesmodel { stand, actualiteit, .. } = beeld(model, &[("budget", 3)], head);
            (stand, actualiteit.is_some())
        };
        assert_eq!(van(3), (Stand::Bijgewerkt, true));
        assert_eq!(van(0), (Stand::Verouderd, false));
        assert_eq!(van(4), (Stand::Nieuwer, false));
    }
}
