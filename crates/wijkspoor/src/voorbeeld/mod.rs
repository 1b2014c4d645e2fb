//! What comes with the demo: Arnhem's organisation, types of ZGW that are made up, and the budgets of Arnhem for 2021 as the
//! evaluation prints them. Sums that do not add up are named, not mended.

use crate::casussen::NIET_GENOEMD;
use anyhow::{Context as _, Result, anyhow};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;
use wijkspoor_api::Journals;
use wijkspoor_api::ids::per_jaar;
use wijkspoor_domain::feit::{Feit, Verband, soorten};
use wijkspoor_domain::initiatief::Context;
use wijkspoor_domain::reeks::{Budgetsoort, LegVast};
use wijkspoor_domain::{Actor, Metadata, Moment, Nauwkeurigheid, Rol};
use wijkspoor_store::stable_id;
use wijkspoor_zgw::Settings;

/// Arnhem's organisation, as the evaluation describes it.
pub const INRICHTING: &str = include_str!("inrichting.toml");
const ARNHEM: &str = include_str!("arnhem.json");
/// The example of the documentation.
const ZGW: &str = include_str!("../../../../docs/voorbeelden/zgw.toml");
/// The post out of which departments spend, and the one that the TLO decides on.
const POSTEN: [(&str, &str); 2] = [("ondergemandateerd", "stad"), ("vrij besteedbaar", "vrij")];

/// The tables.
#[derive(Debug, Deserialize)]
pub struct Tabellen {
    jaar: i16,
    gebieden: Vec<Gebied>,
    sommen: Vec<Som>,
}

/// A row: whole euros, as printed.
#[derive(Debug, Deserialize)]
struct Gebied {
    gebied: String,
    ondergemandateerd: i64,
    vrij: i64,
    totaal_gedrukt: i64,
    bronregel: u32,
}

/// A sum that the source prints with its parts: whole euros.
#[derive(Debug, Deserialize)]
struct Som {
    som: String,
    gedrukt: i64,
    delen: Vec<i64>,
    bronregels: Vec<u32>,
}

/// The settings of ZGW that the documentation gives as an example.
pub fn zgw() -> Result<Settings> {
    #[derive(Deserialize)]
    struct Bestand {
        zgw: Settings,
    }
    let bestand: Bestand = toml::from_str(ZGW).context("het meegeleverde voorbeeld van ZGW")?;
    Ok(bestand.zgw)
}

impl Tabellen {
    /// Reads them.
    pub fn lees() -> Result<Self> {
        serde_json::from_str(ARNHEM).context("de meegeleverde tabellen van Arnhem")
    }

    /// The sums that do not add up, in words.
    pub fn fouten(&self) -> Vec<String> {
        let rijen = self.gebieden.iter().map(|rij| Som {
            som: format!("B4.2: rij {}", rij.gebied),
            gedrukt: rij.totaal_gedrukt,
            delen: vec![rij.ondergemandateerd, rij.vrij],
            bronregels: vec![rij.bronregel],
        });
        let overig = self.sommen.iter().map(|s| Som {
            som: s.som.clone(),
            delen: s.delen.clone(),
            bronregels: s.bronregels.clone(),
            ..*s
        });
        rijen
            .chain(overig)
            .filter_map(|som| {
                let berekend: i64 = som.delen.iter().sum();
                let regels: Vec<String> = som.bronregels.iter().map(ToString::to_string).collect();
                (berekend != som.gedrukt).then(|| {
                    let verschil = berekend - som.gedrukt;
                    let Som { som, gedrukt, .. } = som;
                    format!(
                        "{som}: gedrukt {gedrukt}, berekend {berekend}, verschil {verschil} (regel {})",
                        regels.join(", ")
                    )
                })
            })
            .collect()
    }

