//! The work list: what lies with a party, what is furthest over its norm first. Orders can be accepted, and applicants told
//! something, several at a time.

use crate::api::Probleem;
use crate::formulier::{Formulier, SLEUTEL, nieuwe_sleutel};
use crate::fout::{Fout, zin};
use crate::keuzes::{Lijsten, kies};
use crate::onderdelen::{
    Moment, Toon, aantal, bericht, bladeren, datum, leesbaar, merkje, moment, nog_leeg, partij, query,
};
use crate::opmaak::Kop;
use crate::wie::Wie;
use actix_web::{HttpResponse, get, post, web};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use wijkspoor_domain::Rol;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon).service(meer_tegelijk).service(volg);
}

#[derive(Deserialize, Default)]
struct Vraag {
    partij: Option<String>,
    naam: Option<String>,
    gebied: Option<String>,
    volgorde: Option<String>,
    #[serde(rename = "overNorm")]
    over_norm: Option<String>,
    cursor: Option<String>,
}

#[derive(Deserialize)]
struct Werkvoorraad {
    werk: Vec<Werk>,
    volgende: Option<String>,
    actualiteit: Actualiteit,
}

#[derive(Deserialize)]
struct Actualiteit {
    positie: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Werk {
    initiatief_id: String,
    titel: String,
    gebied: String,
    status: String,
    partij: String,
    naam: Option<String>,
    opdracht_id: Option<String>,
    opdracht_status: Option<String>,
    sinds: Moment,
    dagen: Option<i64>,
    norm: Option<String>,
    dagen_over_norm: Option<i64>,
}

/// The value of the filter that means every party.
const ALLE: &str = "alle";

impl Vraag {
    /// What is asked, with what lies with oneself when nothing is.
    fn van(self, wie: &Wie) -> Self {
        let partij = self.partij.clone().filter(|p| !p.is_empty()).or_else(|| {
            let eigen = match wie.actor.rol {
                Rol::Tlo => "tlo",
                Rol::Afdeling => "afdeling",
                Rol::Management => "management",
                Rol::Bestuur => "bestuur",
                _ => ALLE,
            };
            Some(eigen.to_owned())
        });
        let eigen_afdeling = wie.actor.afdeling.as_ref().filter(|_| self.partij.is_none());
        let naam = self.naam.clone().or_else(|| eigen_afdeling.map(ToString::to_string));
        Self { partij, naam, ..self }
    }

    fn pad(&self, begin: &str, cursor: Option<&str>, alle: bool) -> String {
        let partij = self.partij.as_deref().filter(|p| alle || *p != ALLE);
        let volgorde = self.volgorde.as_deref().or((!alle).then_some("norm"));
        let vraag = query([
            ("partij", partij),
            ("naam", self.naam.as_deref()),
            ("gebied", self.gebied.as_deref()),
            ("volgorde", volgorde),
            ("overNorm", self.over_norm.as_deref()),
            ("cursor", cursor),
        ]);
        format!("{begin}{vraag}")
    }
}

#[get("/werkvoorraad")]
async fn toon(wie: Wie, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    pagina(&wie, vraag.into_inner(), html! {}).await
}

async fn pagina(wie: &Wie, vraag: Vraag, melding: Markup) -> Result<HttpResponse, Fout> {
    let vraag = vraag.van(wie);
    let (pad, lijsten) = (vraag.pad("/v1/werkvoorraad", vraag.cursor.as_deref(), false), Lijsten::lees(wie));
    let (lijst, lijsten) = tokio::join!(wie.lees::<Werkvoorraad>(&pad), lijsten);
    let (lijst, lijsten) = (lijst?, lijsten?);
    let volgende = lijst.volgende.as_deref().map(|cursor| vraag.pad("/werkvoorraad", Some(cursor), true));
    let inhoud = html! {
        (melding)
        (levend(lijst.actualiteit.positie, &vraag.pad("/werkvoorraad", None, true)))
        (filter(wie, &vraag, &lijsten))
        @if lijst.werk.is_empty() {
            (niets(wie, &vraag))
        } @else {
            form method="post" action="/werkvoorraad" {
                (wie.bewijs())
                input type="hidden" name=(SLEUTEL) value=(nieuwe_sleutel());
                (tabel(wie, &lijst.werk, &wie.statussen()))
                (samen(wie, &lijst.werk))
            }
        }
        (bladeren(volgende.as_deref()))
    };
    Ok(wie.pagina_met(&Kop { titel: "Werkvoorraad", breed: true, ..Kop::default() }, inhoud))
}

fn niets(wie: &Wie, vraag: &Vraag) -> Markup {
    let iedereen = format!("/werkvoorraad?partij={ALLE}");
    let bij_iedereen = vraag.pad("/werkvoorraad", None, true) == iedereen;
    let mut verder = Vec::new();
    if !bij_iedereen {
        verder.push((iedereen.as_str(), "Wat er bij iedereen ligt"));
    }
    if wie.is(&[Rol::Tlo]) {
        verder.push(("/indienen", "Een initiatief indienen"));
    }
    verder.push(("/initiatieven", "Alle initiatieven"));
    match bij_iedereen {
        true => nog_leeg(
            "Er ligt bij niemand iets.",
            "Er loopt nu geen initiatief waarop iemand moet wachten.",
            &verder,
        ),
        false => nog_leeg("Hier ligt nu niets.", "Alles is afgehandeld, of ligt bij een ander.", &verder),
    }
}

fn filter(wie: &Wie, vraag: &Vraag, lijsten: &Lijsten) -> Markup {
    const PARTIJEN: [(&str, &str); 7] = [
        (ALLE, "Iedereen"),
        ("tlo", "Team leefomgeving"),
        ("afdeling", "Afdelingen"),
        ("initiatiefnemer", "Initiatiefnemers"),
        ("partner", "Partners"),
        ("management", "Ambtelijk management"),
        ("bestuur", "Bestuur"),
    ];
    html! {
        form.filter method="get" action="/werkvoorraad" role="search" aria-label="Werkvoorraad" {
            div.veld {
                label for="partij" { "Ligt bij" }
                select #partij name="partij" {
                    @for (code, naam) in PARTIJEN {
                        option value=(code) selected[vraag.partij.as_deref() == Some(code)] { (naam) }
                    }
                }
            }
            (kies("naam", "Afdeling", Some("Alle afdelingen"), &lijsten.afdelingen, vraag.naam.as_deref()))
            @if wie.actor.gebied.is_none() {
                (kies("gebied", "Gebied", Some("Alle gebieden"), &lijsten.gebieden, vraag.gebied.as_deref()))
            }
            div.veld {
                label for="volgorde" { "Eerst" }
                select #volgorde name="volgorde" {
                    option value="norm" { "het verst over de norm" }
                    option value="sinds" selected[vraag.volgorde.as_deref() == Some("sinds")] { "wat er het langst ligt" }
                }
            }
            div.keuze {
                input #overnorm type="checkbox" name="overNorm" value="true" checked[vraag.over_norm.is_some()];
                label for="overnorm" { "Alleen te laat" }
            }
            button.knop-stil type="submit" { "Toon" }
        }
    }
}

