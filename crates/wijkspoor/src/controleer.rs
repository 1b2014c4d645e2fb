//! `wijkspoor controleer`: whether the log is what it was; `wijkspoor controleer-bewijs`: what one proof proves.

use crate::Antwoord;
use crate::cli::{Controleer, ControleerBewijs};
use crate::controle::{checkpoints, openbaar};
use crate::instellingen::Instellingen;
use crate::open::{alleen_log, lees_bestand};
use crate::serve::omgeving;
use crate::uitvoer::schoon;
use anyhow::{Result, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;
use wijkspoor_api::bewijs::{
    BEWIJS, Bewezen, Bewijs, Bewijsfout, CONSISTENTIE, Consistentiebewijs, GESCHIEDENIS, Geschiedenisbewijs,
    Logregel,
};
use wijkspoor_domain::moment::TIJDZONE;
use wijkspoor_store::bewijs::{Checkpoint, Note, Verifier};
use wijkspoor_store::{Audit, SystemClock};

/// The exit code of what does not hold.
const KLOPT_NIET: u8 = 3;

/// `wijkspoor controleer`.
pub async fn log(opdracht: &Controleer) -> Result<Antwoord> {
    let instellingen = Instellingen::lees(&opdracht.gegevens, (None, None), omgeving)?;
    let bekend = match opdracht.sleutel.as_slice() {
        [] => instellingen.controle.openbare()?,
        sleutels => sleutels.iter().map(|tekst| openbaar(tekst)).collect::<Result<_>>()?,
    };
    let bewaard = bewaard(&opdracht.checkpoint)?;
    let (store, waar) = alleen_log(&instellingen, Arc::new(SystemClock)).await?;
    let balk = ProgressBar::new(0).with_style(
        ProgressStyle::with_template(
            "{bar:40} {human_pos} van {human_len} gebeurtenissen, {per_sec}, nog {eta}",
        )
        .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let begonnen = Instant::now();
    let elders: Vec<Checkpoint> = bewaard.iter().map(|(_, checkpoint)| checkpoint.clone()).collect();
    let audit = store.audit(&bekend, &elders, |gedaan, totaal| {
        balk.set_length(totaal);
        balk.set_position(gedaan);
    });
    let audit = audit.await?;
    balk.finish_and_clear();
    let ongetekend = bewaard.iter().filter(|(note, _)| note.verify(&bekend).is_err()).count();
    let duur = begonnen.elapsed().as_secs_f64();
    Ok(match audit.is_whole() {
        true => verslag(&audit, &waar, duur, !bekend.is_empty(), (bewaard.len(), ongetekend)).into(),
        false => {
            let fouten = audit.log.faults.iter().map(ToString::to_string);
            let fouten: Vec<String> =
                fouten.chain(audit.disagreements.iter().map(ToString::to_string)).collect();
            let tekst = format!(
                "HET LOG KLOPT NIET ({waar}). Het is veranderd buiten Wijkspoor om:\n- {}\n",
                fouten.join("\n- ")
            );
            Antwoord { tekst, code: KLOPT_NIET }
        }
    })
}

fn bewaard(paden: &[PathBuf]) -> Result<Vec<(Note, Checkpoint)>> {
    let mut bewaard = Vec::new();
    for pad in paden {
        let gelezen = checkpoints(pad)?;
        if gelezen.is_empty() {
            bail!("{}: er staat geen checkpoint in", pad.display());
        }
        bewaard.extend(gelezen);
    }
    Ok(bewaard)
}

fn verslag(audit: &Audit, waar: &str, duur: f64, bekend: bool, elders: (usize, usize)) -> String {
    let log = &audit.log;
    let mut tekst = format!(
        "Het log klopt ({waar}): {} gebeurtenissen, elk byte voor byte, in {duur:.1} seconden ({:.0} per seconde).\nWortel van de boom: {}\n",
        log.size,
        log.size as f64 / duur.max(0.001),
        hex::encode(log.root)
    );
    let naast = audit.fitting.iter().filter(|checkpoint| checkpoint.signed_at.is_some());
    if let Some(laatste) = naast.clone().max_by_key(|checkpoint| checkpoint.size) {
        let op = laatste.signed_at.map(tijd).unwrap_or_default();
        tekst += &format!(
            "Checkpoints in de database: {}, en alle kloppen. Het laatste is van {} gebeurtenissen, gemaakt op {op}{}.\n",
            naast.count(),
            laatste.size,
            if bekend {
                ", elk met een geldige handtekening"
            } else {
                ". Hun handtekeningen zijn niet gecontroleerd: geef --sleutel mee"
            }
        );
    }
    let (aantal, ongetekend) = elders;
    tekst += &match (aantal, ongetekend) {
        (0, _) => "Er is geen checkpoint meegegeven dat buiten de database is bewaard: wie alles in de database kan veranderen, kan dit log \
             in zijn geheel opnieuw hebben gemaakt. Geef er een mee met --checkpoint.\n"
            .to_owned(),
        (aantal, 0) => format!("Checkpoints van buiten de database: {aantal}, en alle kloppen. Tot daar is niets veranderd.\n"),
        (aantal, ongetekend) => format!(
            "Checkpoints van buiten de database: {aantal}, en alle kloppen. LET OP: zonder handtekening van een bekende \
             sleutel: {ongetekend}. Die bewijzen alleen iets als u zeker weet dat u ze zelf hebt bewaard.\n"
        ),
    };
    tekst
}

/// `wijkspoor controleer-bewijs`.
pub fn bewijs(opdracht: &ControleerBewijs) -> Result<Antwoord> {
    let naam = opdracht.bestand.display();
    let tekst = lees_bestand(&opdracht.bestand)?;
    let geen = |fout: &dyn std::fmt::Display| anyhow!("{naam} is geen bewijs van Wijkspoor: {fout}");
    let json: Json = serde_json::from_str(&tekst).map_err(|fout| geen(&fout))?;
    let vertrouwd: Vec<Verifier> =
        opdracht.sleutel.iter().map(|tekst| openbaar(tekst)).collect::<Result<_>>()?;
    let bewaard = bewaard(&opdracht.checkpoint)?;
    // Whoever made the file chose the keys in it; that is said below.
    let uit_bestand = || -> Vec<Verifier> {
        let sleutels = json["sleutels"].as_array().or_else(|| json["ondertekening"]["sleutels"].as_array());
        let sleutels = sleutels.into_iter().flatten();
        sleutels.filter_map(|sleutel| sleutel.as_str()?.parse().ok()).collect()
    };
    let bekend = if vertrouwd.is_empty() { uit_bestand() } else { vertrouwd.clone() };
    let uitkomst = match json["soort"].as_str().or_else(|| json["formaat"].as_str()) {
        Some(BEWIJS) => {
            let bewijs: Bewijs = serde_json::from_value(json.clone()).map_err(|fout| geen(&fout))?;
            bewijs.controleer(&bekend).map(|bewezen| (wat(&bewijs.gebeurtenis), bewezen))
        }
        Some(CONSISTENTIE) => {
            let bewijs: Consistentiebewijs =
                serde_json::from_value(json.clone()).map_err(|fout| geen(&fout))?;
            let toen = bewaard.iter().find(|(_, checkpoint)| checkpoint.size == bewijs.van);
            let (_, toen) = toen.ok_or_else(|| {
                anyhow!(
                    "dit bewijs gaat uit van een log van {} gebeurtenissen: geef met --checkpoint het checkpoint dat u daarvan bewaarde",
                    bewijs.van
                )
            })?;
            let gezegd = format!(
                "Sinds het checkpoint van {} gebeurtenissen is het log alleen aangevuld.\n",
                bewijs.van
            );
            bewijs.controleer(&toen.root, &bekend).map(|bewezen| (gezegd, bewezen))
        }
        Some(GESCHIEDENIS) => {
            let bewijs: Geschiedenisbewijs =
                serde_json::from_value(json.clone()).map_err(|fout| geen(&fout))?;
            bewijs.controleer(&bekend).map(|(bewezen, later)| (geschiedenis(&bewijs, later), bewezen))
        }
        _ => return Err(geen(&Bewijsfout::Soort { verwacht: BEWIJS, gevonden: json["soort"].to_string() })),
    };
    Ok(match uitkomst {
        Err(fout) => Antwoord { tekst: format!("HET BEWIJS KLOPT NIET: {fout}.\n"), code: KLOPT_NIET },
        Ok((wat, bewezen)) => match bewaard.iter().find(|(_, zelf)| anders(zelf, &bewezen.checkpoint)) {
            Some((_, zelf)) => Antwoord {
                tekst: format!(
                    "HET BEWIJS KLOPT NIET: van {} gebeurtenissen is er een ander checkpoint dan u bewaarde.\n",
                    zelf.size
                ),
                code: KLOPT_NIET,
            },
            None => bewezen_tekst(&wat, &bewezen, vertrouwd.is_empty()).into(),
        },
    })
}

/// Whether two checkpoints of one size say something else.
fn anders(zelf: &Checkpoint, bewezen: &Checkpoint) -> bool {
    zelf.size == bewezen.size && zelf.root != bewezen.root
}

fn bewezen_tekst(wat: &str, bewezen: &Bewezen, uit_bestand: bool) -> String {
    let Bewezen { checkpoint, getekend } = bewezen;
    let sleutels: Vec<String> = getekend.iter().map(ToString::to_string).collect();
    let mut tekst = format!(
        "Het bewijs klopt.\n\n{wat}\nHet log: {}, {} gebeurtenissen\nGetekend met: {}\n",
        schoon(&checkpoint.origin),
        checkpoint.size,
        sleutels.join("\n              ")
    );
    if uit_bestand {
        tekst += "\nLET OP: deze sleutel komt uit het bewijs zelf. Vergelijk hem met de sleutel die de gemeente bekendmaakt, of geef die mee met \
                  --sleutel: pas dan is zeker wie dit heeft getekend.\n";
    }
    tekst
}

/// What a history proves: which events there are, without a gap.
fn geschiedenis(bewijs: &Geschiedenisbewijs, later: usize) -> String {
    let regels: Vec<&Logregel> = bewijs.gebeurtenissen.iter().map(|regel| &regel.rij).collect();
    let Some(eerste) = regels.first() else { return String::new() };
    let mut tekst = format!(
        "De geschiedenis van {} {}: {} gebeurtenissen, van de eerste af, en er ontbreekt er geen tussen.\n",
        schoon(&eerste.stroomsoort),
        schoon(&eerste.stroom),
        regels.len()
    );
    for regel in &regels {
        let (wanneer, soort) = (gebeurd(regel), schoon(&regel.soort));
        tekst += &format!("{:>4}. {soort} (positie {}), {wanneer}\n", regel.volgnummer, regel.positie);
    }
    if later > 0 {
        tekst += &format!(
            "LET OP: de laatste {later} zijn van na het checkpoint, en zijn dus nog niet bewezen. Haal het bestand na een minuut nog eens op.\n"
        );
    }
    tekst
        + "Bewezen is wat in elke `rij` staat. De leesbare tekst ernaast is ervan gemaakt, en persoonlijke teksten zijn er verzegeld.\n"
}

/// When an event happened, as precisely as is known.
fn gebeurd(regel: &Logregel) -> String {
    match regel.nauwkeurigheid.as_str() {
        "onbekend" => "onbekend wanneer".to_owned(),
        nauwkeurigheid => {
            format!("{}, nauwkeurigheid: {}", moment(regel.plaatsgevonden_op), schoon(nauwkeurigheid))
        }
    }
}

/// A moment that is kept in microseconds.
fn moment(micros: i64) -> String {
    Timestamp::from_microsecond(micros).map(tijd).unwrap_or_else(|_| micros.to_string())
}

/// What an event says, as far as it can be read.
fn wat(regel: &Logregel) -> String {
    let metadata: Json = serde_json::from_str(&regel.metadata).unwrap_or_default();
    let inhoud: Json = serde_json::from_str(&regel.inhoud).unwrap_or_default();
    let veld = |naam: &str| metadata["actor"][naam].as_str().map(schoon);
    let wie = match (veld("rol"), veld("id")) {
        (Some(rol), Some(id)) => format!("{rol} ({id})"),
        (rol, id) => rol.or(id).unwrap_or_else(|| "niet te lezen".to_owned()),
    };
    let mut tekst = format!(
        "Gebeurtenis:     {} (positie {} in het log)\nVan:             {} {}, de {}e gebeurtenis daarvan\nGebeurd op:      {}\n\
         Vastgelegd op:   {}\nDoor:            {wie}\n",
        schoon(&regel.soort),
        regel.positie,
        schoon(&regel.stroomsoort),
        schoon(&regel.stroom),
        regel.volgnummer,
        gebeurd(regel),
        moment(regel.vastgelegd_op),
    );
    let mut velden = Vec::new();
    // An event is an object with one name, that of its kind.
    let kern = inhoud.get(&regel.soort).unwrap_or(&inhoud);
    uitgeschreven("", kern, &mut velden);
    for (naam, waarde) in velden {
        tekst += &format!("  {}: {}\n", schoon(&naam), schoon(&waarde));
    }
    tekst
}

/// The fields of an event, each with its path; sealed text stays sealed.
fn uitgeschreven(pad: &str, json: &Json, velden: &mut Vec<(String, String)>) {
    let onder = |naam: &str| if pad.is_empty() { naam.to_owned() } else { format!("{pad}.{naam}") };
    match json {
        Json::Object(map) if map.contains_key("$verzegeld") => {
            velden.push((
                pad.to_owned(),
                "(verzegeld: alleen met de sleutel van dit dossier te lezen)".to_owned(),
            ));
        }
        Json::Object(map) if map.contains_key("$gevoelig") => {
            velden.push((pad.to_owned(), "(gewist voordat het werd vastgelegd)".to_owned()));
        }
        Json::Object(map) => {
            map.iter().for_each(|(naam, waarde)| uitgeschreven(&onder(naam), waarde, velden))
        }
        Json::Array(lijst) => {
            for (n, waarde) in lijst.iter().enumerate() {
                uitgeschreven(&onder(&(n + 1).to_string()), waarde, velden);
            }
        }
        Json::Null => {}
        Json::String(waarde) => velden.push((pad.to_owned(), waarde.clone())),
        waarde => velden.push((pad.to_owned(), waarde.to_string())),
    }
}

/// A moment as people here write it.
fn tijd(moment: Timestamp) -> String {
    let zone = TimeZone::get(TIJDZONE).unwrap_or(TimeZone::UTC);
    zone.to_datetime(moment).strftime("%d-%m-%Y %H:%M:%S").to_string()
}
