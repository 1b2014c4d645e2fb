//! The dossier: the present state of an initiative.

use super::tables::{DOSSIER, DOSSIER_WIJK};
use super::verloop::Verloop;
use super::{Feit, nauwkeurigheid, op, opt_sealed, opt_text, sealed, text, zet};
use crate::row::{Change, Value};
use crate::zoeken::vouw;
use std::collections::BTreeSet;
use wijkspoor_domain::Naam;
use wijkspoor_domain::initiatief::Gebeurtenis as G;
use wijkspoor_domain::initiatief::gebeurtenis::InitiatiefIngediend;
use wijkspoor_domain::moment::{Moment, dagnummer};

pub(super) fn changes(feit: &Feit, verloop: &Verloop, pingpong: i64) -> Vec<Change> {
    if let G::InitiatiefIngediend(ingediend) = &feit.event.event {
        return insert(feit, ingediend);
    }
    let mut set = vec![
        ("versie", Value::Int(feit.event.sequence)),
        ("gewijzigd_op", Value::Int(feit.event.recorded_at.as_microsecond())),
    ];
    if let Some(activiteit) = verloop.activiteit {
        zet(&mut set, ["activiteit_op", "activiteit_nauwkeurigheid"], activiteit);
    }
    if let G::WerkstroomGewijzigd(w) = &feit.event.event {
        set.push(("werkstroom", text(&w.naar.code)));
        set.push(("werkstroom_versie", Value::Int(i64::from(w.naar.versie))));
    }
    if feit.before.toestand().is_some_and(|t| t.status != feit.toestand.status) || feit.beweegt {
        set.push(("status", text(&feit.toestand.status)));
        set.push(("fase", text(feit.fase)));
    }
    if feit.beweegt {
        zet(&mut set, ["status_sinds_op", "status_sinds_nauwkeurigheid"], feit.grens);
    }
    if feit.beweegt || feit.toestand.vernietigd.is_some() {
        set.push(("gesloten_dag", gesloten(feit)));
    }
    if feit.toestand.stagnatie.is_none() && feit.before.toestand().is_some_and(|t| t.stagnatie.is_some()) {
        for column in ["stagnatie", "stagnatie_toelichting", "stagnatie_op", "stagnatie_nauwkeurigheid"] {
            set.push((column, Value::Null));
        }
    }
    set.extend(feit.categorie().map(|categorie| ("categorie", text(categorie))));
    match &feit.event.event {
        G::InitiatiefGerealiseerd(g) => set.push(("resultaat", sealed(&g.resultaat))),
        G::TerugkoppelingGegeven(_) => {
            let laatste = verloop.terugkoppeling.unwrap_or(feit.moment());
            zet(&mut set, ["terugkoppeling_op", "terugkoppeling_nauwkeurigheid"], laatste);
        }
        G::BehandelaarGewijzigd(b) => set.push(("behandelaar", sealed(&b.behandelaar))),
        G::KartrekkerGewijzigd(k) => set.push(("kartrekker", opt_sealed(k.kartrekker.as_ref()))),
        G::PartnerToegevoegd(_) => set.push(("partners", names(&feit.toestand.partners))),
        G::StagnatieGemeld(s) => {
            set.push(("stagnatie", text(s.oorzaak.code())));
            set.push(("stagnatie_toelichting", sealed(&s.toelichting)));
            zet(&mut set, ["stagnatie_op", "stagnatie_nauwkeurigheid"], feit.moment());
        }
        G::OpdrachtGeweigerd(_) | G::OpdrachtTeruggegeven(_) => set.push(("pingpong", Value::Int(pingpong))),
        _ => {}
    }
    vec![Change::Update { table: &DOSSIER, key: vec![feit.id()], set }]
}

fn insert(feit: &Feit, i: &InitiatiefIngediend) -> Vec<Change> {
    let wijken: BTreeSet<Naam> = i.wijken.iter().cloned().collect();
    let titel = i.titel.tekst().unwrap_or_default();
    let kenmerk = i.kenmerk.as_ref().map(Naam::as_str);
    let row = vec![
        feit.id(),
        Value::Int(feit.event.sequence),
        text(&i.werkstroom.code),
        Value::Int(i64::from(i.werkstroom.versie)),
        text(&feit.toestand.status),
        text(feit.fase),
        text(titel),
        text(&vouw(titel)),
        text(i.gebied.as_str()),
        names(&wijken),
        text(i.thema.as_str()),
        text(i.oorsprong.as_str()),
        opt_text(i.categorie.map(|c| c.code())),
        opt_text(kenmerk),
        names(&BTreeSet::new()),
        text(&zoektekst(i, titel, kenmerk)),
        sealed(&i.omschrijving),
        sealed(&i.initiatiefnemers),
        opt_sealed(i.contact.as_ref()),
        Value::Null,
        Value::Null,
        Value::Null,
        op(feit.moment()),
        nauwkeurigheid(feit.moment()),
        op(feit.moment()),
        nauwkeurigheid(feit.moment()),
        op(feit.moment()),
        nauwkeurigheid(feit.moment()),
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Int(0),
        Value::Int(feit.event.recorded_at.as_microsecond()),
        text(&feit.event.metadata.actor.id),
        gesloten(feit),
    ];
    let mut changes = vec![Change::Insert { table: &DOSSIER, row }];
    changes.extend(
        wijken
            .iter()
            .map(|wijk| Change::Insert { table: &DOSSIER_WIJK, row: vec![feit.id(), text(wijk.as_str())] }),
    );
    changes
}

/// The last day on which it can have been closed: that of the recording, where no earlier one is known. No term of the archive law
/// ends too early for it.
fn gesloten(feit: &Feit) -> Value {
    if !feit.is_einde() || feit.toestand.vernietigd.is_some() {
        return Value::Null;
    }
    let vastgelegd = Moment::tijdstip(feit.event.recorded_at).dag();
    Value::Int(dagnummer(feit.grens.dagen().1.min(vastgelegd)))
}

/// What a search looks through.
fn zoektekst(i: &InitiatiefIngediend, titel: &str, kenmerk: Option<&str>) -> String {
    let mut delen = vec![titel, i.gebied.as_str(), i.thema.as_str()];
    delen.extend(i.wijken.iter().map(Naam::as_str));
    delen.extend(kenmerk);
    vouw(&delen.join(" "))
}

fn names(names: &BTreeSet<Naam>) -> Value {
    let list: Vec<&str> = names.iter().map(Naam::as_str).collect();
    Value::Text(serde_json::json!(list).to_string())
}
