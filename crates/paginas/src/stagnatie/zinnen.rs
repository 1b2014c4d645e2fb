//! The figures in plain words: what stalls most, where, and why. Every number in a sentence is one of the figures.

use super::Beeld;
use super::beelden::{IN_MATRIX, ergste_eerst, gebieden, jaren};
use super::cijfers::{Cijfers, Groep};
use super::monitor::Monitor;
use crate::onderdelen::{aantal, getal, leesbaar};
use std::collections::BTreeMap;
use wijkspoor_tekening::grafiek::Ernst;

/// A sentence: what it is about, what there is to say, and where the cases stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zin {
    pub kop: String,
    pub tekst: String,
    pub adres: Option<String>,
}

/// Outcomes with which an order comes back.
const TERUG: [&str; 2] = ["geweigerd", "teruggegeven"];

/// Where, when nothing is known of the one party.
const OVERAL: &str = "bij alle afdelingen samen";

/// With fewer than this, a median says little.
const GENOEG: i64 = 5;

fn dagen(n: i64) -> String {
    aantal(n, "dag", "dagen")
}

/// With whom, in a sentence.
fn bij(g: &Groep) -> String {
    match (g.deel("partij"), g.deel("naam")) {
        ("tlo", _) => "het team leefomgeving".to_owned(),
        ("initiatiefnemer", _) => "de initiatiefnemer".to_owned(),
        ("management", _) => "het ambtelijk management".to_owned(),
        ("bestuur", _) => "het bestuur".to_owned(),
        (soort, "") => leesbaar(soort).to_lowercase(),
        (_, naam) => naam.to_owned(),
    }
}

/// How long half takes, as the end of a sentence.
fn helft(c: &Cijfers) -> String {
    let norm = c.norm_dagen.map_or(String::new(), |norm| format!("; de norm is {norm}"));
    match (c.kalenderdagen.mediaan.dagen, c.helft()) {
        (Some(mediaan), _) => {
            let pas = if c.norm_dagen.is_some_and(|norm| mediaan > norm) { "pas " } else { "" };
            format!("de helft is {pas}klaar na {}{norm}", dagen(mediaan))
        }
        (None, Some(minstens)) => {
            format!("meer dan de helft duurt nog, het langste al {}{norm}", dagen(minstens))
        }
        (None, None) => "hoe lang is nog niet te zeggen".to_owned(),
    }
}

/// The party with whom most is over its norm.
fn ergste_partij(m: &Monitor) -> Option<&Groep> {
    let over = m.beurten.groepen.iter().filter(|g| g.cijfers.over_norm > 0);
    // What waits for the resident does not stall within the municipality; it is named when nothing else does.
    over.max_by_key(|g| (g.deel("partij") != "initiatiefnemer", g.cijfers.over_norm, g.cijfers.helft()))
}

/// What stalls most.
pub fn hoofdzin(m: &Monitor) -> Zin {
    let Some(g) = ergste_partij(m) else {
        return Zin {
            kop: "Er ligt nu niets over de norm.".to_owned(),
            tekst: format!(
                "{} wachten, alle binnen de tijd die ervoor staat of zonder norm.",
                aantal(m.beurten.totaal.open, "zaak", "zaken")
            ),
            adres: None,
        };
    };
    let c = &g.cijfers;
    let over = match (c.over_norm, c.open) {
        (1, 1) => "De enige zaak die er nu ligt, is over de norm.".to_owned(),
        (over, open) if over == open => {
            format!("Alle {} zaken die er nu liggen, zijn over de norm.", getal(open))
        }
        (over, open) => {
            let zijn = if over == 1 { "is" } else { "zijn" };
            format!("{} van de {} zaken die er nu liggen {zijn} over de norm.", getal(over), getal(open))
        }
    };
    let langst =
        c.langst_open.map_or(String::new(), |langst| format!(" De oudste ligt er {}.", dagen(langst)));
    Zin {
        kop: format!("Het meest loopt vast bij {}.", bij(g)),
        tekst: format!("{over} Van alles wat daar lag: {}.{langst}", helft(c)),
        adres: Some(open(g)),
    }
}

