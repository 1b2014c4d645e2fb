//! The read models of initiatives: dossier, timeline, episodes (whose open rows are the work list), orders, decisions,
//! what waits for an answer, and which belong together.

mod besluiten;
mod dossier;
mod episodes;
mod koppelingen;
mod opdrachten;
mod openstaand;
pub mod tables;
mod verloop;
pub mod views;

use crate::projection::Projection;
use crate::row::{Change, Table, Value, View};
use episodes::Episodes;
use serde::{Deserialize, Serialize};
use verloop::Verloop;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::inrichting::Inrichting;
use wijkspoor_domain::termijn::{Klok, Klokken};
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::werkstroom::{Fase, Werkstroom};
use wijkspoor_domain::{Gevoelig, Initiatief, Moment, Opzet, Recorded};

/// What the read models of one initiative must remember between events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Spoor {
    verloop: Verloop,
    episodes: Episodes,
    klokken: Klokken,
    pingpong: i64,
}

impl Projection for Spoor {
    type Aggregate = Initiatief;
    const TABLES: &'static [&'static Table] = &[
        &tables::DOSSIER,
        &tables::DOSSIER_WIJK,
        &tables::TIJDLIJN,
        &tables::EPISODE,
        &tables::OPDRACHT,
        &tables::BESLUIT,
        &tables::OPENSTAAND,
        &tables::KOPPELING,
    ];
    const VIEWS: &'static [&'static View] = views::ALL;
    const VERSION: u32 = 17;

    fn fold(
        &mut self,
        before: &Initiatief,
        after: &Initiatief,
        event: &Recorded<Gebeurtenis>,
        opzet: &Opzet,
    ) -> Vec<Change> {
        let Some(toestand) = after.toestand() else { return Vec::new() };
        // A definition that is not known leaves codes without a phase rather than an initiative without a row.
        let werkstroom = opzet.werkstromen.zoek(&toestand.werkstroom);
        let fase = fase_van(werkstroom, &toestand.status);
        let eerst = before.toestand().map(|t| fase_van(opzet.werkstromen.zoek(&t.werkstroom), &t.status));
        let beweegt = event.event.stap().is_some() || eerst != Some(fase);
        let grens = self.verloop.volg(&event.event, &event.metadata, toestand, beweegt);
        let inrichting = &opzet.inrichting;
        let moment = event.metadata.plaatsgevonden;
        let hervat = inrichting.hervatting(moment);
        let gestopt = self.klokken.volg(moment, &event.event, &opzet.werkstromen, hervat);
        let klokken = &self.klokken;
        let feit = Feit {
            event,
            toestand,
            before,
            werkstroom,
            fase,
            eerst,
            beweegt,
            inrichting,
            grens,
            klokken,
            gestopt,
        };
        if matches!(event.event, Gebeurtenis::OpdrachtGeweigerd(_) | Gebeurtenis::OpdrachtTeruggegeven(_)) {
            self.pingpong += 1;
        }
        let mut changes = dossier::changes(&feit, &self.verloop, self.pingpong);
        changes.push(feit.tijdlijn());
        changes.extend(self.episodes.changes(&feit, &self.verloop));
        changes.extend(opdrachten::changes(&feit));
        changes.extend(besluiten::changes(&feit));
        changes.extend(openstaand::changes(&feit));
        changes.extend(koppelingen::changes(&feit));
        changes
    }
}

/// The kinds of fact that say of which category the initiative is.
const BEPAALT_CATEGORIE: &[&str] =
    &["categorie_toegekend", "verwachting_vastgelegd", "verwachting_gewijzigd"];

/// One event with the state around it.
struct Feit<'a> {
    event: &'a Recorded<Gebeurtenis>,
    toestand: &'a wijkspoor_domain::initiatief::Toestand,
    before: &'a Initiatief,
    werkstroom: Option<&'a Werkstroom>,
    fase: &'static str,
    /// The phase before it.
    eerst: Option<&'static str>,
    /// Whether it is in another status than before; only called otherwise, under another definition, it is not.
    beweegt: bool,
    /// The municipality: its calendar, its norms.
    inrichting: &'a Inrichting,
    /// The boundary that it draws in time, for whatever begins or ends by it.
    grens: Moment,
    /// The terms that run after it.
    klokken: &'a Klokken,
    /// The terms that it ended, by the order in which they began.
    gestopt: Vec<(usize, Klok)>,
}

impl Feit<'_> {
    fn id(&self) -> Value {
        Value::Text(self.event.stream.to_string())
    }

    /// When it happened, as it was told.
    fn moment(&self) -> Moment {
        self.event.metadata.plaatsgevonden
    }

    /// Whether the initiative has ended.
    fn is_einde(&self) -> bool {
        Fase::van_code(self.fase).is_some_and(Fase::is_einde)
    }

    /// The term with this code, if it ended it.
    fn gestopt(&self, termijn: &str) -> Option<&Klok> {
        self.gestopt.iter().map(|(_, klok)| klok).find(|klok| klok.termijn.code == termijn)
    }

    /// The category that it gives to the initiative, when it does.
    fn categorie(&self) -> Option<&str> {
        match &self.event.event {
            Gebeurtenis::Feit(f) if BEPAALT_CATEGORIE.contains(&f.soort.code) => f.code("categorie"),
            _ => None,
        }
    }

    fn tijdlijn(&self) -> Change {
        Change::Insert {
            table: &tables::TIJDLIJN,
            row: vec![
                self.id(),
                Value::Int(self.event.sequence),
                Value::Int(self.event.position),
                text(self.event.event.soort()),
                text(&self.toestand.status),
                text(self.fase),
                op(self.moment()),
                nauwkeurigheid(self.moment()),
                Value::Int(self.event.recorded_at.as_microsecond()),
            ],
        }
    }
}

fn op(moment: Moment) -> Value {
    Value::Int(moment.op.as_microsecond())
}

fn nauwkeurigheid(moment: Moment) -> Value {
    text(moment.nauwkeurigheid.code())
}

/// The two columns of a moment.
fn zet(set: &mut Vec<(&'static str, Value)>, [kolom, precisie]: [&'static str; 2], moment: Moment) {
    set.push((kolom, op(moment)));
    set.push((precisie, nauwkeurigheid(moment)));
}

fn fase_van(werkstroom: Option<&Werkstroom>, status: &str) -> &'static str {
    werkstroom.and_then(|w| w.status(status)).map_or("onbekend", |s| s.fase.code())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn opt_text(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |t| Value::Text(t.to_owned()))
}

/// A sensitive text; it is sealed when the row is stored.
fn sealed<T: Serialize + ?Sized>(value: &T) -> Value {
    // Serialising strings into a JSON value cannot fail; if it did, nothing is better than something in the clear.
    serde_json::to_value(value).map_or(Value::Null, Value::Sealed)
}

fn opt_sealed(value: Option<&Gevoelig>) -> Value {
    value.map_or(Value::Null, sealed)
}
