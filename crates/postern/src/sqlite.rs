//! SQLite files: permissions, schema migrations, and erasing what was deleted.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use rusqlite::Connection;

use crate::files::create_private;

/// Migrates a file to the newest schema. `migrations` has one step per version, oldest first.
///
/// # Errors
/// The file was written by a newer version of Postern, or a step fails. Each step is atomic.
pub(crate) fn migrate(connection: &mut Connection, migrations: &[&str]) -> rusqlite::Result<()> {
    let version: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let Some(steps) = migrations.get(version as usize..) else {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_SCHEMA);
        let text = format!("it was written by a newer version of Postern (schema {version})");
        return Err(rusqlite::Error::SqliteFailure(code, Some(text)));
    };
    for (reached, sql) in (version + 1..).zip(steps) {
        let work = connection.transaction()?;
        work.execute_batch(sql)?;
        work.pragma_update(None, "user_version", reached)?;
        work.commit()?;
    }
    Ok(())
}

/// Creates the file if it doesn't exist, so that only its owner can read it. SQLite gives what it keeps beside the
/// file the same permissions.
///
/// # Errors
/// It can't be created, or isn't a regular file.
pub(crate) fn prepare(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        create_private(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // A pipe without a reader would block.
        let nonblocking = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options
            .mode(0o600)
            .custom_flags(nonblocking.bits().cast_signed());
    }
    let opened = options.open(file)?;
    if !opened.metadata()?.is_file() {
        return Err(io::Error::other("it isn't a regular file"));
    }
    Ok(())
}

/// Moves what is in the write-ahead log into the file. Opening the file reads the whole log, and a program that is killed
/// leaves it: without this, it would grow with each start.
pub(crate) fn empty_log(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")
}

/// Overwrites what was deleted: in free pages, where a version without `secure_delete` may have left it, and in the
/// write-ahead log.
pub(crate) fn erase_deleted(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("VACUUM;")?;
    empty_log(connection)
}
