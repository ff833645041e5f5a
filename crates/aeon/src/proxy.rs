//! The proxy that requests go through.

use std::fmt;

use thiserror::Error;
use url::Url;

/// A SOCKS proxy's port where none is given.
const SOCKS_PORT: u16 = 1080;

/// How requests leave this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Proxy {
    /// The system's proxy settings; never for an address on this machine.
    #[default]
    System,
    /// No proxy.
    None,
    /// This proxy.
    Url(ProxyUrl),
}

/// The address of an HTTP or SOCKS5 proxy: scheme, host, port, and optionally a user name and password.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyUrl(Url);

/// Why a text can't be used as a proxy's address. No message repeats a user name or password.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProxyUrlError {
    /// It isn't a URL.
    #[error("This isn't a valid proxy address: {reason}.")]
    Malformed {
        /// What the URL parser found.
        reason: String,
    },
    /// It starts with none of the schemes.
    #[error(
        "The proxy address must start with http://, https://, socks5:// or socks5h://. Other proxies aren't supported."
    )]
    Scheme,
    /// A path or a query, as in the address of a configuration script.
    #[error(
        "The proxy address must end after the port. Configuration scripts (PAC) aren't supported."
    )]
    Extra,
}

impl ProxyUrl {
    /// Parses an address such as `http://proxy.example.com:3128`.
    ///
    /// # Errors
    /// [`ProxyUrlError`].
    pub fn parse(text: &str) -> Result<Self, ProxyUrlError> {
        let text = text.trim();
        // The URL parser would take the `proxy` of `proxy:3128` for a scheme.
        if !text.is_empty() && !text.contains("://") {
            return Err(ProxyUrlError::Scheme);
        }
        let url = Url::parse(text).map_err(|error| ProxyUrlError::Malformed {
            reason: error.to_string(),
        })?;
        if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") {
            return Err(ProxyUrlError::Scheme);
        }
        let mut url = url;
        if is_socks(&url) {
            if url.host_str().unwrap_or_default().is_empty() {
                let reason = "empty host".to_owned();
                return Err(ProxyUrlError::Malformed { reason });
            }
            if url.port().is_none() && url.set_port(Some(SOCKS_PORT)).is_err() {
                return Err(ProxyUrlError::Scheme);
            }
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
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

    /// Whether it is an HTTP proxy that is spoken to without TLS.
    pub(crate) fn is_plain_http(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// Whether it is a SOCKS proxy.
    pub(crate) fn is_socks(&self) -> bool {
        is_socks(&self.0)
    }

    /// Whether it has a user name.
    pub(crate) fn has_login(&self) -> bool {
        !self.0.username().is_empty()
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

fn is_socks(url: &Url) -> bool {
    url.scheme().starts_with("socks")
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
    fn only_http_https_and_socks5_proxies_are_accepted() {
        for good in [
            "http://proxy.example.com:3128",
            " https://me:hunter2@10.0.0.1:8080/ ",
            "http://[::1]:3128",
            "HTTP://PROXY",
            "socks5://me:hunter2@127.0.0.1:1080",
            "socks5h://[::1]:1080/",
        ] {
            let proxy = ProxyUrl::parse(good).unwrap_or_else(|error| panic!("{good}: {error}"));
            assert!(!format!("{proxy:?} {proxy}").contains("hunter2"));
        }
        for other in [
            "socks://me:hunter2@127.0.0.1:1080",
            "socks4://127.0.0.1:1080",
            "pac+http://proxy.example.com",
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
            "socks5://proxy:1080/x",
        ] {
            assert_eq!(ProxyUrl::parse(extra), Err(ProxyUrlError::Extra), "{extra}");
        }
        for nothing in [
            "",
            "  ",
            "http://",
            "socks5://",
            "http://proxy:99999",
            "http://a b:3128",
        ] {
            let error = ProxyUrl::parse(nothing).expect_err(nothing);
            assert!(matches!(error, ProxyUrlError::Malformed { .. }), "{error}");
        }
        let proxy = ProxyUrl::parse("socks5h://proxy").expect("a proxy");
        assert_eq!(proxy.place(), "proxy:1080");
    }
}
