//! Builds the API client from the settings and a key.

use std::sync::Arc;

use aeon::{
    ApiKey, BaseUrl, Client, Failures, FirstContact, KeyFormError, Options, Proxy, ProxyUrl,
};
use jiff::Timestamp;

use super::AppOptions;
use crate::config::{ProxySetting, Settings};
use crate::problem::{Problem, ProblemCode};

/// A client for this service address, with the proxy and certificates of the settings.
pub(super) fn client(
    host: &str,
    key: ApiKey,
    settings: &Settings,
    certificates: Option<Arc<[u8]>>,
    app: &AppOptions,
    first_contact: FirstContact,
    failures: &Failures,
) -> Result<Client, Problem> {
    let mut options = Options::new(base(host)?);
    options.first_contact = first_contact;
    options.failures = failures.clone();
    options.certificates = certificates;
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
pub(super) fn check(settings: &Settings, app: &AppOptions) -> Result<(), Problem> {
    // Only well-formed; it is never sent.
    let key = ApiKey::parse("e30.e30.e30").map_err(|error| malformed(&error))?;
    let (unknown, none) = (FirstContact::default(), Failures::default());
    client(
        "https://localhost",
        key,
        settings,
        None,
        app,
        unknown,
        &none,
    )
    .map(|_| ())
}

pub(super) fn base(host: &str) -> Result<BaseUrl, Problem> {
    BaseUrl::parse(host).map_err(|error| Problem::new(ProblemCode::Invalid, error.to_string(), ""))
}

/// The service address of an account. Plain HTTP, which another program on this machine could receive, has to be
/// allowed.
pub(super) fn service(host: &str, app: &AppOptions) -> Result<BaseUrl, Problem> {
    let base = base(host)?;
    if base.is_https() || app.allows_plain_http {
        return Ok(base);
    }
    Err(Problem::new(
        ProblemCode::Invalid,
        format!("The address must start with https://, not http://: {base}."),
        "For a simulator on this machine, start Postern with --allow-plain-http.",
    ))
}

pub(super) fn proxy(setting: &ProxySetting) -> Result<Proxy, Problem> {
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

/// Parses a key, before it is sent anywhere. One that has expired by this machine's clock is tried all the same: the
/// clock may be wrong.
pub(super) fn key(text: &str) -> Result<ApiKey, Problem> {
    ApiKey::parse(text).map_err(|error| malformed(&error))
}

/// Host and port of a proxy.
pub(super) fn place(url: &str) -> Result<String, Problem> {
    match proxy(&ProxySetting::Url {
        url: url.to_owned(),
    })? {
        Proxy::Url(url) => Ok(url.place()),
        Proxy::System | Proxy::None => Ok(String::new()),
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

fn expired(key: &ApiKey) -> Problem {
    let message = match key.expires() {
        Some(end) if key.is_expired(Timestamp::now()) => {
            format!("This key expired on {}.", end.strftime("%b %-d, %Y"))
        }
        _ => "This key has expired.".to_owned(),
    };
    let hint = "Create a new API key in the Aeon console and enter that one.";
    Problem::new(ProblemCode::Unauthorized, message, hint)
}

/// Explains why testing a key failed.
pub(super) fn refused(error: &aeon::Error, tested: &ApiKey) -> Problem {
    match error {
        aeon::Error::Unauthorized { expired: true, .. } => expired(tested),
        aeon::Error::Unauthorized { detail, .. } => {
            let answer = if detail.is_empty() {
                String::new()
            } else {
                format!(" Its answer: {detail}.")
            };
            let message = format!("The service rejected this key.{answer}");
            Problem::new(ProblemCode::Unauthorized, message, error.hint()).of_request(error)
        }
        other => Problem::from(other),
    }
}
