//! The colour and the name of each fase. A colour never stands alone: the name is always written beside it.

use wijkspoor_domain::werkstroom::Fase;

/// A fase in one colour scheme.
pub(crate) struct Tint {
    /// The ground of a box.
    pub vlak: &'static str,
    /// Lines, arrows and badges; readable as text on the ground and on the page.
    pub lijn: &'static str,
}

const fn tint(vlak: &'static str, lijn: &'static str) -> Tint {
    Tint { vlak, lijn }
}

/// The colours on a light page.
pub(crate) fn licht(fase: Fase) -> Tint {
    match fase {
        Fase::Ingediend => tint("#eaf5fc", "#0369a1"),
        Fase::Tlo => tint("#eef0fe", "#4338ca"),
        Fase::Kernorganisatie => tint("#f7effe", "#7e22ce"),
        Fase::Uitvoering => tint("#e8f7f5", "#0f766e"),
        Fase::Gerealiseerd => tint("#eaf8ee", "#15803d"),
        Fase::EscalatieAmbtelijk => tint("#fff3ea", "#c2410c"),
        Fase::EscalatieBestuurlijk => tint("#fdeef5", "#be185d"),
        Fase::WachtOpIndiener => tint("#fdf8e1", "#8a5a06"),
        Fase::Aangehouden => tint("#eff2f6", "#475569"),
        Fase::Afgewezen => tint("#fdeeee", "#b91c1c"),
        Fase::Ingetrokken => tint("#f5f1ee", "#6b4f3a"),
    }
}

/// The colours on a dark page.
pub(crate) fn donker(fase: Fase) -> Tint {
    match fase {
        Fase::Ingediend => tint("#0b2433", "#5cc1f5"),
        Fase::Tlo => tint("#1d1e44", "#a5a8ff"),
        Fase::Kernorganisatie => tint("#2a1740", "#cf9bff"),
        Fase::Uitvoering => tint("#0a2a28", "#4fd1c2"),
        Fase::Gerealiseerd => tint("#0d2a18", "#5fd68a"),
        Fase::EscalatieAmbtelijk => tint("#331a0b", "#fb9a5b"),
        Fase::EscalatieBestuurlijk => tint("#361226", "#f78fc0"),
        Fase::WachtOpIndiener => tint("#2e2408", "#eac54f"),
        Fase::Aangehouden => tint("#1e2733", "#a9b8cc"),
        Fase::Afgewezen => tint("#371414", "#ff8f8f"),
        Fase::Ingetrokken => tint("#2a211a", "#d3b49b"),
    }
}

/// The name of a fase, as written on the box.
pub(crate) fn naam(fase: Fase) -> &'static str {
    match fase {
        Fase::Ingediend => "Ingediend",
        Fase::Tlo => "TLO",
        Fase::Kernorganisatie => "Kernorganisatie",
        Fase::WachtOpIndiener => "Wacht op indiener",
        Fase::EscalatieAmbtelijk => "Escalatie, ambtelijk",
        Fase::EscalatieBestuurlijk => "Escalatie, bestuurlijk",
        Fase::Uitvoering => "Uitvoering",
        Fase::Aangehouden => "Aangehouden",
        Fase::Gerealiseerd => "Gerealiseerd",
        Fase::Afgewezen => "Afgewezen",
        Fase::Ingetrokken => "Ingetrokken",
    }
}

const BASIS: &str = "\
.ws{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif}
.ws-blad{fill:#fff;stroke:#d8dee6}.ws-band{fill:#f5f7fa}
.ws text{fill:#1b2430}.ws .ws-zacht{fill:#515c6b}.ws .ws-nr{fill:#fff;font-weight:700;text-anchor:middle}
.ws-lijn{stroke:#3b4756;fill:none}.ws-vol{fill:#3b4756}
.ws-knop{fill:#fff;stroke-width:1}.ws-onder{stroke:#fff;fill:none}
.ws .ws-halo{paint-order:stroke;stroke:#fff;stroke-width:5px;stroke-linejoin:round}
";
const BASIS_DONKER: &str = "\
.ws-blad{fill:#0f141b;stroke:#2b3542}.ws-band{fill:#161d27}
.ws text{fill:#e8edf4}.ws .ws-zacht{fill:#a3afbf}.ws .ws-nr{fill:#0f141b}
.ws-lijn{stroke:#b6c2d1}.ws-vol{fill:#b6c2d1}
.ws-knop{fill:#0f141b}.ws-onder{stroke:#0f141b}.ws .ws-halo{stroke:#0f141b}
";

/// States that are links, on a page.
pub(crate) const SCHAKELS: &str = "\
.ws a{cursor:pointer;text-decoration:none}.ws a:hover>rect:first-of-type{stroke-width:3.5}
.ws a:focus{outline:none}.ws a:focus-visible>rect:first-of-type{stroke-width:5}
";

/// The style sheet for the fasen that occur.
pub(crate) fn stijl(fasen: &[Fase]) -> String {
    let regels = |kleuren: fn(Fase) -> Tint| -> String {
        (fasen.iter())
            .map(|fase| {
                let (code, Tint { vlak, lijn }) = (fase.code(), kleuren(*fase));
                format!(
                    ".v-{code}{{fill:{vlak};stroke:{lijn}}}.l-{code}{{stroke:{lijn}}}.k-{code},.ws .t-{code}{{fill:{lijn}}}\n"
                )
            })
            .collect()
    };
    format!(
        "{BASIS}{}@media (prefers-color-scheme:dark){{\n{BASIS_DONKER}{}}}\n",
        regels(licht),
        regels(donker)
    )
}
