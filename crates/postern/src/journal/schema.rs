//! The journal's file: schema, opening, and setting aside a damaged file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use crate::files::damaged_name;
use crate::sqlite;

/// The file's schema, with its version in `user_version`. Steps are only added at the end, never changed.
///
/// Times are microseconds since 1970. `step.job` and `step.sent` are for the engine (see `apply::recover`),
/// `step.shown` and `step.state` for the page. `step.sent` is set before a request is sent, and cleared once
/// it is certain that the service didn't accept it.
pub(super) const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE scope (
        id INTEGER PRIMARY KEY,
        host TEXT NOT NULL,
        account TEXT NOT NULL,
        project TEXT NOT NULL,
        UNIQUE (host, account, project)
    );
    CREATE TABLE batch (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        scope INTEGER NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('ours', 'seen')),
        title TEXT NOT NULL,
        hay TEXT NOT NULL,
        account_name TEXT NOT NULL,
        project_name TEXT NOT NULL,
        profile_name TEXT,
        started INTEGER NOT NULL,
        ended INTEGER
    );
    CREATE INDEX batch_by_time ON batch (scope, started, number);
    CREATE INDEX batch_by_end ON batch (started) WHERE ended IS NOT NULL;
    CREATE TABLE change (
        id TEXT PRIMARY KEY,
        batch INTEGER NOT NULL REFERENCES batch (number) ON DELETE CASCADE,
        started INTEGER NOT NULL,
        cluster_id TEXT NOT NULL,
        cluster_name TEXT NOT NULL,
        cloud TEXT NOT NULL,
        cancelled INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE INDEX change_of_batch ON change (batch);
    CREATE TABLE step (
        id INTEGER PRIMARY KEY,
        batch INTEGER NOT NULL REFERENCES batch (number) ON DELETE CASCADE,
        change TEXT NOT NULL REFERENCES change (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        region_id TEXT NOT NULL,
        hay TEXT NOT NULL,
        shown TEXT NOT NULL,
        job TEXT NOT NULL,
        state TEXT NOT NULL,
        open INTEGER NOT NULL,
        happened INTEGER NOT NULL DEFAULT 0,
        sent TEXT,
        sent_at INTEGER,
        ended INTEGER,
        UNIQUE (change, position)
    );
    CREATE INDEX step_of_batch ON step (batch, id);
    CREATE INDEX step_of_region ON step (region_id, batch);
    CREATE INDEX step_open ON step (batch) WHERE open;
    CREATE TABLE transition (
        step INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        state TEXT NOT NULL
    );
    CREATE INDEX transition_of_step ON transition (step);
    CREATE TABLE touched (
        principal TEXT NOT NULL,
        step INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
        PRIMARY KEY (principal, step)
    ) WITHOUT ROWID;
    CREATE INDEX touched_by_step ON touched (step);
    CREATE TABLE known (
        scope INTEGER NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        region_id TEXT NOT NULL,
        place TEXT NOT NULL,
        list TEXT,
        PRIMARY KEY (scope, region_id)
    ) WITHOUT ROWID;
    CREATE TABLE first_seen (
        scope INTEGER NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        region_id TEXT NOT NULL,
        principal TEXT NOT NULL,
        at INTEGER NOT NULL,
        exact INTEGER NOT NULL,
        PRIMARY KEY (scope, region_id, principal)
    ) WITHOUT ROWID;
",
    "
    -- An entry of the history itself (`Shortened`), which is never pruned.
    ALTER TABLE batch ADD COLUMN shortened TEXT;
    -- For how many days the history was last kept; NULL: for ever.
    CREATE TABLE keeping (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        days INTEGER
    );
    -- As the settings have it where nobody chose.
    INSERT INTO keeping (one, days) VALUES (1, 365);
",
    "
    -- A cluster can have regions on several clouds: the cloud belongs to the step. (A step that isn't JSON
    -- stays as it is: it is shown as unreadable.)
    UPDATE step SET shown = json_set(shown, '$.cloud', json(
        (SELECT cloud FROM change WHERE change.id = step.change)
    )) WHERE json_valid(shown) AND json_type(shown) = 'object';
    ALTER TABLE change DROP COLUMN cloud;
",
    "
    -- How long edits have taken to show in reads, by service address.
    CREATE TABLE lag (
        host TEXT PRIMARY KEY,
        edits INTEGER NOT NULL,
        longest_ms INTEGER NOT NULL
    ) WITHOUT ROWID;
",
    "
    -- What the user said about a batch. Written before the batch, so there may be one without it.
    CREATE TABLE note (
        batch TEXT PRIMARY KEY,
        scope INTEGER NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        reason TEXT NOT NULL,
        ticket TEXT NOT NULL,
        until TEXT
    ) WITHOUT ROWID;
    -- The same for each principal that it granted, which outlasts the history.
    CREATE TABLE grant_note (
        scope INTEGER NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        region_id TEXT NOT NULL,
        principal TEXT NOT NULL,
        at INTEGER NOT NULL,
        reason TEXT NOT NULL,
        ticket TEXT NOT NULL,
        until TEXT,
        PRIMARY KEY (scope, region_id, principal)
    ) WITHOUT ROWID;
",
    "
    -- Findings that the user accepted until a day.
    CREATE TABLE accepted (
        scope INTEGER NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        finding TEXT NOT NULL,
        reason TEXT NOT NULL,
        until TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (scope, finding)
    ) WITHOUT ROWID;
",
    "
    -- The creation or deletion of a VPC (`VpcChange`), which has no steps.
    ALTER TABLE batch ADD COLUMN vpc TEXT;
",
];

/// How long to wait for another process (such as a backup) that uses the file.
const BUSY: Duration = Duration::from_secs(5);

/// An open file.
pub(super) struct Opened {
    pub connection: Connection,
    /// Where a damaged file was moved to.
    pub aside: Option<PathBuf>,
}

impl From<Connection> for Opened {
    fn from(connection: Connection) -> Self {
        Self {
            connection,
            aside: None,
        }
    }
}

/// Opens or creates the file. A damaged one is set aside and a new one created, since nothing could be
/// changed otherwise.
pub(super) fn open(file: &Path) -> rusqlite::Result<Opened> {
    let error = match open_as_it_is(file) {
        Ok(connection) => return Ok(connection.into()),
        Err(error) => error,
    };
    let damaged = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    );
    if !damaged {
        return Err(error);
    }
    let aside = damaged_name(file);
    if let Err(trouble) = set_aside(file, &aside) {
        tracing::error!(%trouble, "the damaged journal couldn't be set aside");
        return Err(error);
    }
    tracing::error!(%error, "the journal is damaged and was moved to {}", aside.display());
    let connection = open_as_it_is(file)?;
    Ok(Opened {
        connection,
        aside: Some(aside),
    })
}

