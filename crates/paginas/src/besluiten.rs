//! Who decided what, when and on which ground: as it is known now or was on any day, and what changed between two days.

use crate::fout::Fout;
use crate::keuzes::{Lijsten, kies};
use crate::onderdelen::{
    Moment, Toon, bladeren, dag, datum, leesbaar, merkje, moment, nog_leeg, query, rolnaam,
};
use crate::opmaak::Kop;
use crate::vorm::woorden::code;
use crate::wie::Wie;
use actix_web::{HttpResponse, get, web};
use maud::{Markup, html};
use serde::Deserialize;
use wijkspoor_domain::Rol;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon).service(tabel);
}

/// The filters, as they stand in the address; the names are those of the API.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vraag {
    gebied: Option<String>,
    soort: Option<String>,
    genomen_vanaf: Option<String>,
    genomen_tot_en_met: Option<String>,
    bekend_op: Option<String>,
    nieuw_sinds: Option<String>,
    cursor: Option<String>,
}

#[derive(Deserialize)]
struct Geschiedenis {
    besluiten: Vec<Besluit>,
    volgende: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Besluit {
    initiatief_id: String,
    titel: String,
    gebied: String,
    soort: String,
    mandaat: String,
    motivering: String,
    grondslag: Option<String>,
    hoedanigheid: Option<String>,
    rol: String,
    actor: String,
    genomen: Moment,
    vastgelegd_op: String,
    terugdraaiing_vastgelegd_op: Option<String>,
    teruggedraaid: Option<Terugdraaiing>,
}

#[derive(Deserialize)]
struct Terugdraaiing {
    op: Moment,
    motivering: String,
}

impl Vraag {
    fn pad(&self, begin: &str, cursor: Option<&str>) -> String {
        let vraag = query([
            ("gebied", self.gebied.as_deref()),
            ("soort", self.soort.as_deref()),
            ("genomenVanaf", self.genomen_vanaf.as_deref()),
            ("genomenTotEnMet", self.genomen_tot_en_met.as_deref()),
            ("bekendOp", self.bekend_op.as_deref()),
            ("nieuwSinds", self.nieuw_sinds.as_deref()),
            ("cursor", cursor),
        ]);
        format!("{begin}{vraag}")
    }

