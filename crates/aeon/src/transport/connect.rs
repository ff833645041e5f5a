//! The HTTP client: TLS with the system's trust store, the way out, no redirects. Its connections are
//! replaced when a request times out on them.

use std::path::Path;
use std::sync::{Once, PoisonError, RwLock};

use reqwest::{Certificate, redirect};

use crate::{BaseUrl, Error, Options, Proxy};

/// The client in use.
pub(super) struct Connections {
    options: Options,
    /// Read once: a later client trusts what the first one did.
    authorities: Vec<Certificate>,
    current: RwLock<Current>,
}

/// A client, and how many there were before it.
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

    /// Opens new connections from the next request on, because a request timed out on `used`. NATs and
    /// sleep cut a connection without a word, and the pool would hand it out again. Requests that are
    /// under way end where they are.
    pub(super) fn replace(&self, used: &Current) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        // Of many requests that time out together only the first one finds the client that they used.
        if current.number != used.number {
            return;
        }
        match build(&self.options, &self.authorities) {
            Ok(client) => {
                let number = used.number + 1;
                *current = Current { client, number };
                tracing::debug!(number, "new connections after a time-out");
            }
            Err(error) => tracing::warn!(%error, "the connections can't be replaced"),
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
    builder = match way_out(&options.base, &options.proxy) {
        Proxy::System => builder,
        Proxy::None => builder.no_proxy(),
        Proxy::Url(url) => {
            let place = crate::options::place(url);
            let proxy = reqwest::Proxy::all(url.clone()).map_err(|error| Error::Config {
                reason: format!(
                    "the proxy's address {place} can't be used: {}",
                    super::failure::chain(&error)
                ),
            })?;
            builder.no_proxy().proxy(proxy)
        }
    };
    builder.build().map_err(|error| Error::Config {
        reason: super::failure::chain(&error),
    })
}

/// A proxy on the way to this machine makes no sense, and over plain http it would see the key.
fn way_out<'a>(base: &BaseUrl, proxy: &'a Proxy) -> &'a Proxy {
    match proxy {
        Proxy::System if base.is_loopback() => &Proxy::None,
        _ if !base.is_https() => &Proxy::None,
        chosen => chosen,
    }
}

/// rustls takes whichever provider was installed first; here that is ring, unless the program chose.
fn use_ring() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error means that the program has installed one already, which serves as well.
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
            reason: format!("the CA file {shown} holds no certificate (it must be PEM text)"),
        });
    }
    Ok(certificates)
}