/// Moves the file together with SQLite's files for it (`-wal`, `-shm`).
fn set_aside(file: &Path, aside: &Path) -> std::io::Result<()> {
    for ending in ["-wal", "-shm", ""] {
        let with = |path: &Path| {
            let mut path = path.as_os_str().to_owned();
            path.push(ending);
            path
        };
        match std::fs::rename(with(file), with(aside)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            moved => moved?,
        }
    }
    Ok(())
}

/// Nobody but its owner may read it.
fn open_as_it_is(file: &Path) -> rusqlite::Result<Connection> {
    if let Err(error) = sqlite::prepare(file) {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
        return Err(rusqlite::Error::SqliteFailure(
            code,
            Some(error.to_string()),
        ));
    }
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // What is committed stays, whatever happens to the machine. On macOS only a full fsync reaches the
    // drive itself; elsewhere that changes nothing.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "fullfsync", "ON")?;
    connection.pragma_update(None, "checkpoint_fullfsync", "ON")?;
    set_up(&mut connection)?;
    Ok(connection)
}

/// A journal that is gone when it is closed.
pub(super) fn open_in_memory() -> rusqlite::Result<Opened> {
    let mut connection = Connection::open_in_memory()?;
    set_up(&mut connection)?;
    Ok(connection.into())
}

/// A journal in memory that several connections share by its name.
#[cfg(feature = "simulation")]
pub(super) fn open_shared(name: &str) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open(name)?;
    set_up(&mut connection)?;
    Ok(connection)
}

fn set_up(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.set_prepared_statement_cache_capacity(64);
    sqlite::migrate(connection, MIGRATIONS)
}
