//! Episodes: the half-open intervals of which the figures tell. What lasts now follows from the state (`lopend`); what
//! lasts no longer is closed, what is new is opened.

mod escalatie;
mod kenmerken;
mod lopend;
mod norm;
mod uitkomst;

use super::verloop::Verloop;
use super::{Feit, nauwkeurigheid, op, opt_text, tables::EPISODE, text};
use crate::row::{Change, Value};
use escalatie::Escalatie;
use kenmerken::Kenmerken;
use lopend::{Sleutel, herbegint, lopend};
use norm::{andere_norm, norm_dag, wek_dag};
use serde::{Deserialize, Serialize};
use uitkomst::uitkomst;
use wijkspoor_domain::Moment;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::initiatief::gebeurtenis::{TermijnGesignaleerd, Tijdsignaal};
use wijkspoor_domain::initiatief::{Gebeurtenis, aan_zet};
use wijkspoor_domain::werkstroom::Fase;

/// The open episodes of one initiative.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Episodes {
    /// The number of the last one.
    laatste: i64,
    /// The open ones.
    open: Vec<Open>,
    /// By what they are counted.
    kenmerken: Kenmerken,
    /// Whether it was ever carried out.
    gestart: bool,
    escalatie: Escalatie,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Open {
    nummer: i64,
    #[serde(flatten)]
    sleutel: Sleutel<'static>,
    /// What there is to know of it beside its kind: a reason, a kind of question.
    aard: String,
    status: String,
    fase: String,
    van: Moment,
    /// The last day on which it would be in time.
    norm_dag: Option<i64>,
    /// What the clock last said about that day.
    signaal: Option<Tijdsignaal>,
}

