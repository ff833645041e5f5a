//! How the user agreed to reach the service. It is kept in the keyring, so that a program that only edits
//! Postern's files can't send the key through another proxy, or to a server with other certificates.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The proxy and CA certificates that the user agreed to.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrustedNetwork {
    /// The custom proxy's address, with its user name and password. This is the only place where the password
    /// is kept.
    pub proxy: Option<String>,
    /// SHA-256 of Postern's copy of the certificates, in hexadecimal.
    pub certificates: Option<String>,
}

impl fmt::Debug for TrustedNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = self.proxy.as_ref().map(|_| "<redacted>");
        f.debug_struct("TrustedNetwork")
            .field("proxy", &proxy)
            .field("certificates", &self.certificates)
            .finish()
    }
}
