//! Why a step is refused, in the words of the file: which column, and what would be right.

use crate::keten::Keten;
use crate::kop::{BETREFT, DATUM, DOOR, STAP};
use crate::lijkt::wel;
use crate::melding::Melding;
use crate::regel::Regel;
use std::fmt::Display;
use wijkspoor_domain::Moment;
use wijkspoor_domain::initiatief::Weigering as W;
use wijkspoor_domain::inrichting::Lijst;
use wijkspoor_domain::werkstroom::Vereiste;

/// Whether a refusal says something of the row itself, however the initiative stands.
pub(crate) fn los_van_toestand(weigering: &W) -> bool {
    matches!(
        weigering,
        W::OnbekendeNaam { .. }
            | W::InDeToekomst(_)
            | W::TermijnVoorbij { .. }
            | W::Leeg(_)
            | W::GeenWerkstroom(_)
    )
}

/// What to say of a refusal.
pub(crate) fn waarom(keten: &Keten, regel: &Regel, weigering: &W) -> Vec<Melding> {
    let fout = |kolom: &str, wat: String, wel: String| vec![regel.fout(kolom, wat, wel)];
    let namen = |lijst: &[String]| lijst.join(", ");
    let kan = |lijst: &[String]| match lijst {
        [] => "van hier kan niets meer".to_owned(),
        lijst => format!("van hier kan: {}", namen(lijst)),
    };
    match weigering {
        W::OnbekendeNaam { veld, lijst, naam, mogelijk } => {
            let op = regel.wanneer.moment(0, None).unwrap_or(Moment::tijdstip(keten.invoer.nu()));
            let (wat, wel) = onbekende_naam(*lijst, naam, op, mogelijk);
            fout(kolom(veld), wat, wel)
        }
        W::OvergangNietMogelijk { overgang, status, mogelijk } => {
            fout(STAP, format!("{overgang:?} kan niet vanuit de status {status:?}"), kan(mogelijk))
        }
        W::OnbekendeOvergang { overgang, mogelijk } => {
            fout(STAP, format!("de werkstroom kent geen overgang {overgang:?}"), kan(mogelijk))
        }
        W::Beeindigd { status, mogelijk } => {
            fout(STAP, format!("het initiatief is dan al {status}: daarna kan dit niet meer"), kan(mogelijk))
        }
        W::GeenOpdrachtenNu { status, mogelijk } => {
            fout(STAP, format!("in de status {status:?} kan geen opdracht worden uitgezet"), kan(mogelijk))
        }
        W::NietBevoegd { wat, rollen, rol, omdat } => {
            let wie = rollen.iter().map(|r| r.code()).collect::<Vec<_>>().join(", ");
            let omdat = omdat.map(|o| format!(" {o}")).unwrap_or_default();
            fout(
                DOOR,
                format!("{wat} kan niet door {rol}{omdat}"),
                format!("schrijf in door wie het deed: {wie}"),
            )
        }
        W::Ontbreekt { overgang, ontbreekt } => {
            ontbreekt.iter().map(|vereiste| vereist(regel, overgang, *vereiste)).collect()
        }
        W::Overbodig { overgang, velden } => {
            let kolommen = velden.iter().map(|veld| match *veld {
                "besluit" => "mandaat",
                "opdrachten" => "afdeling",
                anders => anders,
            });
            let wel = "maak de cel leeg, of leg het vast in een eigen regel";
            kolommen.map(|k| regel.fout(k, format!("{k} hoort niet bij {overgang:?}"), wel)).collect()
        }
        W::OpenOpdrachten(open) => {
            let toestand = keten.initiatief.toestand();
            let van = |id| toestand.and_then(|t| t.opdrachten.get(id)).map(|o| o.afdeling.to_string());
            let afdelingen: Vec<String> = open.iter().filter_map(van).collect();
            let wat = format!("er zijn nog opdrachten niet klaar: {}", namen(&afdelingen));
            let wel = "zet er voor elke afdeling een regel boven: opdracht_afgerond of opdracht_ingetrokken";
            fout(STAP, wat, wel.to_owned())
        }
        W::AfdelingHeeftOpdracht { afdeling, .. } => fout(
            "afdeling",
            format!("de afdeling {afdeling:?} heeft al een opdracht die niet klaar is"),
            "rond die eerst af, trek haar in, of zet haar opnieuw uit (opdracht_heruitgezet)".to_owned(),
        ),
        W::OpdrachtStatus { wat, status, mogelijk } => {
            let wel = mogelijk.join(", ");
            fout(
                STAP,
                format!("een opdracht die {} is kan niet worden {wat}", status.code()),
                format!("wat kan: {wel}"),
            )
        }
        W::NietOpen { bij, betreft, mogelijk, .. } => {
            let wat = match (betreft, bij) {
                (Some(_), _) => "dat staat niet meer open".to_owned(),
                (None, bij) => format!("dit hoort bij {}", bij.join(" of ")),
            };
            let regels: Vec<String> = mogelijk
                .iter()
                .filter_map(|id| keten.regels.get(id))
                .map(|nummer| format!("regel {nummer}"))
                .collect();
            let wel = match regels.as_slice() {
                [] => format!("er staat niets open: zet de regel met {} erboven", bij.join(" of ")),
                regels => {
                    format!("open staat: {}; geef die een label, en noem dat hier in betreft", namen(regels))
                }
            };
            fout(BETREFT, wat, wel)
        }
        W::BestaatAl => fout(
            STAP,
            "dit initiatief is in een eerdere regel al ingediend".to_owned(),
            "haal de regel weg; is het een ander initiatief, geef het dan een andere sleutel".to_owned(),
        ),
        W::InDeToekomst(_) => fout(DATUM, weigering.to_string(), "verbeter de datum".to_owned()),
        W::TermijnVoorbij { veld, .. } => {
            fout(veld, weigering.to_string(), "verbeter een van de twee datums".to_owned())
        }
        W::Leeg(veld) => fout(veld, weigering.to_string(), String::new()),
        W::GeenWerkstroom(gegeven) => {
            let codes: Vec<&str> = keten.invoer.opzet.werkstromen.iter().map(|w| w.code.as_str()).collect();
            fout("werkstroom", weigering.to_string(), wel(gegeven, &codes))
        }
        W::PartnerBekend(_) => fout("partner", weigering.to_string(), "haal de regel weg".to_owned()),
        W::EerstNodig { eerst, .. } => {
            fout(STAP, weigering.to_string(), format!("zet de regel met {eerst} erboven"))
        }
        // What is left is about the step as a whole, and says itself what would be right.
        _ => fout(STAP, weigering.to_string(), namen(&weigering.mogelijk())),
    }
}

