//! A row that is a transition of the workflow: which, by whom, and with what.

use crate::handeling::{Fouten, als, besluit, opdrachten, staat};
use crate::keten::Keten;
use crate::kop::STAP;
use crate::lijkt::{code, kaal};
use crate::regel::Regel;
use wijkspoor_domain::initiatief::gebeurtenis::Besluitsoort;
use wijkspoor_domain::initiatief::handeling::NieuweOvergang;
use wijkspoor_domain::initiatief::{Handeling, Toestand};
use wijkspoor_domain::werkstroom::{Doel, Fase, Overgang, Overgangsoort, Werkstroom};
use wijkspoor_domain::{Actor, Rol};

/// The command of a row that is a transition, and who gives it.
///
/// # Errors
/// When the row names what cannot be done from here.
pub(crate) fn overgang(keten: &Keten, volgnr: u32, regel: &Regel) -> Result<(Actor, Handeling), Fouten> {
    let (toestand, werkstroom) = staat(keten, regel)?;
    let overgang = zoek(regel, toestand, werkstroom)?;
    // A department only when there is no other: it could not act without an order.
    let bestuurlijk =
        werkstroom.status(&toestand.status).is_some_and(|s| s.fase == Fase::EscalatieBestuurlijk);
    let rol = match bestuurlijk && overgang.rollen.contains(&Rol::Bestuur) {
        true => Rol::Bestuur,
        false => overgang.rollen.iter().copied().find(|r| *r != Rol::Afdeling).unwrap_or(Rol::Afdeling),
    };
    let met_besluit = ["mandaat", "besluitsoort", "grondslag", "hoedanigheid", "alternatieven"];
    let met_besluit = met_besluit.iter().any(|veld| regel.velden.contains_key(veld));
    let soort = match overgang.soort {
        Overgangsoort::BesluitOpEscalatie => Besluitsoort::Escalatie,
        Overgangsoort::WijsAf => Besluitsoort::Afwijzing,
        _ => Besluitsoort::Overig,
    };
    let opdrachten = opdrachten(keten, volgnr, regel);
    if opdrachten.is_empty() {
        let los = ["omschrijving", "uiterlijk"].into_iter().filter(|veld| regel.velden.contains_key(veld));
        let fouten: Fouten = los
            .map(|v| {
                regel.fout(
                    v,
                    format!("{v} hoort bij een opdracht, en er staat geen afdeling"),
                    "vul afdeling in, of maak de cel leeg",
                )
            })
            .collect();
        if !fouten.is_empty() {
            return Err(fouten);
        }
    } else if !regel.velden.contains_key("omschrijving") {
        return Err(vec![regel.fout(
            "omschrijving",
            "omschrijving ontbreekt",
            "Wat er van de afdeling wordt gevraagd.",
        )]);
    }
    let besluit = met_besluit.then(|| besluit(keten, volgnr, regel, soort)).transpose()?;
    // Of a decision it is the portfolio of that; of an escalation the one that must decide.
    let portefeuille = regel.naam("portefeuille").filter(|_| besluit.is_none());
    let nieuw = NieuweOvergang {
        overgang: overgang.code.clone(),
        motivering: regel.tekst("motivering"),
        vraag: regel.tekst("vraag"),
        hersteltermijn: regel.datum("hersteltermijn"),
        geschilpunt: regel.tekst("geschilpunt"),
        portefeuille,
        resultaat: regel.tekst("resultaat"),
        tot: regel.datum("tot"),
        besluit,
        opdrachten,
    };
    Ok((als(keten, regel, rol, None)?, Handeling::VoerOvergangUit(nieuw)))
}

/// The transition that a row names: by its code, or from here by its name or by where it leads.
fn zoek<'a>(
    regel: &Regel,
    toestand: &'a Toestand,
    werkstroom: &'a Werkstroom,
) -> Result<&'a Overgang, Fouten> {
    if let Some(overgang) = werkstroom.overgang(&code(&regel.stap_tekst)) {
        return Ok(overgang);
    }
    let gelijk = |naam: &str| kaal(naam) == kaal(&regel.stap_tekst);
    let naar = |overgang: &Overgang| {
        let doel = match &overgang.naar {
            Doel::Status(code) => Some(code),
            Doel::Herkomst => toestand.herkomst.get(&toestand.status),
        };
        doel.and_then(|code| werkstroom.status(code)).is_some_and(|s| gelijk(&s.code) || gelijk(&s.naam))
    };
    let vanaf_hier: Vec<&Overgang> = werkstroom.overgangen_van(&toestand.status).collect();
    let past: Vec<&Overgang> = vanaf_hier.iter().copied().filter(|o| gelijk(&o.naam) || naar(o)).collect();
    let codes =
        |overgangen: &[&Overgang]| overgangen.iter().map(|o| o.code.clone()).collect::<Vec<_>>().join(", ");
    let tekst = &regel.stap_tekst;
    match past.as_slice() {
        [een] => Ok(een),
        [] => {
            let wat = format!("{tekst:?} kan niet vanuit de status {:?}", toestand.status);
            Err(vec![regel.fout(STAP, wat, format!("van hier kan: {}", codes(&vanaf_hier)))])
        }
        meer => {
            let wat = format!("{tekst:?} kan op meer manieren vanuit de status {:?}", toestand.status);
            Err(vec![regel.fout(STAP, wat, format!("schrijf een van: {}", codes(meer)))])
        }
    }
}
