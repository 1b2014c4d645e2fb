//! Checkpoints and proofs: what was signed stays proven.

use crate::{
    site::Site,
    teller::{Gebeurtenis, id, metadata, open},
};
use std::{collections::BTreeMap, sync::Arc};
use wijkspoor_store::{
    SignError, Store,
    bewijs::{Checkpoint, Keyring, Note, Peaks, Signer, is_consistent, is_included, leaf},
    log::RawEvent,
};

/// A signer by this number.
pub fn signer(seed: u8) -> Signer {
    Signer::new("wijkspoor.example/toets", &[seed; 32]).unwrap()
}

pub fn keys(signing: &[u8], before: &[u8]) -> Keyring {
    let before = before.iter().map(|seed| signer(*seed).verifier().clone()).collect();
    Keyring::new(signing.iter().map(|seed| signer(*seed)).collect(), before).unwrap().unwrap()
}

/// Adds events to a log, in a few streams.
pub async fn grow(store: &Arc<Store>, events: usize) {
    let tellers = open(store).await;
    for n in 0..3 {
        let version = tellers.load(id(n)).await.unwrap().map_or(0, |loaded| loaded.version);
        let share = events / 3 + usize::from(n < events as u128 % 3);
        let steps =
            (0..share).map(|i| (vec![Gebeurtenis::Geteld { hoeveel: i as i64 }], metadata())).collect();
        tellers.extend(id(n), version, steps).await.unwrap();
    }
}

pub async fn events(store: &Store) -> Vec<RawEvent> {
    store.read_all(0, 10_000).await.unwrap()
}

pub async fn every_event_is_proven_at_every_checkpoint(site: Arc<Site>) {
    let store = site.store().await;
    let keys = keys(&[1], &[]);
    assert_eq!(store.sign_checkpoint(&keys, None).await.unwrap(), None, "of nothing there is no checkpoint");
    let mut signed: Vec<Checkpoint> = Vec::new();
    for size in [1, 3, 255, 256, 257, 520, 700] {
        grow(&store, size - signed.last().map_or(0, |checkpoint| checkpoint.size) as usize).await;
        let kept = store.sign_checkpoint(&keys, signed.last()).await.unwrap().unwrap();
        let note: Note = kept.note.parse().unwrap();
        assert_eq!(note.verify(keys.known()).unwrap(), [signer(1).verifier()]);
        assert_eq!((note.text.parse(), kept.checkpoint.size), (Ok(kept.checkpoint.clone()), size as u64));
        assert_eq!(store.latest_checkpoint().await.unwrap(), Some(kept.clone()));
        signed.push(kept.checkpoint);
    }
    let hashes: Vec<_> = events(&store).await.into_iter().map(|e| leaf(&e.hash)).collect();
    for Checkpoint { size, root, .. } in &signed {
        let mut naive = Peaks::default();
        hashes[..*size as usize].iter().for_each(|hash| naive.push(0, *hash));
        assert_eq!(naive.root(), *root);
        for position in (1..=*size).filter(|p| p % 13 == 0 || p % 256 < 3 || p == size) {
            let path = store.inclusion(position, *size).await.unwrap();
            let index = position - 1;
            assert!(is_included(&hashes[index as usize], index, *size, &path, root), "{position} in {size}");
        }
        for before in signed.iter().filter(|before| before.size <= *size) {
            let path = store.consistency(before.size, *size).await.unwrap();
            assert!(is_consistent(before.size, &before.root, *size, root, &path), "{} {size}", before.size);
        }
    }
    // Any size that somebody has seen, not only those of checkpoints.
    let path = store.consistency(300, 700).await.unwrap();
    let mut peaks = Peaks::default();
    hashes[..300].iter().for_each(|hash| peaks.push(0, *hash));
    assert!(is_consistent(300, &peaks.root(), 700, &signed.last().unwrap().root, &path));
    let audit = store.audit(keys.known(), &signed, |_, _| {}).await.unwrap();
    assert!(audit.is_whole(), "{audit:?}");
    assert_eq!(audit.fitting.len(), 2 * signed.len());
    assert_eq!(audit.log.root, signed.last().unwrap().root);
}

pub async fn a_checkpoint_is_signed_once_and_anew_with_new_keys(site: Arc<Site>) {
    let store = site.store().await;
    grow(&store, 10).await;
    let first = store.sign_checkpoint(&keys(&[1], &[]), None).await.unwrap();
    assert_eq!(store.sign_checkpoint(&keys(&[1], &[]), None).await.unwrap(), first, "nothing is new");
    // Rotation: both for a while, then the new one alone, which knows the old one.
    let both = store.sign_checkpoint(&keys(&[2, 1], &[]), None).await.unwrap().unwrap();
    let note: Note = both.note.parse().unwrap();
    assert_eq!(note.verify(keys(&[2, 1], &[]).known()).unwrap().len(), 2);
    grow(&store, 1).await;
    let after = store.sign_checkpoint(&keys(&[2], &[1]), None).await.unwrap().unwrap();
    assert_eq!(after.checkpoint.size, 11);
    // Whoever forgot the old one is told so: it may as well be a forgery.
    grow(&store, 1).await;
    let forgot = store.sign_checkpoint(&keys(&[3], &[]), None).await;
    assert!(matches!(forgot, Err(SignError::Kept { size: 11, .. })), "{forgot:?}");
    let audit = store.audit(keys(&[3], &[1, 2]).known(), &[], |_, _| {}).await.unwrap();
    assert!(audit.is_whole() && audit.fitting.len() == 2, "{audit:?}");
    let sizes: BTreeMap<_, _> = audit.fitting.iter().map(|c| (c.size, c.signed_at.is_some())).collect();
    assert_eq!(sizes, BTreeMap::from([(10, true), (11, true)]));
}

pub async fn nothing_is_signed_over_a_log_that_was_rewritten(site: Arc<Site>) {
    let store = site.store().await;
    grow(&store, 600).await;
    let keys = keys(&[1], &[]);
    let signed = store.sign_checkpoint(&keys, None).await.unwrap().unwrap();
    site.disarm().await;
    crate::tampering::rewrite(&site, &store, 100).await;
    site.execute("DELETE FROM tree_node").await.unwrap();
    grow(&store, 1).await;
    let refused = store.sign_checkpoint(&keys, None).await;
    assert!(matches!(refused, Err(SignError::Rewritten { size: 600 })), "{refused:?}");
    // Without what the database keeps, only what the signer remembers tells.
    site.execute("DELETE FROM checkpoint").await.unwrap();
    let refused = store.sign_checkpoint(&keys, Some(&signed.checkpoint)).await;
    assert!(matches!(refused, Err(SignError::Rewritten { size: 600 })), "{refused:?}");
    // A tail that was cut off.
    site.execute("DELETE FROM event WHERE position > 590; UPDATE log_head SET position = 590").await.unwrap();
    let refused = store.sign_checkpoint(&keys, Some(&signed.checkpoint)).await;
    assert!(matches!(refused, Err(SignError::Rewritten { size: 600 })), "{refused:?}");
}
