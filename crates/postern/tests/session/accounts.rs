//! Keys, accounts, locking.

use std::time::Duration;

use aeon_simulator::{Body, Fault, FaultKind, Seed};

use postern::config::{KeyStore, ProxySetting, SettingsChange, Theme};
use postern::inventory::Phase;
use postern::problem::ProblemCode;
use postern::session::{AppEvent, AppOptions, NewAccount, SessionStatus};
use secrecy::SecretString;

use crate::support::{PSE, Stage, first_project, quick, simulator, until};

#[tokio::test]
async fn a_key_that_can_not_work_is_refused_before_anything_is_sent() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let malformed = stage.try_key("not-a-key").await.unwrap_err();
    assert_eq!(malformed.code, ProblemCode::Invalid);
    assert!(
        malformed.message.contains("three parts"),
        "{}",
        malformed.message
    );
    let host = stage
        .app
        .try_key("http://example.com".to_owned(), SecretString::from("x"))
        .await
        .unwrap_err();
    assert_eq!(host.code, ProblemCode::Invalid);
    assert_eq!(stage.sim.requests().total, 0);
}

#[tokio::test]
async fn a_key_that_has_expired_by_this_clock_is_tried_all_the_same() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let expired = stage.try_key(&stage.sim.keys().expired).await.unwrap_err();
    assert_eq!(expired.code, ProblemCode::Unauthorized);
    assert!(
        expired.message.starts_with("This key expired on "),
        "{}",
        expired.message
    );
    assert_eq!(stage.sim.requests().total, 1, "the clock may be wrong");
}

#[tokio::test]
async fn a_wrong_key_is_refused_in_plain_words() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let wrong = stage
        .try_key("eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbmUifQ.c2lnbmF0dXJl")
        .await
        .unwrap_err();
    assert_eq!(wrong.code, ProblemCode::Unauthorized);
    assert_eq!(
        wrong.message,
        "The service rejected this key. Its answer: Invalid JWT."
    );
    stage.sim.go_away().await;
    let away = stage.try_key(&stage.sim.keys().admin).await.unwrap_err();
    assert_eq!(away.code, ProblemCode::Offline);
}

#[tokio::test]
async fn an_account_with_two_projects_asks_which_one() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let tried = stage.try_key(&stage.sim.keys().two_projects).await.unwrap();
    assert_eq!(tried.projects.len(), 2);
    let second = tried.projects[1].clone();
    let accounts = vec![NewAccount {
        project_id: second.id.clone(),
        name: "Labs".to_owned(),
    }];
    stage
        .app
        .add_accounts(tried.draft, accounts, KeyStore::Session)
        .await
        .unwrap();
    stage.ready().await;
    let snapshot = stage.snapshot();
    assert_eq!(snapshot.project_id, second.id);
    assert_eq!(snapshot.project_name, second.name);
    let names: Vec<&str> = snapshot
        .clusters
        .iter()
        .map(|cluster| cluster.name.as_str())
        .collect();
    assert_eq!(names, ["vector-search"]);
}

