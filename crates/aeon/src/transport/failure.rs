//! Classifies a request that got no response: DNS, TLS, proxy or connection failure, by the chain of causes.

use std::error::Error as StdError;
use std::time::Duration;

use rustls::CertificateError;

use super::freshness::StaleRead;
use super::proxy_failure;
use super::refused_tunnel::TunnelAnswer;
use super::retry::RetryClass;
use super::{Request, Route};
use crate::Error;
use crate::error::{ProxyFailure, TlsFailure};

/// The error for a request that got no response, and whether a retry makes sense.
pub(super) fn classify(
    error: &reqwest::Error,
    request: &Request,
    host: &str,
    route: &Route,
    refused: Option<TunnelAnswer>,
    waited: Duration,
) -> (Error, RetryClass) {
    if let Some(old) = causes(error).find_map(|cause| cause.downcast_ref::<StaleRead>()) {
        return (too_late(request, old), RetryClass::Final);
    }
    let sent = !error.is_connect();
    let may_have_happened = sent && request.changes();
    let what = request.action.clone();
    let texts: Vec<String> = causes(error).map(ToString::to_string).collect();
    if let (Route::Proxy { proxy, .. }, false) = (route, may_have_happened)
        && let Some(failed) = proxy_failure::describe(&texts, proxy, route, host, refused)
    {
        let class = if failed.kind == ProxyFailure::Unreachable {
            RetryClass::NotSent
        } else {
            RetryClass::Final
        };
        let error = Error::Proxy {
            request: what,
            reason: failed.reason,
            kind: failed.kind,
        };
        return (error, class);
    }
    let host = route.to(host);
    if error.is_timeout() {
        let class = if !sent {
            RetryClass::NotSent
        } else if causes(error).any(is_dead_connection) {
            RetryClass::Lost
        } else {
            RetryClass::Final
        };
        return (
            Error::Timeout {
                request: what,
                host,
                after: waited,
                may_have_happened,
            },
            class,
        );
    }
    if texts.iter().any(|text| text == "dns error") {
        let reason = texts.last().cloned().unwrap_or_default();
        let is_temporary = ["temporary", "try again"]
            .iter()
            .any(|word| reason.to_lowercase().contains(word));
        let class = if is_temporary {
            RetryClass::NotSent
        } else {
            RetryClass::Final
        };
        return (
            Error::Dns {
                request: what,
                host,
                reason: tidy(&reason),
            },
            class,
        );
    }
    // With TLS 1.3 a failed handshake can surface as late as the first read. So can a connection that breaks after
    // the request arrived, and the two can't be told apart: a change may have happened.
    if let Some(tls) = causes(error).find_map(rustls_error)
        && !may_have_happened
    {
        let (kind, reason) = describe_tls(tls);
        return (
            Error::Tls {
                request: what,
                host,
                reason,
                kind,
            },
            RetryClass::Final,
        );
    }
    let reason = tidy(texts.last().map_or("the connection broke", String::as_str));
    let class = if sent {
        RetryClass::Lost
    } else {
        RetryClass::NotSent
    };
    (
        Error::Unreachable {
            request: what,
            host,
            reason,
            may_have_happened,
        },
        class,
    )
}

/// Whether a proxy answered, and opened no connection.
pub(super) fn is_refused_tunnel(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| {
        let text = cause.to_string();
        text.starts_with("tunnel error") && !text.contains("underlying connection")
    })
}

/// The error for an edit that was not sent because the read that it is based on is too old.
pub(super) fn too_late(request: &Request, old: &StaleRead) -> Error {
    Error::TooLate {
        request: request.action.clone(),
        age: old.age,
    }
}

/// The chain of causes on one line, outermost first, without repetitions.
pub(crate) fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut words: Vec<String> = Vec::new();
    for cause in causes(error) {
        let text = cause.to_string();
        if !words.iter().any(|earlier| earlier.contains(&text)) {
            words.push(text);
        }
    }
    words.join(": ")
}

fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        let error: &'a (dyn StdError + 'static) = *error;
        // `io::Error::source` returns the source of its inner error and so skips the inner error itself.
        match error
            .downcast_ref::<std::io::Error>()
            .and_then(|io| io.get_ref())
        {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

/// Whether the connection is dead, as opposed to a response that is only late: a ping timed out, or the system
/// gave up retransmitting.
fn is_dead_connection(cause: &(dyn StdError + 'static)) -> bool {
    let by_system = cause
        .downcast_ref::<std::io::Error>()
        .is_some_and(|io| io.kind() == std::io::ErrorKind::TimedOut && io.raw_os_error().is_some());
    // hyper doesn't export the type of this error.
    by_system || cause.to_string() == "keep-alive timed out"
}

fn rustls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    error.downcast_ref()
}

fn describe_tls(error: &rustls::Error) -> (TlsFailure, String) {
    use CertificateError as Fault;
    let rustls::Error::InvalidCertificate(fault) = error else {
        return (
            TlsFailure::Handshake,
            format!("the TLS handshake failed ({})", tidy(&error.to_string())),
        );
    };
    let (kind, words) = match fault {
        Fault::UnknownIssuer => (
            TlsFailure::UnknownIssuer,
            "the issuer of the server's certificate is not trusted",
        ),
        Fault::NotValidForName | Fault::NotValidForNameContext { .. } => (
            TlsFailure::WrongName,
            "the server's certificate is for a different host name",
        ),
        Fault::Expired | Fault::ExpiredContext { .. } => {
            (TlsFailure::Expired, "the server's certificate has expired")
        }
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => (
            TlsFailure::NotYetValid,
            "the server's certificate is not valid yet",
        ),
        Fault::Revoked => (TlsFailure::Revoked, "the server's certificate was revoked"),
        // The platform's verifier wraps what webpki says about a self-signed CA certificate.
        other => {
            let text = format!("{other:?}");
            if text.contains("CaUsedAsEndEntity") || text.contains("UnknownIssuer") {
                (
                    TlsFailure::UnknownIssuer,
                    "the issuer of the server's certificate is not trusted",
                )
            } else {
                return (
                    TlsFailure::BadCertificate,
                    format!(
                        "the server's certificate is invalid ({})",
                        tidy(&other.to_string())
                    ),
                );
            }
        }
    };
    (kind, words.to_owned())
}

/// The reason on one line, without the system's error number.
pub(super) fn tidy(reason: &str) -> String {
    let text = reason.split(" (os error").next().unwrap_or(reason);
    super::redact::one_line(text, 160)
}
