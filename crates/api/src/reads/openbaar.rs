//! Counts of initiatives for the public; what of them may be shown is decided in the domain.

use std::collections::BTreeMap;
use wijkspoor_domain::werkstroom::Fase;
use wijkspoor_store::{DatabaseError, Head, Statement, Store, Value};

/// By what to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// The area.
    Gebied,
    /// The neighbourhood; an initiative counts in each of its own.
    Wijk,
    /// The theme.
    Thema,
    /// The category.
    Categorie,
    /// Who began it.
    Oorsprong,
}

/// How many initiatives there are, by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Aantallen {
    /// In any phase that is no end.
    pub lopend: i64,
    /// Done.
    pub gerealiseerd: i64,
    /// Rejected.
    pub afgewezen: i64,
    /// Withdrawn, or joined with another.
    pub ingetrokken: i64,
}

impl Aantallen {
    fn van_fase(&mut self, fase: &str) -> &mut i64 {
        match Fase::van_code(fase) {
            Some(Fase::Gerealiseerd) => &mut self.gerealiseerd,
            Some(Fase::Afgewezen) => &mut self.afgewezen,
            Some(Fase::Ingetrokken) => &mut self.ingetrokken,
            _ => &mut self.lopend,
        }
    }
}

/// How many initiatives each group has, of those submitted between two times, in microseconds. One whose date is only
/// an estimate belongs to no year.
///
/// # Errors
/// When the database fails.
pub async fn aantallen(
    store: &Store,
    per: Per,
    (vanaf, tot): (i64, i64),
) -> Result<(BTreeMap<String, Aantallen>, Head), DatabaseError> {
    let (kolom, join) = match per {
        Per::Gebied => ("d.gebied", ""),
        Per::Wijk => ("w.wijk", "JOIN dossier_wijk w ON w.initiatief_id = d.initiatief_id"),
        Per::Thema => ("d.thema", ""),
        Per::Categorie => ("COALESCE(d.categorie, 'onbekend')", ""),
        Per::Oorsprong => ("d.oorsprong", ""),
    };
    let sql = format!(
        "SELECT {kolom}, d.fase, COUNT(*) FROM dossier d {join} \
         WHERE d.ingediend_op >= ?1 AND d.ingediend_op < ?2 AND d.ingediend_nauwkeurigheid <> 'onbekend' \
         GROUP BY {kolom}, d.fase"
    );
    let params = [Value::Int(vanaf), Value::Int(tot)];
    let answers = store.database().query_many(vec![Statement::new(sql, params), Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let mut groepen: BTreeMap<String, Aantallen> = BTreeMap::new();
    for row in rows {
        *groepen.entry(row.text(0)?.to_owned()).or_default().van_fase(row.text(1)?) += row.int(2)?;
    }
    Ok((groepen, Head::read(head)?))
}