fn tabel(wie: &Wie, werk: &[Werk], statussen: &[(String, String)]) -> Markup {
    let te_laat = werk.iter().filter(|w| w.dagen_over_norm.is_some_and(|n| n > 0)).count();
    let samen = mag_samen(wie);
    html! {
        table.stapel {
            caption {
                "Op deze bladzijde: " (aantal(i64::try_from(werk.len()).unwrap_or_default(), "zaak", "zaken")) ", waarvan "
                strong { (te_laat) " te laat" } "."
            }
            thead {
                tr {
                    @if samen { th scope="col" { span.alleen-voor-lezer { "Kies" } } }
                    th scope="col" { "Initiatief" }
                    th scope="col" { "Ligt bij" }
                    th scope="col" { "Sinds" }
                    th scope="col" { "Norm" }
                }
            }
            tbody { @for (nummer, werk) in werk.iter().enumerate() { (rij(nummer, werk, samen, statussen)) } }
        }
    }
}

fn rij(nummer: usize, werk: &Werk, samen: bool, statussen: &[(String, String)]) -> Markup {
    let status = statussen
        .iter()
        .find(|(code, _)| *code == werk.status)
        .map_or_else(|| leesbaar(&werk.status), |(_, naam)| naam.clone());
    let dossier = format!("/initiatieven/{}", werk.initiatief_id);
    let kies = format!("{}/{}", werk.initiatief_id, werk.opdracht_id.as_deref().unwrap_or_default());
    html! {
        tr {
            @if samen {
                td.kies {
                    input type="checkbox" id={ "kies-" (nummer) } name="kies" value=(kies) aria-label={ "Kies " (werk.titel) };
                }
            }
            th scope="row" { a href=(dossier) { (werk.titel) } " " span.bij { (werk.gebied) " · " (status) } }
            td data-kop="Ligt bij" {
                (partij(&werk.partij, werk.naam.as_deref())) " "
                @if let Some(status) = &werk.opdracht_status { span.bij { "opdracht " (leesbaar(status).to_lowercase()) } }
            }
            td data-kop="Sinds" {
                (moment(&werk.sinds)) " "
                @if let Some(dagen) = werk.dagen { span.bij { (aantal(dagen, "dag", "dagen")) } }
            }
            td data-kop="Norm" { (norm(werk.norm.as_deref(), werk.dagen_over_norm)) }
        }
    }
}

/// How something stands against its norm, in words.
pub(crate) fn norm(norm: Option<&str>, over: Option<i64>) -> Markup {
    html! {
        @match (norm, over) {
            (Some(norm), Some(over)) if over > 0 => {
                (merkje(Toon::Fout, &format!("{} te laat", aantal(over, "dag", "dagen")))) " "
                span.bij.heel { "had klaar moeten zijn op " (datum(norm)) }
            },
            (Some(norm), Some(over)) => {
                (merkje(if over > -4 { Toon::Let } else { Toon::Goed }, &match over {
                    0 => "vandaag".to_owned(),
                    over => format!("nog {}", aantal(-over, "dag", "dagen")),
                })) " "
                span.bij { "tot en met " (datum(norm)) }
            },
            _ => span.onbekend { "geen norm" },
        }
    }
}

