//! TCP connections that the simulator can cut, to lose responses and to become unreachable.

use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use futures_util::task::AtomicWaker;
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// Cuts one connection.
#[derive(Debug, Default)]
pub(crate) struct Connection {
    dead: AtomicBool,
    waker: AtomicWaker,
}

impl Connection {
    /// Every later read and write fails.
    pub(crate) fn cut(&self) {
        self.dead.store(true, Ordering::SeqCst);
        self.waker.wake();
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.dead.load(Ordering::SeqCst)
    }

    fn check(&self, cx: &Context<'_>) -> io::Result<()> {
        self.waker.register(cx.waker());
        if self.dead.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

/// All open connections.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connections(Arc<Mutex<Vec<Weak<Connection>>>>);

impl Connections {
    fn add(&self) -> Arc<Connection> {
        let connection = Arc::new(Connection::default());
        let mut connections = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        connections.retain(|connection| connection.strong_count() > 0);
        connections.push(Arc::downgrade(&connection));
        connection
    }

    /// Cuts them all.
    pub(crate) fn cut_all(&self) {
        let connections =
            std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for connection in connections.iter().filter_map(Weak::upgrade) {
            connection.cut();
        }
    }
}

/// The connection of a request, for its handler.
#[derive(Clone)]
pub(crate) struct ConnectionInfo(pub(crate) Arc<Connection>);

impl Connected<IncomingStream<'_, CuttableListener>> for ConnectionInfo {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        Self(Arc::clone(&stream.io().connection))
    }
}

/// A listening socket on loopback whose connections can be cut.
pub(crate) struct CuttableListener {
    listener: TcpListener,
    connections: Connections,
}

impl CuttableListener {
    /// Listens on 127.0.0.1, also right after another listener on the same port was closed.
    pub(crate) fn open(port: u16, connections: Connections) -> io::Result<Self> {
        let listener = reserve(port)?.listen(1024)?;
        Ok(Self {
            listener,
            connections,
        })
    }

    /// The local address.
    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Drop for CuttableListener {
    /// Closing alone isn't enough: a program that is being started has a copy of the socket for a moment, which
    /// goes on listening.
    fn drop(&mut self) {
        // Fails on Windows, where programs get no copies.
        let _ = SockRef::from(&self.listener).shutdown(Shutdown::Read);
    }
}

/// A socket on 127.0.0.1 that doesn't listen, and keeps its port from other programs.
pub(crate) fn reserve(port: u16) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind((Ipv4Addr::LOCALHOST, port).into())?;
    Ok(socket)
}

impl Listener for CuttableListener {
    type Io = CuttableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (CuttableStream, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    // Nagle's algorithm would add to the simulated latency.
                    let _ = stream.set_nodelay(true);
                    let connection = self.connections.add();
                    return (CuttableStream { stream, connection }, peer);
                }
                // Out of file descriptors, or the peer has disconnected.
                Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.address()
    }
}

/// A TCP stream that can be cut.
pub(crate) struct CuttableStream {
    stream: TcpStream,
    connection: Arc<Connection>,
}

impl AsyncRead for CuttableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.connection.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.connection.check(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.connection.check(cx)?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
