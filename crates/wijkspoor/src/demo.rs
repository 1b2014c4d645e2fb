//! The demo: real cases in a fresh database, then the server, with what to look at.

use crate::bronnen::Bronnen;
use crate::casussen::{EIGEN, Stap, lees, plan, speel};
use crate::cli::Demo;
use crate::controle::{self, Controle, maak_sleutel};
use crate::demomap::Demomap;
use crate::open::{self, lees_bestand};
use crate::serve::{Anderen, Bereik, Dienst, POORT, Stop, bind, draai, omgeving, ontwikkel, paginas};
use crate::tabel;
use crate::toon::alle;
use crate::uitvoer::zeg;
use crate::voorbeeld::{INRICHTING, Tabellen, zgw};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use wijkspoor_api::reads::dossiers::{Dossier, Filter};
use wijkspoor_api::verwerkingen::Verwerkingen;
use wijkspoor_api::verzoeken;
use wijkspoor_berichten::Settings;
use wijkspoor_domain::Opzet;
use wijkspoor_store::{Clock, IdSource, ManualClock, SystemClock, SystemIds};

/// More faults than this say nothing new.
const FOUTEN: usize = 20;
/// More rows than this nobody reads; the API has them all.
const RIJEN: usize = 200;

/// `wijkspoor demo`.
pub async fn demo(args: Demo) -> Result<()> {
    let system: Arc<dyn Clock> = Arc::new(SystemClock);
    let (naam, tekst) = match &args.casussen {
        Some(pad) => (pad.display().to_string(), lees_bestand(pad)?),
        None => ("de meegeleverde casussen".to_owned(), EIGEN.to_owned()),
    };
    // Other cases are of another municipality.
    let bronnen = || match args.casussen {
        Some(_) => Bronnen::lees(None, None),
        None => {
            Bronnen::lees(None, None)?.met_inrichting("de meegeleverde inrichting", INRICHTING.to_owned())
        }
    };
    let opzet = bronnen()?.opzet();
    let plannen = plannen(&naam, &tekst, &opzet, &*system)?;
    let casussen = plannen.len();
    let listener = luister(args.port)?;
    let map = args.data_dir.unwrap_or_else(|| tijdelijke_map(&SystemIds::new(system.clone())));
    let mut map = Demomap::neem(map, &tekst)?;
    match map.is_klaar() {
        true => {
            zeg(&format!("De casussen staan al in {}; deze demo gaat daarmee verder.\n", map.map().display()))
        }
        false => {
            let tabellen = args.casussen.is_none().then(Tabellen::lees).transpose()?;
            let totaal = speel_na(&map, bronnen()?, plannen, tabellen.as_ref(), &*system).await?;
            map.klaar()?;
            let waar = map.map().display();
            zeg(&format!("{} uit {naam} nagespeeld in {totaal} handelingen ({waar})\n", aantal(casussen)));
            if let Some(tabellen) = tabellen {
                zeg(&format!(
                    "De budgetten van Arnhem voor 2021 zijn ingelezen. Sommen die in de bron niet kloppen:\n  {}\n",
                    tabellen.fouten().join("\n  ")
                ));
            }
        }
    }

    let journals = open::open(&map.target(), system.clone(), bronnen()?).await?;
    let journal = &journals.initiatieven;
    let lijst = alle(journal.store(), &Filter::default()).await?;
    let eerste = lijst.get(..RIJEN).unwrap_or(&lijst);
    zeg(&tabel::lijst(eerste, &journal.services().werkstromen, system.now()));
    if lijst.len() > RIJEN {
        zeg(&format!("… en nog {}; zie /v1/initiatieven\n", lijst.len() - RIJEN));
    }
    // One on which something can still be done shows most.
    let voorbeeld = lijst.iter().find(|d| !d.aan_zet.is_empty()).or(lijst.first());
    let (adres, stop) = (listener.local_addr()?, Stop::luister()?);
    zeg(&wat_te_zien(&adres.to_string(), voorbeeld));
    let gemeente = journals.initiatieven.services().inrichting.gemeente.clone();
    let berichten = Settings::from_environment(omgeving).berichten(&gemeente).map_err(anyhow::Error::msg)?;
    let verzoeken = verzoeken::Settings::from_environment(omgeving).and_then(verzoeken::Settings::verzoeken);
    let verzoeken = verzoeken.map_err(anyhow::Error::msg)?;
    let anderen = Anderen::nieuw(&journals, berichten, &zgw()?)?;
    let paginas =
        paginas(wijkspoor_paginas::Instellingen::from_environment(omgeving), &journals, None).await?;
    let controle = controle(&map)?;
    let verwerkingen = Verwerkingen::default();
    let dienst =
        Dienst { journals, identities: ontwikkel(), anderen, controle, verzoeken, verwerkingen, paginas };
    draai(dienst, system, listener, stop).await
}

/// The key of a demo stands in its directory: it shows how the log is signed, and protects nobody.
fn controle(map: &Demomap) -> Result<Option<Controle>> {
    let sleutel = map.map().join("demo.sleutel");
    if !sleutel.exists() {
        maak_sleutel(&sleutel, "wijkspoor.demo")?;
    }
    let bestand = Some(map.map().join("checkpoints.txt"));
    // Whoever tries it does not wait a minute for a proof.
    let elke = Some(2);
    controle::Settings { sleutels: Some(vec![sleutel]), bestand, elke, ..controle::Settings::default() }
        .controle()
}

