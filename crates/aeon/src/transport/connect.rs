//! The HTTP client: TLS with the system's trust store, the proxy, no redirects. It gets new connections when a
//! request times out.

use std::path::Path;
use std::sync::{Once, PoisonError, RwLock};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Certificate, redirect};

use crate::{BaseUrl, Error, Options, Proxy};

/// The HTTP client in use, and what is needed to replace it.
pub(super) struct Connections {
    options: Options,
    /// Read once, so that every later client trusts the same authorities.
    authorities: Vec<Certificate>,
    current: RwLock<Current>,
}

/// A client, and how many came before it.
#[derive(Clone)]
pub(super) struct Current {
    pub(super) client: reqwest::Client,
    number: u64,
}

impl Connections {
    pub(super) fn new(options: &Options) -> Result<Self, Error> {
        let authorities = match &options.ca_file {
            Some(file) => certificates(file)?,
            None => Vec::new(),
        };
        let client = build(options, &authorities)?;
        Ok(Self {
            options: options.clone(),
            authorities,
            current: RwLock::new(Current { client, number: 0 }),
        })
    }

    /// The client for the next request.
    pub(super) fn current(&self) -> Current {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.clone()
    }

    /// Has the next request open a new connection, because one timed out on `used`. NATs and sleep drop
    /// connections silently, and the pool would hand out a dead one again. Requests in flight keep their
    /// connection.
    pub(super) fn replace(&self, used: &Current) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        // When many requests time out together, only the first one replaces the client.
        if current.number != used.number {
            return;
        }
        match build(&self.options, &self.authorities) {
            Ok(client) => {
                let number = used.number + 1;
                *current = Current { client, number };
                tracing::debug!(number, "opening new connections after a timeout");
            }
            Err(error) => tracing::warn!(%error, "can't open new connections after a timeout"),
        }
    }
}

fn build(options: &Options, authorities: &[Certificate]) -> Result<reqwest::Client, Error> {
    use_ring();
    let timeouts = &options.timeouts;
    let mut builder = reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .user_agent(&options.user_agent)
        .connect_timeout(timeouts.connect)
        .read_timeout(timeouts.read)
        .http2_keep_alive_interval(timeouts.ping_after)
        .http2_keep_alive_timeout(timeouts.ping)
        .http2_keep_alive_while_idle(true)
        .tcp_nodelay(true)
        .https_only(options.base.is_https());
    if !authorities.is_empty() {
        builder = builder.tls_certs_merge(authorities.to_vec());
    }
    builder = match effective_proxy(&options.base, &options.proxy) {
        Proxy::System => {
            check_environment(&options.base, |name| std::env::var(name).ok())?;
            builder
        }
        Proxy::None => builder.no_proxy(),
        Proxy::Url(url) => {
            let unusable = |reason: &str| Error::Config {
                reason: format!("the proxy {url} can't be used{reason}"),
            };
            // reqwest ignores a proxy that it doesn't understand, and requests would go direct.
            if through(url.url().as_str(), "", &options.base) != Some(true) {
                return Err(unusable(""));
            }
            let proxy = reqwest::Proxy::all(url.url().clone())
                .map_err(|error| unusable(&format!(": {}", super::failure::chain(&error))))?;
            builder.no_proxy().proxy(proxy)
        }
    };
    builder.build().map_err(|error| Error::Config {
        reason: super::failure::chain(&error),
    })
}

/// The proxy to use for `base`: none for this machine, and none over plain HTTP, where it could read the key.
fn effective_proxy<'a>(base: &BaseUrl, proxy: &'a Proxy) -> &'a Proxy {
    match proxy {
        Proxy::System if base.is_loopback() => &Proxy::None,
        _ if !base.is_https() => &Proxy::None,
        chosen => chosen,
    }
}

