//! Building blocks of the published schemas: every text bounded, every code from its list.

use utoipa::openapi::{ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, SchemaFormat, schema::Type};
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::initiatief::gebeurtenis::{
    Besluitsoort, Blokkadereden, Categorie, Hoedanigheid, Kanaal, Terugreden, Weigerreden,
};
use wijkspoor_domain::werkstroom::Fase;
use wijkspoor_domain::wissing::MAX_MOTIVERING;
use wijkspoor_domain::{Naam, Rol};

/// No control characters: they have no place in a name or a search.
pub const NO_CONTROL: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";
/// A name holds at least one character that is no white space.
const NAME: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000][^\\u0000-\\u001f\\u007f-\\u009f]*$";
/// A text holds at least one visible character. Said by what it is not: a test generator writes out what it is.
const FILLED: &str =
    "[^\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
/// The largest free text.
pub const MAX_TEXT: usize = 20_000;

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// A name of something that is no person.
pub fn naam() -> ObjectBuilder {
    string().min_length(Some(1)).max_length(Some(Naam::MAX)).pattern(Some(NAME))
}

/// A short text on one line, such as a title.
pub fn regel() -> ObjectBuilder {
    string().min_length(Some(1)).max_length(Some(200)).pattern(Some(NAME))
}

/// A free text.
pub fn tekst() -> ObjectBuilder {
    string().min_length(Some(1)).max_length(Some(MAX_TEXT)).pattern(Some(FILLED))
}

/// A code, such as that of a status or transition.
pub fn code() -> ObjectBuilder {
    string().min_length(Some(1)).max_length(Some(60)).pattern(Some("^[a-z][a-z0-9_]*$"))
}

/// A date.
pub fn datum() -> ObjectBuilder {
    string().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).max_length(Some(10))
}

/// One of these codes.
pub fn codes(codes: &'static [&'static str]) -> ObjectBuilder {
    string().enum_values(Some(codes.iter().copied()))
}

/// A text of a decision that stays for ever.
pub fn blijvend() -> ObjectBuilder {
    tekst().max_length(Some(MAX_MOTIVERING))
}

/// A moment.
pub fn tijdstip() -> ObjectBuilder {
    string().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).max_length(Some(40))
}

/// A hash, hexadecimal.
pub fn hash() -> ObjectBuilder {
    string().min_length(Some(64)).max_length(Some(64)).pattern(Some("^[0-9a-f]{64}$"))
}

/// The hashes of a proof: one for each level of a tree at most, and one more.
pub fn hashes() -> ArrayBuilder {
    ArrayBuilder::new().items(hash()).max_items(Some(65))
}

/// A public key of the log.
pub fn sleutel() -> ObjectBuilder {
    string().max_length(Some(400)).pattern(Some("^[^+\\s]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*$"))
}

/// Public keys of the log.
pub fn sleutels() -> ArrayBuilder {
    ArrayBuilder::new().items(sleutel()).max_items(Some(100))
}

/// A day, which counts whole, or a moment.
pub fn dag_of_tijdstip() -> OneOfBuilder {
    OneOfBuilder::new().item(datum()).item(tijdstip())
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $of:ty),+ $(,)?) => {
        $($(#[$doc])* pub fn $name() -> ObjectBuilder {
            string().enum_values(Some(<$of>::ALLE.iter().map(|x| x.code())))
        })+
    };
}

lists! {
    /// A category.
    categorie = Categorie,
    /// Why something is blocked.
    blokkadereden = Blokkadereden,
    /// Why an order is refused.
    weigerreden = Weigerreden,
    /// Why an order is returned.
    terugreden = Terugreden,
    /// What a decision is about.
    besluitsoort = Besluitsoort,
    /// In what capacity a decision is taken.
    hoedanigheid = Hoedanigheid,
    /// How the applicant was told.
    kanaal = Kanaal,
    /// A phase.
    fase = Fase,
    /// A kind of episode.
    episodesoort = Episodesoort,
    /// A role.
    rol = Rol,
}
