//! All figures of a view, asked of the API.

use super::cijfers::{Episode, Episodes, Namen, Overleving, Stromen, Vergelijking, Wachttijden};
use super::vraag::{Over, Vraag};
use crate::fout::Fout;
use crate::wie::Wie;
use futures_util::future::try_join_all;
use jiff::civil::Date;
use std::collections::BTreeSet;
use tokio::try_join;
use wijkspoor_domain::Rol;

/// All figures of a view.
#[derive(Debug)]
pub struct Monitor {
    /// The day as of which they are.
    pub op: Date,
    /// Today.
    pub vandaag: Date,
    /// Who has the ball.
    pub beurten: Wachttijden,
    /// Orders until their first answer: by department, and by gebied and department.
    pub overdrachten: Wachttijden,
    /// The same, by gebied and department.
    pub matrix: Wachttijden,
    /// What departments cannot go on with, by department and reason.
    pub blokkades: Wachttijden,
    /// Silence, by gebied.
    pub stilte: Wachttijden,
    /// What has been silent longest.
    pub stilste: Vec<Episode>,
    /// What came in and went out; not for who sees only orders.
    pub stromen: Option<Stromen>,
    /// The curve of the orders.
    pub overleving: Overleving,
    /// The last year beside the one before, by what.
    pub vergelijkingen: Vec<(&'static str, Vergelijking)>,
    /// The names to choose from.
    pub namen: Namen,
}

/// What is compared.
const VERGELEKEN: [(&str, &str); 3] = [
    ("overdracht", "Eerste antwoord op een opdracht"),
    ("blokkade", "Blokkade van een opdracht"),
    ("radiostilte", "Stilte tussen twee berichten"),
];

/// How many of what is silent longest are shown.
const STILSTE: &str = "10";

/// Today, by the clock of the server.
pub fn vandaag(wie: &Wie) -> Date {
    wijkspoor_domain::Moment::tijdstip(wie.kader().api.app().clock().now()).dag()
}

impl Monitor {
    /// Asks the API.
    pub async fn lees(wie: &Wie, vraag: &Vraag) -> Result<Self, Fout> {
        let vandaag = vandaag(wie);
        let wachttijden = |over, delen: &[(&str, &str)]| vraag.api("wachttijden", over, delen);
        let initiatief = Over::Initiatief;
        let stilste = [("soort", "radiostilte"), ("duurtNog", "true"), ("limiet", STILSTE)];
        let blokkades = [("soort", "blokkade"), ("per", "partij"), ("enPer", "aard")];
        let van_beeld = |beeld| vraag.adres_van(beeld, vandaag);
        let adressen = (
            van_beeld(super::Beeld::Norm),
            van_beeld(super::Beeld::Stroom),
            van_beeld(super::Beeld::Matrix),
            wachttijden(Over::Partij, &blokkades),
            wachttijden(initiatief, &[("soort", "radiostilte"), ("per", "gebied")]),
            vraag.api("episodes", initiatief, &stilste),
            van_beeld(super::Beeld::Overleving),
        );
        // What comes in and goes out is told of whole initiatives: a department has no part of that.
        let stromen = async {
            match wie.is(&[Rol::Afdeling]) {
                true => Ok(None),
                false => wie.lees(&vraag.stromen()).await.map(Some),
            }
        };
        let vergelijkingen = try_join_all(VERGELEKEN.map(|(soort, naam)| async move {
            Ok::<_, Fout>((naam, wie.lees(&vraag.vergelijking(soort, vandaag)).await?))
        }));
        // All at the same time: what must be counted for one need not wait for another.
        let (
            beurten,
            overdrachten,
            matrix,
            blokkades,
            stilte,
            stilste,
            overleving,
            stromen,
            vergelijkingen,
            namen,
        ) = try_join!(
            wie.lees(&adressen.0),
            wie.lees(&adressen.1),
            wie.lees(&adressen.2),
            wie.lees(&adressen.3),
            wie.lees(&adressen.4),
            wie.lees::<Episodes>(&adressen.5),
            wie.lees(&adressen.6),
            stromen,
            vergelijkingen,
            wie.lees("/v1/inrichting"),
        )?;
        Ok(Self {
            op: vraag.dag(vandaag).min(vandaag),
            vandaag,
            beurten,
            overdrachten,
            matrix,
            blokkades,
            stilte,
            stilste: stilste.episodes,
            stromen,
            overleving,
            vergelijkingen,
            namen,
        })
    }

    /// Whether it is of a past day.
    pub fn is_toen(&self) -> bool {
        self.op < self.vandaag
    }

    /// A word as it stands in a sentence on today, or on a past day.
    pub fn tijd(&self, nu: &'static str, toen: &'static str) -> &'static str {
        if self.is_toen() { toen } else { nu }
    }

    /// When it is of, in a sentence.
    pub fn nu(&self) -> &'static str {
        self.tijd("nu", "toen")
    }

    /// From how many gebieden there are orders.
    pub fn gebieden(&self) -> usize {
        self.matrix.groepen.iter().map(|g| g.deel("gebied")).collect::<BTreeSet<_>>().len()
    }

    /// Whether there is nothing at all.
    pub fn is_leeg(&self) -> bool {
        let t = &self.beurten.totaal;
        t.aantal() + t.weggelaten + self.overdrachten.totaal.aantal() == 0
    }
}
