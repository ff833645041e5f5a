//! Schema migrations of SQLite files.

use rusqlite::Connection;

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
