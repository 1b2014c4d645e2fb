//! What can be asked of a list, and the rules: two persons, each with the role for it, and only what is due.

use super::gebeurtenis::{
    Afgewezen, Goedgekeurd, Kandidaat, NietVernietigd, Uitgevoerd, Uitzondering,
    Vernietigingsgebeurtenis as G, Voorgesteld,
};
use super::{Lijst, Lijststatus, MAG_BESLUITEN, MAG_UITVOEREN, MAG_VOORSTELLEN, Vernietigingslijst};
use crate::initiatief::{Context, Weigering, heeft_rol};
use crate::moment::Moment;
use crate::wissing::{blijvende_naam, blijvende_tekst};
use crate::{Actor, Naam};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The most that is on one list: it is carried out while somebody waits.
pub const MAX_DOSSIERS: usize = 200;
/// How dossiers are destroyed, as the declaration says it.
const METHODE: &str = "De sleutel waarmee de teksten van het dossier zijn versleuteld is vernietigd, en wat leesbaar stond is \
     leeggemaakt. Verloop, data en cijfers zonder persoonsgegevens blijven, zodat het log controleerbaar blijft.";

/// A command: what is asked, by whom and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Lijstopdracht {
    /// By whom and when.
    pub context: Context,
    /// What.
    pub handeling: Lijsthandeling,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Lijsthandeling {
    /// Propose to destroy dossiers.
    StelVoor {
        /// Why.
        motivering: String,
        /// On which list of appraisals it rests.
        selectielijst: String,
        /// Which.
        dossiers: Vec<Kandidaat>,
    },
    /// Approve it.
    KeurGoed {
        /// The function that may decide so.
        mandaat: Naam,
        /// Why.
        motivering: String,
        /// What is not destroyed after all.
        uitzonderingen: Vec<Uitzondering>,
    },
    /// Refuse it.
    WijsAf {
        /// The function that may decide so.
        mandaat: Naam,
        /// Why.
        motivering: String,
    },
    /// Declare what was done with what was to be destroyed.
    Verklaar {
        /// What becomes of copies elsewhere.
        aanvulling: Option<String>,
        /// What is destroyed.
        vernietigd: Vec<Uuid>,
        /// What is not, and why.
        niet_vernietigd: Vec<NietVernietigd>,
    },
}

impl Vernietigingslijst {
    /// Decides a command: what follows, or why not. Changes nothing.
    ///
    /// # Errors
    /// The rule that refuses it.
    pub fn beslis(&self, opdracht: &Lijstopdracht) -> Result<G, Weigering> {
        let Lijstopdracht { context, handeling } = opdracht;
        context.controleer_moment()?;
        let door = context.actor.id.clone();
        match (self.lijst(), handeling) {
            (None, Lijsthandeling::StelVoor { motivering, selectielijst, dossiers }) => {
                heeft_rol(MAG_VOORSTELLEN, &context.actor, "een vernietigingslijst voorstellen")?;
                zijn_te_vernietigen(dossiers, context)?;
                let (motivering, selectielijst) = (tekst("motivering", motivering)?, selectielijst.clone());
                Ok(G::Voorgesteld(Voorgesteld {
                    door,
                    motivering,
                    selectielijst,
                    dossiers: dossiers.clone(),
                }))
            }
            (None, _) => Err(Weigering::BestaatNiet),
            (Some(_), Lijsthandeling::StelVoor { .. }) => Err(Weigering::BestaatAl),
            (Some(lijst), Lijsthandeling::KeurGoed { mandaat, motivering, uitzonderingen }) => {
                lijst.mag_besluiten(&context.actor, "goedgekeurd")?;
                let uitzonderingen = lijst.uitzondering(uitzonderingen)?;
                blijvende_naam("mandaat", mandaat).map_err(Weigering::Blijvend)?;
                let (mandaat, motivering) = (mandaat.clone(), tekst("motivering", motivering)?);
                Ok(G::Goedgekeurd(Goedgekeurd { door, mandaat, motivering, uitzonderingen }))
            }
            (Some(lijst), Lijsthandeling::WijsAf { mandaat, motivering }) => {
                lijst.mag_besluiten(&context.actor, "afgewezen")?;
                blijvende_naam("mandaat", mandaat).map_err(Weigering::Blijvend)?;
                let (mandaat, motivering) = (mandaat.clone(), tekst("motivering", motivering)?);
                Ok(G::Afgewezen(Afgewezen { door, mandaat, motivering }))
            }
            (Some(lijst), Lijsthandeling::Verklaar { aanvulling, vernietigd, niet_vernietigd }) => {
                heeft_rol(MAG_UITVOEREN, &context.actor, "een vernietigingslijst uitvoeren")?;
                lijst.moet_zijn(Lijststatus::Goedgekeurd, "uitgevoerd")?;
                lijst.is_verantwoord(vernietigd, niet_vernietigd)?;
                let aanvulling = aanvulling.as_deref().map(|a| tekst("aanvulling", a)).transpose()?;
                let (vernietigd, niet_vernietigd) = (vernietigd.clone(), niet_vernietigd.clone());
                Ok(G::Uitgevoerd(Uitgevoerd {
                    door,
                    methode: METHODE.to_owned(),
                    aanvulling,
                    vernietigd,
                    niet_vernietigd,
                }))
            }
        }
    }
}

