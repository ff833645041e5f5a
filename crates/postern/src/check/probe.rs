//! The single steps: what is sent, and what comes back.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// A message of 8 bytes that asks a PostgreSQL server for TLS (protocol 3.0, "SSLRequest").
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// What a PostgreSQL server says to that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SslAnswer {
    /// It goes on with TLS.
    Yes,
    /// It goes on without.
    No,
    /// It is not a PostgreSQL server, or one that is not ready.
    Other,
}

/// Ends a step that takes too long.
pub(super) async fn within<T>(
    limit: Duration,
    step: impl Future<Output = io::Result<T>>,
) -> io::Result<T> {
    match timeout(limit, step).await {
        Ok(result) => result,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// The host's addresses, each once, those of IPv4 first: an endpoint has no others.
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

/// A connection.
pub(super) async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    TcpStream::connect(address).await
}

/// Asks for TLS as PostgreSQL clients do.
pub(super) async fn ssl_request(stream: &mut TcpStream) -> io::Result<SslAnswer> {
    stream.write_all(&SSL_REQUEST).await?;
    Ok(match stream.read_u8().await? {
        b'S' => SslAnswer::Yes,
        b'N' => SslAnswer::No,
        _ => SslAnswer::Other,
    })
}
