//! An erasure is told to whoever may see what was erased, on both databases.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests, too")]

mod samen;

use samen::{als, buurttuin, journals, metadata, naam, nu, postgres};
use uuid::Uuid;
use wijkspoor_berichten::{Envelop, Keuze, Lezer};
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::wissing::{Wisaanleiding, Wisgrond};
use wijkspoor_domain::{Actor, Moment, Rol, Wisbesluit};
use wijkspoor_store::Target;

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_told_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    an_erasure_is_told(&Target::Sqlite(folder.path().join("t.db"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_told_on_postgres() {
    an_erasure_is_told(&postgres().await).await;
}

async fn an_erasure_is_told(target: &Target) {
    let journals = journals(target).await;
    let (id, metadata) = (Uuid::from_u128(2), metadata(Rol::Tlo));
    let context = Context { actor: als(Rol::Tlo), nu: nu(), plaatsgevonden: Moment::tijdstip(nu()) };
    let commando = Commando { context, handeling: Handeling::DienIn(buurttuin()) };
    journals.initiatieven.execute(id, None, commando, metadata.clone(), None).await.unwrap();
    journals.initiatieven.erase(id, Some(&besluit()), &metadata).await.unwrap();

    let store = journals.initiatieven.store();
    let envelop = Envelop::nieuw(None, "Arnhem", None);
    for (gebied, gezien) in [(None, 2), (Some("Malburgen"), 2), (Some("Centrum"), 0)] {
        let lezer =
            Lezer { actor: Actor { gebied: gebied.map(naam), ..als(Rol::Tlo) }, keuze: Keuze::default() };
        let bladzijde = envelop.bladzijde(store, &lezer, 0, 10).await.unwrap();
        assert_eq!((bladzijde.berichten.len(), bladzijde.tot, bladzijde.meer), (gezien, 2, false));
        if let Some(laatste) = bladzijde.berichten.last() {
            let gewist = &laatste.gebeurtenis;
            assert_eq!(gewist.r#type, "nl.wijkspoor.persoonsgegevens-gewist.v2");
            assert_eq!((gewist.subject, gewist.data.gebied.as_deref()), (id, Some("Malburgen")));
            assert_eq!(gewist.dataref, format!("/v1/initiatieven/{id}"));
        }
    }
}

/// A decision to erase.
fn besluit() -> Wisbesluit {
    Wisbesluit {
        aanleiding: Wisaanleiding::EigenBeweging,
        verzoek_op: None,
        grond: Wisgrond::Vergissing,
        kenmerk: None,
        mandaat: naam("Privacy officer"),
        motivering: "Proef".to_owned(),
    }
}
