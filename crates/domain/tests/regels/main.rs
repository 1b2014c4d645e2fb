//! The rules of an initiative, given-when-then: given what happened, when this is asked, then these events follow or
//! this rule refuses. One module for each kind of action.

#[path = "../common/mod.rs"]
mod common;

mod archief;
mod besluiten_en_dossier;
mod feiten;
mod indienen;
mod inrichting;
mod opdrachten;
mod overgangen;
mod signaleren;
mod vernietiging;
mod werkstroomwijziging;
