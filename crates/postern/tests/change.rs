//! Changes of private service endpoints, sent to a simulated service that lags, refuses, loses answers
//! and has other clients.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::time::Duration;

use aeon_simulator::{Absence, Body, Fault, FaultKind, Seed};
use common::{
    Fixture, PSE_READS, Service, is_confirmed, present, region, seen, service_name, until, with,
};
use postern::apply::Engine;
use postern::change::{
    Action, BatchId, Change, Confirm, Conflict, Decision, Draft, Step, StepState, Touch,
    WarningKind, Wish,
};
use postern::inventory::{Endpoint, EndpointStatus, Pace, Present};
use postern::journal::Journal;
use postern::problem::ProblemCode;
use uuid::Uuid;

const EDITS: &str = "PUT /private-service-endpoints/{pse_id}";
const CREATES: &str = "POST /private-service-endpoints";
const DELETES: &str = "DELETE /private-service-endpoints/{pse_id}";

const CLUSTER_READS: &str = "GET /clusters/{cluster_id}";

const NEW: &str = "arn:aws:iam::999988887777:root";
const THEIRS: &str = "arn:aws:iam::111122223333:role/somebody-else";
const SUBSCRIPTION: &str = "2f6d1c3e-8a47-4b0c-9e15-d7a3b2c4f601";

fn is_accepted(state: &StepState) -> bool {
    matches!(state, StepState::Accepted { .. })
}

fn is_waiting(state: &StepState) -> bool {
    matches!(state, StepState::Waiting { .. })
}

fn failure(state: &StepState) -> Option<ProblemCode> {
    match state {
        StepState::Failed { problem } => Some(problem.code),
        _ => None,
    }
}

fn texts(step: &Step) -> Vec<&str> {
    step.after.iter().map(|view| view.text.as_str()).collect()
}

fn status(code: u16) -> FaultKind {
    FaultKind::Status {
        code,
        body: Body::Json("Simulated fault".to_owned()),
    }
}

