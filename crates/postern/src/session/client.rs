//! Builds the API client from the settings and a key.

use std::path::Path;

use aeon::{ApiKey, BaseUrl, Client, KeyFormError, Options, Proxy, ProxyUrl};
use jiff::Timestamp;

use super::AppOptions;
use crate::config::{ProxySetting, Settings};
use crate::problem::{Problem, ProblemCode};

/// A client for this service address, with the proxy and certificates of the settings.
pub(super) fn client(
    host: &str,
    key: ApiKey,
    settings: &Settings,
    ca_file: &Path,
    app: &AppOptions,
) -> Result<Client, Problem> {
    let mut options = Options::new(base(host)?);
    options.ca_file = settings.certificates.as_ref().map(|_| ca_file.to_owned());
    options.proxy = proxy(&settings.proxy)?;
    if let Some(retry) = app.retry {
        options.retry = retry;
    }
    if let Some(timeouts) = app.timeouts {
        options.timeouts = timeouts;
    }
    Client::new(&options, key).map_err(Problem::from)
}

/// Checks that a client can be built with these settings.
pub(super) fn check(settings: &Settings, ca_file: &Path, app: &AppOptions) -> Result<(), Problem> {
    // Only well-formed; it is never sent.
    let key = ApiKey::parse("e30.e30.e30").map_err(|error| malformed(&error))?;
    client("https://localhost", key, settings, ca_file, app).map(|_| ())
}

pub(super) fn base(host: &str) -> Result<BaseUrl, Problem> {
    BaseUrl::parse(host).map_err(|error| Problem::new(ProblemCode::Invalid, error.to_string(), ""))
}

fn proxy(setting: &ProxySetting) -> Result<Proxy, Problem> {
    Ok(match setting {
        ProxySetting::System => Proxy::System,
        ProxySetting::None => Proxy::None,
        ProxySetting::Url { url } => Proxy::Url(ProxyUrl::parse(url).map_err(|error| {
            Problem::new(
                ProblemCode::Invalid,
                error.to_string(),
                "Enter it in the form http://proxy.example.com:3128.",
            )
        })?),
    })
}

/// Parses a key and checks its expiry, before it is sent anywhere.
pub(super) fn key(text: &str) -> Result<ApiKey, Problem> {
    let key = ApiKey::parse(text).map_err(|error| malformed(&error))?;
    unexpired(&key)?;
    Ok(key)
}

/// Rejects a key that has expired.
pub(super) fn unexpired(key: &ApiKey) -> Result<(), Problem> {
    match key.expires() {
        Some(end) if key.is_expired(Timestamp::now()) => Err(expired(Some(end))),
        _ => Ok(()),
    }
}

/// Host and port of the wanted proxy if it differs from the current setting.
pub(super) fn new_proxy(
    before: &ProxySetting,
    wanted: &ProxySetting,
) -> Result<Option<String>, Problem> {
    if before == wanted {
        return Ok(None);
    }
    let Proxy::Url(url) = proxy(wanted)? else {
        return Ok(None);
    };
    Ok(Some(url.place()))
}

fn malformed(error: &KeyFormError) -> Problem {
    Problem::new(ProblemCode::Invalid, error.to_string(), "")
}

fn expired(end: Option<Timestamp>) -> Problem {
    let message = match end {
        Some(end) => format!("This key expired on {}.", end.strftime("%b %-d, %Y")),
        None => "This key has expired.".to_owned(),
    };
    let hint = "Create a new API key in the Aeon console and enter that one.";
    Problem::new(ProblemCode::Unauthorized, message, hint)
}

/// Explains why testing a key failed.
pub(super) fn refused(error: &aeon::Error) -> Problem {
    match error {
        aeon::Error::Unauthorized { expired: true, .. } => expired(None),
        aeon::Error::Unauthorized { detail, .. } => {
            let answer = if detail.is_empty() {
                String::new()
            } else {
                format!(" Its answer: {detail}.")
            };
            let message = format!("The service rejected this key.{answer}");
            Problem::new(ProblemCode::Unauthorized, message, error.hint())
        }
        other => Problem::from(other),
    }
}
