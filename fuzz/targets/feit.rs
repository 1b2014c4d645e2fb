//! Facts and events as JSON: what is asked, and what stands in the log.
//!
//! What is read and written again is the same; a fact that the kind does not know is refused.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value as Json;
use wijkspoor_domain::feit::{Feit, soorten};
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::upcast::StoredEvent;

fuzz_target!(|bytes: &[u8]| {
    let Some((soort, tekst)) = bytes.split_first() else { return };
    let Ok(json) = serde_json::from_slice::<Json>(tekst) else { return };
    let alle: Vec<&str> = Gebeurtenis::soorten().map(|(soort, _)| soort).collect();
    let code = alle[usize::from(*soort) % alle.len()];
    if let Ok(gebeurtenis) = Gebeurtenis::van_inhoud(code, json.clone()) {
        let inhoud = gebeurtenis.inhoud().expect("what is read can be written");
        assert_eq!(Gebeurtenis::van_inhoud(code, inhoud).expect("what is written can be read"), gebeurtenis);
    }
    let alle: Vec<_> = soorten::alle().collect();
    let soort = alle[usize::from(*soort) % alle.len()];
    if let Json::Object(velden) = json
        && let Ok(feit) = Feit::lees(soort, velden.clone())
    {
        for naam in velden.keys() {
            assert!(naam == "id" || naam == "betreft" || soort.veld(naam).is_some(), "{naam} is taken");
        }
        let Json::Object(inhoud) = feit.inhoud() else { panic!("a fact is an object") };
        assert_eq!(Feit::lees(soort, inhoud).expect("what is written can be read"), feit);
    }
});
