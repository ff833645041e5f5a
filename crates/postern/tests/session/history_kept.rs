//! How long the history is kept, and who can read it.

use std::path::Path;
use std::time::Duration;

use aeon_simulator::{Durations, Options, Seed, Simulator};
use postern::config::SettingsChange;
use postern::journal::{HistoryFormat, HistoryKind, HistoryQuery};
use postern::problem::{Problem, ProblemCode};
use secrecy::SecretString;

use crate::support::{Stage, quick, simulator, until};

use crate::history::NEW;

#[tokio::test]
async fn a_clock_that_is_set_forward_deletes_no_history() {
    let options = Options {
        durations: Durations::quick(),
        date_behind: Duration::from_hours(24 * 40),
        ..Options::default()
    };
    let sim = Simulator::start(Seed::Demo, options).await;
    let stage = Stage::with(sim.unwrap(), quick(), |keys| keys.admin).await;
    stage.keep_history(Some(30)).await.unwrap();
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage.confirmed(id).await;
    stage.age_history(40);
    let key = stage.sim.keys().admin;
    let stage = stage.restarted().await;
    stage.add("Again", &key).await.unwrap();
    stage.ready().await;
    stage.app.refresh().await.unwrap();
    let history = stage.history(HistoryQuery::default()).await;
    assert!(
        history.iter().any(|entry| entry.kind == HistoryKind::Ours),
        "{history:#?}"
    );
}

impl Stage {
    async fn keep_history(&self, days: Option<u32>) -> Result<(), Problem> {
        let settings = SettingsChange {
            keep_history_days: Some(days),
            ..SettingsChange::default()
        };
        self.app.set_settings(settings).await
    }

    /// Makes everything in the history this many days older.
    fn age_history(&self, days: i64) {
        let journal = self.folder.path().join("data/journal.sqlite3");
        let sql = "UPDATE batch SET started = started - ?1 * 86400000000";
        let journal = rusqlite::Connection::open(journal).unwrap();
        assert!(journal.execute(sql, [days]).unwrap() > 0);
    }

    /// For how many days the history was kept before and after each shortening, and what went; latest first.
    async fn shortenings(&self) -> Vec<(Option<u32>, u32, u32)> {
        let entries = self.history(HistoryQuery::default()).await;
        let shortened = entries.iter().filter_map(|entry| {
            assert_eq!(
                entry.shortened.is_some(),
                entry.kind == HistoryKind::Shortened
            );
            entry.shortened
        });
        shortened
            .map(|it| (it.from_days, it.to_days, it.deleted))
            .collect()
    }

    /// Waits until this many shortenings are in the history: what the file says counts once the time is confirmed.
    async fn until_shortened(&self, count: usize) {
        let start = std::time::Instant::now();
        while self.shortenings().await.len() != count {
            assert!(start.elapsed().as_secs() < 60, "it never happened");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn write_settings(&self, settings: &serde_json::Value) {
        let file = self.folder.path().join("config/settings.json");
        std::fs::write(file, settings.to_string()).unwrap();
    }
}

#[tokio::test]
async fn the_history_is_kept_as_long_as_the_user_says() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.age_history(40);
    assert_eq!(stage.app.history_beyond(30).await.unwrap(), 1);
    assert_eq!(stage.app.history_beyond(50).await.unwrap(), 0);
    assert_eq!(stage.app.history_beyond(u32::MAX).await.unwrap(), 0);
    for days in [None, Some(u32::MAX), Some(50)] {
        stage.keep_history(days).await.unwrap();
        let entries = stage.ours().await;
        assert_eq!(entries.last().unwrap().title, "Edit orders/us-west-2");
    }
    stage.keep_history(Some(30)).await.unwrap();
    let kinds: Vec<_> = stage.ours().await.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [HistoryKind::Shortened; 3]);
    // What is known of the lists is not history.
    assert_eq!(stage.since("orders", "us-west-2", NEW).await, Some(true));
}

