//! The figures in plain words: what stalls most, where, and why. Every number in a sentence is one of the figures.

use super::beelden::ergste_eerst;
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
pub(super) const TERUG: [&str; 2] = ["geweigerd", "teruggegeven"];

/// Where, when nothing is known of the one party.
const OVERAL: &str = "bij alle afdelingen samen";

/// With fewer than this, a median says little.
const GENOEG: i64 = 5;

pub(super) fn dagen(n: i64) -> String {
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
pub(super) fn helft(c: &Cijfers) -> String {
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

/// How many lie over their norm, by kind of party: departments together, teams, whoever submitted it.
fn over_norm(m: &Monitor) -> BTreeMap<&str, i64> {
    let mut over = BTreeMap::new();
    for g in m.beurten.groepen.iter().filter(|g| g.cijfers.over_norm > 0) {
        *over.entry(g.deel("partij")).or_default() += g.cijfers.over_norm;
    }
    over
}

/// Whose turn it is when it is the resident's.
const INDIENER: &str = "initiatiefnemer";

/// The party with whom most is over its norm, of the kind of party with whom most is: many departments with a few each are
/// together more than one team with some.
fn ergste_partij(m: &Monitor) -> Option<&Groep> {
    let soorten = over_norm(m);
    let over = m.beurten.groepen.iter().filter(|g| g.cijfers.over_norm > 0);
    // What waits for the resident does not stall within the municipality; it is named when nothing else does.
    over.max_by_key(|g| {
        let soort = g.deel("partij");
        (soort != INDIENER, soorten.get(soort).copied(), g.cijfers.over_norm, g.cijfers.helft())
    })
}

/// With whom all that is over its norm lies, when that is more than one.
fn verdeling(m: &Monitor) -> Option<Zin> {
    let soorten = over_norm(m);
    let mut delen: Vec<(&str, i64)> = soorten.into_iter().collect();
    delen.sort_by_key(|(_, hoeveel)| -hoeveel);
    let waar = |(soort, hoeveel): &(&str, i64)| {
        let bij = match *soort {
            "afdeling" => "afdelingen".to_owned(),
            "tlo" => "teams leefomgeving".to_owned(),
            INDIENER => "initiatiefnemers".to_owned(),
            "management" => "het ambtelijk management".to_owned(),
            "bestuur" => "het bestuur".to_owned(),
            "partner" => "partners".to_owned(),
            anders => leesbaar(anders).to_lowercase(),
        };
        format!("{} bij {bij}", getal(*hoeveel))
    };
    let (laatste, eerdere) = delen.split_last().filter(|(_, eerdere)| !eerdere.is_empty())?;
    let eerdere: Vec<String> = eerdere.iter().map(waar).collect();
    let c = &m.beurten.totaal;
    Some(Zin {
        kop: format!(
            "{} van de {} zaken met een norm {} {} over die norm.",
            getal(c.over_norm),
            getal(c.open_met_norm),
            is_of_zijn(m, c.over_norm),
            m.nu()
        ),
        tekst: format!("Daarvan {} en {}.", eerdere.join(", "), waar(laatste)),
        adres: None,
    })
}

/// What stalls most.
pub fn hoofdzin(m: &Monitor) -> Zin {
    let Some(g) = ergste_partij(m) else {
        return Zin {
            kop: format!("Er {} {} niets over de norm.", m.tijd("ligt", "lag"), m.nu()),
            tekst: format!(
                "{} {}, alle binnen de tijd die ervoor staat of zonder norm.",
                aantal(m.beurten.totaal.open, "zaak", "zaken"),
                m.tijd("wachten", "wachtten")
            ),
            adres: None,
        };
    };
    let (c, nu) = (&g.cijfers, m.nu());
    let (ligt, liggen) = (m.tijd("ligt", "lag"), m.tijd("liggen", "lagen"));
    let over = match (c.over_norm, c.open) {
        (1, 1) => format!("De enige zaak die er {nu} {ligt}, {} over de norm.", is_of_zijn(m, 1)),
        (over, open) if over == open => {
            format!("Alle {} zaken die er {nu} {liggen}, {} over de norm.", getal(open), is_of_zijn(m, open))
        }
        (over, open) => {
            format!(
                "{} van de {} zaken die er {nu} {liggen} {} over de norm.",
                getal(over),
                getal(open),
                is_of_zijn(m, over)
            )
        }
    };
    let langst =
        c.langst_open.map_or(String::new(), |langst| format!(" De oudste {ligt} er {}.", dagen(langst)));
    Zin {
        kop: format!("Het meest {} vast bij {}.", m.tijd("loopt", "liep"), bij(g)),
        tekst: format!("{over}{langst} Van alles wat daar ooit lag: {}.", helft(c)),
        adres: Some(open(g)),
    }
}

/// What so many do.
fn is_of_zijn(m: &Monitor, hoeveel: i64) -> &'static str {
    if hoeveel == 1 { m.tijd("is", "was") } else { m.tijd("zijn", "waren") }
}

fn open(g: &Groep) -> String {
    format!("{}&duurtNog=true", g.zaken())
}

/// Why it stalls, with whom it stalls most: what blocks it now, and else what makes orders come back.
fn reden(m: &Monitor) -> Option<Zin> {
    let wie = ergste_partij(m)?;
    let daar = |g: &&Groep| g.deel("partij") == wie.deel("partij") && g.deel("naam") == wie.deel("naam");
    let hier = format!("bij {}", bij(wie));
    blokkade(m, m.blokkades.groepen.iter().filter(daar), &hier)
        .or_else(|| terug(m.overdrachten.groepen.iter().filter(daar), &hier))
        .or_else(|| blokkade(m, m.blokkades.groepen.iter(), OVERAL))
        .or_else(|| terug(m.overdrachten.groepen.iter(), OVERAL))
}

/// The reason that is named most, and how often; nothing when another is named as often.
fn meeste<'a>(redenen: impl Iterator<Item = (&'a str, i64)>) -> Option<(&'a str, i64)> {
    let mut samen: BTreeMap<&str, i64> = BTreeMap::new();
    redenen.for_each(|(reden, aantal)| *samen.entry(reden).or_default() += aantal);
    let mut redenen: Vec<_> =
        samen.into_iter().filter(|(reden, aantal)| !reden.is_empty() && *aantal > 0).collect();
    redenen.sort_by_key(|(_, aantal)| -aantal);
    match redenen.as_slice() {
        [(_, een), (_, ander), ..] if een == ander => None,
        alle => alle.first().copied(),
    }
}

