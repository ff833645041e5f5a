//! The last known picture of each account, in SQLite: what the window opens on, and what is shown while
//! the service can't be reached. It holds what the service answered, never a key. Losing it costs one
//! slow refresh and nothing else, so no failure here is ever passed on: it is logged.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use aeon::wire;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::facts::{PseRead, Stamp};
use crate::sqlite;
use crate::sync::lock;

/// The file's schema. Its version is `user_version`; a step is added to the end, never changed.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE picture (
        profile TEXT PRIMARY KEY,
        read_at TEXT,
        account TEXT
    ) WITHOUT ROWID;
    CREATE TABLE item (
        profile TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('vpc', 'cluster', 'pse')),
        id TEXT NOT NULL,
        cluster_id TEXT,
        read_at TEXT,
        body TEXT NOT NULL,
        PRIMARY KEY (profile, kind, id)
    ) WITHOUT ROWID;
"];

/// The cache's file.
#[derive(Clone)]
pub struct Cache {
    /// Where it is; `None` if it is in memory.
    file: Option<Arc<Path>>,
    connection: Arc<Mutex<Connection>>,
    /// How often each account was forgotten; looked at while the connection is held.
    forgotten: Arc<Mutex<HashMap<String, u64>>>,
}

/// One account's part of the cache.
#[derive(Clone)]
pub struct Slot {
    cache: Cache,
    profile: String,
    /// How often the account had been forgotten when this was made.
    forgotten: u64,
}

/// What the cache knew of an account.
#[derive(Default)]
pub(crate) struct Remembered {
    pub read_at: Option<Timestamp>,
    pub vpcs: Vec<wire::Vpc>,
    pub clusters: Vec<wire::Cluster>,
    pub pses: Vec<(aeon::ids::ClusterId, PseRead)>,
}

impl Cache {
    /// Opens the file, or creates it. A damaged one is set aside and a new one begun, even if the damage shows only
    /// later; where that fails, too, the cache is in memory.
    pub fn open(file: &Path) -> Self {
        let connection = connect(file).unwrap_or_else(|error| {
            tracing::warn!(%error, file = %file.display(), "the cache can't be used: beginning a new one");
            begin_anew(file)
        });
        Self::new(connection, Some(file))
    }

    /// A cache that is gone when it is dropped.
    pub fn in_memory() -> Self {
        Self::new(in_memory(), None)
    }

    fn new(connection: Connection, file: Option<&Path>) -> Self {
        Self {
            file: file.map(Arc::from),
            connection: Arc::new(Mutex::new(connection)),
            forgotten: Arc::default(),
        }
    }

    /// Closes the file; what comes later is kept in memory.
    pub async fn close(&self) {
        let close = |connection: &mut Connection| {
            *connection = in_memory();
            Ok(())
        };
        self.with("close", close).await;
    }

    /// The part of the account and project behind `host`.
    pub fn slot(
        &self,
        host: &str,
        account: &aeon::ids::AccountId,
        project: &aeon::ids::ProjectId,
    ) -> Slot {
        let profile = format!("{host}|{account}|{project}");
        Slot {
            cache: self.clone(),
            forgotten: lock(&self.forgotten).get(&profile).copied().unwrap_or(0),
            profile,
        }
    }

    /// Works on the file, off the runtime's own threads.
    async fn with<R: Send + 'static>(
        &self,
        what: &'static str,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<R> + Send + 'static,
    ) -> Option<R> {
        let (connection, file) = (Arc::clone(&self.connection), self.file.clone());
        let work = move || {
            let mut connection = lock(&connection);
            let done = work(&mut connection);
            if let (Err(error), Some(file)) = (&done, file)
                && is_damaged(error)
            {
                // The file can be renamed only once it is closed.
                *connection = in_memory();
                *connection = begin_anew(&file);
            }
            done
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(result)) => Some(result),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the cache failed to {what}");
                None
            }
            Err(_) => None,
        }
    }
}

