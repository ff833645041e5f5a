//! Tells DNS, TLS, proxy and plain connection failures apart, by their chain of causes.

use std::error::Error as StdError;
use std::time::Duration;

use rustls::CertificateError;

use super::Request;
use super::rested::TooOld;
use super::retry::Outcome;
use crate::Error;
use crate::error::TlsFailure;

/// A request that got no answer: the error, and whether it may be tried again.
pub(super) fn sort(
    error: &reqwest::Error,
    request: &Request,
    host: &str,
    waited: Duration,
) -> (Error, Outcome) {
    if let Some(old) = causes(error).find_map(|cause| cause.downcast_ref::<TooOld>()) {
        return (too_late(request, old), Outcome::Final);
    }
    let sent = !error.is_connect();
    let may_have_happened = sent && request.changes();
    let what = request.what.clone();
    let host = host.to_owned();
    let texts: Vec<String> = causes(error).map(ToString::to_string).collect();
    if let Some(tunnel) = texts
        .iter()
        .position(|text| text.starts_with("tunnel error"))
    {
        let lost = texts[tunnel].contains("underlying connection");
        let outcome = if lost {
            Outcome::NotSent
        } else {
            Outcome::Final
        };
        return (
            Error::Proxy {
                request: what,
                reason: proxy_words(&texts[tunnel..], &host),
            },
            outcome,
        );
    }
    if error.is_timeout() {
        let outcome = if !sent {
            Outcome::NotSent
        } else if causes(error).any(is_dead_connection) {
            Outcome::Lost
        } else {
            Outcome::Final
        };
        return (
            Error::Timeout {
                request: what,
                host,
                after: waited,
                may_have_happened,
            },
            outcome,
        );
    }
    if texts.iter().any(|text| text == "dns error") {
        let reason = texts.last().cloned().unwrap_or_default();
        let passing = ["temporary", "try again"]
            .iter()
            .any(|word| reason.to_lowercase().contains(word));
        let outcome = if passing {
            Outcome::NotSent
        } else {
            Outcome::Final
        };
        return (
            Error::Dns {
                request: what,
                host,
                reason: tidy(&reason),
            },
            outcome,
        );
    }
    if let Some(tls) = causes(error).find_map(rustls_error) {
        // TLS 1.3 tells a client's failure at the first read; nothing of the request was taken then.
        let (kind, reason) = tls_words(tls);
        return (
            Error::Tls {
                request: what,
                host,
                reason,
                kind,
            },
            Outcome::Final,
        );
    }
    let reason = tidy(texts.last().map_or("the connection broke", String::as_str));
    let outcome = if sent {
        Outcome::Lost
    } else {
        Outcome::NotSent
    };
    (
        Error::Unreachable {
            request: what,
            host,
            reason,
            may_have_happened,
        },
        outcome,
    )
}

/// A request that did not go out because the read that it rests on is too old.
pub(super) fn too_late(request: &Request, old: &TooOld) -> Error {
    Error::TooLate {
        request: request.what.clone(),
        age: old.age,
    }
}

/// The causes in one line, outermost first, without repetitions.
pub(super) fn chain(error: &(dyn StdError + 'static)) -> String {
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
        // An io::Error's source() is its inner error's source: the inner one itself would be skipped.
        match error
            .downcast_ref::<std::io::Error>()
            .and_then(|io| io.get_ref())
        {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

/// Whether the connection was found dead, as opposed to an answer that is only late: a ping got no answer,
/// or the system gave up on what was sent.
fn is_dead_connection(cause: &(dyn StdError + 'static)) -> bool {
    let by_system = cause
        .downcast_ref::<std::io::Error>()
        .is_some_and(|io| io.kind() == std::io::ErrorKind::TimedOut && io.raw_os_error().is_some());
    // hyper doesn't export its error's type.
    by_system || cause.to_string() == "keep-alive timed out"
}

fn rustls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    error.downcast_ref()
}

fn tls_words(error: &rustls::Error) -> (TlsFailure, String) {
    use CertificateError as Fault;
    let rustls::Error::InvalidCertificate(fault) = error else {
        return (
            TlsFailure::Handshake,
            format!("it did not come about ({})", tidy(&error.to_string())),
        );
    };
    let (kind, words) = match fault {
        Fault::UnknownIssuer => (
            TlsFailure::UnknownIssuer,
            "the issuer of the server's certificate is not trusted",
        ),
        Fault::NotValidForName | Fault::NotValidForNameContext { .. } => (
            TlsFailure::WrongName,
            "the server's certificate is for another name",
        ),
        Fault::Expired | Fault::ExpiredContext { .. } => {
            (TlsFailure::Expired, "the server's certificate has expired")
        }
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => (
            TlsFailure::NotYetValid,
            "the server's certificate is not valid yet",
        ),
        Fault::Revoked => (TlsFailure::Revoked, "the server's certificate was revoked"),
        // The platform's verifier wraps what webpki says of a certificate that is its own authority.
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
                        "the server's certificate is faulty ({})",
                        tidy(&other.to_string())
                    ),
                );
            }
        }
    };
    (kind, words.to_owned())
}

fn proxy_words(texts: &[String], host: &str) -> String {
    let first = texts.first().map_or("", String::as_str);
    if first.contains("authorization required") {
        "the proxy asks for a user name and password (407)".to_owned()
    } else if first.contains("underlying connection") {
        let reason = texts.last().map_or("", String::as_str);
        format!("the proxy can't be reached ({})", tidy(reason))
    } else if first.contains("unsuccessful") {
        format!("the proxy refused the way to {host}")
    } else {
        format!(
            "the proxy broke off ({})",
            tidy(first.trim_start_matches("tunnel error: "))
        )
    }
}

/// Without the system's error number.
fn tidy(reason: &str) -> String {
    let text = reason.split(" (os error").next().unwrap_or(reason);
    super::redact::one_line(text, 160)
}
