//! The closed sets from which definitions are made, so that figures mean the same for every municipality.

use crate::codes::codes;

codes! {
    /// What a state means for the figures, whatever a municipality calls it.
    Fase {
        /// Submitted, not yet taken up.
        Ingediend = "ingediend",
        /// With the neighbourhood team.
        Tlo = "tlo",
        /// With the departments of the back office.
        Kernorganisatie = "kernorganisatie",
        /// The applicant must supply something.
        WachtOpIndiener = "wacht_op_indiener",
        /// Civil management must decide.
        EscalatieAmbtelijk = "escalatie_ambtelijk",
        /// The college or council must decide.
        EscalatieBestuurlijk = "escalatie_bestuurlijk",
        /// Being carried out.
        Uitvoering = "uitvoering",
        /// On hold.
        Aangehouden = "aangehouden",
        /// End: done.
        Gerealiseerd = "gerealiseerd",
        /// End: rejected.
        Afgewezen = "afgewezen",
        /// End: withdrawn by the applicant.
        Ingetrokken = "ingetrokken",
    }
}

impl Fase {
    /// Whether a state of this phase is an end state.
    pub fn is_einde(self) -> bool {
        matches!(self, Self::Gerealiseerd | Self::Afgewezen | Self::Ingetrokken)
    }

    /// Whether those who decide about others have it.
    pub fn is_escalatie(self) -> bool {
        matches!(self, Self::EscalatieAmbtelijk | Self::EscalatieBestuurlijk)
    }

    /// Whether it may only be entered by the kind of transition made for it.
    pub fn is_bijzonder(self) -> bool {
        !matches!(self, Self::Ingediend | Self::Tlo | Self::Kernorganisatie | Self::Uitvoering)
    }
}

codes! {
    /// Whose turn it is in a state.
    Aanzet {
        /// The resident or group.
        Initiatiefnemer = "initiatiefnemer",
        /// The neighbourhood team.
        Tlo = "tlo",
        /// Every department with an open order; the TLO for each order that came back.
        Afdelingen = "afdelingen",
        /// Every city partner of the initiative.
        Partners = "partners",
        /// Civil management.
        Management = "management",
        /// College or council.
        Bestuur = "bestuur",
    }
}

impl Aanzet {
    /// Whether the parties follow from the initiative rather than from the definition.
    pub fn is_wisselend(self) -> bool {
        matches!(self, Self::Afdelingen | Self::Partners)
    }
}

codes! {
    /// The unit of a norm or term.
    Termijneenheid {
        /// Working days.
        Werkdagen = "werkdagen",
        /// Calendar days.
        Kalenderdagen = "kalenderdagen",
        /// Weeks.
        Weken = "weken",
    }
}

codes! {
    /// What a transition requires: something that comes with it, or a condition of the initiative.
    Vereiste {
        /// Reasons.
        Motivering = "motivering",
        /// What the applicant must supply.
        Vraag = "vraag",
        /// The date by which (Awb 4:5: without it the clock is not suspended).
        Hersteltermijn = "hersteltermijn",
        /// An order to at least one department: given along, or open already.
        Opdracht = "opdracht",
        /// A decision, with mandate and motivation.
        Besluit = "besluit",
        /// What was achieved.
        Resultaat = "resultaat",
        /// What the dispute is about.
        Geschilpunt = "geschilpunt",
        /// Every order is finished or withdrawn.
        GeenOpenOpdrachten = "geen_open_opdrachten",
    }
}

codes! {
    /// What happens in a transition; each kind is recorded as an event of its own.
    Overgangsoort {
        /// Taken into treatment.
        NeemInBehandeling = "neem_in_behandeling",
        /// The applicant is asked for a supplement.
        VraagAanvulling = "vraag_aanvulling",
        /// The supplement came in, or the TLO goes on without it.
        OntvangAanvulling = "ontvang_aanvulling",
        /// Handed to the kernorganisatie.
        DraagOver = "draag_over",
        /// Taken back by the TLO.
        HaalTerug = "haal_terug",
        /// First escalation.
        EscaleerAmbtelijk = "escaleer_ambtelijk",
        /// Second escalation.
        EscaleerBestuurlijk = "escaleer_bestuurlijk",
        /// An escalation is decided.
        BesluitOpEscalatie = "besluit_op_escalatie",
        /// Execution starts.
        StartUitvoering = "start_uitvoering",
        /// Realised.
        Realiseer = "realiseer",
        /// Rejected.
        WijsAf = "wijs_af",
        /// Withdrawn.
        TrekIn = "trek_in",
        /// Put on hold.
        HoudAan = "houd_aan",
        /// Taken up again after a hold.
        Hervat = "hervat",
        /// Reopened after an end state.
        Heropen = "heropen",
        /// A step of the municipality's own.
        Verplaats = "verplaats",
    }
}

