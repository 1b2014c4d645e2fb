//! The figures. Each says of which day it is, of how many episodes, and how many were left out because nobody knows when
//! they began or ended; each leads to the episodes behind it.
//!
//! `filter` is what all of them can be asked of, `groep` what they say of a group, `csv` the same as a table.

pub(super) mod csv;
mod episodes;
mod filter;
mod groep;
mod overleving;
mod stromen;
mod vergelijkingen;
mod wachttijden;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    wachttijden::routes(config);
    vergelijkingen::routes(config);
    overleving::routes(config);
    stromen::routes(config);
    episodes::routes(config);
}
