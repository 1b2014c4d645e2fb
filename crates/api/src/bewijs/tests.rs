use super::*;
use wijkspoor_store::bewijs::{Keyring, Signer, node};

fn sleutels() -> Keyring {
    Keyring::new(vec![Signer::new("log", &[1; 32]).unwrap()], vec![]).unwrap().unwrap()
}

fn bewijs() -> Bewijs {
    let gebeurtenis = Logregel {
        positie: 1,
        stroom: "x".to_owned(),
        volgnummer: 1,
        stroomsoort: "initiatief".to_owned(),
        soort: "BesluitGenomen".to_owned(),
        schemaversie: 1,
        inhoud: "{}".to_owned(),
        metadata: "{}".to_owned(),
        plaatsgevonden_op: 1,
        nauwkeurigheid: "dag".to_owned(),
        vastgelegd_op: 2,
    };
    let ander = leaf(b"ander");
    let root = node(&leaf(&gebeurtenis.hash(&chain::START)), &ander);
    let checkpoint = Checkpoint { origin: "log".to_owned(), size: 2, root };
    Bewijs {
        soort: BEWIJS.to_owned(),
        gebeurtenis,
        vorige_hash: hex::encode(chain::START),
        pad: vec![hex::encode(ander)],
        checkpoint: sleutels().sign(&checkpoint.to_string()),
        sleutels: Vec::new(),
    }
}

#[test]
fn a_proof_proves_itself_and_nothing_else() {
    let (goed, keyring) = (bewijs(), sleutels());
    assert_eq!(goed.controleer(keyring.known()).unwrap().checkpoint.size, 2);
    let vreemd = Signer::new("log", &[2; 32]).unwrap();
    assert!(matches!(goed.controleer(&[vreemd.verifier().clone()]), Err(Bewijsfout::Checkpoint(_))));
    assert!(matches!(goed.controleer(&[]), Err(Bewijsfout::Checkpoint(_))));
    let veranderingen: [fn(&mut Bewijs); 16] = [
        |b| b.gebeurtenis.positie = 2,
        |b| b.gebeurtenis.positie = -1,
        |b| b.gebeurtenis.stroom.push('y'),
        |b| b.gebeurtenis.volgnummer = 2,
        |b| b.gebeurtenis.stroomsoort.push('y'),
        |b| b.gebeurtenis.soort = "BesluitTeruggedraaid".to_owned(),
        |b| b.gebeurtenis.schemaversie = 2,
        |b| b.gebeurtenis.inhoud.push(' '),
        |b| b.gebeurtenis.metadata.push(' '),
        |b| b.gebeurtenis.plaatsgevonden_op = 2,
        |b| b.gebeurtenis.nauwkeurigheid.push('y'),
        |b| b.gebeurtenis.vastgelegd_op = 3,
        |b| b.vorige_hash = "00".repeat(31),
        |b| b.pad.clear(),
        |b| b.checkpoint = b.checkpoint.replacen("log\n2", "log\n3", 1),
        |b| b.soort = CONSISTENTIE.to_owned(),
    ];
    for (n, verandering) in veranderingen.into_iter().enumerate() {
        let mut fout = goed.clone();
        verandering(&mut fout);
        assert!(fout.controleer(keyring.known()).is_err(), "{n}");
    }
}

/// A history of two events in a log of three, of which the last came after the checkpoint.
fn geschiedenis() -> Geschiedenisbewijs {
    let een = bewijs().gebeurtenis;
    let twee = Logregel { positie: 2, volgnummer: 2, ..een.clone() };
    let drie = Logregel { positie: 3, volgnummer: 3, ..een.clone() };
    let (h1, nul) = (een.hash(&chain::START), chain::START);
    let h2 = twee.hash(&h1);
    let root = node(&leaf(&h1), &leaf(&h2));
    let checkpoint = Checkpoint { origin: "log".to_owned(), size: 2, root };
    let regel = |rij, vorige: &Hash, pad: Option<Hash>| Bewijsregel {
        rij,
        bewijs: Regelbewijs {
            vorige_hash: hex::encode(vorige),
            hash: String::new(),
            klopt: true,
            pad: pad.map(|hash| vec![hex::encode(hash)]),
        },
    };
    Geschiedenisbewijs {
        formaat: GESCHIEDENIS.to_owned(),
        ondertekening: Some(Ondertekening {
            checkpoint: sleutels().sign(&checkpoint.to_string()),
            sleutels: Vec::new(),
        }),
        gebeurtenissen: vec![
            regel(een, &nul, Some(leaf(&h2))),
            regel(twee, &h1, Some(leaf(&h1))),
            regel(drie, &h2, None),
        ],
    }
}

#[test]
fn a_history_proves_each_event_and_that_none_is_missing() {
    let (goed, keyring) = (geschiedenis(), sleutels());
    let (bewezen, later) = goed.controleer(keyring.known()).unwrap();
    assert_eq!((bewezen.checkpoint.size, later), (2, 1));
    let veranderingen: [fn(&mut Geschiedenisbewijs); 11] = [
        |g| g.formaat.push('2'),
        |g| g.ondertekening = None,
        |g| g.gebeurtenissen.clear(),
        |g| drop(g.gebeurtenissen.remove(0)),
        |g| drop(g.gebeurtenissen.remove(1)),
        |g| g.gebeurtenissen.swap(0, 1),
        |g| g.gebeurtenissen[1].rij.inhoud.push(' '),
        |g| g.gebeurtenissen[0].bewijs.pad = None,
        // Of another place, so as not to need a path.
        |g| {
            g.gebeurtenissen[0].rij.positie = 9;
            g.gebeurtenissen[0].bewijs.pad = None;
        },
        |g| g.gebeurtenissen[2].rij.stroom.push('y'),
        |g| g.gebeurtenissen[2].bewijs.pad = Some(Vec::new()),
    ];
    for (n, verandering) in veranderingen.into_iter().enumerate() {
        let mut fout = goed.clone();
        verandering(&mut fout);
        assert!(fout.controleer(keyring.known()).is_err(), "{n}");
    }
}
