//! Everything that can go wrong between a call and its result.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use thiserror::Error;

use crate::wire::decode::Unreadable;

/// Why a call failed. The message says what was tried and what happened; [`Error::hint`] says what to do.
/// No variant ever holds the API key.
///
/// `request` is what was tried, as in "list the clusters"; `detail` is the service's own sentence, with the id of
/// the request; `host` is the one that the request was for, with the proxy on the way if there was one; `may_have_happened` is described at
/// [`Error::may_have_happened`].
#[allow(
    missing_docs,
    reason = "the fields that variants share are described above"
)]
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// 401: the service rejected the key.
    #[error("Could not {request}: {}.", if *expired { "the API key has expired".to_owned() } else { with_detail("Aeon rejected the API key", 401, detail) })]
    Unauthorized {
        request: String,
        /// Whether the service says that the key has expired.
        expired: bool,
        detail: Detail,
    },
    /// 403: the key's role doesn't allow it, or the resource is in the wrong state for it.
    #[error(
        "Could not {request}: {}.",
        with_detail("Aeon doesn't allow it", 403, detail)
    )]
    Forbidden { request: String, detail: Detail },
    /// 404: it doesn't exist, or this key may not see it.
    #[error("Could not {request}: {}.", with_detail("not found", 404, detail))]
    NotFound { request: String, detail: Detail },
    /// 409: another operation on the resource is in progress.
    #[error(
        "Could not {request} now: {}.",
        with_detail("another operation is in progress", 409, detail)
    )]
    Busy { request: String, detail: Detail },
    /// 400 or 422: the service rejected the request's content.
    #[error("Could not {request}: {}.", with_detail("Aeon rejected the request", *status, detail))]
    Invalid {
        request: String,
        status: u16,
        detail: Detail,
    },
    /// 429, until the deadline.
    #[error(
        "Could not {request}: {}.",
        with_detail("too many requests", 429, detail)
    )]
    RateLimited {
        request: String,
        /// How long the service asks to wait.
        retry_after: Option<Duration>,
        detail: Detail,
    },
    /// 5xx: the service failed.
    #[error("Could not {request}: {}.", with_detail("Aeon reported a server error", *status, detail))]
    Unavailable {
        request: String,
        status: u16,
        detail: Detail,
        may_have_happened: bool,
    },
    /// Any other status.
    #[error("Could not {request}: {}.", with_detail("Aeon refused the request", *status, detail))]
    Refused {
        request: String,
        status: u16,
        detail: Detail,
    },
    /// 3xx: redirects are not followed, because the key would go with the request.
    #[error(
        "Could not {request}: {host} redirected to {to} ({status}), and redirects are not followed."
    )]
    Redirected {
        request: String,
        host: String,
        status: u16,
        /// The host that it points to.
        to: String,
    },
    /// The connection could not be made, or it broke.
    #[error("Could not {request}: the connection to {host} failed ({reason}).")]
    Unreachable {
        request: String,
        host: String,
        reason: String,
        may_have_happened: bool,
    },
    /// The host's name doesn't resolve.
    #[error("Could not {request}: can't resolve {host} ({reason}).")]
    Dns {
        request: String,
        host: String,
        /// What the system's resolver said.
        reason: String,
    },
    /// The connection could not be secured.
    #[error("Could not {request}: the connection to {host} is not secure: {reason}.")]
    Tls {
        request: String,
        host: String,
        reason: String,
        kind: TlsFailure,
    },
    /// The proxy failed, or refused to connect.
    #[error("Could not {request}: {reason}.")]
    Proxy {
        request: String,
        reason: String,
        kind: ProxyFailure,
    },
    /// No response in time.
    #[error("Could not {request}: {host} did not respond within {}.", seconds(*after))]
    Timeout {
        request: String,
        host: String,
        /// How long the client waited.
        after: Duration,
        may_have_happened: bool,
    },
    /// The request replaces a list that was read too long ago; it was not sent.
    #[error("Could not {request}: the list was read {} ago and may have changed.", seconds(*age))]
    TooLate {
        request: String,
        /// The age of the read.
        age: Duration,
    },
    /// A response that isn't what the API describes.
    #[error(
        "Could not {request}: unexpected response ({reason}){}.",
        quoted(excerpt)
    )]
    BadAnswer {
        request: String,
        status: u16,
        reason: String,
        /// How the body starts: no more than 200 characters, without control characters.
        excerpt: String,
        may_have_happened: bool,
    },
    /// 4xx with a web page: something else may have answered in the service's place.
    #[error(
        "Could not {request}: a web page came back instead of an answer from {host} ({status}{}).",
        if title.is_empty() { String::new() } else { format!(": “{title}”") }
    )]
    WebPage {
        request: String,
        host: String,
        status: u16,
        /// The page's title.
        title: String,
    },
    /// A list that goes on beyond all bounds.
    #[error("Could not {request}: the list has no end ({pages} pages with {items} items so far).")]
    Endless {
        request: String,
        /// How many pages were read.
        pages: usize,
        /// How many items they had.
        items: usize,
    },
    /// A continuation token that was seen before.
    #[error("Could not {request}: pagination loops after {pages} pages.")]
    RepeatedToken {
        request: String,
        /// How many pages were read.
        pages: usize,
    },
    /// The options can't be used.
    #[error("The connection can't be set up: {reason}.")]
    Config { reason: String },
}

