//! Streams that hold nothing but facts: a signal, a wijkprogramma, a budget. Each begins with one kind of fact, and may end with
//! others; where it stands is the last kind that moved it.
//!
//! How to add one: a file in `reeks/` with its kinds and its [`Reekssoort`], and a projection.

mod budget;
mod programma;
mod signaal;

pub use budget::{Budget, Budgetsoort, Kas, Ondermandaat, Post, Reservering};
pub use programma::{Programmasoort, Wijkprogramma};
pub use signaal::{Signaal, Signaalsoort};

use crate::feit::{Feit, Feitenstand, Feitsoort, Kring};
use crate::initiatief::{Context, Weigering};
use crate::upcast::{StoredEvent, Upcaster};
use crate::{Actor, Naam, Opzet};
use cqrs_es::{Aggregate, event_sink::EventSink};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use std::fmt;
use std::marker::PhantomData;

/// A kind of stream.
pub trait Reekssoort: Clone + fmt::Debug + Default + PartialEq + Send + Sync + 'static {
    /// The type of the stream in the log.
    const TYPE: &'static str;
    /// What it is called, in Dutch.
    const NAAM: &'static str;
    /// The kinds of fact that it holds; the first begins it.
    const SOORTEN: &'static [Feitsoort];
    /// The kinds after which it has ended.
    const EINDEN: &'static [&'static str];
    /// What its own rules remember, beside what is open.
    type Eigen: Eigen;

    /// The kind with this code.
    fn zoek(code: &str) -> Option<&'static Feitsoort> {
        Self::SOORTEN.iter().find(|soort| soort.code == code)
    }
}

/// Rules of one kind of stream, beside those that all facts have.
pub trait Eigen:
    Clone + fmt::Debug + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Whether a fact may be recorded.
    ///
    /// # Errors
    /// The rule that refuses it.
    fn controleer(&self, feit: &Feit, actor: &Actor) -> Result<(), Weigering>;
    /// Takes a fact in.
    fn pas_toe(&mut self, feit: &Feit);
}

impl Eigen for () {
    fn controleer(&self, _: &Feit, _: &Actor) -> Result<(), Weigering> {
        Ok(())
    }
    fn pas_toe(&mut self, _: &Feit) {}
}

/// A stream of facts; before the first there is nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Reeks<S: Reekssoort> {
    stand: Option<Stand>,
    eigen: S::Eigen,
    #[serde(skip)]
    soort: PhantomData<S>,
}

/// Where a stream stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stand {
    /// Its area.
    pub gebied: Naam,
    /// The kind of fact that began or ended it.
    pub status: String,
    /// What its rules remember.
    pub feiten: Feitenstand,
}

/// A fact of a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Reeksfeit<S: Reekssoort> {
    /// The fact.
    pub feit: Feit,
    soort: PhantomData<S>,
}

/// What is asked: that a fact is recorded, by whom and when.
#[derive(Debug, Clone, PartialEq)]
pub struct LegVast {
    /// By whom and when.
    pub context: Context,
    /// What.
    pub feit: Feit,
}

impl<S: Reekssoort> Reeks<S> {
    /// Where it stands; `None` before it began.
    pub fn stand(&self) -> Option<&Stand> {
        self.stand.as_ref()
    }

    /// What its own rules remember.
    pub fn eigen(&self) -> &S::Eigen {
        &self.eigen
    }

    /// Decides whether a fact may be recorded.
    ///
    /// # Errors
    /// The rule that refuses it.
    pub fn beslis(&self, opdracht: &LegVast, opzet: &Opzet) -> Result<Feit, Weigering> {
        let feit = self.algemeen(opdracht)?;
        opzet.inrichting.controleer_feit(&feit, opdracht.context.plaatsgevonden)?;
        self.eigen.controleer(&feit, &opdracht.context.actor)?;
        Ok(feit)
    }

