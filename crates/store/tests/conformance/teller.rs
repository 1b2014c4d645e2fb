//! A counter with a sensitive note: the aggregate and the projection of the tests.

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_domain::wissing::{Wisaanleiding, Wisgrond};
use wijkspoor_domain::{
    Actor, Gevoelig, Metadata, Moment, Naam, Nauwkeurigheid, Recorded, Rol, Wisbesluit,
    upcast::{StoredEvent, Upcaster},
};
use wijkspoor_projections::{Change, Column, Kind, Projection, Table, Value};
use wijkspoor_store::{Committed, ExecuteError, Journal, Store};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Teller {
    pub totaal: i64,
    pub keren: i64,
    pub notitie: Option<Gevoelig>,
}

#[derive(Debug, Clone)]
pub enum Opdracht {
    Tel(i64),
    Noteer(&'static str),
    /// Leads to no event.
    Niets,
    /// Is refused once anything was counted.
    Begin,
    /// Leads to an event with which the projection breaks its table.
    Breek,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Gebeurtenis {
    Geteld { hoeveel: i64 },
    Genoteerd { tekst: Gevoelig },
    Gebroken,
}

#[derive(Debug, PartialEq, thiserror::Error)]
#[error("er is al geteld")]
pub struct AlGeteld;

impl DomainEvent for Gebeurtenis {
    fn event_type(&self) -> String {
        self.soort().to_owned()
    }
    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl StoredEvent for Gebeurtenis {
    /// In its first version, the number that was counted had no name of its own.
    const UPCASTERS: &'static [Upcaster] = &[Upcaster {
        soort: "Geteld",
        van: 1,
        stap: |oud| serde_json::json!({"Geteld": {"hoeveel": oud["Geteld"]}}),
    }];
    fn soort(&self) -> &'static str {
        match self {
            Self::Geteld { .. } => "Geteld",
            Self::Genoteerd { .. } => "Genoteerd",
            Self::Gebroken => "Gebroken",
        }
    }
    fn huidige_versie(soort: &str) -> Option<u32> {
        match soort {
            "Geteld" => Some(2),
            "Genoteerd" | "Gebroken" => Some(1),
            _ => None,
        }
    }
    fn inhoud(&self) -> serde_json::Result<Json> {
        serde_json::to_value(self)
    }
    fn van_inhoud(_: &str, inhoud: Json) -> serde_json::Result<Self> {
        serde_json::from_value(inhoud)
    }
}

impl Aggregate for Teller {
    const TYPE: &'static str = "teller";
    type Command = Opdracht;
    type Event = Gebeurtenis;
    type Error = AlGeteld;
    type Services = ();

    async fn handle(&mut self, command: Opdracht, (): &(), sink: &EventSink<Self>) -> Result<(), AlGeteld> {
        let event = match command {
            Opdracht::Tel(hoeveel) => Gebeurtenis::Geteld { hoeveel },
            Opdracht::Noteer(tekst) => Gebeurtenis::Genoteerd { tekst: Gevoelig::new(tekst) },
            Opdracht::Niets => return Ok(()),
            Opdracht::Begin if self.keren > 0 => return Err(AlGeteld),
            Opdracht::Begin => Gebeurtenis::Geteld { hoeveel: 0 },
            Opdracht::Breek => Gebeurtenis::Gebroken,
        };
        sink.write(event, self).await;
        Ok(())
    }

    fn apply(&mut self, event: Gebeurtenis) {
        match event {
            Gebeurtenis::Geteld { hoeveel } => {
                self.totaal += hoeveel;
                self.keren += 1;
            }
            Gebeurtenis::Genoteerd { tekst } => self.notitie = Some(tekst),
            Gebeurtenis::Gebroken => {}
        }
    }
}

const fn column(name: &'static str, kind: Kind, nullable: bool) -> Column {
    Column { name, kind, nullable }
}

