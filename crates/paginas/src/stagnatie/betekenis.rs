//! What a picture means, and on what it rests.

use super::Beeld;
use super::beelden::{IN_MATRIX, gebieden, jaren};
use super::cijfers::{Cijfers, Overleving, Vergelijking};
use super::monitor::Monitor;
use super::zinnen::{TERUG, dagen, helft};
use crate::onderdelen::{aantal, getal};

/// What a picture means, in one sentence.
pub fn betekenis(beeld: Beeld, m: &Monitor) -> String {
    let c = &m.overdrachten.totaal;
    match beeld {
        Beeld::Matrix => format!(
            "Hoe sterker de kleur, hoe langer een afdeling een team laat wachten op een eerste antwoord. Over alles samen: {}.",
            helft(c)
        ),
        Beeld::Stroom => {
            let terug = c.uitkomst(&TERUG);
            format!(
                "Hoe breder, hoe meer opdrachten; hoe sterker de kleur, hoe langer het wachten. Van {} kwamen er {} terug naar het team en wachten er {} nog.",
                aantal(c.opdrachten(), "opdracht", "opdrachten"),
                getal(terug),
                getal(c.open)
            )
        }
        Beeld::Norm => {
            let c = &m.beurten.totaal;
            format!(
                "Rechts van de streep ligt wat te lang duurt: {} van de {} waarvoor een norm geldt.",
                getal(c.over_norm),
                aantal(c.open_met_norm, "zaak", "zaken")
            )
        }
        Beeld::Stilte => {
            let c = &m.stilte.totaal;
            format!("De tien initiatieven waarvan de indiener het langst geen bericht kreeg. In {} {} het langer dan de norm.", aantal(c.over_norm, "geval", "gevallen"), m.tijd("duurt", "duurde"))
        }
        Beeld::Overleving => {
            let o = &m.overleving;
            let curve = match (o.mediaan.dagen, o.norm_dagen.and_then(|norm| na(o, norm).zip(Some(norm)))) {
                (_, Some((deel, norm))) => format!("Na {} (de norm) wacht nog {} procent.", dagen(norm), deel),
                (Some(mediaan), None) => format!("Na {} heeft de helft een antwoord.", dagen(mediaan)),
                (None, None) => "Er is nog te weinig beantwoord om te zeggen hoe lang het duurt.".to_owned(),
            };
            format!("Hoe sneller de lijn daalt, hoe sneller er antwoord komt. {curve}")
        }
        Beeld::Loop => "Wordt een laag dikker, dan hoopt het werk zich daar op. Wat voor de eerste maand eindigde telt niet mee.".to_owned(),
        Beeld::Vergelijking => {
            let [nu, toen] = jaren(m);
            let zin = m.vergelijkingen.first().map_or("", |(_, v)| v.zin.as_str());
            format!("Wat begon van {nu}, naast {toen}. Eerste antwoord: {}", kleine_letter(zin))
        }
    }
}

fn kleine_letter(zin: &str) -> String {
    let mut letters = zin.chars();
    letters
        .next()
        .map_or(String::new(), |eerste| eerste.to_lowercase().collect::<String>() + letters.as_str())
}

/// Which part, in percents, lasts longer than so many days.
fn na(o: &Overleving, dagen: i64) -> Option<String> {
    if o.aantal_gesloten + o.aantal_open == 0 {
        return None;
    }
    let deel = o.treden.iter().take_while(|t| t.dagen <= dagen).last().map_or(1.0, |t| t.deel);
    Some(format!("{:.0}", deel * 100.0))
}

/// On how many cases a picture rests, and what is left out.
pub fn grondslag(beeld: Beeld, m: &Monitor) -> String {
    let van = |c: &Cijfers, een: &str, meer: &str| grond(c.aantal(), c.open, c.weggelaten, een, meer);
    match beeld {
        Beeld::Stroom => van(&m.overdrachten.totaal, "opdracht", "opdrachten"),
        Beeld::Matrix => {
            let (alle, gebieden) = (m.overdrachten.groepen.len(), gebieden(m).len());
            let niet_alles = match alle > IN_MATRIX {
                true => format!(
                    " U ziet de {IN_MATRIX} van {alle} afdelingen waar het het langst duurt; in de CSV staan zij alle."
                ),
                false => String::new(),
            };
            let meer = match m.gebieden() > gebieden {
                true => format!(" En de {gebieden} gebieden met de meeste opdrachten."),
                false => String::new(),
            };
            format!("{}{niet_alles}{meer}", van(&m.overdrachten.totaal, "opdracht", "opdrachten"))
        }
        Beeld::Norm => {
            let c = &m.beurten.totaal;
            let zonder = c.open + c.weggelaten - c.open_met_norm;
            let zonder = if zonder > 0 {
                format!(
                    " Voor {} geldt geen norm of is het begin niet bekend.",
                    aantal(zonder, "andere zaak", "andere zaken")
                )
            } else {
                String::new()
            };
            format!("Van {} met een norm.{zonder}", aantal(c.open_met_norm, "zaak", "zaken"))
        }
        Beeld::Stilte => van(&m.stilte.totaal, "periode van stilte", "perioden van stilte"),
        Beeld::Overleving => {
            let o = &m.overleving;
            grond(o.aantal_gesloten + o.aantal_open, o.aantal_open, o.weggelaten, "opdracht", "opdrachten")
        }
        Beeld::Loop => m.stromen.as_ref().map_or(String::new(), |s| {
            let lopend = s.perioden.last().map_or(0, |p| p.lopend);
            format!(
                "{} {}. {}",
                aantal(lopend, "initiatief loopt", "initiatieven lopen"),
                m.nu(),
                weg(s.weggelaten)
            )
        }),
        Beeld::Vergelijking => {
            let som = |van: fn(&Vergelijking) -> &Cijfers| {
                m.vergelijkingen.iter().map(|(_, v)| van(v).aantal()).sum::<i64>()
            };
            format!(
                "Van {} en {} daarvoor.",
                aantal(som(|v| &v.een), "geval", "gevallen"),
                getal(som(|v| &v.ander))
            )
        }
    }
}

fn grond(alle: i64, open: i64, weggelaten: i64, een: &str, meer: &str) -> String {
    let duren = if open == 1 { "duurt" } else { "duren" };
    format!("Van {}, waarvan er {} nog {duren}. {}", aantal(alle, een, meer), getal(open), weg(weggelaten))
}

fn weg(weggelaten: i64) -> String {
    match weggelaten {
        0 => "Niets is weggelaten.".to_owned(),
        1 => "1 is weggelaten, omdat de datum niet bekend is.".to_owned(),
        n => format!("{} zijn weggelaten, omdat de datum niet bekend is.", getal(n)),
    }
}