impl Slot {
    /// Writes to the file, unless the account was forgotten before its turn came.
    async fn write<R: Send + 'static>(
        &self,
        what: &'static str,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<R> + Send + 'static,
    ) {
        let (forgotten, before) = (Arc::clone(&self.cache.forgotten), self.forgotten);
        let profile = self.profile.clone();
        let write = move |connection: &mut Connection| {
            let now = lock(&forgotten).get(&profile).copied().unwrap_or(0);
            (now == before).then(|| work(connection)).transpose()
        };
        self.cache.with(what, write).await;
    }

    /// What is remembered.
    pub(crate) async fn load(&self) -> Remembered {
        let profile = self.profile.clone();
        let loaded = self
            .cache
            .with("load", move |connection| load(connection, &profile))
            .await;
        loaded.unwrap_or_default()
    }

    /// Remembers the whole picture in place of the one before.
    pub(crate) async fn store(
        &self,
        read_at: Timestamp,
        vpcs: Vec<wire::Vpc>,
        clusters: Vec<(wire::Cluster, Vec<PseRead>)>,
    ) {
        let profile = self.profile.clone();
        let store = move |connection: &mut Connection| {
            let work = connection.transaction()?;
            work.execute("DELETE FROM item WHERE profile = ?1", [&profile])?;
            work.execute(
                "INSERT INTO picture (profile, read_at) VALUES (?1, ?2)
                 ON CONFLICT (profile) DO UPDATE SET read_at = excluded.read_at",
                params![profile, read_at.to_string()],
            )?;
            for vpc in &vpcs {
                let row = Row {
                    kind: "vpc",
                    id: vpc.info.id.as_str(),
                    cluster: None,
                    read_at: None,
                };
                put(&work, &profile, &row, vpc)?;
            }
            for (cluster, reads) in &clusters {
                put_cluster(&work, &profile, cluster, reads)?;
            }
            work.commit()?;
            sqlite::empty_log(connection)
        };
        self.write("store the picture", store).await;
    }

    /// Remembers one cluster.
    pub(crate) async fn put_cluster(&self, cluster: wire::Cluster, reads: Vec<PseRead>) {
        let profile = self.profile.clone();
        let store = move |connection: &mut Connection| {
            let work = connection.transaction()?;
            work.execute(
                "DELETE FROM item WHERE profile = ?1 AND kind = 'pse' AND cluster_id = ?2",
                params![profile, cluster.info.id.as_str()],
            )?;
            put_cluster(&work, &profile, &cluster, &reads)?;
            work.commit()
        };
        self.write("store a cluster", store).await;
    }

    /// The account as it is remembered.
    pub(crate) async fn account(&self) -> Option<wire::Account> {
        let profile = self.profile.clone();
        let load = move |connection: &mut Connection| {
            let account: Option<Option<String>> = connection
                .query_row(
                    "SELECT account FROM picture WHERE profile = ?1",
                    [&profile],
                    |row| row.get(0),
                )
                .optional()?;
            Ok(account.flatten().and_then(|text| read(&text)))
        };
        self.cache.with("load the account", load).await.flatten()
    }

    /// Remembers the account: its name, projects and roles.
    pub(crate) async fn put_account(&self, account: wire::Account) {
        let profile = self.profile.clone();
        let store = move |connection: &mut Connection| {
            let text = serde_json::to_string(&account).unwrap_or_default();
            connection.execute(
                "INSERT INTO picture (profile, account) VALUES (?1, ?2)
                 ON CONFLICT (profile) DO UPDATE SET account = excluded.account",
                params![profile, text],
            )
        };
        self.write("store the account", store).await;
    }

    /// Forgets the account. Slots of it that still exist write nothing more; one that is created later starts
    /// from scratch.
    pub async fn forget(&self) {
        let profile = self.profile.clone();
        let forgotten = Arc::clone(&self.cache.forgotten);
        let forget = move |connection: &mut Connection| {
            *lock(&forgotten).entry(profile.clone()).or_default() += 1;
            connection.execute("DELETE FROM item WHERE profile = ?1", [&profile])?;
            connection.execute("DELETE FROM picture WHERE profile = ?1", [&profile])?;
            sqlite::erase_deleted(connection)
        };
        self.cache.with("forget an account", forget).await;
        // A damaged file holds the account, too.
        if let Some(file) = &self.cache.file {
            let _ = std::fs::remove_file(beside(file, DAMAGED));
        }
    }
}

