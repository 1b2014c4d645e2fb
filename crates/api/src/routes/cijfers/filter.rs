//! Of which episodes a figure is asked.

use crate::beleid::{self, Grens, Reikwijdte};
use crate::problem::{ApiError, Soort};
use crate::reads::episodes::{Per, Selectie};
use crate::routes::partij;
use crate::schema;
use jiff::civil::Date;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use utoipa::IntoParams;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::moment::dagnummer;

/// Of which episodes.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct Filter {
    #[serde(default = "beurt")]
    #[param(schema_with = schema::episodesoort)]
    pub soort: Episodesoort,
    #[param(schema_with = schema::naam)]
    pub gebied: Option<String>,
    #[param(schema_with = schema::naam)]
    pub wijk: Option<String>,
    #[param(schema_with = schema::naam)]
    pub thema: Option<String>,
    #[param(schema_with = schema::code)]
    pub categorie: Option<String>,
    #[param(schema_with = partij)]
    pub partij: Option<String>,
    #[param(schema_with = schema::naam)]
    pub naam: Option<String>,
    #[param(schema_with = schema::code)]
    pub status: Option<String>,
    #[param(schema_with = schema::fase)]
    pub fase: Option<String>,
    #[param(schema_with = schema::naam)]
    pub aard: Option<String>,
    #[param(schema_with = schema::datum)]
    pub begonnen_vanaf: Option<Date>,
    #[param(schema_with = schema::datum)]
    pub begonnen_tot_en_met: Option<Date>,
    #[param(schema_with = schema::datum)]
    pub peildatum: Option<Date>,
}

/// A figure is asked of what the caller may not see.
fn buiten(eigen: &str) -> ApiError {
    let mut error = ApiError::new(Soort::NietBevoegd, format!("u ziet alleen cijfers van {eigen}"));
    error.0.regel = Some(beleid::REGEL.to_owned());
    error
}

fn beurt() -> Episodesoort {
    Episodesoort::Beurt
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            soort: beurt(),
            gebied: None,
            wijk: None,
            thema: None,
            categorie: None,
            partij: None,
            naam: None,
            status: None,
            fase: None,
            aard: None,
            begonnen_vanaf: None,
            begonnen_tot_en_met: None,
            peildatum: None,
        }
    }
}

impl Filter {
    /// The question to the read models. The end of a day that has not come is now.
    pub fn selectie(&self, vandaag: Date, reikwijdte: &Reikwijdte) -> Result<Selectie, ApiError> {
        let f = self.clone().binnen(reikwijdte)?;
        Ok(Selectie {
            soort: f.soort,
            gebied: f.gebied,
            wijk: f.wijk,
            thema: f.thema,
            categorie: f.categorie,
            partij: f.partij,
            naam: f.naam,
            status: f.status,
            fase: f.fase,
            aard: f.aard,
            vanaf: f.begonnen_vanaf.map(dagnummer),
            voor: f.begonnen_tot_en_met.map(|dag| dagnummer(dag) + 1),
            peil: f.peildatum.filter(|dag| *dag < vandaag).map(dagnummer),
        })
    }

    /// Only of what lies within a reach: what is not asked for is filled in, and what lies outside is refused.
    fn binnen(mut self, reikwijdte: &Reikwijdte) -> Result<Self, ApiError> {
        let vul = |veld: &mut Option<String>, eigen: &str, wat: &str| match veld.as_deref() {
            Some(gevraagd) if gevraagd != eigen => Err(buiten(&format!("{wat} {eigen}"))),
            _ => {
                *veld = Some(eigen.to_owned());
                Ok(())
            }
        };
        match reikwijdte.grens() {
            Grens::Geen => {}
            Grens::Gebied(gebied) => vul(&mut self.gebied, gebied.as_str(), "het gebied")?,
            Grens::Afdeling(afdeling, _) => {
                let wat = "de afdeling";
                if self.partij.as_deref().is_some_and(|partij| partij != "afdeling") {
                    return Err(buiten(&format!("{wat} {afdeling}")));
                }
                self.partij = Some("afdeling".to_owned());
                vul(&mut self.naam, afdeling.as_str(), wat)?;
            }
            // No figure is of one who submitted; the table refuses them before this.
            Grens::Indiener(_) => return Err(buiten("wat u zelf indiende")),
        }
        Ok(self)
    }

    /// The day at whose end it is asked how things stand.
    pub fn op(&self, vandaag: Date) -> Date {
        self.peildatum.filter(|dag| *dag < vandaag).unwrap_or(vandaag)
    }

    /// Where the episodes of a group stand that it leads to.
    pub fn episodes(&self, per: &[Per], groep: &[String]) -> String {
        let datum = |dag: Option<Date>| dag.map(|dag| dag.to_string());
        let mut delen: Vec<(&str, Option<String>)> = vec![
            ("soort", Some(self.soort.code().to_owned())),
            ("gebied", self.gebied.clone()),
            ("wijk", self.wijk.clone()),
            ("thema", self.thema.clone()),
            ("categorie", self.categorie.clone()),
            ("partij", self.partij.clone()),
            ("naam", self.naam.clone()),
            ("status", self.status.clone()),
            ("fase", self.fase.clone()),
            ("aard", self.aard.clone()),
            ("begonnenVanaf", datum(self.begonnen_vanaf)),
            ("begonnenTotEnMet", datum(self.begonnen_tot_en_met)),
            ("peildatum", datum(self.peildatum)),
        ];
        let namen = per.iter().flat_map(|per| namen(*per));
        for (naam, waarde) in namen.zip(groep).filter(|(_, waarde)| !waarde.is_empty()) {
            if let Some(deel) = delen.iter_mut().find(|(bekend, _)| bekend == naam) {
                deel.1 = Some(waarde.clone());
            }
        }
        let deel = |(naam, waarde): (&str, Option<String>)| {
            waarde.map(|waarde| format!("{naam}={}", utf8_percent_encode(&waarde, NON_ALPHANUMERIC)))
        };
        let delen: Vec<String> = delen.into_iter().filter_map(deel).collect();
        format!("/v1/episodes?{}", delen.join("&"))
    }
}

/// What each way to divide is called in the API.
pub const PER: [(&str, Per); 8] = [
    ("partij", Per::Partij),
    ("status", Per::Status),
    ("fase", Per::Fase),
    ("aard", Per::Aard),
    ("gebied", Per::Gebied),
    ("wijk", Per::Wijk),
    ("thema", Per::Thema),
    ("categorie", Per::Categorie),
];

/// The way to divide of this name.
pub fn per(naam: &str) -> Option<Per> {
    PER.iter().find(|(bekend, _)| *bekend == naam).map(|(_, per)| *per)
}

/// The schema of a way to divide.
pub fn per_schema() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(PER.map(|(naam, _)| naam)))
}

/// The names of the texts that name a group.
pub fn namen(per: Per) -> &'static [&'static str] {
    match per {
        Per::Partij => &["partij", "naam"],
        Per::Status => &["status"],
        Per::Fase => &["fase"],
        Per::Aard => &["aard"],
        Per::Gebied => &["gebied"],
        Per::Wijk => &["wijk"],
        Per::Thema => &["thema"],
        Per::Categorie => &["categorie"],
    }
}