#[tokio::test]
async fn an_edit_is_confirmed_when_the_lagging_reads_agree() {
    let fixture = Fixture::on_explicit_time().await;
    let before = fixture.shown("orders", "us-west-2");
    let id = fixture
        .apply(fixture.plan("orders", vec![fixture.add("orders", "us-west-2", NEW)]))
        .await;

    fixture
        .until(id, "the edit is accepted", |change| {
            is_accepted(&change.steps[0].state)
        })
        .await;
    let now = until(&fixture.inventory, "the edit is shown", |now| {
        present(now, "orders", "us-west-2").is_some_and(|present| present.pending.is_some())
    })
    .await;
    let pending = present(&now, "orders", "us-west-2").unwrap();
    let pending = pending.pending.as_ref().unwrap();
    assert_eq!(pending.added, [NEW]);
    assert!(pending.removed.is_empty() && !pending.overdue);

    // Reads lag behind.
    let lagging = async {
        while fixture.count(PSE_READS) <= 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(common::BOUND, lagging).await.unwrap();
    fixture.service.simulator.settle();
    let change = fixture.confirmed(id).await;
    assert_eq!(texts(&change.steps[0].step), with(&before, &[NEW]));
    assert_eq!(fixture.truth("orders", "us-west-2"), with(&before, &[NEW]));
    assert_eq!(fixture.count(EDITS), 1);
    until(&fixture.inventory, "nothing is pending", |now| {
        let present = present(now, "orders", "us-west-2").unwrap();
        present.pending.is_none()
            && present
                .principals
                .iter()
                .flatten()
                .any(|view| view.text == NEW)
    })
    .await;
}

#[tokio::test]
async fn what_somebody_else_added_in_the_meantime_is_kept() {
    let fixture = Fixture::open().await;
    let (name, code) = ("orders", "us-west-2");
    let base = fixture.shown(name, code);
    // The user takes the last one off and adds one; somebody else adds another.
    let mine = with(&base[..base.len() - 1], &[NEW]);
    let prepared = fixture.plan(name, vec![fixture.edit(name, code, &base, &mine)]);
    assert_eq!(prepared.plan.steps[0].theirs, None);
    fixture.set(name, code, &with(&base, &[THEIRS]));

    let change = fixture.confirmed(fixture.apply(prepared).await).await;
    let mut truth = fixture.truth(name, code);
    let mut expected = with(&mine, &[THEIRS]);
    truth.sort();
    expected.sort();
    assert_eq!(truth, expected);
    let theirs = change.steps[0].step.theirs.as_ref().unwrap();
    assert_eq!(theirs.added.len(), 1);
    assert_eq!(theirs.added[0].text, THEIRS);
    assert_eq!(fixture.count(EDITS), 1);
}

/// The user adds two principals, of which somebody else adds one as well; once the user has seen that,
/// it is removed again.
async fn conflict(decision: Decision) -> Vec<String> {
    let fixture = Fixture::open().await;
    let (name, code) = ("orders", "eu-west-1");
    let base = fixture.shown(name, code);
    fixture.set(name, code, &with(&base, &[THEIRS]));
    let region_id = region(&fixture.inventory.snapshot(), name, code).id.clone();
    fixture.inventory.read_details(&region_id).await.unwrap();
    assert_eq!(fixture.shown(name, code), with(&base, &[THEIRS]));
    let mine = with(&base, &[THEIRS, NEW]);
    let prepared = fixture.plan(name, vec![fixture.edit(name, code, &base, &mine)]);
    fixture.set(name, code, &base);

    let id = fixture.apply(prepared).await;
    let change = fixture
        .until(id, "the user is asked", |change| {
            matches!(change.steps[0].state, StepState::Conflict { .. })
        })
        .await;
    let StepState::Conflict { conflicts, now } = &change.steps[0].state else {
        unreachable!("it was waited for")
    };
    let [
        Conflict::Principal {
            principal,
            mine,
            theirs,
        },
    ] = conflicts.as_slice()
    else {
        panic!("{conflicts:?}")
    };
    assert_eq!(principal.text, THEIRS);
    assert_eq!((*mine, *theirs), (Touch::Added, Touch::Removed));
    assert_eq!(now.len(), base.len());
    assert!(!change.finished);
    assert_eq!(fixture.count(EDITS), 0, "nothing was sent");
    assert_eq!(fixture.truth(name, code), base);

    fixture
        .engine
        .decide(id, region_id.clone(), decision)
        .await
        .unwrap();
    fixture.confirmed(id).await;
    assert_eq!(fixture.count(EDITS), 1);
    let twice = fixture.engine.decide(id, region_id, decision).await;
    assert_eq!(twice.unwrap_err().code, ProblemCode::Stale);
    fixture.truth(name, code).split_off(base.len())
}

#[tokio::test]
async fn a_conflict_that_is_decided_for_them_drops_what_they_removed() {
    assert_eq!(conflict(Decision::Theirs).await, [NEW]);
}

#[tokio::test]
async fn a_conflict_that_is_decided_for_the_user_sends_both() {
    assert_eq!(conflict(Decision::Mine).await, [THEIRS, NEW]);
}

#[tokio::test]
async fn an_endpoint_that_vanished_is_made_again_if_the_user_says_so() {
    let fixture = Fixture::open().await;
    let (name, code) = ("ledger", "westus3");
    let base = fixture.shown(name, code);
    let prepared = fixture.plan(name, vec![fixture.add(name, code, SUBSCRIPTION)]);
    // Somebody else deletes it.
    let other = Engine::open(
        &fixture.inventory,
        fixture.service.ledger(&Journal::in_memory()),
    )
    .await;
    let gone = other
        .apply_batch(
            BatchId(Uuid::new_v4()),
            "Delete it",
            vec![fixture.plan(name, vec![fixture.delete(name, code)])],
        )
        .await
        .unwrap()
        .remove(0);
    seen(other.changes(), "the endpoint is gone", |changes| {
        changes
            .iter()
            .any(|change| change.id == gone.id && change.finished)
    })
    .await;
    assert_eq!(fixture.service.simulator.principals(name, code), None);

    let id = fixture.apply(prepared).await;
    let change = fixture
        .until(id, "the user is asked", |change| {
            matches!(change.steps[0].state, StepState::Conflict { .. })
        })
        .await;
    assert_eq!(change.steps[0].step.conflicts, [Conflict::Vanished]);
    assert_eq!((fixture.count(EDITS), fixture.count(CREATES)), (0, 0));

    let region_id = change.steps[0].step.region_id.clone();
    fixture
        .engine
        .decide(id, region_id, Decision::Mine)
        .await
        .unwrap();
    let change = fixture.confirmed(id).await;
    assert_eq!(change.steps[0].step.action, Action::Create);
    assert_eq!(fixture.truth(name, code), with(&base, &[SUBSCRIPTION]));
}

#[tokio::test]
async fn a_lost_answer_to_an_edit_is_settled_by_reading() {
    let fixture = Fixture::open().await;
    let before = fixture.shown("orders", "us-east-1");
    fixture
        .service
        .simulator
        .inject(Fault::on(EDITS, FaultKind::LoseAnswer).times(1));
    let id = fixture
        .apply(fixture.plan("orders", vec![fixture.add("orders", "us-east-1", NEW)]))
        .await;
    fixture
        .until(id, "the answer is lost", |change| {
            is_waiting(&change.steps[0].state)
        })
        .await;
    fixture.confirmed(id).await;
    assert_eq!(fixture.truth("orders", "us-east-1"), with(&before, &[NEW]));
    assert_eq!(fixture.count(EDITS), 1);
}

#[tokio::test]
async fn an_edit_that_never_arrived_is_found_out_and_can_be_sent_again() {
    let fixture = Fixture::open().await;
    let before = fixture.shown("orders", "us-east-1");
    // A gateway that gave up: nobody knows whether the request got through. Here it did not.
    fixture
        .service
        .simulator
        .inject(Fault::on(EDITS, status(502)).times(1));
    let id = fixture
        .apply(fixture.plan("orders", vec![fixture.add("orders", "us-east-1", NEW)]))
        .await;
    let change = fixture
        .until(id, "the edit is known to be lost", |change| change.finished)
        .await;
    assert_eq!(failure(&change.steps[0].state), Some(ProblemCode::Other));
    assert_eq!(fixture.truth("orders", "us-east-1"), before);
    assert_eq!(fixture.count(EDITS), 1);

    let region_id = change.steps[0].step.region_id.clone();
    fixture.engine.retry(id, region_id).await.unwrap();
    fixture.confirmed(id).await;
    assert_eq!(fixture.truth("orders", "us-east-1"), with(&before, &[NEW]));
    assert_eq!(fixture.count(EDITS), 2);
}

#[tokio::test]
async fn a_lost_answer_to_a_create_makes_one_endpoint() {
    let fixture = Fixture::open().await;
    fixture
        .service
        .simulator
        .inject(Fault::on(CREATES, FaultKind::LoseAnswer).times(1));
    let wish = fixture.create("ledger", "uksouth", &[SUBSCRIPTION]);
    let id = fixture.apply(fixture.plan("ledger", vec![wish])).await;
    fixture.confirmed(id).await;
    assert_eq!(fixture.count(CREATES), 1);
    assert_eq!(fixture.service.simulator.pse_count("ledger"), 2);
    assert_eq!(fixture.truth("ledger", "uksouth"), [SUBSCRIPTION]);
    let now = fixture.inventory.snapshot();
    let made = present(&now, "ledger", "uksouth").unwrap();
    assert_eq!(made.status, EndpointStatus::Ready);
    assert!(service_name(made).is_some());
}

#[tokio::test]
async fn a_busy_cluster_is_waited_for() {
    let fixture = Fixture::open().await;
    let before = fixture.shown("orders", "us-west-2");
    let simulator = &fixture.service.simulator;
    simulator.start_task("orders", "EDIT_CLUSTER", Duration::from_secs(1));
    let id = fixture
        .apply(fixture.plan("orders", vec![fixture.add("orders", "us-west-2", NEW)]))
        .await;
    let change = fixture
        .until(id, "the step waits", |change| {
            is_waiting(&change.steps[0].state)
        })
        .await;
    assert!(!change.finished);
    assert_eq!(fixture.truth("orders", "us-west-2"), before);
    fixture.confirmed(id).await;
    assert_eq!(fixture.truth("orders", "us-west-2"), with(&before, &[NEW]));
    assert!(fixture.count(EDITS) > 1, "it was refused at first");
}

#[tokio::test]
async fn an_edit_to_which_somebody_else_adds_before_it_was_read_is_confirmed() {
    let fixture = Fixture::open().await;
    let (name, code) = ("orders", "us-west-2");
    let before = fixture.shown(name, code);
    let id = fixture
        .apply(fixture.plan(name, vec![fixture.add(name, code, NEW)]))
        .await;
    fixture
        .until(id, "the edit is accepted", |change| {
            is_accepted(&change.steps[0].state)
        })
        .await;
    let theirs = with(&before, &[NEW, THEIRS]);
    fixture.set(name, code, &theirs);
    fixture.confirmed(id).await;
    assert_eq!(fixture.truth(name, code), theirs);
    until(&fixture.inventory, "the list is shown as it is", |now| {
        let present = present(now, name, code).unwrap();
        present.pending.is_none() && present.principals.as_ref().map(Vec::len) == Some(theirs.len())
    })
    .await;
}

#[tokio::test]
async fn what_somebody_adds_while_an_edit_is_put_off_is_kept() {
    let fixture = Fixture::open().await;
    let (name, code) = ("orders", "us-west-2");
    let before = fixture.shown(name, code);
    let wait = FaultKind::RateLimit {
        retry_after: Some(Duration::from_secs(1)),
    };
    let simulator = &fixture.service.simulator;
    simulator.inject(Fault::on(EDITS, wait).times(1));
    let id = fixture
        .apply(fixture.plan(name, vec![fixture.add(name, code, NEW)]))
        .await;
    fixture
        .until(id, "the step waits", |change| {
            is_waiting(&change.steps[0].state)
        })
        .await;
    fixture.set(name, code, &with(&before, &[THEIRS]));
    fixture.confirmed(id).await;
    assert_eq!(fixture.truth(name, code), with(&before, &[THEIRS, NEW]));
    assert_eq!(fixture.count(EDITS), 2);
}

#[tokio::test]
async fn a_storm_that_outlasts_a_call_is_waited_for() {
    let fixture = Fixture::with(Duration::from_millis(200)).await;
    let before = fixture.shown("orders", "us-west-2");
    let prepared = fixture.plan("orders", vec![fixture.add("orders", "us-west-2", NEW)]);
    for route in [PSE_READS, EDITS] {
        let storm = FaultKind::RateLimit { retry_after: None };
        fixture
            .service
            .simulator
            .inject(Fault::on(route, storm).times(25));
    }
    let id = fixture.apply(prepared).await;
    fixture.confirmed(id).await;
    assert_eq!(fixture.truth("orders", "us-west-2"), with(&before, &[NEW]));
    assert!(fixture.count(EDITS) > 25);
}

#[tokio::test]
async fn endpoints_are_made_in_all_regions_that_lack_them() {
    let fixture = Fixture::on_explicit_time().await;
    let missing = ["eu-central-1", "ap-southeast-1"];
    let wishes = missing.map(|code| fixture.create("catalog", code, &[NEW]));
    let id = fixture
        .apply(fixture.plan("catalog", wishes.to_vec()))
        .await;
    until(&fixture.inventory, "both are shown as being made", |now| {
        missing
            .iter()
            .all(|code| match &region(now, "catalog", code).endpoint {
                Endpoint::None => false,
                Endpoint::Requested { .. } => true,
                Endpoint::Present(present) => present.status == EndpointStatus::Creating,
            })
    })
    .await;
    fixture
        .until(id, "it is accepted", |change| {
            change.steps.iter().all(|step| is_accepted(&step.state))
        })
        .await;
    fixture.service.simulator.settle();
    fixture.confirmed(id).await;
    assert_eq!(fixture.count(CREATES), 1);
    assert_eq!(fixture.service.simulator.pse_count("catalog"), 4);
    let now = fixture.inventory.snapshot();
    for code in missing {
        let made = present(&now, "catalog", code).unwrap();
        assert_eq!(made.status, EndpointStatus::Ready);
        let expected = fixture.service.simulator.service_name("catalog", code);
        assert_eq!(service_name(made), expected.as_deref());
        assert!(made.host.is_some());
        assert_eq!(fixture.truth("catalog", code), [NEW]);
    }
}

/// Two endpoints are made, and the service refuses this many requests.
async fn refusing(times: u32) -> (Fixture, Change) {
    let fixture = Fixture::open().await;
    let missing = ["eu-central-1", "ap-southeast-1"];
    let wishes = missing.map(|code| fixture.create("catalog", code, &[NEW]));
    let simulator = &fixture.service.simulator;
    simulator.inject(Fault::on(CREATES, status(400)).times(times));
    let id = fixture
        .apply(fixture.plan("catalog", wishes.to_vec()))
        .await;
    let change = fixture
        .until(id, "all is over", |change| change.finished)
        .await;
    (fixture, change)
}

#[tokio::test]
async fn endpoints_that_can_not_be_made_with_one_call_are_made_one_by_one() {
    let (fixture, change) = refusing(1).await;
    assert!(change.steps.iter().all(|step| is_confirmed(&step.state)));
    assert_eq!(fixture.service.simulator.pse_count("catalog"), 4);
}

#[tokio::test]
async fn an_endpoint_that_can_not_be_made_does_not_stop_the_others() {
    let (fixture, change) = refusing(2).await;
    let [first, second] = [0, 1].map(|step| &change.steps[step].state);
    assert_eq!(failure(first), Some(ProblemCode::Invalid));
    assert!(is_confirmed(second), "{second:?}");
    assert_eq!(fixture.service.simulator.pse_count("catalog"), 3);
}

#[tokio::test]
async fn an_endpoint_is_made_again_when_the_one_that_is_being_deleted_is_gone() {
    let fixture = Fixture::open().await;
    let (name, code) = ("ledger", "westus3");
    let list = fixture.shown(name, code);
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let gone = fixture
        .apply(fixture.plan(name, vec![fixture.delete(name, code)]))
        .await;
    until(&fixture.inventory, "it is being deleted", |now| {
        present(now, name, code).is_some_and(Present::is_leaving)
    })
    .await;
    // The same list as it has now.
    let prepared = fixture.plan(name, vec![fixture.create(name, code, &list)]);
    let warnings = &prepared.plan.steps[0].warnings;
    assert!(
        warnings
            .iter()
            .any(|warning| warning.text.contains("is being deleted"))
    );
    let again = fixture.apply(prepared).await;
    fixture.confirmed(gone).await;
    fixture.confirmed(again).await;
    assert_eq!(fixture.truth(name, code), list);
    assert_eq!(
        (
            fixture.count(DELETES),
            fixture.service.simulator.pse_count(name)
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn a_deleted_endpoint_is_gone() {
    let fixture = Fixture::on_explicit_time().await;
    let prepared = fixture.plan("ledger", vec![fixture.delete("ledger", "westus3")]);
    let step = &prepared.plan.steps[0];
    let name = "ledger/westus3".to_owned();
    assert_eq!(step.confirm, [Confirm::Delete(name)]);
    let id = fixture.apply(prepared).await;
    until(&fixture.inventory, "it is shown as being deleted", |now| {
        let present = present(now, "ledger", "westus3");
        present
            .and_then(|present| present.pending.as_ref())
            .is_some_and(|pending| pending.deleting)
    })
    .await;
    fixture
        .until(id, "it is accepted", |change| {
            change.steps.iter().all(|step| is_accepted(&step.state))
        })
        .await;
    fixture.service.simulator.settle();
    fixture.confirmed(id).await;
    assert_eq!(fixture.service.simulator.pse_count("ledger"), 0);
    assert_eq!(fixture.count(DELETES), 1);
    until(&fixture.inventory, "the region has none", |now| {
        region(now, "ledger", "westus3").endpoint == Endpoint::None
    })
    .await;
    fixture.engine.dismiss(id).await.unwrap();
    assert!(fixture.engine.changes().borrow().is_empty());
}

#[tokio::test]
async fn a_step_that_fails_does_not_stop_the_others() {
    let fixture = Fixture::open().await;
    let codes = ["us-west-2", "us-east-1", "eu-west-1"];
    let before = codes.map(|code| fixture.shown("orders", code));
    let wishes = codes.map(|code| fixture.add("orders", code, NEW));
    // The first edit goes through; the request after it is refused.
    fixture
        .service
        .simulator
        .inject(Fault::on(EDITS, status(400)).times(1).after(1));
    let id = fixture.apply(fixture.plan("orders", wishes.to_vec())).await;
    let change = fixture
        .until(id, "all is over", |change| change.finished)
        .await;

    let states: Vec<&StepState> = change.steps.iter().map(|step| &step.state).collect();
    assert!(is_confirmed(states[0]), "{:?}", states[0]);
    assert_eq!(failure(states[1]), Some(ProblemCode::Invalid));
    assert!(is_confirmed(states[2]), "{:?}", states[2]);
    assert_eq!(fixture.truth("orders", codes[0]), with(&before[0], &[NEW]));
    assert_eq!(fixture.truth("orders", codes[1]), before[1]);
    assert_eq!(fixture.truth("orders", codes[2]), with(&before[2], &[NEW]));
}

fn absent(how: Absence) -> FaultKind {
    FaultKind::Absent {
        field: "security_principals".to_owned(),
        how,
    }
}

#[tokio::test]
async fn an_edit_waits_for_a_list_that_answers_lack_and_keeps_everybody_on_it() {
    for how in [Absence::Null, Absence::Missing, Absence::Bare] {
        let fixture = Fixture::open().await;
        let (name, code) = ("orders", "us-west-2");
        let before = fixture.truth(name, code);
        let prepared = fixture.plan(name, vec![fixture.add(name, code, NEW)]);
        let simulator = &fixture.service.simulator;
        for route in [PSE_READS, CLUSTER_READS] {
            simulator.inject(Fault::on(route, absent(how)));
        }
        let id = fixture.apply(prepared).await;
        fixture
            .until(id, "it waits for the list", |change| {
                is_waiting(&change.steps[0].state)
            })
            .await;
        assert_eq!(fixture.count(EDITS), 0, "{how:?}");
        assert_eq!(fixture.truth(name, code), before);
        simulator.clear_faults();
        fixture.confirmed(id).await;
        assert_eq!(fixture.truth(name, code), with(&before, &[NEW]), "{how:?}");
    }
}

#[tokio::test]
async fn nothing_is_planned_on_a_list_that_was_not_read() {
    let fixture = Fixture::open().await;
    let (name, code) = ("orders", "us-west-2");
    let base = fixture.shown(name, code);
    let simulator = &fixture.service.simulator;
    for route in [PSE_READS, "GET /clusters"] {
        simulator.inject(Fault::on(route, absent(Absence::Null)));
    }
    // Without what it remembers from before.
    let inventory = fixture.service.loaded().await;
    let now = inventory.snapshot();
    let place = region(&now, name, code);
    let draft = |wish| Draft {
        cluster_id: common::cluster(&now, name).id.clone(),
        wishes: vec![wish],
    };
    let edit = Wish::Edit {
        region_id: place.id.clone(),
        base: base.clone(),
        mine: with(&base, &[NEW]),
    };
    let plan = common::reviewed(draft(edit), &now).plan;
    assert!(plan.plans.is_empty());
    let reason = &plan.skipped[0].reason;
    assert!(
        reason.contains("didn't return this endpoint's principals"),
        "{reason}"
    );
    // A deletion needs no list, but says that it can't be undone.
    let delete = Wish::Delete {
        region_id: place.id.clone(),
    };
    let plan = common::reviewed(draft(delete), &now).plan;
    let kinds = plan.plans[0].steps[0]
        .warnings
        .iter()
        .map(|warning| warning.kind);
    assert!(kinds.collect::<Vec<_>>().contains(&WarningKind::ListUnread));
}

#[tokio::test]
async fn one_answer_that_does_not_find_the_endpoint_ends_no_change() {
    // While it is read before it is sent.
    let fixture = Fixture::open().await;
    let simulator = &fixture.service.simulator;
    simulator.inject(Fault::on(PSE_READS, status(404)).times(1));
    let prepared = fixture.plan("ledger", vec![fixture.delete("ledger", "westus3")]);
    fixture.confirmed(fixture.apply(prepared).await).await;
    assert_eq!(fixture.count(DELETES), 1, "it was sent");
    assert_eq!(simulator.pse_count("ledger"), 0);

    // While it is confirmed.
    let fixture = Fixture::open().await;
    let simulator = &fixture.service.simulator;
    simulator.inject(Fault::on(PSE_READS, status(404)).times(2).after(1));
    let prepared = fixture.plan("orders", vec![fixture.add("orders", "us-west-2", NEW)]);
    fixture.confirmed(fixture.apply(prepared).await).await;
    assert_eq!(fixture.count(EDITS), 1);

    // As the answer to what was sent.
    let fixture = Fixture::open().await;
    let simulator = &fixture.service.simulator;
    simulator.inject(Fault::on(EDITS, status(404)).times(1));
    let prepared = fixture.plan("orders", vec![fixture.add("orders", "us-west-2", NEW)]);
    fixture.confirmed(fixture.apply(prepared).await).await;
    assert_eq!(fixture.count(EDITS), 2);
    simulator.inject(Fault::on(DELETES, status(404)).times(1));
    let prepared = fixture.plan("ledger", vec![fixture.delete("ledger", "westus3")]);
    let id = fixture.apply(prepared).await;
    let change = fixture
        .until(id, "it is over", |change| change.finished)
        .await;
    assert!(
        failure(&change.steps[0].state).is_some(),
        "nothing was deleted: {:?}",
        change.steps[0].state
    );
    assert_eq!(simulator.pse_count("ledger"), 1);
}

#[tokio::test]
async fn a_read_that_was_asked_early_is_not_late_because_its_answer_was_slow() {
    let fixture = Fixture::on_explicit_time().await;
    let simulator = &fixture.service.simulator;
    // The edit is done, but its answer is lost.
    simulator.inject(Fault::on(EDITS, FaultKind::LoseAnswer).times(1));
    let prepared = fixture.plan("orders", vec![fixture.add("orders", "us-west-2", NEW)]);
    let id = fixture.apply(prepared).await;
    let held = async {
        while simulator.requests().done(EDITS) < 1 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // The endpoint is ready again, and reads still give the list from before. They are answered only when
        // reads could be expected to agree, with what they saw before that.
        simulator.step(aeon_simulator::Durations::default().edit);
        simulator.inject(Fault::on(PSE_READS, FaultKind::Hold));
        tokio::time::sleep(Pace::quick().lag + Duration::from_millis(100)).await;
    };
    tokio::time::timeout(common::BOUND, held).await.unwrap();
    simulator.settle();
    simulator.clear_faults();
    fixture.confirmed(id).await;
    assert_eq!(fixture.count(EDITS), 1);
}

#[tokio::test]
async fn a_list_that_took_long_to_come_is_read_again_before_another_replaces_it() {
    let mut service = Service::start(Seed::Demo).await;
    service.edit = Duration::from_secs(1);
    let fixture = Fixture::on(service).await;
    let (name, code) = ("orders", "us-west-2");
    let before = fixture.truth(name, code);
    let prepared = fixture.plan(name, vec![fixture.add(name, code, NEW)]);
    let simulator = &fixture.service.simulator;
    let slow = FaultKind::Delay(Duration::from_millis(1200));
    simulator.inject(Fault::on(PSE_READS, slow).times(1));
    let id = fixture.apply(prepared).await;
    fixture
        .until(id, "it is read again", |change| {
            is_waiting(&change.steps[0].state)
        })
        .await;
    assert_eq!(fixture.count(EDITS), 0);
    // What somebody else has added meanwhile stays.
    fixture.set(name, code, &with(&before, &[THEIRS]));
    fixture.confirmed(id).await;
    assert_eq!(fixture.truth(name, code), with(&before, &[THEIRS, NEW]));
    assert_eq!(fixture.count(EDITS), 1);
}

#[tokio::test]
async fn an_edit_whose_answer_can_not_be_read_was_taken() {
    let fixture = Fixture::on_explicit_time().await;
    let simulator = &fixture.service.simulator;
    simulator.inject(Fault::on(EDITS, FaultKind::NotJson).times(1));
    let prepared = fixture.plan("orders", vec![fixture.add("orders", "us-west-2", NEW)]);
    let id = fixture.apply(prepared).await;
    fixture
        .until(id, "it is accepted", |change| {
            is_accepted(&change.steps[0].state)
        })
        .await;
    // Reads show the list from before for longer than they can be behind a request that was lost.
    let lagging = async {
        tokio::time::sleep(Pace::quick().lag + Duration::from_millis(200)).await;
        let read = fixture.count(PSE_READS);
        while fixture.count(PSE_READS) < read + 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(common::BOUND, lagging).await.unwrap();
    simulator.settle();
    fixture.confirmed(id).await;
    assert_eq!(fixture.count(EDITS), 1);
}
