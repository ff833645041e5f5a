//! Making and deleting VPCs.

use aeon_simulator::{Body, Fault, FaultKind, Seed};
use postern::cloud::Cloud;
use postern::inventory::Health;
use postern::journal::{HistoryFormat, HistoryQuery, VpcResult};
use postern::problem::ProblemCode;
use postern::vpc::{VpcDraft, VpcDraftRegion};

use crate::support::{Stage, quick, simulator, until};

fn draft(name: &str, cidr: &str) -> VpcDraft {
    VpcDraft {
        name: name.to_owned(),
        cloud: Cloud::Aws,
        parent_cidr: None,
        regions: vec![VpcDraftRegion {
            region: "us-west-2".to_owned(),
            cidr: cidr.to_owned(),
        }],
    }
}

#[tokio::test]
async fn a_vpc_is_made_followed_and_deleted() {
    let stage = Stage::demo().await;
    let id = stage
        .app
        .create_vpc(draft("fresh", "10.99.0.0/24"))
        .await
        .unwrap();
    let find = || {
        stage
            .snapshot()
            .vpcs
            .iter()
            .find(|vpc| vpc.id == id)
            .cloned()
    };
    assert_eq!(find().unwrap().name, "fresh");
    until("it is ready", || {
        find().filter(|vpc| vpc.health == Health::Good)
    })
    .await;
    let wrong = stage
        .app
        .delete_vpc(id.clone(), "Fresh".to_owned())
        .await
        .unwrap_err();
    assert_eq!(wrong.code, ProblemCode::Invalid);
    assert!(stage.sim.vpc_names().contains(&"fresh".to_owned()));
    stage
        .app
        .delete_vpc(id.clone(), "fresh".to_owned())
        .await
        .unwrap();
    until("it is gone", || find().is_none().then_some(())).await;
    assert!(!stage.sim.vpc_names().contains(&"fresh".to_owned()));

    // Both are in the history, newest first, and in its export.
    let page = stage.app.history(HistoryQuery::default()).await.unwrap();
    let titles: Vec<_> = page.entries.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["Delete VPC fresh", "Create VPC fresh"]);
    let created = page.entries[1].vpc.as_ref().unwrap();
    assert_eq!(created.what, "AWS · us-west-2 10.99.0.0/24");
    assert_eq!(created.result, VpcResult::Accepted);
    let found = HistoryQuery {
        text: "vpc fresh".to_owned(),
        ..HistoryQuery::default()
    };
    let csv = stage.app.history_export(found, HistoryFormat::Csv).await;
    let csv = csv.unwrap();
    assert!(csv.contains("\"delete VPC\",\"accepted\""), "{csv}");
}

#[tokio::test]
async fn a_vpc_that_may_have_been_made_is_in_the_history_as_such() {
    let stage = Stage::demo().await;
    for (kind, is_known) in [
        (
            FaultKind::Status {
                code: 400,
                body: Body::Json("No.".to_owned()),
            },
            true,
        ),
        (FaultKind::LoseAnswer, false),
    ] {
        stage.sim.inject(Fault {
            route: Some("POST /vpcs".to_owned()),
            kind,
            times: Some(1),
            after: 0,
            key: None,
        });
        let making = stage.app.create_vpc(draft("fresh", "10.99.0.0/24"));
        making.await.unwrap_err();
        let page = stage.app.history(HistoryQuery::default()).await.unwrap();
        let result = &page.entries[0].vpc.as_ref().unwrap().result;
        assert_eq!(
            matches!(result, VpcResult::Failed(_)),
            is_known,
            "{result:?}"
        );
        assert_eq!(
            matches!(result, VpcResult::Unknown(_)),
            !is_known,
            "{result:?}"
        );
    }
}

#[tokio::test]
async fn a_vpc_that_is_deleted_is_followed_where_it_cannot_be_read_at_once() {
    let stage = Stage::demo().await;
    let vpc = |name: &str| {
        let snapshot = stage.snapshot();
        snapshot.vpcs.iter().find(|vpc| vpc.name == name).cloned()
    };
    stage
        .app
        .create_vpc(draft("fresh", "10.99.0.0/24"))
        .await
        .unwrap();
    let fresh = until("it is ready", || {
        vpc("fresh").filter(|vpc| vpc.health == Health::Good)
    })
    .await;
    let refused = FaultKind::Status {
        code: 403,
        body: Body::Json("Not now".to_owned()),
    };
    stage
        .sim
        .inject(Fault::on("GET /vpcs/{vpc_id}", refused).times(1));
    stage
        .app
        .delete_vpc(fresh.id.clone(), "fresh".to_owned())
        .await
        .unwrap();
    assert!(vpc("fresh").is_none_or(|vpc| vpc.health == Health::Changing));
    until("it is gone", || vpc("fresh").is_none().then_some(())).await;
}

#[tokio::test]
async fn a_vpc_that_is_made_during_a_load_stays_and_is_followed() {
    let stage = Stage::demo().await;
    let before = stage.snapshot().read_at;
    stage.sim.inject(Fault::on("GET /vpcs", FaultKind::Hold));
    stage.sim.reset_requests();
    stage.app.refresh().await.unwrap();
    until("the list was answered", || {
        (stage.sim.requests().done("GET /vpcs") == 1).then_some(())
    })
    .await;
    let id = stage
        .app
        .create_vpc(draft("fresh", "10.99.0.0/24"))
        .await
        .unwrap();
    stage.sim.clear_faults();
    until("the load is done", || {
        (stage.snapshot().read_at != before).then_some(())
    })
    .await;
    let health = || {
        let snapshot = stage.snapshot();
        let found = snapshot.vpcs.iter().find(|vpc| vpc.id == id);
        found.map(|vpc| vpc.health)
    };
    assert!(health().is_some(), "the older list doesn't hide it");
    until("it is ready", || {
        health().filter(|health| *health == Health::Good)
    })
    .await;
}

#[tokio::test]
async fn a_form_with_something_wrong_is_not_sent() {
    let stage = Stage::demo().await;
    let check = stage
        .app
        .check_vpc(draft("prod-core", "10.20.0.0/24"))
        .await
        .unwrap();
    assert!(check.name.is_some());
    stage.sim.reset_requests();
    let problem = stage
        .app
        .create_vpc(draft("prod-core", "10.99.0.0/24"))
        .await
        .unwrap_err();
    assert_eq!(problem.code, ProblemCode::Invalid);
    assert_eq!(stage.sim.requests().of("POST /vpcs"), 0);
}

#[tokio::test]
async fn a_role_that_may_not_is_told_so() {
    let stage = Stage::with(simulator(Seed::Demo).await, quick(), |keys| keys.developer).await;
    let problem = stage
        .app
        .create_vpc(draft("fresh", "10.99.0.0/24"))
        .await
        .unwrap_err();
    assert_eq!(
        (problem.code, problem.message.as_str()),
        (
            ProblemCode::Forbidden,
            "The Developer role can't create VPCs."
        )
    );
}
