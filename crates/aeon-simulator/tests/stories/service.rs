//! The service as a whole: it counts, goes away, and moves by itself.

use std::time::{Duration, Instant};

use aeon_simulator::{Durations, Options, Seed};

use crate::there::{detail, start, start_with, text};

#[tokio::test]
async fn it_goes_away_and_comes_back_on_the_same_port() {
    let there = start(Seed::Demo).await;
    let address = there.sim.base_url();
    there.sim.inject("GET /account=hangx1".parse().unwrap());
    let hanging = tokio::spawn(there.request(reqwest::Method::GET, "/account").send());
    let bound = Instant::now() + Duration::from_secs(10);
    while there.sim.requests().now == 0 {
        assert!(Instant::now() < bound, "the request never came");
        tokio::task::yield_now().await;
    }
    there.sim.go_away().await;
    assert!(hanging.await.unwrap().is_err());
    let refused = there
        .request(reqwest::Method::GET, "/account")
        .send()
        .await
        .unwrap_err();
    assert!(refused.is_connect());
    there.sim.come_back().await;
    assert_eq!(there.sim.base_url(), address);
    assert_eq!(there.get("/account").await.0, 200);
}

#[tokio::test]
async fn it_counts_its_requests() {
    let there = start(Seed::Demo).await;
    there.get("P/clusters").await;
    there.get("P/clusters").await;
    there.get("/nope").await;
    let counters = there.sim.requests();
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
    let there = start(Seed::Demo).await;
    let path = format!(
        "P/clusters/{}",
        text(&there.cluster("orders").await["info"]["id"])
    );
    let (status, body) = there
        .post(&format!("{path}/resume"), serde_json::json!({}))
        .await;
    assert_eq!(
        (status, detail(&body).as_str()),
        (403, "Cluster is not in paused state")
    );
    assert_eq!(
        there
            .post(&format!("{path}/pause"), serde_json::json!({}))
            .await
            .0,
        200
    );
    assert_eq!(there.cluster("orders").await["info"]["state"], "PAUSING");
    there.sim.settle();
    assert_eq!(there.cluster("orders").await["info"]["state"], "PAUSED");
    assert_eq!(there.delete(&path).await.0, 204);
    there.sim.settle();
    assert_eq!(there.get(&path).await.0, 404);
}

#[tokio::test]
async fn real_time_moves_it_by_itself() {
    let options = Options {
        durations: Durations::quick(),
        ..Options::default()
    };
    let there = start_with(Seed::Demo, options).await;
    let bound = Instant::now() + Duration::from_secs(10);
    while there
        .sim
        .service_name("inventory-emea", "eu-west-1")
        .is_none()
    {
        assert!(Instant::now() < bound, "the PSE never got ready");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_empty_account_fills() {
    let there = start(Seed::Empty).await;
    assert_eq!(
        there.get("P/clusters").await.1["data"],
        serde_json::json!([])
    );
    let vpc = serde_json::json!({"spec": {
        "name": "first", "cloud": "AWS",
        "region_specs": [{"region": "us-west-2", "cidr": "10.70.0.0/24"}],
    }});
    let (_, vpc) = there.post("P/vpcs", vpc).await;
    let vpc = text(&vpc["data"]["info"]["id"]);
    there.sim.settle();
    let cluster = |vpc: &str, region: &str| {
        let place = serde_json::json!({"code": "AWS", "region": region});
        serde_json::json!({"spec": {
            "name": "first", "cloud_info": place,
            "cluster_region_info": [{"placement_info": {"cloud_info": place, "vpc_id": vpc}}],
        }})
    };
    assert_eq!(
        there
            .post("P/clusters", cluster("nowhere", "us-west-2"))
            .await
            .0,
        400
    );
    assert_eq!(there.post("P/clusters", cluster(&vpc, "mars")).await.0, 400);
    let (status, made) = there.post("P/clusters", cluster(&vpc, "us-west-2")).await;
    assert_eq!(
        (status, &made["data"]["info"]["state"]),
        (201, &"CREATING".into())
    );
    assert_eq!(
        there.post("P/clusters", cluster(&vpc, "us-west-2")).await.0,
        409
    );
    there.sim.settle();
    assert_eq!(there.cluster("first").await["info"]["state"], "ACTIVE");
    let path = format!("P/clusters/{}", text(&made["data"]["info"]["id"]));
    assert_eq!(there.put(&path, cluster(&vpc, "us-west-2")).await.0, 200);
    assert_eq!(there.put(&path, cluster(&vpc, "us-west-2")).await.0, 409);

    let peering = serde_json::json!({"spec": {
        "name": "office", "internal_yugabyte_vpc_id": vpc,
        "customer_vpc": {"external_vpc_id": "vpc-1", "cloud_info": {"code": "AWS", "region": "us-west-2"}},
    }});
    let (status, peering) = there.post("P/vpc-peerings", peering).await;
    assert_eq!(
        (status, &peering["data"]["info"]["state"]),
        (201, &"PENDING".into())
    );
    let path = format!("P/vpc-peerings/{}", text(&peering["data"]["info"]["id"]));
    assert_eq!(there.delete(&path).await.0, 204);
    there.sim.settle();
    assert_eq!(there.get(&path).await.0, 404);
    let (_, networks) = there.get("/networks/AWS/restricted").await;
    assert!(
        networks["data"]
            .as_array()
            .unwrap()
            .contains(&"10.100.0.0/16".into())
    );
}
