//! The wijkbudget of a gebied in a year, in whole eurocents: divided over posts, mandated to departments, reserved for
//! initiatives, spent. Never more is reserved than is free.

mod kas;
mod soorten;

pub use kas::{Kas, Ondermandaat, Post, Reservering};

use super::{Reeks, Reekssoort};
use crate::feit::Feitsoort;

/// The kinds of a budget.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Budgetsoort;

/// A budget.
pub type Budget = Reeks<Budgetsoort>;

impl Reekssoort for Budgetsoort {
    const TYPE: &'static str = "budget";
    const NAAM: &'static str = "budget";
    const SOORTEN: &'static [Feitsoort] = soorten::SOORTEN;
    const EINDEN: &'static [&'static str] = &[];
    type Eigen = Kas;
}
