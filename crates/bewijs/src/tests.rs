use super::*;
use proptest::prelude::*;
use std::ops::Range;

/// The definition of RFC 9162, section 2.1.1, word for word.
fn mth(leaves: &[Vec<u8>]) -> Hash {
    match leaves {
        [] => EMPTY,
        [one] => leaf(one),
        more => {
            let mut k = 1;
            while k * 2 < more.len() {
                k *= 2;
            }
            node(&mth(&more[..k]), &mth(&more[k..]))
        }
    }
}

fn leaves(n: usize) -> Vec<Vec<u8>> {
    (0..n).map(|i| i.to_string().into_bytes()).collect()
}

fn hashes(leaves: &[Vec<u8>], ranges: Vec<Range<u64>>) -> Vec<Hash> {
    let at = |i: u64| usize::try_from(i).unwrap();
    ranges.into_iter().map(|r| mth(&leaves[at(r.start)..at(r.end)])).collect()
}

fn hex32(text: &str) -> Hash {
    hex::decode(text).unwrap().try_into().unwrap()
}

/// The leaves and roots with which implementations of Certificate Transparency are tested.
#[test]
fn the_roots_are_those_that_others_compute() {
    let leaves =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let leaves: Vec<Vec<u8>> = leaves.iter().map(|leaf| hex::decode(leaf).unwrap()).collect();
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut peaks = Peaks::default();
    assert_eq!(peaks.root(), hex32(roots[0]));
    for (data, root) in leaves.iter().zip(&roots[1..]) {
        peaks.push(0, leaf(data));
        assert_eq!(peaks.root(), hex32(root));
    }
}

proptest! {
    #[test]
    fn a_tree_grows_to_the_root_of_its_definition(n in 0..600_usize, cut in 0..600_usize) {
        let leaves = leaves(n);
        let mut whole = Peaks::default();
        leaves.iter().for_each(|data| whole.push(0, leaf(data)));
        prop_assert_eq!(whole.root(), mth(&leaves));
        // From complete subtrees, as they are stored.
        let mut peaks = Peaks::default();
        for part in cover(0..n as u64) {
            let from = part.index << part.level;
            let range = from..from + (1 << part.level);
            let hashes: Vec<Hash> = hashes(&leaves, range.map(|i| i..i + 1).collect());
            peaks.push(part.level, perfect(&hashes));
        }
        prop_assert_eq!(&peaks, &whole);
        // In two stretches, of which the first is a power of two.
        let cut = cut.min(n).checked_ilog2().map_or(0, |bits| 1 << bits);
        let (mut left, mut right) = (Peaks::default(), Peaks::default());
        leaves[..cut].iter().for_each(|data| left.push(0, leaf(data)));
        leaves[cut..].iter().take(cut).for_each(|data| right.push(0, leaf(data)));
        left.extend(&right);
        prop_assert_eq!(left.root(), mth(&leaves[..n.min(cut * 2)]));
    }

    #[test]
    fn a_leaf_is_proven_and_nothing_else(n in 1..300_u64, i in 0..300_u64, bit in any::<proptest::sample::Index>()) {
        let (leaves, i) = (leaves(n as usize), i % n);
        let (root, own) = (mth(&leaves), leaf(&leaves[i as usize]));
        let path = hashes(&leaves, inclusion(i, n));
        prop_assert!(is_included(&own, i, n, &path, &root));
        prop_assert!(!is_included(&leaf(b"x"), i, n, &path, &root));
        prop_assert!(!is_included(&own, n, n, &path, &root));
        prop_assert!(n == 1 || !is_included(&own, (i + 1) % n, n, &path, &root));
        let longer: Vec<Hash> = path.iter().copied().chain([EMPTY]).collect();
        prop_assert!(!is_included(&own, i, n, &longer, &root));
        if !path.is_empty() {
            prop_assert!(!is_included(&own, i, n, &path[1..], &root));
            let mut changed = path.clone();
            let bit = bit.index(path.len() * 256);
            changed[bit / 256][bit % 256 / 8] ^= 1 << (bit % 8);
            prop_assert!(!is_included(&own, i, n, &changed, &root));
        }
    }

    #[test]
    fn a_tree_begins_with_its_own_beginning_only(n in 0..300_u64, m in 0..300_u64, bit in any::<proptest::sample::Index>()) {
        let (leaves, m) = (leaves(n as usize), m.min(n));
        let (first, root) = (mth(&leaves[..m as usize]), mth(&leaves));
        let path = hashes(&leaves, consistency(m, n));
        prop_assert!(is_consistent(m, &first, n, &root, &path));
        prop_assert!(!is_consistent(m, &leaf(b"x"), n, &root, &path));
        prop_assert!(m == 0 || !is_consistent(m, &first, n, &leaf(b"x"), &path));
        prop_assert!(!is_consistent(n + 1, &first, n, &root, &path));
        if !path.is_empty() {
            prop_assert!(!is_consistent(m, &first, n, &root, &path[1..]));
            let mut changed = path.clone();
            let bit = bit.index(path.len() * 256);
            changed[bit / 256][bit % 256 / 8] ^= 1 << (bit % 8);
            prop_assert!(!is_consistent(m, &first, n, &root, &changed));
        }
    }

    #[test]
    fn nonsense_is_read_as_nothing(text in "(— |[a-z+/=]|\n|\n\n|[0-9]|AA==| ){0,40}") {
        let _ = (text.parse::<Note>(), text.parse::<Checkpoint>(), text.parse::<Verifier>(), text.parse::<Signer>());
    }
}