#[tokio::test]
async fn one_key_gives_an_account_for_each_project_and_its_successor_serves_all_of_them() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let key = stage.sim.keys().two_projects;
    let tried = stage.try_key(&key).await.unwrap();
    let account = |index: usize, name: &str| NewAccount {
        project_id: tried.projects[index].id.clone(),
        name: name.to_owned(),
    };
    let add = |accounts| {
        let draft = tried.draft.clone();
        stage.app.add_accounts(draft, accounts, KeyStore::Session)
    };

    let same_name = vec![account(0, "Labs"), account(1, "labs")];
    let refused = add(same_name).await.unwrap_err();
    assert!(refused.message.contains("already exists"), "{refused:?}");
    assert_eq!(stage.app.state().await.profiles, [], "none was added");
    assert_eq!(add(vec![]).await.unwrap_err().code, ProblemCode::Invalid);

    let first = add(vec![account(1, "Labs"), account(0, "Main")])
        .await
        .unwrap();
    stage.ready().await;
    assert_eq!(stage.snapshot().project_id, tried.projects[1].id);
    let profiles = stage.app.state().await.profiles;
    let second = profiles.iter().find(|one| one.name == "Main").unwrap().id;
    stage.app.switch_account(second).await.unwrap();
    stage.ready().await;
    assert_eq!(stage.snapshot().project_id, tried.projects[0].id);

    // A lock drops the key in both, and the next one serves both.
    stage.app.lock().await.unwrap();
    stage.app.unlock().await.unwrap_err();
    let again = stage.try_key(&key).await.unwrap();
    stage
        .app
        .replace_key(first, again.draft, KeyStore::Session)
        .await
        .unwrap();
    stage.ready().await;
    assert_eq!(stage.snapshot().project_id, tried.projects[0].id);
    stage.app.switch_account(first).await.unwrap();
    stage.ready().await;
    assert_eq!(stage.snapshot().project_id, tried.projects[1].id);
}

#[tokio::test]
async fn a_draft_is_kept_for_a_while_and_can_be_dropped() {
    let options = AppOptions {
        tried_key_lifetime: Duration::from_millis(50),
        ..quick()
    };
    let stage = Stage::empty(simulator(Seed::Demo).await, options).await;
    let tried = stage.try_key(&stage.sim.keys().admin).await.unwrap();
    stage.app.drop_draft(&tried.draft).await.unwrap();
    let accounts = first_project(&tried, "A");
    let add = |draft: String| {
        let accounts = accounts.clone();
        stage.app.add_accounts(draft, accounts, KeyStore::Session)
    };
    assert_eq!(add(tried.draft).await.unwrap_err().code, ProblemCode::Stale);
    let tried = stage.try_key(&stage.sim.keys().admin).await.unwrap();
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert_eq!(add(tried.draft).await.unwrap_err().code, ProblemCode::Stale);
}

#[tokio::test]
async fn roles_say_what_a_key_may_do() {
    let stage = Stage::with(simulator(Seed::Demo).await, quick(), |keys| keys.read_only).await;
    let Some(SessionStatus::Unlocked { may, role, .. }) = stage.status().await else {
        panic!()
    };
    assert_eq!(role, "Viewer");
    assert_eq!(
        may.edit_endpoints.unwrap(),
        "This key is read-only (role Viewer)."
    );
    let plan = stage
        .plan(stage.adding("orders", "us-west-2", "arn:aws:iam::112233445566:root"))
        .await;
    let blocked = plan.whole.blocked.clone().unwrap();
    assert_eq!(blocked.code, ProblemCode::Forbidden);
    let sent = stage.app.apply_bulk(plan.whole.id, vec![], vec![]).await;
    assert!(sent.is_err());

    stage.add("Admin", &stage.sim.keys().admin).await.unwrap();
    let Some(SessionStatus::Unlocked { may, role, .. }) = stage.status().await else {
        panic!()
    };
    assert_eq!(
        (role.as_str(), may.edit_endpoints, may.create_vpcs),
        ("Admin", None, None)
    );
    stage
        .add("Developer", &stage.sim.keys().developer)
        .await
        .unwrap();
    let Some(SessionStatus::Unlocked { may, role, .. }) = stage.status().await else {
        panic!()
    };
    assert_eq!(
        (role.as_str(), may.edit_endpoints.is_none()),
        ("Developer", true)
    );
    assert!(may.create_vpcs.is_some());
}

#[tokio::test]
async fn locking_drops_everything_that_was_known() {
    let stage = Stage::demo().await;
    stage.app.lock().await.unwrap();
    assert!(stage.app.snapshot().is_none());
    assert!(matches!(
        stage.status().await,
        Some(SessionStatus::Locked { problem: None })
    ));
    assert_eq!(
        stage.app.refresh().await.unwrap_err().code,
        ProblemCode::Locked
    );
    assert!(stage.app.changes().is_empty());
    stage.sim.reset_requests();
    // A key that was kept for the session is gone with it.
    assert_eq!(
        stage.app.unlock().await.unwrap_err().code,
        ProblemCode::Unauthorized
    );
    assert!(matches!(
        stage.status().await,
        Some(SessionStatus::NeedsKey { .. })
    ));
    assert_eq!(stage.sim.requests().total, 0);
}

