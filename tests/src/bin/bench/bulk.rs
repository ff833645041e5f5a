//! A principal added to 300 endpoints, 3 in each of 100 clusters, at 50 ms a request: against the least
//! that one step at a time for a cluster, and the requests in flight, allow.

use std::error::Error;
use std::time::{Duration, Instant};

use aeon_simulator::{Durations, Handle, Seed, Simulator};
use postern::change::{Change, StepState};
use postern::cloud::Cloud;
use postern::config::KeyStore;
use postern::inventory::{Pace, Phase, Snapshot};
use postern::plan::Goal;
use postern::problem::Problem;
use postern::session::{App, AppOptions, ConsentPrompt, Paths};
use secrecy::SecretString;

use super::ratio::Ratio;

/// Two in three of the simulator's clusters are on AWS.
const CLUSTERS: u32 = 150;
const ON_AWS: u32 = 100;
const REGIONS: u32 = 3;
const ENDPOINTS: u32 = ON_AWS * REGIONS;
const LATENCY: Duration = Duration::from_millis(50);
/// The most requests that the client has in flight.
const IN_FLIGHT: u32 = 64;
/// An endpoint is read, its list is replaced, and it is read until that is seen.
const REQUESTS: u32 = 3;
/// Between two reads of what is changing. The service's own work takes no time here, so that requests
/// are all that is measured.
const FOLLOW: Duration = Duration::from_millis(20);
const NEW: &str = "arn:aws:iam::112233445566:root";
const PATIENCE: Duration = Duration::from_secs(120);

type Outcome<T> = Result<T, Box<dyn Error>>;

pub async fn run() -> Outcome<Vec<Ratio>> {
    let simulator = simulator().await?;
    let folder = tempfile::tempdir()?;
    let app = app(&simulator, folder.path()).await?;
    let snapshot = loaded(&app).await?;
    let goal = Goal::Add {
        regions: on_aws(&snapshot),
        principals: vec![NEW.to_owned()],
    };

    simulator.reset_requests();
    let start = Instant::now();
    let plan = app.plan_bulk(goal).await.map_err(said)?;
    let planned = start.elapsed();
    let steps: usize = plan.plans.iter().map(|plan| plan.steps.len()).sum();
    if steps != ENDPOINTS as usize {
        return Err(format!("{steps} of {ENDPOINTS} endpoints are in the plan").into());
    }
    let reads = simulator.requests().total;

    simulator.reset_requests();
    let start = Instant::now();
    let changes = app.apply_bulk(plan.id, Vec::new(), Vec::new()).await;
    let changes = changes.map_err(said)?.len();
    while !finished(&app.changes())? {
        if start.elapsed() > PATIENCE {
            return Err("the changes don't end".into());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let applied = start.elapsed();
    let requests = simulator.requests().total;
    check(&simulator, &snapshot)?;
    app.close().await;
    println!(
        "{ENDPOINTS} endpoints in {changes} clusters, {LATENCY:?} a request: planned with {reads} requests, \
         applied with {requests}"
    );

    // For a cluster each endpoint is read and written, one after the other; the last one has to be read
    // once more, and no sooner than things are followed.
    let in_turn = LATENCY * (2 * REGIONS + 1) + FOLLOW;
    let in_flight = LATENCY * (REQUESTS * ENDPOINTS).div_ceil(IN_FLIGHT);
    // To plan, each cluster is read, and then its endpoints.
    let to_plan = (LATENCY * 2).max(LATENCY * (ON_AWS + ENDPOINTS).div_ceil(IN_FLIGHT));
    Ok(vec![
        Ratio::new(
            "300 endpoints planned / the least that pacing allows",
            planned,
            to_plan,
            None,
        ),
        Ratio::new(
            "300 endpoints applied / the least that turns and pacing allow",
            applied,
            in_turn.max(in_flight),
            Some(1.3),
        ),
        Ratio::new(
            "300 endpoints one by one (computed) / applied",
            LATENCY * REQUESTS * ENDPOINTS,
            applied,
            None,
        ),
    ])
}

async fn simulator() -> Outcome<Handle> {
    let seed = Seed::Large {
        clusters: CLUSTERS,
        regions: REGIONS,
    };
    let options = aeon_simulator::Options {
        latency: LATENCY,
        durations: Durations {
            edit: Duration::ZERO,
            read_lag: Duration::ZERO,
            ..Default::default()
        },
        ..Default::default()
    };
    Ok(Simulator::start(seed, options).await?)
}

/// The whole application, as it runs behind the window.
async fn app(simulator: &Handle, folder: &std::path::Path) -> Outcome<App> {
    let paths = Paths {
        config: folder.join("config"),
        data: folder.join("data"),
    };
    let options = AppOptions {
        pace: Pace {
            follow: vec![FOLLOW],
            ..Pace::default()
        },
        confirm: ConsentPrompt::new(|_| async { true }),
        ..AppOptions::default()
    };
    let app = App::open(paths, options).await;
    let key = SecretString::from(simulator.keys().admin);
    let tried = app.try_key(simulator.base_url(), key).await.map_err(said)?;
    let project = tried.projects.first().ok_or("the account has no project")?;
    app.add_account(
        tried.draft.clone(),
        "Bench".to_owned(),
        project.id.clone(),
        KeyStore::Session,
    )
    .await
    .map_err(said)?;
    Ok(app)
}

async fn loaded(app: &App) -> Outcome<std::sync::Arc<Snapshot>> {
    let start = Instant::now();
    loop {
        if let Some(snapshot) = app.snapshot()
            && snapshot.phase == Phase::Ready
            && snapshot.read_at.is_some()
        {
            return Ok(snapshot);
        }
        if start.elapsed() > PATIENCE {
            return Err("the inventory is not read".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn on_aws(snapshot: &Snapshot) -> Vec<aeon::ids::RegionInfoId> {
    let clusters = snapshot.clusters.iter();
    let aws = clusters.filter(|cluster| cluster.cloud == Cloud::Aws);
    let regions = aws.flat_map(|cluster| &cluster.regions);
    regions.map(|region| region.id.clone()).collect()
}

/// Whether all is confirmed; anything else at the end is an error.
fn finished(changes: &[Change]) -> Outcome<bool> {
    for step in changes.iter().flat_map(|change| &change.steps) {
        match &step.state {
            StepState::Planned
            | StepState::Sending
            | StepState::Waiting { .. }
            | StepState::Accepted { .. } => return Ok(false),
            StepState::Confirmed { .. } => {}
            other => return Err(format!("a step ended as {other:?}").into()),
        }
    }
    Ok(changes.iter().all(|change| change.finished))
}

/// The service holds what was wanted.
fn check(simulator: &Handle, snapshot: &Snapshot) -> Outcome<()> {
    for cluster in &snapshot.clusters {
        for region in &cluster.regions {
            let list = simulator.principals(&cluster.name, &region.region);
            let held = list.is_some_and(|list| list.iter().any(|text| text == NEW));
            if held != (cluster.cloud == Cloud::Aws) {
                return Err(format!("{} {} is wrong", cluster.name, region.region).into());
            }
        }
    }
    Ok(())
}

fn said(problem: Problem) -> Box<dyn Error> {
    let Problem { message, hint, .. } = problem;
    format!("{message} {hint}").into()
}
