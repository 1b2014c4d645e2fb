//! Acting on an initiative: the form of an action, and what became of it. Nothing that was typed is lost: not by a mistake,
//! not when somebody else was first.

use super::acties::{Actie, Overgang, actie, mag};
use super::tijdlijn::{Stap, een, stappen};
use super::toestand::{Openstaand, openstaand};
use super::woorden::opdrachtactie;
use crate::api::Probleem;
use crate::formulier::{Formulier, MEER_NODIG, SLEUTEL, VERSIE, Velden, nieuwe_sleutel};
use crate::fout::Fout;
use crate::keuzes::Lijsten;
use crate::onderdelen::{euro, in_adres, leesbaar, moment};
use crate::opmaak::Kop;
use crate::vorm::{Context, Fouten, MEER, Vorm, samenvatting};
use crate::wie::{Ontvangst, Wie};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, get, post, web};
use maud::{Markup, html};
use serde::Deserialize;
use wijkspoor_domain::Rol;
use wijkspoor_domain::feit::{Verband, soorten};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon).service(doe);
}

/// Which action, on what.
#[derive(Debug, Clone, Default, Deserialize)]
struct Doel {
    /// The variant: a transition, an action on an order, a kind of fact.
    welke: Option<String>,
    /// The order or decision.
    object: Option<String>,
}

/// What a form needs to know of the initiative.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Initiatief {
    titel: String,
    #[serde(default)]
    versie: Option<i64>,
    #[serde(default)]
    gebied: Option<String>,
    #[serde(default)]
    status_naam: Option<String>,
    mogelijke_overgangen: Vec<Overgang>,
}

/// An action in hand.
struct Handeling<'a> {
    wie: &'a Wie,
    id: String,
    actie: &'static Actie,
    doel: Doel,
    initiatief: Initiatief,
}

/// Where somebody sees an initiative: whoever submitted it sees its public side.
fn dossier(wie: &Wie, id: &str) -> String {
    match wie.is(&[Rol::Initiatiefnemer]) {
        true => format!("/mijn-initiatieven/{id}"),
        false => format!("/initiatieven/{id}"),
    }
}

impl<'a> Handeling<'a> {
    async fn lees(wie: &'a Wie, id: &str, code: &str, doel: Doel) -> Result<Self, Fout> {
        let actie = actie(code).ok_or_else(|| Probleem::niet_gevonden("Deze handeling bestaat niet."))?;
        let id = in_adres(id);
        let kant = if wie.is(&[Rol::Initiatiefnemer]) { "/publieke-kant" } else { "" };
        let initiatief = wie.lees(&format!("/v1/initiatieven/{id}{kant}")).await?;
        Ok(Self { wie, id, actie, doel, initiatief })
    }

    fn overgang(&self) -> Option<&Overgang> {
        let welke = self.doel.welke.as_deref()?;
        self.initiatief
            .mogelijke_overgangen
            .iter()
            .find(|o| self.actie.code == "overgang" && o.overgang == welke)
    }

    fn titel(&self) -> String {
        match (self.overgang(), self.doel.welke.as_deref(), self.actie.code) {
            (Some(overgang), _, _) => overgang.naam.clone(),
            (None, Some(welke), "opdracht") => format!("Opdracht: {}", opdrachtactie(welke).to_lowercase()),
            (None, Some(NAVRAAG), "feit") if self.wie.is(&[Rol::Initiatiefnemer]) => {
                "Een vraag stellen".to_owned()
            }
            (None, Some(welke), "feit") => super::woorden::wat(welke),
            _ => self.actie.titel.to_owned(),
        }
    }

