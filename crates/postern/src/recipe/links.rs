//! Links to the clouds' consoles, in the right region.

use serde::Serialize;
use specta::Type;
use url::Url;

use super::{AwsConsumer, AzureConsumer, Consumer, Params};

/// A link to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
#[serde(rename = "ConsoleLink")]
pub struct Link {
    /// Label of the link.
    pub label: &'static str,
    pub url: String,
    /// IDs of the artefacts for which it is useful.
    pub artefacts: &'static [&'static str],
}

/// For pages that are useful with every artefact.
const EVERY_AWS: &[&str] = &[
    "aws-console",
    "aws-cli",
    "aws-cli-undo",
    "cloudformation",
    "terraform-aws",
];
/// For pages that are useful for creating, but not for undoing.
const MAKING_AWS: &[&str] = &["aws-console", "aws-cli", "cloudformation", "terraform-aws"];
const EVERY_AZURE: &[&str] = &[
    "azure-portal",
    "azure-cli",
    "azure-cli-undo",
    "arm",
    "terraform-azure",
];
const MAKING_AZURE: &[&str] = &["azure-portal", "azure-cli", "arm", "terraform-azure"];

/// The links for this endpoint, starting with the page to begin with.
pub fn links(params: &Params) -> Vec<Link> {
    match &params.consumer {
        Consumer::Aws(consumer) => aws(params, consumer),
        Consumer::Azure(consumer) => azure(consumer),
    }
}

fn aws(params: &Params, consumer: &AwsConsumer) -> Vec<Link> {
    let page = |label, service: &str, fragment: &str, artefacts| {
        let host = format!("https://{}.console.aws.amazon.com/", params.region);
        let mut url = Url::parse(&host).ok()?;
        url.set_path(&format!("{service}/home"));
        url.query_pairs_mut()
            .append_pair("region", params.region.as_str());
        if !fragment.is_empty() {
            url.set_fragment(Some(fragment));
        }
        Some(Link {
            label,
            url: url.into(),
            artefacts,
        })
    };
    let vpc = match consumer.vpc_id.as_str() {
        "" => "vpcs:".to_owned(),
        id => format!("VpcDetails:VpcId={}", encode(id)),
    };
    let console = |label, fragment, artefacts| page(label, "vpcconsole", fragment, artefacts);
    [
        console("Create an endpoint", "CreateVpcEndpoint:", &["aws-console"]),
        page(
            "Create a stack",
            "cloudformation",
            "/stacks/create",
            &["cloudformation"],
        ),
        page("CloudShell", "cloudshell", "", &["aws-cli", "aws-cli-undo"]),
        console("Endpoints", "Endpoints:", EVERY_AWS),
        console("VPC", &vpc, MAKING_AWS),
        console("Subnets", "subnets:", MAKING_AWS),
        console("Security groups", "SecurityGroups:", EVERY_AWS),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn azure(consumer: &AzureConsumer) -> Vec<Link> {
    let page = |label, fragment: &str, artefacts| Link {
        label,
        url: format!("https://portal.azure.com/#{fragment}"),
        artefacts,
    };
    let browse = |label, kind: &str, artefacts| {
        let kind = encode(kind);
        page(
            label,
            &format!("view/HubsExtension/BrowseResource/resourceType/{kind}"),
            artefacts,
        )
    };
    let mut links = vec![
        page("Deploy a template", "create/Microsoft.Template", &["arm"]),
        // The manual steps start here too, since the page has a Create button.
        browse(
            "Private endpoints",
            "Microsoft.Network/privateEndpoints",
            EVERY_AZURE,
        ),
        browse(
            "Private DNS zones",
            "Microsoft.Network/privateDnsZones",
            EVERY_AZURE,
        ),
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
        links.push(page("VNet", &path, MAKING_AZURE));
    }
    links
}

/// Percent-encodes a text for a URL.
fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
