//! The questions, as SQL.

use super::lijst::Welke;
use super::perioden::{Perioden, verdeel_tot};
use super::{Per, Selectie};
use crate::reads::Where;
use crate::reads::cursor::Cursor;
use wijkspoor_domain::moment::van_dagnummer;
use wijkspoor_projections::initiatief::episodes::tellingen::{
    ALLES, CATEGORIE, GEBIED, ONBEKEND, THEMA, WIJK, maand,
};
use wijkspoor_store::{Statement, Value};

/// Where an answer is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bron {
    Episodes,
    Gesloten,
    Perioden,
    Stand,
}

pub(super) struct Vraag<'a> {
    selectie: &'a Selectie,
    per: &'a [Per],
    /// By which characteristic the counts are read; `None` when only the episodes can answer.
    snede: Option<&'static str>,
}

impl<'a> Vraag<'a> {
    pub(super) fn nieuw(selectie: &'a Selectie, per: &'a [Per]) -> Self {
        let mut sneden: Vec<&'static str> = kenmerken(selectie)
            .into_iter()
            .filter(|(_, waarde)| waarde.is_some())
            .map(|(snede, _)| snede)
            .collect();
        sneden.extend(per.iter().filter_map(|per| per.snede()));
        sneden.sort_unstable();
        sneden.dedup();
        let cohort = selectie.vanaf.or(selectie.voor).is_some();
        let snede = match sneden.as_slice() {
            [] if !cohort => Some(ALLES),
            [snede] if !cohort && selectie.peil.is_none() => Some(*snede),
            _ => None,
        };
        Self { selectie, per, snede }
    }

    pub(super) fn uit_episodes(selectie: &'a Selectie, per: &'a [Per]) -> Self {
        Self { selectie, per, snede: None }
    }

    /// Whether what lasted on a past day is found from what lasts now, by adding and taking away.
    pub(super) fn telt_terug(&self) -> bool {
        self.snede.is_some() && self.selectie.peil.is_some()
    }

    pub(super) fn breedte(&self) -> usize {
        self.per.iter().map(|per| per.breedte()).sum()
    }

    /// What ended: group, outcome, reason, calendar days, working days, how many.
    pub(super) fn gesloten(&self) -> Vec<Statement> {
        let peil = self.selectie.peil;
        let uit_episodes = |w: Where| {
            let duur = "CASE WHEN werkdagen IS NULL THEN NULL ELSE tot_dag - van_dag END";
            self.statement(Bron::Episodes, w, &["uitkomst", "reden", duur, "werkdagen"], "COUNT(*)")
        };
        let Some(snede) = self.snede else {
            let mut w = self.waar(Bron::Episodes);
            w.and_always("tot_op IS NOT NULL");
            self.begonnen(&mut w);
            if let Some(peil) = peil {
                // What ended on an unknown day may have ended by then.
                w.and("(tot_dag <= {} OR tot_dag IS NULL OR van_dag IS NULL)", Value::Int(peil));
            }
            return vec![uit_episodes(w)];
        };
        let kolommen = ["uitkomst", "reden", "duur", "werkdagen"];
        let uit_tellingen = |bron, w| self.statement(bron, w, &kolommen, "SUM(aantal)");
        let mut w = self.waar(Bron::Gesloten);
        w.and("snede = {}", Value::Text(snede.to_owned()));
        let Some(peil) = peil else { return vec![uit_tellingen(Bron::Gesloten, w)] };
        // What ended on an unknown day may have ended by then.
        w.and("duur = {}", Value::Int(ONBEKEND));
        let perioden = verdeel_tot(peil + 1);
        let mut geheel = self.waar(Bron::Perioden);
        periode_is(&mut geheel, &perioden);
        let mut statements = vec![uit_tellingen(Bron::Gesloten, w), uit_tellingen(Bron::Perioden, geheel)];
        if let Some((van, tot)) = perioden.dagen {
            let mut w = self.waar(Bron::Episodes);
            w.and_always("werkdagen IS NOT NULL");
            tussen(&mut w, "tot_dag", van, tot);
            statements.push(uit_episodes(w));
        }
        statements
    }

