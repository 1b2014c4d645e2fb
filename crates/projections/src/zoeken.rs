//! How texts are made alike for searching and sorting. SQLite and PostgreSQL each fold letters in their own way; this
//! does it once for both.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// In lower case and without accents: `Één café` becomes `een cafe`.
pub fn vouw(tekst: &str) -> String {
    tekst.nfd().filter(|letter| !is_combining_mark(*letter)).collect::<String>().to_lowercase()
}
