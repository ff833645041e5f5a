//! Adds a principal to 300 endpoints, 3 in each of 100 clusters, at 50 ms per request. Compares the time until reads
//! show all of them with the minimum for one step per cluster at a time and the limit on requests in flight.

use std::error::Error;
use std::time::{Duration, Instant};

use aeon_simulator::{Durations, Handle, Seed, Simulator};
use postern::change::StepState;
use postern::cloud::Cloud;
use postern::config::KeyStore;
use postern::inventory::{Pace, Phase, Snapshot};
use postern::plan::Goal;
use postern::problem::Problem;
use postern::session::{App, AppOptions, ConsentPrompt, NewAccount, Paths};
use secrecy::SecretString;

use postern_tests::ratio::Ratio;

/// Two of three clusters in the simulator are on AWS.
const CLUSTERS: u32 = 150;
const ON_AWS: u32 = 100;
const REGIONS: u32 = 3;
const ENDPOINTS: u32 = ON_AWS * REGIONS;
const LATENCY: Duration = Duration::from_millis(50);
/// The client's highest limit on requests in flight.
const IN_FLIGHT: u32 = 64;
/// For each endpoint: a read, the edit, and the read that shows it.
const REQUESTS: u32 = 3;
/// The delay before a request is tried again. The service's operations take no time in this bench, so that only requests
/// are measured.
const FOLLOW: Duration = Duration::from_millis(20);
/// The delay between reads of an edit that was sent.
const WATCH: Duration = Duration::from_millis(50);
const NEW: &str = "arn:aws:iam::112233445566:root";
const PATIENCE: Duration = Duration::from_secs(120);

type BenchResult<T> = Result<T, Box<dyn Error>>;

pub async fn run() -> BenchResult<Vec<Ratio>> {
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
    let plan = app.plan_bulk(goal).await.map_err(to_error)?;
    let planned = start.elapsed();
    let steps: usize = plan.plans.iter().map(|plan| plan.steps.len()).sum();
    if steps != ENDPOINTS as usize {
        return Err(format!("the plan has {steps} steps instead of {ENDPOINTS}").into());
    }
    let reads = simulator.requests().total;

    simulator.reset_requests();
    let start = Instant::now();
    let changes = app.apply_bulk(plan.id, Vec::new(), Vec::new()).await;
    let changes = changes.map_err(to_error)?.len();
    let applied = until(&app, start, is_in_force).await?;
    let requests = simulator.requests().total;
    // Edits are then watched for as long as reads can be behind, which is not measured.
    until(&app, start, is_confirmed).await?;
    check(&simulator, &snapshot)?;
    app.close().await;
    println!(
        "{ENDPOINTS} endpoints in {changes} clusters, {LATENCY:?} per request: {reads} requests to plan, \
         {requests} to apply"
    );

    // The endpoints of a cluster are read and edited one after the other. The last one is read once more, after the
    // delay.
    let in_turn = LATENCY * (2 * REGIONS + 1) + WATCH;
    let in_flight = LATENCY * (REQUESTS * ENDPOINTS).div_ceil(IN_FLIGHT);
    // A plan reads each cluster, and then its endpoints.
    let to_plan = (LATENCY * 2).max(LATENCY * (ON_AWS + ENDPOINTS).div_ceil(IN_FLIGHT));
    Ok(vec![
        Ratio::new(
            "300 endpoints planned / minimum with pacing",
            planned,
            to_plan,
            None,
        ),
        Ratio::new(
            "300 endpoints in force / minimum with queues and pacing",
            applied,
            in_turn.max(in_flight),
            Some(1.3),
        ),
        Ratio::new(
            "300 endpoints one by one (computed) / in force",
            LATENCY * REQUESTS * ENDPOINTS,
            applied,
            None,
        ),
    ])
}

