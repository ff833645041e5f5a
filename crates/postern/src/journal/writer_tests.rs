//! The journal's writes when there is no room, and what a power cut leaves.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::sync::mpsc;

use rusqlite::Connection;

use super::schema;
use super::{Journal, JournalError};
use crate::problem::Problem;

fn put(key: &'static str, size: u32) -> impl Fn(&Connection) -> rusqlite::Result<()> + Send {
    move |connection| {
        connection.execute(
            "INSERT INTO kept VALUES (?1, zeroblob(?2))",
            rusqlite::params![key, size],
        )?;
        Ok(())
    }
}

/// Fails where what it rests on was not written.
fn after(key: &'static str) -> impl Fn(&Connection) -> rusqlite::Result<()> + Send {
    move |connection| {
        let sql = "UPDATE kept SET key = key || '+' WHERE key = ?1 RETURNING 1";
        connection.query_row(sql, [key], |_| Ok(()))
    }
}

/// Says how many pages the file may have.
async fn room(journal: &Journal, pages: u32) {
    journal
        .read(move |connection| connection.pragma_update(None, "max_page_count", pages))
        .await
        .unwrap();
}

async fn keys(journal: &Journal) -> Vec<String> {
    let read = |connection: &mut Connection| {
        let mut statement = connection.prepare("SELECT key FROM kept ORDER BY key")?;
        let keys = statement.query_map([], |row| row.get(0))?;
        keys.collect()
    };
    journal.read(read).await.unwrap()
}

#[tokio::test]
async fn where_a_group_has_no_room_the_first_of_it_is_written_and_the_rest_waits() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(folder.path().join("journal.sqlite3"), None);
    let table = "CREATE TABLE kept (key TEXT, content BLOB)";
    journal
        .write(|connection| connection.execute_batch(table))
        .await
        .unwrap();
    room(&journal, 100).await;
    // All of these come together: the owner reads meanwhile.
    let (go, wait) = mpsc::channel::<()>();
    let held = tokio::spawn({
        let journal = journal.clone();
        async move {
            let hold = move |_: &mut Connection| {
                wait.recv().unwrap();
                Ok(())
            };
            journal.read(hold).await
        }
    });
    tokio::task::yield_now().await;
    journal.submit(put("a", 10));
    journal.submit(put("b", 1_000_000));
    journal.submit(after("b"));
    let awaited = tokio::spawn({
        let journal = journal.clone();
        async move { journal.write(put("c", 10)).await }
    });
    tokio::task::yield_now().await;
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    let error: JournalError = awaited.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("full"), "{error}");
    assert!(Problem::from(error).hint.contains("free space"));
    assert_eq!(keys(&journal).await, ["a"]);
    room(&journal, 1_000_000).await;
    journal.write(put("d", 10)).await.unwrap();
    assert_eq!(keys(&journal).await, ["a", "b+", "d"]);
}

#[test]
fn what_is_committed_has_reached_the_drive() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.sqlite3");
    let connection = schema::open(&file).unwrap().connection;
    let number = |pragma: &str| -> i64 {
        connection
            .pragma_query_value(None, pragma, |row| row.get(0))
            .unwrap()
    };
    let mode: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
    // 2 is FULL.
    assert_eq!(number("synchronous"), 2);
    assert_eq!(number("fullfsync"), 1);
    assert_eq!(number("checkpoint_fullfsync"), 1);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_kept_and_a_new_one_begun() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.sqlite3");
    std::fs::write(
        &file,
        "not a database, and longer than the header of one".repeat(9),
    )
    .unwrap();
    let journal = Journal::open(file.clone(), None);
    journal.write(|_| Ok(())).await.unwrap();
    let kept = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.starts_with("journal.sqlite3.damaged-"));
    let kept = std::fs::read(folder.path().join(kept.unwrap())).unwrap();
    assert!(kept.starts_with(b"not a database"));
    let trouble = journal.problem().unwrap();
    assert!(trouble.message.contains("journal.sqlite3.damaged-"));
}

#[tokio::test]
async fn a_file_of_a_newer_postern_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.sqlite3");
    let newer = schema::open(&file).unwrap().connection;
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let journal = Journal::open(file.clone(), None);
    let error = journal.write(|_| Ok(())).await.unwrap_err();
    let problem = Problem::from(error);
    assert!(
        problem.message.contains("newer version of Postern"),
        "{}",
        problem.message
    );
    assert!(
        problem.hint.contains("newer version of Postern"),
        "{}",
        problem.hint
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// What an earlier version wrote has one cloud for a cluster's change; a step has its own.
#[test]
fn the_cloud_of_an_older_journal_s_change_becomes_that_of_its_steps() {
    let mut connection = Connection::open_in_memory().unwrap();
    crate::sqlite::migrate(&mut connection, &schema::MIGRATIONS[..2]).unwrap();
    connection
        .execute_batch(
            r#"INSERT INTO scope (id, host, account, project) VALUES (1, 'h', 'a', 'p');
            INSERT INTO batch (number, id, scope, kind, title, hay, account_name, project_name, started)
                VALUES (1, 'b', 1, 'ours', '', '', '', '', 0);
            INSERT INTO change (id, batch, started, cluster_id, cluster_name, cloud)
                VALUES ('c', 1, 0, 'cluster', 'orders', '"azure"'),
                       ('d', 1, 0, 'cluster', 'other', '"OCI"');
            INSERT INTO step (batch, change, position, region_id, hay, shown, job, state, open) VALUES
                (1, 'c', 0, 'r', '', '{"region":"westus3"}', '', '', 0),
                (1, 'c', 1, 'r', '', 'not JSON', '', '', 0),
                (1, 'd', 0, 'r', '', '{}', '', '', 0);"#,
        )
        .unwrap();
    crate::sqlite::migrate(&mut connection, schema::MIGRATIONS).unwrap();
    let mut statement = connection
        .prepare("SELECT shown FROM step ORDER BY id")
        .unwrap();
    let shown = statement.query_map([], |row| row.get(0)).unwrap();
    let shown: Vec<String> = shown.map(Result::unwrap).collect();
    assert_eq!(
        shown,
        [
            r#"{"region":"westus3","cloud":"azure"}"#,
            "not JSON",
            r#"{"cloud":"OCI"}"#
        ]
    );
}

/// A file of the version before notes opens with everything in it.
#[test]
fn a_journal_without_notes_opens_unchanged() {
    let mut connection = Connection::open_in_memory().unwrap();
    crate::sqlite::migrate(&mut connection, &schema::MIGRATIONS[..4]).unwrap();
    connection
        .execute_batch(
            "INSERT INTO scope (id, host, account, project) VALUES (1, 'h', 'a', 'p');
            INSERT INTO batch (number, id, scope, kind, title, hay, account_name, project_name, started)
                VALUES (1, 'b', 1, 'ours', 'Edit', '', '', '', 0);
            INSERT INTO first_seen (scope, region_id, principal, at, exact) VALUES (1, 'r', 'p', 0, 1);",
        )
        .unwrap();
    crate::sqlite::migrate(&mut connection, schema::MIGRATIONS).unwrap();
    let count = |table: &str| -> u32 {
        let sql = format!("SELECT count(*) FROM {table}");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let counts = ["batch", "first_seen", "note", "grant_note"].map(count);
    assert_eq!(counts, [1, 1, 0, 0]);
}
