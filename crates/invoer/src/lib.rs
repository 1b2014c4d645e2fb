//! Import: the rows of a spreadsheet as checked steps of initiatives. No IO: bytes in, verdicts out.
//!
//! `tabel` is a sheet of cells, read by `komma` (CSV) and `blad` (XLSX). `kop` finds the columns, `stap` knows the steps and
//! the columns of each, `datum` and `waarde` read a cell, `regel` a row. `keten` decides the rows of one initiative one after the
//! other, as if each had been asked when it happened, with `handeling` and
//! `overgang` for what is asked and `waarom` for what is refused;
//! `eerder` holds them against what was imported before. `verslag` is the report, `naslag` the part of
//! docs/invoer.md that is written from here. docs/invoer.md describes the file.
//!
//! How to add …
//! - a step: an entry in `stap`, and its arm in `handeling`. A kind of fact needs nothing: its columns are its fields.
//! - another way to write a date: `datum`.
//! - another kind of file: a reader beside `komma` and `blad` that makes a [`Tabel`].

mod blad;
mod datum;
mod eerder;
mod groep;
mod handeling;
mod keten;
mod komma;
mod kop;
mod lijkt;
mod melding;
mod naslag;
mod overgang;
mod regel;
mod stap;
mod tabel;
mod verslag;
mod waarde;
mod waarom;

pub use eerder::{Eerder, Ingevoerd};
pub use groep::{Bestand, Groep, groepeer};
pub use keten::{Gezet, Invoer, Oordeel, Uitkomst};
pub use melding::{Ernst, Melding};
pub use naslag::naslag;
pub use tabel::{Cel, Rij, Tabel, Tabelfout};
pub use verslag::Verslag;
