//! Budgets: how the money stands, per post, mandate and reservation, and every movement, so that it can be told for any
//! date.

use super::{Stap, kolom, tekst};
use crate::projection::Projection;
use crate::row::{Change, Kind, Table, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wijkspoor_domain::reeks::{Budget, Budgetsoort, Kas, Reeksfeit};
use wijkspoor_domain::{Opzet, Recorded};

/// The budgets, in eurocents. `totaal` is what was ever there, `besteed` what of it was spent.
pub static BUDGET: Table = Table {
    name: "budget",
    key: 1,
    columns: &[
        kolom("budget_id", Kind::Text, false),
        kolom("versie", Kind::Int, false),
        kolom("gebied", Kind::Text, false),
        kolom("jaar", Kind::Int, false),
        kolom("totaal", Kind::Int, false),
        kolom("niet_verdeeld", Kind::Int, false),
        kolom("vrij", Kind::Int, false),
        kolom("gemandateerd", Kind::Int, false),
        kolom("gereserveerd", Kind::Int, false),
        kolom("besteed", Kind::Int, false),
    ],
    indexes: &[&["gebied", "jaar", "budget_id"], &["jaar", "budget_id"]],
    partial_indexes: &[],
};

/// The posts of budgets.
pub static BUDGET_POST: Table = Table {
    name: "budget_post",
    key: 2,
    columns: &[
        kolom("budget_id", Kind::Text, false),
        kolom("post", Kind::Text, false),
        kolom("vrijheid", Kind::Text, false),
        kolom("bedrag", Kind::Int, false),
        kolom("vrij", Kind::Int, false),
    ],
    indexes: &[],
    partial_indexes: &[],
};

/// The mandates, withdrawn ones included.
pub static ONDERMANDAAT: Table = Table {
    name: "ondermandaat",
    key: 2,
    columns: &[
        kolom("budget_id", Kind::Text, false),
        kolom("mandaat_id", Kind::Text, false),
        kolom("post", Kind::Text, false),
        kolom("afdeling", Kind::Text, false),
        kolom("bevoegdheid", Kind::Text, false),
        kolom("bedrag", Kind::Int, false),
        kolom("vrij", Kind::Int, false),
        kolom("verleend_op", Kind::Int, false),
        kolom("verleend_nauwkeurigheid", Kind::Text, false),
        kolom("ingetrokken_op", Kind::Int, true),
        kolom("ingetrokken_nauwkeurigheid", Kind::Text, true),
    ],
    indexes: &[],
    partial_indexes: &[],
};

/// The reservations, released ones included; `positie` is where the log says by whom. A provisional one is not known at
/// its initiative yet.
pub static RESERVERING: Table = Table {
    name: "reservering",
    key: 2,
    columns: &[
        kolom("budget_id", Kind::Text, false),
        kolom("reservering_id", Kind::Text, false),
        kolom("initiatief_id", Kind::Text, false),
        kolom("post", Kind::Text, false),
        kolom("mandaat_id", Kind::Text, true),
        kolom("bedrag", Kind::Int, false),
        kolom("over", Kind::Int, false),
        kolom("status", Kind::Text, false),
        kolom("positie", Kind::Int, false),
        kolom("gereserveerd_op", Kind::Int, false),
        kolom("gereserveerd_nauwkeurigheid", Kind::Text, false),
        kolom("vastgelegd_op", Kind::Int, false),
    ],
    indexes: &[&["status", "vastgelegd_op"], &["initiatief_id", "reservering_id"]],
    partial_indexes: &[],
};

/// Every movement, as differences.
pub static BUDGET_MUTATIE: Table = Table {
    name: "budget_mutatie",
    key: 2,
    columns: &[
        kolom("budget_id", Kind::Text, false),
        kolom("volgnummer", Kind::Int, false),
        kolom("soort", Kind::Text, false),
        kolom("totaal", Kind::Int, false),
        kolom("niet_verdeeld", Kind::Int, false),
        kolom("vrij", Kind::Int, false),
        kolom("gemandateerd", Kind::Int, false),
        kolom("gereserveerd", Kind::Int, false),
        kolom("besteed", Kind::Int, false),
        kolom("plaatsgevonden_op", Kind::Int, false),
        kolom("nauwkeurigheid", Kind::Text, false),
    ],
    indexes: &[&["budget_id", "plaatsgevonden_op"]],
    partial_indexes: &[],
};

/// How the money of a budget stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Standen {
    totaal: i64,
    niet_verdeeld: i64,
    vrij: i64,
    gemandateerd: i64,
    gereserveerd: i64,
    besteed: i64,
}

