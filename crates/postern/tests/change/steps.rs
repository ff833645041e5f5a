//! Steps and changes beside each other.

use super::*;
use postern::cloud::Cloud;

#[tokio::test]
async fn a_step_that_fails_does_not_stop_the_others() {
    let fixture = Fixture::open().await;
    let codes = ["us-west-2", "us-east-1", "eu-west-1"];
    let before = codes.map(|code| fixture.shown("orders", code));
    let region_changes = codes.map(|code| fixture.add("orders", code, NEW));
    // The first edit goes through; the request after it is refused.
    fixture
        .service
        .simulator
        .inject(Fault::on(EDITS, status(400)).times(1).after(1));
    let id = fixture
        .apply(fixture.plan("orders", region_changes.to_vec()))
        .await;
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

#[tokio::test]
async fn dismissing_an_old_change_leaves_what_a_newer_one_is_doing() {
    let fixture = Fixture::on_explicit_time().await;
    let (name, code) = ("orders", "us-west-2");
    let before = fixture.shown(name, code);
    let simulator = &fixture.service.simulator;
    simulator.inject(Fault::on(EDITS, status(400)).times(1));
    let old = fixture
        .apply(fixture.plan(name, vec![fixture.add(name, code, THEIRS)]))
        .await;
    fixture
        .until(old, "the service refuses it", |change| change.finished)
        .await;
    let id = fixture
        .apply(fixture.plan(name, vec![fixture.add(name, code, NEW)]))
        .await;
    fixture
        .until(id, "the edit is accepted", |change| {
            is_accepted(&change.steps[0].state)
        })
        .await;
    fixture.engine.dismiss(old).await.unwrap();
    assert_eq!(fixture.shown(name, code), with(&before, &[NEW]));
}

#[tokio::test]
async fn a_step_that_waits_holds_back_no_other() {
    let fixture = Fixture::open().await;
    let (name, waits, goes) = ("orders", "us-west-2", "us-east-1");
    let simulator = &fixture.service.simulator;
    let region_changes = vec![fixture.add(name, waits, NEW), fixture.add(name, goes, NEW)];
    let prepared = fixture.plan(name, region_changes);
    // The first one's list was changed since: it waits for the lag.
    let base = fixture.shown(name, waits);
    fixture.set(name, waits, &with(&base, &[THEIRS]));
    let id = fixture.apply(prepared).await;
    let change = fixture
        .until(id, "the second step is sent", |change| {
            is_accepted(&change.steps[1].state)
                || matches!(change.steps[1].state, StepState::InForce { .. })
        })
        .await;
    assert!(
        is_waiting(&change.steps[0].state),
        "{:?}",
        change.steps[0].state
    );
    fixture.confirmed(id).await;
    assert_eq!(fixture.count(EDITS), 2);
    assert_eq!(
        simulator.principals(name, waits).unwrap(),
        with(&base, &[THEIRS, NEW])
    );
}

#[tokio::test]
async fn many_edits_are_watched_by_reading_the_list_of_clusters() {
    let options = aeon_simulator::Options {
        durations: aeon_simulator::Durations {
            edit: Duration::ZERO,
            ..aeon_simulator::Durations::quick()
        },
        ..Default::default()
    };
    let seed = Seed::Large {
        clusters: 40,
        regions: 1,
    };
    let fixture = Fixture::on(Service::with(seed, options).await).await;
    let now = fixture.inventory.snapshot();
    let on_aws = now
        .clusters
        .iter()
        .filter(|cluster| cluster.clouds == [Cloud::Aws]);
    let names: Vec<String> = on_aws
        .map(|cluster| cluster.name.clone())
        .take(12)
        .collect();
    assert_eq!(names.len(), 12);
    let mut ids = Vec::new();
    for name in &names {
        let region = fixture.service.simulator.regions(name).remove(0);
        let prepared = fixture.plan(name, vec![fixture.add(name, &region, NEW)]);
        ids.push(fixture.apply(prepared).await);
    }
    for id in ids {
        fixture.confirmed(id).await;
    }
    // Each would be read some fifty times in the lag.
    let reads = fixture.count(PSE_READS) / 12;
    assert!(reads < 20, "{reads} reads of each endpoint");
    assert!(fixture.count("GET /clusters") > 5);
}
