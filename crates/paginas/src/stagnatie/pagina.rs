//! The monitor as a page, and the report as a page for paper.

use super::Beeld;
use super::beelden::teken;
use super::betekenis::{betekenis, grondslag};
use super::cijfers::Naam;
use super::definities::DEFINITIES;
use super::monitor::Monitor;
use super::tabellen::tabel;
use super::vraag::Vraag;
use super::zinnen::{Zin, hoofdzin, zinnen};
use crate::onderdelen::dag;
use crate::opmaak::Kop;
use crate::wie::Wie;
use actix_web::HttpResponse;
use maud::{Markup, PreEscaped, html};
use wijkspoor_domain::Rol;

/// The monitor on a screen.
pub fn scherm(wie: &Wie, vraag: &Vraag, m: &Monitor) -> HttpResponse {
    let inhoud = html! {
        (stand(wie, vraag, m))
        @if m.is_leeg() { (begin(wie, vraag)) } @else { (kern(vraag, m)) }
        (keuze(wie, vraag, m))
        @if !m.is_leeg() {
            nav.inhoud.niet-op-papier aria-label="Op deze bladzijde" {
                ul { @for beeld in beelden(m) { li { a href={ "#" (beeld.code()) } { (beeld.titel()) } } } }
            }
            @for beeld in beelden(m) { (deel(beeld, vraag, m, false)) }
            p.niet-op-papier { a.knop.knop-stil href=(vraag.adres("/stagnatie/rapport")) { "Als rapport, om af te drukken of als PDF te bewaren" } }
        }
    };
    wie.pagina_met(&Kop { titel: "Stagnatie", breed: true, ..Kop::default() }, inhoud)
}

/// The same on paper, with all tables and what the words mean.
pub fn rapport(wie: &Wie, vraag: &Vraag, m: &Monitor) -> HttpResponse {
    let inhoud = html! {
        (stand(wie, vraag, m))
        @if m.is_leeg() { (begin(wie, vraag)) } @else {
            (kern(vraag, m))
            @for beeld in beelden(m) { (deel(beeld, vraag, m, true)) }
        }
        section.definities aria-labelledby="definities" {
            h2 #definities { "Wat de woorden betekenen" }
            dl { @for (woord, betekenis) in DEFINITIES { dt { (woord) } dd { (betekenis) } } }
        }
        p.niet-op-papier { "Druk af met Ctrl+P (op een Mac: ⌘P), of kies daar „opslaan als PDF”." }
    };
    let terug = vraag.adres("/stagnatie");
    let kop =
        Kop { titel: "Rapport stagnatie", kruimels: &[(&terug, "Stagnatie")], breed: true, ..Kop::default() };
    wie.pagina_met(&kop, inhoud)
}

/// The pictures that there is something to show of.
fn beelden(m: &Monitor) -> impl Iterator<Item = Beeld> + Clone {
    let stromen = m.stromen.is_some();
    Beeld::ALLE.into_iter().filter(move |beeld| stromen || *beeld != Beeld::Loop)
}

