//! The demo: real cases in a fresh database, then the server, with what to look at.

use crate::casussen::{EIGEN, lees, plan, speel};
use crate::cli::Demo;
use crate::open::{self, BESTAND, lees_bestand};
use crate::serve::{POORT, bind, draai};
use crate::tabel;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use wijkspoor_api::reads::dossiers::{self, Filter, Orde};
use wijkspoor_domain::werkstroom::{Werkstromen, Werkstroom};
use wijkspoor_store::{Clock, IdSource, ManualClock, SystemClock, SystemIds, Target};

/// `wijkspoor demo`.
pub async fn demo(args: Demo) -> Result<()> {
    let system: Arc<dyn Clock> = Arc::new(SystemClock);
    let werkstromen =
        Werkstromen::standaard().map_err(|_| anyhow::anyhow!("de standaardwerkstroom is ongeldig"))?;
    let (naam, tekst) = match &args.casussen {
        Some(pad) => (pad.display().to_string(), lees_bestand(pad)?),
        None => ("de eigen casussen".to_owned(), EIGEN.to_owned()),
    };
    let statussen: Vec<&str> =
        werkstromen.iter().flat_map(|w: &Werkstroom| &w.statussen).map(|s| s.code.as_str()).collect();
    let bestand = lees(&tekst, &statussen).map_err(|fouten| {
        let regels: Vec<_> = fouten.iter().take(20).map(ToString::to_string).collect();
        anyhow::anyhow!("{naam}: {}", regels.join("; "))
    })?;
    let plannen = (bestand.casussen.iter())
        .map(|casus| {
            plan(casus, &bestand, &werkstromen, system.now()).with_context(|| format!("casus {}", casus.id))
        })
        .collect::<Result<Vec<_>>>()?;
    let listener = luister(args.port)?;
    let map = verse_map(args.data_dir, &SystemIds::new(system.clone()))?;

    // One clock for the replay, which follows the dates, and the system's for the server after it.
    let klok = Arc::new(ManualClock::new(system.now()));
    let target = Target::Sqlite(map.join(BESTAND));
    let journal = open::open(&target, klok.clone(), None).await?;
    let totaal: usize = plannen.iter().map(Vec::len).sum();
    let balk = voortgang(totaal, bestand.casussen.len());
    let ids = SystemIds::new(klok.clone());
    speel(&journal, &klok, &ids, plannen, |n| balk.set_position(n)).await?;
    balk.finish_and_clear();
    drop(journal);

    let journal = open::open(&target, system.clone(), None).await?;
    let (lijst, ..) =
        dossiers::lijst(journal.store(), &Filter::default(), Orde::Ingediend, false, None, 25).await?;
    println!(
        "{} casussen uit {naam} nagespeeld in {totaal} handelingen ({})\n",
        bestand.casussen.len(),
        map.display()
    );
    println!("{}", tabel::lijst(&lijst, &journal.services(), system.now()));
    if bestand.casussen.len() > lijst.len() {
        println!("… en nog {}; zie /v1/initiatieven\n", bestand.casussen.len() - lijst.len());
    }
    println!("{}", wat_te_zien(&listener.local_addr()?.to_string(), lijst.first().map(|d| d.id.as_str())));
    draai(journal, system, listener).await
}

/// The port that is asked for, or the first free one from the default.
fn luister(port: Option<u16>) -> Result<TcpListener> {
    if let Some(port) = port {
        return bind("127.0.0.1", port);
    }
    let vrij = (POORT..POORT + 100).find_map(|port| bind("127.0.0.1", port).ok());
    vrij.map_or_else(|| bind("127.0.0.1", 0), Ok)
}

fn verse_map(gevraagd: Option<PathBuf>, ids: &dyn IdSource) -> Result<PathBuf> {
    let map = gevraagd.unwrap_or_else(|| std::env::temp_dir().join(format!("wijkspoor-demo-{}", ids.next())));
    if map.join(BESTAND).exists() {
        bail!(
            "{} bevat al een database; de demo begint in een verse: kies een andere --data-dir",
            map.display()
        );
    }
    std::fs::create_dir_all(&map).with_context(|| format!("de map {} is niet te maken", map.display()))?;
    Ok(map)
}

fn voortgang(totaal: usize, casussen: usize) -> ProgressBar {
    let balk = ProgressBar::new(totaal as u64);
    if let Ok(stijl) = ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len} handelingen") {
        balk.set_style(stijl.progress_chars("━━─"));
    }
    balk.set_message(format!("{casussen} casussen naspelen"));
    balk
}

fn wat_te_zien(adres: &str, id: Option<&str>) -> String {
    let basis = format!("http://{adres}");
    let mut tekst = format!(
        "Bekijk de API in de browser: {basis}/documentatie/\n\n\
         Waar is elk initiatief, en wie is aan zet?\n  curl -s '{basis}/v1/initiatieven?sorteer=titel'\n\
         Wat stagneert, per partij?\n  curl -s {basis}/v1/stagnatie\n\
         Wat ligt er bij het TLO?\n  curl -s '{basis}/v1/werkvoorraad?partij=tlo'\n"
    );
    if let Some(id) = id {
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
