//! The network side of each step.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// PostgreSQL's 8-byte SSLRequest message (protocol 3.0), which asks the server for TLS.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// A PostgreSQL server's answer to an SSLRequest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SslAnswer {
    /// `S`: the server continues with TLS.
    Yes,
    /// `N`: the server continues without TLS.
    No,
    /// Anything else: not a PostgreSQL server, or one that isn't ready.
    Other,
}

/// Runs a step with a time limit.
pub(super) async fn within<T>(
    limit: Duration,
    step: impl Future<Output = io::Result<T>>,
) -> io::Result<T> {
    match timeout(limit, step).await {
        Ok(result) => result,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// The host's addresses without duplicates, IPv4 first since endpoints have only those.
pub(super) async fn resolve(host: &str) -> io::Result<Vec<IpAddr>> {
    let mut addresses = Vec::new();
    for found in lookup_host((host, 0)).await? {
        let address = found.ip();
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses.sort_by_key(IpAddr::is_ipv6);
    Ok(addresses)
}

pub(super) async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    TcpStream::connect(address).await
}

/// Sends an SSLRequest and reads the answer.
pub(super) async fn ssl_request(stream: &mut TcpStream) -> io::Result<SslAnswer> {
    stream.write_all(&SSL_REQUEST).await?;
    Ok(match stream.read_u8().await? {
        b'S' => SslAnswer::Yes,
        b'N' => SslAnswer::No,
        _ => SslAnswer::Other,
    })
}
