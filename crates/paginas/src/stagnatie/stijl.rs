//! The style of the pictures, beside that of the pages.

use wijkspoor_tekening::grafiek::STIJL;

/// What the pictures, the drawing of a workflow and the monitor need.
pub fn stijl() -> String {
    format!("{STIJL}{}{}", wijkspoor_tekening::stijl(), include_str!("../../statisch/beelden.css"))
}
