//! The consoles' pages.

use postern::recipe::{Params, Side, artifacts, links};
use url::Url;

use super::support::{NASTY, aws, azure, with};

fn url(params: &Params, label: &str) -> String {
    let links = links(params);
    let link = links.iter().find(|link| link.label == label);
    link.unwrap_or_else(|| panic!("{label} is missing: {links:?}"))
        .url
        .clone()
}

#[test]
fn a_page_opens_in_the_endpoints_region() {
    assert_eq!(
        url(&aws(), "Create an endpoint"),
        "https://eu-west-1.console.aws.amazon.com/vpcconsole/home?region=eu-west-1#CreateVpcEndpoint:"
    );
    assert_eq!(
        url(&aws(), "VPC"),
        "https://eu-west-1.console.aws.amazon.com/vpcconsole/home?region=eu-west-1#VpcDetails:VpcId=vpc-0123456789abcdef0"
    );
    assert_eq!(
        url(&aws(), "Create a stack"),
        "https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/create"
    );
    assert_eq!(
        url(&azure(), "VNet"),
        "https://portal.azure.com/#resource/subscriptions/99999999-8888-7777-6666-555555555555/resourceGroups/network-rg/providers/Microsoft.Network/virtualNetworks/hub/overview"
    );
    assert_eq!(
        url(&azure(), "Private endpoints"),
        "https://portal.azure.com/#view/HubsExtension/BrowseResource/resourceType/Microsoft.Network%2FprivateEndpoints"
    );
}

/// A page is shown beside the artifacts that it belongs to.
#[test]
fn every_page_belongs_to_an_artifact_and_every_artifact_of_a_cloud_has_a_page() {
    for (params, side) in [(aws(), Side::Aws), (azure(), Side::Azure)] {
        let artifacts = artifacts(&params);
        let ids: Vec<&str> = artifacts
            .iter()
            .filter(|a| a.side == side)
            .map(|a| a.id)
            .collect();
        let links = links(&params);
        for link in &links {
            assert!(!link.artifacts.is_empty(), "{link:?}");
            assert!(link.artifacts.iter().all(|id| ids.contains(id)), "{link:?}");
        }
        for id in ids {
            assert!(
                links.iter().any(|link| link.artifacts.contains(&id)),
                "{id}"
            );
        }
    }
}

/// Whatever the values are, no link leads to another host.
#[test]
fn every_link_stays_at_the_vendors() {
    for value in [NASTY, "", "evil.example/", "a@evil.example", "x#y?z", "\n"] {
        for params in [with(aws(), value), with(azure(), value), aws(), azure()] {
            for link in links(&params) {
                let url = Url::parse(&link.url).unwrap();
                let host = url.host_str().unwrap();
                assert!(
                    host.ends_with("console.aws.amazon.com") || host == "portal.azure.com",
                    "{link:?}"
                );
                assert_eq!((url.scheme(), url.username()), ("https", ""));
            }
        }
    }
}
