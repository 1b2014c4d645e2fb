//! A file of initiatives, as CSV or XLSX.
//!
//! What is refused gives no step at all. What is taken can be folded and written and read back, and importing the same file again
//! does nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};
use uuid::Uuid;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::{Initiatief, Opzet};
use wijkspoor_invoer::{Eerder, Ingevoerd, Invoer, Oordeel, Tabel, Uitkomst, groepeer};

static OPZET: LazyLock<Arc<Opzet>> = LazyLock::new(|| Arc::new(Opzet::standaard().expect("the default")));

fuzz_target!(|bytes: &[u8]| {
    let Ok(tabel) = Tabel::lees(bytes, None) else { return };
    let Ok(bestand) = groepeer(tabel) else { return };
    let nu = jiff::Timestamp::from_second(1_800_000_000).expect("a time");
    let (invoer, groepen, _) = Invoer::nieuw("fuzz", bestand, OPZET.clone(), nu, id);
    for groep in &groepen {
        let oordeel = invoer.beoordeel(groep, &Eerder::Niets);
        match oordeel.uitkomst {
            Uitkomst::Geweigerd => {
                assert!(oordeel.stappen.is_empty(), "half of a refused initiative");
                assert!(!oordeel.meldingen.is_empty(), "refused without a word");
            }
            Uitkomst::Nieuw => {
                let nogmaals = invoer.beoordeel(groep, &Eerder::Ingevoerd(Box::new(vastgelegd(&oordeel))));
                assert_eq!(nogmaals.uitkomst, Uitkomst::Ongewijzigd, "{:?}", nogmaals.meldingen);
                assert!(nogmaals.stappen.is_empty());
            }
            anders => panic!("{anders:?} without anything before"),
        }
    }
});

/// As the import would find it the next time.
fn vastgelegd(oordeel: &Oordeel) -> Ingevoerd {
    let (mut initiatief, mut versie, mut rijen) =
        (Initiatief::default(), 0, std::collections::BTreeMap::new());
    for stap in &oordeel.stappen {
        for gebeurtenis in &stap.gebeurtenissen {
            let inhoud = gebeurtenis.inhoud().expect("what is decided can be written");
            let terug =
                Gebeurtenis::van_inhoud(gebeurtenis.soort(), inhoud).expect("what is written can be read");
            assert_eq!(&terug, gebeurtenis);
            initiatief.pas_toe(&terug);
            versie += 1;
        }
        let herkomst = stap.metadata.herkomst.as_ref().expect("an origin");
        let rij = herkomst.rij.as_ref().and_then(|rij| rij.tekst()).map(str::to_owned);
        rijen.insert(herkomst.volgnr.expect("a number"), rij);
    }
    Ingevoerd { initiatief, versie, rijen }
}

/// The same id for the same parts.
fn id(delen: &[&str]) -> Uuid {
    let mut a: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in delen.iter().flat_map(|deel| deel.bytes().chain([0])) {
        a = (a ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    Uuid::from_u128(a)
}
