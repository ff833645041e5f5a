//! Changes that are interrupted: called off, locked, closed, or without a place to be written down.

use std::time::{Duration, Instant};

use aeon_simulator::{Body, Fault, FaultKind, Seed};
use postern::apply::BatchResults;
use postern::change::{BatchId, Change, Conflict, Decision, Draft, RegionChange, StepState};
use postern::config::SettingsChange;
use postern::journal::{HistoryQuery, HistoryResult};
use postern::plan::Goal;
use postern::session::{AppOptions, SessionStatus};

use crate::history::NEW;
use crate::support::{PSE, PSES, Stage, create, is_settled, quick, simulator, until};

const LONG: Duration = Duration::from_secs(600);

impl Stage {
    /// The same folder and account after Postern ended and was started again.
    async fn reopened(self) -> Self {
        let key = self.sim.keys().admin;
        let stage = self.restarted().await;
        let before = stage.app.state().await.profiles.len();
        let name = format!("Work, start {}", before + 1);
        stage.add(&name, &key).await.unwrap();
        stage.ready().await;
        stage
    }

    async fn only_change(&self) -> Change {
        let mut changes = self.app.changes();
        assert_eq!(changes.len(), 1, "{changes:#?}");
        changes.remove(0)
    }

    /// A change that waits for its cluster, which is busy for a long time.
    async fn waiting(&self) -> BatchId {
        self.sim.start_task("orders", "EDIT_CLUSTER", LONG);
        let id = self.apply(self.adding("orders", "us-west-2", NEW)).await;
        self.step(id, 0, |state| matches!(state, StepState::Waiting { .. }))
            .await;
        self.change(id).await.batch
    }

    fn has_new(&self, cluster: &str, region: &str) -> bool {
        let list = self.sim.principals(cluster, region).unwrap();
        list.iter().any(|text| text == NEW)
    }
}

#[tokio::test]
async fn what_was_accepted_before_the_end_is_confirmed_after_it_and_not_sent_again() {
    let stage = Stage::demo().await;
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage
        .step(id, 0, |state| matches!(state, StepState::Accepted { .. }))
        .await;
    stage.sim.reset_requests();
    let stage = stage.reopened().await;
    let found = stage.only_change().await;
    assert_eq!(found.id, id);
    assert_eq!(found.title, "Edit orders/us-west-2");
    stage.confirmed(id).await;
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 0);
    assert!(
        !stage.only_change().await.recovered,
        "nothing is left to decide"
    );
    // It is ours, and found once.
    let history = stage.history(HistoryQuery::default()).await;
    assert_eq!(history.len(), 1, "{history:#?}");
    assert_eq!(history[0].steps[0].result, HistoryResult::Confirmed);
    let stage = stage.reopened().await;
    assert_eq!(stage.app.changes(), []);
}

#[tokio::test]
async fn an_answer_that_was_lost_before_the_end_is_settled_by_reading() {
    let stage = Stage::demo().await;
    let cluster = stage.cluster("catalog");
    let region = stage.region("catalog", "eu-central-1").id;
    stage
        .sim
        .inject(Fault::on(&format!("POST {PSES}"), FaultKind::LoseAnswer).times(1));
    let id = stage.apply(create(&cluster.id, &[(region, &[NEW])])).await;
    stage
        .step(id, 0, |state| matches!(state, StepState::Waiting { .. }))
        .await;
    let stage = stage.reopened().await;
    let state = stage.step(id, 0, is_settled).await;
    assert!(
        matches!(
            state,
            StepState::Settled { happened: true, .. } | StepState::Confirmed { .. }
        ),
        "{state:?}"
    );
    assert_eq!(stage.sim.requests().of(&format!("POST {PSES}")), 1);
    let history = stage.history(HistoryQuery::default()).await;
    assert_eq!(history[0].revertible, 1);
}

