//! What the events of an initiative say of its terms: when each began, when it stood still, how it was put off, and when
//! what it was for happened.

use super::kalender::{Kalender, plus_dagen};
use super::wettelijk::{Afleiding, Opschorting, Stand, Termijnvraag, Verdaging};
use crate::feit::Feit;
use crate::initiatief::Gebeurtenis;
use crate::werkstroom::{Status, Termijn, Werkstromen, Werkstroom, WerkstroomRef};
use crate::{Moment, Nauwkeurigheid};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Awb 4:15, paragraph 1 under a: from the day after the applicant was asked for a supplement until it is there.
const AANVULLING: &str = "Awb 4:15 lid 1 onder a";
/// A status of the municipality's own in which the definition suspends.
const WERKSTROOM: &str = "Awb 4:15, volgens de werkstroom";

/// The kinds of event that clocks follow.
pub const VOLGT: &[&str] = &[
    "initiatief_ingediend",
    "in_behandeling_genomen",
    "aanvulling_gevraagd",
    "aanvulling_ontvangen",
    "overgedragen_aan_kernorganisatie",
    "teruggehaald_door_tlo",
    "ambtelijk_geescaleerd",
    "bestuurlijk_geescaleerd",
    "escalatie_besloten",
    "uitvoering_gestart",
    "initiatief_gerealiseerd",
    "initiatief_afgewezen",
    "initiatief_ingetrokken",
    "initiatief_aangehouden",
    "initiatief_hervat",
    "initiatief_heropend",
    "status_gewijzigd",
    "werkstroom_gewijzigd",
    "beslistermijn_verdaagd",
    "opschorting_gestart",
    "opschorting_beeindigd",
];

/// A term that began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Klok {
    /// The term.
    pub termijn: Termijn,
    /// The day on which it began.
    pub begin: Date,
    /// When it stood still.
    pub opschortingen: Vec<Opschorting>,
    /// How it was put off.
    pub verdaging: Option<Verdaging>,
    /// When what it was for happened.
    pub einde: Option<Einde>,
    /// Whether all this is known to the day; if not, no deadline rests on it.
    pub zeker: bool,
}

/// When what a term was for happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Einde {
    /// The day.
    pub op: Date,
    /// The status that was entered.
    pub status: String,
}

impl Klok {
    /// How the term works out, as seen from a day; `None` where a date that it rests on is not known to the day.
    pub fn afleiding(&self, op: Date, kalender: &Kalender) -> Option<(Afleiding, Stand)> {
        let op = self.einde.as_ref().map_or(op, |einde| op.min(einde.op));
        let vraag = Termijnvraag {
            begin: self.begin,
            duur: self.termijn.duur,
            wettelijk: self.termijn.wettelijk,
            grondslag: &self.termijn.grondslag,
            opschortingen: &self.opschortingen,
            verdaging: self.verdaging,
            op,
        };
        let afleiding = self.zeker.then(|| vraag.afleiden(kalender))?;
        let stand = match &self.einde {
            Some(einde) if einde.op > afleiding.einde => Stand::TeLaat,
            Some(_) => Stand::Gehaald,
            None if afleiding.opgeschort => Stand::Opgeschort,
            None if op > afleiding.einde => Stand::Verstreken,
            None => Stand::Loopt,
        };
        Some((afleiding, stand))
    }

    /// The last day, as far as it is known beforehand: not while it stands still for nobody knows how long.
    pub fn laatste_dag(&self, kalender: &Kalender) -> Option<Date> {
        let staat_stil = self.opschortingen.iter().any(|o| o.tot.is_none());
        let (afleiding, _) = self.afleiding(Date::MAX, kalender).filter(|_| !staat_stil)?;
        Some(afleiding.einde)
    }
}

