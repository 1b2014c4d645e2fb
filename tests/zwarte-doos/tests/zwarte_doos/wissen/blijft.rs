//! What stays in the clear after an erasure, by decision (docs/privacy.md): names of what is no person, by which figures are counted
//! and by which it is known who had to do what. They are of the type `Naam`; their schemas say that no person belongs there.

const WAAR: &str = "figures are counted by it";
const WIE: &str = "which part of the organisation had to do something, for how long";
const GROND: &str = "by which authority or rule it was decided: that must be accountable afterwards";
const ANDEREN: &str = "which organisation took part or paid";
const SOORT: &str = "which kind it was";

/// The last part of the name of a field, and why it stays.
pub const BLIJFT: [(&str, &str); 30] = [
    ("gebied", WAAR),
    ("wijken", WAAR),
    ("thema", WAAR),
    ("themas", WAAR),
    ("oorsprong", WAAR),
    ("kenmerk", "by this number others refer to it; the import says: no names"),
    ("afdeling", WIE),
    ("team", WIE),
    ("bij", WIE),
    ("van", WIE),
    ("naar", WIE),
    ("met", WIE),
    ("aan", WIE),
    ("eigenaar", WIE),
    ("wachtOp", WIE),
    ("mandaat", GROND),
    ("bevoegdheid", GROND),
    ("beslisser", GROND),
    ("portefeuille", GROND),
    ("programma", GROND),
    ("beleidskader", GROND),
    ("partner", ANDEREN),
    ("verstrekker", ANDEREN),
    ("afzender", ANDEREN),
    ("risicodrager", ANDEREN),
    ("opdrachtnemer", ANDEREN),
    ("bron", SOORT),
    ("post", SOORT),
    ("soort", SOORT),
    ("eigenReden", SOORT),
];

/// Whether a field stays.
pub fn blijft(veld: &str) -> bool {
    BLIJFT.iter().any(|(laatste, _)| veld.rsplit('.').next() == Some(laatste))
}