fn open(g: &Groep) -> String {
    format!("{}&duurtNog=true", g.zaken())
}

/// Why it stalls, with whom it stalls most: what blocks it now, and else what makes orders come back.
fn reden(m: &Monitor) -> Option<Zin> {
    let wie = ergste_partij(m)?;
    let daar = |g: &&Groep| g.deel("partij") == wie.deel("partij") && g.deel("naam") == wie.deel("naam");
    let hier = format!("bij {}", bij(wie));
    blokkade(m.blokkades.groepen.iter().filter(daar), &hier)
        .or_else(|| terug(m.overdrachten.groepen.iter().filter(daar), &hier))
        .or_else(|| blokkade(m.blokkades.groepen.iter(), OVERAL))
        .or_else(|| terug(m.overdrachten.groepen.iter(), OVERAL))
}

fn meeste<'a>(redenen: impl Iterator<Item = (&'a str, i64)>) -> Option<(&'a str, i64)> {
    let mut samen: BTreeMap<&str, i64> = BTreeMap::new();
    redenen.for_each(|(reden, aantal)| *samen.entry(reden).or_default() += aantal);
    samen
        .into_iter()
        .filter(|(reden, aantal)| !reden.is_empty() && *aantal > 0)
        .max_by_key(|(_, aantal)| *aantal)
}

fn blokkade<'a>(groepen: impl Iterator<Item = &'a Groep>, waar: &str) -> Option<Zin> {
    let groepen: Vec<&Groep> = groepen.filter(|g| g.cijfers.open > 0).collect();
    let totaal: i64 = groepen.iter().map(|g| g.cijfers.open).sum();
    let (vaakst, hoeveel) = meeste(groepen.iter().map(|g| (g.deel("aard"), g.cijfers.open)))?;
    let voorbeeld = groepen.iter().filter(|g| g.deel("aard") == vaakst).max_by_key(|g| g.cijfers.open)?;
    Some(Zin {
        kop: format!(
            "{}: {}.",
            if waar == OVERAL { "Wat opdrachten nu het vaakst blokkeert" } else { "De reden" },
            leesbaar(vaakst).to_lowercase()
        ),
        tekst: format!(
            "Daarop {} nu {waar} {} geblokkeerd, van {} in totaal.",
            if hoeveel == 1 { "is" } else { "zijn" },
            aantal(hoeveel, "opdracht", "opdrachten"),
            getal(totaal)
        ),
        adres: Some(open(voorbeeld)),
    })
}

fn terug<'a>(groepen: impl Iterator<Item = &'a Groep>, waar: &str) -> Option<Zin> {
    let groepen: Vec<&Groep> = groepen.collect();
    let uitkomsten = || {
        groepen.iter().flat_map(|g| &g.cijfers.uitkomsten).filter(|u| TERUG.contains(&u.uitkomst.as_str()))
    };
    let (vaakst, hoeveel) = meeste(uitkomsten().map(|u| (u.reden.as_str(), u.aantal)))?;
    let alle: i64 = groepen.iter().map(|g| g.cijfers.opdrachten()).sum();
    let terug: i64 = uitkomsten().map(|u| u.aantal).sum();
    Some(Zin {
        kop: format!("Wat er {waar} het vaakst aan schort: {}.", leesbaar(vaakst).to_lowercase()),
        tekst: format!(
            "Van {} {} er {} terug naar het team, {} om die reden.",
            aantal(alle, "opdracht", "opdrachten"),
            if terug == 1 { "kwam" } else { "kwamen" },
            getal(terug),
            getal(hoeveel)
        ),
        adres: match groepen.as_slice() {
            [een] => Some(een.zaken()),
            _ => None,
        },
    })
}

