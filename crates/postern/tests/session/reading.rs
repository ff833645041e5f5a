//! Clusters are read again for a review: some can't be, all take long, and the user need not wait.

use std::time::Duration;

use aeon::{Retry, Timeouts};
use aeon_simulator::{Body, Fault, FaultKind, Seed};
use postern::plan::{BulkPlan, Goal};
use postern::problem::ProblemCode;
use postern::session::{AppOptions, Reading};

use crate::support::{Stage, owned, quick, simulator};

const NEW: &str = "arn:aws:iam::112233445566:root";
const SHOP: &str = "arn:aws:iam::301122334455:root";
const WRONG: &str = "arn:aws:iam::590217736104:role/analytics/reporting";
const READ: &str = "GET /clusters/{cluster_id}";

fn refused() -> FaultKind {
    FaultKind::Status {
        code: 400,
        body: Body::Json("Not now".to_owned()),
    }
}

/// An account of twelve clusters on AWS and Azure with one region each.
async fn twelve() -> Stage {
    clusters(12).await
}

async fn clusters(clusters: u32) -> Stage {
    let seed = Seed::Large {
        clusters,
        regions: 1,
    };
    // No held answer is given up before the test lets go of it.
    let hour = Duration::from_hours(1);
    let options = AppOptions {
        retry: Some(Retry {
            deadline: hour,
            ..Retry::default()
        }),
        timeouts: Some(Timeouts {
            connect: hour,
            read: hour,
            total: hour,
            ..Timeouts::default()
        }),
        ..quick()
    };
    Stage::with(simulator(seed).await, options, |keys| keys.admin).await
}

/// The goal to let somebody in wherever there is an endpoint on AWS.
fn everywhere(stage: &Stage) -> Goal {
    let snapshot = stage.snapshot();
    let regions = snapshot
        .clusters
        .iter()
        .flat_map(|cluster| &cluster.regions);
    let on_aws = regions.filter(|region| region.cloud == postern::cloud::Cloud::Aws);
    let present = on_aws.filter(|region| region.endpoint.present().is_some());
    Goal::Add {
        regions: present.map(|region| region.id.clone()).collect(),
        principals: owned(&[NEW]),
    }
}

fn unread(plan: &BulkPlan) -> Vec<&str> {
    let names = plan.unread.iter().map(|one| one.cluster_name.as_str());
    names.collect()
}

/// Waits until all but the answers that are held back have come.
async fn until_all_but(stage: &Stage, held: u32) -> Reading {
    loop {
        let reading = stage.app.reading().await.unwrap();
        if let Some(reading) = reading.filter(|now| now.read + held == now.total) {
            return reading;
        }
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
}

#[tokio::test]
async fn what_could_not_be_read_is_read_again_by_itself() {
    let stage = twelve().await;
    stage.sim.inject(Fault::on(READ, refused()).times(3));
    let plan = stage.bulk(everywhere(&stage)).await;
    let all = plan.plans.len();
    assert!(all > 6, "{all} clusters");
    let missed: Vec<String> = unread(&plan).into_iter().map(str::to_owned).collect();
    assert_eq!(missed.len(), 3);
    let blocked = plan.plans.iter().filter(|one| one.blocked.is_some());
    let blocked: Vec<&str> = blocked.map(|one| one.cluster_name.as_str()).collect();
    assert_eq!(blocked, missed);
    // Commands that rest on a list that may be old are not given out.
    let commands = stage.app.ybm_commands(plan.id, vec![]).await.unwrap();
    assert!(missed.iter().all(|name| !commands.contains(name.as_str())));

    stage.sim.reset_requests();
    let whole = stage.app.read_unread(plan.id).await.unwrap();
    assert_eq!(stage.sim.requests().of(READ), 3, "only those three");
    assert_eq!((whole.plans.len(), whole.unread.len()), (all, 0));
    assert!(whole.plans.iter().all(|one| one.blocked.is_none()));
    assert_eq!(stage.apply_bulk(&whole).await.len(), all);
}

#[tokio::test]
async fn what_was_read_is_applied_without_the_rest() {
    let stage = twelve().await;
    stage.sim.inject(Fault::on(READ, refused()).times(3));
    let plan = stage.bulk(everywhere(&stage)).await;
    let changes = stage.apply_bulk(&plan).await;
    assert_eq!(changes.len(), plan.plans.len() - 3);
    for name in unread(&plan) {
        let list = stage.truth(name, "us-west-2");
        assert!(!list.contains(&NEW.to_owned()), "{name}: {list:?}");
    }
}

#[tokio::test]
async fn the_user_need_not_wait_for_every_answer() {
    let stage = twelve().await;
    stage.sim.inject(Fault::on(READ, FaultKind::Hold).times(2));
    let reading = async {
        let reading = until_all_but(&stage, 2).await;
        // The number of another reading stops nothing.
        stage.app.stop_reading(reading.id + 1).await.unwrap();
        assert_eq!(stage.app.reading().await.unwrap(), Some(reading));
        stage.app.stop_reading(reading.id).await.unwrap();
    };
    let (plan, ()) = tokio::join!(stage.bulk(everywhere(&stage)), reading);
    assert_eq!(plan.unread.len(), 2);
    let reason = &plan.unread[0].problem.message;
    assert!(reason.ends_with("stopped reading first."), "{reason}");
    assert_eq!(stage.app.reading().await.unwrap(), None);
    stage.sim.clear_faults();
    let whole = stage.app.read_unread(plan.id).await.unwrap();
    assert_eq!(whole.unread, []);
}

#[tokio::test]
async fn many_slow_answers_are_waited_for_however_long_they_take_in_all() {
    let stage = twelve().await;
    stage.sim.inject(Fault::on(READ, FaultKind::Hold).times(2));
    let passing = async {
        until_all_but(&stage, 2).await;
        tokio::time::pause();
        tokio::time::advance(Duration::from_mins(10)).await;
        tokio::time::resume();
        stage.sim.clear_faults();
    };
    let (plan, ()) = tokio::join!(stage.bulk(everywhere(&stage)), passing);
    assert_eq!(plan.unread, []);
}

#[tokio::test]
async fn reading_hundreds_of_clusters_slowly_is_counted_and_can_be_cut_short() {
    let stage = clusters(500).await;
    let goal = everywhere(&stage);
    let delay = FaultKind::Delay(Duration::from_secs(2));
    stage.sim.inject(Fault::on(READ, delay));
    let following = async {
        let mut counts = Vec::new();
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let Some(reading) = stage.app.reading().await.unwrap() else {
                continue;
            };
            assert!(reading.total > 300 && reading.failed == 0, "{reading:?}");
            counts.push(reading.read);
            // Some of the second round of answers.
            if reading.read > 20 && counts.contains(&0) {
                stage.app.stop_reading(reading.id).await.unwrap();
                return (counts, reading.total);
            }
        }
    };
    let (plan, (counts, total)) = tokio::join!(stage.bulk(goal), following);
    assert!(counts.is_sorted(), "{counts:?}");
    let read = plan
        .plans
        .iter()
        .filter(|one| one.blocked.is_none())
        .count();
    assert!(read > 20, "what was read can be applied: {read}");
    assert_eq!(read + plan.unread.len(), total as usize);
    assert_eq!(stage.app.reading().await.unwrap(), None);
}

