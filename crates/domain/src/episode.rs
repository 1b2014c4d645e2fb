//! What is measured: intervals of a few kinds, all counted in the same way (design, section 3).

use crate::codes::codes;

codes! {
    /// What an interval is of.
    Episodesoort {
        /// A party has the ball, in one status, for one order.
        Beurt = "beurt",
        /// An order waits for its first answer.
        Overdracht = "overdracht",
        /// A department cannot go on with an order.
        Blokkade = "blokkade",
        /// Somebody reported that the initiative stands still.
        Stagnatie = "stagnatie",
        /// The applicant hears nothing.
        Radiostilte = "radiostilte",
        /// What was asked waits for an answer.
        Vraag = "vraag",
        /// From the submission until it is first carried out, or ends.
        Aanloop = "aanloop",
        /// From the submission, or a reopening, until the end.
        Looptijd = "looptijd",
        /// A term of the definition, statutory or of policy, runs.
        Termijn = "termijn",
        /// A decision stands, until it is reversed.
        Besluit = "besluit",
        /// What follows an escalation: from its decision until the next step, held against how long the initiative lay before
        /// it was escalated.
        Vervolg = "vervolg",
    }
}

/// The outcome of whatever ends because the initiative does.
pub const BEEINDIGD: &str = "beeindigd";
