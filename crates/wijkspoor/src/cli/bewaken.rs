//! What is asked of those who guard the log: to check it, to sign it, to erase from it, and to tell who looked.

use super::{Gegevens, naam};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use uuid::Uuid;
use wijkspoor_domain::wissing::{Wisaanleiding, Wisgrond};

/// What to hold the log against.
#[derive(Debug, Args)]
#[command(
    after_help = "Zonder --checkpoint houdt het log zich aan zichzelf, en aan de checkpoints die ernaast staan. Wie alles in de \
    database kan veranderen, kan ook die veranderen: bewaar checkpoints elders, en geef ze hier mee.\n\
    Wat dit bewijst staat in docs/controle.md.\n\n\
    Code 0: het log klopt; 3: het klopt niet; 1: het kon niet worden gecontroleerd; 2: fout gebruik."
)]
pub struct Controleer {
    /// Een bestand met checkpoints die buiten de database zijn bewaard; mag vaker
    #[arg(long, value_name = "BESTAND")]
    pub checkpoint: Vec<PathBuf>,
    /// Een openbare sleutel van het log, of een bestand ermee; mag vaker [standaard: die van de instellingen]
    #[arg(long, value_name = "SLEUTEL")]
    pub sleutel: Vec<String>,
    /// Waar de gegevens staan
    #[command(flatten)]
    pub gegevens: Gegevens,
}

/// What to check, and whom to believe.
#[derive(Debug, Args)]
#[command(
    after_help = "Het bestand is het antwoord van /v1/bewijzen/POSITIE, of van /v1/consistentiebewijzen/GROOTTE.\n\n\
    Code 0: het bewijs klopt; 3: het klopt niet; 1: het kon niet worden gecontroleerd; 2: fout gebruik."
)]
pub struct ControleerBewijs {
    /// Het bestand
    pub bestand: PathBuf,
    /// Een openbare sleutel die u vertrouwt, of een bestand ermee; mag vaker [standaard: die in het bewijs zelf]
    #[arg(long, value_name = "SLEUTEL")]
    pub sleutel: Vec<String>,
    /// Een bestand met checkpoints die u zelf bewaarde; nodig voor een consistentiebewijs
    #[arg(long, value_name = "BESTAND")]
    pub checkpoint: Vec<PathBuf>,
}

/// What to do with a key.
#[derive(Debug, Subcommand)]
pub enum Sleutel {
    /// Maak een hoofdsleutel, waarmee de sleutels van dossiers worden verpakt, en schrijf haar naar standaarduitvoer
    Hoofdsleutel,
    /// Maak een nieuwe sleutel, en toon de openbare helft
    Maak {
        /// De naam van het log, voor altijd dezelfde, zoals arnhem.example/wijkspoor
        #[arg(long, value_name = "NAAM")]
        naam: String,
        /// Het bestand voor de geheime helft; het mag er nog niet zijn
        #[arg(long, value_name = "BESTAND")]
        uit: PathBuf,
    },
    /// Toon de openbare helft van een geheime sleutel
    Toon {
        /// Het bestand met de geheime helft
        bestand: PathBuf,
    },
}

/// What to do with the log.
#[derive(Debug, Subcommand)]
pub enum Log {
    /// Wis de persoonsgegevens van een initiatief, signaal, wijkprogramma of budget, voor altijd
    Wis(Wis),
}

/// What to erase, and by which decision.
#[derive(Debug, Args)]
pub struct Wis {
    /// De hele ids; een besluit kan over meer dossiers gaan
    #[arg(value_parser = id, required = true, value_name = "ID")]
    pub ids: Vec<Uuid>,
    /// Het besluit
    #[command(flatten)]
    pub besluit: Besluit,
    /// Ook als het initiatief nog loopt: van wat er daarna bij komt, wordt geen tekst bewaard
    #[arg(long)]
    pub ook_lopend: bool,
    /// Ja, dit is de bedoeling
    #[arg(long)]
    pub ja: bool,
    /// Waar de gegevens staan
    #[command(flatten)]
    pub gegevens: Gegevens,
}

/// Whom to look for.
#[derive(Debug, Args)]
#[command(after_help = "Alles wordt gelezen en ontsleuteld: bij een groot log duurt dat even.")]
pub struct Inzage {
    /// Een naam, e-mailadres of telefoonnummer; hoofdletters en accenten maken niet uit. Mag vaker
    #[arg(long, value_name = "TEKST")]
    pub naam: Vec<String>,
    /// Het pseudoniem waaronder iemand handelde (actor). Mag vaker
    #[arg(long, value_name = "ID")]
    pub actor: Vec<String>,
    /// Schrijf alles wat er staat naar dit bestand (JSON); het mag er nog niet zijn
    #[arg(long, value_name = "BESTAND")]
    pub uit: Option<PathBuf>,
    /// Waar de gegevens staan
    #[command(flatten)]
    pub gegevens: Gegevens,
}

/// What to do with erasures.
#[derive(Debug, Subcommand)]
pub enum Wissingen {
    /// Wis opnieuw wat volgens een wisjournaal gewist was; nodig nadat een oudere back-up is teruggezet
    Herhaal {
        /// Het wisjournaal
        bestand: PathBuf,
        /// Waar de gegevens staan
        #[command(flatten)]
        gegevens: Gegevens,
    },
}

/// The decision to erase. It stays, readable, when all else is gone.
#[derive(Debug, Args)]
pub struct Besluit {
    /// De grond: niet_langer_nodig, toestemming_ingetrokken, bezwaar, onrechtmatig_verwerkt, wettelijke_plicht, bewaartermijn_verstreken of vergissing
    #[arg(long, value_name = "CODE", value_parser = grond)]
    pub grond: Wisgrond,
    /// De aanleiding: verzoek_betrokkene, verzoek_vertegenwoordiger, opgelegd of eigen_beweging
    #[arg(long, value_name = "CODE", value_parser = aanleiding)]
    pub aanleiding: Wisaanleiding,
    /// De dag waarop erom is gevraagd; alleen bij een verzoek
    #[arg(long, value_name = "DATUM")]
    pub verzoek_op: Option<jiff::civil::Date>,
    /// Waar het verzoek en het besluit zijn bewaard, bijvoorbeeld een zaaknummer
    #[arg(long, value_name = "KENMERK")]
    pub kenmerk: Option<String>,
    /// De functie die dit mag besluiten; geen naam van een persoon
    #[arg(long, value_name = "FUNCTIE", value_parser = naam)]
    pub mandaat: String,
    /// Waarom, zonder persoonsgegevens: deze tekst wordt nooit gewist
    #[arg(long, value_name = "TEKST")]
    pub motivering: String,
}

fn grond(code: &str) -> Result<Wisgrond, String> {
    Wisgrond::van_code(code).ok_or_else(|| format!("kies uit {}", Wisgrond::CODES.join(", ")))
}

fn aanleiding(code: &str) -> Result<Wisaanleiding, String> {
    Wisaanleiding::van_code(code).ok_or_else(|| format!("kies uit {}", Wisaanleiding::CODES.join(", ")))
}

fn id(tekst: &str) -> Result<Uuid, String> {
    tekst.parse().map_err(|_| "een id ziet eruit als 01890a5d-ac96-774b-bcce-b302099a8059".to_owned())
}
