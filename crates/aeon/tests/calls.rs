//! What each call sends, and how it reads the response.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod common;

use aeon::ids::{ClusterId, PseId, RegionInfoId, VpcId};
use aeon::wire::{CloudCode, PseRegionRequest, VpcRegionSpec, VpcSpec};
use common::{Reply, Server, json, key_text};
use serde_json::{Value, json as value};

fn region() -> PseRegionRequest {
    PseRegionRequest {
        cluster_region_info_id: RegionInfoId::from("reg"),
        security_principals: vec!["arn:aws:iam::123456789012:root".into()],
    }
}

fn pse() -> Value {
    value!({"spec": null, "info": {"id": "pse", "state": "CREATING", "service_name": null}})
}

#[tokio::test]
async fn every_request_has_the_key_and_a_user_agent() {
    let server = Server::script(vec![json(
        value!({"data": {"spec": {"name": "Northwind"}, "info": {"id": "acc"}}}),
    )])
    .await;
    let account = server.client().account().await.unwrap();
    assert_eq!(
        (account.spec.name.as_str(), account.info.id.as_str()),
        ("Northwind", "acc")
    );
    let sent = &server.requests()[0];
    assert_eq!(sent.line, "GET /api/public/v1/account");
    assert_eq!(
        sent.header("authorization"),
        Some(format!("Bearer {}", key_text()).as_str())
    );
    assert_eq!(
        sent.header("user-agent"),
        Some(concat!("postern/", env!("CARGO_PKG_VERSION")))
    );
    assert_eq!(sent.header("accept"), Some("application/json"));
}

#[tokio::test]
async fn an_edit_puts_one_region_and_a_delete_has_no_body() {
    let server = Server::with(|sent| {
        if sent.line.starts_with("DELETE") {
            Reply::Response(204, vec![], String::new())
        } else {
            json(value!({"data": pse()}))
        }
    })
    .await;
    let project = server.client().project("acc".into(), "pro".into());
    let (cluster, id) = (ClusterId::from("clu"), PseId::from("pse"));
    assert_eq!(
        project
            .edit_pse(&cluster, &id, &region(), aeon::Moment::now())
            .await
            .unwrap()
            .info
            .id,
        id
    );
    assert_eq!(
        project.pse(&cluster, &id).await.unwrap().info.service_name,
        None
    );
    project.delete_pse(&cluster, &id).await.unwrap();
    project.delete_vpc(&VpcId::from("a/../b")).await.unwrap();
    let sent = server.requests();
    let root = "/api/public/v1/accounts/acc/projects/pro";
    let path = format!("{root}/clusters/clu/private-service-endpoints/pse");
    assert_eq!(sent[0].line, format!("PUT {path}"));
    assert_eq!(
        serde_json::from_str::<Value>(&sent[0].body).unwrap(),
        value!({"cluster_region_info_id": "reg", "security_principals": ["arn:aws:iam::123456789012:root"]})
    );
    assert_eq!(sent[1].line, format!("GET {path}"));
    assert_eq!(
        (sent[2].line.clone(), sent[2].body.as_str()),
        (format!("DELETE {path}"), "")
    );
    assert_eq!(sent[3].line, format!("DELETE {root}/vpcs/a%2F..%2Fb"));
}

#[tokio::test]
async fn creating_endpoints_returns_those_that_the_response_lists() {
    for body in [
        value!({"data": [pse()]}),
        value!({"data": [pse(), {"info": {}}]}),
    ] {
        let server = Server::script(vec![json(&body)]).await;
        let project = server.client().project("acc".into(), "pro".into());
        let made = project
            .create_pses(&"clu".into(), &[region()])
            .await
            .unwrap();
        assert_eq!(made.len(), 1, "{body}");
        let sent = &server.requests()[0];
        assert_eq!(
            sent.line,
            "POST /api/public/v1/accounts/acc/projects/pro/clusters/clu/private-service-endpoints"
        );
        assert!(
            sent.body.contains(r#"[{"cluster_region_info_id":"reg""#),
            "{}",
            sent.body
        );
    }
}

#[tokio::test]
async fn creating_a_vpc_sends_its_spec() {
    let server = Server::script(vec![json(
        value!({"data": {"info": {"id": "v", "state": "CREATING"}}}),
    )])
    .await;
    let spec = VpcSpec {
        name: "payments".into(),
        cloud: CloudCode::Aws,
        parent_cidr: None,
        region_specs: vec![VpcRegionSpec {
            region: "us-west-2".into(),
            cidr: Some("10.1.0.0/24".into()),
        }],
    };
    let project = server.client().project("acc".into(), "pro".into());
    assert_eq!(
        project.create_vpc(&spec).await.unwrap().info.id.as_str(),
        "v"
    );
    let sent: Value = serde_json::from_str(&server.requests()[0].body).unwrap();
    assert_eq!(sent["spec"]["name"], "payments");
    assert_eq!(sent["spec"]["region_specs"][0]["cidr"], "10.1.0.0/24");
}

#[tokio::test]
async fn ping_accepts_any_response_but_a_web_page() {
    for (body, reached) in [
        ("", true),
        ("{}", true),
        ("pong", true),
        (" <html>log in</html>", false),
    ] {
        let server = Server::script(vec![json(body)]).await;
        assert_eq!(server.client().ping().await.is_ok(), reached, "{body}");
        assert_eq!(server.requests()[0].line, "GET /api/public/v1/ping");
    }
}

#[tokio::test]
async fn restricted_networks_are_found_anywhere_in_the_response() {
    for data in [
        value!(["10.0.0.0/8", "172.16.0.0/12"]),
        value!({"restricted": [{"cidr": "10.0.0.0/8"}, {"cidr": "172.16.0.0/12", "why": "and/or"}]}),
    ] {
        let server = Server::script(vec![json(value!({"data": data}))]).await;
        let ranges = server
            .client()
            .restricted_networks(&CloudCode::Aws)
            .await
            .unwrap();
        assert_eq!(ranges, ["10.0.0.0/8", "172.16.0.0/12"]);
        assert_eq!(
            server.requests()[0].line,
            "GET /api/public/v1/networks/AWS/restricted"
        );
    }
}