/// Rejects a proxy in the environment that can't be used. reqwest silently ignores most of those, and requests
/// would go direct.
fn check_environment(
    base: &BaseUrl,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<(), Error> {
    let value = |names: [&str; 2]| names.into_iter().find_map(&variable).unwrap_or_default();
    let exempt = value(["NO_PROXY", "no_proxy"]);
    if through("http://proxy.invalid", &exempt, base).is_none() {
        return Ok(());
    }
    let mut unusable = None;
    for names in [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]] {
        match through(&value(names), &exempt, base) {
            Some(true) => return Ok(()),
            Some(false) => {
                unusable = Some(names[0]);
                break;
            }
            None if value(names).is_empty() => {}
            None => unusable = Some(names[0]),
        }
    }
    match unusable {
        None => Ok(()),
        Some(name) => Err(Error::Config {
            reason: format!(
                "the environment variable {name} has a proxy that can't be used (only http:// and \
                 https:// proxies can)"
            ),
        }),
    }
}

/// `None` if requests to `base` would not go through this proxy, else whether it is an HTTP proxy. Uses the
/// code that decides in reqwest.
fn through(proxy: &str, exempt: &str, base: &BaseUrl) -> Option<bool> {
    let to = base.join(&[]).as_str().parse().ok()?;
    let matcher = Matcher::builder().all(proxy).no(exempt).build();
    let scheme = matcher.intercept(&to)?.uri().scheme_str()?.to_owned();
    Some(matches!(scheme.as_str(), "http" | "https"))
}

/// Makes ring the provider of rustls, unless the program has installed another one.
fn use_ring() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails if the program has already installed one, which does as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

fn certificates(file: &Path) -> Result<Vec<Certificate>, Error> {
    let shown = file.display();
    let pem = std::fs::read(file).map_err(|error| Error::Config {
        reason: format!("the CA file {shown} can't be read: {error}"),
    })?;
    let certificates = Certificate::from_pem_bundle(&pem).map_err(|error| Error::Config {
        reason: format!(
            "the CA file {shown} can't be used: {}",
            super::failure::chain(&error)
        ),
    })?;
    if certificates.is_empty() {
        return Err(Error::Config {
            reason: format!("the CA file {shown} contains no certificate (it must be PEM text)"),
        });
    }
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(variables: &[(&str, &str)], blamed: Option<&str>) {
        let base = BaseUrl::parse("aeon.example").expect("a host");
        let get = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name)?;
            Some(found.1.to_owned())
        };
        let result = check_environment(&base, get).map_err(|error| error.to_string());
        match blamed {
            None => assert_eq!(result, Ok(())),
            Some(name) => {
                let error = result.expect_err("requests would go direct, or fail without a reason");
                assert!(
                    error.contains(name) && !error.contains("hunter2"),
                    "{error}"
                );
            }
        }
    }

    #[test]
    fn a_proxy_in_the_environment_is_used_or_rejected_but_never_ignored() {
        let good = "http://proxy.example.com:3128";
        let bad = "ftp://me:hunter2@proxy.example.com";
        let socks = "socks5://127.0.0.1:1080";
        check(&[], None);
        check(&[("HTTPS_PROXY", "")], None);
        check(&[("HTTPS_PROXY", good), ("ALL_PROXY", socks)], None);
        check(&[("https_proxy", "proxy.example.com:3128")], None);
        check(&[("HTTPS_PROXY", bad), ("ALL_PROXY", good)], None);
        check(&[("HTTP_PROXY", bad)], None);
        check(&[("HTTPS_PROXY", bad)], Some("HTTPS_PROXY"));
        check(
            &[("https_proxy", socks), ("all_proxy", good)],
            Some("HTTPS_PROXY"),
        );
        check(
            &[("all_proxy", "socks://127.0.0.1:7891/")],
            Some("ALL_PROXY"),
        );
        check(&[("ALL_PROXY", bad), ("NO_PROXY", "aeon.example")], None);
        check(
            &[("ALL_PROXY", bad), ("no_proxy", "elsewhere.example")],
            Some("ALL_PROXY"),
        );
    }
}