/// The terms of an initiative after these events, in the order in which they began. Events come in the order in which
/// they happened. `hervat` is how many days after a `hersteltermijn` that lapsed the clock goes on: 1 when the day on which
/// it lapsed still belongs to it.
pub fn klokken<'a>(
    gebeurtenissen: impl IntoIterator<Item = (Moment, &'a Gebeurtenis)>,
    werkstromen: &Werkstromen,
    hervat: i64,
) -> Vec<Klok> {
    let mut verloop = Klokken::default();
    let mut gestopt = Vec::new();
    for (moment, gebeurtenis) in gebeurtenissen {
        gestopt.extend(verloop.volg(moment, gebeurtenis, werkstromen, hervat));
    }
    gestopt.extend(verloop.lopend);
    gestopt.sort_by_key(|(nummer, _)| *nummer);
    gestopt.into_iter().map(|(_, klok)| klok).collect()
}

/// The terms that run, followed event by event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Klokken {
    /// Those that run, by the order in which they began.
    lopend: Vec<(usize, Klok)>,
    begonnen: usize,
    /// The present definition and status.
    status: Option<(WerkstroomRef, String)>,
}

impl Klokken {
    /// The terms that run.
    pub fn lopend(&self) -> impl Iterator<Item = &Klok> {
        self.lopend.iter().map(|(_, klok)| klok)
    }

    /// Follows one event more; gives the terms that it ends, with their place in the order.
    pub fn volg(
        &mut self,
        moment: Moment,
        gebeurtenis: &Gebeurtenis,
        werkstromen: &Werkstromen,
        hervat: i64,
    ) -> Vec<(usize, Klok)> {
        use Gebeurtenis as G;
        let hersteltermijn = match gebeurtenis {
            G::InitiatiefIngediend(i) => {
                self.status = Some((i.werkstroom.clone(), i.status.clone()));
                None
            }
            G::WerkstroomGewijzigd(w) => {
                self.status = Some((w.naar.clone(), w.status.clone()));
                // The clock that ran goes on; what the new definition calls it matters only when it begins or ends.
                self.hernoem(werkstromen);
                return Vec::new();
            }
            G::Feit(feit) => {
                self.feit(moment, feit);
                return Vec::new();
            }
            gebeurtenis => {
                let Some(stap) = gebeurtenis.stap() else { return Vec::new() };
                self.hef_op(moment, |grondslag| [AANVULLING, WERKSTROOM].contains(&grondslag));
                if let Some((_, status)) = &mut self.status {
                    status.clone_from(&stap.naar);
                }
                match gebeurtenis {
                    G::AanvullingGevraagd(a) => Some(a.hersteltermijn),
                    _ => None,
                }
            }
        };
        let Some((werkstroom, status)) = &self.status else { return Vec::new() };
        let Some(werkstroom) = werkstromen.zoek(werkstroom) else { return Vec::new() };
        let Some(status) = werkstroom.status(status) else { return Vec::new() };
        let gestopt = self.binnen(moment, werkstroom, status);
        if let Some((tot, grondslag)) = opschorting(status, hersteltermijn, hervat) {
            self.schort_op(moment, tot, grondslag);
        }
        gestopt
    }

    /// A status is entered: gives the terms that end by it.
    fn binnen(&mut self, moment: Moment, werkstroom: &Werkstroom, status: &Status) -> Vec<(usize, Klok)> {
        let (dag, zeker) = (moment.dag(), op_de_dag(moment));
        let eindigt = |(_, klok): &mut (usize, Klok)| klok.termijn.tot.contains(&status.fase);
        let mut gestopt: Vec<(usize, Klok)> = self.lopend.extract_if(.., eindigt).collect();
        for (_, klok) in &mut gestopt {
            klok.einde = Some(Einde { op: dag, status: status.code.clone() });
            klok.zeker &= zeker;
        }
        for termijn in werkstroom.termijnen.iter().filter(|t| t.vanaf == status.code) {
            if !self.lopend().any(|k| k.termijn.code == termijn.code) {
                let (opschortingen, verdaging, einde) = (Vec::new(), None, None);
                let termijn = termijn.clone();
                let klok = Klok { termijn, begin: dag, opschortingen, verdaging, einde, zeker };
                self.lopend.push((self.begonnen, klok));
                self.begonnen += 1;
            }
        }
        gestopt
    }