    /// The rules that all facts have.
    fn algemeen(&self, LegVast { context, feit }: &LegVast) -> Result<Feit, Weigering> {
        context.controleer_moment()?;
        let begint = S::SOORTEN.first().is_some_and(|soort| soort.code == feit.soort.code);
        let (leeg, gebied) = (Feitenstand::default(), feit.naam("gebied"));
        match (&self.stand, gebied) {
            (None, Some(gebied)) if begint => {
                leeg.beslis(feit, context, &Kring { gebied, betrokken: &|_| true, einde: None })
            }
            (None, _) => Err(Weigering::BestaatNiet),
            (Some(_), _) if begint => Err(Weigering::BestaatAl),
            (Some(stand), _) => {
                let einde = S::EINDEN.contains(&stand.status.as_str());
                let einde = einde.then(|| (stand.status.clone(), Vec::new()));
                stand.feiten.beslis(
                    feit,
                    context,
                    &Kring { gebied: &stand.gebied, betrokken: &|_| true, einde },
                )
            }
        }
    }

    fn pas_toe(&mut self, feit: &Feit) {
        self.eigen.pas_toe(feit);
        let Some(stand) = &mut self.stand else {
            // `beslis` lets nothing else begin a stream.
            self.stand = feit.naam("gebied").cloned().map(|gebied| {
                let mut feiten = Feitenstand::default();
                feiten.pas_toe(feit);
                Stand { gebied, status: feit.soort.code.to_owned(), feiten }
            });
            return;
        };
        stand.feiten.pas_toe(feit);
        if S::EINDEN.contains(&feit.soort.code) {
            feit.soort.code.clone_into(&mut stand.status);
        }
    }
}

impl<S: Reekssoort> Aggregate for Reeks<S> {
    const TYPE: &'static str = S::TYPE;
    type Command = LegVast;
    type Event = Reeksfeit<S>;
    type Error = Weigering;
    type Services = Opzet;

    async fn handle(
        &mut self,
        command: LegVast,
        opzet: &Opzet,
        sink: &EventSink<Self>,
    ) -> Result<(), Weigering> {
        let feit = self.beslis(&command, opzet)?;
        sink.write(Reeksfeit { feit, soort: PhantomData }, self).await;
        Ok(())
    }

    fn apply(&mut self, event: Reeksfeit<S>) {
        self.pas_toe(&event.feit);
    }
}

impl<S: Reekssoort> StoredEvent for Reeksfeit<S> {
    const UPCASTERS: &'static [Upcaster] = &[];

    fn soort(&self) -> &'static str {
        self.feit.soort.code
    }

    fn huidige_versie(soort: &str) -> Option<u32> {
        S::zoek(soort).map(|soort| soort.versie)
    }

    fn inhoud(&self) -> serde_json::Result<Json> {
        Ok(self.feit.inhoud())
    }

    fn van_inhoud(soort: &str, inhoud: Json) -> serde_json::Result<Self> {
        let fout = <serde_json::Error as serde::de::Error>::custom::<String>;
        let Some(soort) = S::zoek(soort) else { return Err(fout(format!("onbekende soort {soort:?}"))) };
        let Json::Object(inhoud) = inhoud else { return Err(fout("geen object".to_owned())) };
        let feit = Feit::lees(soort, inhoud).map_err(|e| fout(e.to_string()))?;
        Ok(Self { feit, soort: PhantomData })
    }
}

impl<S: Reekssoort> cqrs_es::DomainEvent for Reeksfeit<S> {
    fn event_type(&self) -> String {
        self.feit.soort.code.to_owned()
    }

    fn event_version(&self) -> String {
        self.feit.soort.versie.to_string()
    }
}

impl<S: Reekssoort> Serialize for Reeksfeit<S> {
    fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        self.feit.serialize(serializer)
    }
}

impl<'de, S: Reekssoort> Deserialize<'de> for Reeksfeit<S> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { feit: Feit::deserialize(deserializer)?, soort: PhantomData })
    }
}