impl Overgangsoort {
    /// What this kind requires in every definition: the event that it records cannot do without.
    pub fn vereist_altijd(self) -> &'static [Vereiste] {
        match self {
            Self::VraagAanvulling => &[Vereiste::Vraag],
            Self::EscaleerAmbtelijk | Self::EscaleerBestuurlijk => &[Vereiste::Geschilpunt],
            Self::BesluitOpEscalatie => &[Vereiste::Besluit],
            Self::Realiseer => &[Vereiste::Resultaat],
            Self::WijsAf | Self::HoudAan | Self::Heropen => &[Vereiste::Motivering],
            _ => &[],
        }
    }

    /// Whether its event keeps what a requirement brings along; asked of another kind, it would get lost.
    pub fn bewaart(self, vereiste: Vereiste) -> bool {
        match vereiste {
            Vereiste::Vraag | Vereiste::Hersteltermijn => self == Self::VraagAanvulling,
            Vereiste::Geschilpunt => matches!(self, Self::EscaleerAmbtelijk | Self::EscaleerBestuurlijk),
            Vereiste::Resultaat => self == Self::Realiseer,
            Vereiste::Motivering | Vereiste::Opdracht | Vereiste::Besluit | Vereiste::GeenOpenOpdrachten => {
                true
            }
        }
    }

    /// Whether it brings the initiative to those who decide about others.
    pub fn is_escalatie(self) -> bool {
        matches!(self, Self::EscaleerAmbtelijk | Self::EscaleerBestuurlijk)
    }

    /// The phases in which it may start; `None` is any phase that is no end.
    pub fn van_fasen(self) -> Option<&'static [Fase]> {
        match self {
            Self::OntvangAanvulling => Some(&[Fase::WachtOpIndiener]),
            Self::BesluitOpEscalatie => Some(&[Fase::EscalatieAmbtelijk, Fase::EscalatieBestuurlijk]),
            Self::Hervat => Some(&[Fase::Aangehouden]),
            Self::Heropen => Some(&[Fase::Gerealiseerd, Fase::Afgewezen, Fase::Ingetrokken]),
            _ => None,
        }
    }

    /// The phases to which it may lead; `None` is any phase that needs no kind of its own.
    pub fn naar_fasen(self) -> Option<&'static [Fase]> {
        match self {
            Self::NeemInBehandeling => Some(&[Fase::Tlo, Fase::Kernorganisatie]),
            Self::VraagAanvulling => Some(&[Fase::WachtOpIndiener]),
            Self::DraagOver => Some(&[Fase::Kernorganisatie]),
            Self::HaalTerug => Some(&[Fase::Tlo]),
            Self::EscaleerAmbtelijk => Some(&[Fase::EscalatieAmbtelijk]),
            Self::EscaleerBestuurlijk => Some(&[Fase::EscalatieBestuurlijk]),
            Self::StartUitvoering => Some(&[Fase::Uitvoering]),
            Self::Realiseer => Some(&[Fase::Gerealiseerd]),
            Self::WijsAf => Some(&[Fase::Afgewezen]),
            Self::TrekIn => Some(&[Fase::Ingetrokken]),
            Self::HoudAan => Some(&[Fase::Aangehouden]),
            // An escalation may be decided by a rejection, and a hold may have come during any wait.
            Self::BesluitOpEscalatie => {
                Some(&[Fase::Tlo, Fase::Kernorganisatie, Fase::Uitvoering, Fase::Afgewezen])
            }
            Self::OntvangAanvulling | Self::Hervat | Self::Heropen | Self::Verplaats => None,
        }
    }
}
