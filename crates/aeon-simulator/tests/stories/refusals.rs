//! What a key may not do, and what the service rejects.

use aeon_simulator::Seed;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{detail, spec, start};

#[tokio::test]
async fn a_key_may_do_what_its_role_allows() {
    let mut client = start(Seed::Demo).await;
    for (key, words) in [
        ("nonsense".to_owned(), "Invalid JWT"),
        (client.sim.keys().expired, "JWT has expired"),
    ] {
        let url = format!("{}/api/public/v1/account", client.sim.base_url());
        let response = client.http.get(url).bearer_auth(key).send().await.unwrap();
        assert_eq!(response.status(), 401);
        assert_eq!(detail(&response.json::<Value>().await.unwrap()), words);
    }
    let vpc =
        json!({"spec": {"name": "x", "cloud": "AZURE", "region_specs": [{"region": "westus3"}]}});
    client.use_key(client.sim.keys().developer).await;
    assert_eq!(client.post("P/vpcs", vpc.clone()).await.0, 403);
    let path = client.pse_path("orders", "us-west-2").await;
    let (_, info) = client.ids("orders", "us-west-2").await;
    assert_eq!(client.put(&path, spec(&info, &["*"])).await.0, 200);
    client.use_key(client.sim.keys().read_only).await;
    let (status, body) = client.put(&path, spec(&info, &[])).await;
    assert_eq!(status, 403);
    assert!(detail(&body).contains("UPDATE on CLUSTER"), "{body}");
    assert_eq!(client.get("P/clusters").await.0, 200);
    assert_eq!(client.sim.principals("orders", "us-west-2").unwrap(), ["*"]);
}

#[tokio::test]
async fn a_missing_list_is_rejected_and_removes_no_one() {
    let client = start(Seed::Demo).await;
    let path = client.pse_path("orders", "us-west-2").await;
    let (_, info) = client.ids("orders", "us-west-2").await;
    let before = client.sim.principals("orders", "us-west-2").unwrap();
    let (cluster, free) = client.ids("ledger", "uksouth").await;
    let create = format!("P/clusters/{cluster}/private-service-endpoints");
    for list in [None, Some(Value::Null), Some(json!("*"))] {
        let spec = |id: &str| {
            let mut spec = json!({"cluster_region_info_id": id});
            if let Some(list) = &list {
                spec["security_principals"] = list.clone();
            }
            spec
        };
        let (status, body) = client.put(&path, spec(&info)).await;
        assert_eq!(status, 400, "{body}");
        assert!(detail(&body).contains("cannot be read"), "{body}");
        let regions = json!({"private_service_endpoint_spec": [spec(&free)]});
        assert_eq!(client.post(&create, regions).await.0, 400);
    }
    assert_eq!(
        client.sim.principals("orders", "us-west-2").unwrap(),
        before
    );
    assert!(client.sim.pse_state("ledger", "uksouth").is_none());
}

#[tokio::test]
async fn vpcs_follow_the_rules_of_their_cloud() {
    let client = start(Seed::Demo).await;
    let aws = |cidrs: &[&str]| -> Value {
        let regions = ["us-west-2", "us-east-1"];
        let specs: Vec<_> = regions
            .iter()
            .zip(cidrs)
            .map(|(region, cidr)| json!({"region": region, "cidr": cidr}))
            .collect();
        json!({"spec": {"name": "new", "cloud": "AWS", "region_specs": specs}})
    };
    let other = |cloud: &str, rest: Value| {
        let mut spec = json!({"name": "new", "cloud": cloud});
        for (name, value) in rest.as_object().unwrap() {
            spec[name] = value.clone();
        }
        json!({"spec": spec})
    };
    let gcp = json!([{"region": "us-west1", "cidr": "10.70.0.0/22"}]);
    for (body, words) in [
        (aws(&[]), "exactly one region"),
        (aws(&["10.70.0.0/22", "10.71.0.0/24"]), "exactly one region"),
        (
            other(
                "GCP",
                json!({"region_specs": [
                    {"region": "us-west1", "cidr": "10.70.0.0/22"},
                    {"region": "us-east4", "cidr": "10.70.2.0/24"},
                ]}),
            ),
            "overlaps",
        ),
        (
            other("GCP", json!({"parent_cidr": "10.64.0.0/15"})),
            "prefix",
        ),
        (aws(&["10.0.0.0/8"]), "prefix"),
        (aws(&["10.70.0.1/22"]), "host bits"),
        (aws(&["10.3.4.0/24"]), "restricted"),
        (aws(&["8.8.0.0/16"]), "private"),
        (aws(&["rubbish"]), "Invalid CIDR"),
        (
            other("AZURE", json!({"region_specs": []})),
            "exactly one region",
        ),
        (
            other(
                "AZURE",
                json!({"region_specs": [{"region": "westus3", "cidr": "10.70.0.0/22"}]}),
            ),
            "cannot be set",
        ),
        (
            other("AZURE", json!({"region_specs": [{"region": "mars"}]})),
            "Unknown region",
        ),
        (
            other(
                "GCP",
                json!({"parent_cidr": "10.64.0.0/16", "region_specs": gcp}),
            ),
            "not both",
        ),
        (other("GCP", json!({"region_specs": []})), "must be set"),
        (other("MOON", json!({"region_specs": []})), "Unknown cloud"),
    ] {
        let (status, response) = client.post("P/vpcs", body).await;
        assert_eq!(status, 400, "{response}");
        assert!(detail(&response).contains(words), "{response}");
    }
    let (status, created) = client.post("P/vpcs", aws(&["10.70.0.0/22"])).await;
    assert_eq!(status, 201, "{created}");
    assert_eq!(client.post("P/vpcs", aws(&["10.70.0.0/22"])).await.0, 409);
    let path = format!("P/vpcs/{}", created["data"]["info"]["id"].as_str().unwrap());
    assert_eq!(
        client.get(&path).await.1["data"]["info"]["state"],
        "CREATING"
    );
    client.sim.settle();
    assert_eq!(client.get(&path).await.1["data"]["info"]["state"], "ACTIVE");
    assert_eq!(client.delete(&path).await.0, 204);
    client.sim.settle();
    assert_eq!(client.get(&path).await.0, 404);
    let (_, full) = client.get("P/vpcs?name=prod-core").await;
    let path = format!("P/vpcs/{}", full["data"][0]["info"]["id"].as_str().unwrap());
    assert_eq!(client.delete(&path).await.0, 409);
}

#[tokio::test]
async fn unknown_routes_and_ids_are_not_found() {
    let client = start(Seed::Demo).await;
    for (method, path) in [
        (Method::GET, "/nope"),
        (Method::PATCH, "/account"),
        (Method::GET, "P/clusters/nobody"),
        (Method::GET, "P/vpcs/nobody"),
        (Method::GET, "/accounts/nobody/tasks"),
        (Method::GET, "/networks/MOON/restricted"),
    ] {
        let response = client.request(method, path).send().await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(
            response.json::<Value>().await.unwrap()["error"]["status"],
            404,
            "{path}"
        );
    }
    let response = client
        .request(Method::POST, "P/vpcs")
        .body("{")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
}
