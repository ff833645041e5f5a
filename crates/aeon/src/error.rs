//! What can go wrong between a call and its answer.

use std::time::Duration;

use thiserror::Error;

/// What went wrong: `request` says what was tried ("list the clusters"), `detail` what the service said
/// about it. No variant ever holds the API key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// 401: the key is not taken.
    #[error("Could not {request}: {}.", if *expired { "the API key has expired".to_owned() } else { said("the service did not accept the API key", 401, detail) })]
    Unauthorized {
        /// What was tried.
        request: String,
        /// Whether the key's time is over.
        expired: bool,
        /// The service's words.
        detail: String,
    },
    /// 403: the key's role does not allow it, or the thing's state does not.
    #[error(
        "Could not {request}: {}.",
        said("the service does not allow it", 403, detail)
    )]
    Forbidden {
        /// What was tried.
        request: String,
        /// The service's words.
        detail: String,
    },
    /// 404: it is not there, or not for this key.
    #[error(
        "Could not {request}: {}.",
        said("the service does not find it", 404, detail)
    )]
    NotFound {
        /// What was tried.
        request: String,
        /// The service's words.
        detail: String,
    },
    /// 409: something else is being done to it.
    #[error(
        "Could not {request} now: {}.",
        said("the service is busy with it", 409, detail)
    )]
    Busy {
        /// What was tried.
        request: String,
        /// The service's words.
        detail: String,
    },
    /// 400 or 422: the service does not take what was sent.
    #[error("Could not {request}: {}.", said("the service did not accept what was sent", *status, detail))]
    Invalid {
        /// What was tried.
        request: String,
        /// The HTTP status.
        status: u16,
        /// The service's words.
        detail: String,
    },
    /// 429, to the end of the deadline.
    #[error("Could not {request}: {}.", said("too many requests", 429, detail))]
    RateLimited {
        /// What was tried.
        request: String,
        /// How long the service asks to wait.
        retry_after: Option<Duration>,
        /// The service's words.
        detail: String,
    },
    /// 5xx: the service has a problem of its own.
    #[error("Could not {request}: {}.", said("the service has a problem", *status, detail))]
    Unavailable {
        /// What was tried.
        request: String,
        /// The HTTP status.
        status: u16,
        /// The service's words.
        detail: String,
        /// Whether what was asked for may have been done all the same.
        may_have_happened: bool,
    },
    /// Another status.
    #[error("Could not {request}: {}.", said("the service refused it", *status, detail))]
    Refused {
        /// What was tried.
        request: String,
        /// The HTTP status.
        status: u16,
        /// The service's words.
        detail: String,
    },
    /// 3xx: the answer is somewhere else, and the key is not taken there.
    #[error(
        "Could not {request}: {host} answered with a redirect ({status}) to {to}, which is not followed."
    )]
    Redirected {
        /// What was tried.
        request: String,
        /// Who answered.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The host that it points to.
        to: String,
    },
    /// There is no connection, or it broke.
    #[error("Could not {request}: no connection to {host} ({reason}).")]
    Unreachable {
        /// What was tried.
        request: String,
        /// Whom it was for.
        host: String,
        /// What happened.
        reason: String,
        /// Whether what was asked for may have been done all the same.
        may_have_happened: bool,
    },
    /// The host's name leads nowhere.
    #[error("Could not {request}: the name {host} was not found ({reason}).")]
    Dns {
        /// What was tried.
        request: String,
        /// The name.
        host: String,
        /// What the system's resolver said.
        reason: String,
    },
    /// The connection could not be secured.
    #[error("Could not {request}: the connection to {host} is not secure: {reason}.")]
    Tls {
        /// What was tried.
        request: String,
        /// Whom it was for.
        host: String,
        /// What is wrong.
        reason: String,
        /// What kind of wrong it is.
        kind: TlsFailure,
    },
    /// The proxy did not let it through.
    #[error("Could not {request}: {reason}.")]
    Proxy {
        /// What was tried.
        request: String,
        /// What the proxy did.
        reason: String,
    },
    /// No answer in time.
    #[error("Could not {request}: {host} did not answer within {}.", seconds(*after))]
    Timeout {
        /// What was tried.
        request: String,
        /// Whom it was for.
        host: String,
        /// How long was waited.
        after: Duration,
        /// Whether what was asked for may have been done all the same.
        may_have_happened: bool,
    },
    /// It would have replaced a list that was read too long ago, and was not sent.
    #[error("Could not {request}: the list was read {} ago and may have changed.", seconds(*age))]
    TooLate {
        /// What was tried.
        request: String,
        /// How old the read was.
        age: Duration,
    },
    /// An answer that can't be understood.
    #[error(
        "Could not {request}: the answer can't be understood ({reason}){}.",
        quoted(excerpt)
    )]
    BadAnswer {
        /// What was tried.
        request: String,
        /// The HTTP status.
        status: u16,
        /// What is wrong with it.
        reason: String,
        /// How it starts: no more than 200 characters, without control characters.
        excerpt: String,
        /// Whether what was asked for may have been done all the same.
        may_have_happened: bool,
    },
    /// A list that leads back to a page that was read already.
    #[error("Could not {request}: the service's list leads in a circle after {pages} pages.")]
    RepeatedToken {
        /// What was tried.
        request: String,
        /// How many pages were read.
        pages: usize,
    },
    /// The client can't be set up as it is asked to be.
    #[error("The connection can't be set up: {reason}.")]
    Config {
        /// What is wrong.
        reason: String,
    },
}

