//! Requests through proxies: HTTP, SOCKS5, and what their failures mean.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod common;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use aeon::error::ProxyFailure;
use aeon::{BaseUrl, Client, Error, Options, Proxy, ProxyUrl};
use common::tls::TlsServer;
use common::{Received, Reply, Server, closed_port, json, key, once};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

async fn ping(options: &Options) -> Result<(), Error> {
    Client::new(options, key()).unwrap().ping().await
}

async fn through(proxy: &str) -> Error {
    let mut options = once(BaseUrl::parse("aeon.example").unwrap());
    options.proxy = Proxy::Url(ProxyUrl::parse(proxy).unwrap());
    assert!(!format!("{options:?}").contains("hunter2"));
    ping(&options).await.unwrap_err()
}

#[track_caller]
fn assert_proxy(error: &Error, expected: ProxyFailure, words: &str) {
    assert!(
        matches!(error, Error::Proxy { kind, .. } if *kind == expected),
        "{error:?}"
    );
    assert!(error.to_string().contains(words), "{error}");
    assert!(!format!("{error:?} {error}").contains("hunter2"));
}

fn requires(schemes: &[&str]) -> Reply {
    let headers = schemes
        .iter()
        .map(|scheme| format!("proxy-authenticate: {scheme}"));
    Reply::Response(407, headers.collect(), String::new())
}

#[tokio::test]
async fn proxy_failures_are_distinguished_and_never_contain_the_password() {
    let requires_login = Server::script(vec![requires(&["Basic realm=\"x\""])]).await;
    let refuses = Server::script(vec![Reply::Response(403, vec![], String::new())]).await;
    let fails = Server::script(vec![Reply::Drop]).await;
    let (_socket, closed) = closed_port();
    let login = |server: &Server| format!("http://me:hunter2@{}", server.address);
    let error = through(&login(&requires_login)).await;
    assert_proxy(
        &error,
        ProxyFailure::Login,
        &format!(
            "the proxy http://{} (from the settings) doesn't accept the user name and password (407)",
            requires_login.address
        ),
    );
    let error = through(&format!("http://{}", requires_login.address)).await;
    assert_proxy(
        &error,
        ProxyFailure::Login,
        "requires a user name and password (407)",
    );
    let error = through(&login(&refuses)).await;
    assert_proxy(
        &error,
        ProxyFailure::Refused,
        "refused to connect to aeon.example (403)",
    );
    assert_proxy(
        &through(&login(&fails)).await,
        ProxyFailure::Other,
        "failed",
    );
    for gone in [
        format!("http://me:hunter2@127.0.0.1:{closed}"),
        "http://me:hunter2@no-proxy.invalid:3128".to_owned(),
        format!("socks5h://me:hunter2@127.0.0.1:{closed}"),
        "socks5h://me:hunter2@no-proxy.invalid".to_owned(),
    ] {
        let error = through(&gone).await;
        assert_proxy(
            &error,
            ProxyFailure::Unreachable,
            "can't connect to the proxy",
        );
    }
    let received = requires_login.requests();
    assert_eq!(received[0].line, "CONNECT aeon.example:443");
    for request in received {
        assert!(
            request.header("authorization").is_none(),
            "the key must not go to the proxy"
        );
    }
}

#[tokio::test]
async fn a_proxy_that_wants_negotiate_or_ntlm_is_named_with_the_way_out() {
    let proxy = Server::script(vec![requires(&["Negotiate", "NTLM"])]).await;
    for login in ["", "me:hunter2@"] {
        let error = through(&format!("http://{login}{}", proxy.address)).await;
        assert_proxy(
            &error,
            ProxyFailure::Scheme,
            "requires Negotiate or NTLM authentication (407)",
        );
        assert!(error.hint().contains("helper proxy"), "{}", error.hint());
    }
    let both = Server::script(vec![requires(&["Negotiate", "Basic realm=\"x\""])]).await;
    let error = through(&format!("http://{}", both.address)).await;
    assert_proxy(&error, ProxyFailure::Login, "user name and password");
}

/// A service behind TLS, and the requests that it got.
async fn service() -> (TlsServer, Arc<Mutex<Vec<Received>>>) {
    let received: Arc<Mutex<Vec<Received>>> = Arc::default();
    let recorder = Arc::clone(&received);
    let server = TlsServer::serving(
        "localhost",
        |_| (),
        Vec::new(),
        move |stream| {
            let recorder = Arc::clone(&recorder);
            Box::pin(async move { common::serve(stream, &recorder, &|_| json("{}")).await })
        },
    )
    .await;
    (server, received)
}

fn with_proxy(server: &TlsServer, proxy: &str) -> Options {
    Options {
        proxy: Proxy::Url(ProxyUrl::parse(proxy).unwrap()),
        ..server.options(true)
    }
}

