//! Reads a response's body, and maps a status other than 2xx to an [`Error`].

use std::time::{Duration, UNIX_EPOCH};

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use url::Url;

use super::redact::{excerpt, one_line, redact};
use super::{Request, retry};
use crate::Error;
use crate::error::Detail;
use crate::wire::decode;

/// In bytes. No response of the API comes near this.
const MAX_BODY: usize = 32 * 1024 * 1024;
/// In bytes. An error's body has its message long before this.
const MAX_ERROR_BODY: usize = 256 * 1024;
/// In characters. The service's sentence is cut after this many.
const MAX_DETAIL: usize = 500;

/// In characters. A request's id is cut after this many.
const MAX_REQUEST_ID: usize = 100;

/// In characters. A web page's title is cut after this many.
const MAX_TITLE: usize = 100;

/// A body as far as it could be read, and why the rest could not be.
pub(super) struct ResponseBody {
    pub(super) bytes: Vec<u8>,
    pub(super) error: Option<BodyError>,
}

/// Why a body is incomplete.
pub(super) enum BodyError {
    TimedOut,
    CutShort,
    TooLong,
}

/// Reads the body, up to a limit that depends on the status.
pub(super) async fn read(mut response: Response) -> ResponseBody {
    let max = if response.status().is_success() {
        MAX_BODY
    } else {
        MAX_ERROR_BODY
    };
    let mut bytes = Vec::new();
    loop {
        let error = match response.chunk().await {
            Ok(None) => None,
            Ok(Some(chunk)) if bytes.len() + chunk.len() <= max => {
                bytes.extend_from_slice(&chunk);
                continue;
            }
            Ok(Some(_)) => Some(BodyError::TooLong),
            Err(error) if error.is_timeout() => Some(BodyError::TimedOut),
            Err(_) => Some(BodyError::CutShort),
        };
        return ResponseBody { bytes, error };
    }
}

/// The error for a 2xx whose body can't be used.
pub(super) fn unusable(
    request: &Request,
    status: u16,
    reason: String,
    body: &[u8],
    key: &str,
) -> Error {
    Error::BadAnswer {
        request: request.action.clone(),
        status,
        reason,
        excerpt: excerpt(body, key),
        may_have_happened: request.changes(),
    }
}

/// The time of the response, by the sender's clock.
pub(super) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(DATE)?.to_str().ok()?;
    Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp())
}

/// The title of a web page: redacted, on one line.
fn title(page: &[u8], key: &str) -> String {
    let text = redact(&String::from_utf8_lossy(page), key);
    // The lower case of ASCII has the same length.
    let lower = text.to_ascii_lowercase();
    let between = || {
        let tag = lower.find("<title")?;
        let start = tag + lower[tag..].find('>')? + 1;
        let end = start + lower[start..].find("</title")?;
        Some(&text[start..end])
    };
    one_line(between().unwrap_or_default(), MAX_TITLE)
}

/// How the service, or the load balancer before it, names the request in its logs. Which header the service uses isn't
/// documented.
fn request_id(headers: &HeaderMap, key: &str) -> Option<String> {
    let names = [
        "x-request-id",
        "request-id",
        "x-correlation-id",
        "x-amzn-requestid",
        "cf-ray",
    ];
    let values = names.iter().filter_map(|name| headers.get(*name));
    let texts = values.filter_map(|value| value.to_str().ok());
    let mut ids = texts.map(|text| one_line(&redact(text, key), MAX_REQUEST_ID));
    ids.find(|id| !id.is_empty())
}

/// The error for a status other than 2xx.
pub(super) fn of_status(
    request: &Request,
    url: &Url,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    key: &str,
) -> Error {
    let what = request.action.clone();
    if matches!(status.as_u16(), 400..=403 | 405..=408 | 451) && decode::is_web_page(body) {
        return Error::WebPage {
            request: what,
            host: host(url),
            status: status.as_u16(),
            title: title(body, key),
        };
    }
    let detail = decode::error_detail(body).unwrap_or_default();
    let detail = Detail {
        text: one_line(&redact(&detail, key), MAX_DETAIL),
        request_id: request_id(headers, key),
    };
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
            // A date counts by the sender's clock; this machine's may be off.
            let now = date(headers)
                .and_then(|date| u64::try_from(date.as_second()).ok())
                .map_or_else(crate::clock::system_time, |seconds| {
                    UNIX_EPOCH + Duration::from_secs(seconds)
                });
            let retry_after = header.and_then(|text| retry::retry_after(text, now));
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

/// The host that a redirect points to. Its path and query are left out: they may contain secrets.
fn target(url: &Url, headers: &HeaderMap, key: &str) -> String {
    headers
        .get(LOCATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| url.join(text).ok())
        .map_or_else(
            || "an unknown host".to_owned(),
            |to| redact(&host(&to), key),
        )
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or("an unknown host").to_owned()
}
