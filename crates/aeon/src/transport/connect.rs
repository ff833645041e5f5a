//! The one HTTP client: TLS with the system's trust store, the way out, no redirects.

use std::path::Path;
use std::sync::Once;

use reqwest::{Certificate, redirect};

use crate::{BaseUrl, Error, Options, Proxy};

/// Builds the client.
pub(super) fn build(options: &Options) -> Result<reqwest::Client, Error> {
    use_ring();
    let mut builder = reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .user_agent(&options.user_agent)
        .connect_timeout(options.timeouts.connect)
        .read_timeout(options.timeouts.read)
        .tcp_nodelay(true)
        .https_only(options.base.is_https());
    if let Some(file) = &options.ca_file {
        builder = builder.tls_certs_merge(certificates(file)?);
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
