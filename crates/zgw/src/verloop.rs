//! What the events of an initiative come to, as far as ZGW has a place for it: a pure fold. Of sealed texts only the title is
//! taken, which is known to stand in the clear (docs/adr/0006-title-in-the-clear.md), and which is gone after an erasure.

use crate::catalogus::Betrokkene;
use jiff::{SignedDuration, Timestamp, Unit};
use uuid::Uuid;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Hoedanigheid};
use wijkspoor_domain::termijn::{self, Klok};
use wijkspoor_domain::werkstroom::{Status, WerkstroomRef};
use wijkspoor_domain::{Moment, Opzet, Recorded};
use wijkspoor_store::erasure;

/// The kinds of event after which something of it may be different, beside those that clocks follow.
const OOK: [&str; 5] = [
    "opdracht_uitgezet",
    "partner_toegevoegd",
    "besluit_genomen",
    "besluit_teruggedraaid",
    erasure::EVENT_TYPE,
];

/// The kinds of event after which something of it may be different.
pub fn volgt() -> Vec<String> {
    termijn::VOLGT.iter().chain(&OOK).map(|soort| (*soort).to_owned()).collect()
}

/// What ZGW has a place for.
#[derive(Debug, Clone, PartialEq)]
pub struct Verloop {
    /// The initiative.
    pub id: Uuid,
    /// What it is called; absent when that was erased.
    pub titel: Option<String>,
    /// The sender's reference.
    pub kenmerk: Option<String>,
    /// The area.
    pub gebied: String,
    /// The theme.
    pub thema: String,
    /// When it was recorded.
    pub geregistreerd: Timestamp,
    /// When it was submitted.
    pub ingediend: Moment,
    /// The states that it went through, the first included.
    pub statussen: Vec<Gezet>,
    /// Who took part, in the order in which they came.
    pub betrokkenen: Vec<Deelname>,
    /// The decisions, reversed ones included.
    pub besluiten: Vec<Genomen>,
    /// Its statutory terms.
    pub termijnen: Vec<Klok>,
}

/// A state that was entered.
#[derive(Debug, Clone, PartialEq)]
pub struct Gezet {
    /// The number of the event.
    pub volgnummer: i64,
    /// When, in milliseconds and later than the one before it: ZGW tells the states of a zaak apart, and puts them in order,
    /// by this alone.
    pub op: Timestamp,
    /// When, and how precisely that is known.
    pub moment: Moment,
    /// The state, as the definition describes it.
    pub status: Status,
}

/// Somebody who takes part: never a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deelname {
    /// The number of the event by which.
    pub volgnummer: i64,
    /// The kind of party.
    pub soort: Betrokkene,
    /// Its name; of a team that of its area.
    pub naam: String,
    /// When that was recorded.
    pub geregistreerd: Timestamp,
}

/// A decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Genomen {
    /// Its id.
    pub id: Uuid,
    /// What it is about.
    pub soort: Besluitsoort,
    /// In what capacity it was taken.
    pub hoedanigheid: Option<Hoedanigheid>,
    /// When.
    pub op: Moment,
    /// When it was reversed.
    pub teruggedraaid: Option<Moment>,
}

impl Verloop {
    /// What these events of one initiative come to, in the order in which they were recorded; nothing when they are none.
    pub fn van(events: &[Recorded<Gebeurtenis>], opzet: &Opzet) -> Option<Self> {
        let (eerste, rest) = events.split_first()?;
        let Gebeurtenis::InitiatiefIngediend(ingediend) = &eerste.event else { return None };
        let mut verloop = Self {
            id: eerste.stream,
            titel: ingediend.titel.tekst().map(str::to_owned),
            kenmerk: ingediend.kenmerk.as_ref().map(|kenmerk| kenmerk.as_str().to_owned()),
            gebied: ingediend.gebied.as_str().to_owned(),
            thema: ingediend.thema.as_str().to_owned(),
            geregistreerd: eerste.recorded_at,
            ingediend: eerste.metadata.plaatsgevonden,
            statussen: Vec::new(),
            betrokkenen: Vec::new(),
            besluiten: Vec::new(),
            termijnen: termijnen(events, opzet),
        };
        let mut werkstroom = ingediend.werkstroom.clone();
        verloop.zet(eerste, &werkstroom, &ingediend.status, opzet);
        verloop.doe_mee(eerste, Betrokkene::Tlo, ingediend.gebied.as_str());
        for event in rest {
            if let Gebeurtenis::WerkstroomGewijzigd(w) = &event.event {
                werkstroom.clone_from(&w.naar);
            }
            verloop.volg(event, &werkstroom, opzet);
        }
        Some(verloop)
    }