    fn vorm(&self) -> Result<Vorm, Fout> {
        let vast: Vec<_> = self.actie.variant.zip(self.doel.welke.as_deref()).into_iter().collect();
        let vorm = Vorm::van(&self.wie.kader().api.app().document, self.actie.schema, &vast);
        let vorm = vorm.ok_or_else(|| Probleem::niet_gevonden("Deze handeling bestaat niet."))?;
        Ok(match self.overgang() {
            Some(overgang) => {
                let nodig =
                    overgang.vereist.iter().map(|v| if v == "opdracht" { "opdrachten" } else { v.as_str() });
                vorm.alleen(&overgang.mee_te_geven).met_verplicht(&nodig.collect::<Vec<_>>())
            }
            // Who asks here asks now, and through this page.
            None if self.doel.welke.as_deref() == Some(NAVRAAG) && self.wie.is(&[Rol::Initiatiefnemer]) => {
                vorm.alleen(&["vraag"]).met_vast("kanaal", "portaal")
            }
            // An answer says to what.
            None if self.doel.welke.as_deref().is_some_and(is_antwoord) => vorm.met_verplicht(&["betreft"]),
            None => vorm,
        })
    }

    /// The path of the API.
    fn pad(&self) -> String {
        let bij = in_adres(self.doel.object.as_deref().unwrap_or_default());
        format!("/v1/initiatieven/{}/{}", self.id, self.actie.pad.replace("{}", &bij))
    }

    fn hier(&self) -> String {
        let vraag = crate::onderdelen::query([
            ("welke", self.doel.welke.as_deref()),
            ("object", self.doel.object.as_deref()),
        ]);
        format!("/initiatieven/{}/doen/{}{vraag}", self.id, self.actie.code)
    }

    /// What fields may refer to: budgets of this gebied, and what waits for an answer that this would be.
    async fn verwijzingen(&self, vorm: &Vorm) -> Result<Vec<(&'static str, Vec<(String, String)>)>, Fout> {
        let vraagt = |naam: &str| vorm.velden.iter().any(|veld| veld.naam == naam);
        let mut verwijzingen = Vec::new();
        if vraagt("budgetId") {
            let gebied = crate::onderdelen::query([
                ("gebied", self.initiatief.gebied.as_deref()),
                ("limiet", Some("200")),
            ]);
            let budgetten: Budgetten = self.wie.lees(&format!("/v1/budgetten{gebied}")).await?;
            verwijzingen.push(("budgetId", budgetten.budgetten.into_iter().map(Budget::keuze).collect()));
        }
        if vraagt("betreft") && mag(self.wie, "leesOpenstaand") {
            let open = openstaand(self.wie, &self.id).await?;
            let welke = self.doel.welke.as_deref().unwrap_or_default();
            let past =
                |open: &&Openstaand| super::delen::antwoorden(&open.soort).any(|soort| soort.code == welke);
            verwijzingen.push(("betreft", open.iter().filter(past).map(vraag_als_keuze).collect()));
        }
        Ok(verwijzingen)
    }

    async fn pagina(
        &self,
        velden: &Velden,
        melding: Option<(&Probleem, Markup)>,
    ) -> Result<HttpResponse, Fout> {
        let vorm = self.vorm()?;
        let (lijsten, verwijzingen) = tokio::join!(Lijsten::lees(self.wie), self.verwijzingen(&vorm));
        let (lijsten, verwijzingen) = (lijsten?, verwijzingen?);
        let fouten = melding.as_ref().map(|(probleem, _)| Fouten::van(probleem)).unwrap_or_default();
        let context = Context { velden, fouten: &fouten, lijsten: &lijsten, verwijzingen: &verwijzingen };
        let (titel, terug) = (self.titel(), dossier(self.wie, &self.id));
        let status = melding.as_ref().map_or(200, |(probleem, _)| probleem.status);
        // After a database that did not answer the same key must come again: perhaps it did happen.
        let sleutel = velden.get(SLEUTEL).filter(|_| [200, 503].contains(&status)).map(str::to_owned);
        let versie = self.initiatief.versie.map(|versie| versie.to_string());
        let inhoud = html! {
            @if let Some(overgang) = self.overgang() { p.inleiding { "Daarna is de status: " strong { (overgang.naar_naam) } "." } }
            @if let Some((_, melding)) = &melding { (melding) }
            form.handeling method="post" action=(self.hier()) {
                (self.wie.bewijs())
                input type="hidden" name=(SLEUTEL) value=(sleutel.unwrap_or_else(nieuwe_sleutel));
                @if let Some(versie) = &versie { input type="hidden" name=(VERSIE) value=(versie); }
                (vorm.toon(&context))
                div.knoppen {
                    button type="submit" { (titel) }
                    a href=(terug) { "Terug zonder iets vast te leggen" }
                }
            }
        };
        let kruimels = [(terug.as_str(), self.initiatief.titel.as_str())];
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        Ok(self.wie.pagina_met(&Kop { titel: &titel, kruimels: &kruimels, status, ..Kop::default() }, inhoud))
    }

