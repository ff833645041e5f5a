//! The HTTP client: TLS with the system's trust store, the proxy, no redirects. It gets new connections when a
//! request times out.

use std::sync::{Arc, Mutex, Once, PoisonError, RwLock};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Certificate, redirect};

use super::route::Route;
use crate::{BaseUrl, Error, Moment, Options};

/// The system's probes of a silent connection, before it counts as dead.
const PROBES: u32 = 3;

/// The HTTP client in use, and what is needed to replace it.
pub(crate) struct Connections {
    options: Options,
    /// Read once, so that every later client trusts the same authorities.
    authorities: Vec<Certificate>,
    current: RwLock<Current>,
    /// When a request was sent last.
    used: Mutex<Moment>,
}

/// A client, and how many came before it.
#[derive(Clone)]
pub(crate) struct Current {
    pub(crate) client: reqwest::Client,
    pub(super) route: Arc<Route>,
    number: u64,
}

impl Connections {
    pub(crate) fn new(options: &Options) -> Result<Self, Error> {
        let authorities = match &options.certificates {
            Some(pem) => certificates(pem)?,
            None => Vec::new(),
        };
        let current = Current::new(options, &authorities, 0)?;
        Ok(Self {
            options: options.clone(),
            authorities,
            current: RwLock::new(current),
            used: Mutex::new(Moment::now()),
        })
    }

    /// The client for the next request. After the machine slept it has no connections yet.
    pub(crate) fn current(&self) -> Current {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.has_slept_since() {
            self.replace(&self.peek());
        }
        *used = Moment::now();
        self.peek()
    }

    pub(super) fn peek(&self) -> Current {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.clone()
    }

    /// Has the next request open a new connection, because one timed out on `used`, or may have died. NATs and sleep drop
    /// connections silently, and the pool would hand out a dead one again. Requests in flight keep their
    /// connection.
    pub(super) fn replace(&self, used: &Current) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        // When many requests time out together, only the first one replaces the client.
        if current.number != used.number {
            return;
        }
        match Current::new(&self.options, &self.authorities, used.number + 1) {
            Ok(new) => {
                tracing::debug!(number = new.number, "opening new connections");
                *current = new;
            }
            Err(error) => tracing::warn!(%error, "can't open new connections"),
        }
    }
}

impl Current {
    fn new(options: &Options, authorities: &[Certificate], number: u64) -> Result<Self, Error> {
        let route = Route::of(&options.base, &options.proxy)?;
        Ok(Self {
            client: build(options, authorities, &route)?,
            route: Arc::new(route),
            number,
        })
    }
}

fn build(
    options: &Options,
    authorities: &[Certificate],
    route: &Route,
) -> Result<reqwest::Client, Error> {
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
        .tcp_keepalive(timeouts.ping_after)
        .tcp_keepalive_interval(timeouts.ping / PROBES)
        .tcp_keepalive_retries(PROBES)
        .https_only(options.base.is_https());
    // A connection whose packets nobody acknowledges, also while something is being sent, where keep-alive is silent.
    #[cfg(target_os = "linux")]
    {
        builder = builder.tcp_user_timeout(timeouts.ping_after + timeouts.ping);
    }
    if !authorities.is_empty() {
        builder = builder.tls_certs_merge(authorities.to_vec());
    }
    // No connection is made; reading the system's certificates would take longer than the rest of a simulated run.
    #[cfg(feature = "simulation")]
    if options.in_process.is_some() {
        builder = builder.tls_certs_only([]);
    }
    builder = builder.no_proxy();
    if let Route::Proxy { proxy, .. } = route {
        let unusable = |reason: &str| Error::Config {
            reason: format!("{route} can't be used{reason}"),
        };
        // reqwest ignores a proxy that it doesn't understand, and requests would go direct.
        if !is_understood(proxy.url().as_str(), &options.base) {
            return Err(unusable(""));
        }
        let proxy = reqwest::Proxy::all(proxy.url().clone())
            .map_err(|error| unusable(&format!(": {}", super::failure::chain(&error))))?;
        builder = builder.proxy(proxy);
    }
    builder.build().map_err(|error| Error::Config {
        reason: super::failure::chain(&error),
    })
}

/// Whether requests to `base` would go through this proxy. Uses the code that decides in reqwest.
fn is_understood(proxy: &str, base: &BaseUrl) -> bool {
    let matcher = Matcher::builder().all(proxy).build();
    let to = base.join(&[]).as_str().parse().ok();
    to.is_some_and(|to| matcher.intercept(&to).is_some())
}

/// Makes ring the provider of rustls, unless the program has installed another one.
fn use_ring() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails if the program has already installed one, which does as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, Error> {
    let certificates = Certificate::from_pem_bundle(pem).map_err(|error| Error::Config {
        reason: format!(
            "the CA certificates can't be used: {}",
            super::failure::chain(&error)
        ),
    })?;
    if certificates.is_empty() {
        return Err(Error::Config {
            reason: "there is no CA certificate (it must be PEM text)".to_owned(),
        });
    }
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_sleep_the_next_request_opens_a_new_connection() {
        let base = BaseUrl::parse("http://127.0.0.1:1").expect("an address");
        let connections = Connections::new(&Options::new(base)).expect("usable options");
        let numbers = || [connections.current().number, connections.current().number];
        assert_eq!(numbers(), [0, 0]);
        let slept = Moment::before_sleep(std::time::Duration::from_secs(60));
        *connections.used.lock().expect("not poisoned") = slept;
        assert_eq!(numbers(), [1, 1]);
    }
}
