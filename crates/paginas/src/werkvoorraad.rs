//! The work list: what lies with a party, what waits longest first.

use crate::fout::Fout;
use crate::onderdelen::{Moment, aantal, bladeren, leeg, moment, partij, query};
use crate::opmaak::Kop;
use crate::wie::Wie;
use actix_web::{HttpResponse, get, web};
use maud::html;
use serde::Deserialize;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon);
}

#[derive(Deserialize)]
struct Vraag {
    partij: Option<String>,
    naam: Option<String>,
    gebied: Option<String>,
    cursor: Option<String>,
}

#[derive(Deserialize)]
struct Werkvoorraad {
    werk: Vec<Werk>,
    volgende: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Werk {
    initiatief_id: String,
    titel: String,
    gebied: String,
    partij: String,
    naam: Option<String>,
    sinds: Moment,
    dagen: Option<i64>,
}

#[get("/werkvoorraad")]
async fn toon(wie: Wie, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let deel = |cursor| {
        query([
            ("partij", vraag.partij.as_deref()),
            ("naam", vraag.naam.as_deref()),
            ("gebied", vraag.gebied.as_deref()),
            ("cursor", cursor),
        ])
    };
    let lijst: Werkvoorraad = wie.lees(&format!("/v1/werkvoorraad{}", deel(vraag.cursor.as_deref()))).await?;
    let volgende = lijst.volgende.as_deref().map(|cursor| format!("/werkvoorraad{}", deel(Some(cursor))));
    let inhoud = html! {
        @if lijst.werk.is_empty() { (leeg("Hier ligt nu niets. Alles is afgehandeld of ligt bij een ander.")) }
        @else {
            table.stapel {
                caption { "Wat er ligt; wat het langst wacht staat bovenaan" }
                thead { tr { th scope="col" { "Initiatief" } th scope="col" { "Bij" } th scope="col" { "Sinds" } th scope="col" { "Wacht" } } }
                tbody {
                    @for werk in &lijst.werk {
                        tr {
                            th scope="row" { a href={ "/initiatieven/" (werk.initiatief_id) } { (werk.titel) } " " span.bij { (werk.gebied) } }
                            td data-kop="Bij" { (partij(&werk.partij, werk.naam.as_deref())) }
                            td data-kop="Sinds" { (moment(&werk.sinds)) }
                            td.getal data-kop="Wacht" { @if let Some(dagen) = werk.dagen { (aantal(dagen, "dag", "dagen")) } @else { "onbekend" } }
                        }
                    }
                }
            }
        }
        (bladeren(volgende.as_deref()))
    };
    Ok(wie.pagina_met(&Kop { titel: "Werkvoorraad", breed: true, ..Kop::default() }, inhoud))
}
