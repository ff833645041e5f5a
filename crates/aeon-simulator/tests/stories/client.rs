//! A simulator and an HTTP client for it.

use std::time::Duration;

use aeon_simulator::{Clock, Handle, Options, Seed, Simulator};
use reqwest::Method;
use serde_json::{Value, json};

/// A client with one key, for its account's first project.
pub struct TestClient {
    pub sim: Handle,
    pub http: reqwest::Client,
    pub key: String,
    pub account: String,
    pub project: String,
}

pub async fn start(seed: Seed) -> TestClient {
    start_with(
        seed,
        Options {
            clock: Clock::Explicit,
            ..Options::default()
        },
    )
    .await
}

pub async fn start_with(seed: Seed, options: Options) -> TestClient {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sim = Simulator::start(seed, options).await.unwrap();
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    let key = sim.keys().admin;
    let mut client = TestClient {
        sim,
        http,
        key,
        account: String::new(),
        project: String::new(),
    };
    client.use_key(client.key.clone()).await;
    client.sim.reset_requests();
    client
}

impl TestClient {
    /// Switches to another key and the first project of its account.
    pub async fn use_key(&mut self, key: String) {
        self.key = key;
        let (status, account) = self.get("/account").await;
        assert_eq!(status, 200, "{account}");
        let info = &account["data"]["info"];
        self.account = info["id"].as_str().unwrap().to_owned();
        self.project = info["projects"][0]["id"].as_str().unwrap().to_owned();
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let path = path.replace(
            "P/",
            &format!("/accounts/{}/projects/{}/", self.account, self.project),
        );
        let url = format!("{}/api/public/v1{path}", self.sim.base_url());
        self.http.request(method, url).bearer_auth(&self.key)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> (u16, Value) {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn delete(&self, path: &str) -> (u16, Value) {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.send(self.request(Method::POST, path).json(&body))
            .await
    }

    pub async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    /// A cluster by its name.
    pub async fn cluster(&self, name: &str) -> Value {
        let (_, list) = self.get(&format!("P/clusters?name={name}")).await;
        list["data"][0].clone()
    }

    /// A cluster's id and the cluster region info id of one of its regions.
    pub async fn ids(&self, cluster: &str, region: &str) -> (String, String) {
        let cluster = self.cluster(cluster).await;
        let details = cluster["info"]["cluster_region_info_details"]
            .as_array()
            .unwrap()
            .clone();
        let details = details.iter().find(|d| d["region"] == region).unwrap();
        (text(&cluster["info"]["id"]), text(&details["id"]))
    }

    /// The path of a PSE.
    pub async fn pse_path(&self, cluster: &str, region: &str) -> String {
        let cluster = self.cluster(cluster).await;
        let endpoints = cluster["info"]["cluster_endpoints"]
            .as_array()
            .unwrap()
            .clone();
        let pse = endpoints
            .iter()
            .find(|e| {
                e["region"] == region && e["accessibility_type"] == "PRIVATE_SERVICE_ENDPOINT"
            })
            .unwrap();
        let id = pse["pse_id"]
            .as_str()
            .unwrap_or_else(|| pse["id"].as_str().unwrap());
        format!(
            "P/clusters/{}/private-service-endpoints/{id}",
            text(&cluster["info"]["id"])
        )
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

pub fn detail(body: &Value) -> String {
    text(&body["error"]["detail"])
}

pub fn spec(region_info: &str, principals: &[&str]) -> Value {
    json!({"cluster_region_info_id": region_info, "security_principals": principals})
}

pub fn create(specs: &[Value]) -> Value {
    json!({"private_service_endpoint_spec": specs})
}
