//! The service as a whole: counters, outages and the clock.

use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use aeon_simulator::{Durations, Options, Seed};

use crate::client::{detail, start, start_with, text};

#[tokio::test]
async fn it_goes_away_and_comes_back_on_the_same_port() {
    let client = start(Seed::Demo).await;
    let address = client.sim.base_url();
    client.sim.inject("GET /account=hangx1".parse().unwrap());
    let hanging = tokio::spawn(client.request(reqwest::Method::GET, "/account").send());
    let bound = Instant::now() + Duration::from_secs(10);
    while client.sim.requests().now == 0 {
        assert!(Instant::now() < bound, "the request did not arrive");
        tokio::task::yield_now().await;
    }
    client.sim.go_away().await;
    assert!(hanging.await.unwrap().is_err());
    let refused = client
        .request(reqwest::Method::GET, "/account")
        .send()
        .await
        .unwrap_err();
    assert!(refused.is_connect());
    client.sim.come_back().await;
    assert_eq!(client.sim.base_url(), address);
    assert_eq!(client.get("/account").await.0, 200);
}

/// A program that is being started has a copy of every socket for a moment. It must not keep the simulator reachable,
/// nor its port in use.
#[tokio::test]
async fn it_goes_away_at_once_while_programs_are_being_started() {
    let sim = start(Seed::Demo).await.sim;
    let address = sim.base_url().replace("http://", "");
    let over = Arc::new(AtomicBool::new(false));
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let over = Arc::clone(&over);
            thread::spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    Command::new("true").status().expect("true runs");
                }
            })
        })
        .collect();
    let mut wrong = Vec::new();
    for _ in 0..400 {
        sim.go_away().await;
        if TcpStream::connect(&address).is_ok() {
            wrong.push("reachable");
        }
        if sim.try_come_back().await.is_err() {
            wrong.push("in use");
            break;
        }
    }
    over.store(true, Ordering::Relaxed);
    for start in starts {
        start.join().unwrap();
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[tokio::test]
async fn requests_are_counted() {
    let client = start(Seed::Demo).await;
    client.get("P/clusters").await;
    client.get("P/clusters").await;
    client.get("/nope").await;
    let counters = client.sim.requests();
    assert_eq!(
        (
            counters.total,
            counters.of("GET /clusters"),
            counters.of("GET /vpcs")
        ),
        (3, 2, 0)
    );
    assert_eq!(counters.max_concurrent, 1);
}

#[tokio::test]
async fn clusters_pause_and_resume() {
    let client = start(Seed::Demo).await;
    let path = format!(
        "P/clusters/{}",
        text(&client.cluster("orders").await["info"]["id"])
    );
    let (status, body) = client
        .post(&format!("{path}/resume"), serde_json::json!({}))
        .await;
    assert_eq!(
        (status, detail(&body).as_str()),
        (403, "Cluster is not in paused state")
    );
    assert_eq!(
        client
            .post(&format!("{path}/pause"), serde_json::json!({}))
            .await
            .0,
        200
    );
    assert_eq!(client.cluster("orders").await["info"]["state"], "PAUSING");
    client.sim.settle();
    assert_eq!(client.cluster("orders").await["info"]["state"], "PAUSED");
    assert_eq!(client.delete(&path).await.0, 204);
    client.sim.settle();
    assert_eq!(client.get(&path).await.0, 404);
}

#[tokio::test]
async fn with_the_auto_clock_operations_finish_in_real_time() {
    let options = Options {
        durations: Durations::quick(),
        ..Options::default()
    };
    let client = start_with(Seed::Demo, options).await;
    let bound = Instant::now() + Duration::from_secs(10);
    while client
        .sim
        .service_name("inventory-emea", "eu-west-1")
        .is_none()
    {
        assert!(Instant::now() < bound, "the PSE did not become ready");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn resources_can_be_created_in_an_empty_account() {
    let client = start(Seed::Empty).await;
    assert_eq!(
        client.get("P/clusters").await.1["data"],
        serde_json::json!([])
    );
    let vpc = serde_json::json!({"spec": {
        "name": "first", "cloud": "AWS",
        "region_specs": [{"region": "us-west-2", "cidr": "10.70.0.0/24"}],
    }});
    let (_, vpc) = client.post("P/vpcs", vpc).await;
    let vpc = text(&vpc["data"]["info"]["id"]);
    client.sim.settle();
    let cluster = |vpc: &str, region: &str| {
        let place = serde_json::json!({"code": "AWS", "region": region});
        serde_json::json!({"spec": {
            "name": "first", "cloud_info": place,
            "cluster_region_info": [{"placement_info": {"cloud_info": place, "vpc_id": vpc}}],
        }})
    };
    assert_eq!(
        client
            .post("P/clusters", cluster("nowhere", "us-west-2"))
            .await
            .0,
        400
    );
    assert_eq!(
        client.post("P/clusters", cluster(&vpc, "mars")).await.0,
        400
    );
    let (status, created) = client.post("P/clusters", cluster(&vpc, "us-west-2")).await;
    assert_eq!(
        (status, &created["data"]["info"]["state"]),
        (201, &"CREATING".into())
    );
    assert_eq!(
        client
            .post("P/clusters", cluster(&vpc, "us-west-2"))
            .await
            .0,
        409
    );
    client.sim.settle();
    assert_eq!(client.cluster("first").await["info"]["state"], "ACTIVE");
    let path = format!("P/clusters/{}", text(&created["data"]["info"]["id"]));
    assert_eq!(client.put(&path, cluster(&vpc, "us-west-2")).await.0, 200);
    assert_eq!(client.put(&path, cluster(&vpc, "us-west-2")).await.0, 409);

    let (_, networks) = client.get("/networks/AWS/restricted").await;
    assert!(
        networks["data"]
            .as_array()
            .unwrap()
            .contains(&"10.3.0.0/16".into())
    );
}