#[tokio::test]
async fn the_history_can_not_be_emptied_and_a_shorter_time_stands_in_it() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    for days in [0, 1, 29] {
        let problem = stage.keep_history(Some(days)).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::Invalid);
        assert!(problem.message.contains("The minimum is 30"), "{problem:?}");
    }
    assert_eq!(
        stage.app.state().await.settings.keep_history_days,
        Some(365)
    );
    assert_eq!(stage.ours().await.len(), 1);
    assert_eq!(stage.shortenings().await, []);

    stage.age_history(100);
    stage.keep_history(Some(90)).await.unwrap();
    let [entry] = stage
        .history(HistoryQuery::default())
        .await
        .try_into()
        .unwrap();
    assert_eq!(entry.title, "Shorten the history from 365 days to 90 days");
    assert_eq!(entry.account_name, stage.snapshot().account_name);
    assert_eq!(entry.profile_name.as_deref(), Some("Work"));
    assert_eq!(
        (entry.revertible, entry.steps_total, entry.took_ms),
        (0, 0, None)
    );
    // Back, and down again: nothing of it is lost, however old it gets.
    stage.keep_history(Some(365)).await.unwrap();
    stage.keep_history(None).await.unwrap();
    stage.age_history(40);
    stage.keep_history(Some(30)).await.unwrap();
    assert_eq!(stage.app.history_beyond(30).await.unwrap(), 0);
    let both = [(None, 30, 0), (Some(365), 90, 1)];
    assert_eq!(stage.shortenings().await, both);
    let stage = stage.restarted().await;
    stage.add("Again", &stage.sim.keys().admin).await.unwrap();
    stage.ready().await;
    assert_eq!(stage.shortenings().await, both);
    // A time that was changed in the file while Postern wasn't running counts as well.
    stage.keep_history(Some(60)).await.unwrap();
    stage.write_settings(&serde_json::json!({ "keepHistoryDays": 45 }));
    let stage = stage.restarted().await;
    stage
        .add("Once more", &stage.sim.keys().admin)
        .await
        .unwrap();
    stage.ready().await;
    stage.until_shortened(3).await;
    assert_eq!(stage.shortenings().await[0], (Some(60), 45, 0));
}