/// A SOCKS5 proxy. Connects to `to`, whatever it is asked for; replies with `reply`.
struct Socks {
    address: SocketAddr,
    /// The login and the name that it was given.
    asked: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for Socks {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Socks {
    async fn before(to: SocketAddr, login: Option<&'static str>, reply: u8) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let recorder = Arc::clone(&asked);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let recorder = Arc::clone(&recorder);
                tokio::spawn(async move { serve_socks(stream, to, login, reply, &recorder).await });
            }
        });
        Self {
            address,
            asked,
            task,
        }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve_socks(
    mut near: TcpStream,
    to: SocketAddr,
    login: Option<&str>,
    reply: u8,
    asked: &Mutex<Vec<String>>,
) -> Option<()> {
    let text = async |near: &mut TcpStream| {
        let length = near.read_u8().await.ok()?;
        let mut bytes = vec![0; length.into()];
        near.read_exact(&mut bytes).await.ok()?;
        Some(bytes)
    };
    assert_eq!(near.read_u8().await.ok()?, 5);
    let methods = text(&mut near).await?;
    let method = if login.is_some() { 2 } else { 0 };
    if !methods.contains(&method) {
        near.write_all(&[5, 0xff]).await.ok()?;
        return None;
    }
    near.write_all(&[5, method]).await.ok()?;
    if let Some(login) = login {
        near.read_u8().await.ok()?;
        let (user, password) = (text(&mut near).await?, text(&mut near).await?);
        let given = [user, password].map(|part| String::from_utf8(part).unwrap());
        let is_right = given.join(":") == login;
        near.write_all(&[1, u8::from(!is_right)]).await.ok()?;
        if !is_right {
            return None;
        }
    }
    let mut head = [0; 4];
    near.read_exact(&mut head).await.ok()?;
    let name = match head[3] {
        1 => {
            let mut address = [0; 4];
            near.read_exact(&mut address).await.ok()?;
            std::net::Ipv4Addr::from(address).to_string()
        }
        3 => String::from_utf8(text(&mut near).await?).unwrap(),
        _ => {
            let mut address = [0; 16];
            near.read_exact(&mut address).await.ok()?;
            std::net::Ipv6Addr::from(address).to_string()
        }
    };
    near.read_u16().await.ok()?;
    asked.lock().unwrap().push(name);
    near.write_all(&[5, reply, 0, 1, 0, 0, 0, 0, 0, 0])
        .await
        .ok()?;
    if reply == 0 {
        let mut far = TcpStream::connect(to).await.ok()?;
        let _ = copy_bidirectional(&mut near, &mut far).await;
    }
    Some(())
}

#[tokio::test]
async fn a_socks5_proxy_is_used_with_a_login_and_resolves_names_if_it_is_to() {
    let (server, received) = service().await;
    let socks = Socks::before(server.address, Some("me:hunter2"), 0).await;
    for (scheme, resolved_by_proxy) in [("socks5h", true), ("socks5", false)] {
        let proxy = format!("{scheme}://me:hunter2@{}", socks.address);
        ping(&with_proxy(&server, &proxy)).await.unwrap();
        let name = socks.asked().pop().unwrap();
        assert_eq!(name == "localhost", resolved_by_proxy, "{name}");
    }
    assert_eq!(received.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn failures_of_a_socks5_proxy_are_distinguished() {
    let (server, received) = service().await;
    let secured = Socks::before(server.address, Some("me:right"), 0).await;
    let refuses = Socks::before(server.address, None, 2).await;
    let error = through(&format!("socks5h://me:hunter2@{}", secured.address)).await;
    assert_proxy(&error, ProxyFailure::Login, "doesn't accept the user name");
    let error = through(&format!("socks5h://{}", refuses.address)).await;
    assert_proxy(
        &error,
        ProxyFailure::Refused,
        "(from the settings) refused to connect to aeon.example",
    );
    let error = through(&format!("socks5://{}", refuses.address)).await;
    assert_proxy(&error, ProxyFailure::Names, "can't resolve aeon.example");
    assert!(error.hint().contains("socks5h"), "{}", error.hint());
    assert!(received.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_failure_beyond_the_proxy_names_the_proxy() {
    let (server, _) = service().await;
    let socks = Socks::before(server.address, None, 0).await;
    let proxy = format!("socks5h://{}", socks.address);
    let mut options = with_proxy(&server, &proxy);
    options.certificates = None;
    let error = ping(&options).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
    let words = format!("localhost through the proxy {proxy} (from the settings) is not secure");
    assert!(error.to_string().contains(&words), "{error}");
    let client = Client::new(&options, key()).unwrap();
    let route = client.route().to_string();
    assert_eq!(route, format!("the proxy {proxy} (from the settings)"));
}
