//! Postern without a window, for tests that kill it: applies changes, or recovers those of an earlier run.
//!
//! `victim apply|settle URL FOLDER [before|after N]`, with the key in `VICTIM_KEY`. With `before N` or `after N` it
//! prints `here` before or after the journal's Nth commit, and stops there. Otherwise it prints `done` when all
//! changes have ended, and the number of steps that it had to plan because an earlier run left no trace of them.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use aeon::Retry;
use postern::change::{BatchId, Change, Conflict, Decision, Draft, RegionChange, StepState};
use postern::config::KeyStore;
use postern::inventory::{Endpoint, Pace, Phase, Region};
use postern::journal::Commit;
use postern::plan::Goal;
use postern::session::{App, AppOptions, ConsentPrompt, NewAccount, Paths};
use secrecy::SecretString;

const NEW: &str = "arn:aws:iam::112233445566:root";

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mode, url, folder, point @ ..] = arguments.as_slice() else {
        panic!("victim apply|settle URL FOLDER [before|after N]");
    };
    let armed = Arc::new(AtomicBool::new(false));
    let folder = PathBuf::from(folder);
    let paths = Paths {
        config: folder.join("config"),
        data: folder.join("data"),
    };
    let app = App::open(paths, options(point, &armed)).await;
    if mode == "settle" {
        armed.store(true, Ordering::SeqCst);
    }
    let key = SecretString::from(std::env::var("VICTIM_KEY").unwrap());
    let tried = app.try_key(url.clone(), key).await.unwrap();
    let accounts = vec![NewAccount {
        project_id: tried.projects[0].id.clone(),
        name: format!("Victim {}", std::process::id()),
    }];
    app.add_accounts(tried.draft, accounts, KeyStore::Session)
        .await
        .unwrap();
    until(&app, "the inventory", |app, _| {
        let snapshot = app.snapshot().unwrap();
        snapshot.phase == Phase::Ready && !snapshot.remembered
    })
    .await;
    if mode == "settle" {
        settle(&app).await;
    }
    let untouched = apply(&app, &armed).await;
    app.close().await;
    println!("done {untouched}");
}

fn options(point: &[String], armed: &Arc<AtomicBool>) -> AppOptions {
    let millis = Duration::from_millis;
    let point = match point {
        [when, number] => Some((
            if when == "before" {
                Commit::Before
            } else {
                Commit::After
            },
            number.parse::<u32>().unwrap(),
        )),
        _ => None,
    };
    let (armed, passed) = (Arc::clone(armed), AtomicU32::new(0));
    AppOptions {
        pace: Pace {
            follow: vec![millis(10), millis(20), millis(30)],
            lag: millis(250),
            ..Pace::quick()
        },
        retry: Some(Retry {
            deadline: Duration::from_secs(10),
            base_delay: millis(5),
            max_delay: millis(20),
        }),
        confirm: ConsentPrompt::new(|_| async { true }),
        on_commit: Some(Arc::new(move |commit| {
            let Some((when, number)) = point else { return };
            if commit != when || !armed.load(Ordering::SeqCst) {
                return;
            }
            if passed.fetch_add(1, Ordering::SeqCst) + 1 == number {
                println!("here");
                std::io::stdout().flush().unwrap();
                loop {
                    std::thread::park();
                }
            }
        })),
        ..AppOptions::default()
    }
}

/// Waits until the changes of an earlier run are recovered, then resumes the unsent steps.
async fn settle(app: &App) {
    let is_unsent = |state: &StepState| matches!(state, StepState::Planned);
    until(app, "sent steps to be recovered", |_, changes| {
        let mut steps = changes.iter().flat_map(|change| &change.steps);
        steps.all(|step| is_unsent(&step.state) || is_over(&step.state))
    })
    .await;
    for batch in batches(app).await {
        app.engine().unwrap().resume_batch(batch).await.unwrap();
    }
    finish(app).await;
}

/// Applies the steps that are still missing, and returns their number.
async fn apply(app: &App, armed: &AtomicBool) -> usize {
    let drafts = drafts(app);
    let plan = app.plan_bulk(Goal::Drafts { drafts }).await.unwrap();
    let steps: Vec<_> = plan.plans.iter().flat_map(|plan| &plan.steps).collect();
    armed.store(true, Ordering::SeqCst);
    if !steps.is_empty() {
        let typed = app.to_type(plan.id, Vec::new()).await.unwrap();
        app.apply_bulk(plan.id, typed, Vec::new()).await.unwrap();
        finish(app).await;
    }
    steps.len()
}