/// What makes a connection insecure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsFailure {
    /// The certificate's issuer is not trusted here.
    UnknownIssuer,
    /// The certificate is for another name.
    WrongName,
    /// The certificate's time is over.
    Expired,
    /// The certificate's time has not begun.
    NotYetValid,
    /// The certificate was taken back.
    Revoked,
    /// The certificate has another fault.
    BadCertificate,
    /// What answered does not speak TLS as it should.
    Handshake,
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Unauthorized { expired: true, .. } => "Make a new API key in the Aeon console and replace the old one.",
            Self::Unauthorized { .. } => "Check that the whole key was pasted and that it has not been revoked; else make a new one in the Aeon console.",
            Self::Forbidden { .. } => "Use a key whose role allows it, or ask an account administrator; if the service names a state, wait for it.",
            Self::NotFound { .. } => "It may have been deleted, or belong to another project. Refresh and look again.",
            Self::Busy { .. } => "Wait until the work that is under way is done, then try again.",
            Self::Invalid { .. } => "Correct what the service names, then try again.",
            Self::RateLimited { retry_after, .. } => {
                return match retry_after {
                    Some(wait) => format!("Try again in {}.", seconds(*wait)),
                    None => "Try again in a minute.".to_owned(),
                };
            }
            Self::Unavailable { may_have_happened: true, .. } | Self::BadAnswer { may_have_happened: true, .. } => {
                "It may have been done all the same: refresh and look before you try again."
            }
            Self::Unavailable { .. } => "Try again in a few minutes; if it stays, look at the service's status page.",
            Self::Refused { .. } => "Read what the service says; if it makes no sense, check the host in the account's settings.",
            Self::Redirected { .. } => "Check the host in the account's settings, and whether the network asks for a login first.",
            Self::Unreachable { may_have_happened: true, .. } | Self::Timeout { may_have_happened: true, .. } => {
                "It may have been done all the same: refresh and look before you try again."
            }
            Self::Unreachable { .. } => "Check the network connection, the firewall and the host in the account's settings.",
            Self::Dns { .. } => "Check the host's spelling, the network connection and the VPN.",
            Self::Tls { kind, .. } => match kind {
                TlsFailure::UnknownIssuer => "If your network inspects TLS, name its CA certificate file in the settings; else do not trust this connection.",
                TlsFailure::WrongName => "Check the host in the account's settings: something else answers under its name.",
                TlsFailure::Expired | TlsFailure::NotYetValid => "Check this machine's clock; if it is right, the server needs a new certificate.",
                TlsFailure::Revoked | TlsFailure::BadCertificate => "Do not trust this connection; ask whoever runs the network or the server.",
                TlsFailure::Handshake => "Check the host and its port, and that what answers there speaks HTTPS.",
            },
            Self::Proxy { .. } => "Check the proxy in the settings: its address, its user name and password, and whether it lets this host through.",
            Self::Timeout { .. } => "Check the network connection, then try again.",
            Self::BadAnswer { .. } => "Check the host in the account's settings, and whether a proxy or a login page answers in its place.",
            Self::TooLate { .. } => "Nothing was sent. Try again.",
            Self::RepeatedToken { .. } => "Refresh; if it stays, the service has a fault that its support should know of.",
            Self::Config { .. } => "Correct it in the settings.",
        }
        .to_owned()
    }

    /// Whether what was asked for may have been done all the same. Look before you ask again.
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

    /// Whether the service took what was asked for: it answered with a 2xx, only the answer's content can't be
    /// used.
    pub fn was_taken(&self) -> bool {
        matches!(
            self,
            Self::BadAnswer {
                may_have_happened: true,
                ..
            }
        )
    }

    /// What was tried; empty where nothing was.
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
            | Self::RepeatedToken { request, .. } => request,
            Self::Config { .. } => "",
        }
    }

    /// The HTTP status, where there was an answer.
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
            | Self::BadAnswer { status, .. } => Some(*status),
            _ => None,
        }
    }
}

/// The service's own sentence where there is one, else ours; with the status.
fn said(otherwise: &str, status: u16, detail: &str) -> String {
    match detail.trim().trim_end_matches('.') {
        "" => format!("{otherwise} ({status})"),
        detail => format!("{otherwise} ({status}: {detail})"),
    }
}

fn quoted(excerpt: &str) -> String {
    if excerpt.is_empty() {
        String::new()
    } else {
        format!(": “{excerpt}”")
    }
}

/// A duration as one says it: `0.2 seconds`, `1 second`, `30 seconds`.
fn seconds(duration: Duration) -> String {
    let tenths = (duration.as_secs_f64() * 10.0).round() / 10.0;
    if (tenths - 1.0).abs() < f64::EPSILON {
        "1 second".to_owned()
    } else {
        format!("{tenths} seconds")
    }
}
