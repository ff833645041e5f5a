//! Edits whose answers are lost, late or refused.

use super::*;

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
    let region_change = fixture.create("ledger", "uksouth", &[SUBSCRIPTION]);
    let id = fixture
        .apply(fixture.plan("ledger", vec![region_change]))
        .await;
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
    simulator.start_task("orders", "EDIT_CLUSTER", Duration::from_secs(3));
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
async fn a_storm_that_outlasts_a_call_is_waited_for() {
    let fixture = Fixture::with(Duration::from_millis(200)).await;
    let before = fixture.shown("orders", "us-west-2");
    let prepared = fixture.plan("orders", vec![fixture.add("orders", "us-west-2", NEW)]);
    for route in [&*fixture.reads("orders", "us-west-2"), EDITS] {
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
    simulator.inject(Fault::on(&fixture.reads(name, code), slow));
    let id = fixture.apply(prepared).await;
    fixture
        .until(id, "it is read again", |change| {
            is_waiting(&change.steps[0].state)
        })
        .await;
    assert_eq!(fixture.count(EDITS), 0);
    // What somebody else has added meanwhile stays.
    fixture.set(name, code, &with(&before, &[THEIRS]));
    simulator.clear_faults();
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

/// How an edit ends that is refused three times with this header.
async fn asked_to_wait(retry_after: Option<Duration>) -> Duration {
    let fixture = Fixture::open().await;
    let simulator = &fixture.service.simulator;
    simulator.inject(Fault::on(EDITS, FaultKind::RateLimit { retry_after }).times(3));
    let prepared = fixture.plan("orders", vec![fixture.add("orders", "us-west-2", NEW)]);
    let began = std::time::Instant::now();
    let id = fixture.apply(prepared).await;
    let sent = async {
        while fixture.count(EDITS) < 4 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(common::BOUND, sent).await.unwrap();
    let took = began.elapsed();
    fixture.confirmed(id).await;
    took
}

#[tokio::test]
async fn a_retry_after_of_a_day_does_not_hold_an_edit_for_a_day() {
    asked_to_wait(Some(Duration::from_hours(24))).await;
}

#[tokio::test]
async fn a_retry_after_of_zero_still_backs_off() {
    let pauses: Duration = Pace::quick().follow.iter().sum();
    assert!(asked_to_wait(Some(Duration::ZERO)).await >= pauses);
    assert!(asked_to_wait(None).await >= pauses);
}
