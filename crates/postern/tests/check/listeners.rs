//! Servers that behave as databases, strangers and dead ends do.

use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// What a server does with a connection.
#[derive(Clone, Copy)]
pub enum Does {
    /// Takes it and says nothing.
    Nothing,
    /// Hangs up.
    HangUp,
    /// Waits for a request, then says this.
    Say(&'static [u8]),
    /// Speaks TLS.
    Tls,
}

/// A server on a free port; it ends with the test's runtime.
pub async fn listen(does: Does) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut kept: Vec<TcpStream> = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            match does {
                Does::Nothing => kept.push(stream),
                Does::HangUp => drop(stream),
                Does::Say(answer) => {
                    let mut request = [0; 8];
                    if stream.read_exact(&mut request).await.is_ok() {
                        assert_eq!(request, [0, 0, 0, 8, 4, 210, 22, 47], "an SSLRequest");
                        stream.write_all(answer).await.unwrap();
                        kept.push(stream);
                    }
                }
                Does::Tls => {
                    let _ = acceptor().accept(stream).await;
                }
            }
        }
    });
    port
}

fn acceptor() -> TlsAcceptor {
    let made = rcgen::generate_simple_self_signed(vec!["another.example".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// A port that leaves connections unanswered, as a security group does: its queue is full, and the system
/// drops who comes next. What fills the queue is given back to be kept.
pub async fn dropped() -> (u16, TcpListener, Vec<TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(stream) = timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        queue.push(stream.unwrap());
    }
    (address.port(), listener, queue)
}