    /// Records the budgets, through the same commands that a user would send; again changes nothing. A budget is what
    /// its parts come to, and says so where the source prints another total.
    pub async fn speel(&self, journals: &Journals, nu: Timestamp) -> Result<usize> {
        for rij in &self.gebieden {
            let jaar = self.jaar.to_string();
            let id = per_jaar::<Budgetsoort>(&rij.gebied, i64::from(self.jaar));
            for (n, (rol, soort, velden)) in self.feiten(rij).into_iter().enumerate() {
                let sleutel = format!("arnhem-{id}-{n}");
                self.leg_vast(journals, nu, id, (rol, soort, velden), sleutel)
                    .await
                    .with_context(|| format!("{} {jaar}: {soort}", rij.gebied))?;
            }
        }
        Ok(self.gebieden.len())
    }

    fn feiten(&self, rij: &Gebied) -> Vec<(Rol, &'static str, Json)> {
        let delen = [rij.ondergemandateerd, rij.vrij];
        let berekend: i64 = delen.iter().sum();
        let anders = match berekend == rij.totaal_gedrukt {
            true => String::new(),
            false => {
                format!("; de bron drukt {} als totaal, de delen zijn samen {berekend}", rij.totaal_gedrukt)
            }
        };
        let besluit = format!("Begroting {}, tabel B4.2, regel {}{anders}", self.jaar, rij.bronregel);
        let centen = |euro: i64| euro * 100;
        let mut feiten = vec![(
            Rol::Bestuur,
            "budget_vastgesteld",
            json!({ "gebied": rij.gebied, "jaar": self.jaar, "bedrag": centen(berekend), "besluit": besluit }),
        )];
        for ((post, vrijheid), euro) in POSTEN.into_iter().zip(delen) {
            let velden = json!({ "post": post, "bedrag": centen(euro), "vrijheid": vrijheid });
            feiten.push((Rol::Bestuur, "post_vastgesteld", velden));
        }
        feiten.push((
            Rol::Tlo,
            "ondermandaat_verleend",
            json!({ "post": POSTEN[0].0, "bij": NIET_GENOEMD, "bedrag": centen(rij.ondergemandateerd),
                "bevoegdheid": "Ondermandaatbesluit van 3 december 2019" }),
        ));
        feiten
    }

    async fn leg_vast(
        &self,
        journals: &Journals,
        nu: Timestamp,
        id: Uuid,
        (rol, soort, velden): (Rol, &str, Json),
        sleutel: String,
    ) -> Result<()> {
        let soort = soorten::zoek(soort).ok_or_else(|| anyhow!("er is geen soort {soort}"))?;
        let mut feit = Feit::lees(soort, velden.as_object().cloned().unwrap_or_default())?;
        feit.id = (soort.verband == Verband::Opent).then(|| stable_id(&["deel", &sleutel]));
        let actor = Actor { id: format!("demo-{rol}"), rol, gebied: None, afdeling: None };
        let plaatsgevonden = Moment::datum(jiff::civil::date(self.jaar, 1, 1), Nauwkeurigheid::Jaar, 0);
        let metadata = Metadata {
            actor: actor.clone(),
            correlatie: id,
            oorzaak: None,
            idempotentiesleutel: Some(sleutel.clone()),
            plaatsgevonden,
            herkomst: None,
        };
        let command = LegVast { context: Context { actor, nu, plaatsgevonden }, feit };
        let verzoek = (sleutel.clone(), sleutel);
        journals.budgetten.execute(id, None, command, metadata, Some(verzoek)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_of_the_source_that_do_not_add_up_are_named() {
        let fouten = Tabellen::lees().unwrap().fouten();
        let begin: Vec<&str> = fouten.iter().map(|f| f.split(", verschil").next().unwrap()).collect();
        assert_eq!(
            begin,
            [
                "B4.2: rij De Laar/Elden: gedrukt 6387758, berekend 6441758",
                "B4.1: sociale wijkteams en TLO's samen de totale begroting: gedrukt 208834829, berekend 208934829",
                "B4.1: vaste kosten en vrij besteedbaar budget samen vrij besteedbaar voor de TLO's: gedrukt 6713324, berekend 6713524",
                "B4.2: kolom totaal: gedrukt 84700009, berekend 84646009",
                "B4.1 vrij besteedbaar budget is B4.2 niet ondergemandateerd: gedrukt 3022226, berekend 3022026",
            ]
        );
    }
}