#[tokio::test]
async fn what_was_not_sent_when_it_locked_waits_until_the_user_says_go_on() {
    let stage = Stage::demo().await;
    let batch = stage.waiting().await;
    let profile = stage.app.state().await.active.unwrap().profile_id.unwrap();
    stage.app.lock().await.unwrap();
    stage.sim.settle();
    stage.sim.reset_requests();
    let tried = stage.try_key(&stage.sim.keys().admin).await.unwrap();
    stage
        .app
        .replace_key(profile, tried.draft, postern::config::KeyStore::Session)
        .await
        .unwrap();
    stage.ready().await;
    let found = stage.only_change().await;
    assert!(found.recovered && !found.finished);
    assert_eq!(found.steps[0].state, StepState::Planned);
    // Nothing is sent by itself, however long it is looked at.
    for _ in 0..3 {
        stage.app.window_focused();
        stage.ready().await;
    }
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 0);
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .resume_batch(batch)
        .await
        .unwrap();
    stage.confirmed(found.id).await;
    assert!(!stage.only_change().await.recovered);
    assert!(stage.has_new("orders", "us-west-2"));
}

#[tokio::test]
async fn a_deletion_that_was_not_sent_before_the_end_is_asked_about_once_more() {
    let stage = Stage::demo().await;
    let (cluster, region) = ("orders", "us-west-2");
    stage.sim.start_task(cluster, "EDIT_CLUSTER", LONG);
    let draft = Draft {
        cluster_id: stage.cluster(cluster).id.clone(),
        region_changes: vec![RegionChange::Delete {
            region_id: stage.region(cluster, region).id,
        }],
    };
    let id = stage.apply(draft).await;
    stage
        .step(id, 0, |state| matches!(state, StepState::Waiting { .. }))
        .await;
    let stage = stage.reopened().await;
    stage.sim.settle();
    let found = stage.only_change().await;
    assert_eq!(found.steps[0].state, StepState::Planned);
    stage.sim.reset_requests();
    let engine = stage.app.engine().expect("an unlocked account");
    engine.resume_batch(found.batch).await.unwrap();
    let state = stage
        .step(id, 0, |state| matches!(state, StepState::Conflict { .. }))
        .await;
    let StepState::Conflict { conflicts, .. } = state else {
        unreachable!("it was waited for")
    };
    assert_eq!(conflicts, [Conflict::DeleteAgain]);
    let deletions = || stage.sim.requests().of(&format!("DELETE {PSE}"));
    assert_eq!(deletions(), 0);
    let region_id = found.steps[0].step.region_id.clone();
    engine.decide(id, region_id, Decision::Mine).await.unwrap();
    stage.confirmed(id).await;
    assert_eq!(deletions(), 1);
}

#[tokio::test]
async fn a_late_refusal_of_the_old_key_does_not_end_a_change_under_the_new_one() {
    // Nothing else changes in this account, so only the change reads an endpoint.
    let seed = Seed::Large {
        clusters: 1,
        regions: 1,
    };
    let stage = Stage::with(simulator(seed).await, quick(), |keys| keys.admin).await;
    let profile = stage.app.state().await.active.unwrap().profile_id.unwrap();
    let keys = stage.sim.keys();
    let tried = stage.try_key(&keys.soon).await.unwrap();
    let cluster = "cluster-00000";
    let region = stage.cluster(cluster).regions[0].region.clone();
    let plan = stage.plan(stage.adding(cluster, &region, NEW)).await;
    let reads = format!("GET {PSE}");
    stage.sim.reset_requests();
    let late = Fault::on(&reads, FaultKind::HoldStatus(401));
    stage.sim.inject(late.for_key(&keys.admin));
    let id = stage.apply_plan(&plan).await;
    until("it is read with the old key", || {
        (stage.sim.requests().of(&reads) >= 1).then_some(())
    })
    .await;
    stage
        .app
        .replace_key(profile, tried.draft, postern::config::KeyStore::Session)
        .await
        .unwrap();
    stage.sim.clear_faults();
    let waits = |state: &StepState| matches!(state, StepState::Waiting { reason, .. } if reason.contains("key"));
    stage.step(id, 0, waits).await;
    stage.confirmed(id).await;
    assert!(matches!(
        stage.status().await,
        Some(SessionStatus::Unlocked { .. })
    ));
}