/// Who may do something with several at a time.
fn mag_samen(wie: &Wie) -> bool {
    wie.is(&[Rol::Tlo, Rol::Afdeling])
}

fn samen(wie: &Wie, werk: &[Werk]) -> Markup {
    let aan_te_nemen = werk.iter().any(|w| w.opdracht_status.as_deref() == Some("uitgezet"));
    html! {
        @if wie.is(&[Rol::Afdeling]) && aan_te_nemen {
            section.samen aria-labelledby="samen" {
                h2 #samen { "Met wat u hebt aangevinkt" }
                p { "Neem meer opdrachten tegelijk aan. Alleen wat nog niet is aangenomen verandert." }
                button type="submit" name="actie" value="accepteer" { "Aannemen" }
            }
        }
        @if wie.is(&[Rol::Tlo]) {
            section.samen aria-labelledby="samen" {
                h2 #samen { "Met wat u hebt aangevinkt" }
                div.veld {
                    label for="bericht" { "Bericht aan de initiatiefnemers" }
                    p.uitleg id="bericht-uitleg" { "Zij krijgen dit te lezen op hun volgpagina. Schrijf gewoon hoe het ervoor staat." }
                    textarea #bericht name="bericht" aria-describedby="bericht-uitleg" {}
                }
                button type="submit" name="actie" value="bericht" { "Bericht vastleggen" }
            }
        }
    }
}

/// What is written for one of what was chosen: where, and what.
fn opgave(kies: &str, actie: &str, tekst: Option<&str>) -> Option<(String, Json)> {
    let (initiatief, opdracht) = kies.split_once('/')?;
    match (actie, tekst) {
        ("accepteer", _) if !opdracht.is_empty() => Some((
            format!("/v1/initiatieven/{initiatief}/opdrachten/{opdracht}/acties"),
            json!({ "actie": "accepteer" }),
        )),
        ("bericht", Some(tekst)) => Some((
            format!("/v1/initiatieven/{initiatief}/terugkoppelingen"),
            json!({ "kanaal": "portaal", "bericht": tekst }),
        )),
        _ => None,
    }
}

/// Appears when something happens that this reader may know of; which moment to look at it is theirs to choose.
fn levend(positie: i64, hier: &str) -> Markup {
    html! {
        div.bericht role="status" hidden data-levend={ "/werkvoorraad/levend?na=" (positie) } {
            p { "Er is intussen iets veranderd. " a href=(hier) { "Toon hoe het er nu voor staat" } }
        }
    }
}

#[derive(Deserialize)]
struct Na {
    na: i64,
}

/// What happens from now on, for as long as the page is open.
#[get("/werkvoorraad/levend")]
async fn volg(wie: Wie, vraag: web::Query<Na>) -> Result<HttpResponse, Fout> {
    wie.door(&format!("/v1/gebeurtenissen?na={}", vraag.na), "text/event-stream").await
}

#[post("/werkvoorraad")]
async fn meer_tegelijk(formulier: Formulier) -> Result<HttpResponse, Fout> {
    let Formulier { wie, velden } = formulier;
    let gekozen: Vec<_> = velden.alle("kies").collect();
    let (actie, tekst) = (velden.get("actie").unwrap_or_default(), velden.get("bericht"));
    let sleutel = velden.get(SLEUTEL).unwrap_or_default();
    let mut gelukt = 0_i64;
    let mut niet: Vec<Probleem> = Vec::new();
    for (nummer, kies) in gekozen.iter().enumerate() {
        let Some((pad, inhoud)) = opgave(kies, actie, tekst) else { continue };
        match wie.schrijf::<Json>(&pad, &inhoud, &format!("{sleutel}-{nummer}"), None).await {
            Ok(_) => gelukt += 1,
            Err(probleem) => niet.push(probleem),
        }
    }
    let melding = html! {
        @if gekozen.is_empty() {
            (bericht(Toon::Let, &html! { p { "U hebt niets aangevinkt. Er is niets veranderd." } }))
        } @else if actie == "bericht" && tekst.is_none() {
            (bericht(Toon::Fout, &html! { p { "Schrijf eerst een bericht. Er is niets veranderd." } }))
        } @else {
            @if gelukt > 0 { (bericht(Toon::Goed, &html! { p { (aantal(gelukt, "zaak is", "zaken zijn")) " bijgewerkt." } })) }
            @if !niet.is_empty() {
                (bericht(Toon::Fout, &html! {
                    p { "Bij " (aantal(i64::try_from(niet.len()).unwrap_or_default(), "zaak", "zaken")) " lukte het niet:" }
                    ul { @for probleem in &niet { li { (zin(&probleem.detail)) } } }
                }))
            }
        }
    };
    pagina(&wie, Vraag::default(), melding).await
}
