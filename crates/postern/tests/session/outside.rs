//! What happens to a change when the service, or somebody else, gets in its way.

use std::time::Duration;

use aeon::ids::RegionInfoId;
use aeon_simulator::{Absence, Body, Fault, FaultKind};
use postern::change::{ChangeId, Conflict, Decision, StepState, Touch};
use postern::inventory::Phase;
use postern::journal::{HistoryQuery, HistoryResult};
use postern::problem::ProblemCode;

use crate::support::{
    PSE, PSES, Stage, create, is_settled, on_explicit_time, owned, sorted, until,
};

const NEW: &str = "arn:aws:iam::112233445566:root";
const THEIRS: &str = "arn:aws:iam::665544332211:role/theirs";

#[tokio::test]
async fn what_somebody_else_adds_before_the_review_is_kept() {
    let stage = Stage::demo().await;
    let base = stage.principals("orders", "us-west-2");
    let draft = stage.adding("orders", "us-west-2", NEW);
    // Another client adds one and removes one meanwhile.
    stage
        .sim
        .set_principals("orders", "us-west-2", &[&base[0], &base[1], THEIRS]);
    let plan = stage.plan(draft).await;
    let theirs = plan.steps[0].theirs.clone().unwrap();
    assert_eq!(
        (theirs.added[0].text.as_str(), &theirs.removed[0].text),
        (THEIRS, &base[2])
    );
    let id = stage.apply_plan(&plan).await;
    stage.confirmed(id).await;
    let wanted = sorted(owned(&[&base[0], &base[1], THEIRS, NEW]));
    assert_eq!(
        sorted(stage.sim.principals("orders", "us-west-2").unwrap()),
        wanted
    );
}

#[tokio::test]
async fn what_somebody_else_adds_after_the_review_is_kept() {
    let stage = Stage::demo().await;
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    let base = stage.principals("orders", "us-west-2");
    stage
        .sim
        .set_principals("orders", "us-west-2", &[&base[0], THEIRS]);
    let id = stage.apply_plan(&plan).await;
    stage.confirmed(id).await;
    let wanted = sorted(owned(&[&base[0], THEIRS, NEW]));
    assert_eq!(
        sorted(stage.sim.principals("orders", "us-west-2").unwrap()),
        wanted
    );
    assert!(
        stage.change(id).await.steps[0].step.theirs.is_some(),
        "it says what was merged"
    );
}

/// The user adds NEW; somebody else had added it, too, and takes it away after the review.
async fn clash(stage: &Stage) -> (ChangeId, Vec<String>) {
    let base = stage.principals("orders", "us-west-2");
    let mine = [&base[0], &base[1], &base[2], NEW, THEIRS];
    let draft = stage.edit("orders", "us-west-2", &base, &mine);
    stage
        .sim
        .set_principals("orders", "us-west-2", &[&base[0], &base[1], &base[2], NEW]);
    let plan = stage.plan(draft).await;
    stage
        .sim
        .set_principals("orders", "us-west-2", &[&base[0], &base[1], &base[2]]);
    stage.sim.reset_requests();
    let id = stage.apply_plan(&plan).await;
    let state = stage.step(id, 0, is_settled).await;
    let StepState::Conflict { conflicts, .. } = state else {
        panic!("{state:?}")
    };
    let [
        Conflict::Principal {
            principal,
            mine,
            theirs,
        },
    ] = &conflicts[..]
    else {
        panic!("{conflicts:?}")
    };
    assert_eq!(
        (principal.text.as_str(), *mine, *theirs),
        (NEW, Touch::Added, Touch::Removed)
    );
    assert_eq!(
        stage.sim.requests().of(&format!("PUT {PSE}")),
        0,
        "nothing is sent"
    );
    (id, base)
}

#[tokio::test]
async fn a_step_that_meets_our_own_edit_says_that_its_turn_comes() {
    let stage = Stage::demo().await;
    let mut draft = stage.adding("orders", "us-west-2", NEW);
    draft
        .region_changes
        .extend(stage.adding("orders", "us-east-1", NEW).region_changes);
    let id = stage.apply(draft).await;
    let state = stage
        .step(id, 1, |state| matches!(state, StepState::Waiting { .. }))
        .await;
    let StepState::Waiting { reason } = state else {
        unreachable!("it was waited for")
    };
    assert_eq!(reason, "Queued: this cluster accepts one change at a time.");
    stage.confirmed(id).await;
}

