//! The read models of an initiative, as data. Times are microseconds since 1970-01-01T00:00Z; a column `x_op` has a
//! companion `x_nauwkeurigheid` where the moment may be imprecise.

use crate::row::{Column, Kind, PartialIndex, Rows, Table};

const fn int(name: &'static str) -> Column {
    Column { name, kind: Kind::Int, nullable: false }
}
const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, nullable: false }
}
const fn opt_int(name: &'static str) -> Column {
    Column { name, kind: Kind::Int, nullable: true }
}
const fn opt_text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, nullable: true }
}

/// The present state of every initiative. The title and what is made of it stand in the clear, so that they can be
/// searched and sorted.
pub static DOSSIER: Table = Table {
    name: "dossier",
    key: 1,
    columns: &[
        text("initiatief_id"),
        int("versie"),
        text("werkstroom"),
        int("werkstroom_versie"),
        text("status"),
        text("fase"),
        text("titel"),
        text("titel_gevouwen"),
        text("gebied"),
        text("wijken"),
        text("thema"),
        text("oorsprong"),
        opt_text("categorie"),
        opt_text("kenmerk"),
        text("partners"),
        text("zoektekst"),
        text("omschrijving"),
        text("initiatiefnemers"),
        opt_text("contact"),
        opt_text("behandelaar"),
        opt_text("kartrekker"),
        opt_text("resultaat"),
        int("ingediend_op"),
        text("ingediend_nauwkeurigheid"),
        int("status_sinds_op"),
        text("status_sinds_nauwkeurigheid"),
        int("activiteit_op"),
        text("activiteit_nauwkeurigheid"),
        opt_int("terugkoppeling_op"),
        opt_text("terugkoppeling_nauwkeurigheid"),
        opt_text("stagnatie"),
        opt_text("stagnatie_toelichting"),
        opt_int("stagnatie_op"),
        opt_text("stagnatie_nauwkeurigheid"),
        int("pingpong"),
        int("gewijzigd_op"),
        // The pseudonym of who submitted it: they may follow it.
        text("indiener"),
        // The last civil day since 1970-01-01 on which it can have been closed; absent while it goes on, and once it is destroyed.
        opt_int("gesloten_dag"),
    ],
    indexes: &[
        &["status", "initiatief_id"],
        &["gebied", "initiatief_id"],
        &["ingediend_op", "initiatief_id"],
        &["titel_gevouwen", "initiatief_id"],
        &["gewijzigd_op", "initiatief_id"],
        // How many there are of each status.
        &["werkstroom", "status"],
        &["kenmerk"],
        &["indiener"],
    ],
    partial_indexes: &[
        // What is to be destroyed, the longest closed first.
        PartialIndex {
            of: Rows::With("gesloten_dag"),
            columns: &["fase", "status", "gesloten_dag", "initiatief_id"],
        },
    ],
};

/// Which initiative lies in which neighbourhood.
pub static DOSSIER_WIJK: Table = Table {
    name: "dossier_wijk",
    key: 2,
    columns: &[text("initiatief_id"), text("wijk")],
    indexes: &[&["wijk", "initiatief_id"]],
    partial_indexes: &[],
};

/// The timeline: one row per event; what it says is read from the log, where it stands sealed, once.
pub static TIJDLIJN: Table = Table {
    name: "tijdlijn",
    key: 2,
    columns: &[
        text("initiatief_id"),
        int("volgnummer"),
        int("positie"),
        text("soort"),
        text("status"),
        text("fase"),
        int("plaatsgevonden_op"),
        text("nauwkeurigheid"),
        int("vastgelegd_op"),
    ],
    indexes: &[&["initiatief_id", "plaatsgevonden_op", "volgnummer"]],
    partial_indexes: &[],
};

