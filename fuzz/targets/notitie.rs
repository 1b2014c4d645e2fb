//! Signed notes, checkpoints and keys, as C2SP writes them.
//!
//! What is read and written again is the same; a note that we signed verifies, and not when any byte of its text is another one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use wijkspoor_bewijs::{Checkpoint, Keyring, Note, Signer, Verifier};

static SLEUTELS: LazyLock<Keyring> = LazyLock::new(|| {
    let signer = Signer::new("log.example/fuzz", &[7; 32]).expect("a key");
    Keyring::new(vec![signer], vec![]).expect("one name").expect("a key")
});

fuzz_target!(|invoer: (&str, u16, u8)| {
    let (tekst, plaats, ander) = invoer;
    let known = SLEUTELS.known();
    if let Ok(note) = tekst.parse::<Note>() {
        // Nobody else has the key: what it signed is below.
        assert!(note.verify(known).is_err() || tekst.contains(known[0].name()));
        if let Ok(checkpoint) = note.text.parse::<Checkpoint>() {
            comes_back(&checkpoint);
        }
    }
    if let Ok(checkpoint) = tekst.parse::<Checkpoint>() {
        comes_back(&checkpoint);
    }
    if let Ok(verifier) = tekst.parse::<Verifier>() {
        assert_eq!(verifier.to_string(), tekst);
        assert_eq!(verifier.to_string().parse(), Ok(verifier));
    }
    if let Ok(signer) = tekst.parse::<Signer>() {
        assert!(!format!("{signer:?}").contains("PRIVATE"));
        assert_eq!(signer.verifier().to_string().parse().as_ref(), Ok(signer.verifier()));
    }
    let eigen = SLEUTELS.sign(&format!("{tekst}\n"));
    let Ok(note) = eigen.parse::<Note>() else {
        // Only text that no note may hold.
        assert!(eigen.len() > 1_000_000 || tekst.contains(|c: char| c != '\n' && c.is_ascii_control()));
        return;
    };
    assert_eq!(note.text, format!("{tekst}\n"));
    assert_eq!(note.verify(known).expect("our own").len(), 1);
    let mut bytes = eigen.into_bytes();
    let plaats = usize::from(plaats) % bytes.len();
    if bytes[plaats] != ander {
        bytes[plaats] = ander;
        let veranderd = String::from_utf8(bytes).ok().and_then(|tekst| tekst.parse::<Note>().ok());
        if let Some(veranderd) = veranderd.filter(|veranderd| veranderd.verify(known).is_ok()) {
            assert_eq!(veranderd.text, note.text, "a changed text verifies");
        }
    }
});

fn comes_back(checkpoint: &Checkpoint) {
    assert_eq!(checkpoint.to_string().parse().as_ref(), Ok(checkpoint));
}
