//! Terraform for Aeon's side.

use aeon::BaseUrl;
use postern::recipe::{ClusterName, Managed, Params, terraform_ybm};

use super::support::{self, artifact, aws, id, listed};

fn managed(cluster: &str, region: &str, pse: &str) -> Managed {
    Managed {
        cluster_name: ClusterName::parse(cluster).unwrap(),
        cluster_id: id("65f14618"),
        region: support::region(region),
        pse_id: (!pse.is_empty()).then(|| id(pse)),
        principals: Some(vec![listed("arn:aws:iam::123456789012:root")]),
    }
}

#[test]
fn what_exists_is_imported_and_what_does_not_is_made() {
    let existing = artifact(&aws(), "terraform-ybm.tf").text;
    let import = "import {\n  to = ybm_private_service_endpoint.payments_eu_west_1\n  id = \"7c2f0a1e-51f5-4a52-8f2e-2f6c7e9b1a00,0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11\"\n}\n";
    assert!(existing.contains(import), "{existing}");
    let new = Params {
        pse_id: None,
        ..aws()
    };
    assert!(!artifact(&new, "terraform-ybm.tf").text.contains("import {"));
}

#[test]
fn each_endpoint_of_an_account_is_a_resource_of_its_own() {
    let text = terraform_ybm(
        None,
        &[
            managed("orders", "us-west-2", "a"),
            managed("orders", "us-east-1", "b"),
            managed("2nd cluster", "us-east-1", "c"),
            // The same name but for a character that a resource's can't have.
            managed("orders us", "east-1", "d"),
        ],
    )
    .text;
    for name in [
        "orders_us_west_2",
        "orders_us_east_1",
        "pse_2nd_cluster_us_east_1",
        "orders_us_east_1_2",
    ] {
        assert!(
            text.contains(&format!(
                "resource \"ybm_private_service_endpoint\" \"{name}\" {{"
            )),
            "{text}"
        );
        assert!(
            text.contains(&format!("to = ybm_private_service_endpoint.{name}\n")),
            "{text}"
        );
        assert!(
            text.contains(&format!(
                "ybm_private_service_endpoint.{name}.service_name\n"
            )),
            "{text}"
        );
    }
    assert_eq!(text.matches("provider \"ybm\"").count(), 1);
    assert!(!text.to_lowercase().contains("bearer"));
}

/// A plan of what exists changes nothing, whoever may connect.
#[test]
fn an_endpoint_that_lists_nobody_is_taken_over_as_it_is() {
    let nobody = |pse: &str| Managed {
        principals: Some(Vec::new()),
        ..managed("orders", "us-west-2", pse)
    };
    let existing = terraform_ybm(None, &[nobody("a")]);
    let line = "security_principals = [] # no principals yet\n";
    assert!(existing.text.contains(line), "{}", existing.text);
    assert_eq!(existing.placeholders, 0);
    assert_eq!(terraform_ybm(None, &[nobody("")]).placeholders, 1);
}

/// Applied as an empty list it would take everybody off.
#[test]
fn a_list_that_was_not_read_is_left_to_be_filled_in() {
    let unread = Managed {
        principals: None,
        ..managed("orders", "us-west-2", "a")
    };
    let terraform = terraform_ybm(None, &[unread]);
    assert_eq!(terraform.placeholders, 1, "{}", terraform.text);
    assert!(!terraform.text.contains("security_principals = []"));
}

#[test]
fn an_account_of_another_service_is_asked_for_there() {
    let there = Params {
        service_url: Some(BaseUrl::parse("https://aeon.example:8443").unwrap()),
        ..aws()
    };
    let terraform = artifact(&there, "terraform-ybm.tf").text;
    assert!(
        terraform.contains("host       = \"aeon.example:8443\""),
        "{terraform}"
    );
    let curl = artifact(&there, "aeon-curl.sh").text;
    assert!(
        curl.contains("API='https://aeon.example:8443/api/public/v1'"),
        "{curl}"
    );
    let ordinary = artifact(&aws(), "terraform-ybm.tf").text;
    assert!(ordinary.contains("host       = \"cloud.yugabyte.com\""));
}
