//! The parts of a dossier.

use super::acties::{Doel, adres};
use super::toestand::{AanZet, Dossier, Gewist, Opdracht, Stand};
use super::woorden::{leesbare_waarde, opdrachtactie};
use crate::onderdelen::{
    Toon, aantal, bericht, dag, dagen_tussen, datum, euro, leeg, leesbaar, merkje, moment, partij, query,
};
use crate::vorm::woorden::code;
use crate::werkvoorraad::norm;
use crate::wie::Wie;
use maud::{Markup, html};
use wijkspoor_domain::feit::{Feitsoort, Verband, soorten};

/// What it is called, where it stands and to what it belongs.
pub fn kop(stand: &Stand) -> Markup {
    // A gebied that is one wijk is named once.
    let wijken =
        if stand.wijken == [stand.gebied.as_str()] { String::new() } else { stand.wijken.join(", ") };
    html! {
        header.dossier-kop {
            h1 { (stand.titel) }
            p.inleiding {
                (stand.gebied) @if !wijken.is_empty() { " · " (wijken) } " · " (leesbaar(&stand.thema))
                @if let Some(categorie) = &stand.categorie { " · " (code(categorie)) }
            }
        }
    }
}

/// That what was personal is gone, since when and by which decision.
pub fn gewist(gewist: &Gewist) -> Markup {
    let dag_ervan = gewist.gewist_op.get(..10).unwrap_or_default();
    let inhoud = html! {
        p {
            strong { "De persoonsgegevens zijn gewist op " (datum(dag_ervan)) "." }
            @if let Some(besluit) = &gewist.besluit {
                " Grond: " (besluit.grond_naam) ". Besloten door: " (besluit.mandaat) "."
                @if let Some(kenmerk) = &besluit.kenmerk { " Kenmerk: " (kenmerk) "." }
            }
        }
        p { "Namen, contactgegevens en teksten zijn weg; het verloop en de cijfers zijn gebleven. Nieuwe teksten worden hier niet meer bewaard." }
    };
    bericht(Toon::Let, &inhoud)
}

/// Who has the ball, since when, against which norm; and what else stands out.
pub fn aan_zet(stand: &Stand, vandaag: &str) -> Markup {
    html! {
        section.stand aria-label="Hoe het ervoor staat" {
            div {
                p.stand-titel { "Status" }
                p.stand-groot { (stand.status_naam) }
                p.zacht { "sinds " (moment(&stand.status_sinds)) }
            }
            div.stand-breed {
                p.stand-titel { "Aan zet" }
                @if stand.aan_zet.is_empty() { p.stand-groot { "Niemand: het is afgesloten" } }
                @for beurt in &stand.aan_zet { (een_beurt(beurt, vandaag)) }
            }
            div {
                p.stand-titel { "Initiatiefnemer hoorde het laatst iets" }
                @match &stand.laatste_terugkoppeling {
                    Some(wanneer) => {
                        p.stand-groot { (moment(wanneer)) }
                        @if let Some(dagen) = dagen_tussen(wanneer, vandaag) { p.zacht { (aantal(dagen, "dag", "dagen")) " geleden" } }
                    },
                    None => p.stand-groot { "nog nooit" },
                }
            }
        }
        @if let Some(oorzaak) = &stand.stagnatie {
            div.bericht.bericht-let role="note" {
                h2 { "Ligt stil: " (code(oorzaak).to_lowercase()) }
                p {
                    @if let Some(toelichting) = &stand.stagnatie_toelichting { (toelichting) " " }
                    @if let Some(sinds) = &stand.stagnatie_sinds { span.zacht { "Gemeld: " (moment(sinds)) "." } }
                }
            }
        }
        @if stand.pingpong > 1 {
            p { (merkje(Toon::Let, &format!("{} heen en weer", aantal(stand.pingpong, "keer", "keer")))) " Een opdracht kwam terug van een afdeling." }
        }
    }
}

fn een_beurt(beurt: &AanZet, vandaag: &str) -> Markup {
    let dagen = dagen_tussen(&beurt.sinds, vandaag);
    let over = beurt.norm.as_deref().and_then(|norm| crate::onderdelen::dagen_van_tot(norm, vandaag));
    html! {
        div.beurt {
            p.stand-groot { (partij(&beurt.partij, beurt.naam.as_deref())) }
            p.zacht { "sinds " (moment(&beurt.sinds)) @if let Some(dagen) = dagen { " (" (aantal(dagen, "dag", "dagen")) ")" } }
            @if over.is_some() { p { (norm(beurt.norm.as_deref(), over)) } }
        }
    }
}

/// What is wanted, and by whom.
pub fn omschrijving(stand: &Stand) -> Markup {
    let paren = [
        ("Initiatiefnemers", Some(stand.initiatiefnemers.join(", "))),
        ("Contact", stand.contact.clone()),
        ("Kartrekker", stand.kartrekker.clone()),
        ("Behandelaar", stand.behandelaar.clone()),
        ("Partners", Some(stand.partners.join(", "))),
        ("Ingediend", Some(stand.ingediend.tekst())),
        ("Kenmerk", stand.kenmerk.clone()),
    ];
    html! {
        p.tekst { (stand.omschrijving) }
        @if let Some(resultaat) = &stand.resultaat { h3 { "Resultaat" } p.tekst { (resultaat) } }
        dl.gegevens {
            @for (naam, waarde) in &paren {
                @if let Some(waarde) = waarde.as_deref().filter(|w| !w.is_empty()) { div { dt { (naam) } dd { (waarde) } } }
            }
        }
    }
}