/// An account with an edit whose answer doesn't come, and something in it that is read again and again.
async fn sending() -> Stage {
    let stage = Stage::demo().await;
    stage
        .sim
        .inject(Fault::on(&format!("PUT {PSE}"), FaultKind::Hold).times(1));
    stage
        .sim
        .start_task("catalog", "EDIT_CLUSTER", Duration::from_hours(1));
    stage.app.refresh().await.unwrap();
    until("it is busy", || stage.cluster("catalog").busy.clone()).await;
    let draft = stage.adding("orders", "us-west-2", "arn:aws:iam::112233445566:root");
    stage.apply(draft).await;
    until("it is being sent", || {
        (stage.sim.requests().done(&format!("PUT {PSE}")) == 1).then_some(())
    })
    .await;
    stage
}

#[tokio::test]
async fn nothing_is_read_once_it_is_locked_while_an_edit_is_still_being_sent() {
    let stage = sending().await;
    stage.app.lock().await.unwrap();
    until("reads have ended", || {
        (stage.sim.requests().now == 1).then_some(())
    })
    .await;
    stage.sim.reset_requests();
    // Ten times as long as the pace at which the busy cluster was read.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(stage.sim.requests().total, 0);
    stage.sim.clear_faults();
    stage.app.close().await;
}

#[tokio::test]
async fn a_removed_account_is_not_remembered_again_by_what_was_still_under_way() {
    let stage = sending().await;
    let profile = stage.app.state().await.profiles[0].id;
    stage.app.remove_account(profile, false).await.unwrap();
    // Ten times as long as the pace at which the busy cluster was read, and written.
    tokio::time::sleep(Duration::from_millis(500)).await;
    stage.sim.clear_faults();
    stage.app.close().await;
    let cache = std::fs::read(stage.folder.path().join("data/inventory.sqlite3")).unwrap();
    assert!(!String::from_utf8_lossy(&cache).contains("catalog"));
}