impl Standen {
    fn van(kas: &Kas, besteed: i64) -> Self {
        let aanwezig = kas.aanwezig();
        Self {
            totaal: aanwezig + besteed,
            niet_verdeeld: kas.niet_verdeeld,
            vrij: kas.posten.values().map(|p| p.vrij).sum(),
            gemandateerd: kas.mandaten.values().map(|m| m.vrij).sum(),
            gereserveerd: kas.reserveringen.values().map(|r| r.over).sum(),
            besteed,
        }
    }

    fn kolommen(self) -> [(&'static str, i64); 6] {
        [
            ("totaal", self.totaal),
            ("niet_verdeeld", self.niet_verdeeld),
            ("vrij", self.vrij),
            ("gemandateerd", self.gemandateerd),
            ("gereserveerd", self.gereserveerd),
            ("besteed", self.besteed),
        ]
    }
}

/// What the projection must remember of one budget.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Budgetspoor {
    standen: Standen,
}

impl Projection for Budgetspoor {
    type Aggregate = Budget;
    const TABLES: &'static [&'static Table] =
        &[&BUDGET, &BUDGET_POST, &ONDERMANDAAT, &RESERVERING, &BUDGET_MUTATIE];
    const VERSION: u32 = 1;

    fn fold(
        &mut self,
        before: &Budget,
        after: &Budget,
        event: &Recorded<Reeksfeit<Budgetsoort>>,
        _: &Opzet,
    ) -> Vec<Change> {
        let stap = Stap { event, na: after };
        let feit = stap.feit();
        let uitgegeven =
            if feit.soort.code == "budget_besteed" { feit.getal("bedrag").unwrap_or(0) } else { 0 };
        let vorige = self.standen;
        self.standen = Standen::van(after.eigen(), vorige.besteed + uitgegeven);
        let mut changes = vec![self.budget(&stap, before.stand().is_none())];
        changes.extend(posten(&stap, before.eigen()));
        changes.extend(mandaten(&stap, before.eigen()));
        changes.extend(reserveringen(&stap, before.eigen()));
        changes.push(self.mutatie(&stap, vorige));
        changes
    }
}

impl Budgetspoor {
    fn budget(&self, stap: &Stap<Budgetsoort>, nieuw: bool) -> Change {
        let standen = self.standen.kolommen();
        if nieuw {
            let mut row = vec![stap.id(), Value::Int(stap.event.sequence), stap.gebied(), stap.veld("jaar")];
            row.extend(standen.map(|(_, bedrag)| Value::Int(bedrag)));
            return Change::Insert { table: &BUDGET, row };
        }
        let mut set = vec![("versie", Value::Int(stap.event.sequence))];
        set.extend(standen.map(|(kolom, bedrag)| (kolom, Value::Int(bedrag))));
        stap.update(&BUDGET, set)
    }

    fn mutatie(&self, stap: &Stap<Budgetsoort>, vorige: Standen) -> Change {
        let mut row = vec![stap.id(), Value::Int(stap.event.sequence), tekst(stap.feit().soort.code)];
        let paren = self.standen.kolommen().into_iter().zip(vorige.kolommen());
        row.extend(paren.map(|((_, nu), (_, toen))| Value::Int(nu - toen)));
        row.extend([stap.op(), stap.nauwkeurigheid()]);
        Change::Insert { table: &BUDGET_MUTATIE, row }
    }
}

