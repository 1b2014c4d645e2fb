//! What began and ended per period.

use super::Selectie;
use super::vraag::Vraag;
use std::collections::BTreeMap;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::moment::van_dagnummer;
use wijkspoor_domain::werkstroom::Fase;
use wijkspoor_projections::initiatief::episodes::tellingen::maand;
use wijkspoor_store::{DatabaseError, Head, Store};

/// What became of initiatives in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Periode {
    /// The first day.
    pub begin: i64,
    /// The first day after it.
    pub einde: i64,
    /// How many were submitted, or reopened.
    pub begonnen: i64,
    /// How many were carried out for the first time.
    pub gestart: i64,
    /// How many ended, by the phase in which they did.
    pub geeindigd: BTreeMap<String, i64>,
    /// How many days those had lasted.
    pub doorlooptijd: i64,
}

/// What began and ended in each period between these days; whole months are read from the counts.
///
/// # Errors
/// When the database fails.
pub async fn stroom(
    store: &Store,
    selectie: &Selectie,
    grenzen: &[i64],
) -> Result<(Vec<Periode>, Head), DatabaseError> {
    let mut perioden: Vec<Periode> = (grenzen.windows(2))
        .map(|grens| Periode { begin: grens[0], einde: grens[1], ..Periode::default() })
        .collect();
    let begint_maand = |p: &Periode| van_dagnummer(p.begin).day() == 1;
    let naam = |p: &Periode| maand(van_dagnummer(p.begin));
    let maanden: Vec<String> = match perioden.iter().all(begint_maand) {
        true => perioden.iter().map(naam).collect(),
        false => Vec::new(),
    };
    let bereik = (grenzen.first().copied().unwrap_or(0), grenzen.last().copied().unwrap_or(0));
    let van = |soort| Selectie { soort, vanaf: None, voor: None, peil: None, ..selectie.clone() };
    let (looptijd, aanloop) = (van(Episodesoort::Looptijd), van(Episodesoort::Aanloop));
    let looptijd = Vraag::nieuw(&looptijd, &[]);
    let statements = vec![
        Vraag::nieuw(&aanloop, &[]).geeindigd_per_periode(bereik, &maanden),
        looptijd.geeindigd_per_periode(bereik, &maanden),
        looptijd.begonnen_per_periode(bereik),
        Head::statement(),
    ];
    let mut answers = store.database().query_many(statements).await?;
    let head = Head::read(&answers.pop().unwrap_or_default())?;
    for (nummer, rows) in answers.iter().enumerate() {
        for row in rows {
            // A day, or a month by its name.
            let wanneer = row.text(0)?;
            let plaats = match wanneer.parse::<i64>() {
                Ok(dag) => perioden.iter().position(|p| (p.begin..p.einde).contains(&dag)),
                Err(_) => maanden.iter().position(|maand| maand == wanneer),
            };
            let Some(periode) = plaats.and_then(|i| perioden.get_mut(i)) else { continue };
            let (uitkomst, aantal, dagen) = (row.text(1)?, row.int(2)?, row.int(3)?);
            match nummer {
                0 if uitkomst == Fase::Uitvoering.code() => periode.gestart += aantal,
                0 => {}
                1 => {
                    *periode.geeindigd.entry(uitkomst.to_owned()).or_default() += aantal;
                    periode.doorlooptijd += dagen;
                }
                _ => periode.begonnen += aantal,
            }
        }
    }
    Ok((perioden, head))
}
