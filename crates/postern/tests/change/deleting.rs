//! Endpoints that are deleted.

use super::*;

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
async fn a_deletion_asks_about_principals_that_were_not_reviewed() {
    let fixture = Fixture::open().await;
    let (name, code) = ("orders", "us-west-2");
    let base = fixture.shown(name, code);
    let prepared = fixture.plan(name, vec![fixture.delete(name, code)]);
    fixture.set(name, code, &with(&base, &[THEIRS]));

    let id = fixture.apply(prepared).await;
    let change = fixture
        .until(id, "the user is asked", |change| {
            matches!(change.steps[0].state, StepState::Conflict { .. })
        })
        .await;
    let [Conflict::NewSinceReview { principals, .. }] = change.steps[0].step.conflicts.as_slice()
    else {
        panic!("{:?}", change.steps[0].step.conflicts)
    };
    assert_eq!(principals[0].text, THEIRS);
    assert_eq!(fixture.count(DELETES), 0);

    let region_id = change.steps[0].step.region_id.clone();
    let decided = fixture.engine.decide(id, region_id, Decision::Mine);
    decided.await.unwrap();
    fixture.confirmed(id).await;
    assert_eq!(fixture.count(DELETES), 1);
    assert_eq!(fixture.service.simulator.principals(name, code), None);
}