#[tokio::test]
async fn an_account_that_nobody_uses_locks_itself() {
    let options = AppOptions {
        // Long beside the time for which a busy machine may keep a test waiting.
        minute: Duration::from_secs(2),
        ..quick()
    };
    let stage = Stage::with(simulator(Seed::Demo).await, options, |keys| keys.admin).await;
    let settings = SettingsChange {
        lock_after_minutes: Some(Some(1)),
        ..SettingsChange::default()
    };
    stage.app.set_settings(settings).await.unwrap();
    for _ in 0..50 {
        stage.app.activity();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(stage.app.snapshot().is_some(), "it was in use");
    until("it is locked", || {
        stage.app.snapshot().is_none().then_some(())
    })
    .await;
    assert!(matches!(
        stage.status().await,
        Some(SessionStatus::Locked { problem: None })
    ));
}

#[tokio::test]
async fn a_key_that_is_refused_later_stops_everything_until_it_is_replaced() {
    let stage = Stage::demo().await;
    let shown = stage.snapshot().clusters.len();
    let refused = FaultKind::Status {
        code: 401,
        body: Body::Json("Invalid JWT".to_owned()),
    };
    stage.sim.inject(Fault {
        route: None,
        kind: refused,
        times: None,
        after: 0,
        key: None,
    });
    stage.app.refresh().await.unwrap();
    until("it is noticed", || {
        matches!(stage.snapshot().phase, Phase::Failed { .. }).then_some(())
    })
    .await;
    let Some(SessionStatus::NeedsKey { problem }) = stage.status().await else {
        panic!()
    };
    assert_eq!(problem.code, ProblemCode::Unauthorized);
    assert_eq!(
        stage.snapshot().clusters.len(),
        shown,
        "what is known stays"
    );
    until("all requests are over", || {
        (stage.sim.requests().now == 0).then_some(())
    })
    .await;
    stage.sim.reset_requests();
    stage.app.refresh().await.unwrap();
    stage.app.window_focused();
    let region = stage.region("orders", "us-west-2").id;
    let refused = stage.app.read_details(region).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Unauthorized);
    // Longer than any of the waits between reads.
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(
        stage.sim.requests().total,
        0,
        "nothing is asked with a refused key"
    );

    // Something else may have answered in the service's place: the key can be tried again.
    let still = stage.app.unlock().await.unwrap_err();
    assert_eq!(still.code, ProblemCode::Unauthorized);
    assert_eq!(still.request.unwrap().status, Some(401));
    stage.sim.clear_faults();
    stage.app.unlock().await.unwrap();
    assert!(matches!(
        stage.status().await,
        Some(SessionStatus::Unlocked { .. })
    ));
    stage.app.refresh().await.unwrap();
    stage.ready().await;

    let refused = FaultKind::Status {
        code: 401,
        body: Body::Json("Invalid JWT".to_owned()),
    };
    let key = stage.sim.keys().admin;
    stage.sim.inject(Fault {
        route: None,
        kind: refused,
        times: None,
        after: 0,
        key: Some(key),
    });
    stage.app.refresh().await.unwrap();
    until("it is noticed again", || {
        matches!(stage.snapshot().phase, Phase::Failed { .. }).then_some(())
    })
    .await;
    let profile = stage.app.state().await.profiles[0].id;
    let tried = stage.try_key(&stage.sim.keys().soon).await.unwrap();
    stage
        .app
        .replace_key(profile, tried.draft, KeyStore::Session)
        .await
        .unwrap();
    stage.ready().await;
    assert!(matches!(
        stage.status().await,
        Some(SessionStatus::Unlocked { .. })
    ));
}

#[tokio::test]
async fn another_account_s_key_does_not_replace_one() {
    let stage = Stage::demo().await;
    let profile = stage.app.state().await.profiles[0].id;
    let tried = stage.try_key(&stage.sim.keys().two_projects).await.unwrap();
    let problem = stage
        .app
        .replace_key(profile, tried.draft, KeyStore::Session)
        .await
        .unwrap_err();
    assert_eq!(problem.code, ProblemCode::Invalid);
}

#[tokio::test]
async fn switching_shows_the_other_account_and_nothing_of_the_first() {
    let stage = Stage::demo().await;
    let first = stage.app.state().await.profiles[0].id;
    let second = stage
        .add("Other", &stage.sim.keys().two_projects)
        .await
        .unwrap();
    stage.ready().await;
    assert!(
        stage
            .snapshot()
            .clusters
            .iter()
            .all(|cluster| cluster.name != "orders")
    );
    assert_eq!(stage.app.state().await.settings.last_profile, Some(second));
    // Back again: a key that is kept for the session stays until it is locked.
    assert!(stage.app.switch_account(first).await.is_ok());
    stage.ready().await;
    assert!(
        stage
            .snapshot()
            .clusters
            .iter()
            .any(|cluster| cluster.name == "orders")
    );
}

#[tokio::test]
async fn an_account_is_renamed_and_removed() {
    let stage = Stage::demo().await;
    let id = stage.app.state().await.profiles[0].id;
    stage
        .app
        .rename_account(id, "Production".to_owned())
        .await
        .unwrap();
    let state = stage.app.state().await;
    assert_eq!(
        (
            state.profiles[0].name.as_str(),
            state.active.unwrap().name.as_str()
        ),
        ("Production", "Production")
    );
    stage.app.remove_account(id, false).await.unwrap();
    let state = stage.app.state().await;
    assert!(
        state.profiles.is_empty()
            && state.active.is_none()
            && state.settings.last_profile.is_none()
    );
    assert!(stage.app.snapshot().is_none());
}

