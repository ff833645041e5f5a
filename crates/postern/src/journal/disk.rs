//! The disk of a simulation: a database in memory that outlives its writer, takes its time, and can crash with it.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::Connection;

use super::schema;
use super::writer::{Commit, OnCommit, Opener};
use crate::sync::lock;

/// A simulated disk. Clones share it.
#[derive(Clone)]
pub struct Disk(Arc<Inner>);

struct Inner {
    /// The database's name, by which several connections share it.
    name: String,
    /// Keeps the database while no journal is open.
    reader: Mutex<Connection>,
    commits: AtomicU32,
    crash: Mutex<Option<(Commit, u32)>>,
    crashed: AtomicBool,
    crashes: tokio::sync::Notify,
    latency: Mutex<Duration>,
}

thread_local! {
    /// Whether the commit that is about to be made fails, and everything with it.
    static CRASHES: Cell<bool> = const { Cell::new(false) };
}

pub(super) fn crashes() -> bool {
    CRASHES.get()
}

/// What a write that crashed fails with.
pub(super) fn crashed() -> rusqlite::Error {
    rusqlite::Error::InvalidQuery
}

impl Disk {
    /// An empty disk.
    ///
    /// # Errors
    /// SQLite has no memory for it.
    pub fn new() -> rusqlite::Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("file:simulated-{number}?mode=memory&cache=shared");
        let reader = schema::open_shared(&name)?;
        Ok(Self(Arc::new(Inner {
            name,
            reader: Mutex::new(reader),
            commits: AtomicU32::new(0),
            crash: Mutex::default(),
            crashed: AtomicBool::new(false),
            crashes: tokio::sync::Notify::new(),
            latency: Mutex::default(),
        })))
    }

    /// Starts again after a crash or a shutdown. It crashes at this commit, counted from now.
    pub fn start(&self, latency: Duration, crash: Option<(Commit, u32)>) {
        self.0.commits.store(0, Ordering::SeqCst);
        self.0.crashed.store(false, Ordering::SeqCst);
        CRASHES.set(false);
        *lock(&self.0.crash) = crash;
        *lock(&self.0.latency) = latency;
    }

    /// Crashes now.
    pub fn crash(&self) {
        self.0.crashed.store(true, Ordering::SeqCst);
        CRASHES.set(true);
        self.0.crashes.notify_one();
    }

    /// Whether it has crashed since it was started.
    pub fn has_crashed(&self) -> bool {
        self.0.crashed.load(Ordering::SeqCst)
    }

    /// Whether the journal says that a request about this PSE or cluster was sent, or is about to be.
    pub fn has_sent(&self, id: &str) -> bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM step s JOIN change c ON c.id = s.change
            WHERE s.sent IS NOT NULL AND (instr(s.sent, ?1) > 0 OR c.cluster_id = ?1))";
        let connection = lock(&self.0.reader);
        let found = connection.query_row(sql, [id], |row| row.get(0));
        found.unwrap_or(false)
    }

    /// Waits for a crash.
    pub async fn crashing(&self) {
        while !self.has_crashed() {
            self.0.crashes.notified().await;
        }
    }

    pub(super) async fn wait(&self) {
        let latency = *lock(&self.0.latency);
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
    }

    pub(super) fn opener(&self) -> Opener {
        let name = self.0.name.clone();
        Box::new(move || schema::open_shared(&name).map(Into::into))
    }

    pub(super) fn on_commit(&self) -> OnCommit {
        let disk = self.clone();
        Arc::new(move |commit| {
            let number = match commit {
                Commit::Before => disk.0.commits.fetch_add(1, Ordering::SeqCst) + 1,
                Commit::After => disk.0.commits.load(Ordering::SeqCst),
            };
            if *lock(&disk.0.crash) == Some((commit, number)) {
                disk.crash();
            }
        })
    }
}
