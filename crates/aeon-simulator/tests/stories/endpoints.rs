//! Private service endpoints: created, edited, deleted.

use std::time::Duration;

use aeon_simulator::{Clock, DeleteConnected, Options, Seed};
use serde_json::json;

use crate::client::{create, detail, spec, start, start_with, text};

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

#[tokio::test]
async fn principals_belong_to_the_region_s_cloud() {
    const SUBSCRIPTION: &str = "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1";
    let client = start(Seed::Demo).await;
    let cluster = client.cluster("storefront").await;
    let spec_of = &cluster["spec"];
    assert_eq!(spec_of["cluster_info"]["is_multi_cloud"], false);
    for absent in ["cloud_info", "network_info"] {
        assert!(spec_of.get(absent).is_none(), "{spec_of}");
    }
    assert!(spec_of["cluster_info"].get("node_info").is_none());
    let azure = client.pse_path("storefront", "westus3").await;
    let (_, region) = client.ids("storefront", "westus3").await;
    let refused = client.put(&azure, spec(&region, &[ROOT])).await;
    assert_eq!(refused.0, 400, "{}", refused.1);
    let taken = client.put(&azure, spec(&region, &[SUBSCRIPTION])).await;
    assert_eq!(taken.0, 200, "{}", taken.1);
    client.sim.settle();
    let aws = client.pse_path("storefront", "us-west-2").await;
    let (_, region) = client.ids("storefront", "us-west-2").await;
    assert_eq!(
        client.put(&aws, spec(&region, &[SUBSCRIPTION])).await.0,
        400
    );
    assert_eq!(client.put(&aws, spec(&region, &[ROOT, OTHER])).await.0, 200);
    client.sim.settle();
    let (cluster, google) = client.ids("storefront", "us-west1").await;
    let all = format!("P/clusters/{cluster}/private-service-endpoints");
    let (status, refused) = client.post(&all, create(&[spec(&google, &[])])).await;
    assert_eq!(status, 400);
    assert!(
        detail(&refused).contains("not supported on GCP"),
        "{refused}"
    );
    let (_, pse) = client.get(&azure).await;
    let name = text(&pse["data"]["info"]["service_name"]);
    assert!(
        name.ends_with(".westus3.azure.privatelinkservice"),
        "{name}"
    );
}

#[tokio::test]
async fn a_delete_with_connections_does_what_the_options_say() {
    for (behavior, status, state) in [
        (DeleteConnected::Drop, 204, None),
        (DeleteConnected::Refuse, 400, Some("ACTIVE")),
        (DeleteConnected::Return, 204, Some("ACTIVE")),
        (DeleteConnected::Hang, 204, Some("DELETING")),
    ] {
        let client = start_with(
            Seed::Demo,
            Options {
                clock: Clock::Explicit,
                delete_connected: behavior,
                ..Options::default()
            },
        )
        .await;
        let path = client.pse_path("orders", "us-west-2").await;
        assert_eq!(client.delete(&path).await.0, status, "{behavior:?}");
        client.sim.settle();
        let found = client.get(&path).await.1;
        assert_eq!(
            found["data"]["info"]["state"].as_str(),
            state,
            "{behavior:?}"
        );
        // Without connections it is gone.
        let path = client.pse_path("catalog", "us-east-1").await;
        assert_eq!(client.delete(&path).await.0, 204);
        client.sim.settle();
        assert_eq!(client.get(&path).await.0, 404);
    }
}