#[tokio::test]
async fn what_is_remembered_holds_no_key_and_goes_with_its_account() {
    let stage = Stage::demo().await;
    let id = stage.app.state().await.profiles[0].id;
    let key = stage.sim.keys().admin;
    let signature = key.rsplit('.').next().unwrap().to_owned();
    let kept = |folder: &std::path::Path| -> Vec<u8> {
        let files = ["config", "data"].map(|name| std::fs::read_dir(folder.join(name)).unwrap());
        let files = files
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path());
        files
            .flat_map(|file| std::fs::read(file).unwrap())
            .collect()
    };
    let holds = |kept: &[u8], text: &str| {
        kept.windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    let stage = stage.restarted().await;
    let before = kept(stage.folder.path());
    assert!(holds(&before, "prod-core") && !holds(&before, &signature));
    stage.app.remove_account(id, false).await.unwrap();
    stage.app.close().await;
    assert!(!holds(&kept(stage.folder.path()), "prod-core"));
}

#[tokio::test]
async fn the_demo_leaves_nothing_behind() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let key = SecretString::from(stage.sim.keys().admin);
    stage
        .app
        .open_demo(stage.sim.base_url(), key)
        .await
        .unwrap();
    stage.ready().await;
    let active = stage.app.state().await.active.unwrap();
    assert!(active.demo && active.profile_id.is_none());
    stage.app.leave_demo().await.unwrap();
    let state = stage.app.state().await;
    assert!(state.active.is_none() && state.profiles.is_empty());
    assert!(!stage.folder.path().join("config/profiles.json").exists());
    let cache = std::fs::read(stage.folder.path().join("data/inventory.sqlite3")).unwrap();
    assert!(!String::from_utf8_lossy(&cache).contains("orders"));
}

#[tokio::test]
async fn only_the_account_last_in_use_is_contacted_at_the_start() {
    let stage = Stage::demo().await;
    let other = simulator(Seed::Demo).await;
    let key = SecretString::from(other.keys().admin);
    let tried = stage.app.try_key(other.base_url(), key).await.unwrap();
    let accounts = first_project(&tried, "Last");
    stage
        .app
        .add_accounts(tried.draft, accounts, KeyStore::Session)
        .await
        .unwrap();
    stage.ready().await;
    stage.sim.reset_requests();
    let stage = stage.restarted().await;
    let active = stage.app.state().await.active.unwrap();
    assert_eq!(active.name, "Last");
    until("its key is asked for", || {
        let status = futures_util::FutureExt::now_or_never(stage.status()).flatten();
        matches!(status, Some(SessionStatus::NeedsKey { .. })).then_some(())
    })
    .await;
    // Time in which the other one would have been asked.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(stage.sim.requests().total, 0);
}

#[tokio::test]
async fn settings_that_can_not_be_used_change_nothing() {
    let stage = Stage::demo().await;
    let proxy = ProxySetting::Url {
        url: "no address".to_owned(),
    };
    let wrong = SettingsChange {
        proxy: Some(proxy),
        ..SettingsChange::default()
    };
    assert_eq!(
        stage.app.set_settings(wrong).await.unwrap_err().code,
        ProblemCode::Invalid
    );
    assert_eq!(stage.app.state().await.settings.proxy, ProxySetting::System);
    // Another way out: the client is set up anew and reads again.
    let before = stage.snapshot().read_at;
    let direct = SettingsChange {
        proxy: Some(ProxySetting::None),
        ..SettingsChange::default()
    };
    stage.app.set_settings(direct).await.unwrap();
    until("it reads again", || {
        (stage.snapshot().read_at != before).then_some(())
    })
    .await;
    assert!(stage.app.state().await.settings.last_profile.is_some());
}