    /// Whether it is a step that the initiative is past.
    fn kan_niet_meer(&self) -> bool {
        self.actie.code == "overgang" && self.overgang().is_none()
    }

    /// The step cannot be made any more: where it stands, and what was typed.
    fn te_laat(&self, velden: &Velden) -> HttpResponse {
        let terug = dossier(self.wie, &self.id);
        let status = self.initiatief.status_naam.as_deref();
        let inhoud = html! {
            p.inleiding {
                @if let Some(status) = status { "De status is nu " strong { (status) } ". " }
                "Misschien deed een ander deze stap al, of veranderde het dossier."
            }
            @if velden.is_ingevuld() {
                p { "Er is niets vastgelegd. Dit had u ingevuld:" }
                (velden.overzicht())
            }
            p { a.knop href=(terug) { "Bekijk het dossier" } }
        };
        let kruimels = [(terug.as_str(), self.initiatief.titel.as_str())];
        let kop = Kop {
            titel: "Deze stap kan nu niet",
            kruimels: &kruimels,
            status: StatusCode::CONFLICT,
            ..Kop::default()
        };
        self.wie.pagina_met(&kop, inhoud)
    }

    /// What others did since the version that was seen.
    async fn intussen(&self, gezien: i64) -> Result<Vec<Stap>, Fout> {
        let (stappen, _) = stappen(self.wie, &self.id).await?;
        let mut nieuw: Vec<_> = stappen.into_iter().filter(|stap| stap.volgnummer > gezien).collect();
        nieuw.sort_by_key(|stap| stap.volgnummer);
        Ok(nieuw)
    }
}

/// A question of whoever submitted it.
const NAVRAAG: &str = "navraag_ontvangen";

/// Whether a kind of fact only makes sense about something that was asked.
fn is_antwoord(soort: &str) -> bool {
    let verband = soorten::zoek(soort).map(|soort| soort.verband);
    matches!(verband, Some(Verband::Sluit(_) | Verband::Vervolgt(_)))
}

#[derive(Deserialize)]
struct Budgetten {
    budgetten: Vec<Budget>,
}

#[derive(Deserialize)]
struct Budget {
    id: String,
    gebied: String,
    jaar: i64,
    vrij: i64,
}

impl Budget {
    fn keuze(self) -> (String, String) {
        (self.id, format!("{} {}, vrij {}", self.gebied, self.jaar, euro(self.vrij)))
    }
}

fn vraag_als_keuze(open: &Openstaand) -> (String, String) {
    let bij = open.bij.as_deref().map(|bij| format!(" ({bij})")).unwrap_or_default();
    (open.id.clone(), format!("{}{bij}, {}", super::woorden::wat(&open.soort), open.sinds.tekst()))
}

#[get("/initiatieven/{id}/doen/{actie}")]
async fn toon(
    wie: Wie,
    pad: web::Path<(String, String)>,
    doel: web::Query<Doel>,
    vooraf: web::Query<Vec<(String, String)>>,
) -> Result<HttpResponse, Fout> {
    let (id, code) = pad.into_inner();
    let handeling = Handeling::lees(&wie, &id, &code, doel.into_inner()).await?;
    if handeling.actie.code == "feit" && handeling.doel.welke.is_none() {
        return soorten(&handeling).await;
    }
    if handeling.kan_niet_meer() {
        return Ok(handeling.te_laat(&Velden::default()));
    }
    handeling.pagina(&Velden(vooraf.into_inner()), None).await
}