impl Lijst {
    fn moet_zijn(&self, status: Lijststatus, wat: &'static str) -> Result<(), Weigering> {
        match self.status() == status {
            true => Ok(()),
            false => Err(Weigering::LijstStatus { wat, status: self.status() }),
        }
    }

    /// Four eyes: whoever proposed it does not decide about it, in whatever role.
    fn mag_besluiten(&self, actor: &Actor, wat: &'static str) -> Result<(), Weigering> {
        heeft_rol(MAG_BESLUITEN, actor, "over een vernietigingslijst besluiten")?;
        if actor.id == self.voorstel.door {
            return Err(Weigering::VierOgen);
        }
        self.moet_zijn(Lijststatus::Voorgesteld, wat)
    }

    fn uitzondering(&self, uitzonderingen: &[Uitzondering]) -> Result<Vec<Uitzondering>, Weigering> {
        let mut over: BTreeSet<Uuid> = self.voorstel.dossiers.iter().map(|k| k.dossier).collect();
        for Uitzondering { dossier, .. } in uitzonderingen {
            if !over.remove(dossier) {
                return Err(Weigering::NietOpLijst(*dossier));
            }
        }
        if over.is_empty() {
            return Err(Weigering::AllesUitgezonderd);
        }
        let net =
            |u: &Uitzondering| Ok(Uitzondering { dossier: u.dossier, reden: tekst("reden", &u.reden)? });
        uitzonderingen.iter().map(net).collect()
    }

    /// A declaration tells of every dossier that was to be destroyed, and of no other.
    fn is_verantwoord(&self, vernietigd: &[Uuid], niet: &[NietVernietigd]) -> Result<(), Weigering> {
        let mut over: BTreeSet<Uuid> = self.te_vernietigen().map(|k| k.dossier).collect();
        for dossier in vernietigd.iter().chain(niet.iter().map(|n| &n.dossier)) {
            if !over.remove(dossier) {
                return Err(Weigering::NietOpLijst(*dossier));
            }
        }
        match over.first() {
            None => Ok(()),
            Some(vergeten) => {
                Err(Weigering::NietTeVernietigen(format!("de verklaring zegt niets over dossier {vergeten}")))
            }
        }
    }
}

/// Each once, no more than may be, and none before its date.
fn zijn_te_vernietigen(dossiers: &[Kandidaat], context: &Context) -> Result<(), Weigering> {
    let verschillend: BTreeSet<Uuid> = dossiers.iter().map(|k| k.dossier).collect();
    if verschillend.len() != dossiers.len() || !(1..=MAX_DOSSIERS).contains(&dossiers.len()) {
        return Err(Weigering::AantalDossiers { max: MAX_DOSSIERS });
    }
    let vandaag = Moment::tijdstip(context.nu).dag();
    match dossiers.iter().find(|k| k.archiefactiedatum > vandaag) {
        None => Ok(()),
        Some(k) => Err(Weigering::NietTeVernietigen(format!(
            "de bewaartermijn van {} loopt nog: vernietigen mag vanaf {}",
            k.dossier, k.archiefactiedatum
        ))),
    }
}

fn tekst(veld: &'static str, tekst: &str) -> Result<String, Weigering> {
    blijvende_tekst(veld, tekst).map_err(Weigering::Blijvend)
}