    fn volg(&mut self, event: &Recorded<Gebeurtenis>, werkstroom: &WerkstroomRef, opzet: &Opzet) {
        use Gebeurtenis as G;
        if let Some(stap) = event.event.stap() {
            self.zet(event, werkstroom, &stap.naar, opzet);
        }
        match &event.event {
            // The same state under another name is no new one, unless it means something else.
            G::WerkstroomGewijzigd(w) if w.status != w.status_van => {
                self.zet(event, werkstroom, &w.status, opzet)
            }
            G::OpdrachtUitgezet(o) => self.doe_mee(event, Betrokkene::Afdeling, o.afdeling.as_str()),
            G::PartnerToegevoegd(p) => self.doe_mee(event, Betrokkene::Partner, p.partner.as_str()),
            G::BesluitGenomen(b) => self.besluiten.push(Genomen {
                id: b.besluit,
                soort: b.soort,
                hoedanigheid: b.hoedanigheid,
                op: event.metadata.plaatsgevonden,
                teruggedraaid: None,
            }),
            G::BesluitTeruggedraaid(b) => {
                let besluit = self.besluiten.iter_mut().find(|besluit| besluit.id == b.besluit);
                if let Some(besluit) = besluit {
                    besluit.teruggedraaid = Some(event.metadata.plaatsgevonden);
                }
            }
            _ => {}
        }
    }

    fn zet(&mut self, event: &Recorded<Gebeurtenis>, werkstroom: &WerkstroomRef, code: &str, opzet: &Opzet) {
        // An initiative is never pinned to a definition that is not there.
        let Some(status) = opzet.werkstromen.zoek(werkstroom).and_then(|w| w.status(code)) else { return };
        let moment = event.metadata.plaatsgevonden;
        let op = moment.op.round(Unit::Millisecond).unwrap_or(moment.op);
        let vorige = self.statussen.last().map(|vorige| vorige.op);
        let vloer = vorige.and_then(|vorige| vorige.checked_add(SignedDuration::from_millis(1)).ok());
        let op = vloer.map_or(op, |vloer| op.max(vloer));
        self.statussen.push(Gezet { volgnummer: event.sequence, op, moment, status: status.clone() });
    }

    fn doe_mee(&mut self, event: &Recorded<Gebeurtenis>, soort: Betrokkene, naam: &str) {
        if !self.betrokkenen.iter().any(|d| d.soort == soort && d.naam == naam) {
            let (naam, geregistreerd) = (naam.to_owned(), event.recorded_at);
            self.betrokkenen.push(Deelname { volgnummer: event.sequence, soort, naam, geregistreerd });
        }
    }

    /// The present state.
    pub fn status(&self) -> Option<&Gezet> {
        self.statussen.last()
    }

    /// The state in which it ended, if it did.
    pub fn einde(&self) -> Option<&Gezet> {
        self.status().filter(|gezet| gezet.status.fase.is_einde())
    }

    /// What it was called, or what stands in place of that.
    pub fn naam(&self) -> &str {
        self.titel.as_deref().unwrap_or(GEWIST)
    }
}

/// What stands in place of a text that was erased.
const GEWIST: &str = "[gewist]";

