//! What every projection is.

use crate::row::{Change, Table, View};
use cqrs_es::Aggregate;
use serde::{Serialize, de::DeserializeOwned};
use wijkspoor_domain::Recorded;

/// A fold from the events of one stream to changes of rows. Its own value is what it must remember between events;
/// it is kept small, because it is cached and stored in snapshots beside the aggregate.
pub trait Projection: Default + Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The aggregate whose events it follows.
    type Aggregate: Aggregate;
    /// The read models that it fills, and no other projection does.
    const TABLES: &'static [&'static Table];
    /// What reports may read of them.
    const VIEWS: &'static [&'static View] = &[];
    /// Raise it whenever the tables or the fold change: the read models are then rebuilt at start.
    const VERSION: u32;

    /// Folds one event; `before` and `after` are the aggregate around it.
    fn fold(
        &mut self,
        before: &Self::Aggregate,
        after: &Self::Aggregate,
        event: &Recorded<<Self::Aggregate as Aggregate>::Event>,
        services: &<Self::Aggregate as Aggregate>::Services,
    ) -> Vec<Change>;
}
