//! The style of the pictures, beside that of the pages.

use wijkspoor_tekening::grafiek::STIJL;

/// What the pictures and the monitor need.
pub fn stijl() -> String {
    format!("{STIJL}{}", include_str!("../../statisch/beelden.css"))
}
