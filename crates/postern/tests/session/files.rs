//! Postern's files: who may read them, what they keep, and what else may stand in their place.

use std::path::{Path, PathBuf};
use std::time::Duration;

use postern::session::AppOptions;

use super::support::{Stage, quick, start, until};

/// Every file and folder below this one.
fn all(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(all(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

#[cfg(unix)]
#[tokio::test]
async fn everything_is_private_also_what_was_not() {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let stage = Stage::demo().await;
    let folders = ["config", "data"].map(|name| stage.folder.path().join(name));
    let check = || {
        for path in folders.iter().flat_map(|folder| all(folder)) {
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(&path), wanted, "{}", path.display());
        }
    };
    check();
    assert!(folders[1].join("inventory.sqlite3").exists());

    for path in folders.iter().flat_map(|folder| all(folder)) {
        let open = if path.is_dir() { 0o755 } else { 0o644 };
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(open)).unwrap();
    }
    let stage = stage.restarted().await;
    check();
    stage.app.close().await;
}

#[tokio::test]
async fn a_removed_account_leaves_nothing_in_the_files() {
    let stage = Stage::demo().await;
    let account = stage.app.state().await.profiles[0].clone();
    let mut traces = stage.sim.cluster_names();
    traces.push(account.account_id.to_string());
    let data = stage.folder.path().join("data");
    let holders = |trace: &str| -> Vec<PathBuf> {
        let holds = |path: &PathBuf| {
            std::fs::read(path).is_ok_and(|bytes| {
                let mut parts = bytes.windows(trace.len());
                parts.any(|part| part == trace.as_bytes())
            })
        };
        all(&data).into_iter().filter(holds).collect()
    };
    // The inventory is stored after it is shown, and moves from SQLite's log to its file then.
    until("the account is in a file", || {
        (!holders(&account.account_id.to_string()).is_empty()).then_some(())
    })
    .await;
    stage.app.remove_account(account.id, false).await.unwrap();
    for trace in &traces {
        assert_eq!(holders(trace), Vec::<PathBuf>::new(), "{trace}");
    }
    stage.app.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_in_the_place_of_a_file_neither_blocks_nor_passes_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (config, data) = (folder.path().join("config"), folder.path().join("data"));
    for folder in [&config, &data] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let names = [
        config.join("profiles.json"),
        config.join("settings.json"),
        config.join("names.json"),
        config.join("networks.json"),
        data.join("inventory.sqlite3"),
        data.join("journal.sqlite3"),
    ];
    for name in &names {
        let made = std::process::Command::new("mkfifo").arg(name).status();
        assert!(made.unwrap().success());
    }
    let options = AppOptions { ..quick() };
    let opened = tokio::time::timeout(Duration::from_secs(30), start(&folder, &options)).await;
    let app = opened.expect("no pipe blocks");
    let state = app.state().await;
    assert!(state.file_problems.len() >= 3, "{:?}", state.file_problems);
    for problem in &state.file_problems {
        let message = &problem.message;
        assert!(message.contains("it isn't a regular file"), "{message}");
    }
    app.close().await;
}