/// The commands of all cases of a file. All that is wrong with it comes together.
fn plannen(naam: &str, tekst: &str, opzet: &Opzet, klok: &dyn Clock) -> Result<Vec<Vec<Stap>>> {
    let statussen: Vec<&str> =
        opzet.werkstromen.iter().flat_map(|w| &w.statussen).map(|s| s.code.as_str()).collect();
    let bestand = lees(tekst, &statussen).map_err(|fouten| {
        let mut regels: Vec<_> = fouten.iter().take(FOUTEN).map(ToString::to_string).collect();
        if fouten.len() > FOUTEN {
            regels.push(format!("en nog {} fouten", fouten.len() - FOUTEN));
        }
        anyhow::anyhow!("{naam}: {}", regels.join("; "))
    })?;
    let casussen = bestand.casussen.iter();
    casussen
        .map(|c| plan(c, &bestand, opzet, klok.now()).with_context(|| format!("{naam}: casus {}", c.id)))
        .collect()
}

/// Replays, with one clock that follows the dates; the server after it has the system's. Gives how many commands.
async fn speel_na(
    map: &Demomap,
    bronnen: Bronnen,
    plannen: Vec<Vec<Stap>>,
    tabellen: Option<&Tabellen>,
    system: &dyn Clock,
) -> Result<usize> {
    let klok = Arc::new(ManualClock::new(system.now()));
    let journals = open::open(&map.target(), klok.clone(), bronnen).await?;
    let (casussen, totaal) = (plannen.len(), plannen.iter().map(Vec::len).sum());
    let balk = voortgang(totaal, casussen);
    let gespeeld = speel(&journals.initiatieven, &klok, plannen, |n| balk.set_position(n)).await;
    balk.finish_and_clear();
    gespeeld
        .with_context(|| format!("de casussen zijn niet alle na te spelen in {}", map.map().display()))?;
    if let Some(tabellen) = tabellen {
        klok.set(system.now());
        tabellen.speel(&journals, system.now()).await?;
    }
    Ok(totaal)
}

/// The port that is asked for, or the first free one from the default.
fn luister(port: Option<u16>) -> Result<TcpListener> {
    if let Some(port) = port {
        return bind("127.0.0.1", port, Bereik::DitApparaat);
    }
    let vrij = (POORT..POORT + 100).find_map(|port| bind("127.0.0.1", port, Bereik::DitApparaat).ok());
    let listener = vrij.map_or_else(|| bind("127.0.0.1", 0, Bereik::DitApparaat), Ok)?;
    let gekozen = listener.local_addr()?.port();
    if gekozen != POORT {
        zeg(&format!("Poort {POORT} is in gebruik; het wordt {gekozen}."));
    }
    Ok(listener)
}

fn tijdelijke_map(ids: &dyn IdSource) -> PathBuf {
    std::env::temp_dir().join(format!("wijkspoor-demo-{}", ids.next()))
}

fn aantal(casussen: usize) -> String {
    format!("{casussen} {}", if casussen == 1 { "casus" } else { "casussen" })
}

/// A bar on a terminal, one plain line elsewhere.
fn voortgang(totaal: usize, casussen: usize) -> ProgressBar {
    let balk = ProgressBar::new(totaal as u64);
    if balk.is_hidden() {
        zeg(&format!("{} naspelen: {totaal} handelingen …", aantal(casussen)));
    }
    if let Ok(stijl) = ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len} handelingen") {
        balk.set_style(stijl.progress_chars("━━─"));
    }
    balk.set_message(format!("{} naspelen", aantal(casussen)));
    balk
}

fn wat_te_zien(adres: &str, voorbeeld: Option<&Dossier>) -> String {
    let basis = format!("http://{adres}");
    let mut tekst = format!(
        "Bekijk het in de browser: {basis}/\n\
         De API om te lezen en te proberen: {basis}/documentatie/\n\n\
         Waar is elk initiatief, en wie is aan zet?\n  curl -s '{basis}/v1/initiatieven?sorteer=titel'\n\
         Wat stagneert, per partij?\n  curl -s {basis}/v1/stagnatie\n\
         Wat ligt er bij het TLO?\n  curl -s '{basis}/v1/werkvoorraad?partij=tlo'\n\
         Hoe staat het met het geld?\n  curl -s {basis}/v1/budgetten\n"
    );
    if let Some(Dossier { id, .. }) = voorbeeld {
        tekst += &format!(
            "Eén initiatief, met wat er nu mag\n  curl -s {basis}/v1/initiatieven/{id}\n\
             Zijn tijdlijn, met de datums en hun nauwkeurigheid\n  curl -s {basis}/v1/initiatieven/{id}/tijdlijn\n\
             Vertel de indiener iets (twee keer hetzelfde verzoek telt één keer)\n  curl -s -X POST {basis}/v1/initiatieven/{id}/terugkoppelingen \
             -H 'Authorization: Bearer ontwikkel:tlo' -H 'Content-Type: application/json' -H 'Idempotency-Key: demo-0001' \
             -d '{{\"kanaal\":\"email\",\"bericht\":\"We kijken ernaar.\"}}'\n"
        );
    }
    tekst += "\nLET OP: dit zijn ontwikkelidentiteiten zonder wachtwoord, alleen op dit apparaat. Stoppen: Ctrl-C.";
    tekst
}
