//! Helpers of the black-box tests: the built program as a process, a database of a test's own, an HTTP client, a
//! browser, an OpenID provider.
//!
//! The tests are in `tests/zwarte_doos`, a module for each theme; its `main.rs` says which run on both databases. To add
//! one: a function that takes a [`Database`], and its name in that list.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod browser;
mod client;
mod database;
mod oidc;
pub mod ontvanger;
mod program;
mod server;
mod volger;

pub use browser::{Visit, visit};
pub use client::{Answer, Client};
pub use database::Database;
pub use oidc::Provider;
pub use program::{Output, program, run};
pub use server::Server;
pub use volger::Volger;

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up on it.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Waits for a condition, and fails when it does not come.
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < DEADLINE, "waited too long until {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A number below a bound, another one every time.
pub fn random(bound: u64) -> u64 {
    RandomState::new().hash_one(bound) % bound
}

/// A key for a request, or any other text that occurs nowhere else.
pub fn unique(what: &str) -> String {
    format!("{what}-{:016x}", random(u64::MAX))
}
