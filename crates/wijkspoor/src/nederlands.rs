//! The command line in Dutch: its help, and one line for what is wrong with it. clap words both in English.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};
use std::error::Error;
use std::ffi::OsString;

use crate::cli::Cli;

/// Why nothing is carried out.
#[derive(Debug)]
pub enum Uitweg {
    /// Help or the version was asked for: this is the answer.
    Antwoord(String),
    /// Nothing was asked for: this can be.
    Overzicht(String),
    /// What was asked cannot be: why, on one line.
    Fout(String),
}

/// Reads the command line.
///
/// # Errors
/// When there is nothing to carry out.
pub fn lees(args: impl IntoIterator<Item = OsString>) -> Result<Cli, Uitweg> {
    let args: Vec<OsString> = args.into_iter().collect();
    let mut command = vertaal(Cli::command(), "wijkspoor");
    let gelezen = command.try_get_matches_from_mut(&args).and_then(|m| Cli::from_arg_matches(&m));
    gelezen.map_err(|fout| match fout.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Uitweg::Antwoord(fout.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Uitweg::Overzicht(fout.render().to_string()),
        _ => {
            let waar = pad(&command, &args);
            Uitweg::Fout(format!("{}; zie {waar} --help", melding(&fout)))
        }
    })
}

/// Dutch words around what [`Cli`] says of itself, for a command and all below it.
fn vertaal(command: Command, pad: &str) -> Command {
    let groep = command.has_subcommands();
    let namen = command.get_positionals().flat_map(|a| a.get_value_names().unwrap_or_default());
    let velden: String = namen.map(|naam| format!(" <{naam}>")).collect();
    let gebruik = format!("{pad}{velden} {}", if groep { "<OPDRACHT>" } else { "[VLAGGEN]" });
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .override_usage(gebruik)
        .help_template("{about-with-newline}\nGebruik: {usage}\n\n{all-args}{after-help}\n")
        .subcommand_help_heading("Opdrachten")
        .mut_args(|arg| {
            let kop = if arg.is_positional() { "Argumenten" } else { "Vlaggen" };
            arg.help_heading(kop)
        })
        .arg(vlag("help", 'h', ArgAction::Help, "Toon deze hulp"));
    if !pad.contains(' ') {
        command = command.arg(vlag("version", 'V', ArgAction::Version, "Toon de versie"));
    }
    command.mut_subcommands(|onder| {
        let pad = format!("{pad} {}", onder.get_name());
        vertaal(onder, &pad)
    })
}

fn vlag(naam: &'static str, kort: char, actie: ArgAction, hulp: &'static str) -> Arg {
    Arg::new(naam).long(naam).short(kort).action(actie).help(hulp).help_heading("Vlaggen")
}

/// The command that the arguments lead to: `wijkspoor werkstroom teken`.
fn pad(command: &Command, args: &[OsString]) -> String {
    let (mut hier, mut pad) = (command, command.get_name().to_owned());
    for arg in args.iter().skip(1) {
        if let Some(onder) = hier.find_subcommand(arg) {
            pad = format!("{pad} {}", onder.get_name());
            hier = onder;
        }
    }
    pad
}

