//! One initiative as process mining knows it: objects, and events that happened to them.

use super::pseudoniem::Pseudoniem;
use std::collections::BTreeSet;
use uuid::Uuid;
use wijkspoor_domain::initiatief::Gebeurtenis as G;
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::{Initiatief, Recorded};

/// The kinds of object, each with its attributes.
pub const OBJECTSOORTEN: [(&str, &[&str]); 5] = [
    (INITIATIEF, &["gebied", "thema", "oorsprong", "categorie", "werkstroom"]),
    (OPDRACHT, &["afdeling"]),
    (BESLUIT, &["soort"]),
    (AFDELING, &["naam"]),
    (WIJK, &["naam"]),
];
/// The attributes of every event.
pub const EIGENSCHAPPEN: [&str; 4] = ["rol", "status", "nauwkeurigheid", "volgnummer"];

const INITIATIEF: &str = "initiatief";
const OPDRACHT: &str = "opdracht";
const BESLUIT: &str = "besluit";
const AFDELING: &str = "afdeling";
const WIJK: &str = "wijk";

/// Something to which events happen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Object {
    /// Unique over all kinds.
    pub id: String,
    /// Its kind.
    pub soort: &'static str,
    /// Values of the attributes of its kind, in their order.
    pub waarden: Vec<String>,
    /// With which others it goes together, and as what.
    pub relaties: Vec<Relatie>,
}

/// To another object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relatie {
    /// Which.
    pub object: String,
    /// As what.
    pub als: &'static str,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Voorval {
    /// Unique.
    pub id: String,
    /// The kind of event.
    pub soort: &'static str,
    /// When, as ISO 8601.
    pub tijd: String,
    /// Values of [`EIGENSCHAPPEN`], in their order.
    pub waarden: [String; 4],
    /// To which objects.
    pub relaties: Vec<Relatie>,
}

/// One initiative.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Geval {
    /// The initiative first, then its orders and decisions.
    pub objecten: Vec<Object>,
    /// What departments and neighbourhoods it touches: other initiatives may touch them as well.
    pub gedeeld: BTreeSet<Object>,
    /// What happened, in the order in which it happened.
    pub voorvallen: Vec<Voorval>,
}

impl Geval {
    /// From the events of one initiative, in the order in which they were recorded.
    pub fn van(events: &[Recorded<G>], pseudoniem: &Pseudoniem) -> Self {
        let mut geval = Self::default();
        let mut initiatief = Initiatief::default();
        let mut voorvallen = Vec::with_capacity(events.len());
        for event in events {
            initiatief.pas_toe(&event.event);
            geval.leer(event, pseudoniem);
            let status = initiatief.toestand().map_or("", |t| t.status.as_str());
            let wanneer = (event.metadata.plaatsgevonden.op, event.sequence);
            voorvallen.push((wanneer, geval.voorval(event, status, pseudoniem)));
        }
        // What was told late happened early.
        voorvallen.sort_by_key(|(wanneer, _)| *wanneer);
        geval.voorvallen = voorvallen.into_iter().map(|(_, voorval)| voorval).collect();
        geval
    }

    /// The objects of which an event is the first to speak.
    fn leer(&mut self, event: &Recorded<G>, p: &Pseudoniem) {
        let initiatief = p.id(INITIATIEF, event.stream);
        let bij = |als| Relatie { object: initiatief.clone(), als };
        match &event.event {
            G::InitiatiefIngediend(i) => {
                let wijken: Vec<Object> = i.wijken.iter().map(|wijk| gedeeld(WIJK, wijk.as_str())).collect();
                let als_wijk = |wijk: &Object| Relatie { object: wijk.id.clone(), als: "ligt in" };
                let categorie = i.categorie.map_or("", |c| c.code());
                let werkstroom = format!("{} {}", i.werkstroom.code, i.werkstroom.versie);
                let waarden =
                    [i.gebied.as_str(), i.thema.as_str(), i.oorsprong.as_str(), categorie, &werkstroom];
                self.objecten.push(Object {
                    relaties: wijken.iter().map(als_wijk).collect(),
                    id: initiatief,
                    soort: INITIATIEF,
                    waarden: waarden.map(str::to_owned).into(),
                });
                self.gedeeld.extend(wijken);
            }
            G::OpdrachtUitgezet(o) => {
                let afdeling = gedeeld(AFDELING, o.afdeling.as_str());
                let aan = Relatie { object: afdeling.id.clone(), als: "aan" };
                self.objecten.push(Object {
                    id: p.id(OPDRACHT, o.opdracht),
                    soort: OPDRACHT,
                    waarden: vec![o.afdeling.to_string()],
                    relaties: vec![bij("voor"), aan],
                });
                self.gedeeld.insert(afdeling);
            }
            G::BesluitGenomen(b) => self.objecten.push(Object {
                id: p.id(BESLUIT, b.besluit),
                soort: BESLUIT,
                waarden: vec![b.soort.code().to_owned()],
                relaties: vec![bij("over")],
            }),
            _ => {}
        }
    }

    fn voorval(&self, event: &Recorded<G>, status: &str, p: &Pseudoniem) -> Voorval {
        let mut relaties = vec![Relatie { object: p.id(INITIATIEF, event.stream), als: INITIATIEF }];
        if let Some(opdracht) = event.event.opdracht() {
            let opdracht = p.id(OPDRACHT, opdracht);
            let aan = self.objecten.iter().find(|o| o.id == opdracht).and_then(|o| o.relaties.get(1));
            relaties.extend(aan.map(|aan| Relatie { object: aan.object.clone(), als: AFDELING }));
            relaties.push(Relatie { object: opdracht, als: OPDRACHT });
        }
        if let G::InitiatiefIngediend(i) = &event.event {
            let wijken = i.wijken.iter().map(|wijk| gedeeld(WIJK, wijk.as_str()).id);
            relaties.extend(wijken.map(|object| Relatie { object, als: WIJK }));
        }
        let besluit = match &event.event {
            G::BesluitGenomen(b) => Some(b.besluit),
            G::BesluitTeruggedraaid(b) => Some(b.besluit),
            _ => None,
        };
        relaties.extend(besluit.map(|id| Relatie { object: p.id(BESLUIT, id), als: BESLUIT }));
        let moment = event.metadata.plaatsgevonden;
        Voorval {
            id: p.id(
                "gebeurtenis",
                Uuid::from_u64_pair(event.stream.as_u64_pair().1, event.sequence.unsigned_abs()),
            ),
            soort: event.event.soort(),
            tijd: moment.op.to_string(),
            waarden: [
                event.metadata.actor.rol.code().to_owned(),
                status.to_owned(),
                moment.nauwkeurigheid.code().to_owned(),
                event.sequence.to_string(),
            ],
            relaties,
        }
    }
}

/// An object that has a name of its own, which is no secret.
fn gedeeld(soort: &'static str, naam: &str) -> Object {
    Object { id: format!("{soort} {naam}"), soort, waarden: vec![naam.to_owned()], relaties: Vec::new() }
}