    /// What is shown, in a sentence.
    fn in_woorden(&self) -> String {
        let gevuld = |dag: &Option<String>| dag.as_deref().filter(|d| !d.is_empty()).map(dag_van);
        match (gevuld(&self.nieuw_sinds), gevuld(&self.bekend_op)) {
            (Some(van), Some(tot)) => format!("Wat is besloten of teruggedraaid na {van}, tot en met {tot}"),
            (Some(van), None) => format!("Wat is besloten of teruggedraaid na {van}"),
            (None, Some(tot)) => format!("Zoals het op {tot} bekend was"),
            (None, None) => "Zoals het nu bekend is; het laatste besluit staat bovenaan".to_owned(),
        }
    }
}

fn dag_van(tekst: &str) -> String {
    dag(tekst)
}

/// The kinds of decision, from the published document.
fn soorten(wie: &Wie) -> Vec<String> {
    let document = &wie.kader().api.app().document;
    let codes = document["components"]["schemas"]["NieuwBesluit"]["properties"]["soort"]["enum"].as_array();
    codes.into_iter().flatten().filter_map(|c| c.as_str().map(str::to_owned)).collect()
}

#[get("/besluiten")]
async fn toon(wie: Wie, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let pad = vraag.pad("/v1/besluiten", vraag.cursor.as_deref());
    let (lijst, lijsten) = tokio::join!(wie.lees::<Geschiedenis>(&pad), Lijsten::lees(&wie));
    let (lijst, lijsten) = (lijst?, lijsten?);
    let volgende = lijst.volgende.as_deref().map(|cursor| vraag.pad("/besluiten", Some(cursor)));
    let inhoud = html! {
        p.inleiding { "Wie besloot wat, wanneer en op welke grond. Kies een dag om te zien wat er toen bekend was, of twee dagen voor het verschil." }
        (filter(&wie, &vraag, &lijsten))
        @if lijst.besluiten.is_empty() { (niets(&vraag)) }
        @else {
            table.stapel {
                caption { (vraag.in_woorden()) "." }
                thead { tr { th scope="col" { "Initiatief" } th scope="col" { "Besluit" } th scope="col" { "Door" } th scope="col" { "Wanneer" } } }
                tbody { @for besluit in &lijst.besluiten { (rij(besluit)) } }
            }
            p.niet-op-papier { a href=(vraag.pad("/besluiten.csv", None)) { "Al deze besluiten als tabel (CSV)" } }
        }
        (bladeren(volgende.as_deref()))
    };
    Ok(wie.pagina_met(&Kop { titel: "Besluitgeschiedenis", breed: true, ..Kop::default() }, inhoud))
}

fn niets(vraag: &Vraag) -> Markup {
    const PAD: &str = "/besluiten";
    if vraag.pad(PAD, vraag.cursor.as_deref()) == PAD {
        let tekst =
            "Zodra iemand een besluit neemt, staat hier wie het nam, met welk mandaat en op welke grond.";
        return nog_leeg("Er zijn nog geen besluiten.", tekst, &[]);
    }
    nog_leeg(
        "Er zijn geen besluiten die hierbij passen.",
        "Kies een andere dag of een ander soort.",
        &[(PAD, "Alle besluiten")],
    )
}

fn filter(wie: &Wie, vraag: &Vraag, lijsten: &Lijsten) -> Markup {
    let dagveld = |naam: &str, titel: &str, waarde: Option<&str>| {
        html! {
            div.veld { label for=(naam) { (titel) } input id=(naam) type="date" name=(naam) value=(waarde.unwrap_or_default()); }
        }
    };
    html! {
        form.filter.filter-krap method="get" action="/besluiten" role="search" aria-label="Besluiten" {
            div.veld {
                label for="soort" { "Soort" }
                select #soort name="soort" {
                    option value="" { "Alle" }
                    @for soort in &soorten(wie) { option value=(soort) selected[vraag.soort.as_ref() == Some(soort)] { (code(soort)) } }
                }
            }
            @if wie.actor.gebied.is_none() {
                (kies("gebied", "Gebied", Some("Alle"), &lijsten.gebieden, vraag.gebied.as_deref()))
            }
            (dagveld("genomenVanaf", "Genomen vanaf", vraag.genomen_vanaf.as_deref()))
            (dagveld("genomenTotEnMet", "Genomen tot en met", vraag.genomen_tot_en_met.as_deref()))
            (dagveld("bekendOp", "Bekend op", vraag.bekend_op.as_deref()))
            (dagveld("nieuwSinds", "Nieuw sinds", vraag.nieuw_sinds.as_deref()))
            button.knop-stil type="submit" { "Toon" }
        }
    }
}

fn rij(besluit: &Besluit) -> Markup {
    let rol =
        Rol::van_code(&besluit.rol).map_or_else(|| leesbaar(&besluit.rol), |rol| rolnaam(rol).to_owned());
    let vastgelegd = besluit.vastgelegd_op.get(..10).unwrap_or_default();
    html! {
        tr {
            th scope="row" { a href={ "/initiatieven/" (besluit.initiatief_id) "#besluiten" } { (besluit.titel) } " " span.bij { (besluit.gebied) } }
            td.hoofdzaak data-kop="Besluit" {
                strong { (code(&besluit.soort)) } " "
                p { (besluit.motivering) }
                p.zacht { "Mandaat: " (besluit.mandaat) @if let Some(grond) = &besluit.grondslag { ". Grondslag: " (grond) } }
                @if let Some(terug) = &besluit.teruggedraaid {
                    p {
                        (merkje(Toon::Fout, "teruggedraaid")) " " (moment(&terug.op)) ": " (terug.motivering)
                        @if let Some(op) = besluit.terugdraaiing_vastgelegd_op.as_deref().and_then(|op| op.get(..10)) { span.bij { "vastgelegd " (datum(op)) } }
                    }
                }
            }
            td data-kop="Door" { (besluit.hoedanigheid.as_deref().map_or_else(|| rol.clone(), leesbaar)) " " span.bij { @if besluit.hoedanigheid.is_some() { (rol) " · " } (besluit.actor) } }
            td data-kop="Wanneer" { (moment(&besluit.genomen)) " " span.bij { "vastgelegd " (datum(vastgelegd)) } }
        }
    }
}

#[get("/besluiten.csv")]
async fn tabel(wie: Wie, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    wie.door(&vraag.pad("/v1/besluiten", None), "text/csv").await
}
