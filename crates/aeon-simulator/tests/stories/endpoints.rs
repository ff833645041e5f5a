//! Private service endpoints: created, edited, deleted.

use std::time::Duration;

use aeon_simulator::Seed;
use serde_json::json;

use crate::client::{create, detail, spec, start, text};

const ROOT: &str = "arn:aws:iam::301122334455:root";
const OTHER: &str = "arn:aws:iam::772845091263:role/app";

#[tokio::test]
async fn a_pse_is_created_edited_and_deleted() {
    let client = start(Seed::Demo).await;
    let (cluster, region) = client.ids("catalog", "eu-central-1").await;
    let all = format!("P/clusters/{cluster}/private-service-endpoints");
    let (status, created) = client.post(&all, create(&[spec(&region, &[ROOT])])).await;
    assert_eq!(status, 201, "{created}");
    let one = format!("{all}/{}", text(&created["data"][0]["info"]["id"]));
    let (_, new) = client.get(&one).await;
    assert_eq!(new["data"]["info"]["state"], "CREATING");
    assert_eq!(new["data"]["info"]["service_name"], json!(null));
    assert_eq!(new["data"]["info"]["availability_zones"], json!([]));

    let (status, busy) = client.put(&one, spec(&region, &[])).await;
    assert_eq!(status, 409);
    assert!(
        detail(&busy).contains("CREATE_PRIVATE_SERVICE_ENDPOINT"),
        "{busy}"
    );
    let (_, tasks) = client
        .get(&format!(
            "/accounts/{}/tasks?entity_id={cluster}",
            client.account
        ))
        .await;
    assert_eq!(tasks["data"][0]["info"]["state"], "QUEUED");
    client.sim.step(Duration::from_secs(20));
    let (_, tasks) = client
        .get(&format!(
            "/accounts/{}/tasks?entity_id={cluster}",
            client.account
        ))
        .await;
    assert_eq!(tasks["data"][0]["info"]["state"], "IN_PROGRESS");
    client.sim.settle();
    let (_, ready) = client.get(&one).await;
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

    // Until 20 s after the edit a read returns the old list.
    let (status, _) = client.put(&one, spec(&region, &[ROOT, OTHER])).await;
    assert_eq!(status, 200);
    assert_eq!(
        client.sim.principals("catalog", "eu-central-1").unwrap(),
        [ROOT, OTHER]
    );
    client.sim.step(Duration::from_secs(19));
    let (_, stale) = client.get(&one).await;
    assert_eq!(stale["data"]["spec"]["security_principals"], json!([ROOT]));
    let listed = client.cluster("catalog").await.to_string();
    assert!(!listed.contains(OTHER));
    client.sim.step(Duration::from_secs(2));
    let (_, fresh) = client.get(&one).await;
    assert_eq!(
        fresh["data"]["spec"]["security_principals"],
        json!([ROOT, OTHER])
    );
    assert!(client.cluster("catalog").await.to_string().contains(OTHER));

    assert_eq!(client.delete(&one).await.0, 204);
    assert_eq!(
        client.get(&one).await.1["data"]["info"]["state"],
        "DELETING"
    );
    client.sim.settle();
    assert_eq!(client.get(&one).await.0, 404);
    assert_eq!(client.sim.pse_count("catalog"), 2);
}

#[tokio::test]
async fn invalid_requests_for_pses_are_refused() {
    let client = start(Seed::Demo).await;
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
        let (id, info) = client.ids(cluster, region).await;
        let path = format!("P/clusters/{id}/private-service-endpoints");
        let (code, body) = client
            .post(&path, create(&[spec(&info, &[principal])]))
            .await;
        assert_eq!(code, status, "{cluster}: {body}");
        assert!(detail(&body).contains(words), "{cluster}: {body}");
    }
    let (id, _) = client.ids("catalog", "us-west-2").await;
    let path = format!("P/clusters/{id}/private-service-endpoints");
    assert_eq!(
        client
            .post(&path, create(&[spec("nowhere", &[ROOT])]))
            .await
            .0,
        400
    );
    assert_eq!(
        client
            .put(&format!("{path}/nobody"), spec("x", &[]))
            .await
            .0,
        404
    );
    let (id, _) = client.ids("loyalty", "eu-central-1").await;
    let one = client.pse_path("loyalty", "eu-central-1").await;
    let (status, body) = client.delete(&one).await;
    assert_eq!(
        (status, detail(&body).as_str()),
        (409, "Cluster is not in an active state"),
        "{id}"
    );
}