async fn simulator() -> BenchResult<Handle> {
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

/// The whole application, without a window.
async fn app(simulator: &Handle, folder: &std::path::Path) -> BenchResult<App> {
    let paths = Paths {
        config: folder.join("config"),
        data: folder.join("data"),
    };
    let options = AppOptions {
        pace: Pace {
            follow: vec![FOLLOW],
            watch: WATCH,
            // The service's reads lag by nothing, which Postern would otherwise find out from its own edits.
            lag: Duration::ZERO,
            margin: Duration::ZERO,
            ..Pace::default()
        },
        confirm: ConsentPrompt::new(|_| async { true }),
        allows_plain_http: true,
        ..AppOptions::default()
    };
    let app = App::open(paths, options).await;
    let key = SecretString::from(simulator.keys().admin);
    let tried = app
        .try_key(simulator.base_url(), key)
        .await
        .map_err(to_error)?;
    let project = tried.projects.first().ok_or("the account has no project")?;
    let accounts = vec![NewAccount {
        project_id: project.id.clone(),
        name: "Bench".to_owned(),
    }];
    app.add_accounts(tried.draft.clone(), accounts, KeyStore::Session)
        .await
        .map_err(to_error)?;
    Ok(app)
}

async fn loaded(app: &App) -> BenchResult<std::sync::Arc<Snapshot>> {
    let start = Instant::now();
    loop {
        if let Some(snapshot) = app.snapshot()
            && snapshot.phase == Phase::Ready
            && snapshot.read_at.is_some()
        {
            return Ok(snapshot);
        }
        if start.elapsed() > PATIENCE {
            return Err("gave up waiting for the inventory".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn on_aws(snapshot: &Snapshot) -> Vec<aeon::ids::RegionInfoId> {
    let clusters = snapshot.clusters.iter();
    let aws = clusters.filter(|cluster| cluster.clouds == [Cloud::Aws]);
    let regions = aws.flat_map(|cluster| &cluster.regions);
    regions.map(|region| region.id.clone()).collect()
}

/// How long after `start` all steps are in such a state. A step that ended in another way is an error.
async fn until(
    app: &App,
    start: Instant,
    is_reached: impl Fn(&StepState) -> bool,
) -> BenchResult<Duration> {
    let mut changes = app.engine().map_err(to_error)?.changes();
    loop {
        let is_left = {
            let changes = changes.borrow_and_update();
            let mut steps = changes.iter().flat_map(|change| &change.steps);
            if let Some(step) = steps.clone().find(|step| has_failed(&step.state)) {
                return Err(format!("a step ended in the state {:?}", step.state).into());
            }
            steps.any(|step| !is_reached(&step.state))
        };
        if !is_left {
            return Ok(start.elapsed());
        }
        let rest = PATIENCE.saturating_sub(start.elapsed());
        tokio::time::timeout(rest, changes.changed())
            .await
            .map_err(|_| "gave up waiting for the changes to end")??;
    }
}

/// Whether a read has shown an edit.
fn is_in_force(state: &StepState) -> bool {
    matches!(state, StepState::InForce { .. }) || is_confirmed(state)
}

fn is_confirmed(state: &StepState) -> bool {
    matches!(state, StepState::Confirmed { .. })
}

fn has_failed(state: &StepState) -> bool {
    let goes_on = matches!(
        state,
        StepState::Planned
            | StepState::Sending
            | StepState::Waiting { .. }
            | StepState::Accepted { .. }
    );
    !goes_on && !is_in_force(state)
}

/// Checks the lists in the service.
fn check(simulator: &Handle, snapshot: &Snapshot) -> BenchResult<()> {
    for cluster in &snapshot.clusters {
        for region in &cluster.regions {
            let list = simulator.principals(&cluster.name, &region.region);
            let has_new = list.is_some_and(|list| list.iter().any(|text| text == NEW));
            if has_new != (cluster.clouds == [Cloud::Aws]) {
                return Err(format!("{} {} has a wrong list", cluster.name, region.region).into());
            }
        }
    }
    Ok(())
}

fn to_error(problem: Problem) -> Box<dyn Error> {
    let Problem { message, hint, .. } = problem;
    format!("{message} {hint}").into()
}