#[tokio::test]
async fn a_conflict_can_be_settled_for_mine() {
    let stage = Stage::demo().await;
    let (id, base) = clash(&stage).await;
    let region = stage.region("orders", "us-west-2").id;
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .decide(id, region.clone(), Decision::Mine)
        .await
        .unwrap();
    stage.confirmed(id).await;
    let wanted = sorted(base.into_iter().chain(owned(&[NEW, THEIRS])).collect());
    assert_eq!(
        sorted(stage.sim.principals("orders", "us-west-2").unwrap()),
        wanted
    );
    assert!(
        stage
            .app
            .engine()
            .expect("an unlocked account")
            .decide(id, region, Decision::Mine)
            .await
            .is_err(),
        "there is nothing left to decide"
    );
}

#[tokio::test]
async fn a_conflict_can_be_settled_for_theirs() {
    let stage = Stage::demo().await;
    let (id, base) = clash(&stage).await;
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .decide(id, stage.region("orders", "us-west-2").id, Decision::Theirs)
        .await
        .unwrap();
    stage.confirmed(id).await;
    // Their removal counts; what else the user wanted is done.
    let wanted = sorted(base.into_iter().chain(owned(&[THEIRS])).collect());
    assert_eq!(
        sorted(stage.sim.principals("orders", "us-west-2").unwrap()),
        wanted
    );
}

/// The user adds NEW to an endpoint that another client deletes after the review: the change, the region, and
/// the list that the user wants.
async fn vanished(stage: &Stage) -> (ChangeId, RegionInfoId, Vec<String>) {
    let plan = stage.plan(stage.adding("catalog", "us-west-2", NEW)).await;
    let after = plan.steps[0].after.iter();
    let mine = sorted(after.map(|view| view.text.clone()).collect());
    let other = Stage::with(stage.sim.clone(), stage.options.clone(), |keys| keys.admin).await;
    let region_id = stage.region("catalog", "us-west-2").id;
    let delete = postern::change::Draft {
        cluster_id: stage.cluster("catalog").id.clone(),
        region_changes: vec![postern::change::RegionChange::Delete {
            region_id: region_id.clone(),
        }],
    };
    let deletion = other.apply(delete).await;
    other.confirmed(deletion).await;

    let id = stage.apply_plan(&plan).await;
    let state = stage.step(id, 0, is_settled).await;
    let StepState::Conflict { conflicts, .. } = state else {
        panic!("{state:?}")
    };
    assert_eq!(conflicts, [Conflict::Vanished]);
    (id, region_id, mine)
}

#[tokio::test]
async fn an_endpoint_that_vanished_can_be_made_again() {
    let stage = Stage::demo().await;
    let (id, region_id, mine) = vanished(&stage).await;
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .decide(id, region_id, Decision::Mine)
        .await
        .unwrap();
    stage.confirmed(id).await;
    assert_eq!(
        sorted(stage.sim.principals("catalog", "us-west-2").unwrap()),
        mine
    );
}

#[tokio::test]
async fn an_endpoint_that_vanished_can_be_left_deleted() {
    let stage = Stage::demo().await;
    let (id, region_id, _) = vanished(&stage).await;
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .decide(id, region_id, Decision::Theirs)
        .await
        .unwrap();
    let change = stage.change(id).await;
    assert_eq!(change.steps[0].state, StepState::NotSent);
    assert!(change.finished);
    assert_eq!(stage.sim.principals("catalog", "us-west-2"), None);
    let history = stage.app.history(HistoryQuery::default()).await.unwrap();
    let ours = history
        .entries
        .iter()
        .find(|entry| entry.batch == change.batch);
    let step = &ours.unwrap().steps[0];
    assert_eq!(step.result, HistoryResult::NotSent);
    assert_eq!(
        step.reason,
        "The endpoint had been deleted in the meantime and was left deleted."
    );
}

