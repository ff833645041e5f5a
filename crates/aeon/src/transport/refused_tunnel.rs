//! Asks a proxy again why it opened no connection: reqwest doesn't tell.

use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::header::HeaderValue;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::redact::one_line;
use crate::ProxyUrl;

/// In bytes; a longer head is cut.
const MAX_HEAD: usize = 16 * 1024;
/// In characters.
const MAX_SCHEME: usize = 20;

/// A proxy's answer to `CONNECT`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TunnelAnswer {
    pub(super) status: u16,
    /// The authentication schemes that it offers: `Basic`, `Negotiate`.
    pub(super) schemes: Vec<String>,
}

/// Sends a `CONNECT` with the proxy's user name and password, and reads the head of the answer. `None` if there is
/// none in time, or if the proxy speaks TLS.
pub(super) async fn ask(
    proxy: &ProxyUrl,
    host: &str,
    port: u16,
    bound: Duration,
) -> Option<TunnelAnswer> {
    if !proxy.is_plain_http() {
        return None;
    }
    let work = async {
        let mut stream = TcpStream::connect(proxy.place()).await.ok()?;
        let head = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
        stream.write_all(head.as_bytes()).await.ok()?;
        if let Some(login) = login(proxy) {
            stream.write_all(b"Proxy-Authorization: ").await.ok()?;
            stream.write_all(login.as_bytes()).await.ok()?;
            stream.write_all(b"\r\n").await.ok()?;
        }
        stream.write_all(b"\r\n").await.ok()?;
        let mut head = Vec::new();
        let mut piece = [0; 2048];
        while head.len() < MAX_HEAD && !head.windows(4).any(|four| four == b"\r\n\r\n") {
            match stream.read(&mut piece).await {
                Ok(read) if read > 0 => head.extend_from_slice(&piece[..read]),
                _ => break,
            }
        }
        parse(&String::from_utf8_lossy(&head))
    };
    tokio::time::timeout(bound, work).await.ok()?
}

/// The header's value, as reqwest makes it.
fn login(proxy: &ProxyUrl) -> Option<HeaderValue> {
    let matcher = Matcher::builder().all(proxy.url().as_str()).build();
    let anywhere = "https://localhost".parse().ok()?;
    matcher.intercept(&anywhere)?.basic_auth().cloned()
}

fn parse(head: &str) -> Option<TunnelAnswer> {
    let mut lines = head.lines();
    let status = lines.next()?.strip_prefix("HTTP/1.")?;
    let status = status.split_whitespace().nth(1)?.parse().ok()?;
    let mut schemes: Vec<String> = Vec::new();
    for line in lines.take_while(|line| !line.is_empty()) {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let scheme = value.split_whitespace().next().unwrap_or_default();
        let scheme = one_line(scheme.trim_end_matches(','), MAX_SCHEME);
        let is_new = !schemes.contains(&scheme) && !scheme.is_empty();
        if name.eq_ignore_ascii_case("proxy-authenticate") && is_new {
            schemes.push(scheme);
        }
    }
    Some(TunnelAnswer { status, schemes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_and_schemes_are_read_from_the_head() {
        let head = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n\
                    proxy-authenticate: NTLM\r\nProxy-Authenticate: Negotiate abc=\r\n\r\nProxy-Authenticate: Basic";
        let answer = parse(head).expect("an answer");
        assert_eq!(answer.status, 407);
        assert_eq!(answer.schemes, ["Negotiate", "NTLM"]);
        for nothing in ["", "SSH-2.0", "HTTP/1.1", "HTTP/1.1 abc"] {
            assert_eq!(parse(nothing), None, "{nothing}");
        }
    }
}
