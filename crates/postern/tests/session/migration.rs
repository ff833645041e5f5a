//! The files of an earlier version. `tests/data/schema-2` was written by the version whose journal had schema 2, with the
//! simulator's address in place of `SERVICE`.

use std::path::Path;

use aeon_simulator::Seed;
use postern::config::{Environment, KeyStore, Theme};
use postern::journal::HistoryQuery;
use rusqlite::Connection;
use secrecy::SecretString;

use crate::support::{quick, simulator, start, until};

#[tokio::test]
async fn the_files_of_an_earlier_version_open_unchanged() {
    let sim = simulator(Seed::Demo).await;
    let service = sim.base_url();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/schema-2");
    let read = |name: &str| {
        let text = std::fs::read_to_string(old.join(name)).unwrap();
        text.replace("SERVICE", service.trim_end_matches('/'))
    };
    let folder = tempfile::tempdir().unwrap();
    let (config, data) = (folder.path().join("config"), folder.path().join("data"));
    for made in [&config, &data] {
        std::fs::create_dir(made).unwrap();
    }
    for name in ["settings.json", "profiles.json", "names.json"] {
        std::fs::write(config.join(name), read(name)).unwrap();
    }
    let journal = Connection::open(data.join("journal.sqlite3")).unwrap();
    // Tables refer to others that come later in the file.
    journal.pragma_update(None, "foreign_keys", "OFF").unwrap();
    journal.execute_batch(&read("journal.sql")).unwrap();
    drop(journal);

    let app = start(&folder, &quick()).await;
    let state = app.state().await;
    assert_eq!((state.journal, state.file_problems.len()), (None, 0));
    let settings = state.settings;
    assert_eq!(
        (
            settings.theme,
            settings.lock_after_minutes,
            settings.keep_history_days
        ),
        (Theme::Light, Some(15), Some(200))
    );
    assert!(!settings.notify_others && settings.look_for_updates.is_none());
    let profile = state.profiles[0].clone();
    assert_eq!(profile.name, "Work");
    assert_eq!(
        (profile.environment, profile.read_only, profile.shared_key),
        (Environment::Other, false, None)
    );
    assert_eq!(app.owner_names()["112233445566"], "Newcomers");

    // Its key was kept for that session only.
    let key = SecretString::from(sim.keys().admin);
    let tried = app.try_key(service, key).await.unwrap();
    app.replace_key(profile.id, tried.draft, KeyStore::Session)
        .await
        .unwrap();
    until("the account", || app.snapshot()).await;
    let history = app.history(HistoryQuery::default()).await.unwrap();
    let lines: Vec<String> = history
        .entries
        .iter()
        .map(|entry| {
            assert!(entry.note.is_none() && entry.vpc.is_none());
            let steps = entry.steps.iter().map(|step| {
                let texts: Vec<&str> = step.added.iter().map(|view| view.text.as_str()).collect();
                let (cloud, result) = (step.cloud.name(), step.result);
                format!("{cloud} {result:?} +{} {}", texts.join(","), step.reason)
            });
            let steps: Vec<String> = steps.collect();
            format!("{:?} {}: {}", entry.kind, entry.title, steps.join("; "))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
    app.close().await;
}
