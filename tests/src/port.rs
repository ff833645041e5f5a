//! Ports for servers that are other programs.

use std::net::TcpListener;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// A free port that nobody else is given before the server has it: the ports that Linux chooses itself, for connections and
/// for servers that ask for any port, start at 32,768.
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