fn melding(fout: &clap::Error) -> String {
    let tekst = |soort| match fout.get(soort) {
        Some(ContextValue::String(tekst)) => tekst.clone(),
        // Suggestions come in the order of how much they look alike, the best last.
        Some(ContextValue::Strings(lijst)) if soort == ContextKind::SuggestedSubcommand => {
            lijst.last().cloned().unwrap_or_default()
        }
        Some(ContextValue::Strings(lijst)) => lijst.join(", "),
        Some(ContextValue::StyledStr(tekst)) => tekst.to_string(),
        _ => String::new(),
    };
    let hint = |soort| match tekst(soort) {
        leeg if leeg.is_empty() => leeg,
        lijkt_op => format!("; bedoelt u {lijkt_op}?"),
    };
    let (arg, waarde) = (tekst(ContextKind::InvalidArg), tekst(ContextKind::InvalidValue));
    match fout.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => {
            format!("de vlag {arg} bestaat niet{}", hint(ContextKind::SuggestedArg))
        }
        ErrorKind::UnknownArgument => format!("met {arg:?} is hier niets te doen"),
        ErrorKind::InvalidSubcommand => {
            let onbekend = tekst(ContextKind::InvalidSubcommand);
            format!("de opdracht {onbekend} bestaat niet{}", hint(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingSubcommand => {
            format!("noem een opdracht: {}", tekst(ContextKind::ValidSubcommand))
        }
        ErrorKind::InvalidValue if waarde.is_empty() => format!("bij {arg} ontbreekt de waarde"),
        ErrorKind::InvalidValue => {
            format!("{waarde:?} kan niet bij {arg}; mogelijk is: {}", tekst(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            let waarom = fout.source().map(|s| format!(": {s}")).unwrap_or_default();
            format!("{waarde:?} kan niet bij {arg}{waarom}")
        }
        ErrorKind::MissingRequiredArgument => format!("er ontbreekt: {arg}"),
        ErrorKind::ArgumentConflict => match tekst(ContextKind::PriorArg) {
            eerder if eerder.is_empty() || eerder == arg => format!("{arg} mag maar één keer"),
            eerder => format!("{arg} en {eerder} gaan niet samen"),
        },
        ErrorKind::InvalidUtf8 => "een van de argumenten is geen tekst in UTF-8".to_owned(),
        ErrorKind::TooManyValues => format!("{waarde:?} is te veel bij {arg}"),
        _ => "deze opdracht is niet te begrijpen".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uitweg(regel: &str) -> Uitweg {
        lees(regel.split_whitespace().map(OsString::from)).unwrap_err()
    }

    #[test]
    fn what_is_wrong_is_said_in_one_line_of_dutch() {
        for (regel, deel) in [
            (
                "wijkspoor serve --prot 1",
                "de vlag --prot bestaat niet; bedoelt u --port?; zie wijkspoor serve --help",
            ),
            ("wijkspoor server", "de opdracht server bestaat niet; bedoelt u serve?; zie wijkspoor --help"),
            ("wijkspoor serve --port http", "een poort is een getal"),
            ("wijkspoor serve --port", "bij --port <POORT> ontbreekt de waarde"),
            ("wijkspoor serve --port 1 --port 2", "--port <POORT> mag maar één keer"),
            ("wijkspoor serve --data-dir a --database b", "gaan niet samen"),
            ("wijkspoor toon", "er ontbreekt: <ID>; zie wijkspoor toon --help"),
            ("wijkspoor lijst extra", "met \"extra\" is hier niets te doen"),
            ("wijkspoor werkstroom teken x --formaat png", "mogelijk is: svg, mermaid"),
        ] {
            let Uitweg::Fout(fout) = uitweg(regel) else { panic!("{regel}") };
            assert!(fout.contains(deel) && !fout.contains('\n'), "{regel}: {fout}");
        }
    }

    #[test]
    fn help_is_in_dutch_everywhere() {
        let opdrachten = [
            "",
            "serve",
            "demo",
            "toon",
            "lijst",
            "werkstroom",
            "werkstroom controleer",
            "werkstroom teken",
            "projecties",
            "projecties herbouw",
            "log",
            "controleer",
            "controleer-bewijs",
            "sleutel hoofdsleutel",
            "log wis",
            "openapi",
        ];
        for opdracht in opdrachten {
            let Uitweg::Antwoord(hulp) = uitweg(&format!("wijkspoor {opdracht} --help")) else {
                panic!("{opdracht}")
            };
            assert!(hulp.contains("Gebruik: wijkspoor") && hulp.contains("Toon deze hulp"), "{hulp}");
            for engels in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "Print help",
                "OPTIONS",
                "[default",
                "[env",
                "possible",
            ] {
                assert!(!hulp.contains(engels), "{engels} in:\n{hulp}");
            }
        }
        assert!(matches!(uitweg("wijkspoor"), Uitweg::Overzicht(_)));
        assert!(matches!(uitweg("wijkspoor werkstroom"), Uitweg::Overzicht(_) | Uitweg::Fout(_)));
        assert!(
            matches!(uitweg("wijkspoor --version"), Uitweg::Antwoord(versie) if versie.starts_with("wijkspoor 0"))
        );
    }
}