/// Of when and of what.
fn keuzes(vraag: &Vraag) -> Vec<String> {
    let met = |voor: &str, waarde: &str| (!waarde.is_empty()).then(|| format!("{voor} {}", dag(waarde)));
    [
        met("gebied", &vraag.gebied),
        met("afdeling", &vraag.afdeling),
        met("thema", &vraag.thema),
        met("begonnen vanaf", &vraag.vanaf),
        met("begonnen tot en met", &vraag.tot),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn stand(wie: &Wie, vraag: &Vraag, m: &Monitor) -> Markup {
    let toen = m.is_toen();
    let eigen = wie.actor.gebied.as_ref().or(wie.actor.afdeling.as_ref());
    html! {
        p.peil {
            @if toen { "Zoals het was op " } @else { "Stand van " }
            strong { (crate::onderdelen::datum(&m.op.to_string())) }
            @if let Some(eigen) = eigen { " · alleen " (eigen.as_str()) }
            @for keuze in keuzes(vraag) { " · " (keuze) }
        }
    }
}

fn zin(z: &Zin) -> Markup {
    html! {
        strong { (z.kop) } " " (z.tekst)
        @if let Some(adres) = &z.adres { " " a.niet-op-papier href=(adres) aria-label={ "Bekijk: " (z.kop) } { "Bekijk" } }
    }
}

fn kern(vraag: &Vraag, m: &Monitor) -> Markup {
    let hoofd = hoofdzin(m);
    html! {
        section.kern.kern-goed[hoofd.adres.is_none()] aria-labelledby="kern" {
            h2 #kern { (hoofd.kop) }
            p.kern-tekst { (hoofd.tekst) @if let Some(adres) = &hoofd.adres { " " a.niet-op-papier href=(adres) { "Bekijk deze zaken" } } }
            ul { @for z in &zinnen(m, !vraag.afdeling.is_empty()) { li { (zin(z)) } } }
        }
    }
}

/// Nothing to show: how to get on.
fn begin(wie: &Wie, vraag: &Vraag) -> Markup {
    html! {
        section.kern.kern-rust aria-labelledby="kern" {
            h2 #kern { @if vraag.is_gekozen() { "Hierbij hoort geen enkele zaak." } @else { "Hier is nog niets te zien." } }
            @if vraag.is_gekozen() {
                p { @if vraag.is_omgekeerd() { "De eerste dag ligt na de laatste. " } "Bij deze keuze hoort geen enkele zaak. Kies ruimer, of " a href="/stagnatie" { "bekijk alles" } "." }
            } @else {
                p { "De cijfers komen vanzelf, uit wat er wordt vastgelegd. Zo begint u:" }
                ul {
                    li { @if wie.is(&[Rol::Tlo]) { a href="/indienen" { "Dien een initiatief in" } } @else { "Laat een team leefomgeving een initiatief indienen" } ", en zet een opdracht uit aan een afdeling." }
                    li { "Lees dossiers van vroeger in met " code { "wijkspoor demo" } " of een eigen bestand; zie de documentatie over gebruik." }
                    li { "Wilt u eerst zien hoe het eruitziet? Maak een verzonnen gemeente met " code { "wijkspoor genereer" } "." }
                }
            }
        }
    }
}

fn keuzelijst(naam: &str, label: &str, alle: &str, gekozen: &str, namen: &[Naam]) -> Markup {
    let onbekend = !gekozen.is_empty() && !namen.iter().any(|n| n.naam == gekozen);
    html! {
        div.veld {
            label for=(naam) { (label) }
            select id=(naam) name=(naam) {
                option value="" { (alle) }
                @if onbekend { option value=(gekozen) selected { (gekozen) } }
                @for n in namen { option value=(n.naam) selected[n.naam == gekozen] { (n.naam) } }
            }
        }
    }
}

fn keuze(wie: &Wie, vraag: &Vraag, m: &Monitor) -> Markup {
    let datum = |naam: &str, label: &str, waarde: &str| {
        html! { div.veld { label for=(naam) { (label) } input type="date" id=(naam) name=(naam) value=[(!waarde.is_empty()).then_some(waarde)]; } }
    };
    html! {
        form.filter.filter-krap method="get" action="/stagnatie" aria-label="Kies wat u wilt zien" {
            @if wie.actor.gebied.is_none() { (keuzelijst("gebied", "Gebied", "Alle gebieden", &vraag.gebied, &m.namen.gebieden)) }
            @if wie.actor.afdeling.is_none() { (keuzelijst("afdeling", "Afdeling", "Alle afdelingen", &vraag.afdeling, &m.namen.afdelingen)) }
            @if !m.namen.themas.is_empty() { (keuzelijst("thema", "Thema", "Alle thema's", &vraag.thema, &m.namen.themas)) }
            (datum("vanaf", "Begonnen vanaf", &vraag.vanaf))
            (datum("tot", "Tot en met", &vraag.tot))
            (datum("peildatum", "Zoals het was op", &vraag.peildatum))
            button type="submit" { "Toon" }
            @if vraag.is_gekozen() { a.knop.knop-stil href="/stagnatie" { "Alles tonen" } }
        }
    }
}

/// A picture with its meaning, on how much it rests, and its table.
fn deel(beeld: Beeld, vraag: &Vraag, m: &Monitor, papier: bool) -> Markup {
    let code = beeld.code();
    let grafiek = teken(beeld, vraag, m).pagina(&format!("beeld-{code}"));
    html! {
        section.beeld id=(code) aria-labelledby={ "kop-" (code) } {
            h2 id={ "kop-" (code) } { (beeld.titel()) }
            p.betekenis { (betekenis(beeld, m)) }
            p.schuifhint.niet-op-papier { "Schuif de tekening opzij voor de rest, of open de tabel eronder." }
            div.tabel.tekening tabindex="0" role="region" aria-label={ "Tekening: " (beeld.titel()) } { (PreEscaped(grafiek)) }
            p.grondslag { (grondslag(beeld, m)) @if !vraag.afdeling.is_empty() && matches!(beeld, Beeld::Stilte | Beeld::Loop) { " Dit gaat over alle afdelingen samen." } }
            @let tabel = html! {
                div.tabel tabindex="0" role="region" aria-label={ "Tabel: " (beeld.titel()) } { (tabel(beeld, m)) }
            };
            @if papier {
                (tabel)
            } @else {
                details {
                    summary { "Als tabel" }
                    (tabel)
                }
                p.meenemen.niet-op-papier {
                    a href=(vraag.adres(&format!("/stagnatie/{code}.svg"))) aria-label={ "Beeld bewaren (SVG): " (beeld.titel()) } { "Beeld bewaren (SVG)" }
                    " "
                    a href=(vraag.adres(&format!("/stagnatie/{code}.csv"))) aria-label={ "Cijfers bewaren (CSV): " (beeld.titel()) } { "Cijfers bewaren (CSV)" }
                }
            }
        }
    }
}

/// What stands under a picture as a file.
pub fn onderschrift(beeld: Beeld, vraag: &Vraag, m: &Monitor) -> String {
    let keuzes = keuzes(vraag);
    let keuze = if keuzes.is_empty() { String::new() } else { format!(" Gekozen: {}.", keuzes.join(", ")) };
    format!("Stand van {}.{keuze} {} Bron: Wijkspoor.", dag(&m.op.to_string()), grondslag(beeld, m))
}