/// What the service said when it refused a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Its own sentence; empty where it sent none.
    pub text: String,
    /// How it names the request in its logs, if it says so.
    pub request_id: Option<String>,
}

impl Deref for Detail {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<&str> for Detail {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            request_id: None,
        }
    }
}

/// How a proxy failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyFailure {
    /// It can't be reached.
    Unreachable,
    /// It wants a user name and password, or others than those that it got.
    Login,
    /// It wants a way of signing in that isn't supported, such as Negotiate or NTLM.
    Scheme,
    /// It refuses to connect to the host.
    Refused,
    /// It leaves the resolving of names to this machine, which can't.
    Names,
    /// Another failure.
    Other,
}

/// What makes a connection insecure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsFailure {
    /// The certificate's issuer is not trusted on this machine.
    UnknownIssuer,
    /// The certificate is for a different host name.
    WrongName,
    /// The certificate has expired.
    Expired,
    /// The certificate is not valid yet.
    NotYetValid,
    /// The certificate was revoked.
    Revoked,
    /// The certificate has another defect.
    BadCertificate,
    /// The handshake failed, as it does where the other side doesn't speak TLS.
    Handshake,
}

impl Error {
    /// What the user can do about it: one or two sentences.
    pub fn hint(&self) -> String {
        match self {
            Self::Unauthorized { expired: true, .. } => "Create a new API key in the Aeon console and replace the old one.",
            Self::Unauthorized { .. } => "Check that you pasted the whole key. If it was revoked, create a new one in the Aeon console.",
            Self::Forbidden { .. } => "Use a key whose role allows it, or ask an account administrator. If the message names a state, wait for that state.",
            Self::NotFound { .. } => "It may have been deleted, or belong to another project. Refresh to see what exists.",
            Self::Busy { .. } => "Wait until that operation has finished, then try again.",
            Self::Invalid { .. } => "Correct what the message names, then try again.",
            Self::RateLimited { retry_after, .. } => {
                return match retry_after {
                    Some(wait) => format!("Try again in {}.", seconds(*wait)),
                    None => "Try again in a minute.".to_owned(),
                };
            }
            Self::Unavailable { may_have_happened: true, .. } | Self::BadAnswer { may_have_happened: true, .. } => {
                "It may have been done anyway. Refresh and check before you try again."
            }
            Self::Unavailable { .. } => "Try again in a few minutes. If the error persists, check Aeon's status page.",
            Self::Refused { .. } => "Check the message above. If it makes no sense, check the account's service address.",
            Self::Redirected { .. } => "Check the account's service address, and whether the network requires you to log in first.",
            Self::Unreachable { may_have_happened: true, .. } | Self::Timeout { may_have_happened: true, .. } => {
                "It may have been done anyway. Refresh and check before you try again."
            }
            Self::Unreachable { .. } => "Check the network connection, the firewall and the account's service address.",
            Self::Dns { .. } => "Check the spelling of the host, the network connection and the VPN.",
            Self::Tls { kind, .. } => match kind {
                TlsFailure::UnknownIssuer => "If your network inspects TLS, add its CA certificate file in the settings. Otherwise don't trust this connection.",
                TlsFailure::WrongName => "Check the account's service address: a different server responds there.",
                TlsFailure::Expired | TlsFailure::NotYetValid => "Check this machine's clock. If it is right, the server needs a new certificate.",
                TlsFailure::Revoked | TlsFailure::BadCertificate => "Don't trust this connection. Ask your network administrator.",
                TlsFailure::Handshake => "Check the host and the port, and that the server there speaks HTTPS.",
            },
            Self::Proxy { kind, .. } => match kind {
                ProxyFailure::Unreachable => "Check the proxy's address and the network connection.",
                ProxyFailure::Login => "Enter the user name and password in the proxy's address: http://user:password@host:port.",
                ProxyFailure::Scheme => "Postern can sign in to a proxy with Basic authentication only. Run a helper proxy on this machine that signs in for you, such as Px or Cntlm, and enter its address as the proxy in the settings.",
                ProxyFailure::Refused => "Ask the proxy's administrator to allow connections to this host.",
                ProxyFailure::Names => "If the proxy can resolve names, start its address with socks5h:// instead of socks5://.",
                ProxyFailure::Other => "Check the proxy's address, and whether it allows this host.",
            },
            Self::Timeout { .. } => "Check the network connection, then try again.",
            // The vendor's own tools take a web page for a sign of a key that is out of date.
            Self::BadAnswer { reason, .. } if reason.starts_with(&Unreadable::Html.to_string()) => "Something else may have answered, such as a proxy or a login page, or the API key is out of date. Check the network and the account's service address, then the key in the Aeon console.",
            Self::BadAnswer { .. } => "Check the account's service address, and whether a proxy or a login page responds in its place.",
            Self::TooLate { .. } => "Nothing was sent. Try again.",
            Self::WebPage { .. } => "A proxy, a firewall or a login page may have answered in Aeon's place: check the network, and whether it allows this host. Aeon may also answer like this if the API key is out of date: create a new one if the network is in order.",
            Self::RepeatedToken { .. } | Self::Endless { .. } => "Refresh. If the error persists, report it to Aeon's support.",
            Self::Config { .. } => "Correct it in the settings.",
        }
        .to_owned()
    }

