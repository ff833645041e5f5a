//! A server for the tests: it replies from a script and records the requests.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod tls;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aeon::{ApiKey, BaseUrl, Client, Options, Proxy, Retry, Timeouts};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinHandle;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// `GET /api/public/v1/account`, with the query.
    pub line: String,
    /// The request line and all headers, as they arrived.
    pub head: String,
    pub body: String,
}

impl Received {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A response: status, extra header lines, body.
    Response(u16, Vec<String>, String),
    /// Announces a longer body than it sends, and closes the connection.
    Cut(String),
    /// Closes the connection without a response.
    Drop,
    /// Never responds.
    Hang,
    /// Sends the head of a 200 and nothing of its body.
    Stall,
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "an owned value reads better at the call"
)]
pub fn json(body: impl ToString) -> Reply {
    Reply::Response(
        200,
        vec!["content-type: application/json".into()],
        body.to_string(),
    )
}

pub fn status(code: u16, detail: &str) -> Reply {
    let body = serde_json::json!({"error": {"detail": detail, "status": code}});
    Reply::Response(
        code,
        vec!["content-type: application/json".into()],
        body.to_string(),
    )
}

pub fn with_header(reply: Reply, header: &str) -> Reply {
    match reply {
        Reply::Response(code, mut headers, body) => {
            headers.push(header.to_owned());
            Reply::Response(code, headers, body)
        }
        other => other,
    }
}

/// A server on a free port; it stops when it is dropped.
pub struct Server {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Replies in the order of `replies`, and repeats the last one.
    pub async fn script(replies: Vec<Reply>) -> Self {
        let left = Mutex::new(replies);
        Self::with(move |_| {
            let mut left = left.lock().unwrap();
            if left.len() > 1 {
                left.remove(0)
            } else {
                left[0].clone()
            }
        })
        .await
    }

    /// Replies to each request with what `reply` returns.
    pub async fn with(reply: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let reply = Arc::new(reply);
        let recorder = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (recorder, reply) = (Arc::clone(&recorder), Arc::clone(&reply));
                tokio::spawn(async move { serve(stream, &recorder, &*reply).await });
            }
        });
        Self {
            address,
            requests,
            task,
        }
    }

    pub fn base(&self) -> BaseUrl {
        BaseUrl::parse(&format!("http://{}", self.address)).unwrap()
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Received> {
        self.requests.lock().unwrap().clone()
    }

    /// A client of this server with short time limits.
    pub fn client(&self) -> Client {
        Client::new(&quick(self.base()), key()).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A port that nothing listens on, and the socket that keeps other tests from taking it.
pub fn closed_port() -> (TcpSocket, u16) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let port = socket.local_addr().unwrap().port();
    (socket, port)
}

/// Serves one connection.
pub async fn serve<S>(
    mut stream: S,
    requests: &Mutex<Vec<Received>>,
    reply: &(dyn Fn(&Received) -> Reply + Sync),
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(request) = read_request(&mut stream).await {
        requests.lock().unwrap().push(request.clone());
        let reply = reply(&request);
        match reply {
            Reply::Response(code, headers, body) => {
                let mut head = format!(
                    "HTTP/1.1 {code} Status\r\ncontent-length: {}\r\n",
                    body.len()
                );
                for header in headers {
                    head.push_str(&header);
                    head.push_str("\r\n");
                }
                let response = format!("{head}\r\n{body}");
                if stream.write_all(response.as_bytes()).await.is_err() {
                    return;
                }
            }
            Reply::Cut(body) => {
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len() + 100
                );
                let _ = stream.write_all(head.as_bytes()).await;
                let _ = stream.shutdown().await;
                return;
            }
            Reply::Drop => return,
            Reply::Hang | Reply::Stall => {
                if matches!(reply, Reply::Stall) {
                    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n";
                    let _ = stream.write_all(head.as_bytes()).await;
                }
                // Until the client closes the connection.
                let mut rest = [0; 64];
                while stream.read(&mut rest).await.is_ok_and(|read| read > 0) {}
                return;
            }
        }
    }
}

async fn read_request<S: AsyncRead + Unpin>(stream: &mut S) -> Option<Received> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&piece[..read]),
            _ => return None,
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let line = head
        .lines()
        .next()?
        .trim_end_matches(" HTTP/1.1")
        .to_owned();
    let mut request = Received {
        line,
        head,
        body: String::new(),
    };
    let length: usize = request
        .header("content-length")
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    while bytes.len() < head_end + length {
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&piece[..read]),
            _ => return None,
        }
    }
    request.body = String::from_utf8_lossy(&bytes[head_end..]).into_owned();
    Some(request)
}

/// Options with short time limits and no proxy.
pub fn quick(base: BaseUrl) -> Options {
    Options {
        proxy: Proxy::None,
        timeouts: Timeouts {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(5),
            total: Duration::from_secs(5),
            ..Timeouts::default()
        },
        retry: Retry {
            deadline: Duration::from_secs(5),
            base_delay: Duration::from_millis(1),
            max_delay: Duration::from_millis(5),
        },
        ..Options::new(base)
    }
}

/// Like [`quick`] without retries: the first delay is longer than the deadline.
pub fn once(base: BaseUrl) -> Options {
    let delay = Duration::from_secs(60);
    let options = quick(base);
    Options {
        retry: Retry {
            base_delay: delay,
            max_delay: delay,
            ..options.retry
        },
        ..options
    }
}

/// A well-formed key that no service accepts.
pub fn key() -> ApiKey {
    ApiKey::parse(&key_text()).unwrap()
}

/// The text of [`key`].
pub fn key_text() -> String {
    jwt(&serde_json::json!({"sub": "f3b2c7a0-tests", "exp": 4_102_444_800_i64}))
}

/// A JWT with these claims.
pub fn jwt(claims: &serde_json::Value) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let header = part(r#"{"alg":"HS256","typ":"JWT"}"#);
    format!(
        "{header}.{}.{}",
        part(&claims.to_string()),
        part("a signature that signs nothing")
    )
}
