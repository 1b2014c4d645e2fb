//! The program: reads the command line, does what it says, and says in one line what went wrong.
//!
//! It puts the other crates together, and nothing depends on it. `cli` is what can be asked and `nederlands` its words,
//! `instellingen` the layers of settings, `bewaring` master keys, `bronnen` the definitions in files, `open` a database, `logboek` how the log is written. `serve` and `demo` run the server,
//! `casussen` replays case files, `invoer` imports spreadsheets, `genereer` makes a municipality up, `export` writes the log for process
//! mining, `toon`, `tabel` and `tijdlijn` show dossiers, `controleer` checks the log and proofs, `controle` is with which keys, `sleutel` makes them, `zegelaar` signs while the server
//! runs, `wissen` erases from the log, `beheer` is for those who run it.
//!
//! How to add …
//! - a command: a variant in `cli`, its arm in `voer_uit`, its text in docs/gebruik.md.
//! - a setting: a field of `Instellingen` and of the flags in `cli`; the environment and the file follow in `lees`.
//! - a kind of entry in case files: see `casussen`.

mod beheer;
mod bewaring;
mod bronnen;
mod casussen;
mod cli;
mod controle;
mod controleer;
mod demo;
mod demomap;
mod export;
mod genereer;
mod instellingen;
mod invoer;
mod inzage;
mod logboek;
mod nederlands;
mod open;
mod serve;
mod sleutel;
mod tabel;
mod tijdlijn;
mod toon;
mod uitvoer;
mod voorbeeld;
mod wissen;
mod zegelaar;

use cli::{Cli, Command, Projecties};
use nederlands::Uitweg;
use std::io::Write;
use std::process::ExitCode;
use wijkspoor_api::reads::dossiers::Filter;

/// Rows and events are many small values, made on one thread and dropped on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The exit code of a command line that makes no sense.
const GEBRUIK: u8 = 2;

fn main() -> ExitCode {
    let cli = match nederlands::lees(std::env::args_os()) {
        Ok(cli) => cli,
        Err(Uitweg::Antwoord(tekst)) => return schrijf(&tekst),
        Err(Uitweg::Overzicht(tekst)) => {
            uitvoer::meld(tekst.trim_end());
            return GEBRUIK.into();
        }
        Err(Uitweg::Fout(fout)) => {
            uitvoer::meld(&format!("wijkspoor: {}", uitvoer::regel(&fout)));
            return GEBRUIK.into();
        }
    };
    if let Err(fout) = logboek::begin() {
        uitvoer::meld(&format!("wijkspoor: er is geen logboek: {}", uitvoer::regel(&fout.to_string())));
        return ExitCode::FAILURE;
    }
    match voer_uit(cli) {
        Ok(Antwoord { tekst, code }) => match schrijf(&tekst) {
            ExitCode::SUCCESS => code.into(),
            mislukt => mislukt,
        },
        Err(fout) => {
            uitvoer::meld(&format!("wijkspoor: {}", uitvoer::regel(&format!("{fout:#}"))));
            ExitCode::FAILURE
        }
    }
}

/// What a command answers, and with which exit code it ends.
struct Antwoord {
    tekst: String,
    code: u8,
}

impl From<String> for Antwoord {
    fn from(tekst: String) -> Self {
        Self { tekst, code: 0 }
    }
}

fn voer_uit(cli: Cli) -> anyhow::Result<Antwoord> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let tekst = match cli.command {
            Command::Serve(args) => serve::serve(args).await.map(|()| String::new()),
            Command::Demo(args) => demo::demo(args).await.map(|()| String::new()),
            Command::Toon { id, gegevens } => toon::toon(&gegevens, &id).await,
            Command::Lijst { status, gebied, zoek, gegevens } => {
                let filter = Filter { status, gebied, zoek, ..Filter::default() };
                toon::lijst(&gegevens, &filter).await
            }
            Command::Werkstroom(opdracht) => beheer::werkstroom(&opdracht),
            Command::Inrichting(opdracht) => beheer::inrichting(&opdracht),
            Command::Genereer(opdracht) => genereer::genereer(&opdracht).await,
            Command::Exporteer(opdracht) => export::exporteer(&opdracht).await,
            Command::Projecties(Projecties::Herbouw { gegevens }) => beheer::herbouw(&gegevens).await,
            Command::Log(opdracht) => wissen::log(&opdracht).await,
            Command::Sleutel(opdracht) => sleutel::sleutel(&opdracht),
            Command::Controleer(opdracht) => return controleer::log(&opdracht).await,
            Command::ControleerBewijs(opdracht) => return controleer::bewijs(&opdracht),
            Command::Inzage(opdracht) => inzage::inzage(&opdracht).await,
            Command::Wissingen(opdracht) => wissen::wissingen(&opdracht).await,
            Command::Openapi => beheer::openapi(),
            Command::Importeer(opdracht) => return invoer::importeer(&opdracht).await,
        };
        tekst.map(Antwoord::from)
    })
}

/// Writes the answer; a reader that went away (`| head`) is no error, a full disk is.
fn schrijf(tekst: &str) -> ExitCode {
    let mut uit = std::io::stdout().lock();
    match uit.write_all(tekst.as_bytes()).and_then(|()| uit.flush()) {
        Err(fout) if fout.kind() != std::io::ErrorKind::BrokenPipe => {
            uitvoer::meld(&format!("wijkspoor: het antwoord is niet te schrijven: {fout}"));
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
