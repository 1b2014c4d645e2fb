//! What every page has around it: the head, the menu of a role, the foot.

use crate::Aanmelding;
use crate::onderdelen::{naam_van_actor, rolnaam};
use crate::wie::{Kader, Wie};
use actix_web::http::StatusCode;
use maud::{DOCTYPE, Markup, html};
use wijkspoor_domain::Rol;

/// An entry of the menu.
struct Ingang {
    pad: &'static str,
    naam: &'static str,
    rollen: &'static [Rol],
}

use Rol::{Afdeling, Auditor, Beheerder, Bestuur, Initiatiefnemer, Management, Tlo};

/// The menu. Who may see a page is decided by the API; this says for whom it is meant.
const MENU: &[Ingang] = &[
    Ingang { pad: "/werkvoorraad", naam: "Werkvoorraad", rollen: &[Tlo, Afdeling, Management, Bestuur] },
    Ingang { pad: "/stagnatie", naam: "Stagnatie", rollen: &[Tlo, Afdeling, Management, Bestuur, Auditor] },
    Ingang {
        pad: "/initiatieven",
        naam: "Initiatieven",
        rollen: &[Tlo, Afdeling, Management, Bestuur, Auditor],
    },
    Ingang { pad: "/mijn-initiatieven", naam: "Mijn initiatieven", rollen: &[Initiatiefnemer] },
    Ingang { pad: "/indienen", naam: "Indienen", rollen: &[Initiatiefnemer, Tlo] },
    Ingang { pad: "/besluiten", naam: "Besluiten", rollen: &[Auditor, Management, Bestuur] },
    Ingang { pad: "/beheer", naam: "Beheer", rollen: &[Beheerder, Auditor] },
];

/// The head of a page.
#[derive(Clone)]
pub struct Kop<'a> {
    /// What the page is called.
    pub titel: &'a str,
    /// Shown above the title: where one is, as links.
    pub kruimels: &'a [(&'a str, &'a str)],
    /// Who looks.
    pub wie: Option<&'a Wie>,
    /// The status of HTTP.
    pub status: StatusCode,
    /// Whether the page makes its own heading.
    pub eigen_kop: bool,
    /// Whether it is a page for who is not signed in, and need not be.
    pub zonder_menu: bool,
    /// Whether there is more on a line than text: tables and drawings.
    pub breed: bool,
}

impl Default for Kop<'_> {
    fn default() -> Self {
        Self {
            titel: "",
            kruimels: &[],
            wie: None,
            status: StatusCode::OK,
            eigen_kop: false,
            zonder_menu: false,
            breed: false,
        }
    }
}

/// A whole document.
pub fn document(kader: &Kader, kop: &Kop<'_>, inhoud: Markup) -> Markup {
    let gedeeld = &kader.gedeeld;
    html! {
        (DOCTYPE)
        html lang="nl" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { @if !kop.titel.is_empty() { (kop.titel) " – " } "Wijkspoor" }
                link rel="icon" href=(gedeeld.statisch.merk()) type="image/svg+xml";
                @for stijl in gedeeld.statisch.stijlen() { link rel="stylesheet" href=(stijl); }
                script src=(gedeeld.statisch.script()) defer {}
            }
            body {
                a.overslaan href="#inhoud" { "Naar de inhoud" }
                (bovenaan(kader, kop))
                main #inhoud tabindex="-1" class=[kop.breed.then_some("breed")] {
                    @if !kop.kruimels.is_empty() {
                        nav.kruimels aria-label="Kruimelpad" {
                            ol { @for (pad, naam) in kop.kruimels { li { a href=(pad) { (naam) } } } }
                        }
                    }
                    @if !kop.eigen_kop { h1 { (kop.titel) } }
                    (inhoud)
                }
                (onderaan(kader))
            }
        }
    }
}

fn bovenaan(kader: &Kader, kop: &Kop<'_>) -> Markup {
    html! {
        header.kop {
            div.kop-binnen {
                a.merk href="/" {
                    img src=(kader.gedeeld.statisch.merk()) alt="" width="32" height="32";
                    span { strong { "Wijkspoor" } " " span.gemeente { (kader.gedeeld.gemeente) } }
                }
                @if let Some(wie) = kop.wie {
                    (menu(wie))
                    (wie_bent_u(wie))
                } @else if !kop.zonder_menu {
                    div.wie { a href="/aanmelden" { "Aanmelden" } }
                }
            }
        }
    }
}

fn menu(wie: &Wie) -> Markup {
    let hier = wie.plek();
    let is_hier = |pad: &str| hier == pad || hier.strip_prefix(pad).is_some_and(|rest| rest.starts_with('/'));
    html! {
        nav.menu aria-label="Hoofdmenu" {
            ul {
                @for ingang in MENU.iter().filter(|ingang| wie.is(ingang.rollen)) {
                    li {
                        a href=(ingang.pad) aria-current=[is_hier(ingang.pad).then_some("page")] { (ingang.naam) }
                    }
                }
            }
        }
    }
}

fn wie_bent_u(wie: &Wie) -> Markup {
    html! {
        div.wie {
            p { span.alleen-voor-lezer { "U bent aangemeld als " } strong { (rolnaam(wie.actor.rol)) } @if let Some(naam) = naam_van_actor(&wie.actor) { " " span { (naam) } } }
            @if wie.sessie.meer { a href="/rol" { "Andere rol" } }
            (crate::afmelden::knop(&wie.sessie))
        }
    }
}

fn onderaan(kader: &Kader) -> Markup {
    html! {
        footer.voet {
            div.voet-binnen {
                p { "Wijkspoor laat zien waar een initiatief uit de wijk is, wie aan zet is en waarom het stilligt." }
                ul {
                    li { a href="/documentatie/" { "Voor ontwikkelaars: de API" } }
                }
                @if matches!(kader.gedeeld.aanmelding, Aanmelding::Ontwikkel) {
                    p.waarschuwing { "Proefopstelling: iedereen op dit apparaat kan elke rol kiezen, zonder wachtwoord." }
                }
            }
        }
    }
}
