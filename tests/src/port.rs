//! Ports for servers that are other programs.

use std::net::TcpListener;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// A free port that the system gives to nobody else until the server is there: Linux takes those for connections, and for
/// servers that don't ask for a certain one, from 32,768 up.
pub fn free_port() -> u16 {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    let first = process::id() % 20_000;
    loop {
        let after = (first + ASKED.fetch_add(1, Ordering::Relaxed)) % 22_000;
        if let Ok(port) = u16::try_from(10_000 + after)
            && TcpListener::bind(("127.0.0.1", port)).is_ok()
        {
            return port;
        }
    }
}
