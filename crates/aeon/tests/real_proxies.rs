//! Requests through the proxies that people have: squid, tinyproxy, and mitmproxy, which inspects TLS. `cargo xtask setup`
//! installs them on Debian and Ubuntu.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]
#![cfg(target_os = "linux")]

mod common;
#[path = "../../../tests/src/port.rs"]
mod port;

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aeon::error::{ProxyFailure, TlsFailure};
use aeon::{Client, Error, Options, Proxy, ProxyUrl};
use common::tls::TlsServer;
use common::{json, key};
use port::free_port;

/// `me` with the password `hunter2`, as `htpasswd` writes it.
const LOGIN: &str = "me:$apr1$postern1$SXL10R/uWdT2jaEGlIq2t/\n";
/// No proxy takes longer to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running proxy. It is killed when it is dropped.
struct Running {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program on the path or where Debian puts servers.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("{name} is not installed"))
}

impl Running {
    /// Starts a proxy with the command that `command` makes for its folder and port.
    async fn start(command: impl FnOnce(&Path, u16) -> Command) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A server that is started as root reads its files as another user.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
        let port = free_port();
        let child = command(folder.path(), port)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut running = Self {
            child,
            port,
            folder,
        };
        let started = Instant::now();
        while tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_err()
        {
            let ended = running.child.try_wait().unwrap();
            assert!(ended.is_none(), "the proxy ended: {ended:?}");
            assert!(started.elapsed() < PATIENCE, "the proxy doesn't listen");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        running
    }

    fn url(&self, login: &str) -> String {
        format!("http://{login}127.0.0.1:{}", self.port)
    }
}

async fn service() -> TlsServer {
    TlsServer::serving(
        "localhost",
        |_| (),
        Vec::new(),
        |stream| {
            Box::pin(async move {
                common::serve(stream, &std::sync::Mutex::default(), &|_| json("{}")).await;
            })
        },
    )
    .await
}

async fn ping(options: &Options, proxy: &str) -> Result<(), Error> {
    let options = Options {
        proxy: Proxy::Url(ProxyUrl::parse(proxy).unwrap()),
        ..options.clone()
    };
    Client::new(&options, key()).unwrap().ping().await
}

#[track_caller]
fn assert_proxy(error: &Error, expected: ProxyFailure, words: &str) {
    assert!(
        matches!(error, Error::Proxy { kind, .. } if *kind == expected),
        "{error:?}"
    );
    let text = error.to_string();
    assert!(text.contains(words) && !text.contains("hunter2"), "{text}");
}

/// What every proxy with basic authentication does.
async fn check_login(proxy: &Running, server: &TlsServer) {
    let options = server.options(true);
    ping(&options, &proxy.url("me:hunter2@")).await.unwrap();
    let error = ping(&options, &proxy.url("me:wrong@")).await.unwrap_err();
    assert_proxy(&error, ProxyFailure::Login, "doesn't accept the user name");
    let error = ping(&options, &proxy.url("")).await.unwrap_err();
    assert_proxy(
        &error,
        ProxyFailure::Login,
        "requires a user name and password (407)",
    );
}

#[tokio::test]
async fn squid_with_basic_authentication() {
    let squid = program("squid");
    let helper = "/usr/lib/squid/basic_ncsa_auth";
    let server = service().await;
    let to = server.address.port();
    let proxy = Running::start(|folder, port| {
        let (users, config) = (folder.join("users"), folder.join("squid.conf"));
        std::fs::write(&users, LOGIN).unwrap();
        let text = format!(
            "http_port 127.0.0.1:{port}\n\
             auth_param basic program {} {}\n\
             acl people proxy_auth REQUIRED\n\
             acl service port {to}\n\
             http_access deny !people\n\
             http_access allow service\n\
             http_access deny all\n\
             cache deny all\naccess_log none\ncache_log {}\npid_filename none\nshutdown_lifetime 0 seconds\n",
            helper,
            users.display(),
            folder.join("log").display(),
        );
        std::fs::write(&config, text).unwrap();
        let mut command = Command::new(squid);
        command.arg("-N").arg("-f").arg(config);
        command
    })
    .await;
    check_login(&proxy, &server).await;
    // A port that it doesn't allow.
    let mut elsewhere = server.options(true);
    elsewhere.base = aeon::BaseUrl::parse("https://localhost:9").unwrap();
    let error = ping(&elsewhere, &proxy.url("me:hunter2@"))
        .await
        .unwrap_err();
    assert_proxy(
        &error,
        ProxyFailure::Refused,
        "refused to connect to localhost",
    );
}

#[tokio::test]
async fn tinyproxy_with_basic_authentication() {
    let tinyproxy = program("tinyproxy");
    let server = service().await;
    let to = server.address.port();
    let proxy = Running::start(|folder, port| {
        let config = folder.join("tinyproxy.conf");
        let text = format!(
            "Port {port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 10\nAllow 127.0.0.1\n\
             BasicAuth me hunter2\nConnectPort {to}\n"
        );
        std::fs::write(&config, text).unwrap();
        let mut command = Command::new(tinyproxy);
        command.arg("-d").arg("-c").arg(config);
        command
    })
    .await;
    check_login(&proxy, &server).await;
    let mut elsewhere = server.options(true);
    elsewhere.base = aeon::BaseUrl::parse("https://localhost:9").unwrap();
    let error = ping(&elsewhere, &proxy.url("me:hunter2@"))
        .await
        .unwrap_err();
    assert_proxy(
        &error,
        ProxyFailure::Refused,
        "refused to connect to localhost",
    );
}

#[tokio::test]
async fn mitmproxy_is_trusted_only_with_its_own_ca() {
    let mitmdump = program("mitmdump");
    let server = service().await;
    let proxy = Running::start(|folder, port| {
        let mut command = Command::new(mitmdump);
        command
            .args(["--listen-host", "127.0.0.1", "--ssl-insecure", "-p"])
            .arg(port.to_string())
            .arg("--set")
            .arg(format!("confdir={}", folder.display()));
        command
    })
    .await;
    let mut options = server.options(false);
    let error = ping(&options, &proxy.url("")).await.unwrap_err();
    assert!(
        matches!(
            &error,
            Error::Tls {
                kind: TlsFailure::UnknownIssuer,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(error.to_string().contains("through the proxy"), "{error}");
    let authority = std::fs::read(proxy.folder.path().join("mitmproxy-ca-cert.pem"));
    options.certificates = Some(authority.unwrap().into());
    ping(&options, &proxy.url("")).await.unwrap();
}
