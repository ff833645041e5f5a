//! Seeds and lists.

use aeon::wire::{Account, ApiKeyEntry, Cluster, ListBody, SingleBody, Task, Vpc};
use aeon_simulator::Seed;
use serde_json::Value;

use crate::client::{start, text};

#[tokio::test]
async fn lists_have_pages() {
    let client = start("large:130x1".parse().unwrap()).await;
    let mut names = Vec::new();
    let mut token = String::new();
    let mut pages = 0;
    loop {
        let (_, page) = client
            .get(&format!("P/clusters?limit=100&continuation_token={token}"))
            .await;
        pages += 1;
        for item in page["data"].as_array().unwrap() {
            names.push(text(&item["spec"]["name"]));
        }
        match page["_metadata"]["continuation_token"].as_str() {
            Some(next) => token = next.to_owned(),
            None => break,
        }
    }
    assert_eq!((pages, names.len()), (2, 130));
    assert!(names.is_sorted());
    let (_, first) = client.get("P/clusters").await;
    assert_eq!(first["data"].as_array().unwrap().len(), 25);
    for query in [
        "limit=0",
        "limit=101",
        "limit=x",
        "continuation_token=x",
        "order=up",
    ] {
        assert_eq!(
            client.get(&format!("P/clusters?{query}")).await.0,
            400,
            "{query}"
        );
    }
}

#[tokio::test]
async fn the_demo_decodes_with_the_wire_types_and_is_the_same_in_each_run() {
    let (one, two) = (start(Seed::Demo).await, start(Seed::Demo).await);
    let (_, clusters) = one.get("P/clusters?limit=100").await;
    let (_, others) = two.get("P/clusters?limit=100").await;
    // One of them is busy with a task that begins with the simulator.
    let undated = |clusters: &Value| {
        let mut clusters = clusters.clone();
        for cluster in clusters["data"].as_array_mut().unwrap() {
            cluster["info"]["metadata"]["updated_on"] = Value::Null;
        }
        clusters
    };
    assert_eq!(undated(&clusters), undated(&others));
    let read = |value: &Value| serde_json::from_value::<ListBody<Cluster>>(value.clone()).unwrap();
    let clusters = read(&clusters);
    assert!(
        (12..=14).contains(&clusters.data.len()),
        "{}",
        clusters.data.len()
    );
    assert!(
        clusters
            .data
            .iter()
            .any(|cluster| !cluster.info.state.is_known())
    );
    let (_, vpcs) = one.get("P/vpcs?limit=100").await;
    let vpcs: ListBody<Vpc> = serde_json::from_value(vpcs).unwrap();
    assert!(vpcs.data.len() >= 6);
    for cluster in &clusters.data {
        for region in &cluster.spec.cluster_region_info {
            let Some(vpc) = &region.placement_info.vpc_id else {
                continue;
            };
            assert!(
                vpcs.data
                    .iter()
                    .any(|row| row.info.id == *vpc
                        && row.info.cluster_ids.contains(&cluster.info.id))
            );
        }
    }
    let account = one.get("/account").await.1;
    serde_json::from_value::<SingleBody<Account>>(account).unwrap();
    let tasks = one.get(&format!("/accounts/{}/tasks", one.account)).await.1;
    assert!(
        serde_json::from_value::<ListBody<Task>>(tasks)
            .unwrap()
            .data
            .len()
            > 4
    );
    let keys = one
        .get(&format!("/accounts/{}/api-keys", one.account))
        .await
        .1;
    assert_eq!(
        serde_json::from_value::<ListBody<ApiKeyEntry>>(keys)
            .unwrap()
            .data
            .len(),
        5
    );
}

#[tokio::test]
async fn an_account_with_two_projects_cannot_see_the_other_account() {
    let mut client = start(Seed::Demo).await;
    let foreign = format!(
        "/accounts/{}/projects/{}/clusters",
        client.account, client.project
    );
    client.use_key(client.sim.keys().two_projects).await;
    let (_, account) = client.get("/account").await;
    assert_eq!(
        account["data"]["info"]["projects"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        client.get("P/clusters").await.1["data"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(client.get(&foreign).await.0, 404);
}
