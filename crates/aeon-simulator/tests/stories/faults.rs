//! Faults on demand.

use std::time::Duration;

use aeon_simulator::{Body, Fault, FaultKind, Seed};
use reqwest::Method;
use serde_json::json;

use crate::there::{spec, start, text};

const ROOT: &str = "arn:aws:iam::301122334455:root";

#[tokio::test]
async fn statuses_come_as_often_as_asked_and_only_on_their_route() {
    let there = start(Seed::Demo).await;
    there
        .sim
        .inject("GET /clusters=503:htmlx2+1".parse().unwrap());
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(there.get("P/clusters").await.0);
        assert_eq!(there.get("P/vpcs").await.0, 200);
    }
    assert_eq!(seen, [200, 503, 503, 200]);
    let retry_after = Some(Duration::from_millis(1500));
    there
        .sim
        .inject(Fault::on("/vpcs", FaultKind::RateLimit { retry_after }));
    let answer = there.request(Method::GET, "P/vpcs").send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["retry-after"]),
        (429, &"2".parse().unwrap())
    );
    there.sim.clear_faults();
    assert_eq!(there.get("P/vpcs").await.0, 200);
    let kind = FaultKind::Status {
        code: 500,
        body: Body::Empty,
    };
    there.sim.inject(Fault {
        route: None,
        kind,
        times: Some(1),
        after: 0,
    });
    assert_eq!(there.get("/account").await, (500, json!(null)));
    there
        .sim
        .inject(Fault::on("/account", FaultKind::Redirect).times(1));
    assert_eq!(there.get("/account").await.0, 307);
}

#[tokio::test]
async fn bodies_break() {
    let there = start(Seed::Demo).await;
    let read = |path: &'static str| there.request(Method::GET, path).send();
    there
        .sim
        .inject(Fault::on("/clusters", FaultKind::ResetMidBody).times(1));
    let answer = read("P/clusters").await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.is_err());
    there
        .sim
        .inject(Fault::on("/clusters", FaultKind::Truncate).times(1));
    let body = read("P/clusters").await.unwrap().text().await.unwrap();
    assert!(
        body.starts_with(r#"{"data":["#)
            && serde_json::from_str::<serde_json::Value>(&body).is_err()
    );
    there
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
    there
        .sim
        .inject(Fault::on("/clusters", FaultKind::UnknownEnums).times(1));
    let (_, list) = there.get("P/clusters").await;
    assert_eq!(list["data"][0]["info"]["state"], "FROM_THE_FUTURE");
    there
        .sim
        .inject(Fault::on("/clusters", FaultKind::RepeatToken).times(2));
    let token = text(&there.get("P/clusters").await.1["_metadata"]["continuation_token"]);
    let (_, again) = there
        .get(&format!("P/clusters?continuation_token={token}"))
        .await;
    assert_eq!(text(&again["_metadata"]["continuation_token"]), token);
}

#[tokio::test]
async fn an_answer_is_lost_after_the_work() {
    let there = start(Seed::Demo).await;
    let path = there.pse_path("orders", "us-west-2").await;
    let (_, info) = there.ids("orders", "us-west-2").await;
    there.sim.inject(
        "PUT /private-service-endpoints/{pse_id}=losex1"
            .parse()
            .unwrap(),
    );
    let edit = |principal: &str| {
        let request = there.request(Method::PUT, &path);
        request.json(&spec(&info, &[principal])).send()
    };
    // A refusal is no work.
    let refused = edit("nobody").await.unwrap();
    assert_eq!(refused.status().as_u16(), 400);
    assert!(edit(ROOT).await.is_err());
    assert_eq!(there.sim.principals("orders", "us-west-2").unwrap(), [ROOT]);
}

#[tokio::test]
async fn answers_are_late_or_never_come() {
    let there = start(Seed::Demo).await;
    there.sim.inject("GET /account=delay:60x1".parse().unwrap());
    let started = std::time::Instant::now();
    assert_eq!(there.get("/account").await.0, 200);
    assert!(started.elapsed() >= Duration::from_millis(60));
    there.sim.inject("GET /account=hangx1".parse().unwrap());
    let hanging = there
        .request(Method::GET, "/account")
        .timeout(Duration::from_millis(150));
    assert!(hanging.send().await.unwrap_err().is_timeout());
    assert_eq!(there.get("/account").await.0, 200);
}
