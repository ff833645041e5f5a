//! Making and deleting VPCs.

use aeon_simulator::Seed;
use postern::inventory::{Cloud, Health};
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
            "The role Developer may not create VPCs."
        )
    );
}