#[derive(Deserialize)]
struct Feitsoorten {
    soorten: Vec<Feitsoort>,
}

#[derive(Deserialize)]
struct Feitsoort {
    soort: String,
    reeks: String,
    uitleg: String,
    rollen: Vec<String>,
}

/// The kinds of fact from which one chooses.
async fn soorten(handeling: &Handeling<'_>) -> Result<HttpResponse, Fout> {
    let Feitsoorten { soorten } = handeling.wie.lees("/v1/feitsoorten").await?;
    let rol = handeling.wie.actor.rol.code();
    let mijne = soorten.iter().filter(|s| s.reeks == "initiatief" && s.rollen.iter().any(|r| r == rol));
    let inhoud = html! {
        p.inleiding { "Wat wilt u vastleggen?" }
        ul.verwijzingen.ruim {
            @for soort in mijne {
                li { a href={ "/initiatieven/" (handeling.id) "/doen/feit?welke=" (soort.soort) } { (leesbaar(&soort.soort)) } " " span.bij { (soort.uitleg) } }
            }
        }
    };
    let terug = dossier(handeling.wie, &handeling.id);
    let kruimels = [(terug.as_str(), handeling.initiatief.titel.as_str())];
    Ok(handeling
        .wie
        .pagina_met(&Kop { titel: handeling.actie.titel, kruimels: &kruimels, ..Kop::default() }, inhoud))
}

#[post("/initiatieven/{id}/doen/{actie}")]
async fn doe(
    formulier: Formulier,
    pad: web::Path<(String, String)>,
    doel: web::Query<Doel>,
) -> Result<HttpResponse, Fout> {
    let Formulier { wie, velden } = formulier;
    let (id, code) = pad.into_inner();
    let handeling = Handeling::lees(&wie, &id, &code, doel.into_inner()).await?;
    if velden.get(MEER).is_some() {
        return handeling.pagina(&velden, None).await;
    }
    let versie = velden.get(VERSIE).and_then(|versie| versie.parse().ok());
    let sleutel = velden.get(SLEUTEL).map_or_else(nieuwe_sleutel, str::to_owned);
    let verzoek = handeling.vorm()?.verzoek(&velden);
    match wie.schrijf::<Ontvangst>(&handeling.pad(), &verzoek, &sleutel, versie).await {
        Ok(_) => {
            let naar = format!("{}?klaar={}", dossier(&wie, &handeling.id), handeling.actie.code);
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, naar)).finish())
        }
        Err(probleem) if handeling.kan_niet_meer() && [409, 412].contains(&probleem.status) => {
            Ok(handeling.te_laat(&velden))
        }
        Err(probleem) if probleem.status == 412 => {
            let stappen = handeling.intussen(versie.unwrap_or_default()).await?;
            handeling.pagina(&velden, Some((&probleem, conflict(&stappen)))).await
        }
        Err(probleem) if MEER_NODIG.contains(&probleem.status) => {
            let melding = samenvatting(&probleem, &Fouten::van(&probleem));
            handeling.pagina(&velden, Some((&probleem, melding))).await
        }
        Err(probleem) => Err(probleem.into()),
    }
}

/// Somebody was first: what they did, and that one may still go on.
fn conflict(stappen: &[Stap]) -> Markup {
    html! {
        div.bericht.bericht-let role="alert" tabindex="-1" data-fouten {
            h2 { "Iemand was u voor" }
            p { "Terwijl u dit invulde, veranderde het dossier. Er is nog niets vastgelegd van wat u invulde. Dit gebeurde intussen:" }
            ol.tijdlijn { @for stap in stappen { li { (een(stap)) } } }
            @if let Some(laatste) = stappen.last() { p.zacht { "Het laatste is van " (moment(&laatste.plaatsgevonden)) "." } }
            p { "Klopt wat u invulde nog? Verstuur het dan opnieuw. Anders past u het aan, of gaat u terug naar het dossier." }
        }
    }
}
