//! The sources of time and of ids. Everything takes them from here, so that a test or a demo can replay years.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use uuid::{ContextV7, Uuid};

/// A source of time, to the microsecond.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The clock of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this adapter is the one source of real time")]
    fn now(&self) -> Timestamp {
        from_micros(Timestamp::now().as_microsecond())
    }
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_microsecond()))
    }

    /// Sets it, forward or back.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_microsecond(), Ordering::SeqCst);
    }

    /// Moves it.
    pub fn advance(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// The instant of a column; out of range, which no clock of ours gives, is the end of time.
pub(crate) fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
}

/// An id that is the same every time (RFC 9562, version 8): for what exists once, and for what is played again.
pub fn stable_id(parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// A source of ids.
pub trait IdSource: Send + Sync {
    /// A new id, later in order than those given before it.
    fn next(&self) -> Uuid;
}

/// UUIDv7 at the time of a clock.
pub struct SystemIds {
    clock: Arc<dyn Clock>,
    context: std::sync::Mutex<ContextV7>,
}

impl SystemIds {
    /// Ids at the time of `clock`.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, context: std::sync::Mutex::new(ContextV7::new()) }
    }
}

impl IdSource for SystemIds {
    fn next(&self) -> Uuid {
        let now = self.clock.now();
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, nanos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_also_while_the_clock_stands_still() {
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let ids = SystemIds::new(clock.clone());
        let mut last = ids.next();
        for i in 0..1000 {
            if i % 100 == 0 {
                clock.advance(SignedDuration::from_millis(1));
            }
            let next = ids.next();
            assert!(next > last);
            last = next;
        }
    }
}
