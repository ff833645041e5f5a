//! A server that speaks TLS.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use aeon::{BaseUrl, Options};
use futures_util::future::BoxFuture;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::{json, quick, serve};

/// A TLS server with a certificate from its own CA.
pub struct TlsServer {
    pub address: SocketAddr,
    ca_pem: String,
    task: JoinHandle<()>,
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl TlsServer {
    pub async fn start(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        Self::serving(name, change, Vec::new(), |stream| {
            Box::pin(async move { serve(stream, &Mutex::new(Vec::new()), &|_| json("{}")).await })
        })
        .await
    }

    /// Serves each connection with `serve`, and offers these ALPN protocols.
    pub async fn serving(
        name: &str,
        change: impl FnOnce(&mut CertificateParams),
        protocols: Vec<Vec<u8>>,
        serve: impl Fn(TlsStream<TcpStream>) -> BoxFuture<'static, ()> + Send + Sync + 'static,
    ) -> Self {
        let mut ca = CertificateParams::new(Vec::new()).unwrap();
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = CertifiedIssuer::self_signed(ca, KeyPair::generate().unwrap()).unwrap();
        let ca_pem = ca.pem();

        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        change(&mut params);
        let own = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&own, &ca).unwrap();
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], secret)
            .unwrap();
        config.alpn_protocols = protocols;
        let serve = Arc::new(serve);
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, serve) = (acceptor.clone(), Arc::clone(&serve));
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream).await;
                    }
                });
            }
        });
        Self {
            address,
            ca_pem,
            task,
        }
    }

    pub fn options(&self, trusted: bool) -> Options {
        let base = BaseUrl::parse(&format!("https://localhost:{}", self.address.port())).unwrap();
        Options {
            certificates: trusted.then(|| self.ca_pem.as_bytes().into()),
            ..quick(base)
        }
    }
}