#[tokio::test]
async fn old_history_is_deleted_only_once_the_service_confirms_the_time() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    // As if this machine's clock had been set forward, or the time had passed.
    stage.age_history(400);
    let stage = stage.restarted().await;
    let entries = || {
        let journal = stage.folder.path().join("data/journal.sqlite3");
        let journal = rusqlite::Connection::open(journal).unwrap();
        let sql = "SELECT count(*) FROM batch WHERE kind = 'ours'";
        journal.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    // The names come from the journal's own thread, after all that it was asked for at the start.
    stage.app.history_beyond(30).await.unwrap();
    let kept: u32 = entries();
    assert_eq!(kept, 1);
    stage.add("Again", &stage.sim.keys().admin).await.unwrap();
    stage.ready().await;
    until("the old entry to be deleted", || {
        (entries() == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_shorter_time_stands_under_the_account_s_names_also_where_nothing_else_does() {
    let stage = Stage::demo().await;
    stage.known().await;
    stage.keep_history(Some(90)).await.unwrap();
    let entries = stage.history(HistoryQuery::default()).await;
    let [entry] = entries.as_slice() else {
        panic!("one entry: {entries:#?}");
    };
    let now = stage.snapshot();
    assert_eq!(entry.account_name, now.account_name);
    assert_eq!(entry.project_name, now.project_name);
    assert_eq!(entry.profile_name.as_deref(), Some("Work"));
}

#[tokio::test]
async fn that_the_history_was_shortened_is_exported() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.age_history(40);
    stage.keep_history(Some(30)).await.unwrap();
    let export = async |format| {
        let export = stage.app.history_export(HistoryQuery::default(), format);
        export.await.unwrap()
    };
    let text = export(HistoryFormat::Csv).await;
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let head = table.headers().unwrap().clone();
    let lines: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 1);
    let field = |name: &str| &lines[0][head.iter().position(|field| field == name).unwrap()];
    assert_eq!(field("kind"), "shortened");
    assert_eq!(
        field("title"),
        "Shorten the history from 365 days to 30 days"
    );
    assert_eq!(field("reason"), "older entries deleted: 1");
    assert_eq!(field("profile"), "Work");
    let json: serde_json::Value = serde_json::from_str(&export(HistoryFormat::Json).await).unwrap();
    assert_eq!(
        json["entries"][0]["shortened"],
        serde_json::json!({ "fromDays": 365, "toDays": 30, "deleted": 1 })
    );
    assert_eq!(
        json["entries"][0]["started"].as_str(),
        Some(field("started"))
    );
}

#[tokio::test]
async fn a_settings_file_that_keeps_too_little_is_raised_to_the_minimum_and_says_so() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.age_history(20);
    stage.write_settings(&serde_json::json!({ "keepHistoryDays": 0 }));
    let stage = stage.restarted().await;
    let state = stage.app.state().await;
    assert_eq!(state.settings.keep_history_days, Some(30));
    assert_eq!(state.history_raised_from, Some(0));
    stage.add("Again", &stage.sim.keys().admin).await.unwrap();
    stage.ready().await;
    stage.until_shortened(1).await;
    let titles: Vec<_> = stage
        .ours()
        .await
        .into_iter()
        .map(|entry| entry.title)
        .collect();
    assert_eq!(
        titles,
        [
            "Shorten the history from 365 days to 30 days",
            "Edit orders/us-west-2"
        ]
    );
    stage.keep_history(Some(90)).await.unwrap();
    assert_eq!(stage.app.state().await.history_raised_from, None);
}

#[tokio::test]
async fn an_account_that_is_removed_takes_its_history_with_it() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let key = stage.sim.keys().admin;
    let id = stage.add("Work", &key).await.unwrap();
    stage.ready().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.app.remove_account(id, false).await.unwrap();
    let problem = stage
        .app
        .history(HistoryQuery::default())
        .await
        .unwrap_err();
    assert_eq!(problem.code, ProblemCode::Locked);
    stage.add("Work", &key).await.unwrap();
    stage.ready().await;
    assert_eq!(stage.history(HistoryQuery::default()).await, []);
    assert_eq!(
        stage
            .since("orders", "us-west-2", NEW)
            .await
            .filter(|exact| *exact),
        None
    );
}

#[tokio::test]
async fn the_file_is_its_owners_alone_and_holds_no_key() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    let data = stage.folder.path().join("data");
    let files = files_beginning_with(&data, "journal.sqlite3");
    assert!(
        files.len() >= 2,
        "the file and what SQLite keeps beside it: {files:?}"
    );
    let key = stage.sim.keys().admin;
    let mut found = 0;
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        assert!(!holds(&bytes, &key), "{}", file.display());
        // The part of a key that signs.
        let signature = key.rsplit('.').next().unwrap();
        assert!(!holds(&bytes, signature), "{}", file.display());
        found += usize::from(holds(&bytes, NEW));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
    }
    assert!(found > 0, "the change is there");
}

#[tokio::test]
async fn the_demos_history_ends_with_it() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let key = SecretString::from(stage.sim.keys().admin);
    stage
        .app
        .open_demo(stage.sim.base_url(), key)
        .await
        .unwrap();
    stage.ready().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    assert_eq!(stage.ours().await.len(), 1);
    stage.app.close().await;
    for file in files_beginning_with(&stage.folder.path().join("data"), "journal.sqlite3") {
        assert!(!holds(&std::fs::read(file).unwrap(), NEW));
    }
}

fn files_beginning_with(folder: &Path, name: &str) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with(name)
        })
        .collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}
