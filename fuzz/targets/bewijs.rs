//! Proofs of the log, as a file that somebody gives us.
//!
//! A proof that we made verifies. Of one that was changed only what it proved before can be proven: the same event, in the same log.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::json;
use std::sync::LazyLock;
use uuid::Uuid;
use wijkspoor_api::bewijs::{Bewijs, Consistentiebewijs, GESCHIEDENIS, Geschiedenisbewijs, Logregel};
use wijkspoor_store::bewijs::{Checkpoint, Hash, Keyring, Signer, consistency, inclusion, leaf, node};
use wijkspoor_store::{RawEvent, chain};

/// How many events the log has, and of how many dossiers, in turn.
const AANTAL: usize = 21;
const DOSSIERS: usize = 3;

struct Log {
    sleutels: Keyring,
    bladen: Vec<Hash>,
    ketens: Vec<Hash>,
    gebeurtenissen: Vec<RawEvent>,
}

static LOG: LazyLock<Log> = LazyLock::new(|| {
    let signer = Signer::new("log", &[7; 32]).expect("a key");
    let sleutels = Keyring::new(vec![signer], vec![]).expect("one name").expect("a key");
    let (mut vorige, mut log) =
        (chain::START, Log { sleutels, bladen: vec![], ketens: vec![], gebeurtenissen: vec![] });
    for n in 1..=AANTAL {
        let positie = i64::try_from(n).expect("small");
        let gebeurtenis = RawEvent {
            position: positie,
            stream: Uuid::from_u128((n % DOSSIERS) as u128),
            sequence: i64::try_from((n - 1) / DOSSIERS + 1).expect("small"),
            stream_type: "initiatief".to_owned(),
            event_type: "notitie_toegevoegd".to_owned(),
            schema_version: 1,
            payload: format!(r#"{{"tekst":"{n}"}}"#),
            metadata: "{}".to_owned(),
            occurred_at: jiff::Timestamp::from_second(positie).expect("a time"),
            precision: "tijdstip".to_owned(),
            recorded_at: jiff::Timestamp::from_second(positie).expect("a time"),
            hash: vec![],
        };
        log.ketens.push(vorige);
        vorige = chain::link(&vorige, &gebeurtenis);
        log.bladen.push(leaf(&vorige));
        log.gebeurtenissen.push(gebeurtenis);
    }
    log
});

/// The definition of RFC 9162, section 2.1.1.
fn wortel(bladen: &[Hash]) -> Hash {
    match bladen {
        [] => wijkspoor_store::bewijs::EMPTY,
        [een] => *een,
        meer => {
            let links = meer.len().next_power_of_two() / 2;
            node(&wortel(&meer[..links]), &wortel(&meer[links..]))
        }
    }
}

fn pad(delen: Vec<std::ops::Range<u64>>) -> Vec<Hash> {
    let plek = |n: u64| usize::try_from(n).expect("small");
    delen.into_iter().map(|deel| wortel(&LOG.bladen[plek(deel.start)..plek(deel.end)])).collect()
}

fn checkpoint(grootte: usize) -> String {
    let root = wortel(&LOG.bladen[..grootte]);
    let checkpoint = Checkpoint { origin: "log".to_owned(), size: grootte as u64, root };
    LOG.sleutels.sign(&checkpoint.to_string())
}

fuzz_target!(|invoer: (u8, u8, Vec<(u16, u8)>, &[u8])| {
    let (een, ander, veranderingen, los) = invoer;
    let bekend = LOG.sleutels.known();
    // Nobody else can sign.
    if let Ok(bewijs) = serde_json::from_slice::<Bewijs>(los) {
        assert!(bewijs.controleer(bekend).is_err());
    }
    if let Ok(bewijs) = serde_json::from_slice::<Consistentiebewijs>(los) {
        assert!(bewijs.controleer(&[0; 32], bekend).is_err());
    }

    let grootte = usize::from(een) % AANTAL + 1;
    let plaats = usize::from(ander) % grootte;
    let bewijs = Bewijs::nieuw(
        LOG.gebeurtenissen[plaats].clone(),
        &LOG.ketens[plaats],
        &pad(inclusion(plaats as u64, grootte as u64)),
        checkpoint(grootte),
        bekend,
    );
    assert_eq!(bewijs.controleer(bekend).expect("our own proof").checkpoint.size, grootte as u64);
    let tekst = veranderd(&bewijs, &veranderingen);
    if let Ok(anders) = serde_json::from_slice::<Bewijs>(&tekst)
        && let Ok(bewezen) = anders.controleer(bekend)
    {
        assert_eq!(anders.gebeurtenis, bewijs.gebeurtenis, "another event is proven");
        assert_eq!(bewezen.checkpoint.root, wortel(&LOG.bladen[..grootte]));
    }

    // The history of the dossier of that event: what is told as proven is what happened, from the first on.
    let (tekst, echt) = geschiedenis(plaats % DOSSIERS, grootte);
    let gelezen: Geschiedenisbewijs = serde_json::from_slice(&tekst).expect("our own history");
    if plaats % DOSSIERS < grootte {
        let (_, later) = gelezen.controleer(bekend).expect("our own history");
        assert_eq!(
            gelezen.gebeurtenissen.len() - later,
            (plaats % DOSSIERS..grootte).step_by(DOSSIERS).count()
        );
    }
    if let Ok(anders) = serde_json::from_slice::<Geschiedenisbewijs>(&veranderde_tekst(tekst, &veranderingen))
        && let Ok((_, later)) = anders.controleer(bekend)
    {
        for (n, regel) in anders.gebeurtenissen[..anders.gebeurtenissen.len() - later].iter().enumerate() {
            assert_eq!(regel.rij, echt[n], "a history that did not happen is proven");
        }
    }

    let van = plaats + 1;
    let toen = wortel(&LOG.bladen[..van]);
    let delen = pad(consistency(van as u64, grootte as u64));
    let bewijs = Consistentiebewijs::nieuw(van as u64, &delen, checkpoint(grootte), bekend);
    assert!(bewijs.controleer(&toen, bekend).is_ok(), "our own proof");
    let tekst = veranderd(&bewijs, &veranderingen);
    if let Ok(anders) = serde_json::from_slice::<Consistentiebewijs>(&tekst) {
        if let Ok(bewezen) = anders.controleer(&toen, bekend) {
            assert_eq!(anders.van, bewijs.van, "of another size");
            assert_eq!(bewezen.checkpoint.root, wortel(&LOG.bladen[..grootte]));
        }
        let mut herschreven = toen;
        herschreven[usize::from(een) % 32] ^= ander | 1;
        assert!(anders.controleer(&herschreven, bekend).is_err(), "a rewritten log is taken");
    }
});

/// All that happened to a dossier, as a file, with a checkpoint of this size; and the same as rows.
fn geschiedenis(dossier: usize, grootte: usize) -> (Vec<u8>, Vec<Logregel>) {
    let plekken: Vec<usize> = (dossier..AANTAL).step_by(DOSSIERS).collect();
    let rijen: Vec<Logregel> = plekken.iter().map(|plek| LOG.gebeurtenissen[*plek].clone().into()).collect();
    let regels = plekken.iter().zip(&rijen).map(|(plek, rij)| {
        let mut bewijs = json!({ "vorigeHash": hex::encode(LOG.ketens[*plek]), "hash": "", "klopt": true });
        if *plek < grootte {
            let pad = pad(inclusion(*plek as u64, grootte as u64));
            bewijs["pad"] = pad.iter().map(hex::encode).collect();
        }
        json!({ "rij": rij, "bewijs": bewijs })
    });
    let regels: Vec<_> = regels.collect();
    let ondertekening = json!({ "checkpoint": checkpoint(grootte), "sleutels": [] });
    let bestand =
        json!({ "formaat": GESCHIEDENIS, "ondertekening": ondertekening, "gebeurtenissen": regels });
    (bestand.to_string().into_bytes(), rijen)
}

/// The proof with some of its bytes changed.
fn veranderd(bewijs: &impl serde::Serialize, veranderingen: &[(u16, u8)]) -> Vec<u8> {
    veranderde_tekst(serde_json::to_vec(bewijs).expect("a proof can be written"), veranderingen)
}

fn veranderde_tekst(mut tekst: Vec<u8>, veranderingen: &[(u16, u8)]) -> Vec<u8> {
    for (waar, wat) in veranderingen {
        let lengte = tekst.len();
        tekst[usize::from(*waar) % lengte] = *wat;
    }
    tekst
}