impl Episodes {
    pub(super) fn changes(&mut self, feit: &Feit, verloop: &Verloop) -> Vec<Change> {
        let mut changes = self.herken(feit);
        self.escalatie.volg(feit);
        let beurten = feit.werkstroom.map(|w| aan_zet(feit.toestand, w)).unwrap_or_default();
        let mut nieuw = lopend(feit, &beurten, self.gestart, &self.escalatie);
        let (gebleven, gesloten): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.open).into_iter().partition(|open| {
                !herbegint(&open.sleutel, feit) && {
                    let eerst = nieuw.len();
                    nieuw.retain(|sleutel| !sleutel.is(&open.sleutel));
                    nieuw.len() < eerst
                }
            });
        self.open = gebleven;
        changes.extend(gesloten.iter().map(|open| Self::close(feit, open)));
        if matches!(feit.event.event, Gebeurtenis::WerkstroomGewijzigd(_)) {
            changes.extend(self.rename(feit));
        }
        changes.extend(self.verleng(feit));
        if let Gebeurtenis::TermijnGesignaleerd(signaal) = &feit.event.event {
            changes.extend(self.signaleer(feit, signaal));
        }
        // In an order that does not depend on who looks.
        nieuw.sort_unstable();
        nieuw.dedup();
        for sleutel in nieuw.into_iter().map(Sleutel::eigen) {
            self.laatste += 1;
            let van = van(&sleutel, feit, verloop);
            let open = Open {
                nummer: self.laatste,
                aard: self.aard(&sleutel, feit),
                status: feit.toestand.status.clone(),
                fase: feit.fase.to_owned(),
                norm_dag: norm_dag(&sleutel, feit, van, &self.escalatie),
                signaal: None,
                van,
                sleutel,
            };
            changes.push(self.insert(feit, &open));
            self.open.push(open);
        }
        changes
    }

    /// Learns by what its episodes are counted. What is open goes along; what was closed stays what it was.
    fn herken(&mut self, feit: &Feit) -> Vec<Change> {
        self.gestart |= feit.fase == Fase::Uitvoering.code();
        if let Gebeurtenis::InitiatiefIngediend(ingediend) = &feit.event.event {
            self.kenmerken = Kenmerken::van(ingediend);
        }
        let Some(categorie) = feit.categorie().filter(|c| *c != self.kenmerken.categorie) else {
            return Vec::new();
        };
        categorie.clone_into(&mut self.kenmerken.categorie);
        let zet = |open: &Open| {
            let set = vec![("categorie", text(categorie))];
            update(feit, open, set)
        };
        self.open.iter().map(zet).collect()
    }

    /// A wait goes on; only its status is called otherwise.
    fn rename(&mut self, feit: &Feit) -> Vec<Change> {
        let anders = |open: &&mut Open| {
            open.sleutel.soort == Episodesoort::Beurt && open.status != feit.toestand.status
        };
        let hernoem = |open: &mut Open| {
            open.status.clone_from(&feit.toestand.status);
            let set = vec![("status", text(&open.status))];
            update(feit, open, set)
        };
        self.open.iter_mut().filter(anders).map(hernoem).collect()
    }

    /// The last day of what lasts on may move; then the clock begins again.
    fn verleng(&mut self, feit: &Feit) -> Vec<Change> {
        let verleng = |open: &mut Open| {
            open.norm_dag = andere_norm(open, feit)?;
            open.signaal = None;
            let set = vec![
                ("norm_dag", opt_int(open.norm_dag)),
                ("wek_dag", opt_int(wek_dag(open, feit))),
                ("gesignaleerd_op", Value::Null),
                ("voorstel", Value::Null),
            ];
            Some(update(feit, open, set))
        };
        self.open.iter_mut().filter_map(verleng).collect()
    }

    /// The clock said something about one of them.
    fn signaleer(&mut self, feit: &Feit, s: &TermijnGesignaleerd) -> Option<Change> {
        let open = self.open.iter_mut().find(|open| open.sleutel.is_bedoeld(&open.aard, s))?;
        open.signaal = Some(s.signaal);
        let set = vec![
            ("wek_dag", opt_int(wek_dag(open, feit))),
            ("gesignaleerd_op", op(feit.moment())),
            ("voorstel", opt_text(s.voorstel.as_deref())),
        ];
        Some(update(feit, open, set))
    }

    fn aard(&self, sleutel: &Sleutel, feit: &Feit) -> String {
        let tekst = match sleutel.soort {
            Episodesoort::Beurt => match Fase::van_code(feit.fase) {
                // By which route it came here.
                Some(fase) if fase.is_escalatie() => feit.before.toestand().map(|t| t.status.as_str()),
                _ => None,
            },
            Episodesoort::Overdracht => {
                let opnieuw = matches!(feit.event.event, Gebeurtenis::OpdrachtHeruitgezet(_));
                Some(if opnieuw { "opnieuw" } else { "eerste" })
            }
            Episodesoort::Blokkade => match &feit.event.event {
                Gebeurtenis::OpdrachtGeblokkeerd(o) => Some(o.reden.code()),
                _ => None,
            },
            Episodesoort::Stagnatie => feit.toestand.stagnatie.map(|s| s.code()),
            Episodesoort::Radiostilte => {
                let opnieuw = matches!(feit.event.event, Gebeurtenis::TerugkoppelingGegeven(_));
                Some(if opnieuw { "volgende" } else { "eerste" })
            }
            Episodesoort::Vraag => {
                let open = sleutel.bij.and_then(|id| feit.toestand.feiten.open.get(&id));
                open.map(|open| open.soort.as_str())
            }
            Episodesoort::Aanloop | Episodesoort::Looptijd => Some(self.kenmerken.oorsprong.as_str()),
            Episodesoort::Besluit => {
                let besluit = sleutel.bij.and_then(|id| feit.toestand.besluiten.get(&id));
                besluit.map(|besluit| besluit.soort.code())
            }
            Episodesoort::Vervolg => self.escalatie.niveau().map(Fase::code),
            Episodesoort::Termijn => {
                let klok = feit.klokken.lopend().find(|klok| klok.termijn.code == sleutel.naam);
                klok.map(|klok| if klok.termijn.wettelijk { "wettelijk" } else { "beleid" })
            }
        };
        tekst.unwrap_or_default().to_owned()
    }

    fn insert(&self, feit: &Feit, open: &Open) -> Change {
        let sleutel = &open.sleutel;
        Change::Insert {
            table: &EPISODE,
            row: vec![
                feit.id(),
                Value::Int(open.nummer),
                text(sleutel.soort.code()),
                text(&sleutel.partij),
                text(&sleutel.naam),
                opt_text(sleutel.bij.map(|id| id.to_string()).as_deref()),
                text(&open.status),
                text(&open.fase),
                text(&open.aard),
                text(&self.kenmerken.gebied),
                text(&self.kenmerken.thema),
                text(&self.kenmerken.categorie),
                text(&self.kenmerken.wijken),
                op(open.van),
                nauwkeurigheid(open.van),
                Value::Null,
                Value::Null,
                dag(open.van),
                Value::Null,
                opt_int(open.norm_dag),
                opt_int(wek_dag(open, feit)),
                Value::Null,
                Value::Null,
                text(""),
                text(""),
                Value::Int(feit.event.position),
            ],
        }
    }

    fn close(feit: &Feit, open: &Open) -> Change {
        let moment = match open.sleutel.soort {
            // A message reaches the applicant when it was sent, whatever happened inside meanwhile.
            Episodesoort::Radiostilte if herbegint(&open.sleutel, feit) => feit.moment(),
            _ => feit.grens,
        };
        let tot = moment.niet_voor(open.van);
        let (uitkomst, reden) = uitkomst(open, tot, feit);
        let set = vec![
            ("tot_op", op(tot)),
            ("tot_nauwkeurigheid", nauwkeurigheid(tot)),
            ("tot_dag", dag(tot)),
            ("wek_dag", Value::Null),
            ("uitkomst", text(uitkomst)),
            ("reden", text(reden)),
        ];
        update(feit, open, set)
    }
}

/// When it began.
fn van(sleutel: &Sleutel, feit: &Feit, verloop: &Verloop) -> Moment {
    match sleutel.soort {
        // A turn that no order brings begins when the last of the orders has ended, which need not be the one
        // that was recorded last.
        Episodesoort::Beurt if feit.event.event.opdracht().is_some() && sleutel.bij.is_none() => {
            verloop.laatste.unwrap_or(feit.grens)
        }
        Episodesoort::Radiostilte if herbegint(sleutel, feit) => {
            verloop.terugkoppeling.unwrap_or(feit.moment())
        }
        _ => feit.grens,
    }
}

fn update(feit: &Feit, open: &Open, mut set: Vec<(&'static str, Value)>) -> Change {
    set.push(("positie", Value::Int(feit.event.position)));
    Change::Update { table: &EPISODE, key: vec![feit.id(), Value::Int(open.nummer)], set }
}

/// The civil day of a moment, as far as a duration may rest on it.
fn dag(moment: Moment) -> Value {
    opt_int(moment.dagnummer())
}

fn opt_int(getal: Option<i64>) -> Value {
    getal.map_or(Value::Null, Value::Int)
}
