//! Connections that die silently, as they do behind a NAT, after sleep or when a VPN changes.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod common;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aeon::{BaseUrl, Client, Error, Options};
use common::key;
use common::tls::TlsServer;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::io::{copy, copy_bidirectional, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Barrier, watch};
use tokio::task::JoinHandle;

const H2: &[u8] = b"h2";
const H1: &[u8] = b"http/1.1";
/// Far beyond any time limit that a test waits for.
const BOUND: Duration = Duration::from_secs(60);

/// A client of a TLS server, with a NAT between them.
struct Path {
    server: TlsServer,
    /// The methods of the requests that arrived.
    arrived: Arc<Mutex<Vec<String>>>,
    nat: Nat,
}

impl Path {
    /// The server speaks this protocol. It responds to its first `together` requests once all have arrived.
    async fn new(protocol: &[u8], together: usize) -> Self {
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let recorder = Arc::clone(&arrived);
        let barrier = Arc::new(Barrier::new(together));
        let serve = move |stream| -> futures_util::future::BoxFuture<'static, ()> {
            let (recorder, barrier) = (Arc::clone(&recorder), Arc::clone(&barrier));
            let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                let count = {
                    let mut recorder = recorder.lock().unwrap();
                    recorder.push(request.method().to_string());
                    recorder.len()
                };
                let barrier = Arc::clone(&barrier);
                async move {
                    if count <= together {
                        barrier.wait().await;
                    }
                    Ok::<_, Infallible>(hyper::Response::new("{}".to_owned()))
                }
            });
            Box::pin(async move {
                let server = auto::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(stream), answer).await;
            })
        };
        let server =
            TlsServer::serving("localhost", |_| (), vec![protocol.to_owned()], serve).await;
        let nat = Nat::before(server.address).await;
        Self {
            server,
            arrived,
            nat,
        }
    }

    /// A client that soon pings a silent connection, or never does.
    fn client(&self, pings: bool, total: Duration) -> Client {
        let base = BaseUrl::parse(&format!("https://localhost:{}", self.nat.address.port()));
        let mut options = Options {
            base: base.unwrap(),
            ..self.server.options(true)
        };
        options.timeouts.ping_after = if pings {
            Duration::from_millis(100)
        } else {
            BOUND
        };
        options.timeouts.ping = Duration::from_secs(1);
        options.timeouts.read = BOUND;
        options.timeouts.total = total;
        options.retry.deadline = BOUND;
        Client::new(&options, key()).unwrap()
    }

    fn arrived(&self) -> Vec<String> {
        self.arrived.lock().unwrap().clone()
    }
}

/// Relays bytes until it forgets its connections. Those stay open, and nothing gets through.
struct Nat {
    address: SocketAddr,
    forget: watch::Sender<()>,
    /// The number of connections so far.
    opened: watch::Receiver<usize>,
    /// The number of forgotten connections that the client has closed.
    given_up: watch::Receiver<usize>,
    task: JoinHandle<()>,
}

impl Drop for Nat {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Nat {
    async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (forget, forgotten) = watch::channel(());
        let (open, opened) = watch::channel(0);
        let (give_up, given_up) = watch::channel(0);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                open.send_modify(|count| *count += 1);
                let mut forgotten = forgotten.clone();
                forgotten.mark_unchanged();
                tokio::spawn(pass(client, server, forgotten, give_up.clone()));
            }
        });
        Self {
            address,
            forget,
            opened,
            given_up,
            task,
        }
    }

    fn forget(&self) {
        self.forget.send_replace(());
    }

    fn opened(&self) -> usize {
        *self.opened.borrow()
    }
}

async fn pass(
    mut client: TcpStream,
    server: SocketAddr,
    mut forgotten: watch::Receiver<()>,
    give_up: watch::Sender<usize>,
) {
    let mut server = TcpStream::connect(server).await.unwrap();
    tokio::select! {
        _ = copy_bidirectional(&mut client, &mut server) => return,
        changed = forgotten.changed() => if changed.is_err() { return },
    }
    let _ = copy(&mut client, &mut sink()).await;
    give_up.send_modify(|count| *count += 1);
}