fn blokkade<'a>(m: &Monitor, groepen: impl Iterator<Item = &'a Groep>, waar: &str) -> Option<Zin> {
    let groepen: Vec<&Groep> = groepen.filter(|g| g.cijfers.open > 0).collect();
    let totaal: i64 = groepen.iter().map(|g| g.cijfers.open).sum();
    let (vaakst, hoeveel) = meeste(groepen.iter().map(|g| (g.deel("aard"), g.cijfers.open)))?;
    let om_die_reden: Vec<&&Groep> = groepen.iter().filter(|g| g.deel("aard") == vaakst).collect();
    Some(Zin {
        kop: format!(
            "{}: {}.",
            if waar == OVERAL { "Wat opdrachten het vaakst blokkeert" } else { "De reden" },
            leesbaar(vaakst).to_lowercase()
        ),
        tekst: format!(
            "Daarop {} {} {waar} {} geblokkeerd, van {} in totaal.",
            is_of_zijn(m, hoeveel),
            m.nu(),
            aantal(hoeveel, "opdracht", "opdrachten"),
            getal(totaal)
        ),
        // The cases are those of one department: of more there is no list with just these.
        adres: match om_die_reden.as_slice() {
            [een] => Some(open(een)),
            _ => None,
        },
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
        0 => format!("Niemand {} langer niets dan de norm.", m.tijd("hoort", "hoorde")),
        n => format!(
            "Van {} {} {} langer niets dan de norm{}.",
            aantal(c.open, "initiatief", "initiatieven"),
            m.tijd("hoort", "hoorde"),
            if n == 1 { "de indiener van 1".to_owned() } else { format!("de indiener van {}", getal(n)) },
            c.norm_dagen.map_or(String::new(), |norm| format!(" van {}", dagen(norm)))
        ),
    };
    Some(Zin {
        kop: format!(
            "Het langst stil {} {}: {} geen bericht.",
            m.tijd("is", "was"),
            stilste.titel,
            dagen(stilste.kalenderdagen?)
        ),
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
            "In {} kwamen er {} bij en eindigden er {}. {} er {}.",
            aantal(i64::try_from(s.perioden.len()).unwrap_or(0), "maand", "maanden"),
            getal(erbij),
            getal(eraf),
            m.tijd("Nu lopen", "Toen liepen"),
            getal(nu)
        ),
        adres: None,
    })
}

/// What else there is to know, the most important first.
///
/// Of one department (`afdeling`) nothing that is of all of them together.
pub fn zinnen(m: &Monitor, afdeling: bool) -> Vec<Zin> {
    let van_allen = if afdeling { [None, None] } else { [stilte(m), voorraad(m)] };
    [verdeling(m), reden(m), overdracht(m)].into_iter().chain(van_allen).flatten().collect()
}
