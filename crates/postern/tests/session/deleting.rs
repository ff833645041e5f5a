//! Deleting an endpoint that has connections, with each behavior that the service may have.

use std::time::Duration;

use aeon_simulator::{DeleteConnected, Durations, Options, Seed, Simulator};
use postern::change::{Draft, RegionChange, StepState, WarningKind};
use postern::inventory::{Details, Pace};
use postern::session::AppOptions;

use crate::support::{Stage, is_settled, quick, until};

const PLACE: (&str, &str) = ("orders", "eu-west-1");

async fn stage(delete_connected: DeleteConnected, pace: Pace) -> Stage {
    let options = Options {
        durations: Durations::quick(),
        delete_connected,
        ..Options::default()
    };
    let sim = Simulator::start(Seed::Demo, options).await.unwrap();
    let options = AppOptions { pace, ..quick() };
    Stage::with(sim, options, |keys| keys.admin).await
}

/// Reviews and deletes the endpoint, which has one connection; how that ends.
async fn deleted(stage: &Stage) -> StepState {
    let (cluster, region) = PLACE;
    until("the connections are read", || {
        let details = stage.present(cluster, region)?.details;
        matches!(details, Details::Known { .. }).then_some(())
    })
    .await;
    let plan = stage
        .plan(Draft {
            cluster_id: stage.cluster(cluster).id.clone(),
            region_changes: vec![RegionChange::Delete {
                region_id: stage.region(cluster, region).id,
            }],
        })
        .await;
    let Details::Known {
        connections: Some(ids),
        ..
    } = stage.present(cluster, region).unwrap().details
    else {
        panic!("they are known");
    };
    let mut warnings = plan.steps[0].warnings.iter();
    let warning = warnings
        .find(|warning| warning.kind == WarningKind::ConnectionsCut)
        .unwrap();
    assert!(
        warning.text.contains(&ids[0]) && warning.text.contains("is billed, until you delete it"),
        "{warning:?}"
    );
    let id = stage.apply_plan(&plan).await;
    stage.step(id, 0, is_settled).await
}

#[tokio::test]
async fn it_is_confirmed_if_the_service_drops_the_connections() {
    let stage = stage(DeleteConnected::Drop, Pace::quick()).await;
    let state = deleted(&stage).await;
    assert!(matches!(state, StepState::Confirmed { .. }), "{state:?}");
}

#[tokio::test]
async fn a_refusal_is_told_in_the_service_s_words() {
    let stage = stage(DeleteConnected::Refuse, Pace::quick()).await;
    let StepState::Failed { problem } = deleted(&stage).await else {
        panic!("it was refused");
    };
    assert!(
        problem.message.contains("has connections: 1"),
        "{problem:?}"
    );
    assert!(stage.present(PLACE.0, PLACE.1).is_some());
}

#[tokio::test]
async fn an_endpoint_that_comes_back_is_told_as_such() {
    let pace = Pace {
        edit: Duration::from_millis(1_500),
        ..Pace::quick()
    };
    let stage = stage(DeleteConnected::Return, pace).await;
    let StepState::NotConfirmed { reason } = deleted(&stage).await else {
        panic!("it is there again");
    };
    assert!(
        reason.contains("is still in service, or is again"),
        "{reason}"
    );
}

#[tokio::test]
async fn a_deletion_that_takes_long_is_told_as_such() {
    let pace = Pace {
        delete: Duration::from_millis(800),
        ..Pace::quick()
    };
    let stage = stage(DeleteConnected::Hang, pace).await;
    let StepState::NotConfirmed { reason } = deleted(&stage).await else {
        panic!("it goes on");
    };
    assert!(reason.contains("still being deleted"), "{reason}");
}

#[tokio::test]
async fn connections_that_are_not_reported_are_not_none() {
    let stage = stage(DeleteConnected::Drop, Pace::quick()).await;
    let (cluster, region) = ("customer-identity-and-consent-management", "us-east-2");
    stage.sim.hide_connections(cluster, region);
    let id = stage.region(cluster, region).id;
    stage.app.read_details(id.clone()).await.unwrap();
    let connections = || match stage.present(cluster, region)?.details {
        Details::Known { connections, .. } => Some(connections),
        _ => None,
    };
    until("it is read", || connections()?.is_none().then_some(())).await;
    let findings = stage.app.access().await.unwrap().findings;
    assert!(!findings.iter().any(|finding| {
        finding.kind == postern::access::FindingKind::NobodyConnected
            && finding.regions.contains(&id)
    }));
}
