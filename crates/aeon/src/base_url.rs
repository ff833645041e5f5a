//! The service's address: https, or http where it doesn't leave the machine.

use std::fmt;

use thiserror::Error;
use url::{Host, Url};

/// The address of the service: scheme, host and port, nothing behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// Why a text can't be the service's address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BaseUrlError {
    /// There is nothing.
    #[error("The address is empty. The service's own is cloud.yugabyte.com.")]
    Empty,
    /// It isn't an address at all.
    #[error("This is not an address: {reason}. Write a host such as cloud.yugabyte.com.")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// Neither https nor http.
    #[error("The address must start with https://, not {scheme}://.")]
    Scheme {
        /// What it starts with.
        scheme: String,
    },
    /// Plain http to another machine would show the key to everybody on the way.
    #[error(
        "Plain http would show the API key to everybody on the way to {host}. Use https://{host}."
    )]
    PlainHttp {
        /// Where it would go.
        host: String,
    },
    /// A user name or password.
    #[error(
        "The address must not hold a user name or password. Leave out what stands before the @."
    )]
    UserInfo,
    /// Something behind the host.
    #[error("The address must end after the host. Leave out “{extra}”.")]
    Extra {
        /// What is too much.
        extra: String,
    },
}

impl BaseUrl {
    /// Reads an address; a bare host gets `https://`.
    ///
    /// # Errors
    /// [`BaseUrlError`], each with what to write instead.
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
        let extra = full_tail(&url);
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

    /// The host's name, without the port.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether requests stay on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Whether requests are encrypted.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The address of a path that is given as its segments; each is encoded as a segment must be.
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

/// Path, query and fragment, where they say anything.
fn full_tail(url: &Url) -> String {
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