    /// What lasted: group, day on which it began, last day that the norm allows, how many.
    pub(super) fn open(&self) -> Vec<Statement> {
        let peil = self.selectie.peil;
        let uit_episodes =
            |w: Where, aantal| self.statement(Bron::Episodes, w, &["van_dag", "norm_dag"], aantal);
        let mut w = self.waar(Bron::Episodes);
        self.begonnen(&mut w);
        w.and_always("tot_op IS NULL");
        if let Some(peil) = peil {
            w.and("(van_dag <= {} OR van_dag IS NULL)", Value::Int(peil));
        }
        let mut statements = vec![uit_episodes(w, "COUNT(*)")];
        let Some(peil) = peil else { return statements };
        if self.snede.is_none() {
            let mut w = self.waar(Bron::Episodes);
            self.begonnen(&mut w);
            w.and("tot_dag > {}", Value::Int(peil));
            w.and("van_dag <= {}", Value::Int(peil));
            statements.push(uit_episodes(w, "COUNT(*)"));
            return statements;
        }
        // What ended since, and lasted when the month began; less what ended between; and what came in between.
        let (dag, begin) = (peil + 1, van_dagnummer(peil + 1).first_of_month());
        let mut w = self.waar(Bron::Stand);
        w.and("maand = {}", Value::Text(maand(begin)));
        statements.push(self.statement(Bron::Stand, w, &["van_dag", "norm_dag"], "SUM(aantal)"));
        let begin = wijkspoor_domain::moment::dagnummer(begin);
        if begin < dag {
            let mut eraf = self.waar(Bron::Episodes);
            tussen(&mut eraf, "tot_dag", begin, dag);
            eraf.and("van_dag < {}", Value::Int(begin));
            statements.push(uit_episodes(eraf, "-COUNT(*)"));
            let mut erbij = self.waar(Bron::Episodes);
            tussen(&mut erbij, "van_dag", begin, dag);
            erbij.and("tot_dag >= {}", Value::Int(dag));
            statements.push(uit_episodes(erbij, "COUNT(*)"));
        }
        statements
    }

    /// The episodes themselves, in the order in which they began.
    pub(super) fn lijst(&self, welke: Welke, na: Option<&Cursor>, limiet: i64) -> Statement {
        let mut w = self.waar(Bron::Episodes);
        self.begonnen(&mut w);
        let peil = self.selectie.peil.map(|peil| w.param(Value::Int(peil)));
        if let Some(peil) = &peil {
            w.and_always(format!("(van_dag <= {peil} OR van_dag IS NULL)"));
        }
        let lasts =
            peil.map_or("tot_op IS NULL".to_owned(), |peil| format!("(tot_op IS NULL OR tot_dag > {peil})"));
        match welke.open {
            Some(true) => w.and_always(lasts),
            Some(false) => w.and_always(format!("NOT {lasts}")),
            None => {}
        }
        if let Some(gesignaleerd) = welke.gesignaleerd {
            let niet = if gesignaleerd { "NOT" } else { "" };
            w.and_always(format!("gesignaleerd_op IS {niet} NULL"));
        }
        if let Some(cursor) = na {
            let nummer = cursor.text.as_deref().and_then(|t| t.parse().ok()).unwrap_or_default();
            let op = w.param(Value::Int(cursor.int.unwrap_or_default()));
            let id = w.param(Value::Text(cursor.id.clone()));
            let nummer = w.param(Value::Int(nummer));
            w.and_always(format!("(van_op, episode.initiatief_id, nummer) > ({op}, {id}, {nummer})"));
        }
        let sql = format!(
            "SELECT x.initiatief_id, d.titel, nummer, partij, partij_naam, x.status, x.fase, aard, x.gebied, van_op, \
             van_nauwkeurigheid, tot_op, tot_nauwkeurigheid, van_dag, tot_dag, norm_dag, gesignaleerd_op, \
             voorstel, uitkomst, reden \
             FROM (SELECT episode.* FROM {} {} ORDER BY van_op, episode.initiatief_id, nummer LIMIT {limiet}) AS x \
             JOIN dossier d ON d.initiatief_id = x.initiatief_id ORDER BY van_op, x.initiatief_id, nummer",
            self.tabel(Bron::Episodes),
            w.sql()
        );
        Statement::new(sql, w.params)
    }

    /// When (a day, or a month by its name), outcome, how many ended, how many days those had lasted.
    pub(super) fn geeindigd_per_periode(&self, bereik: (i64, i64), maanden: &[String]) -> Statement {
        if self.snede == Some(ALLES) && !maanden.is_empty() {
            let mut w = self.waar(Bron::Perioden);
            let maanden: Vec<String> = maanden.iter().map(|m| w.param(Value::Text(m.clone()))).collect();
            w.and_always(format!("periode IN ({})", maanden.join(", ")));
            let dagen = "SUM(aantal * duur)";
            return self.per_periode(Bron::Perioden, w, "periode", "uitkomst", "SUM(aantal)", dagen);
        }
        let mut w = self.waar(Bron::Episodes);
        tussen(&mut w, "tot_dag", bereik.0, bereik.1);
        w.and_always("van_dag IS NOT NULL");
        self.per_periode(Bron::Episodes, w, "tot_dag", "uitkomst", "COUNT(*)", "SUM(tot_dag - van_dag)")
    }

