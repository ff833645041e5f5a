//! A PSE's life.

use std::time::Duration;

use aeon_simulator::Seed;
use serde_json::json;

use crate::there::{create, detail, spec, start, text};

const ROOT: &str = "arn:aws:iam::301122334455:root";
const OTHER: &str = "arn:aws:iam::772845091263:role/app";

#[tokio::test]
async fn a_pse_is_made_edited_and_deleted() {
    let there = start(Seed::Demo).await;
    let (cluster, region) = there.ids("catalog", "eu-central-1").await;
    let all = format!("P/clusters/{cluster}/private-service-endpoints");
    let (status, made) = there.post(&all, create(&[spec(&region, &[ROOT])])).await;
    assert_eq!(status, 201, "{made}");
    let one = format!("{all}/{}", text(&made["data"][0]["info"]["id"]));
    let (_, young) = there.get(&one).await;
    assert_eq!(young["data"]["info"]["state"], "CREATING");
    assert_eq!(young["data"]["info"]["service_name"], json!(null));
    assert_eq!(young["data"]["info"]["availability_zones"], json!([]));

    let (status, busy) = there.put(&one, spec(&region, &[])).await;
    assert_eq!(status, 409);
    assert!(
        detail(&busy).contains("CREATE_PRIVATE_SERVICE_ENDPOINT"),
        "{busy}"
    );
    let (_, tasks) = there
        .get(&format!(
            "/accounts/{}/tasks?entity_id={cluster}",
            there.account
        ))
        .await;
    assert_eq!(tasks["data"][0]["info"]["state"], "QUEUED");
    there.sim.step(Duration::from_secs(20));
    let (_, tasks) = there
        .get(&format!(
            "/accounts/{}/tasks?entity_id={cluster}",
            there.account
        ))
        .await;
    assert_eq!(tasks["data"][0]["info"]["state"], "IN_PROGRESS");
    there.sim.settle();
    let (_, ready) = there.get(&one).await;
    assert_eq!(ready["data"]["info"]["state"], "ACTIVE");
    assert!(
        text(&ready["data"]["info"]["service_name"])
            .starts_with("com.amazonaws.vpce.eu-central-1.")
    );
    assert_eq!(ready["data"]["info"]["availability_zones"][0], "euc1-az1");
    assert_eq!(
        ready["data"]["info"]["connections"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    // A read right after the edit still gives the old list; 20 s later it doesn't.
    let (status, _) = there.put(&one, spec(&region, &[ROOT, OTHER])).await;
    assert_eq!(status, 200);
    assert_eq!(
        there.sim.principals("catalog", "eu-central-1").unwrap(),
        [ROOT, OTHER]
    );
    there.sim.step(Duration::from_secs(19));
    let (_, stale) = there.get(&one).await;
    assert_eq!(stale["data"]["spec"]["security_principals"], json!([ROOT]));
    let listed = there.cluster("catalog").await.to_string();
    assert!(!listed.contains(OTHER));
    there.sim.step(Duration::from_secs(2));
    let (_, fresh) = there.get(&one).await;
    assert_eq!(
        fresh["data"]["spec"]["security_principals"],
        json!([ROOT, OTHER])
    );
    assert!(there.cluster("catalog").await.to_string().contains(OTHER));

    assert_eq!(there.delete(&one).await.0, 204);
    assert_eq!(there.get(&one).await.1["data"]["info"]["state"], "DELETING");
    there.sim.settle();
    assert_eq!(there.get(&one).await.0, 404);
    assert_eq!(there.sim.pse_count("catalog"), 2);
}

#[tokio::test]
async fn the_service_refuses_wrong_pses() {
    let there = start(Seed::Demo).await;
    for (cluster, region, principal, status, words) in [
        (
            "catalog",
            "eu-central-1",
            "123456789012",
            400,
            "Invalid security principal",
        ),
        ("catalog", "us-west-2", ROOT, 409, "already exists"),
        ("telemetry", "us-west1", ROOT, 400, "not supported on GCP"),
        ("sandbox", "us-west-2", ROOT, 400, "sandbox"),
        ("marketing-site", "eu-west-1", ROOT, 400, "VPC"),
        ("ledger", "uksouth", ROOT, 400, "Invalid security principal"),
    ] {
        let (id, info) = there.ids(cluster, region).await;
        let path = format!("P/clusters/{id}/private-service-endpoints");
        let (code, body) = there
            .post(&path, create(&[spec(&info, &[principal])]))
            .await;
        assert_eq!(code, status, "{cluster}: {body}");
        assert!(detail(&body).contains(words), "{cluster}: {body}");
    }
    let (id, _) = there.ids("catalog", "us-west-2").await;
    let path = format!("P/clusters/{id}/private-service-endpoints");
    assert_eq!(
        there
            .post(&path, create(&[spec("nowhere", &[ROOT])]))
            .await
            .0,
        400
    );
    assert_eq!(
        there.put(&format!("{path}/nobody"), spec("x", &[])).await.0,
        404
    );
    let (id, _) = there.ids("loyalty", "eu-central-1").await;
    let one = there.pse_path("loyalty", "eu-central-1").await;
    let (status, body) = there.delete(&one).await;
    assert_eq!(
        (status, detail(&body).as_str()),
        (409, "Cluster is not in an active state"),
        "{id}"
    );
}