/// A name that its list did not hold then.
pub(crate) fn onbekende_naam(
    lijst: Lijst,
    naam: impl Display,
    op: Moment,
    mogelijk: &[String],
) -> (String, String) {
    let naam = naam.to_string();
    let bekend: Vec<&str> = mogelijk.iter().map(String::as_str).collect();
    let wanneer = if op.is_bekend() { format!(" ({})", op.in_woorden()) } else { String::new() };
    (format!("{naam:?} staat dan niet in de lijst {lijst} van de inrichting{wanneer}"), wel(&naam, &bekend))
}

fn vereist(regel: &Regel, overgang: &str, vereiste: Vereiste) -> Melding {
    let (kolom, wel) = match vereiste {
        Vereiste::Motivering => ("motivering", "schrijf waarom"),
        Vereiste::Vraag => ("vraag", "schrijf wat de initiatiefnemer moest aanvullen"),
        Vereiste::Hersteltermijn => ("hersteltermijn", "schrijf de datum tot wanneer dat kon"),
        Vereiste::Opdracht => {
            ("afdeling", "noem de afdelingen die een opdracht kregen, en in omschrijving welke")
        }
        Vereiste::Besluit => ("mandaat", "schrijf het mandaat waarin is besloten, en de motivering"),
        Vereiste::Resultaat => ("resultaat", "schrijf wat er is bereikt"),
        Vereiste::Geschilpunt => ("geschilpunt", "schrijf waar de escalatie over ging"),
        Vereiste::GeenOpenOpdrachten => (STAP, "rond eerst de opdrachten af"),
    };
    regel.fout(kolom, format!("bij {overgang:?} ontbreekt {kolom}"), wel)
}

/// The column of a field of a command.
fn kolom(veld: &str) -> &str {
    match veld.split('/').collect::<Vec<_>>().as_slice() {
        ["opdrachten", _, "afdeling"] => "afdeling",
        ["besluit", veld] => veld,
        [veld, ..] => veld,
        [] => veld,
    }
}
