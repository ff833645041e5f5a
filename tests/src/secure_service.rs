//! The simulated service behind TLS and HTTP/2.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use aeon_simulator::Handle;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// Accepts TLS with HTTP/2 and passes requests on to a simulator.
pub struct SecureService {
    address: SocketAddr,
    authority: String,
    protocol: Arc<Mutex<Option<String>>>,
    task: JoinHandle<()>,
}

impl SecureService {
    /// Starts it.
    ///
    /// # Panics
    /// There is no free port.
    pub async fn before(service: &Handle) -> Self {
        let mut authority = CertificateParams::new(Vec::new()).expect("no names");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let new_key = || KeyPair::generate().expect("a key");
        let authority = CertifiedIssuer::self_signed(authority, new_key()).expect("a certificate");
        let own = new_key();
        let certificate = CertificateParams::new(vec!["localhost".to_owned()])
            .and_then(|names| names.signed_by(&own, &authority))
            .expect("a certificate");
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has them")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], secret)
            .expect("a matching key");
        config.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        let behind = service.base_url().replace("http://", "");
        let protocol = Arc::new(Mutex::new(None));
        let seen = Arc::clone(&protocol);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, behind, seen) =
                    (acceptor.clone(), behind.clone(), Arc::clone(&seen));
                tokio::spawn(async move {
                    let Ok(mut outside) = acceptor.accept(stream).await else {
                        return;
                    };
                    let agreed = outside.get_ref().1.alpn_protocol();
                    let agreed = agreed.map(|name| String::from_utf8_lossy(name).into_owned());
                    *seen.lock().expect("the lock is not poisoned") = agreed;
                    if let Ok(mut inside) = TcpStream::connect(behind).await {
                        // Ends when one side closes.
                        let _ = copy_bidirectional(&mut outside, &mut inside).await;
                    }
                });
            }
        });
        Self {
            address,
            authority: authority.pem(),
            protocol,
            task,
        }
    }

    /// The service address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// The certificate to trust, in PEM.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The protocol of the last connection.
    ///
    /// # Panics
    /// A connection's task panicked.
    #[must_use]
    pub fn protocol(&self) -> Option<String> {
        let protocol = self.protocol.lock().expect("the lock is not poisoned");
        protocol.clone()
    }
}

impl Drop for SecureService {
    fn drop(&mut self) {
        self.task.abort();
    }
}