fn posten(stap: &Stap<Budgetsoort>, voor: &Kas) -> Vec<Change> {
    let na = stap.na.eigen();
    let anders = na.posten.iter().filter(|(naam, post)| voor.posten.get(*naam) != Some(post));
    let mut changes: Vec<Change> = anders
        .map(|(naam, post)| {
            let bedragen = [("bedrag", Value::Int(post.bedrag)), ("vrij", Value::Int(post.vrij))];
            if voor.posten.contains_key(naam) {
                let key = vec![stap.id(), tekst(naam.as_str())];
                return Change::Update { table: &BUDGET_POST, key, set: bedragen.to_vec() };
            }
            let mut row = vec![stap.id(), tekst(naam.as_str()), stap.veld("vrijheid")];
            row.extend(bedragen.map(|(_, bedrag)| bedrag));
            Change::Insert { table: &BUDGET_POST, row }
        })
        .collect();
    // Adopted once more: who decides on it may have changed.
    if let (Some(post), vrijheid @ Value::Text(_)) = (stap.feit().naam("post"), stap.veld("vrijheid"))
        && voor.posten.contains_key(post)
    {
        let key = vec![stap.id(), tekst(post.as_str())];
        changes.push(Change::Update { table: &BUDGET_POST, key, set: vec![("vrijheid", vrijheid)] });
    }
    changes
}

fn mandaten(stap: &Stap<Budgetsoort>, voor: &Kas) -> Vec<Change> {
    let (feit, na) = (stap.feit(), stap.na.eigen());
    if let ("ondermandaat_verleend", Some(id)) = (feit.soort.code, feit.id) {
        let row = vec![
            stap.id(),
            Value::Text(id.to_string()),
            stap.veld("post"),
            stap.veld("bij"),
            stap.veld("bevoegdheid"),
            stap.veld("bedrag"),
            stap.veld("bedrag"),
            stap.op(),
            stap.nauwkeurigheid(),
            Value::Null,
            Value::Null,
        ];
        return vec![Change::Insert { table: &ONDERMANDAAT, row }];
    }
    let vrij = |kas: &Kas, id: &Uuid| kas.mandaten.get(id).map_or(0, |m| m.vrij);
    let anders = voor.mandaten.keys().filter(|id| vrij(voor, id) != vrij(na, id));
    let update = |id: &Uuid, set| Change::Update {
        table: &ONDERMANDAAT,
        key: vec![stap.id(), Value::Text(id.to_string())],
        set,
    };
    let mut changes: Vec<Change> =
        anders.map(|id| update(id, vec![("vrij", Value::Int(vrij(na, id)))])).collect();
    if let ("ondermandaat_ingetrokken", Some(id)) = (feit.soort.code, feit.betreft) {
        let set = vec![("ingetrokken_op", stap.op()), ("ingetrokken_nauwkeurigheid", stap.nauwkeurigheid())];
        changes.push(update(&id, set));
    }
    changes
}

fn reserveringen(stap: &Stap<Budgetsoort>, voor: &Kas) -> Option<Change> {
    let (feit, na) = (stap.feit(), stap.na.eigen());
    if let ("budget_gereserveerd", Some(id)) = (feit.soort.code, feit.id) {
        let row = vec![
            stap.id(),
            Value::Text(id.to_string()),
            stap.veld("initiatief"),
            stap.veld("post"),
            stap.veld("mandaat"),
            stap.veld("bedrag"),
            stap.veld("bedrag"),
            tekst("voorlopig"),
            Value::Int(stap.event.position),
            stap.op(),
            stap.nauwkeurigheid(),
            Value::Int(stap.event.recorded_at.as_microsecond()),
        ];
        return Some(Change::Insert { table: &RESERVERING, row });
    }
    let id = feit.betreft.filter(|id| voor.reserveringen.contains_key(id))?;
    let set = match na.reserveringen.get(&id) {
        None => vec![("status", tekst("vrijgegeven")), ("over", Value::Int(0))],
        Some(r) => {
            let status = if r.bevestigd { "bevestigd" } else { "voorlopig" };
            vec![("status", tekst(status)), ("over", Value::Int(r.over))]
        }
    };
    let key = vec![stap.id(), Value::Text(id.to_string())];
    Some(Change::Update { table: &RESERVERING, key, set })
}