pub static TELLER: Table = Table {
    name: "teller",
    columns: &[
        column("id", Kind::Text, false),
        column("totaal", Kind::Int, false),
        column("notitie", Kind::Text, true),
        column("regels", Kind::Int, false),
        column("bijgewerkt_op", Kind::Int, false),
    ],
    key: 1,
    indexes: &[&["totaal", "id"]],
    partial_indexes: &[],
};

pub static REGEL: Table = Table {
    name: "teller_regel",
    columns: &[
        column("teller", Kind::Text, false),
        column("volgnr", Kind::Int, false),
        column("positie", Kind::Int, false),
    ],
    key: 2,
    indexes: &[],
    partial_indexes: &[],
};

/// The fold, in a given version of the projection.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Versie<const V: u32> {
    regels: i64,
}

pub type Model = Versie<1>;

impl<const V: u32> Projection for Versie<V> {
    type Aggregate = Teller;
    const TABLES: &'static [&'static Table] = &[&TELLER, &REGEL];
    const VERSION: u32 = V;

    fn fold(&mut self, _: &Teller, after: &Teller, event: &Recorded<Gebeurtenis>, (): &()) -> Vec<Change> {
        let id = Value::Text(event.stream.to_string());
        self.regels += 1;
        if event.event == Gebeurtenis::Gebroken {
            return vec![Change::Update {
                table: &TELLER,
                key: vec![id],
                set: vec![("bestaat_niet", Value::Null)],
            }];
        }
        let notitie = match &after.notitie {
            Some(tekst) => Value::Sealed(serde_json::to_value(tekst).unwrap()),
            None => Value::Null,
        };
        let regels = Value::Int(self.regels);
        let op = Value::Int(event.recorded_at.as_microsecond());
        let teller = if event.sequence == 1 {
            let row = vec![id.clone(), Value::Int(after.totaal), notitie, regels, op];
            Change::Insert { table: &TELLER, row }
        } else {
            let totaal = Value::Int(after.totaal * i64::from(V));
            let set =
                vec![("totaal", totaal), ("notitie", notitie), ("regels", regels), ("bijgewerkt_op", op)];
            Change::Update { table: &TELLER, key: vec![id.clone()], set }
        };
        let row = vec![id, Value::Int(event.sequence), Value::Int(event.position)];
        vec![teller, Change::Insert { table: &REGEL, row }]
    }
}

pub type Tellers = Arc<Journal<Model>>;

pub async fn open(store: &Arc<Store>) -> Tellers {
    Journal::open(store.clone(), Arc::new(()), |_, _| {}).await.unwrap().0
}

pub fn metadata() -> Metadata {
    metadata_of("tester")
}

pub fn metadata_of(actor: &str) -> Metadata {
    let actor = Actor { id: actor.to_owned(), rol: Rol::Tlo, gebied: None, afdeling: None };
    let op = "2019-04-01T12:00:00Z".parse().unwrap();
    Metadata {
        actor,
        correlatie: Uuid::nil(),
        oorzaak: None,
        idempotentiesleutel: None,
        plaatsgevonden: Moment { op, nauwkeurigheid: Nauwkeurigheid::Maand },
        herkomst: None,
    }
}

/// A decision to erase.
pub fn besluit() -> Wisbesluit {
    Wisbesluit {
        aanleiding: Wisaanleiding::EigenBeweging,
        verzoek_op: None,
        grond: Wisgrond::Vergissing,
        kenmerk: None,
        mandaat: Naam::try_from("Privacy officer").unwrap(),
        motivering: "Proef".to_owned(),
    }
}

/// Carries out a command that must succeed.
pub async fn doe(journal: &Tellers, id: Uuid, command: Opdracht) -> Committed {
    probeer(journal, id, command).await.unwrap()
}

pub async fn probeer(
    journal: &Tellers,
    id: Uuid,
    command: Opdracht,
) -> Result<Committed, ExecuteError<AlGeteld>> {
    journal.execute(id, None, command, metadata(), None).await
}

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}
