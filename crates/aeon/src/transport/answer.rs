//! From a response to a body, or to the error that it stands for.

use std::time::SystemTime;

use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use url::Url;

use super::redact::{excerpt, one_line, redact};
use super::{Request, retry};
use crate::Error;
use crate::wire::decode;

/// No answer of the service comes near this.
const LONGEST: usize = 32 * 1024 * 1024;
/// An error's body says what it has to say long before this.
const LONGEST_ERROR: usize = 256 * 1024;
/// The service's sentence is cut after as many characters.
const LONGEST_DETAIL: usize = 500;

/// A body, and why it may not be whole.
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) broken: Option<Broken>,
}

/// Why a body isn't whole.
pub(super) enum Broken {
    TimedOut,
    CutShort,
    TooLong,
}

/// Reads the body, up to a bound.
pub(super) async fn read(mut response: Response) -> Body {
    let most = if response.status().is_success() {
        LONGEST
    } else {
        LONGEST_ERROR
    };
    let mut bytes = Vec::new();
    loop {
        let broken = match response.chunk().await {
            Ok(None) => None,
            Ok(Some(chunk)) if bytes.len() + chunk.len() <= most => {
                bytes.extend_from_slice(&chunk);
                continue;
            }
            Ok(Some(_)) => Some(Broken::TooLong),
            Err(error) if error.is_timeout() => Some(Broken::TimedOut),
            Err(_) => Some(Broken::CutShort),
        };
        return Body { bytes, broken };
    }
}

/// A 2xx whose content can't be used.
pub(crate) fn bad(request: &Request, status: u16, reason: String, body: &[u8], key: &str) -> Error {
    Error::BadAnswer {
        request: request.what.clone(),
        status,
        reason,
        excerpt: excerpt(body, key),
        may_have_happened: request.changes(),
    }
}

/// The error that a status other than 2xx stands for.
pub(super) fn error(
    request: &Request,
    url: &Url,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    key: &str,
) -> Error {
    let what = request.what.clone();
    let detail = decode::error_detail(body).unwrap_or_default();
    let detail = one_line(&redact(&detail, key), LONGEST_DETAIL);
    let code = status.as_u16();
    match code {
        300..=399 => Error::Redirected {
            request: what,
            host: host(url),
            status: code,
            to: target(url, headers, key),
        },
        400 | 422 => Error::Invalid {
            request: what,
            status: code,
            detail,
        },
        401 => {
            let expired = detail.to_lowercase().contains("jwt has expired");
            Error::Unauthorized {
                request: what,
                expired,
                detail,
            }
        }
        403 => Error::Forbidden {
            request: what,
            detail,
        },
        404 => Error::NotFound {
            request: what,
            detail,
        },
        409 => Error::Busy {
            request: what,
            detail,
        },
        429 => {
            let header = headers
                .get(RETRY_AFTER)
                .and_then(|value| value.to_str().ok());
            let retry_after = header.and_then(|text| retry::retry_after(text, SystemTime::now()));
            Error::RateLimited {
                request: what,
                retry_after,
                detail,
            }
        }
        500..=599 => Error::Unavailable {
            request: what,
            status: code,
            detail,
            may_have_happened: request.changes(),
        },
        _ => Error::Refused {
            request: what,
            status: code,
            detail,
        },
    }
}

/// The host that a redirect points to; never its path or query, which may hold anything.
fn target(url: &Url, headers: &HeaderMap, key: &str) -> String {
    headers
        .get(LOCATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| url.join(text).ok())
        .map_or_else(
            || "an unnamed place".to_owned(),
            |to| redact(&host(&to), key),
        )
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or("an unnamed place").to_owned()
}