    /// When, nothing, how many began, nothing.
    pub(super) fn begonnen_per_periode(&self, bereik: (i64, i64)) -> Statement {
        let mut w = self.waar(Bron::Episodes);
        tussen(&mut w, "van_dag", bereik.0, bereik.1);
        self.per_periode(Bron::Episodes, w, "van_dag", "''", "COUNT(*)", "0")
    }

    fn per_periode(
        &self,
        bron: Bron,
        w: Where,
        wanneer: &str,
        uitkomst: &str,
        aantal: &str,
        dagen: &str,
    ) -> Statement {
        let sql = format!(
            "SELECT CAST({wanneer} AS TEXT), {uitkomst}, CAST({aantal} AS BIGINT), CAST({dagen} AS BIGINT) FROM {} {} GROUP BY 1, 2",
            self.tabel(bron),
            w.sql()
        );
        Statement::new(sql, w.params)
    }

    /// The conditions that hold of every source.
    fn waar(&self, bron: Bron) -> Where {
        let s = self.selectie;
        let mut w = Where::default();
        w.and("soort = {}", Value::Text(s.soort.code().to_owned()));
        for (snede, waarde) in kenmerken(s) {
            w.and_text(&format!("{} = {{}}", kolom(bron, snede)), waarde);
        }
        let vast = [
            ("partij", &s.partij),
            ("partij_naam", &s.naam),
            ("status", &s.status),
            ("fase", &s.fase),
            ("aard", &s.aard),
        ];
        for (kolom, waarde) in vast {
            w.and_text(&format!("{kolom} = {{}}"), waarde.as_deref());
        }
        w
    }

    fn begonnen(&self, w: &mut Where) {
        if let Some(vanaf) = self.selectie.vanaf {
            w.and("van_dag >= {}", Value::Int(vanaf));
        }
        if let Some(voor) = self.selectie.voor {
            w.and("van_dag < {}", Value::Int(voor));
        }
    }

    /// The table, with the neighbourhoods beside it where they are asked for.
    fn tabel(&self, bron: Bron) -> &'static str {
        match bron {
            Bron::Episodes if self.selectie.wijk.is_some() || self.per.contains(&Per::Wijk) => {
                "episode JOIN dossier_wijk w ON w.initiatief_id = episode.initiatief_id"
            }
            Bron::Episodes => "episode",
            Bron::Gesloten => "episode_gesloten",
            Bron::Perioden => "episode_periode",
            Bron::Stand => "episode_stand",
        }
    }

    fn statement(&self, bron: Bron, w: Where, kolommen: &[&str], aantal: &str) -> Statement {
        let groep = self.per.iter().flat_map(|per| match per {
            Per::Partij => vec!["partij", "partij_naam"],
            Per::Status => vec!["status"],
            Per::Fase => vec!["fase"],
            Per::Aard => vec!["aard"],
            kenmerk => vec![kolom(bron, kenmerk.snede().unwrap_or_default())],
        });
        let alle: Vec<&str> = groep.chain(kolommen.iter().copied()).collect();
        let alle = alle.join(", ");
        let nummers: Vec<String> =
            (1..=self.breedte() + kolommen.len()).map(|nummer| nummer.to_string()).collect();
        let van = self.tabel(bron);
        let sql = format!(
            "SELECT {alle}, CAST({aantal} AS BIGINT) FROM {van} {} GROUP BY {}",
            w.sql(),
            nummers.join(", ")
        );
        Statement::new(sql, w.params)
    }
}

fn kenmerken(s: &Selectie) -> [(&'static str, Option<&str>); 4] {
    [
        (GEBIED, s.gebied.as_deref()),
        (WIJK, s.wijk.as_deref()),
        (THEMA, s.thema.as_deref()),
        (CATEGORIE, s.categorie.as_deref()),
    ]
}

/// The column that holds a characteristic.
fn kolom(bron: Bron, snede: &'static str) -> &'static str {
    match (bron, snede) {
        (Bron::Gesloten, _) => "waarde",
        (_, WIJK) => "w.wijk",
        (_, snede) => snede,
    }
}

fn tussen(w: &mut Where, kolom: &str, van: i64, tot: i64) {
    w.and(&format!("{kolom} >= {{}}"), Value::Int(van));
    w.and(&format!("{kolom} < {{}}"), Value::Int(tot));
}

/// Every year before this one, and these months of it.
fn periode_is(w: &mut Where, perioden: &Perioden) {
    let jaar = w.param(Value::Text(perioden.voor_jaar.clone()));
    let mut keuze = format!("(periode >= 'j' AND periode < {jaar})");
    if !perioden.maanden.is_empty() {
        let maanden: Vec<String> = perioden.maanden.iter().map(|m| w.param(Value::Text(m.clone()))).collect();
        keuze += &format!(" OR periode IN ({})", maanden.join(", "));
    }
    w.and_always(format!("({keuze})"));
}
