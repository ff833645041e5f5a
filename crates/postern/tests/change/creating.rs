//! Endpoints that are created.

use super::*;

#[tokio::test]
async fn endpoints_are_made_in_all_regions_that_lack_them() {
    let fixture = Fixture::on_explicit_time().await;
    let missing = ["eu-central-1", "ap-southeast-1"];
    let region_changes = missing.map(|code| fixture.create("catalog", code, &[NEW]));
    let id = fixture
        .apply(fixture.plan("catalog", region_changes.to_vec()))
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
    let region_changes = missing.map(|code| fixture.create("catalog", code, &[NEW]));
    let simulator = &fixture.service.simulator;
    // It names a value, so the form of the request is not in doubt.
    let refused = FaultKind::Status {
        code: 400,
        body: Body::Json(format!("Invalid security principal: {NEW}")),
    };
    simulator.inject(Fault::on(CREATES, refused).times(times));
    let id = fixture
        .apply(fixture.plan("catalog", region_changes.to_vec()))
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
