//! The way out of this machine.

use std::fmt;

use thiserror::Error;
use url::Url;

/// The way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Proxy {
    /// As the system is set up; never for an address on this machine.
    #[default]
    System,
    /// Straight.
    None,
    /// Through this one.
    Url(ProxyUrl),
}

/// The address of an HTTP proxy: scheme, host and port, and perhaps a user name and password.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyUrl(Url);

/// Why a text can't be a proxy's address. It repeats nothing of a user name or password.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProxyUrlError {
    /// It isn't an address at all.
    #[error("The proxy's address can't be used: {reason}.")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// It begins with neither `http://` nor `https://`.
    #[error(
        "The proxy's address must begin with http:// or https://. Other proxies, such as SOCKS, are not supported."
    )]
    Scheme,
    /// A path or a query, as the address of a configuration script has.
    #[error(
        "The proxy's address must end after the port. A configuration script (PAC) is not supported."
    )]
    Extra,
}

impl ProxyUrl {
    /// Reads an address such as `http://proxy.example.com:3128`.
    ///
    /// # Errors
    /// [`ProxyUrlError`].
    pub fn parse(text: &str) -> Result<Self, ProxyUrlError> {
        let text = text.trim();
        // Without the slashes `proxy:3128` has the scheme `proxy`.
        if !text.is_empty() && !text.contains("://") {
            return Err(ProxyUrlError::Scheme);
        }
        let url = Url::parse(text).map_err(|error| ProxyUrlError::Malformed {
            reason: error.to_string(),
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(ProxyUrlError::Scheme);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(ProxyUrlError::Extra);
        }
        Ok(Self(url))
    }

    /// Host and port, as in `proxy.example.com:3128`.
    pub fn place(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port_or_known_default() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for ProxyUrl {
    /// Without the user name and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, host) = (self.0.scheme(), self.0.host_str().unwrap_or_default());
        write!(f, "{scheme}://{host}")?;
        match self.0.port() {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_http_proxy_is_one() {
        for good in [
            "http://proxy.example.com:3128",
            " https://me:hunter2@10.0.0.1:8080/ ",
            "http://[::1]:3128",
            "HTTP://PROXY",
        ] {
            let proxy = ProxyUrl::parse(good).unwrap_or_else(|error| panic!("{good}: {error}"));
            assert!(!format!("{proxy:?} {proxy}").contains("hunter2"));
        }
        for other in [
            "socks5://me:hunter2@127.0.0.1:1080",
            "socks5h://127.0.0.1",
            "ftp://proxy:21",
            "file:///etc/passwd",
            "proxy:3128",
            "proxy.example.com:3128",
            "127.0.0.1:3128",
            "proxy",
            "http:proxy:3128",
            "direct://",
        ] {
            assert_eq!(
                ProxyUrl::parse(other),
                Err(ProxyUrlError::Scheme),
                "{other}"
            );
        }
        for extra in [
            "http://wpad/proxy.pac",
            "http://proxy:3128/?a",
            "http://proxy#b",
        ] {
            assert_eq!(ProxyUrl::parse(extra), Err(ProxyUrlError::Extra), "{extra}");
        }
        for nothing in ["", "  ", "http://", "http://proxy:99999", "http://a b:3128"] {
            let error = ProxyUrl::parse(nothing).expect_err(nothing);
            assert!(matches!(error, ProxyUrlError::Malformed { .. }), "{error}");
        }
    }
}
