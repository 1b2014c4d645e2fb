//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Wijkspoor volgt initiatieven uit de wijk door de gemeente: waar ze zijn, wie aan zet is, en wat stagneert.
#[derive(Debug, Parser)]
#[command(
    name = "wijkspoor",
    version,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
#[command(after_help = "Voorbeelden:\n  \
    wijkspoor demo                          echte casussen naspelen en bekijken\n  \
    wijkspoor serve --data-dir ./gegevens   een server op SQLite\n  \
    wijkspoor serve --database postgres://wijkspoor@localhost/wijkspoor\n  \
    wijkspoor lijst --status in_uitvoering\n  \
    wijkspoor werkstroom teken mijn.toml --uit mijn.svg")]
pub struct Cli {
    /// Wat te doen.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start de server
    Serve(Serve),
    /// Speel echte casussen na in een verse database, en start de server
    Demo(Demo),
    /// Toon een initiatief met zijn tijdlijn
    Toon {
        /// Het id, het begin van het id, of het kenmerk
        id: String,
        /// Waar de gegevens staan
        #[command(flatten)]
        gegevens: Gegevens,
    },
    /// Toon de initiatieven, met wie aan zet is
    Lijst {
        /// Alleen met deze status
        #[arg(long)]
        status: Option<String>,
        /// Alleen in dit gebied
        #[arg(long)]
        gebied: Option<String>,
        /// Woorden die voorkomen in titel, gebied, wijk, thema of kenmerk
        #[arg(long)]
        zoek: Option<String>,
        /// Waar de gegevens staan
        #[command(flatten)]
        gegevens: Gegevens,
    },
    /// Werkstromen controleren en tekenen
    #[command(subcommand)]
    Werkstroom(Werkstroom),
    /// Leesmodellen beheren
    #[command(subcommand)]
    Projecties(Projecties),
    /// Schrijf het OpenAPI-document naar standaarduitvoer
    Openapi,
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct Gegevens {
    /// De map met de SQLite-database [standaard: ./wijkspoor-data]
    #[arg(long, value_name = "MAP", env = "WIJKSPOOR_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// De database in plaats daarvan: postgres://… of een SQLite-bestand
    #[arg(long, value_name = "URL", env = "WIJKSPOOR_DATABASE")]
    pub database: Option<String>,
    /// Een configuratiebestand (TOML); vlaggen en omgeving gaan voor
    #[arg(long, value_name = "BESTAND", env = "WIJKSPOOR_CONFIG")]
    pub config: Option<PathBuf>,
    /// Een map met werkstromen (*.toml) naast de standaard
    #[arg(long, value_name = "MAP", env = "WIJKSPOOR_WERKSTROMEN")]
    pub werkstromen: Option<PathBuf>,
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Het adres; zonder identiteitsprovider alleen een loopback-adres [standaard: 127.0.0.1]
    #[arg(long, value_name = "ADRES", env = "WIJKSPOOR_HOST")]
    pub host: Option<String>,
    /// De poort; 0 kiest een vrije [standaard: 8080]
    #[arg(long, value_name = "POORT", env = "WIJKSPOOR_PORT")]
    pub port: Option<u16>,
    /// Waar de gegevens staan
    #[command(flatten)]
    pub gegevens: Gegevens,
}

/// How to show.
#[derive(Debug, Args)]
pub struct Demo {
    /// De map voor de verse database [standaard: een nieuwe tijdelijke map]
    #[arg(long, value_name = "MAP")]
    pub data_dir: Option<PathBuf>,
    /// De poort [standaard: 8080, of de eerste vrije erna]
    #[arg(long, value_name = "POORT")]
    pub port: Option<u16>,
    /// Een ander casusbestand
    #[arg(long, value_name = "BESTAND")]
    pub casussen: Option<PathBuf>,
}

/// What to do with a definition.
#[derive(Debug, Subcommand)]
pub enum Werkstroom {
    /// Controleer een werkstroom en noem elke fout met haar plaats
    Controleer {
        /// Het bestand (TOML)
        bestand: PathBuf,
    },
    /// Teken een werkstroom
    Teken {
        /// Het bestand (TOML)
        bestand: PathBuf,
        /// De vorm [standaard: naar de naam van --uit, anders svg]
        #[arg(long, value_enum)]
        formaat: Option<Formaat>,
        /// Waar de tekening heen gaat [standaard: standaarduitvoer]
        #[arg(long, value_name = "BESTAND")]
        uit: Option<PathBuf>,
    },
}

/// The form of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Formaat {
    /// Een plaatje
    Svg,
    /// Tekst voor Mermaid
    Mermaid,
}

/// What to do with the read models.
#[derive(Debug, Subcommand)]
pub enum Projecties {
    /// Herbouw de leesmodellen naast de bestaande, vergelijk, en wissel om
    Herbouw {
        /// Waar de gegevens staan
        #[command(flatten)]
        gegevens: Gegevens,
    },
}
