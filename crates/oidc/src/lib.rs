//! Identities from an OpenID Connect provider.
//!
//! `settings` is what a municipality fills in, `http` the only way to the provider, `provider` what is known of it (its
//! addresses and keys, fetched again while the program runs). `token` reads and checks a JWT with a key from `keys`,
//! `mapping` makes its claims an identity, and `identities` puts these behind the port of the API. `login` is logging in
//! with a browser, for the pages, and `after` what follows it.
//!
//! It depends on `api` for the port, on `domain` and `store` for roles and the clock; only the program depends on it.
//! Signatures are checked by `ring`; nothing here is cryptography of our own.
//!
//! How to add …
//! - an algorithm: a variant of `Algorithm` in `keys`, with the type of key that it belongs to.
//! - a claim that counts: a path in `settings`, and what it means in `mapping`.

mod after;
mod http;
mod identities;
mod keys;
pub mod login;
mod mapping;
mod provider;
mod settings;
mod token;

pub use after::Renewed;
pub use http::secure;
pub use identities::OidcIdentities;
pub use provider::Provider;
pub use settings::{Oidc, Settings};
pub use token::Claims;
