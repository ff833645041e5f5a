//! Injected faults.

use std::time::Duration;

use aeon_simulator::{Body, Fault, FaultKind, Seed};
use reqwest::Method;
use serde_json::json;

use crate::client::{spec, start, text};

const ROOT: &str = "arn:aws:iam::301122334455:root";

#[tokio::test]
async fn a_fault_can_be_for_one_resource() {
    let client = start(Seed::Demo).await;
    let list = client.get("P/clusters").await.1;
    let id = |index: usize| list["data"][index]["info"]["id"].as_str().unwrap();
    let fault = format!("GET /clusters/{}=503", id(0));
    client.sim.inject(fault.parse().unwrap());
    let get = async |index| client.get(&format!("P/clusters/{}", id(index))).await.0;
    assert_eq!((get(0).await, get(1).await), (503, 200));
}

#[tokio::test]
async fn a_status_can_be_held_back() {
    let client = start(Seed::Demo).await;
    client.sim.inject("GET /account=hold:401".parse().unwrap());
    let held = tokio::spawn(client.request(Method::GET, "/account").send());
    let arrived = async {
        while client.sim.requests().now == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), arrived)
        .await
        .unwrap();
    assert!(!held.is_finished());
    client.sim.clear_faults();
    assert_eq!(held.await.unwrap().unwrap().status().as_u16(), 401);
}

#[tokio::test]
async fn a_status_is_returned_as_often_as_requested_and_only_on_its_route() {
    let client = start(Seed::Demo).await;
    client
        .sim
        .inject("GET /clusters=503:htmlx2+1".parse().unwrap());
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(client.get("P/clusters").await.0);
        assert_eq!(client.get("P/vpcs").await.0, 200);
    }
    assert_eq!(seen, [200, 503, 503, 200]);
    let retry_after = Some(Duration::from_millis(1500));
    client
        .sim
        .inject(Fault::on("/vpcs", FaultKind::RateLimit { retry_after }));
    let response = client.request(Method::GET, "P/vpcs").send().await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            &response.headers()["retry-after"]
        ),
        (429, &"2".parse().unwrap())
    );
    client.sim.clear_faults();
    assert_eq!(client.get("P/vpcs").await.0, 200);
    let kind = FaultKind::Status {
        code: 500,
        body: Body::Empty,
    };
    client.sim.inject(Fault {
        route: None,
        kind,
        times: Some(1),
        after: 0,
        key: None,
    });
    assert_eq!(client.get("/account").await, (500, json!(null)));
    client
        .sim
        .inject(Fault::on("/account", FaultKind::Redirect).times(1));
    assert_eq!(client.get("/account").await.0, 307);
}

#[tokio::test]
async fn bodies_are_cut_and_altered() {
    let client = start(Seed::Demo).await;
    let read = |path: &'static str| client.request(Method::GET, path).send();
    client
        .sim
        .inject(Fault::on("/clusters", FaultKind::ResetMidBody).times(1));
    let response = read("P/clusters").await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());
    client
        .sim
        .inject(Fault::on("/clusters", FaultKind::Truncate).times(1));
    let body = read("P/clusters").await.unwrap().text().await.unwrap();
    assert!(
        body.starts_with(r#"{"data":["#)
            && serde_json::from_str::<serde_json::Value>(&body).is_err()
    );
    client
        .sim
        .inject(Fault::on("/clusters", FaultKind::NotJson).times(1));
    assert!(
        read("P/clusters")
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .starts_with("<!DOCTYPE")
    );
    client
        .sim
        .inject(Fault::on("/clusters", FaultKind::UnknownEnums).times(1));
    let (_, list) = client.get("P/clusters").await;
    assert_eq!(list["data"][0]["info"]["state"], "FROM_THE_FUTURE");
    client
        .sim
        .inject(Fault::on("/clusters", FaultKind::RepeatToken).times(2));
    let token = text(&client.get("P/clusters").await.1["_metadata"]["continuation_token"]);
    let (_, again) = client
        .get(&format!("P/clusters?continuation_token={token}"))
        .await;
    assert_eq!(text(&again["_metadata"]["continuation_token"]), token);
}

#[tokio::test]
async fn a_lost_response_is_one_whose_request_took_effect() {
    let client = start(Seed::Demo).await;
    let path = client.pse_path("orders", "us-west-2").await;
    let (_, info) = client.ids("orders", "us-west-2").await;
    client.sim.inject(
        "PUT /private-service-endpoints/{pse_id}=losex1"
            .parse()
            .unwrap(),
    );
    let edit = |principal: &str| {
        let request = client.request(Method::PUT, &path);
        request.json(&spec(&info, &[principal])).send()
    };
    // A refused request doesn't use up the fault.
    let refused = edit("nobody").await.unwrap();
    assert_eq!(refused.status().as_u16(), 400);
    assert!(edit(ROOT).await.is_err());
    assert_eq!(
        client.sim.principals("orders", "us-west-2").unwrap(),
        [ROOT]
    );
}

#[tokio::test]
async fn responses_are_delayed_or_never_sent() {
    let client = start(Seed::Demo).await;
    client
        .sim
        .inject("GET /account=delay:60x1".parse().unwrap());
    let started = std::time::Instant::now();
    assert_eq!(client.get("/account").await.0, 200);
    assert!(started.elapsed() >= Duration::from_millis(60));
    client.sim.inject("GET /account=hangx1".parse().unwrap());
    let hanging = client
        .request(Method::GET, "/account")
        .timeout(Duration::from_millis(150));
    assert!(hanging.send().await.unwrap_err().is_timeout());
    assert_eq!(client.get("/account").await.0, 200);
}