    fn feit(&mut self, moment: Moment, feit: &Feit) {
        let grondslag = feit.code("grond").and_then(grondslag);
        match (feit.soort.code, feit.datum("nieuweDatum"), grondslag) {
            ("beslistermijn_verdaagd", Some(tot), _) => {
                for (_, klok) in &mut self.lopend {
                    klok.verdaging = Some(Verdaging { op: moment.dag(), tot });
                    klok.zeker &= op_de_dag(moment);
                }
            }
            ("opschorting_gestart", _, Some(grondslag)) => {
                let tot = feit.datum("uiterlijk").map(|laatste| plus_dagen(laatste, 1));
                self.schort_op(moment, tot, grondslag);
            }
            ("opschorting_beeindigd", ..) => {
                self.hef_op(moment, |grondslag| ![AANVULLING, WERKSTROOM].contains(&grondslag));
            }
            _ => {}
        }
    }

    fn schort_op(&mut self, moment: Moment, tot: Option<Date>, grondslag: &'static str) {
        let van = plus_dagen(moment.dag(), 1);
        for (_, klok) in &mut self.lopend {
            klok.opschortingen.push(Opschorting { van, tot, grondslag: grondslag.into() });
            klok.zeker &= op_de_dag(moment);
        }
    }

    /// The clock goes on: the day on which it does counts again.
    fn hef_op(&mut self, moment: Moment, geldt: impl Fn(&str) -> bool) {
        let dag = moment.dag();
        for (_, klok) in &mut self.lopend {
            let open = |o: &&mut Opschorting| geldt(&o.grondslag) && o.tot.is_none_or(|tot| tot > dag);
            for opschorting in klok.opschortingen.iter_mut().filter(open) {
                opschorting.tot = Some(dag);
                klok.zeker &= op_de_dag(moment);
            }
        }
    }

    /// Running terms that the new definition has too follow its words from now on.
    fn hernoem(&mut self, werkstromen: &Werkstromen) {
        let werkstroom = self.status.as_ref().and_then(|(naar, _)| werkstromen.zoek(naar));
        let Some(werkstroom) = werkstroom else { return };
        for (_, klok) in &mut self.lopend {
            if let Some(termijn) = werkstroom.termijnen.iter().find(|t| t.code == klok.termijn.code) {
                klok.termijn = termijn.clone();
            }
        }
    }
}

/// Whether a status suspends: until when at the latest, and by which rule. Being asked for a supplement without a
/// term does not (ABRvS 2016:2527). `aanvulling` is the term within which the applicant must supply something.
fn opschorting(
    status: &Status,
    aanvulling: Option<Option<Date>>,
    hervat: i64,
) -> Option<(Option<Date>, &'static str)> {
    match aanvulling {
        _ if !status.schort_op => None,
        Some(None) => None,
        Some(Some(hersteltermijn)) => Some((Some(plus_dagen(hersteltermijn, hervat)), AANVULLING)),
        None => Some((None, WERKSTROOM)),
    }
}

/// The legal basis of a suspension that is recorded as a fact.
fn grondslag(grond: &str) -> Option<&'static str> {
    Some(match grond {
        "informatie_uit_het_buitenland" => "Awb 4:15 lid 1 onder b",
        "instemming_aanvrager" => "Awb 4:15 lid 2 onder a",
        "vertraging_door_aanvrager" => "Awb 4:15 lid 2 onder b",
        "overmacht" => "Awb 4:15 lid 2 onder c",
        _ => return None,
    })
}

fn op_de_dag(moment: Moment) -> bool {
    matches!(moment.nauwkeurigheid, Nauwkeurigheid::Tijdstip | Nauwkeurigheid::Dag)
}
