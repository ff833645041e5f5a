//! Endpoints that are made, given another's list, or deleted, many at once.

use aeon_simulator::{Body, Fault, FaultKind};
use postern::change::{Action, Draft, RegionChange, StepState};
use postern::plan::{BulkPlan, Goal};
use postern::problem::ProblemCode;

use crate::bulk::{skipped, steps};
use crate::support::{PSE, PSES, Stage, is_settled, owned};

const NEW: &str = "arn:aws:iam::112233445566:root";
const SUBSCRIPTION: &str = "a1b2c3d4-0000-4000-8000-112233445566";

#[tokio::test]
async fn a_list_is_copied_to_other_endpoints() {
    let stage = Stage::demo().await;
    let from = stage.region("orders", "us-west-2").id;
    let to = [
        ("orders", "us-west-2"),
        ("orders", "eu-west-1"),
        ("catalog", "us-west-2"),
        ("ledger", "westus3"),
    ];
    let goal = Goal::Copy {
        from: from.clone(),
        to: stage.ids(&to),
    };
    let plan = stage.bulk(goal).await;
    assert_eq!(
        plan.title,
        "Copy the list of orders/us-west-2 to catalog/us-west-2"
    );
    assert_eq!(plan.unchanged, 1, "orders in eu-west-1 has that list");
    assert_eq!(
        skipped(&plan),
        [(
            "ledger",
            "westus3",
            "It is on Azure, which doesn't take a list from AWS."
        )]
    );
    stage.apply_bulk(&plan).await;
    assert_eq!(
        stage.truth("catalog", "us-west-2"),
        stage.truth("orders", "us-west-2")
    );
    let nowhere = Goal::Copy {
        from: stage.region("catalog", "eu-central-1").id,
        to: vec![from],
    };
    let problem = stage.app.plan_bulk(nowhere).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::NotFound);
}

#[tokio::test]
async fn every_region_that_lacks_an_endpoint_gets_one() {
    let stage = Stage::demo().await;
    let clusters = ["catalog", "orders", "telemetry", "sandbox"];
    let goal = Goal::CreateMissing {
        clusters: clusters.map(|name| stage.cluster(name).id.clone()).to_vec(),
        principals: owned(&[NEW]),
    };
    let plan = stage.bulk(goal).await;
    assert_eq!(plan.title, "Create 2 endpoints");
    assert_eq!(plan.unchanged, 5);
    let out = skipped(&plan);
    assert_eq!(out.len(), 3, "{out:?}");
    assert!(
        out.iter()
            .all(|(_, _, why)| why.contains("can't have private service endpoints")),
        "{out:?}"
    );
    stage.sim.reset_requests();
    stage.apply_bulk(&plan).await;
    assert_eq!(stage.sim.requests().of(&format!("POST {PSES}")), 1);
    for region in ["eu-central-1", "ap-southeast-1"] {
        assert_eq!(stage.truth("catalog", region), [NEW]);
    }
}

#[tokio::test]
async fn endpoints_are_made_where_they_are_named_and_deleted_again() {
    let stage = Stage::demo().await;
    let wanted = [("ledger", "uksouth"), ("catalog", "eu-central-1")];
    let regions = stage.ids(&[wanted[0], wanted[1], ("orders", "us-west-2")]);
    let goal = Goal::Create {
        regions: regions.clone(),
        principals: owned(&[NEW, SUBSCRIPTION]),
    };
    let plan = stage.bulk(goal).await;
    assert_eq!(
        skipped(&plan),
        [(
            "orders",
            "us-west-2",
            "This region already has an endpoint. Edit that one instead."
        )]
    );
    stage.apply_bulk(&plan).await;
    assert_eq!(stage.truth("ledger", "uksouth"), [SUBSCRIPTION]);
    assert_eq!(stage.truth("catalog", "eu-central-1"), [NEW]);

    let plan = stage
        .bulk(Goal::Delete {
            regions: regions[..2].to_vec(),
        })
        .await;
    assert_eq!(plan.title, "Delete 2 endpoints");
    assert!(
        steps(&plan)
            .iter()
            .all(|(_, step)| step.action == Action::Delete)
    );
    assert_eq!(stage.to_type(&plan).await, ["delete 2 endpoints"]);
    stage.apply_bulk(&plan).await;
    for (cluster, region) in wanted {
        assert_eq!(stage.sim.principals(cluster, region), None);
    }
}