/// What lasted from when to when, of every kind in [`Episodesoort`](wijkspoor_domain::episode::Episodesoort). Open while
/// `tot_op` is absent: the open turns (`beurt`) are the work list.
pub static EPISODE: Table = Table {
    name: "episode",
    key: 2,
    columns: &[
        text("initiatief_id"),
        int("nummer"),
        text("soort"),
        text("partij"),
        text("partij_naam"),
        // The order, the question or the decision.
        opt_text("bij_id"),
        text("status"),
        text("fase"),
        text("aard"),
        text("gebied"),
        text("thema"),
        text("categorie"),
        // The neighbourhoods, each on a line.
        text("wijken"),
        int("van_op"),
        text("van_nauwkeurigheid"),
        opt_int("tot_op"),
        opt_text("tot_nauwkeurigheid"),
        // Civil days since 1970-01-01; absent where they are not known. Durations in days rest on these.
        opt_int("van_dag"),
        opt_int("tot_dag"),
        // The last day on which it would be in time; absent where there is no norm.
        opt_int("norm_dag"),
        // From which day on the clock must signal it; absent where there is nothing to signal (any more).
        opt_int("wek_dag"),
        // When the clock last signalled it, and what escalation the definition proposed then.
        opt_int("gesignaleerd_op"),
        opt_text("voorstel"),
        // How it ended, and why; empty while it lasts.
        text("uitkomst"),
        text("reden"),
        // The position of the event that last changed it: figures are kept by following it.
        int("positie"),
    ],
    indexes: &[
        // All of a kind in the order of time; the last three tell, without reading the row, what lasted on a past day.
        &["soort", "van_op", "initiatief_id", "nummer", "tot_op", "tot_dag", "van_dag"],
        &["positie", "initiatief_id", "nummer"],
    ],
    partial_indexes: &[
        // What lasts of a kind, the oldest first: a handful among all that ended.
        PartialIndex {
            of: Rows::Without("tot_op"),
            columns: &["soort", "van_op", "initiatief_id", "nummer"],
        },
        // The work list of a party.
        PartialIndex {
            of: Rows::Without("tot_op"),
            columns: &["soort", "partij", "partij_naam", "van_op", "initiatief_id", "nummer"],
        },
        // What is over its norm.
        PartialIndex { of: Rows::Without("tot_op"), columns: &["norm_dag"] },
        // What the clock must signal.
        PartialIndex { of: Rows::With("wek_dag"), columns: &["wek_dag", "initiatief_id", "nummer"] },
    ],
};

/// The orders, settled ones included.
pub static OPDRACHT: Table = Table {
    name: "opdracht",
    key: 2,
    columns: &[
        text("initiatief_id"),
        text("opdracht_id"),
        text("gebied"),
        text("afdeling"),
        text("status"),
        int("ronde"),
        text("omschrijving"),
        opt_text("uiterlijk"),
        opt_text("behandelaar"),
        opt_text("reden"),
        opt_text("eigen_reden"),
        opt_text("toelichting"),
        int("uitgezet_op"),
        text("uitgezet_nauwkeurigheid"),
        opt_int("antwoord_op"),
        opt_text("antwoord_nauwkeurigheid"),
        opt_text("antwoord"),
        int("status_sinds_op"),
        text("status_sinds_nauwkeurigheid"),
    ],
    indexes: &[&["afdeling", "status", "initiatief_id"]],
    partial_indexes: &[],
};

/// What waits, or waited, for an answer. Open while `antwoord` is absent.
pub static OPENSTAAND: Table = Table {
    name: "openstaand",
    key: 2,
    columns: &[
        text("initiatief_id"),
        text("openstaand_id"),
        text("soort"),
        opt_text("bij"),
        text("gebied"),
        opt_text("uiterlijk"),
        int("sinds_op"),
        text("sinds_nauwkeurigheid"),
        opt_text("antwoord"),
        opt_int("antwoord_op"),
        opt_text("antwoord_nauwkeurigheid"),
    ],
    indexes: &[
        &["antwoord", "soort", "sinds_op", "openstaand_id"],
        &["antwoord", "bij", "sinds_op", "openstaand_id"],
        // Of which initiatives a department was ever asked something.
        &["bij", "initiatief_id"],
    ],
    partial_indexes: &[],
};

/// Which initiatives belong together.
pub static KOPPELING: Table = Table {
    name: "koppeling",
    key: 2,
    columns: &[
        text("initiatief_id"),
        int("volgnummer"),
        text("met_id"),
        text("soort"),
        int("sinds_op"),
        text("sinds_nauwkeurigheid"),
    ],
    indexes: &[&["met_id"]],
    partial_indexes: &[],
};

/// The decisions, reversed ones included.
pub static BESLUIT: Table = Table {
    name: "besluit",
    key: 2,
    columns: &[
        text("initiatief_id"),
        text("besluit_id"),
        text("soort"),
        text("mandaat"),
        text("motivering"),
        opt_text("grondslag"),
        opt_text("hoedanigheid"),
        opt_text("portefeuille"),
        opt_text("alternatieven"),
        text("status"),
        text("actor"),
        text("rol"),
        int("genomen_op"),
        text("genomen_nauwkeurigheid"),
        opt_int("teruggedraaid_op"),
        opt_text("teruggedraaid_nauwkeurigheid"),
        opt_text("teruggedraaid_motivering"),
        opt_text("teruggedraaid_status"),
        // When each was recorded: what was known on a day is what had been recorded by then.
        int("vastgelegd_op"),
        opt_int("terug_vastgelegd_op"),
    ],
    indexes: &[&["genomen_op", "initiatief_id", "besluit_id"]],
    partial_indexes: &[],
};