fn signer(seed: u8) -> Signer {
    Signer::new("wijkspoor.example/log", &[seed; 32]).unwrap()
}

/// The example of Go's package `sumdb/note`.
#[test]
fn a_note_of_others_is_verified() {
    let key: Verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse().unwrap();
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    let signature = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let note: Note = format!("{text}\n{signature}").parse().unwrap();
    assert_eq!(note.verify(std::slice::from_ref(&key)).unwrap(), [&key]);
    let forged: Note = format!("{}\n{signature}", text.replace("answer", "Answer")).parse().unwrap();
    assert!(matches!(forged.verify(&[key]), Err(NoteError::Invalid(_))));
}

#[test]
fn keys_follow_each_other() {
    let checkpoint = Checkpoint { origin: "wijkspoor.example/log".to_owned(), size: 7, root: leaf(b"x") };
    let (old, new) = (signer(1).verifier().clone(), signer(2).verifier().clone());
    let both = Keyring::new(vec![signer(2), signer(1)], vec![]).unwrap().unwrap();
    let note: Note = both.sign(&checkpoint.to_string()).parse().unwrap();
    assert_eq!(note.text.parse(), Ok(checkpoint.clone()));
    assert_eq!(note.verify(std::slice::from_ref(&old)).unwrap(), [&old], "who knows the old key");
    assert_eq!(note.verify(std::slice::from_ref(&new)).unwrap(), [&new], "who knows the new key");
    // Later only the new one signs, and what the old one signed still counts.
    let after = Keyring::new(vec![signer(2)], vec![old.clone()]).unwrap().unwrap();
    let earlier = Keyring::new(vec![signer(1)], vec![]).unwrap().unwrap().sign(&checkpoint.to_string());
    assert_eq!(earlier.parse::<Note>().unwrap().verify(after.known()).unwrap(), [&old]);
    let later: Note = after.sign(&checkpoint.to_string()).parse().unwrap();
    assert_eq!(later.verify(&[old]), Err(NoteError::Unknown));
    let other = Signer::new("ander", &[3; 32]).unwrap();
    assert!(Keyring::new(vec![signer(1), other], vec![]).is_err());
    assert!(Keyring::new(vec![], vec![]).unwrap().is_none());
}

#[test]
fn a_key_with_a_slip_is_refused() {
    let secret = Signer::secret("log", &[7; 32]).unwrap();
    let public = secret.parse::<Signer>().unwrap().verifier().to_string();
    assert_eq!(public.parse::<Verifier>().unwrap().to_string(), public);
    assert_eq!(secret.parse::<Verifier>(), Err(KeyError::Secret));
    assert_eq!(public.replacen("log", "lof", 1).parse::<Verifier>(), Err(KeyError::Id));
    assert_eq!("log".parse::<Verifier>(), Err(KeyError::Form));
    assert_eq!("log+00000000+AAAA".parse::<Verifier>(), Err(KeyError::Algorithm));
    assert!(Signer::new("een log", &[7; 32]).is_err());
}