/// The terms that the law sets, in the order in which they began.
fn termijnen(events: &[Recorded<Gebeurtenis>], opzet: &Opzet) -> Vec<Klok> {
    let mut gebeurd: Vec<_> = events.iter().collect();
    gebeurd.sort_by_key(|event| (event.metadata.plaatsgevonden.op, event.sequence));
    let tot = gebeurd.iter().map(|event| event.recorded_at).max().unwrap_or(Timestamp::UNIX_EPOCH);
    let gebeurd = gebeurd.into_iter().map(|event| (event.metadata.plaatsgevonden, &event.event));
    let hervat = opzet.inrichting.hervatting(Moment::tijdstip(tot));
    let mut klokken = termijn::klokken(gebeurd, &opzet.werkstromen, hervat);
    klokken.retain(|klok| klok.termijn.wettelijk);
    klokken
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::{Value as Json, json};
    use wijkspoor_domain::upcast::StoredEvent;
    use wijkspoor_domain::{Actor, Metadata, Rol};

    pub(crate) const INITIATIEF: Uuid = Uuid::from_u128(7);

    fn event(nummer: i64, soort: &str, inhoud: Json) -> Recorded<Gebeurtenis> {
        let op: Timestamp = "2026-03-02T09:00:00.1234567Z".parse().unwrap();
        let op = op + SignedDuration::from_hours(nummer / 3);
        let actor = Actor { id: "a1".into(), rol: Rol::Tlo, gebied: None, afdeling: None };
        Recorded {
            position: nummer + 10,
            stream: INITIATIEF,
            sequence: nummer,
            recorded_at: op,
            event: Gebeurtenis::van_inhoud(soort, inhoud).unwrap(),
            metadata: Metadata {
                actor,
                correlatie: Uuid::nil(),
                oorzaak: None,
                idempotentiesleutel: None,
                plaatsgevonden: Moment::tijdstip(op),
                herkomst: None,
            },
        }
    }

    fn stap(overgang: &str, van: &str, naar: &str) -> Json {
        json!({ "overgang": overgang, "van": van, "naar": naar, "motivering": { "$gevoelig": "Omdat Fatima het vraagt." } })
    }

    /// Handed over, decided, realised, opened again, and rejected; several things at one moment.
    pub(crate) fn leven() -> Vec<Recorded<Gebeurtenis>> {
        let (tlo, kern) = ("in_behandeling_tlo", "in_behandeling_kernorganisatie");
        let opdracht = |id: u128, afdeling: &str| json!({ "opdracht": Uuid::from_u128(id), "afdeling": afdeling, "omschrijving": { "$gevoelig": "Kijk, Fatima." } });
        let besluit = |id: u128, soort: &str| {
            json!({ "besluit": Uuid::from_u128(id), "soort": soort, "mandaat": "Mandaat 1", "hoedanigheid": "wethouder",
                "motivering": { "$gevoelig": "Fatima heeft gelijk." }, "status": kern })
        };
        let terug = json!({ "besluit": Uuid::from_u128(21), "motivering": { "$gevoelig": "Fatima." }, "status": "in_uitvoering" });
        let ingediend = json!({
            "werkstroom": { "code": "wijkinitiatief", "versie": 2 }, "status": "ingediend",
            "titel": { "$gevoelig": "Bomen en banken" }, "omschrijving": { "$gevoelig": "Fatima wil bomen." },
            "gebied": "Malburgen", "wijken": [], "thema": "groen", "oorsprong": "bewoners",
            "initiatiefnemers": [{ "$gevoelig": "Fatima" }], "kenmerk": "ZAAK-1",
        });
        let rest = [
            ("in_behandeling_genomen", json!({ "stap": stap("neem_in_behandeling", "ingediend", tlo) })),
            ("opdracht_uitgezet", opdracht(11, "Openbare Ruimte")),
            ("opdracht_uitgezet", opdracht(12, "Vastgoed")),
            ("opdracht_uitgezet", opdracht(13, "Vastgoed")),
            ("overgedragen_aan_kernorganisatie", json!({ "stap": stap("draag_over", tlo, kern) })),
            ("partner_toegevoegd", json!({ "partner": "Rijnstad" })),
            ("besluit_genomen", besluit(21, "toekenning")),
            ("besluit_genomen", besluit(22, "goedkeuring")),
            ("uitvoering_gestart", json!({ "stap": stap("start", kern, "in_uitvoering") })),
            ("besluit_teruggedraaid", terug),
            (
                "initiatief_gerealiseerd",
                json!({ "stap": stap("realiseer", "in_uitvoering", "gerealiseerd"), "resultaat": { "$gevoelig": "Fatima zit." } }),
            ),
            ("initiatief_heropend", json!({ "stap": stap("heropen", "gerealiseerd", tlo) })),
            ("opdracht_uitgezet", opdracht(14, "Sport")),
            ("initiatief_afgewezen", json!({ "stap": stap("wijs_af", tlo, "afgewezen") })),
        ];
        let eerste = event(1, "initiatief_ingediend", ingediend);
        let rest = (2..).zip(rest).map(|(nummer, (soort, inhoud))| event(nummer, soort, inhoud));
        [eerste].into_iter().chain(rest).collect()
    }

    #[test]
    fn states_follow_each_other_by_a_millisecond_at_least() {
        let opzet = Opzet::standaard().unwrap();
        let verloop = Verloop::van(&leven(), &opzet).unwrap();
        let tijden: Vec<_> = verloop.statussen.iter().map(|gezet| gezet.op).collect();
        assert_eq!(tijden.len(), 7);
        assert_eq!(tijden[0].to_string(), "2026-03-02T09:00:00.123Z");
        assert_eq!(tijden[1].to_string(), "2026-03-02T09:00:00.124Z", "at the same moment");
        assert!(tijden.is_sorted_by(|a, b| a < b));
        let namen: Vec<_> = verloop.betrokkenen.iter().map(|d| d.naam.as_str()).collect();
        assert_eq!(namen, ["Malburgen", "Openbare Ruimte", "Vastgoed", "Rijnstad", "Sport"], "each once");
        assert_eq!(verloop.besluiten.iter().filter(|b| b.teruggedraaid.is_some()).count(), 1);
        assert_eq!(verloop.einde().unwrap().status.code, "afgewezen");
    }

    #[test]
    fn nothing_is_nothing_and_what_was_erased_is_gone() {
        let opzet = Opzet::standaard().unwrap();
        assert_eq!(Verloop::van(&[], &opzet), None);
        let mut events = leven();
        assert_eq!(Verloop::van(&events[1..], &opzet), None);
        if let Gebeurtenis::InitiatiefIngediend(ingediend) = &mut events[0].event {
            ingediend.titel = serde_json::from_value(json!({ "$gevoelig": null })).unwrap();
        }
        assert_eq!(Verloop::van(&events, &opzet).unwrap().naam(), "[gewist]");
    }
}