/// How a status of an order looks.
fn toon_van(status: &str) -> Toon {
    match status {
        "afgerond" => Toon::Goed,
        "geweigerd" | "teruggegeven" | "geblokkeerd" => Toon::Fout,
        "geaccepteerd" => Toon::Bezig,
        _ => Toon::Neutraal,
    }
}

/// The orders to departments, with what one may do with each.
pub fn opdrachten(dossier: &Dossier) -> Markup {
    html! {
        ul.stapels { @for opdracht in &dossier.opdrachten { li { (een_opdracht(&dossier.stand.id, opdracht)) } } }
    }
}

fn een_opdracht(id: &str, opdracht: &Opdracht) -> Markup {
    html! {
        h3 { (opdracht.afdeling) " " (merkje(toon_van(&opdracht.status), &leesbaar(&opdracht.status))) }
        p.tekst { (opdracht.omschrijving) }
        p.zacht {
            "Uitgezet " (moment(&opdracht.uitgezet)) @if opdracht.ronde > 1 { ", voor de " (opdracht.ronde) "e keer" }
            "."
            @if opdracht.status != "uitgezet" { " " (leesbaar(&opdracht.status)) " sinds " (moment(&opdracht.status_sinds)) "." }
            @if let Some(uiterlijk) = &opdracht.uiterlijk { " Antwoord gevraagd voor " (datum(uiterlijk)) "." }
            @if let Some(behandelaar) = &opdracht.behandelaar { " Behandelaar: " (behandelaar) "." }
        }
        @if opdracht.reden.is_some() || opdracht.toelichting.is_some() {
            blockquote {
                @if let Some(reden) = &opdracht.reden { strong { (code(reden)) @if let Some(eigen) = &opdracht.eigen_reden { " (" (eigen) ")" } ". " } }
                @if let Some(toelichting) = &opdracht.toelichting { (toelichting) }
            }
        }
        @if !opdracht.mogelijke_acties.is_empty() {
            p.knoppen {
                @for actie in &opdracht.mogelijke_acties {
                    a.knop.knop-stil href=(adres(id, &Doel::opdracht(&opdracht.id, actie))) { (opdrachtactie(actie)) span.alleen-voor-lezer { " (opdracht aan " (opdracht.afdeling) ")" } }
                }
            }
        }
    }
}

/// The kinds of fact that go on with or end something of this kind.
pub(super) fn antwoorden(op: &str) -> impl Iterator<Item = &'static Feitsoort> {
    soorten::alle().filter(move |soort| match soort.verband {
        Verband::Sluit(van) | Verband::SluitMisschien(van) | Verband::Vervolgt(van) => van.contains(&op),
        _ => false,
    })
}

/// What waits for an answer, with the answers that one may give.
pub fn openstaand(wie: &Wie, dossier: &Dossier) -> Markup {
    html! {
        ul.stapels {
            @for open in &dossier.openstaand {
                li {
                    p.wat {
                        strong { (super::woorden::wat(&open.soort)) } @if let Some(bij) = &open.bij { ": " (bij) } " "
                        @if open.te_laat { (merkje(Toon::Fout, "te laat")) }
                    }
                    p.zacht {
                        "Sinds " (moment(&open.sinds)) @if let Some(uiterlijk) = &open.uiterlijk { ", antwoord voor " (datum(uiterlijk)) } "."
                    }
                    p.knoppen {
                        @for soort in antwoorden(&open.soort).filter(|soort| wie.is(soort.rollen)) {
                            a.knop.knop-stil href={ "/initiatieven/" (dossier.stand.id) "/doen/feit" (query([("welke", Some(soort.code)), ("betreft", Some(open.id.as_str()))])) } { (leesbaar(soort.code)) }
                        }
                    }
                }
            }
        }
    }
}

