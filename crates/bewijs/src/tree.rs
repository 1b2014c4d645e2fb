//! The tree of RFC 9162: how it is hashed (section 2.1.1), which parts a proof consists of (2.1.3.1, 2.1.4.1), and how a proof is
//! checked (2.1.3.2, 2.1.4.2).

use sha2::{Digest, Sha256};
use std::ops::Range;

/// A hash of the tree.
pub type Hash = [u8; 32];

/// The root of a tree without leaves: SHA-256 of nothing.
pub const EMPTY: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27,
    0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// The hash of a leaf.
pub fn leaf(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

/// The hash of a node over its two children.
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A complete subtree: `2^level` leaves, from leaf `index · 2^level` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subtree {
    /// How many times two subtrees were joined; 0 is a leaf.
    pub level: u8,
    /// Which one of its level, from the left.
    pub index: u64,
}

/// The complete subtrees of which a tree over these leaves consists, left to right, each as large as it can be.
pub fn cover(leaves: Range<u64>) -> Vec<Subtree> {
    let mut from = leaves.start;
    let mut cover = Vec::new();
    while from < leaves.end {
        let fits = (leaves.end - from).ilog2();
        // Leaf 0 can begin a subtree of any size.
        let level = if from == 0 { fits } else { fits.min(from.trailing_zeros()) };
        cover.push(Subtree { level: u8::try_from(level).unwrap_or(u8::MAX), index: from >> level });
        from += 1 << level;
    }
    cover
}

/// The root over hashes of one level, as many as a power of two.
pub fn perfect(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => EMPTY,
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len() / 2);
            node(&perfect(left), &perfect(right))
        }
    }
}

/// What a tree consists of so far: complete subtrees, left to right, that cannot be joined yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Peaks(Vec<(u8, Hash)>);

impl Peaks {
    /// Adds a complete subtree on the right; it must not be larger than the one before it.
    pub fn push(&mut self, level: u8, hash: Hash) {
        let (mut level, mut hash) = (level, hash);
        while let Some((_, left)) = self.0.pop_if(|(before, _)| *before == level) {
            hash = node(&left, &hash);
            level += 1;
        }
        self.0.push((level, hash));
    }

    /// Adds all of another one on the right.
    pub fn extend(&mut self, other: &Self) {
        other.0.iter().for_each(|(level, hash)| self.push(*level, *hash));
    }

    /// The last subtree, with its level.
    pub fn last(&self) -> Option<(u8, Hash)> {
        self.0.last().copied()
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let right_to_left = self.0.iter().rev().map(|(_, hash)| *hash);
        right_to_left.reduce(|right, left| node(&left, &right)).unwrap_or(EMPTY)
    }
}

/// The largest power of two below `size`, which is more than one.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// Which leaves stand behind each hash of the proof that leaf `index` is in a tree of `size`; none when it is not.
pub fn inclusion(index: u64, size: u64) -> Vec<Range<u64>> {
    fn path(index: u64, leaves: Range<u64>, out: &mut Vec<Range<u64>>) {
        if leaves.end - leaves.start < 2 {
            return;
        }
        let middle = leaves.start + split(leaves.end - leaves.start);
        let (mine, other) = match index < middle {
            true => (leaves.start..middle, middle..leaves.end),
            false => (middle..leaves.end, leaves.start..middle),
        };
        path(index, mine, out);
        out.push(other);
    }
    let mut out = Vec::new();
    if index < size {
        path(index, 0..size, &mut out);
    }
    out
}

/// Which leaves stand behind each hash of the proof that a tree of `size` begins with one of `first`.
pub fn consistency(first: u64, size: u64) -> Vec<Range<u64>> {
    fn subproof(first: u64, leaves: Range<u64>, known: bool, out: &mut Vec<Range<u64>>) {
        let size = leaves.end - leaves.start;
        if first == size {
            out.extend((!known).then_some(leaves));
            return;
        }
        let left = split(size);
        let middle = leaves.start + left;
        if first <= left {
            subproof(first, leaves.start..middle, known, out);
            out.push(middle..leaves.end);
        } else {
            subproof(first - left, middle..leaves.end, false, out);
            out.push(leaves.start..middle);
        }
    }
    let mut out = Vec::new();
    if 0 < first && first < size {
        subproof(first, 0..size, true, &mut out);
    }
    out
}

/// Whether a path proves that the leaf with this hash is at `index` of the tree with this size and root.
pub fn is_included(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for other in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node(other, &hash);
            up(&mut at, &mut last);
        } else {
            hash = node(&hash, other);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Skips the levels at which a node on the right edge has no sister.
fn up(at: &mut u64, last: &mut u64) {
    while *at & 1 == 0 && *at != 0 {
        (*at, *last) = (*at >> 1, *last >> 1);
    }
}

/// Whether a path proves that the tree with `size` and `root` begins with the tree with `first` and `first_root`.
pub fn is_consistent(first: u64, first_root: &Hash, size: u64, root: &Hash, path: &[Hash]) -> bool {
    if first == 0 || first >= size {
        let same = if first == 0 { *first_root == EMPTY } else { first == size && first_root == root };
        return same && path.is_empty();
    }
    // A first tree that is complete is itself the first part.
    let own = first.is_power_of_two().then_some(first_root);
    let mut path = own.into_iter().chain(path);
    let Some(start) = path.next() else { return false };
    let (mut at, mut last) = (first - 1, size - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    let (mut old, mut new) = (*start, *start);
    for other in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            (old, new) = (node(other, &old), node(other, &new));
            up(&mut at, &mut last);
        } else {
            new = node(&new, other);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && old == *first_root && new == *root
}