#[tokio::test]
async fn a_proxy_that_requests_can_not_take_is_refused_and_never_passed_over() {
    for url in [
        "socks://127.0.0.1:1080",
        "socks4://127.0.0.1:1080",
        "pac+http://proxy.example.com",
        "ftp://proxy.example.com",
        "proxy.example.com:3128",
    ] {
        let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
        let change = SettingsChange {
            proxy: Some(ProxySetting::Url {
                url: url.to_owned(),
            }),
            ..SettingsChange::default()
        };
        let problem = stage.app.set_settings(change).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::Invalid);
        assert!(
            problem.message.contains("must start with http://"),
            "{problem:?}"
        );
        assert!(problem.hint.contains("http://proxy.example.com:3128"));
        assert_eq!(stage.app.state().await.settings.proxy, ProxySetting::System);

        // One that an earlier version saved.
        let file = stage.folder.path().join("config/settings.json");
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        let saved = serde_json::json!({ "proxy": { "kind": "url", "url": url } });
        std::fs::write(file, saved.to_string()).unwrap();
        let stage = stage.restarted().await;
        let key = stage.sim.keys().admin;
        let again = stage.try_key(&key).await.unwrap_err();
        assert_eq!(again.message, problem.message);
        assert_eq!(stage.sim.requests().total, 0);
    }
}

#[tokio::test]
async fn settings_that_change_at_the_same_time_keep_each_other_s() {
    let stage = Stage::demo().await;
    let profile = stage.app.state().await.profiles[0].id;
    let theme = SettingsChange {
        theme: Some(Theme::Light),
        ..SettingsChange::default()
    };
    let never = SettingsChange {
        lock_after_minutes: Some(None),
        ..SettingsChange::default()
    };
    let (one, other, ()) = tokio::join!(
        stage.app.set_settings(theme),
        stage.app.set_settings(never),
        async { stage.app.remove_account(profile, false).await.unwrap() },
    );
    one.and(other).unwrap();
    let settings = stage.restarted().await.app.state().await.settings;
    let kept = (
        settings.theme,
        settings.lock_after_minutes,
        settings.last_profile,
    );
    assert_eq!(kept, (Theme::Light, None, None));
    // What is left out is not what is null.
    let read = |text| serde_json::from_str::<SettingsChange>(text).unwrap();
    assert_eq!(read("{}"), SettingsChange::default());
    let null = read(r#"{"lockAfterMinutes": null}"#);
    assert_eq!(null.lock_after_minutes, Some(None));
}

#[tokio::test]
async fn the_page_is_told_what_is_new() {
    let stage = Stage::demo().await;
    let mut events = stage.app.events();
    stage.app.refresh().await.unwrap();
    let mut next = async |wanted: fn(&AppEvent) -> bool| loop {
        let event = tokio::time::timeout(Duration::from_secs(10), events.recv())
            .await
            .unwrap()
            .unwrap();
        if wanted(&event) {
            return;
        }
    };
    next(|event| matches!(event, AppEvent::SnapshotChanged { .. })).await;
    let plan = stage
        .plan(stage.adding("orders", "us-west-2", "arn:aws:iam::112233445566:root"))
        .await;
    stage.apply_plan(&plan).await;
    next(|event| *event == AppEvent::ChangesChanged).await;
    stage.app.lock().await.unwrap();
    next(|event| *event == AppEvent::StateChanged).await;
}

#[tokio::test]
async fn settings_that_cannot_be_read_are_reported_and_set_aside() {
    let stage = Stage::demo().await;
    assert!(stage.app.state().await.file_problems.is_empty());
    let file = stage.folder.path().join("config/settings.json");
    std::fs::write(&file, "{\"proxy\":").unwrap();
    let stage = stage.restarted().await;
    let problems = stage.app.state().await.file_problems;
    let [problem] = problems.as_slice() else {
        panic!("{problems:?}");
    };
    assert!(
        problem.message.contains("settings.json couldn't be read"),
        "{problem:?}"
    );
    assert!(problem.message.contains("settings.json.damaged-"));
}