/// Adds a principal in three regions of two clusters, creates two endpoints and deletes one.
fn drafts(app: &App) -> Vec<Draft> {
    let snapshot = app.snapshot().unwrap();
    let draft = |name: &str, region_changes: &[(&str, &str)]| {
        let cluster = snapshot
            .clusters
            .iter()
            .find(|found| found.name == name)
            .unwrap();
        let region_change = |(code, what): &(&str, &str)| {
            let region = cluster
                .regions
                .iter()
                .find(|found| found.region == *code)
                .unwrap();
            region_change(region, what)
        };
        Draft {
            cluster_id: cluster.id.clone(),
            region_changes: region_changes.iter().map(region_change).collect(),
        }
    };
    let orders = [
        ("us-west-2", "add"),
        ("us-east-1", "add"),
        ("eu-west-1", "delete"),
    ];
    vec![
        draft("orders", &orders),
        draft(
            "catalog",
            &[("eu-central-1", "create"), ("ap-southeast-1", "create")],
        ),
        draft("analytics-warehouse", &[("us-east-2", "add")]),
    ]
}

fn region_change(region: &Region, what: &str) -> RegionChange {
    let region_id = region.id.clone();
    match (what, &region.endpoint) {
        ("add", Endpoint::Present(present)) => {
            let base: Vec<String> = present
                .principals
                .iter()
                .flatten()
                .map(|view| view.text.clone())
                .collect();
            let mut mine = base.clone();
            if !mine.iter().any(|text| text == NEW) {
                mine.push(NEW.to_owned());
            }
            RegionChange::Edit {
                region_id,
                base,
                mine,
            }
        }
        ("delete", _) => RegionChange::Delete { region_id },
        _ => RegionChange::Create {
            region_id,
            principals: vec![NEW.to_owned()],
        },
    }
}

async fn batches(app: &App) -> Vec<BatchId> {
    let changes = app.changes();
    changes.iter().map(|change| change.batch).collect()
}

/// Waits until all steps have ended. Retries steps that didn't arrive (a refusal whose response was lost looks like
/// that), as a user would.
async fn finish(app: &App) {
    for _ in 0..5 {
        until(app, "all steps to end", |_, changes| {
            let mut steps = changes.iter().flat_map(|change| &change.steps);
            steps.all(|step| is_over(&step.state))
        })
        .await;
        let changes = app.changes();
        let all_succeeded =
            |change: &Change| change.steps.iter().all(|step| succeeded(&step.state));
        if changes.iter().all(all_succeeded) {
            return;
        }
        delete_again(app).await;
        for batch in batches(app).await {
            app.engine().unwrap().retry_failed(batch).await.unwrap();
        }
    }
    panic!("a step ended in the wrong state: {:#?}", app.changes());
}

/// Answers that what was to be deleted before Postern ended still is.
async fn delete_again(app: &App) {
    let changes = app.changes();
    for change in changes.iter() {
        for running in &change.steps {
            if let StepState::Conflict { conflicts, .. } = &running.state {
                assert_eq!(*conflicts, [Conflict::DeleteAgain]);
                let region = running.step.region_id.clone();
                let engine = app.engine().unwrap();
                engine
                    .decide(change.id, region, Decision::Mine)
                    .await
                    .unwrap();
            }
        }
    }
}

fn succeeded(state: &StepState) -> bool {
    matches!(
        state,
        StepState::Confirmed { .. } | StepState::Settled { happened: true, .. }
    )
}

fn is_over(state: &StepState) -> bool {
    !matches!(
        state,
        StepState::Planned
            | StepState::Waiting { .. }
            | StepState::Sending
            | StepState::Accepted { .. }
            | StepState::InForce { .. }
    )
}

async fn until(app: &App, what: &str, condition: impl Fn(&App, &[Change]) -> bool) {
    let start = Instant::now();
    loop {
        let changes = app.changes();
        if condition(app, &changes) {
            return;
        }
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "gave up waiting for {what}: {changes:#?}"
        );
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
}
