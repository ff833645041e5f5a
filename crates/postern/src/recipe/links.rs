//! The pages of the clouds' consoles, in the right region.

use serde::Serialize;
use specta::Type;
use url::Url;

use super::{AwsConsumer, AzureConsumer, Consumer, Params};

/// A page to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// What is there.
    pub label: &'static str,
    /// Its address.
    pub url: String,
}

/// The pages that belong to this endpoint, the one to begin with first.
pub fn links(params: &Params) -> Vec<Link> {
    match &params.consumer {
        Consumer::Aws(consumer) => aws(params, consumer),
        Consumer::Azure(consumer) => azure(consumer),
    }
}

fn aws(params: &Params, consumer: &AwsConsumer) -> Vec<Link> {
    let page = |label, service: &str, fragment: &str| {
        // Regions are a part of the host: whatever isn't one leads to the console's own choice.
        let is_region = !params.region.is_empty()
            && params
                .region
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let host = match is_region {
            true => format!("https://{}.console.aws.amazon.com/", params.region),
            false => "https://console.aws.amazon.com/".to_owned(),
        };
        let mut url = Url::parse(&host).ok()?;
        url.set_path(&format!("{service}/home"));
        if is_region {
            url.query_pairs_mut().append_pair("region", &params.region);
        }
        if !fragment.is_empty() {
            url.set_fragment(Some(fragment));
        }
        Some(Link {
            label,
            url: url.into(),
        })
    };
    let vpc = match consumer.vpc_id.as_str() {
        "" => "vpcs:".to_owned(),
        id => format!("VpcDetails:VpcId={}", encode(id)),
    };
    [
        page("Create an endpoint", "vpcconsole", "CreateVpcEndpoint:"),
        page("Endpoints", "vpcconsole", "Endpoints:"),
        page("The VPC", "vpcconsole", &vpc),
        page("Subnets", "vpcconsole", "subnets:"),
        page("Security groups", "vpcconsole", "SecurityGroups:"),
        page("Create a stack", "cloudformation", "/stacks/create"),
        page("CloudShell", "cloudshell", ""),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn azure(consumer: &AzureConsumer) -> Vec<Link> {
    let page = |label, fragment: &str| Link {
        label,
        url: format!("https://portal.azure.com/#{fragment}"),
    };
    let browse = |label, kind: &str| {
        let kind = encode(kind);
        page(
            label,
            &format!("view/HubsExtension/BrowseResource/resourceType/{kind}"),
        )
    };
    let mut links = vec![
        page(
            "Create a private endpoint",
            "create/Microsoft.PrivateEndpoint",
        ),
        browse("Private endpoints", "Microsoft.Network/privateEndpoints"),
        browse("Private DNS zones", "Microsoft.Network/privateDnsZones"),
        page("Deploy a template", "create/Microsoft.Template"),
    ];
    let known = [
        &consumer.subscription,
        &consumer.resource_group,
        &consumer.vnet,
    ];
    if known.iter().all(|value| !value.is_empty()) {
        let path = format!(
            "resource/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Network/virtualNetworks/{}/overview",
            encode(&consumer.subscription),
            encode(consumer.vnet_group()),
            encode(&consumer.vnet),
        );
        links.push(page("The VNet", &path));
    }
    links
}

/// The text as a part of an address.
fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
