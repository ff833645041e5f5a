//! Endpoints that are made, given another's list, or deleted, many at once.

use postern::change::{Action, Draft, Wish};
use postern::plan::Goal;
use postern::problem::ProblemCode;

use crate::bulk::{skipped, steps};
use crate::support::{PSES, Stage, owned, sorted};

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
    assert_eq!(
        sorted(stage.to_type(&plan).await),
        ["catalog/eu-central-1", "ledger/uksouth"]
    );
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
        wishes: vec![Wish::Delete {
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
