//! Carrying out an approved list: every dossier is told that it is destroyed, and erased. Each step may be done again, so that what
//! was broken off is finished by asking once more; only then it is declared.

use crate::app::Journals;
use crate::problem::ApiError;
use crate::write::refused;
use jiff::Timestamp;
use uuid::Uuid;
use wijkspoor_domain::initiatief::handeling::Vernietiging;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::vernietiging::{Goedgekeurd, Kandidaat, Lijst, NietVernietigd};
use wijkspoor_domain::wissing::{Wisaanleiding, Wisgrond};
use wijkspoor_domain::{Actor, Metadata, Moment, Wisbesluit};
use wijkspoor_store::ExecuteError;

/// Carrying out one list.
pub struct Uitvoering {
    /// The write paths.
    pub journals: Journals,
    /// The list.
    pub id: Uuid,
    /// Who does it.
    pub actor: Actor,
    /// When.
    pub nu: Timestamp,
    /// What belongs together in the log.
    pub correlatie: Uuid,
}

/// What became of the dossiers of a list.
#[derive(Debug, Default)]
pub struct Uitkomst {
    /// What is destroyed.
    pub vernietigd: Vec<Uuid>,
    /// What is not, and why.
    pub niet_vernietigd: Vec<NietVernietigd>,
}

impl Uitvoering {
    /// Destroys what was approved, or what is left of it, and nothing of a list that is not; gives what is to be declared.
    ///
    /// # Errors
    /// When the store fails: then asking again goes on where it was.
    pub async fn voer_uit(&self, lijst: Option<&Lijst>) -> Result<Uitkomst, ApiError> {
        let mut uitkomst = Uitkomst::default();
        let Some((lijst, goedkeuring)) = lijst.and_then(|lijst| Some((lijst, lijst.goedgekeurd()?))) else {
            return Ok(uitkomst);
        };
        for kandidaat in lijst.te_vernietigen() {
            let besluit = besluit(self.id, lijst, goedkeuring, kandidaat);
            match self.vernietig(kandidaat, besluit).await? {
                None => uitkomst.vernietigd.push(kandidaat.dossier),
                Some(niet) => uitkomst.niet_vernietigd.push(niet),
            }
        }
        Ok(uitkomst)
    }

    /// Destroys one dossier, unless it is no longer what was approved; gives why it did not.
    async fn vernietig(
        &self,
        k: &Kandidaat,
        besluit: Wisbesluit,
    ) -> Result<Option<NietVernietigd>, ApiError> {
        let vernietiging = Vernietiging { lijst: self.id, gesloten: k.brondatum };
        let commando = Commando { context: self.context(), handeling: Handeling::Vernietig(vernietiging) };
        let journal = &self.journals.initiatieven;
        let niet = |regel: &str, reden: String| {
            Ok(Some(NietVernietigd { dossier: k.dossier, regel: regel.to_owned(), reden }))
        };
        match journal.execute(k.dossier, Some(k.versie), commando, self.metadata(), None).await {
            Ok(_) => {}
            // The version moved on because this very list moved it: it was broken off after that.
            Err(ExecuteError::Conflict { .. }) if self.is_door_deze_lijst(k.dossier).await? => {}
            Err(ExecuteError::Conflict { expected, actual }) => {
                let reden = format!("gewijzigd na het voorstel: versie {actual} in plaats van {expected}");
                return niet("gewijzigd", reden);
            }
            Err(ExecuteError::Refused(weigering)) => return niet(weigering.regel(), weigering.to_string()),
            Err(fout) => return Err(refused(fout)),
        }
        journal.erase(k.dossier, Some(&besluit), &self.metadata()).await?;
        Ok(None)
    }

    async fn is_door_deze_lijst(&self, dossier: Uuid) -> Result<bool, ApiError> {
        let geladen = self.journals.initiatieven.load(dossier).await?;
        let toestand = geladen.as_ref().and_then(|geladen| geladen.aggregate.toestand());
        Ok(toestand.is_some_and(|toestand| toestand.vernietigd == Some(self.id)))
    }

    fn context(&self) -> Context {
        Context { actor: self.actor.clone(), nu: self.nu, plaatsgevonden: Moment::tijdstip(self.nu) }
    }

    fn metadata(&self) -> Metadata {
        let metadata = Metadata::nieuw(self.actor.clone(), self.correlatie, Moment::tijdstip(self.nu));
        Metadata { oorzaak: Some(self.id), ..metadata }
    }
}

/// The decision by which a dossier is erased: that of the list.
fn besluit(id: Uuid, lijst: &Lijst, goedkeuring: &Goedgekeurd, k: &Kandidaat) -> Wisbesluit {
    Wisbesluit {
        aanleiding: Wisaanleiding::EigenBeweging,
        verzoek_op: None,
        grond: Wisgrond::BewaartermijnVerstreken,
        kenmerk: Some(format!("vernietigingslijst {id}")),
        mandaat: goedkeuring.mandaat.clone(),
        motivering: format!(
            "De bewaartermijn ({}) is verstreken: {}, categorie {}.",
            k.bewaartermijn, lijst.voorstel.selectielijst, k.categorie
        ),
    }
}
