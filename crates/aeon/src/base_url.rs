//! The service's address: HTTPS, or plain HTTP for this machine only.

use std::fmt;

use thiserror::Error;
use url::{Host, Url};

/// The service's address: scheme, host and port, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// Why a text can't be used as the service's address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BaseUrlError {
    /// The text is empty.
    #[error("The address is empty. Aeon's own address is cloud.yugabyte.com.")]
    Empty,
    /// It isn't a URL.
    #[error("This isn't a valid address: {reason}. Enter a host such as cloud.yugabyte.com.")]
    Malformed {
        /// What the URL parser found.
        reason: String,
    },
    /// Neither `https` nor `http`.
    #[error("The address must start with https://, not {scheme}://.")]
    Scheme {
        /// The scheme that it has.
        scheme: String,
    },
    /// Plain HTTP to another machine: everyone on the network could read the key.
    #[error("Plain HTTP would expose the API key on the way to {host}. Use https://{host}.")]
    PlainHttp {
        /// The host that the key would be sent to.
        host: String,
    },
    /// A user name or password.
    #[error(
        "The address must not contain a user name or password. Remove everything before the @."
    )]
    UserInfo,
    /// A path, query or fragment.
    #[error("The address must end after the host and port. Remove “{extra}”.")]
    Extra {
        /// What has to go.
        extra: String,
    },
}

impl BaseUrl {
    /// Parses an address. A bare host gets `https://`.
    ///
    /// # Errors
    /// [`BaseUrlError`], whose message says what to enter instead.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BaseUrlError::Empty);
        }
        let full = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let mut url = Url::parse(&full).map_err(|error| BaseUrlError::Malformed {
            reason: error.to_string(),
        })?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(BaseUrlError::Scheme {
                scheme: url.scheme().to_owned(),
            });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlError::UserInfo);
        }
        let extra = after_authority(&url);
        if !extra.is_empty() {
            return Err(BaseUrlError::Extra { extra });
        }
        if url.scheme() == "http" && !is_loopback(&url) {
            let host = url.host_str().unwrap_or_default().to_owned();
            return Err(BaseUrlError::PlainHttp { host });
        }
        url.set_path("");
        Ok(Self(url))
    }

    /// The host, without the port.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or_default()
    }

    /// Whether the address is `localhost` or a loopback address.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Whether the scheme is `https`.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The URL of a path, given as its segments. Each segment is percent-encoded.
    pub(crate) fn join(&self, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.clear().extend(segments);
        }
        url
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// Path, query and fragment; empty for `/` alone.
fn after_authority(url: &Url) -> String {
    let mut tail = if url.path() == "/" {
        String::new()
    } else {
        url.path().to_owned()
    };
    if let Some(query) = url.query() {
        tail = format!("{tail}?{query}");
    }
    if let Some(fragment) = url.fragment() {
        tail = format!("{tail}#{fragment}");
    }
    tail
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
