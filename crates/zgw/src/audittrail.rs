//! The log of an initiative as the audit trail of its zaak: an entry for every event, pure. An entry says what ZGW has a place
//! for; what was said or decided beside it stands in the timeline.

use crate::afbeelding::{Adressen, Maker, milliseconden};
use crate::catalogus::Catalogus;
use crate::verloop::Verloop;
use crate::vormen::{AuditTrail, Wijzigingen, json};
use serde_json::Value as Json;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::{Opzet, Recorded};
use wijkspoor_store::stable_id;

/// What an event did, as ZGW sees it.
struct Gedaan {
    resource: &'static str,
    nieuw: bool,
    url: String,
    weergave: String,
    wijzigingen: Wijzigingen,
}

/// The audit trail of an initiative, in the order in which it was recorded; nothing when there are no events.
pub fn audittrail(
    events: &[Recorded<Gebeurtenis>],
    catalogus: &Catalogus,
    opzet: &Opzet,
    adressen: &Adressen,
) -> Option<Vec<AuditTrail>> {
    let verloop = Verloop::van(events, opzet)?;
    let zaak = adressen.zaak(verloop.id);
    let begin = Verloop::van(events.get(..1)?, opzet)?;
    let begin = crate::beeld(&begin, catalogus, &opzet.inrichting.kalender, adressen).zaak;
    let maker = Maker { v: &verloop, c: catalogus, a: adressen };
    let regel = |event: &Recorded<Gebeurtenis>| {
        let gedaan = if event.sequence == 1 {
            let wijzigingen = Wijzigingen { oud: None, nieuw: Some(json(&begin)) };
            let weergave = format!("Zaak {}", verloop.id);
            Gedaan { resource: "zaak", nieuw: true, url: zaak.clone(), weergave, wijzigingen }
        } else {
            maker.gedaan(event).unwrap_or_else(|| Gedaan {
                resource: "zaak",
                nieuw: false,
                url: zaak.clone(),
                weergave: format!("Zaak {}", verloop.id),
                wijzigingen: Wijzigingen::default(),
            })
        };
        AuditTrail {
            uuid: stable_id(&["zgw", "audittrail", &event.stream.to_string(), &event.sequence.to_string()]),
            bron: "zrc",
            applicatie_id: "wijkspoor",
            applicatie_weergave: "Wijkspoor",
            gebruikers_id: event.metadata.actor.id.chars().take(255).collect(),
            gebruikers_weergave: event.metadata.actor.rol.code().to_owned(),
            actie: if gedaan.nieuw { "create" } else { "partial_update" },
            actie_weergave: event.event.soort().to_owned(),
            resultaat: if gedaan.nieuw { 201 } else { 200 },
            hoofd_object: zaak.clone(),
            resource: gedaan.resource,
            resource_url: gedaan.url,
            resource_weergave: gedaan.weergave,
            aanmaakdatum: milliseconden(event.recorded_at),
            wijzigingen: gedaan.wijzigingen,
        }
    };
    Some(events.iter().map(regel).collect())
}

impl Maker<'_> {
    /// What an event did beside changing the zaak itself.
    fn gedaan(&self, event: &Recorded<Gebeurtenis>) -> Option<Gedaan> {
        let nummer = event.sequence;
        if let Some(gezet) = self.v.statussen.iter().find(|gezet| gezet.volgnummer == nummer) {
            let status = self.status(gezet, Some(nummer))?;
            let weergave = format!("Status {}", gezet.status.code);
            return Some(nieuw("status", status.url.clone(), weergave, json(&status)));
        }
        if let Some(deelname) = self.v.betrokkenen.iter().find(|deelname| deelname.volgnummer == nummer) {
            let rol = self.rol(deelname)?;
            return Some(nieuw("rol", rol.url.clone(), format!("Rol {}", deelname.soort.code()), json(&rol)));
        }
        let (id, genomen) = match &event.event {
            Gebeurtenis::BesluitGenomen(b) => (b.besluit, true),
            Gebeurtenis::BesluitTeruggedraaid(b) => (b.besluit, false),
            _ => return None,
        };
        let besluit = self.v.besluiten.iter().find(|besluit| besluit.id == id)?;
        let vorm = |teruggedraaid| {
            let besluit = crate::verloop::Genomen { teruggedraaid, ..besluit.clone() };
            self.besluit(&besluit)
        };
        let (toen, weergave) = (vorm(None)?, format!("Besluit {}", besluit.soort.code()));
        let url = toen.url.clone();
        Some(match genomen {
            true => nieuw("besluit", url, weergave, json(&toen)),
            false => {
                let nu = vorm(besluit.teruggedraaid)?;
                let wijzigingen = Wijzigingen { oud: Some(json(&toen)), nieuw: Some(json(&nu)) };
                Gedaan { resource: "besluit", nieuw: false, url, weergave, wijzigingen }
            }
        })
    }
}

fn nieuw(resource: &'static str, url: String, weergave: String, json: Json) -> Gedaan {
    Gedaan { resource, nieuw: true, url, weergave, wijzigingen: Wijzigingen { oud: None, nieuw: Some(json) } }
}