#[track_caller]
fn assert_timeout(error: &Error, may_have_happened: bool) {
    let Error::Timeout {
        may_have_happened: may,
        ..
    } = error
    else {
        panic!("{error:?}");
    };
    assert_eq!(*may, may_have_happened);
}

#[tokio::test]
async fn a_dead_idle_connection_is_noticed_before_it_is_used() {
    let path = Path::new(H2, 1).await;
    let client = path.client(true, BOUND);
    client.ping().await.unwrap();
    path.nat.forget();
    let mut given_up = path.nat.given_up.clone();
    let noticed = tokio::time::timeout(BOUND, given_up.wait_for(|count| *count > 0)).await;
    assert!(noticed.is_ok(), "the client keeps a dead connection");
    client.ping().await.unwrap();
    assert_eq!(path.arrived(), ["GET", "GET"]);
}

#[tokio::test]
async fn a_read_on_a_dead_connection_is_retried_on_a_new_one() {
    let path = Path::new(H2, 1).await;
    let client = path.client(true, BOUND);
    client.ping().await.unwrap();
    path.nat.forget();
    client.ping().await.unwrap();
    assert!(path.nat.opened() > 1);
    assert_eq!(path.arrived(), ["GET", "GET"]);
}

#[tokio::test]
async fn a_change_on_a_dead_connection_is_not_sent_again() {
    for pings in [true, false] {
        let path = Path::new(H2, 1).await;
        let client = path.client(pings, Duration::from_secs(2));
        client.ping().await.unwrap();
        path.nat.forget();
        let project = client.project("acc".into(), "pro".into());
        let error = project.delete_pse(&"clu".into(), &"pse".into()).await;
        assert_timeout(&error.unwrap_err(), true);
        client.ping().await.unwrap();
        assert_eq!(path.arrived(), ["GET", "GET"]);
    }
}

#[tokio::test]
async fn after_a_timeout_the_next_request_uses_a_new_connection() {
    // With HTTP/1.1 the pool has a second dead connection.
    for (protocol, together) in [(H2, 1), (H1, 2)] {
        let path = Path::new(protocol, together).await;
        let client = path.client(false, Duration::from_secs(2));
        let first = (0..together).map(|_| client.ping());
        let first = futures_util::future::join_all(first).await;
        assert!(first.iter().all(Result::is_ok), "{first:?}");
        assert_eq!(path.nat.opened(), together);
        path.nat.forget();
        assert_timeout(&client.ping().await.unwrap_err(), false);
        client.ping().await.unwrap();
        assert_eq!(path.nat.opened(), together + 1);
    }
}

#[tokio::test]
async fn after_a_resume_the_first_request_uses_a_new_connection() {
    for protocol in [H2, H1] {
        let path = Path::new(protocol, 1).await;
        // Without pings, and with time limits that no test waits for.
        let client = path.client(false, BOUND);
        client.ping().await.unwrap();
        path.nat.forget();
        client.reconnect();
        client.ping().await.unwrap();
        assert_eq!(path.nat.opened(), 2);
        assert_eq!(path.arrived(), ["GET", "GET"]);
    }
}

#[tokio::test]
async fn a_call_on_a_dead_connection_costs_at_most_one_timeout() {
    for protocol in [H2, H1] {
        let path = Path::new(protocol, 1).await;
        let limit = Duration::from_secs(2);
        let client = path.client(false, limit);
        client.ping().await.unwrap();
        path.nat.forget();
        let started = std::time::Instant::now();
        let calls = futures_util::future::join_all((0..5).map(|_| client.ping())).await;
        assert!(calls.iter().any(Result::is_err), "{calls:?}");
        client.ping().await.unwrap();
        assert!(started.elapsed() < limit * 2, "{:?}", started.elapsed());
    }
}
