//! Edits that are merged with what somebody else did.

use super::*;

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