#[tokio::test]
async fn drafts_of_several_clusters_are_applied_together() {
    let stage = Stage::demo().await;
    let mut drafts = vec![
        stage.adding("orders", "us-west-2", NEW),
        stage.adding("catalog", "us-west-2", NEW),
    ];
    drafts.push(Draft {
        cluster_id: stage.cluster("orders").id.clone(),
        region_changes: vec![RegionChange::Delete {
            region_id: stage.region("orders", "eu-west-1").id,
        }],
    });
    let plan = stage.bulk(Goal::Drafts { drafts }).await;
    assert_eq!(plan.title, "Change 3 endpoints");
    assert_eq!(plan.plans.len(), 2, "drafts of one cluster become one");
    stage.apply_bulk(&plan).await;
    assert!(
        stage
            .truth("catalog", "us-west-2")
            .contains(&NEW.to_owned())
    );
    assert_eq!(stage.sim.pse_count("orders"), 2);
}

/// The demo's endpoint that has failed.
const FAILED: (&str, &str) = ("sessions", "us-east-1");

/// The actions of a plan, in order.
fn actions(plan: &BulkPlan) -> Vec<Action> {
    steps(plan).iter().map(|(_, step)| step.action).collect()
}

/// The demo without the upgrade that its cluster is busy with.
async fn calm_demo() -> Stage {
    let stage = Stage::demo().await;
    stage.sim.settle();
    stage
}

async fn recreating(stage: &Stage) -> BulkPlan {
    let regions = stage.ids(&[FAILED]);
    stage.bulk(Goal::Recreate { regions }).await
}

#[tokio::test]
async fn a_failed_endpoint_is_deleted_and_made_again_with_its_principals_in_one_plan() {
    let stage = calm_demo().await;
    let before = stage.truth(FAILED.0, FAILED.1);
    let plan = recreating(&stage).await;
    assert_eq!(plan.title, "Recreate sessions/us-east-1");
    assert_eq!(actions(&plan), [Action::Delete, Action::Create]);
    assert_eq!(stage.to_type(&plan).await, ["sessions/us-east-1"]);
    let warnings = &steps(&plan)[1].1.warnings;
    let reason = "The failed endpoint is deleted first. This step starts after that.";
    assert!(
        warnings.iter().any(|one| one.text == reason),
        "{warnings:?}"
    );

    let file = stage.app.export_plan(plan.id, vec![]).await.unwrap();
    let imported = stage.app.import_plan(file).await.unwrap();
    assert_eq!(actions(&imported), [Action::Delete, Action::Create]);

    let changes = stage.apply_bulk(&plan).await;
    assert_eq!(changes.len(), 1, "one change holds both steps");
    assert_eq!(stage.truth(FAILED.0, FAILED.1), before);
    let state = stage.sim.pse_state(FAILED.0, FAILED.1);
    assert_ne!(state.as_deref(), Some("FAILED"));
}

#[tokio::test]
async fn nothing_is_created_if_the_failed_endpoint_could_not_be_deleted() {
    let stage = calm_demo().await;
    stage.sim.inject(Fault {
        route: Some(format!("DELETE {PSE}")),
        kind: FaultKind::Status {
            code: 400,
            body: Body::Json("Try later".to_owned()),
        },
        times: Some(1),
        after: 0,
        key: None,
    });
    let plan = recreating(&stage).await;
    let typed = stage.to_type(&plan).await;
    let changes = stage.app.apply_bulk(plan.id, typed, vec![]).await.unwrap();
    let id = changes[0].id;
    stage.step(id, 0, is_settled).await;
    let StepState::Failed { problem } = stage.step(id, 1, is_settled).await else {
        panic!("the endpoint is still there");
    };
    assert!(problem.message.contains("wasn't deleted"), "{problem:?}");

    // Trying the deletion again is followed by the create.
    let region = stage.region(FAILED.0, FAILED.1).id;
    stage.app.retry_step(id, region).await.unwrap();
    stage.confirmed(id).await;
    assert_ne!(
        stage.sim.pse_state(FAILED.0, FAILED.1).as_deref(),
        Some("FAILED")
    );
}

#[tokio::test]
async fn only_what_has_failed_is_recreated() {
    let stage = Stage::demo().await;
    let regions = stage.ids(&[("orders", "us-west-2")]);
    let plan = stage.bulk(Goal::Recreate { regions }).await;
    assert_eq!(
        skipped(&plan),
        [(
            "orders",
            "us-west-2",
            "Only an endpoint that has failed can be recreated."
        )]
    );
}