/// The decisions with their reasons, those that were reversed included.
pub fn besluiten(wie: &Wie, dossier: &Dossier) -> Markup {
    let mag_terug = super::acties::mag(wie, "draaiBesluitTerug");
    html! {
        @if dossier.besluiten.is_empty() { (leeg("Er is nog geen besluit.")) }
        ul.stapels {
            @for besluit in &dossier.besluiten {
                li {
                    h3 { (code(&besluit.soort)) " " @if besluit.teruggedraaid.is_some() { (merkje(Toon::Fout, "teruggedraaid")) } }
                    blockquote { (besluit.motivering) }
                    dl.kort {
                        @for (naam, waarde) in [
                            ("Genomen", Some(besluit.genomen.tekst())),
                            ("Door", Some(besluit.hoedanigheid.as_deref().map_or_else(|| leesbaar(&besluit.rol), leesbaar))),
                            ("Mandaat", Some(besluit.mandaat.clone())),
                            ("Grondslag", besluit.grondslag.clone()),
                            ("Portefeuille", besluit.portefeuille.clone()),
                            ("Ook overwogen", besluit.alternatieven.clone()),
                        ] {
                            @if let Some(waarde) = waarde { div { dt { (naam) } dd { (waarde) } } }
                        }
                    }
                    @match &besluit.teruggedraaid {
                        Some(terug) => p { strong { "Teruggedraaid op " (moment(&terug.op)) ": " } (terug.motivering) },
                        None if mag_terug => p.knoppen { a.knop.knop-stil href=(adres(&dossier.stand.id, &Doel::besluit(&besluit.id))) { "Terugdraaien" } },
                        None => {},
                    }
                }
            }
        }
    }
}

/// The terms of law and policy, with how each was reckoned.
pub fn termijnen(dossier: &Dossier) -> Markup {
    html! {
        @if dossier.termijnen.is_empty() { p.zacht { "Er loopt geen termijn." } }
        ul.stapels {
            @for termijn in &dossier.termijnen {
                @let (toon, stand) = match (termijn.stand.as_str(), termijn.dagen_over) {
                    ("loopt", Some(n)) => (if n < 14 { Toon::Let } else { Toon::Goed }, format!("nog {}", aantal(n, "dag", "dagen"))),
                    ("verstreken", Some(n)) => (Toon::Fout, format!("{} voorbij", aantal(-n, "dag", "dagen"))),
                    ("te_laat", _) => (Toon::Fout, "te laat gehaald".to_owned()),
                    ("gehaald", _) => (Toon::Goed, "gehaald".to_owned()),
                    ("opgeschort", _) => (Toon::Neutraal, "staat stil".to_owned()),
                    _ => (Toon::Neutraal, "onbekend".to_owned()),
                };
                li {
                    p.wat { strong { (termijn.naam) } " " (merkje(toon, &stand)) }
                    @if let Some(einde) = &termijn.einde { p.zacht { "Tot en met " (datum(einde)) "." } }
                    details {
                        summary { "Hoe dit is berekend" }
                        p.zacht { (termijn.grondslag) }
                        ol { @for regel in &termijn.afleiding { li { (regel.tekst) ": " (dag(&regel.einde)) } } }
                    }
                }
            }
        }
    }
}

/// What was agreed, as it holds now.
pub fn afspraken(dossier: &Dossier) -> Markup {
    html! {
        @if dossier.afspraken.is_empty() { p.zacht { "Er is nog niets afgesproken." } }
        ul.stapels {
            @for afspraak in &dossier.afspraken {
                li {
                    p.wat { strong { (afspraak.naam) } " " span.bij { (moment(&afspraak.gemaakt)) @if afspraak.wijzigingen > 0 { ", " (aantal(afspraak.wijzigingen, "keer", "keer")) " gewijzigd" } } }
                    dl.kort {
                        @for (naam, waarde) in &afspraak.gegevens {
                            @if let Some(waarde) = leesbare_waarde(naam, waarde) { div { dt { (leesbaar(naam)) } dd { (waarde) } } }
                        }
                    }
                }
            }
        }
    }
}

/// Money that is kept for it.
pub fn geld(dossier: &Dossier) -> Markup {
    html! {
        @if dossier.geld.is_empty() { p.zacht { "Er is geen geld toegekend." } }
        ul.stapels {
            @for r in &dossier.geld {
                li {
                    p.wat { strong { (euro(r.bedrag)) } " uit " (r.post) " " (merkje(Toon::Neutraal, &leesbaar(&r.status))) }
                    p.zacht { "Sinds " (moment(&r.gereserveerd)) ". Over: " (euro(r.over)) "." }
                }
            }
        }
    }
}

/// The initiatives that belong to it.
pub fn koppelingen(dossier: &Dossier) -> Markup {
    html! {
        ul { @for k in &dossier.koppelingen { li { (leesbaar(&k.soort)) ": " a href={ "/initiatieven/" (k.initiatief_id) } { (k.titel) } } } }
    }
}

/// What should be in it, and what is.
pub fn volledigheid(dossier: &Dossier) -> Markup {
    let volledigheid = &dossier.volledigheid;
    html! {
        @match volledigheid.ontbreekt {
            0 => p { (merkje(Toon::Goed, "compleet")) " Alles wat nu nodig is, is vastgelegd." },
            n => p { (merkje(Toon::Let, &aantal(n, "ontbreekt", "ontbreken"))) " Nodig, en nog niet vastgelegd:" },
        }
        ul { @for onderdeel in volledigheid.onderdelen.iter().filter(|o| o.nodig && !o.vastgelegd) { li { (onderdeel.naam) } } }
        details {
            summary { "Alle onderdelen" }
            ul.vinkjes {
                @for onderdeel in &volledigheid.onderdelen {
                    li { (if onderdeel.vastgelegd { "Vastgelegd: " } else { "Nog niet: " }) (onderdeel.naam) }
                }
            }
        }
    }
}
