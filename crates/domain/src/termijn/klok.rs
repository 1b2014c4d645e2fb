//! What the events of an initiative say of its terms: when each began, when it stood still, how it was put off, and when
//! what it was for happened.

use super::kalender::{Kalender, plus_dagen};
use super::wettelijk::{Afleiding, Opschorting, Stand, Termijnvraag, Verdaging};
use crate::feit::Feit;
use crate::initiatief::Gebeurtenis;
use crate::werkstroom::{Status, Termijn, Werkstromen, Werkstroom};
use crate::{Moment, Nauwkeurigheid};
use jiff::civil::Date;

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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

    fn loopt(&self) -> bool {
        self.einde.is_none()
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
    let mut loop_ = Verloop { klokken: Vec::new(), status: None, hervat };
    for (moment, gebeurtenis) in gebeurtenissen {
        loop_.volg(moment, gebeurtenis, werkstromen);
    }
    loop_.klokken
}

struct Verloop<'w> {
    klokken: Vec<Klok>,
    /// The present definition and status.
    status: Option<(&'w Werkstroom, String)>,
    hervat: i64,
}

impl<'w> Verloop<'w> {
    fn volg(&mut self, moment: Moment, gebeurtenis: &Gebeurtenis, werkstromen: &'w Werkstromen) {
        use Gebeurtenis as G;
        match gebeurtenis {
            G::InitiatiefIngediend(i) => {
                self.status = werkstromen.zoek(&i.werkstroom).map(|w| (w, i.status.clone()));
                self.binnen(moment, None);
            }
            G::WerkstroomGewijzigd(w) => {
                self.status = werkstromen.zoek(&w.naar).map(|naar| (naar, w.status.clone()));
                // The clock that ran goes on; what the new definition calls it matters only when it begins or ends.
                self.hernoem();
            }
            G::Feit(feit) => self.feit(moment, feit),
            gebeurtenis => {
                let Some(stap) = gebeurtenis.stap() else { return };
                self.hef_op(moment, |grondslag| [AANVULLING, WERKSTROOM].contains(&grondslag));
                if let Some((_, status)) = &mut self.status {
                    status.clone_from(&stap.naar);
                }
                let hersteltermijn = match gebeurtenis {
                    G::AanvullingGevraagd(a) => Some(a.hersteltermijn),
                    _ => None,
                };
                self.binnen(moment, hersteltermijn);
            }
        }
    }

    /// A status is entered; `aanvulling` is the term within which the applicant must supply something.
    fn binnen(&mut self, moment: Moment, aanvulling: Option<Option<Date>>) {
        let Some((werkstroom, status)) = self.status.clone() else { return };
        let Some(status) = werkstroom.status(&status) else { return };
        let (dag, zeker) = (moment.dag(), op_de_dag(moment));
        for klok in self.klokken.iter_mut().filter(|k| k.loopt() && k.termijn.tot.contains(&status.fase)) {
            klok.einde = Some(Einde { op: dag, status: status.code.clone() });
            klok.zeker &= zeker;
        }
        for termijn in werkstroom.termijnen.iter().filter(|t| t.vanaf == status.code) {
            if !self.klokken.iter().any(|k| k.loopt() && k.termijn.code == termijn.code) {
                let (opschortingen, verdaging, einde) = (Vec::new(), None, None);
                let termijn = termijn.clone();
                self.klokken.push(Klok { termijn, begin: dag, opschortingen, verdaging, einde, zeker });
            }
        }
        if let Some((tot, grondslag)) = self.opschorting(status, aanvulling) {
            self.schort_op(moment, tot, grondslag);
        }
    }

    /// Whether a status suspends: until when at the latest, and by which rule. Being asked for a supplement without a
    /// term does not (ABRvS 2016:2527).
    fn opschorting(
        &self,
        status: &Status,
        aanvulling: Option<Option<Date>>,
    ) -> Option<(Option<Date>, &'static str)> {
        match aanvulling {
            _ if !status.schort_op => None,
            Some(None) => None,
            Some(Some(hersteltermijn)) => Some((Some(plus_dagen(hersteltermijn, self.hervat)), AANVULLING)),
            None => Some((None, WERKSTROOM)),
        }
    }

    fn feit(&mut self, moment: Moment, feit: &Feit) {
        let grondslag = feit.code("grond").and_then(grondslag);
        match (feit.soort.code, feit.datum("nieuweDatum"), grondslag) {
            ("beslistermijn_verdaagd", Some(tot), _) => {
                for klok in self.klokken.iter_mut().filter(|k| k.loopt()) {
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
        let opschorting = Opschorting { van: plus_dagen(moment.dag(), 1), tot, grondslag };
        for klok in self.klokken.iter_mut().filter(|k| k.loopt()) {
            klok.opschortingen.push(opschorting.clone());
            klok.zeker &= op_de_dag(moment);
        }
    }

    /// The clock goes on: the day on which it does counts again.
    fn hef_op(&mut self, moment: Moment, geldt: impl Fn(&str) -> bool) {
        let dag = moment.dag();
        for klok in self.klokken.iter_mut().filter(|k| k.loopt()) {
            let open = |o: &&mut Opschorting| geldt(o.grondslag) && o.tot.is_none_or(|tot| tot > dag);
            for opschorting in klok.opschortingen.iter_mut().filter(open) {
                opschorting.tot = Some(dag);
                klok.zeker &= op_de_dag(moment);
            }
        }
    }

    /// Running terms that the new definition has too follow its words from now on.
    fn hernoem(&mut self) {
        let Some((werkstroom, _)) = &self.status else { return };
        for klok in self.klokken.iter_mut().filter(|k| k.loopt()) {
            if let Some(termijn) = werkstroom.termijnen.iter().find(|t| t.code == klok.termijn.code) {
                klok.termijn = termijn.clone();
            }
        }
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
