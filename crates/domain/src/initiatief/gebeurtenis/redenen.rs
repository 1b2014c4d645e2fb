//! The closed lists from which an event takes a kind, a channel or a reason.

use crate::codes::codes;
use crate::episode::Episodesoort;

codes! {
    /// The four project categories of the evaluation's third recommendation.
    Categorie {
        /// Small, in public space, quick.
        KleinOpenbareRuimte = "klein_openbare_ruimte",
        /// Large spatial development from city-wide programmes.
        GrootRo = "groot_ro",
        /// Small, social cohesion.
        KleinSociaal = "klein_sociaal",
        /// Large, tied to statutory social tasks.
        GrootSociaalWettelijk = "groot_sociaal_wettelijk",
    }
}

codes! {
    /// Why an order or an initiative stands still.
    Blokkadereden {
        /// No people or time.
        Capaciteit = "capaciteit",
        /// No money.
        Budget = "budget",
        /// A policy framework stands in the way.
        Beleidskader = "beleidskader",
        /// A permit.
        Vergunning = "vergunning",
        /// Another programme goes first.
        PrioriteitProgramma = "prioriteit_programma",
        /// A decision must be taken first.
        Besluitvorming = "besluitvorming",
        /// Somebody outside must act.
        WachtOpDerde = "wacht_op_derde",
        /// Something else: the explanation says what.
        Anders = "anders",
    }
}

codes! {
    /// Why a department refuses an order.
    Weigerreden {
        /// No people or time.
        GeenCapaciteit = "geen_capaciteit",
        /// No money.
        GeenBudget = "geen_budget",
        /// Against a policy framework.
        StrijdigMetBeleid = "strijdig_met_beleid",
        /// Not a task of this department.
        GeenTaak = "geen_taak",
        /// Outside the mandate of whoever gave it.
        BuitenMandaat = "buiten_mandaat",
        /// Something else: the explanation says what.
        Anders = "anders",
    }
}

codes! {
    /// Why a department returns an order.
    Terugreden {
        /// Information is missing.
        Onvolledig = "onvolledig",
        /// Belongs to another department.
        VerkeerdeAfdeling = "verkeerde_afdeling",
        /// Not clear what is asked.
        Onduidelijk = "onduidelijk",
        /// Another department or step must come first.
        AndereStapEerst = "andere_stap_eerst",
        /// Something else: the explanation says what.
        Anders = "anders",
    }
}

codes! {
    /// What a decision is about.
    Besluitsoort {
        /// Granted.
        Toekenning = "toekenning",
        /// Rejected.
        Afwijzing = "afwijzing",
        /// Approval by a department.
        Goedkeuring = "goedkeuring",
        /// On an escalation.
        Escalatie = "escalatie",
        /// Departing from a policy framework.
        AfwijkingBeleidskader = "afwijking_beleidskader",
        /// Anything else.
        Overig = "overig",
    }
}

codes! {
    /// In what capacity a decision is taken (evaluation, question 10).
    Hoedanigheid {
        /// The college.
        College = "college",
        /// A member of the college, for its portfolio.
        Wethouder = "wethouder",
        /// A member of the college, for its area.
        Wijkwethouder = "wijkwethouder",
        /// The council.
        Raad = "raad",
        /// The board of directors.
        Concerndirectie = "concerndirectie",
        /// The head of a department.
        Afdelingshoofd = "afdelingshoofd",
        /// The manager of an area.
        Wijkmanager = "wijkmanager",
        /// Another capacity: the mandate says which.
        Anders = "anders",
    }
}

codes! {
    /// How the applicant was told.
    Kanaal {
        /// In conversation.
        Gesprek = "gesprek",
        /// By telephone.
        Telefoon = "telefoon",
        /// By e-mail.
        Email = "email",
        /// By letter.
        Brief = "brief",
        /// At a meeting.
        Bijeenkomst = "bijeenkomst",
        /// In a portal.
        Portaal = "portaal",
        /// Another way, or not known.
        Anders = "anders",
    }
}

/// The kind of fact that departs from policy, and must be accounted for.
const AFWIJKING: &str = "afwijking_gemotiveerd";

codes! {
    /// What the clock can signal.
    Tijdsignaal {
        /// A party has the ball for longer than the norm of the status.
        NormOverschreden = "norm_overschreden",
        /// A department has not answered an order in time.
        OpdrachtOnbeantwoord = "opdracht_onbeantwoord",
        /// The applicant has heard nothing for too long.
        Radiostilte = "radiostilte",
        /// What was asked has not been answered in time.
        VraagOnbeantwoord = "vraag_onbeantwoord",
        /// A departure from policy has not been accounted for in time.
        VerantwoordingOntbreekt = "verantwoording_ontbreekt",
        /// A term of the definition ends soon.
        TermijnNadert = "termijn_nadert",
        /// A term of the definition has ended.
        TermijnVerstreken = "termijn_verstreken",
    }
}

impl Tijdsignaal {
    /// What there is to signal of an episode of this kind and nature: before its last day or after it.
    pub fn van(soort: Episodesoort, aard: &str, verstreken: bool) -> Option<Self> {
        match soort {
            Episodesoort::Termijn if !verstreken => Some(Self::TermijnNadert),
            _ if !verstreken => None,
            Episodesoort::Termijn => Some(Self::TermijnVerstreken),
            Episodesoort::Beurt => Some(Self::NormOverschreden),
            Episodesoort::Overdracht => Some(Self::OpdrachtOnbeantwoord),
            Episodesoort::Radiostilte => Some(Self::Radiostilte),
            Episodesoort::Vraag if aard == AFWIJKING => Some(Self::VerantwoordingOntbreekt),
            Episodesoort::Vraag => Some(Self::VraagOnbeantwoord),
            Episodesoort::Blokkade
            | Episodesoort::Stagnatie
            | Episodesoort::Aanloop
            | Episodesoort::Looptijd
            | Episodesoort::Besluit
            | Episodesoort::Vervolg => None,
        }
    }

    /// Whether an escalation helps against it: somebody in the municipality lets it lie.
    pub fn vraagt_escalatie(self) -> bool {
        matches!(self, Self::NormOverschreden | Self::OpdrachtOnbeantwoord | Self::TermijnVerstreken)
    }
}
