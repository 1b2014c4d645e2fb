//! Ids that follow from what they name.

use uuid::Uuid;
use wijkspoor_domain::reeks::Reekssoort;
use wijkspoor_projections::vouw;
use wijkspoor_store::stable_id;

/// The id of a stream of which an area has one a year: the same area and year give the same id, however the name is
/// written.
pub fn per_jaar<S: Reekssoort>(gebied: &str, jaar: i64) -> Uuid {
    stable_id(&[S::TYPE, &vouw(gebied.trim()), &jaar.to_string()])
}
