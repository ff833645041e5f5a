//! Answers that lack something.

use super::*;

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
    let draft = |region_change| Draft {
        cluster_id: common::cluster(&now, name).id.clone(),
        region_changes: vec![region_change],
    };
    let edit = RegionChange::Edit {
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
    let delete = RegionChange::Delete {
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
    let reads = fixture.reads("ledger", "westus3");
    simulator.inject(Fault::on(&reads, status(404)).times(1));
    let prepared = fixture.plan("ledger", vec![fixture.delete("ledger", "westus3")]);
    fixture.confirmed(fixture.apply(prepared).await).await;
    assert_eq!(fixture.count(DELETES), 1, "it was sent");
    assert_eq!(simulator.pse_count("ledger"), 0);

    // While it is confirmed.
    let fixture = Fixture::open().await;
    let simulator = &fixture.service.simulator;
    let reads = fixture.reads("orders", "us-west-2");
    simulator.inject(Fault::on(&reads, status(404)).times(2).after(1));
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