    /// Whether the service may have done what was asked for although the call failed. Read before you send it
    /// again.
    pub fn may_have_happened(&self) -> bool {
        matches!(
            self,
            Self::Unavailable {
                may_have_happened: true,
                ..
            } | Self::Unreachable {
                may_have_happened: true,
                ..
            } | Self::Timeout {
                may_have_happened: true,
                ..
            } | Self::BadAnswer {
                may_have_happened: true,
                ..
            }
        )
    }

    /// Whether the service accepted the request: it responded with a 2xx, and only the body can't be used.
    pub fn was_taken(&self) -> bool {
        matches!(
            self,
            Self::BadAnswer {
                may_have_happened: true,
                ..
            }
        )
    }

    /// What was tried, as in "list the clusters"; empty for [`Error::Config`].
    pub fn request(&self) -> &str {
        match self {
            Self::Unauthorized { request, .. }
            | Self::Forbidden { request, .. }
            | Self::NotFound { request, .. }
            | Self::Busy { request, .. }
            | Self::Invalid { request, .. }
            | Self::RateLimited { request, .. }
            | Self::Unavailable { request, .. }
            | Self::Refused { request, .. }
            | Self::Redirected { request, .. }
            | Self::Unreachable { request, .. }
            | Self::Dns { request, .. }
            | Self::Tls { request, .. }
            | Self::Proxy { request, .. }
            | Self::Timeout { request, .. }
            | Self::TooLate { request, .. }
            | Self::BadAnswer { request, .. }
            | Self::WebPage { request, .. }
            | Self::Endless { request, .. }
            | Self::RepeatedToken { request, .. } => request,
            Self::Config { .. } => "",
        }
    }

    /// How the service names the request in its logs, if it says so.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Unauthorized { detail, .. }
            | Self::Forbidden { detail, .. }
            | Self::NotFound { detail, .. }
            | Self::Busy { detail, .. }
            | Self::Invalid { detail, .. }
            | Self::RateLimited { detail, .. }
            | Self::Unavailable { detail, .. }
            | Self::Refused { detail, .. } => detail.request_id.as_deref(),
            _ => None,
        }
    }

    /// The HTTP status, where there was a response.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Unauthorized { .. } => Some(401),
            Self::Forbidden { .. } => Some(403),
            Self::NotFound { .. } => Some(404),
            Self::Busy { .. } => Some(409),
            Self::RateLimited { .. } => Some(429),
            Self::Invalid { status, .. }
            | Self::Unavailable { status, .. }
            | Self::Refused { status, .. }
            | Self::Redirected { status, .. }
            | Self::WebPage { status, .. }
            | Self::BadAnswer { status, .. } => Some(*status),
            _ => None,
        }
    }
}

/// Our sentence with the status and, where the service sent one, its own sentence.
fn with_detail(summary: &str, status: u16, detail: &str) -> String {
    match detail.trim().trim_end_matches('.') {
        "" => format!("{summary} ({status})"),
        detail => format!("{summary} ({status}: {detail})"),
    }
}

fn quoted(excerpt: &str) -> String {
    if excerpt.is_empty() {
        String::new()
    } else {
        format!(": “{excerpt}”")
    }
}

/// A duration in words: `0.2 seconds`, `1 second`, `30 seconds`.
fn seconds(duration: Duration) -> String {
    let tenths = (duration.as_secs_f64() * 10.0).round() / 10.0;
    if (tenths - 1.0).abs() < f64::EPSILON {
        "1 second".to_owned()
    } else {
        format!("{tenths} seconds")
    }
}