#[tokio::test]
async fn a_lock_ends_the_reading() {
    let stage = twelve().await;
    stage.sim.inject(Fault::on(READ, FaultKind::Hold));
    let lock = async {
        until_all_but(&stage, u32::try_from(aws(&stage)).unwrap()).await;
        stage.app.lock().await.unwrap();
    };
    let (plan, ()) = tokio::join!(stage.app.plan_bulk(everywhere(&stage)), lock);
    assert_eq!(plan.unwrap_err().code, ProblemCode::Locked);
    stage.sim.clear_faults();
}

fn aws(stage: &Stage) -> usize {
    match everywhere(stage) {
        Goal::Add { regions, .. } => regions.len(),
        _ => unreachable!("it is an addition"),
    }
}

#[tokio::test]
async fn a_list_that_was_not_read_is_not_copied() {
    let stage = Stage::demo().await;
    let [from, to] = &stage.ids(&[("orders", "us-west-2"), ("catalog", "us-west-2")])[..] else {
        unreachable!("two places");
    };
    let goal = Goal::Copy {
        from: from.clone(),
        to: vec![to.clone()],
    };
    stage.sim.inject(Fault::on(READ, refused()).times(2));
    let plan = stage.bulk(goal).await;
    let blocked = plan.blocked.unwrap();
    assert_eq!(
        blocked.message,
        "Couldn't refresh the list to copy, on orders."
    );
    let plan = stage.app.read_unread(plan.id).await.unwrap();
    assert_eq!((plan.blocked, plan.plans.len()), (None, 1));
}

#[tokio::test]
async fn a_removal_everywhere_says_where_it_could_not_look() {
    let stage = Stage::demo().await;
    // Another client has just let it in where the last picture doesn't show it.
    stage
        .sim
        .set_principals("catalog", "us-west-2", &[SHOP, WRONG]);
    stage.sim.inject(Fault::on(READ, refused()));
    let goal = Goal::RemoveEverywhere {
        principals: owned(&[WRONG]),
    };
    let plan = stage.bulk(goal).await;
    let planned = |plan: &BulkPlan| plan.plans.iter().any(|one| one.cluster_name == "catalog");
    assert!(!planned(&plan));
    assert!(unread(&plan).contains(&"catalog"));
    stage.sim.clear_faults();
    let plan = stage.app.read_unread(plan.id).await.unwrap();
    assert!(planned(&plan));
    assert_eq!(unread(&plan), [""; 0]);
}
