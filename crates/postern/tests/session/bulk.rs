//! Goals over many endpoints, from the review to the lists on the service.

use postern::change::{BulkPlan, Change, Goal};
use postern::problem::ProblemCode;

use crate::support::{Stage, owned, sorted, until};

const NEW: &str = "arn:aws:iam::112233445566:root";

fn typed(plan: &BulkPlan) -> Vec<String> {
    let steps = plan.plans.iter().flat_map(|plan| &plan.steps);
    steps
        .filter_map(|step| step.type_to_confirm.clone())
        .collect()
}

/// Reviews and carries out; everything that has to be typed is typed.
async fn apply(stage: &Stage, goal: Goal) -> Vec<Change> {
    let plan = stage.app.plan_bulk(goal).await.unwrap();
    let typed = typed(&plan);
    stage.app.apply_bulk(plan.id, typed, vec![]).await.unwrap()
}

async fn confirmed(stage: &Stage, changes: &[Change]) {
    for change in changes {
        stage.confirmed(change.id).await;
    }
}

#[tokio::test]
async fn a_principal_is_added_to_endpoints_of_several_clusters() {
    let stage = Stage::demo().await;
    let places = [
        ("orders", "us-west-2"),
        ("orders", "us-east-1"),
        ("catalog", "us-west-2"),
    ];
    let goal = Goal::Add {
        regions: places
            .map(|(cluster, region)| stage.region(cluster, region).id)
            .to_vec(),
        principals: owned(&[NEW]),
    };
    let plan = stage.app.plan_bulk(goal).await.unwrap();
    assert_eq!(plan.title, "Add 1122…5566 root to 3 endpoints");
    let changes = stage.app.apply_bulk(plan.id, vec![], vec![]).await.unwrap();
    assert_eq!(changes.len(), 2, "one for each cluster");
    assert!(
        changes
            .iter()
            .all(|change| change.batch == plan.id && change.title == plan.title)
    );
    confirmed(&stage, &changes).await;
    for (cluster, region) in places {
        let list = stage.sim.principals(cluster, region).unwrap();
        assert_eq!(list.iter().filter(|text| *text == NEW).count(), 1);
    }
    let again = stage
        .app
        .apply_bulk(plan.id, vec![], vec![])
        .await
        .unwrap_err();
    assert_eq!(again.code, ProblemCode::Stale, "a plan is carried out once");
}