#[tokio::test]
async fn an_account_is_opened_anew_only_when_what_it_had_sent_is_answered() {
    let stage = Stage::demo().await;
    let profile = stage.app.state().await.active.unwrap().profile_id.unwrap();
    let edit = format!("PUT {PSE}");
    stage.sim.inject(Fault::on(&edit, FaultKind::Hold).times(1));
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    until("it is being sent", || {
        (stage.sim.requests().done(&edit) == 1).then_some(())
    })
    .await;
    // Locking doesn't wait for ever; opening does.
    stage.app.lock().await.unwrap();
    let tried = stage.try_key(&stage.sim.keys().admin).await.unwrap();
    let opened = async {
        stage
            .app
            .replace_key(profile, tried.draft, postern::config::KeyStore::Session)
            .await
            .unwrap();
        stage.ready().await;
    };
    let answered = async {
        loop {
            let status = stage.status().await;
            if matches!(status, Some(SessionStatus::Unlocking { finishing: true })) {
                break;
            }
            assert!(stage.app.snapshot().is_none(), "opened too early");
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        stage.sim.clear_faults();
    };
    tokio::join!(opened, answered);
    // The new session knows what became of it.
    let found = stage.only_change().await;
    assert_eq!(found.id, id);
    stage.confirmed(id).await;
    assert_eq!(stage.sim.requests().of(&edit), 1);
    assert!(stage.has_new("orders", "us-west-2"));
}

/// A change that waits for its cluster, in an account that locks itself when it was not used for a minute;
/// and minutes that are short.
async fn left_alone(minute: Duration) -> Stage {
    let options = AppOptions { minute, ..quick() };
    let stage = Stage::with(simulator(Seed::Demo).await, options, |keys| keys.admin).await;
    stage.waiting().await;
    let settings = SettingsChange {
        lock_after_minutes: Some(Some(1)),
        ..SettingsChange::default()
    };
    stage.app.set_settings(settings).await.unwrap();
    stage
}

async fn locked(stage: &Stage) {
    until("it is locked", || {
        stage.app.snapshot().is_none().then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_account_that_nobody_uses_is_not_locked_in_the_middle_of_a_change() {
    let minute = Duration::from_secs(1);
    let stage = left_alone(minute).await;
    let mut outcomes = BatchResults::default();
    outcomes.since(&stage.app.changes());
    let begun = Instant::now();
    until("nobody has used it for long", || {
        (begun.elapsed() > minute * 3).then_some(())
    })
    .await;
    assert!(stage.app.snapshot().is_some(), "it goes on");
    stage.sim.settle();
    // How it ended is known before the lock forgets it.
    let mut told = Vec::new();
    while told.is_empty() {
        let changes = stage.app.changes();
        assert_ne!(changes, [], "locked before its end was told");
        told = outcomes.since(&changes);
        tokio::task::yield_now().await;
    }
    assert_eq!(told[0].text, "Confirmed.");
    assert!(stage.has_new("orders", "us-west-2"));
    locked(&stage).await;
}

#[tokio::test]
async fn a_change_that_does_not_end_keeps_an_account_open_for_some_time_only() {
    let stage = left_alone(Duration::from_millis(100)).await;
    locked(&stage).await;
}

#[tokio::test]
async fn what_was_left_can_be_given_up_and_is_not_offered_again() {
    let stage = Stage::demo().await;
    let batch = stage.waiting().await;
    let stage = stage.reopened().await;
    stage.sim.settle();
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .discard_batch(batch)
        .await
        .unwrap();
    let found = stage.only_change().await;
    assert_eq!(found.steps[0].state, StepState::NotSent);
    assert!(found.finished && !found.recovered);
    assert!(!stage.has_new("orders", "us-west-2"));
    let history = stage.history(HistoryQuery::default()).await;
    assert_eq!(history[0].steps[0].result, HistoryResult::NotSent);
    assert_eq!(history[0].revertible, 0);
    let stage = stage.reopened().await;
    assert_eq!(stage.app.changes(), []);
}

#[tokio::test]
async fn a_batch_that_is_called_off_finishes_what_was_sent_and_sends_no_more() {
    let stage = Stage::demo().await;
    stage.sim.start_task("orders", "EDIT_CLUSTER", LONG);
    let places = [
        ("orders", "us-west-2"),
        ("orders", "us-east-1"),
        ("analytics-warehouse", "us-east-2"),
    ];
    let goal: Goal = stage.letting_in(&places, &[NEW]);
    let plan = stage.bulk(goal).await;
    let changes = stage.app.apply_bulk(plan.id, vec![], vec![]).await.unwrap();
    let of = |name: &str| {
        changes
            .iter()
            .find(|change| change.cluster_name == name)
            .unwrap()
            .id
    };
    let (orders, data) = (of("orders"), of("analytics-warehouse"));
    stage
        .step(orders, 0, |state| {
            matches!(state, StepState::Waiting { .. })
        })
        .await;
    stage
        .step(data, 0, |state| matches!(state, StepState::Accepted { .. }))
        .await;
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .cancel_batch(plan.id)
        .await
        .unwrap();
    stage.confirmed(data).await;
    for step in 0..2 {
        stage
            .step(orders, step, |state| *state == StepState::NotSent)
            .await;
    }
    let called_off = stage.change(orders).await;
    assert!(called_off.cancelled && called_off.finished);
    assert!(!stage.has_new("orders", "us-west-2"));
    // Trying again takes what was not sent, and nothing else.
    stage.sim.settle();
    stage.sim.reset_requests();
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .retry_failed(plan.id)
        .await
        .unwrap();
    stage.confirmed(orders).await;
    assert!(!stage.change(orders).await.cancelled);
    assert_eq!(stage.sim.requests().done(&format!("PUT {PSE}")), 2);
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .dismiss_batch(plan.id)
        .await
        .unwrap();
    assert_eq!(stage.app.changes(), []);
    let history = stage.history(HistoryQuery::default()).await;
    assert_eq!(history.len(), 1, "a batch is one entry");
    assert_eq!(history[0].steps_total, 3);
    let confirmed = |step: &postern::journal::HistoryStep| step.result == HistoryResult::Confirmed;
    assert!(history[0].steps.iter().all(confirmed));
}

#[tokio::test]
async fn one_failing_step_does_not_stop_the_others_and_trying_again_takes_only_it() {
    let stage = Stage::demo().await;
    let places = [
        ("orders", "us-west-2"),
        ("analytics-warehouse", "us-east-2"),
    ];
    let plan = stage.bulk(stage.letting_in(&places, &[NEW])).await;
    let broken = FaultKind::Status {
        code: 403,
        body: Body::Json("Not today".to_owned()),
    };
    stage
        .sim
        .inject(Fault::on(&format!("PUT {PSE}"), broken).times(1));
    let changes = stage.app.apply_bulk(plan.id, vec![], vec![]).await.unwrap();
    let mut failed = 0;
    for change in &changes {
        let state = stage.step(change.id, 0, is_settled).await;
        failed += usize::from(matches!(state, StepState::Failed { .. }));
    }
    assert_eq!(failed, 1);
    stage.sim.reset_requests();
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .retry_failed(plan.id)
        .await
        .unwrap();
    for change in &changes {
        stage.confirmed(change.id).await;
    }
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 1);
}

#[tokio::test]
async fn without_a_journal_nothing_begins_and_the_plan_stays() {
    let sim = simulator(Seed::Demo).await;
    let folder = tempfile::tempdir().unwrap();
    // A folder stands where the file should be.
    let place = folder.path().join("data").join("journal.sqlite3");
    std::fs::create_dir_all(&place).unwrap();
    let options = quick();
    let app = crate::support::start(&folder, &options).await;
    let stage = Stage {
        sim,
        app,
        folder,
        options,
    };
    stage.add("Work", &stage.sim.keys().admin).await.unwrap();
    stage.ready().await;
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    let applied = stage.app.apply_bulk(plan.whole.id, vec![], vec![]).await;
    let problem = applied.unwrap_err();
    assert!(problem.message.contains("journal"), "{}", problem.message);
    assert!(
        problem.message.ends_with("Nothing was sent."),
        "{}",
        problem.message
    );
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 0);
    assert_eq!(stage.app.changes(), []);
    assert!(stage.app.history(HistoryQuery::default()).await.is_err());
    let trouble = stage.app.state().await.journal.unwrap();
    assert!(
        trouble
            .message
            .starts_with("Postern couldn't check for unfinished changes"),
        "{}",
        trouble.message
    );
    // When there is room again, the same plan can be carried out, and all of it is in the journal.
    std::fs::remove_dir(&place).unwrap();
    let id = stage.apply_plan(&plan).await;
    stage.confirmed(id).await;
    let history = stage.history(HistoryQuery::default()).await;
    assert_eq!(history[0].steps[0].result, HistoryResult::Confirmed);
}

#[tokio::test]
async fn a_conflict_is_asked_again_after_the_end() {
    let stage = Stage::demo().await;
    let before = stage.principals("orders", "us-west-2");
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    // Somebody deletes the endpoint in the meantime.
    let region = stage.region("orders", "us-west-2").id;
    let delete = Draft {
        cluster_id: stage.cluster("orders").id.clone(),
        region_changes: vec![RegionChange::Delete {
            region_id: region.clone(),
        }],
    };
    let deleting = stage.apply(delete).await;
    stage.confirmed(deleting).await;
    stage.dismiss(deleting).await.unwrap();
    let id = stage.apply_plan(&plan).await;
    stage
        .step(id, 0, |state| matches!(state, StepState::Conflict { .. }))
        .await;
    let stage = stage.reopened().await;
    let found = stage.only_change().await;
    assert!(found.recovered);
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .resume_batch(found.batch)
        .await
        .unwrap();
    stage
        .step(id, 0, |state| matches!(state, StepState::Conflict { .. }))
        .await;
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .decide(id, region, Decision::Mine)
        .await
        .unwrap();
    stage.confirmed(id).await;
    let mut wanted = before;
    wanted.push(NEW.to_owned());
    until("it is made again", || {
        (stage.sim.principals("orders", "us-west-2")? == wanted).then_some(())
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_looking_is_told_once_how_a_batch_ended() {
    let stage = Stage::demo().await;
    let mut outcomes = BatchResults::default();
    stage.sim.start_task("orders", "EDIT_CLUSTER", LONG);
    let places = [
        ("orders", "us-west-2"),
        ("analytics-warehouse", "us-east-2"),
    ];
    let plan = stage.bulk(stage.letting_in(&places, &[NEW])).await;
    let changes = stage.app.apply_bulk(plan.id, vec![], vec![]).await.unwrap();
    assert_eq!(outcomes.since(&stage.app.changes()), []);
    let of = |name: &str| {
        changes
            .iter()
            .find(|change| change.cluster_name == name)
            .unwrap()
            .id
    };
    stage.confirmed(of("analytics-warehouse")).await;
    assert_eq!(
        outcomes.since(&stage.app.changes()),
        [],
        "one is still waiting"
    );
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .cancel_batch(plan.id)
        .await
        .unwrap();
    stage
        .step(of("orders"), 0, |state| *state == StepState::NotSent)
        .await;
    let ended = outcomes.since(&stage.app.changes());
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0].title, plan.title);
    assert_eq!(ended[0].text, "1 confirmed, 1 not sent of 2.");
    assert_eq!(outcomes.since(&stage.app.changes()), []);
}

#[tokio::test]
async fn calling_off_stops_what_is_only_being_read_for_everywhere_at_once() {
    let stage = Stage::demo().await;
    // Every read takes its time: nothing is sent before it is called off.
    let places = [
        ("orders", "us-west-2"),
        ("catalog", "us-west-2"),
        ("analytics-warehouse", "us-east-2"),
    ];
    let plan = stage.bulk(stage.letting_in(&places, &[NEW])).await;
    let slow = FaultKind::Delay(Duration::from_millis(300));
    stage.sim.inject(Fault::on(&format!("GET {PSE}"), slow));
    stage.sim.reset_requests();
    let changes = stage.app.apply_bulk(plan.id, vec![], vec![]).await.unwrap();
    for change in &changes {
        stage
            .step(change.id, 0, |state| *state == StepState::Sending)
            .await;
    }
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .cancel_batch(plan.id)
        .await
        .unwrap();
    for change in &changes {
        assert_eq!(
            stage.change(change.id).await.steps[0].state,
            StepState::NotSent
        );
    }
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 0);
    // It can be tried again.
    stage.sim.clear_faults();
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .retry_failed(plan.id)
        .await
        .unwrap();
    for change in &changes {
        stage.confirmed(change.id).await;
    }
}

#[tokio::test]
async fn a_step_that_can_not_be_read_any_more_hides_no_other_and_is_left_alone() {
    let stage = Stage::demo().await;
    let batch = stage.waiting().await;
    let cluster = stage.cluster("catalog");
    let region = stage.region("catalog", "eu-central-1").id;
    stage.sim.start_task("catalog", "EDIT_CLUSTER", LONG);
    let create = create(&cluster.id, &[(region.clone(), &[NEW])]);
    let damaged = stage.apply(create).await;
    stage
        .step(damaged, 0, |state| {
            matches!(state, StepState::Waiting { .. })
        })
        .await;
    stage.app.close().await;
    let file = stage.folder.path().join("data").join("journal.sqlite3");
    let journal = rusqlite::Connection::open(file).unwrap();
    let changed = journal
        .execute(
            "UPDATE step SET shown = '{', state = 'from the future', job = '' WHERE region_id = ?1",
            [region.as_str()],
        )
        .unwrap();
    assert_eq!(changed, 1);
    drop(journal);
    let stage = stage.reopened().await;
    stage.sim.settle();
    stage.sim.reset_requests();
    assert_eq!(stage.app.changes().len(), 2);
    let found = stage.change(damaged).await;
    assert_eq!(found.steps[0].step.region, "eu-central-1");
    let StepState::Failed { problem } = &found.steps[0].state else {
        panic!("{:?}", found.steps[0].state);
    };
    assert!(problem.message.contains("journal"), "{}", problem.message);
    // Nobody knows what was to be done there: nothing is.
    assert!(
        stage
            .app
            .engine()
            .expect("an unlocked account")
            .retry(damaged, region)
            .await
            .is_err()
    );
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .retry_failed(found.batch)
        .await
        .unwrap();
    assert_eq!(stage.sim.requests().of(&format!("POST {PSES}")), 0);
    let history = stage.history(HistoryQuery::default()).await;
    assert_eq!(history.len(), 2);
    assert_eq!(history[0].steps[0].result, HistoryResult::Failed);
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .resume_batch(batch)
        .await
        .unwrap();
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .dismiss_batch(found.batch)
        .await
        .unwrap();
    let stage = stage.reopened().await;
    let changes = stage.app.changes();
    assert!(changes.iter().all(|change| change.id != damaged));
}
