//! The lane: one task per open store through which every append goes. It commits all that wait in one transaction,
//! so that the more there is to do, the less each append costs.

use crate::{
    batch::{self, Known},
    clock::Clock,
    database::{Database, DatabaseError},
    log::{Append, AppendError, Appended},
};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// The most appends in one transaction.
const BATCH: usize = 256;
/// The most appends that wait; who comes later waits to wait.
const WAITING: usize = 1024;

type Outcome = Result<Appended, AppendError>;

struct Job {
    append: Append,
    answer: oneshot::Sender<Outcome>,
}

/// The way into the lane.
pub(crate) struct Lane(mpsc::Sender<Job>);

impl Lane {
    /// Starts the task. It ends when the lane is dropped and everything that waited has been answered.
    pub(crate) fn start(database: Arc<dyn Database>, clock: Arc<dyn Clock>) -> Self {
        let (sender, mut jobs) = mpsc::channel::<Job>(WAITING);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(BATCH);
            while jobs.recv_many(&mut waiting, BATCH).await > 0 {
                commit_all(&*database, &*clock, std::mem::take(&mut waiting)).await;
            }
        });
        Self(sender)
    }

    /// Appends, and waits for the commit.
    pub(crate) async fn append(&self, append: Append) -> Outcome {
        let stopped = || AppendError::Database(DatabaseError::Other("het log is gesloten".to_owned()));
        let (answer, outcome) = oneshot::channel();
        self.0.send(Job { append, answer }).await.map_err(|_| stopped())?;
        outcome.await.map_err(|_| stopped())?
    }
}

async fn commit_all(database: &dyn Database, clock: &dyn Clock, jobs: Vec<Job>) {
    let appends: Vec<&Append> = jobs.iter().map(|job| &job.append).collect();
    let outcomes = match commit(database, clock, &appends).await {
        Ok(outcomes) => outcomes,
        // One append with which the database cannot live must not drag the others along.
        Err(DatabaseError::Other(_)) if appends.len() > 1 => {
            let mut outcomes = Vec::with_capacity(appends.len());
            for append in &appends {
                outcomes.push(match commit(database, clock, &[append]).await {
                    Ok(outcome) => outcome.into_iter().next().unwrap_or_else(|| Err(lost())),
                    Err(e) => Err(e.into()),
                });
            }
            outcomes
        }
        Err(e) => appends.iter().map(|_| Err(e.clone().into())).collect(),
    };
    for (job, outcome) in jobs.into_iter().zip(outcomes) {
        // Nobody waits any more when a client has gone; the effect stands.
        let _ = job.answer.send(outcome);
    }
}

fn lost() -> AppendError {
    DatabaseError::Other("geen uitkomst".to_owned()).into()
}

async fn commit(
    database: &dyn Database,
    clock: &dyn Clock,
    appends: &[&Append],
) -> Result<Vec<Outcome>, DatabaseError> {
    let (transaction, rows) = database.begin(batch::reads(appends)).await?;
    let decided = batch::decide(appends, Known::read(&rows)?, clock.now());
    if decided.statements.is_empty() {
        transaction.rollback().await?;
    } else {
        transaction.commit(decided.statements, decided.position).await?;
    }
    Ok(decided.outcomes)
}
