//! What proves that a log was only added to: a Merkle tree over it (RFC 9162), and signed checkpoints of that tree in the
//! forms of C2SP (signed-note, tlog-checkpoint), so that programs of others can check ours.
//!
//! `tree` says which hashes a root or a proof consists of, and checks proofs; whoever has the hashes asks it. `note` is a text with
//! signatures, `checkpoint` the text. It knows nothing of events or databases, and does no IO: `store` builds on it.
//!
//! How to add …
//! - a kind of signature: its byte beside `ED25519` in `note`, and its key in `Signer` and `Verifier`.

mod checkpoint;
mod note;
mod tree;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use note::{KeyError, Keyring, Note, NoteError, Signer, Verifier};
pub use tree::{
    EMPTY, Hash, Peaks, Subtree, consistency, cover, inclusion, is_consistent, is_included, leaf, node,
    perfect,
};

#[cfg(test)]
mod tests;
