//! The read models: events folded into rows, in memory.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests, too")]

#[expect(dead_code, reason = "the builders serve the rules of the domain first")]
#[path = "../../../domain/tests/common/mod.rs"]
mod common;
#[path = "../../../domain/tests/common/feit.rs"]
mod feit;
#[path = "../../../domain/tests/common/willekeur.rs"]
mod willekeur;

mod tabellen;
mod verhaal;
mod wekker;

mod dossier;
mod eigenschappen;
mod episodes;
mod episodesoorten;
mod opdrachten_en_besluiten;
