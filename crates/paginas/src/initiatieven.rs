//! All initiatives: searching them, and seeing of each where it is and who has the ball.

use crate::fout::Fout;
use crate::keuzes::{Lijsten, kies};
use crate::onderdelen::{Moment, Toon, bladeren, merkje, moment, nog_leeg, partij, query};
use crate::opmaak::Kop;
use crate::vorm::woorden::code;
use crate::wie::Wie;
use actix_web::{HttpResponse, get, web};
use maud::{Markup, html};
use serde::Deserialize;
use wijkspoor_domain::Rol;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon);
}

/// The filters, as they stand in the address.
#[derive(Deserialize)]
struct Vraag {
    zoek: Option<String>,
    status: Option<String>,
    gebied: Option<String>,
    thema: Option<String>,
    gestagneerd: Option<String>,
    sorteer: Option<String>,
    cursor: Option<String>,
}

#[derive(Deserialize)]
struct Initiatieven {
    initiatieven: Vec<Initiatief>,
    volgende: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Initiatief {
    id: String,
    titel: String,
    gebied: String,
    thema: String,
    status_naam: String,
    status_sinds: Moment,
    aan_zet: Vec<AanZet>,
    stagnatie: Option<String>,
    laatste_activiteit: Moment,
}

#[derive(Deserialize)]
struct AanZet {
    partij: String,
    naam: Option<String>,
    sinds: Moment,
}

impl Vraag {
    fn pad(&self, begin: &str, cursor: Option<&str>) -> String {
        let vraag = query([
            ("zoek", self.zoek.as_deref()),
            ("status", self.status.as_deref()),
            ("gebied", self.gebied.as_deref()),
            ("thema", self.thema.as_deref()),
            ("gestagneerd", self.gestagneerd.as_deref()),
            ("sorteer", self.sorteer.as_deref()),
            ("cursor", cursor),
        ]);
        format!("{begin}{vraag}")
    }
}

#[get("/initiatieven")]
async fn toon(wie: Wie, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let pad = vraag.pad("/v1/initiatieven", vraag.cursor.as_deref());
    let (lijst, lijsten) = tokio::join!(wie.lees::<Initiatieven>(&pad), Lijsten::lees(&wie));
    let (lijst, lijsten) = (lijst?, lijsten?);
    let volgende = lijst.volgende.as_deref().map(|cursor| vraag.pad("/initiatieven", Some(cursor)));
    let inhoud = html! {
        (filter(&wie, &vraag, &lijsten))
        @if lijst.initiatieven.is_empty() {
            (niets(&wie, &vraag))
        } @else { (tabel(&lijst.initiatieven)) }
        (bladeren(volgende.as_deref()))
    };
    Ok(wie.pagina_met(&Kop { titel: "Initiatieven", breed: true, ..Kop::default() }, inhoud))
}

fn niets(wie: &Wie, vraag: &Vraag) -> Markup {
    const PAD: &str = "/initiatieven";
    if vraag.pad(PAD, vraag.cursor.as_deref()) != PAD {
        let tekst = "Probeer minder woorden of andere filters.";
        return nog_leeg("Er is niets gevonden.", tekst, &[(PAD, "Alle initiatieven")]);
    }
    let tekst = match wie.actor.rol {
        Rol::Afdeling => {
            "Zodra een team leefomgeving uw afdeling iets vraagt of opdraagt, staat het initiatief hier."
        }
        _ => "Zodra er een is ingediend, ziet u hier waar het is en wie aan zet is.",
    };
    let verder: &[(&str, &str)] = match wie.actor.rol {
        Rol::Tlo => &[("/indienen", "Een initiatief indienen")],
        _ => &[],
    };
    nog_leeg("Er zijn nog geen initiatieven.", tekst, verder)
}

fn filter(wie: &Wie, vraag: &Vraag, lijsten: &Lijsten) -> Markup {
    let statussen = wie.statussen();
    html! {
        form.filter method="get" action="/initiatieven" role="search" aria-label="Initiatieven" {
            div.veld.veld-ruim {
                label for="zoek" { "Zoek" }
                input #zoek type="search" name="zoek" value=(vraag.zoek.as_deref().unwrap_or_default());
            }
            div.veld {
                label for="status" { "Status" }
                select #status name="status" {
                    option value="" { "Alle" }
                    @for (code, naam) in &statussen { option value=(code) selected[vraag.status.as_ref() == Some(code)] { (naam) } }
                }
            }
            @if wie.actor.gebied.is_none() {
                (kies("gebied", "Gebied", Some("Alle"), &lijsten.gebieden, vraag.gebied.as_deref()))
            }
            (kies("thema", "Thema", Some("Alle"), &lijsten.themas, vraag.thema.as_deref()))
            div.veld {
                label for="sorteer" { "Volgorde" }
                select #sorteer name="sorteer" {
                    @for (code, naam) in [("-gewijzigd", "laatst veranderd"), ("-ingediend", "nieuwste eerst"), ("ingediend", "oudste eerst"), ("titel", "titel")] {
                        option value=(code) selected[vraag.sorteer.as_deref() == Some(code)] { (naam) }
                    }
                }
            }
            div.keuze {
                input #gestagneerd type="checkbox" name="gestagneerd" value="true" checked[vraag.gestagneerd.is_some()];
                label for="gestagneerd" { "Ligt stil" }
            }
            button.knop-stil type="submit" { "Toon" }
        }
    }
}

fn tabel(initiatieven: &[Initiatief]) -> Markup {
    html! {
        table.stapel {
            caption { "Waar elk initiatief is, en wie aan zet is" }
            thead { tr { th scope="col" { "Initiatief" } th scope="col" { "Status" } th scope="col" { "Aan zet" } th scope="col" { "Laatste activiteit" } } }
            tbody {
                @for i in initiatieven {
                    tr {
                        th scope="row" { a href={ "/initiatieven/" (i.id) } { (i.titel) } " " span.bij { (i.gebied) " · " (i.thema) } }
                        td data-kop="Status" {
                            (i.status_naam) " " span.bij { "sinds " (moment(&i.status_sinds)) }
                            @if let Some(oorzaak) = &i.stagnatie { " " (merkje(Toon::Let, &format!("ligt stil: {}", code(oorzaak).to_lowercase()))) }
                        }
                        td data-kop="Aan zet" {
                            @if i.aan_zet.is_empty() { span.zacht { "niemand" } }
                            @for beurt in &i.aan_zet { (partij(&beurt.partij, beurt.naam.as_deref())) " " span.bij { "sinds " (moment(&beurt.sinds)) } }
                        }
                        td data-kop="Laatste activiteit" { (moment(&i.laatste_activiteit)) }
                    }
                }
            }
        }
    }
}
