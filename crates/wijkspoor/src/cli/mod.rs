//! The command line: what can be asked. Its help and its complaints are put into Dutch by [`crate::nederlands`].

mod bewaken;

pub use bewaken::{Besluit, Controleer, ControleerBewijs, Inzage, Log, Sleutel, Wis, Wissingen};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Wijkspoor volgt initiatieven uit de wijk door de gemeente: waar ze zijn, wie aan zet is, en wat stagneert.
#[derive(Debug, Parser)]
#[command(name = "wijkspoor", version, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "Voorbeelden:\n  \
    wijkspoor demo                          echte casussen naspelen en bekijken\n  \
    wijkspoor serve --data-dir ./gegevens   een server op SQLite\n  \
    wijkspoor serve --database postgres://wijkspoor@localhost/wijkspoor\n  \
    wijkspoor lijst --status in_uitvoering  wat is er in uitvoering?\n  \
    wijkspoor toon casus-1-jop              één initiatief met zijn tijdlijn\n  \
    wijkspoor importeer initiatieven.csv    wat zou er worden ingevoerd?\n  \
    wijkspoor werkstroom teken mijn.toml --uit mijn.svg\n\n\
    Instellingen: vlaggen gaan voor de omgeving (WIJKSPOOR_…), die voor het configuratiebestand (--config).\n\
    WIJKSPOOR_LOG bepaalt wat er in het logboek komt, bijvoorbeeld warn, info of debug.\n\
    Elke opdracht heeft een eigen --help. Fout gebruik geeft code 2, elke andere fout code 1; importeer, controleer en controleer-bewijs kennen ook code 3.")]
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
        /// Het id of de laatste cijfers ervan, het kenmerk, of woorden uit de titel
        id: String,
        /// Waar de gegevens staan
        #[command(flatten)]
        gegevens: Gegevens,
    },
    /// Toon de initiatieven: waar ze zijn, wie aan zet is en sinds wanneer
    Lijst {
        /// Alleen met deze status, bijvoorbeeld in_uitvoering
        #[arg(long)]
        status: Option<String>,
        /// Alleen in dit gebied
        #[arg(long)]
        gebied: Option<String>,
        /// Alleen met deze woorden in titel, gebied, wijk, thema of kenmerk
        #[arg(long, value_name = "WOORDEN")]
        zoek: Option<String>,
        /// Waar de gegevens staan
        #[command(flatten)]
        gegevens: Gegevens,
    },
    /// Controleer of teken een werkstroom
    #[command(subcommand)]
    Werkstroom(Werkstroom),
    /// Controleer een inrichting, of toon de meegeleverde
    #[command(subcommand)]
    Inrichting(Inrichting),
    /// Verzin een gemeente van elke omvang, om mee te meten of te oefenen
    Genereer(Genereer),
    /// Voer bestaande initiatieven in uit een spreadsheet (CSV of XLSX); eerst als proef
    Importeer(Importeer),
    /// Schrijf het log voor process mining: OCEL 2.0 of XES
    Exporteer(Exporteer),
    /// Beheer de leesmodellen
    #[command(subcommand)]
    Projecties(Projecties),
    /// Controleer dat aan het log niets is veranderd, gebeurtenis voor gebeurtenis
    Controleer(Controleer),
    /// Controleer het bewijs van één gebeurtenis, zonder database
    ControleerBewijs(ControleerBewijs),
    /// Maak of toon een sleutel om het log mee te ondertekenen, of maak een hoofdsleutel
    #[command(subcommand)]
    Sleutel(Sleutel),
    /// Wis persoonsgegevens uit het log
    #[command(subcommand)]
    Log(Log),
    /// Zoek alles wat er over één persoon staat
    Inzage(Inzage),
    /// Herhaal wissingen na het terugzetten van een back-up
    #[command(subcommand)]
    Wissingen(Wissingen),
    /// Schrijf het OpenAPI-document (3.1) naar standaarduitvoer
    Openapi,
}

/// Where the data is.
#[derive(Debug, Default, Clone, Args)]
pub struct Gegevens {
    /// De map met de SQLite-database [omgeving: WIJKSPOOR_DATA_DIR] [standaard: ./wijkspoor-data]
    #[arg(long, value_name = "MAP", conflicts_with = "database")]
    pub data_dir: Option<PathBuf>,
    /// De database in plaats daarvan: postgres://… of een SQLite-bestand [omgeving: WIJKSPOOR_DATABASE]
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Een configuratiebestand (TOML) met data-dir, database, werkstromen, inrichting, host, port, oidc, berichten, controle, verzoeken, zgw, bewaring [omgeving: WIJKSPOOR_CONFIG]
    #[arg(long, value_name = "BESTAND")]
    pub config: Option<PathBuf>,
    /// Een map met werkstromen (*.toml) naast de standaard [omgeving: WIJKSPOOR_WERKSTROMEN]
    #[arg(long, value_name = "MAP")]
    pub werkstromen: Option<PathBuf>,
    /// De inrichting van de organisatie (TOML): gebieden, afdelingen, beleid [omgeving: WIJKSPOOR_INRICHTING]
    #[arg(long, value_name = "BESTAND")]
    pub inrichting: Option<PathBuf>,
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Het adres; zonder identiteitsprovider alleen dit apparaat [omgeving: WIJKSPOOR_HOST] [standaard: 127.0.0.1]
    #[arg(long, value_name = "ADRES")]
    pub host: Option<String>,
    /// De poort; 0 kiest een vrije [omgeving: WIJKSPOOR_PORT] [standaard: 8080]
    #[arg(long, value_name = "POORT", value_parser = poort)]
    pub port: Option<u16>,
    /// Waar de gegevens staan
    #[command(flatten)]
    pub gegevens: Gegevens,
}