fn connect(file: &Path) -> rusqlite::Result<Connection> {
    if let Err(error) = sqlite::prepare(file) {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
        return Err(rusqlite::Error::SqliteFailure(
            code,
            Some(error.to_string()),
        ));
    }
    let mut connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // After a power cut the last refresh may be missing; the file is whole all the same.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    sqlite::migrate(&mut connection, MIGRATIONS)?;
    Ok(connection)
}

fn in_memory() -> Connection {
    let connection = Connection::open_in_memory().and_then(|mut connection| {
        sqlite::migrate(&mut connection, MIGRATIONS)?;
        Ok(connection)
    });
    connection.expect("SQLite works in memory")
}

/// Sets the file aside and begins a new one; where that fails, the cache is in memory.
fn begin_anew(file: &Path) -> Connection {
    set_aside(file);
    connect(file).unwrap_or_else(|error| {
        tracing::warn!(%error, "no cache file: what is read is remembered until Postern ends");
        in_memory()
    })
}

/// Whether the file is no database, or has damaged pages.
fn is_damaged(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase)
    )
}

/// Renames the file and what SQLite keeps beside it, so that it can be looked into.
fn set_aside(file: &Path) {
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(file, suffix));
    }
    if let Err(error) = std::fs::rename(file, beside(file, DAMAGED)) {
        tracing::warn!(%error, "the old cache can't be set aside");
    }
}

/// The ending of a file that was set aside.
const DAMAGED: &str = ".damaged";

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

struct Row<'a> {
    kind: &'static str,
    id: &'a str,
    cluster: Option<&'a str>,
    read_at: Option<Timestamp>,
}

fn put(
    work: &Transaction<'_>,
    profile: &str,
    row: &Row<'_>,
    body: &impl Serialize,
) -> rusqlite::Result<()> {
    // Wire types have text keys and finite numbers only: they always have a JSON form.
    let body = serde_json::to_string(body).unwrap_or_default();
    let mut statement = work.prepare_cached(
        "INSERT OR REPLACE INTO item (profile, kind, id, cluster_id, read_at, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let read_at = row.read_at.map(|at| at.to_string());
    statement.execute(params![
        profile,
        row.kind,
        row.id,
        row.cluster,
        read_at,
        body
    ])?;
    Ok(())
}

fn put_cluster(
    work: &Transaction<'_>,
    profile: &str,
    cluster: &wire::Cluster,
    reads: &[PseRead],
) -> rusqlite::Result<()> {
    let id = cluster.info.id.as_str();
    let row = Row {
        kind: "cluster",
        id,
        cluster: Some(id),
        read_at: None,
    };
    put(work, profile, &row, cluster)?;
    for read in reads {
        let pse = read.pse.info.id.as_str();
        let row = Row {
            kind: "pse",
            id: pse,
            cluster: Some(id),
            read_at: Some(read.at),
        };
        put(work, profile, &row, &read.pse)?;
    }
    Ok(())
}

fn load(connection: &Connection, profile: &str) -> rusqlite::Result<Remembered> {
    let mut remembered = Remembered::default();
    let picture: Option<Option<String>> = connection
        .query_row(
            "SELECT read_at FROM picture WHERE profile = ?1",
            [profile],
            |row| row.get(0),
        )
        .optional()?;
    let Some(read_at) = picture else {
        return Ok(remembered);
    };
    remembered.read_at = read_at.and_then(|text| text.parse().ok());
    let mut statement = connection
        .prepare("SELECT kind, cluster_id, read_at, body FROM item WHERE profile = ?1")?;
    let mut rows = statement.query([profile])?;
    while let Some(row) = rows.next()? {
        let body: String = row.get(3)?;
        match row.get_ref(0)?.as_str()? {
            "vpc" => remembered.vpcs.extend(read(&body)),
            "cluster" => remembered.clusters.extend(read(&body)),
            _ => {
                let (cluster, at): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
                let at = at.and_then(|text| text.parse().ok());
                if let (Some(cluster), Some(at), Some(pse)) = (cluster, at, read(&body)) {
                    let read = PseRead {
                        pse,
                        at,
                        stamp: Stamp::default(),
                    };
                    remembered.pses.push((cluster.into(), read));
                }
            }
        }
    }
    Ok(remembered)
}

/// A row that can't be read any more is a row that isn't there.
fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
