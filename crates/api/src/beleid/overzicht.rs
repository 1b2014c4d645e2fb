//! The table as a page of documentation.

use super::{Bereik, Doel, REGELS, Regel};
use std::fmt::Write as _;
use wijkspoor_domain::Rol;

const KOP: &str = "\
# Autorisatie: wie mag wat

<!-- Gemaakt uit crates/api/src/beleid/regels.rs; vernieuw met: just autorisatie -->

Wat hier niet staat, mag niet. De tabel zegt welke objecten iemand mag zien of aanspreken; welke stap daarna mag, beslist de
werkstroom. Waarom het zo is, staat in [ADR 0024](adr/0024-one-policy-at-the-level-of-the-object.md).

| Teken | Betekenis |
|---|---|
| alles | elk object |
| gebied | wat in het eigen gebied ligt; een TLO-lid van alle gebieden ziet alles |
| opdrachten | waarvoor de eigen afdeling ooit een opdracht, een vraag of een ondermandaat kreeg, of wat men zelf indiende |
| zelf | wat men zelf heeft ingediend |
| – | niets: 403 |

De namen van de operaties zijn die van het [OpenAPI-document](../api-spec/openapi.json). Een object buiten het bereik is er
voor de vrager niet: 404, precies als een id dat niet bestaat. Een lijst of zoekvraag telt alleen wat erbinnen ligt; cijfers
van iets erbuiten worden geweigerd.
";

/// What a cell says.
fn teken(regel: &Regel, rol: Rol) -> &'static str {
    match (regel.doel, regel.van(rol)) {
        (Doel::Openbaar, _) => "zonder token",
        (_, Bereik::Alles) => "alles",
        (_, Bereik::EigenGebied) => "gebied",
        (_, Bereik::EigenOpdrachten) => "opdrachten",
        (_, Bereik::EigenInitiatief) => "zelf",
        (_, Bereik::Niets) => "–",
    }
}

/// What a rule is about.
fn waarover(doel: Doel) -> String {
    match doel {
        Doel::Openbaar => "voor iedereen".to_owned(),
        Doel::Instelling => "de inrichting".to_owned(),
        Doel::Nieuw(soort) => format!("een nieuw {}", soort.naam()),
        Doel::Lijst(soort) => format!("alles van de soort {}", soort.naam()),
        Doel::Een(soort) => format!("het {} in het pad", soort.naam()),
    }
}

/// The page, as Markdown: every rule, and every operation under it.
pub fn overzicht() -> String {
    let rollen: Vec<_> = Rol::ALLE.iter().map(|rol| rol.code()).collect();
    let leeg = " |".repeat(rollen.len());
    let mut tekst =
        format!("{KOP}\n| Operatie | {} |\n|---|{}\n", rollen.join(" | "), "---|".repeat(rollen.len()));
    for regel in REGELS {
        let _ = writeln!(tekst, "| **{}** ({}) |{leeg}", regel.wat, waarover(regel.doel));
        let tekens: Vec<_> = Rol::ALLE.iter().map(|rol| teken(regel, *rol)).collect();
        for operatie in regel.operaties {
            let _ = writeln!(tekst, "| `{operatie}` | {} |", tekens.join(" | "));
        }
    }
    tekst
}