/// How to show.
#[derive(Debug, Args)]
pub struct Demo {
    /// De map voor de verse database; een demo die er al staat gaat verder [standaard: een nieuwe tijdelijke map]
    #[arg(long, value_name = "MAP")]
    pub data_dir: Option<PathBuf>,
    /// De poort; 0 kiest een vrije [standaard: 8080, of de eerste vrije erna]
    #[arg(long, value_name = "POORT", value_parser = poort)]
    pub port: Option<u16>,
    /// Een ander casusbestand (JSON), in de vorm van de meegeleverde casussen
    #[arg(long, value_name = "BESTAND")]
    pub casussen: Option<PathBuf>,
}

/// How much to make up.
#[derive(Debug, Args)]
pub struct Genereer {
    /// Hoeveel initiatieven er in totaal zijn; wat er al is wordt overgeslagen
    #[arg(long, value_name = "AANTAL", default_value_t = 1000)]
    pub initiatieven: u64,
    /// Het zaad
    #[arg(long, value_name = "GETAL", default_value_t = 1)]
    pub zaad: u64,
    /// Tot en met welke dag zij leven; met dezelfde dag en hetzelfde zaad is de gemeente dezelfde [standaard: vandaag]
    #[arg(long, value_name = "DATUM")]
    pub tot: Option<jiff::civil::Date>,
    /// Over hoeveel jaren tot die dag de indieningen zijn verdeeld
    #[arg(long, value_name = "AANTAL", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub jaren: u32,
    /// Waar de gegevens staan
    #[command(flatten)]
    pub gegevens: Gegevens,
}

/// What to import, and whether it is meant.
#[derive(Debug, Args)]
#[command(
    after_help = "Zonder --leg-vast is het een proef: die zegt per regel wat er mis is, en legt niets vast.\n\
    Per initiatief gaat alles door of niets. Nog eens invoeren voegt alleen toe wat er nieuw bij staat.\n\
    Het bestand staat beschreven in docs/invoer.md.\n\n\
    Code 0: alles is in orde; 3: er zijn initiatieven geweigerd; 1: het lukte niet; 2: fout gebruik."
)]
pub struct Importeer {
    /// Het bestand: CSV of XLSX
    pub bestand: PathBuf,
    /// Leg vast wat in orde is; zonder dit is het een proef
    #[arg(long)]
    pub leg_vast: bool,
    /// Alleen proberen, zoals zonder --leg-vast: leg niets vast
    #[arg(long, conflicts_with = "leg_vast")]
    pub proef: bool,
    /// Schrijf van elke regel wat ervan is geworden (CSV)
    #[arg(long, value_name = "BESTAND")]
    pub verslag: Option<PathBuf>,
    /// Waar de gegevens vandaan komen; een sleutel geldt binnen haar bron [standaard: invoer]
    #[arg(long, value_name = "NAAM", default_value = "invoer", hide_default_value = true, value_parser = naam)]
    pub bron: String,
    /// Het blad van een XLSX-bestand [standaard: het eerste]
    #[arg(long, value_name = "NAAM")]
    pub blad: Option<String>,
    /// Waar de gegevens staan
    #[command(flatten)]
    pub gegevens: Gegevens,
}

/// What to write for process mining.
#[derive(Debug, Args)]
pub struct Exporteer {
    /// Het bestand om te schrijven, of bij mdto de map; het mag er nog niet zijn
    #[arg(long, value_name = "BESTAND")]
    pub uit: PathBuf,
    /// Het formaat [standaard: naar de uitgang: .json, .sqlite of .xes]; mdto is voor het archief
    #[arg(long, value_enum)]
    pub formaat: Option<Exportformaat>,
    /// Met de eigen ids van initiatieven, opdrachten en besluiten; zonder dit zijn het pseudoniemen, in elke export andere
    #[arg(long)]
    pub eigen_ids: bool,
    /// Waar de gegevens staan
    #[command(flatten)]
    pub gegevens: Gegevens,
}

/// As what the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Exportformaat {
    /// OCEL 2.0, JSON
    OcelJson,
    /// OCEL 2.0, SQLite
    OcelSqlite,
    /// XES
    Xes,
    /// MDTO: de gesloten dossiers die blijvend worden bewaard, elk met zijn geschiedenis
    Mdto,
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
        /// De vorm, svg of mermaid [standaard: naar de naam van --uit, anders svg]
        #[arg(long, value_enum, hide_possible_values = true)]
        formaat: Option<Formaat>,
        /// Waar de tekening heen gaat [standaard: standaarduitvoer]
        #[arg(long, value_name = "BESTAND")]
        uit: Option<PathBuf>,
    },
}

/// What to do with the organisation.
#[derive(Debug, Subcommand)]
pub enum Inrichting {
    /// Controleer een inrichting en noem elke fout met haar plaats
    Controleer {
        /// Het bestand (TOML)
        bestand: PathBuf,
    },
    /// Toon de inrichting van Arnhem, als voorbeeld om mee te beginnen
    Voorbeeld,
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
    /// Vergelijk de leesmodellen met het log; herbouw ze en wissel om waar iets verschilt
    Herbouw {
        /// Waar de gegevens staan
        #[command(flatten)]
        gegevens: Gegevens,
    },
}

fn naam(tekst: &str) -> Result<String, String> {
    wijkspoor_domain::Naam::try_from(tekst).map(Into::into).map_err(|fout| fout.to_string())
}

fn poort(tekst: &str) -> Result<u16, String> {
    tekst.parse().map_err(|_| "een poort is een getal van 0 tot en met 65535".to_owned())
}