#[tokio::test]
async fn an_edit_that_somebody_else_replaces_says_so() {
    let stage = Stage::demo().await;
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage
        .step(id, 0, |state| matches!(state, StepState::Accepted { .. }))
        .await;
    // Reads have the list from before until the service has published the new one; from then on it is
    // somebody else's.
    let state = loop {
        stage.sim.set_principals("orders", "us-west-2", &[THEIRS]);
        let state = stage.change(id).await.steps[0].state.clone();
        if is_settled(&state) {
            break state;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    };
    let StepState::Superseded { now } = state else {
        panic!("{state:?}")
    };
    assert_eq!(now[0].text, THEIRS);
    until("the row shows their list", || {
        (stage.principals("orders", "us-west-2") == [THEIRS]).then_some(())
    })
    .await;
    // Trying again adds to theirs.
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .retry(id, stage.region("orders", "us-west-2").id)
        .await
        .unwrap();
    stage.confirmed(id).await;
    assert_eq!(
        stage.sim.principals("orders", "us-west-2").unwrap(),
        [THEIRS, NEW]
    );
}

#[tokio::test]
async fn an_edit_whose_answer_is_lost_is_settled_by_reading() {
    let stage = Stage::demo().await;
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    stage
        .sim
        .inject(Fault::on(&format!("PUT {PSE}"), FaultKind::LoseAnswer).times(1));
    stage.sim.reset_requests();
    let id = stage.apply_plan(&plan).await;
    stage.confirmed(id).await;
    assert_eq!(
        stage.sim.requests().of(&format!("PUT {PSE}")),
        1,
        "never sent twice"
    );
    assert!(
        stage
            .sim
            .principals("orders", "us-west-2")
            .unwrap()
            .contains(&NEW.to_owned())
    );
}

#[tokio::test]
async fn an_edit_that_never_arrived_is_said_so_and_can_be_tried_again() {
    let stage = Stage::demo().await;
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    // A proxy that answers in the service's place: nobody knows whether the request went through.
    let fault = FaultKind::Status {
        code: 502,
        body: Body::Html,
    };
    stage
        .sim
        .inject(Fault::on(&format!("PUT {PSE}"), fault).times(1));
    stage.sim.reset_requests();
    let id = stage.apply_plan(&plan).await;
    let state = stage.step(id, 0, is_settled).await;
    let StepState::Failed { problem } = state else {
        panic!("{state:?}")
    };
    assert_eq!(
        problem.message,
        "The change to the endpoint in us-west-2 didn't arrive."
    );
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 1);
    stage
        .app
        .engine()
        .expect("an unlocked account")
        .retry(id, stage.region("orders", "us-west-2").id)
        .await
        .unwrap();
    stage.confirmed(id).await;
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_makes_one_endpoint() {
    let stage = Stage::demo().await;
    let cluster = stage.cluster("catalog");
    let region = stage.region("catalog", "eu-central-1").id;
    let plan = stage.plan(create(&cluster.id, &[(region, &[NEW])])).await;
    stage
        .sim
        .inject(Fault::on(&format!("POST {PSES}"), FaultKind::LoseAnswer).times(1));
    stage.sim.reset_requests();
    let id = stage.apply_plan(&plan).await;
    stage.confirmed(id).await;
    assert_eq!(
        stage.sim.requests().of(&format!("POST {PSES}")),
        1,
        "never sent twice"
    );
    assert_eq!(stage.sim.pse_count("catalog"), 3);
}

#[tokio::test]
async fn a_busy_cluster_is_waited_for() {
    let stage = on_explicit_time().await;
    let hour = Duration::from_hours(1);
    stage.sim.start_task("orders", "EDIT_CLUSTER", hour);
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    assert_eq!(plan.blocked, None);
    let id = stage.apply_plan(&plan).await;
    let state = stage
        .step(id, 0, |state| matches!(state, StepState::Waiting { .. }))
        .await;
    let StepState::Waiting { reason } = state else {
        panic!("{state:?}")
    };
    assert_eq!(reason, "Waiting: the cluster is being changed.");
    stage.sim.step(hour);
    // Taken by now, and read as it was for a while.
    stage
        .step(id, 0, |state| matches!(state, StepState::Accepted { .. }))
        .await;
    stage.sim.settle();
    stage.confirmed(id).await;
}

#[tokio::test]
async fn a_change_that_only_waits_can_be_given_up() {
    let stage = Stage::demo().await;
    let before = stage.sim.principals("orders", "us-west-2");
    stage
        .sim
        .start_task("orders", "EDIT_CLUSTER", Duration::from_secs(60));
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage
        .step(id, 0, |state| matches!(state, StepState::Waiting { .. }))
        .await;
    stage.dismiss(id).await.unwrap();
    assert!(stage.app.changes().is_empty());
    assert_eq!(stage.sim.principals("orders", "us-west-2"), before);
}

#[tokio::test]
async fn what_the_service_refuses_is_shown_with_its_words() {
    let stage = Stage::demo().await;
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    let fault = FaultKind::Status {
        code: 400,
        body: Body::Json("Too many principals".to_owned()),
    };
    stage
        .sim
        .inject(Fault::on(&format!("PUT {PSE}"), fault).times(1));
    let id = stage.apply_plan(&plan).await;
    let state = stage.step(id, 0, is_settled).await;
    let StepState::Failed { problem } = state else {
        panic!("{state:?}")
    };
    assert_eq!(problem.code, ProblemCode::Invalid);
    assert!(
        problem.message.contains("Too many principals"),
        "{}",
        problem.message
    );
}

#[tokio::test]
async fn locking_waits_for_the_answer_to_what_is_being_sent() {
    let stage = Stage::demo().await;
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    stage.sim.inject(
        Fault::on(
            &format!("PUT {PSE}"),
            FaultKind::Delay(Duration::from_millis(300)),
        )
        .times(1),
    );
    stage.sim.reset_requests();
    stage.apply_plan(&plan).await;
    until("it is being sent", || {
        (stage.sim.requests().of(&format!("PUT {PSE}")) == 1).then_some(())
    })
    .await;
    stage.app.lock().await.unwrap();
    assert!(stage.app.snapshot().is_none());
    assert!(
        stage
            .sim
            .principals("orders", "us-west-2")
            .unwrap()
            .contains(&NEW.to_owned())
    );
    assert_eq!(stage.sim.requests().now, 0, "nothing is under way any more");
}

/// What the service may get wrong for a moment is nobody's doing.
#[tokio::test]
async fn an_answer_that_lacks_something_once_is_no_history() {
    let absent = |how| FaultKind::Absent {
        field: "security_principals".to_owned(),
        how,
    };
    let missing = FaultKind::Status {
        code: 404,
        body: Body::Json("Not found".to_owned()),
    };
    let faults = [
        (None, absent(Absence::Null)),
        (None, absent(Absence::Bare)),
        (Some(format!("GET {PSE}")), missing.clone()),
        (Some("GET /clusters/{cluster_id}".to_owned()), missing),
        (
            Some("GET /clusters".to_owned()),
            FaultKind::Lacks("orders".to_owned()),
        ),
    ];
    let stage = Stage::demo().await;
    let all = stage.snapshot().clusters.len();
    let region = stage.region("orders", "us-west-2").id;
    for (route, kind) in faults {
        let fault = Fault {
            route,
            kind,
            times: None,
            after: 0,
            key: None,
        };
        for fault in [Some(fault), None] {
            stage.sim.clear_faults();
            fault.into_iter().for_each(|fault| stage.sim.inject(fault));
            let before = stage.snapshot().read_at;
            // It is read for a review, too, whatever comes of that.
            let goal = stage.letting_in(&[("orders", "us-west-2")], &[NEW]);
            let _ = stage.app.plan_bulk(goal).await;
            let _ = stage.app.read_details(region.clone()).await;
            stage.app.refresh().await.unwrap();
            until("it is read again", || {
                let now = stage.app.snapshot()?;
                (now.read_at > before && now.phase == Phase::Ready).then_some(())
            })
            .await;
        }
    }
    assert_eq!(stage.snapshot().clusters.len(), all);
    let history = stage.app.history(HistoryQuery::default()).await.unwrap();
    assert_eq!(history.entries, []);
}