/// The slowest hand-over.
fn overdracht(m: &Monitor) -> Option<Zin> {
    let genoeg: Vec<&Groep> =
        ergste_eerst(&m.matrix.groepen).into_iter().filter(|g| g.cijfers.aantal() >= GENOEG).collect();
    let g = genoeg.first().copied().filter(|g| g.cijfers.ernst() >= Ernst::Over)?;
    let c = &g.cijfers;
    Some(Zin {
        kop: format!("De traagste overdracht is van {} naar {}.", g.deel("gebied"), bij(g)),
        tekst: format!(
            "Tot een eerste antwoord: {}. Dat zijn {}; {}.",
            helft(c),
            aantal(c.opdrachten(), "opdracht", "opdrachten"),
            match c.open {
                0 => "geen ervan wacht nog".to_owned(),
                1 => "1 ervan wacht nog".to_owned(),
                n => format!("{} ervan wachten nog", getal(n)),
            }
        ),
        adres: Some(g.zaken()),
    })
}

fn stilte(m: &Monitor) -> Option<Zin> {
    // What was heard of this week is not silent.
    let stilste = m.stilste.iter().find(|e| e.kalenderdagen.is_some_and(|dagen| dagen > 7))?;
    let c = &m.stilte.totaal;
    let over = match c.over_norm {
        0 => "Niemand hoort langer niets dan de norm.".to_owned(),
        n => format!(
            "Van {} hoort {} langer niets dan de norm{}.",
            aantal(c.open, "initiatief", "initiatieven"),
            if n == 1 { "de indiener van 1".to_owned() } else { format!("de indiener van {}", getal(n)) },
            c.norm_dagen.map_or(String::new(), |norm| format!(" van {}", dagen(norm)))
        ),
    };
    Some(Zin {
        kop: format!("Het langst stil is {}: {} geen bericht.", stilste.titel, dagen(stilste.kalenderdagen?)),
        tekst: over,
        adres: Some(format!("/initiatieven/{}", stilste.initiatief_id)),
    })
}

fn voorraad(m: &Monitor) -> Option<Zin> {
    let s = m.stromen.as_ref()?;
    let erbij: i64 = s.perioden.iter().map(|p| p.ingediend).sum();
    let eraf: i64 = s.perioden.iter().flat_map(|p| p.geeindigd.values()).sum();
    let nu = s.perioden.last()?.lopend;
    let kop = match nu - s.lopend_vooraf {
        0 => "De voorraad bleef gelijk.".to_owned(),
        meer if meer > 0 => {
            format!("De voorraad groeide met {}.", aantal(meer, "initiatief", "initiatieven"))
        }
        minder => format!("De voorraad daalde met {}.", aantal(-minder, "initiatief", "initiatieven")),
    };
    Some(Zin {
        kop,
        tekst: format!(
            "In {} kwamen er {} bij en eindigden er {}. Nu lopen er {}.",
            aantal(i64::try_from(s.perioden.len()).unwrap_or(0), "maand", "maanden"),
            getal(erbij),
            getal(eraf),
            getal(nu)
        ),
        adres: None,
    })
}

/// What else there is to know, the most important first.
pub fn zinnen(m: &Monitor) -> Vec<Zin> {
    [reden(m), overdracht(m), stilte(m), voorraad(m)].into_iter().flatten().collect()
}

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
            format!("De tien initiatieven waarvan de indiener het langst geen bericht kreeg. In {} duurt het nu langer dan de norm.", aantal(c.over_norm, "geval", "gevallen"))
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
fn na(o: &super::cijfers::Overleving, dagen: i64) -> Option<String> {
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
            format!("{} nu. {}", aantal(lopend, "initiatief loopt", "initiatieven lopen"), weg(s.weggelaten))
        }),
        Beeld::Vergelijking => {
            let som = |van: fn(&super::cijfers::Vergelijking) -> &Cijfers| {
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
