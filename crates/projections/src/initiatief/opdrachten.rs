//! Orders, settled ones included.

use super::{Feit, nauwkeurigheid, op, opt_sealed, opt_text, sealed, tables::OPDRACHT, text, zet};
use crate::row::{Change, Value};
use uuid::Uuid;
use wijkspoor_domain::initiatief::Gebeurtenis as G;
use wijkspoor_domain::initiatief::gebeurtenis::OpdrachtUitgezet;
use wijkspoor_domain::{Gevoelig, Naam};

/// It is no longer refused, returned or blocked.
const ZONDER_REDEN: [(&str, Value); 2] = [("reden", Value::Null), ("eigen_reden", Value::Null)];

pub(super) fn changes(feit: &Feit) -> Option<Change> {
    let status = |status| vec![("status", text(status))];
    let met_reden = |s, reden, eigen: &Option<Naam>, toelichting: &Gevoelig| {
        let eigen = opt_text(eigen.as_ref().map(Naam::as_str));
        vec![
            ("status", text(s)),
            ("reden", text(reden)),
            ("eigen_reden", eigen),
            ("toelichting", sealed(toelichting)),
        ]
    };
    let (id, mut set, antwoord) = match &feit.event.event {
        G::OpdrachtUitgezet(o) => return Some(insert(feit, o)),
        G::OpdrachtGeaccepteerd(o) => {
            let mut set = status("geaccepteerd");
            set.push(("behandelaar", opt_sealed(o.behandelaar.as_ref())));
            set.extend(ZONDER_REDEN);
            set.push(("toelichting", opt_sealed(o.toelichting.as_ref())));
            (o.opdracht, set, Some("geaccepteerd"))
        }
        G::OpdrachtGeweigerd(o) => (
            o.opdracht,
            met_reden("geweigerd", o.reden.code(), &o.eigen_reden, &o.toelichting),
            Some("geweigerd"),
        ),
        G::OpdrachtTeruggegeven(o) => (
            o.opdracht,
            met_reden("teruggegeven", o.reden.code(), &o.eigen_reden, &o.toelichting),
            Some("teruggegeven"),
        ),
        G::OpdrachtGeblokkeerd(o) => {
            (o.opdracht, met_reden("geblokkeerd", o.reden.code(), &o.eigen_reden, &o.toelichting), None)
        }
        G::OpdrachtGedeblokkeerd(o) => {
            let mut set = status("geaccepteerd");
            set.extend(ZONDER_REDEN);
            set.push(("toelichting", opt_sealed(o.toelichting.as_ref())));
            (o.opdracht, set, None)
        }
        G::OpdrachtAfgerond(o) => {
            let mut set = status("afgerond");
            set.push(("toelichting", opt_sealed(o.toelichting.as_ref())));
            (o.opdracht, set, None)
        }
        G::OpdrachtIngetrokken(o) => {
            let mut set = status("ingetrokken");
            set.push(("toelichting", opt_sealed(o.toelichting.as_ref())));
            (o.opdracht, set, None)
        }
        G::OpdrachtHeruitgezet(o) => {
            let mut set = status("uitgezet");
            set.push(("ronde", Value::Int(ronde(feit, o.opdracht))));
            set.extend(ZONDER_REDEN);
            set.push(("toelichting", opt_sealed(o.toelichting.as_ref())));
            // The wait for an answer starts anew; the earlier rounds stand in the episodes.
            zet(&mut set, ["uitgezet_op", "uitgezet_nauwkeurigheid"], feit.grens);
            for column in ["antwoord", "antwoord_op", "antwoord_nauwkeurigheid"] {
                set.push((column, Value::Null));
            }
            (o.opdracht, set, None)
        }
        _ => return None,
    };
    zet(&mut set, ["status_sinds_op", "status_sinds_nauwkeurigheid"], feit.grens);
    // The first answer of a round counts: an order that was accepted and later returned was accepted in time.
    let beantwoord = feit.before.toestand().and_then(|t| t.opdrachten.get(&id));
    let eerste = beantwoord.is_some_and(|o| o.status.code() == "uitgezet");
    if let Some(antwoord) = antwoord.filter(|_| eerste) {
        set.push(("antwoord", text(antwoord)));
        zet(&mut set, ["antwoord_op", "antwoord_nauwkeurigheid"], feit.grens);
    }
    Some(Change::Update { table: &OPDRACHT, key: vec![feit.id(), Value::Text(id.to_string())], set })
}

fn ronde(feit: &Feit, id: Uuid) -> i64 {
    feit.toestand.opdrachten.get(&id).map_or(1, |o| i64::from(o.ronde))
}

fn insert(feit: &Feit, o: &OpdrachtUitgezet) -> Change {
    Change::Insert {
        table: &OPDRACHT,
        row: vec![
            feit.id(),
            Value::Text(o.opdracht.to_string()),
            text(feit.toestand.gebied.as_str()),
            text(o.afdeling.as_str()),
            text("uitgezet"),
            Value::Int(1),
            sealed(&o.omschrijving),
            o.uiterlijk.map_or(Value::Null, |d| Value::Text(d.to_string())),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            op(feit.grens),
            nauwkeurigheid(feit.grens),
            Value::Null,
            Value::Null,
            Value::Null,
            op(feit.grens),
            nauwkeurigheid(feit.grens),
        ],
    }
}
