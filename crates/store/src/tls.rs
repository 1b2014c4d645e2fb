//! TLS to others, the same everywhere.

use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::sync::Arc;

/// As a client, with the certificate authorities that the system trusts or that `SSL_CERT_FILE` names.
///
/// # Errors
/// When there is no protocol version that is safe.
pub fn client_tls() -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Ok(ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| format!("TLS: {e}"))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
