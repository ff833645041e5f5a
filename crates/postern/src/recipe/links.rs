//! Links to the clouds' consoles, in the right region.

use serde::{Deserialize, Serialize};
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
    pub page: ConsolePage,
    /// Not for the page, which opens a link by naming it.
    #[serde(skip)]
    pub url: String,
    /// IDs of the artifacts for which it is useful.
    pub artifacts: &'static [&'static str],
}

/// A page of a cloud's console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ConsolePage {
    AwsCreateEndpoint,
    AwsCreateStack,
    AwsCloudShell,
    AwsEndpoints,
    AwsVpc,
    AwsSubnets,
    AwsSecurityGroups,
    AzureDeployTemplate,
    AzurePrivateEndpoints,
    AzurePrivateDnsZones,
    AzureVnet,
}

/// For pages that are useful with every artifact.
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
    let link = |page, label, service: &str, fragment: &str, artifacts| {
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
            page,
            url: url.into(),
            artifacts,
        })
    };
    let vpc = match consumer.vpc_id.as_str() {
        "" => "vpcs:".to_owned(),
        id => format!("VpcDetails:VpcId={}", encode(id)),
    };
    let console =
        |page, label, fragment, artifacts| link(page, label, "vpcconsole", fragment, artifacts);
    [
        console(
            ConsolePage::AwsCreateEndpoint,
            "Create an endpoint",
            "CreateVpcEndpoint:",
            &["aws-console"],
        ),
        link(
            ConsolePage::AwsCreateStack,
            "Create a stack",
            "cloudformation",
            "/stacks/create",
            &["cloudformation"],
        ),
        link(
            ConsolePage::AwsCloudShell,
            "CloudShell",
            "cloudshell",
            "",
            &["aws-cli", "aws-cli-undo"],
        ),
        console(
            ConsolePage::AwsEndpoints,
            "Endpoints",
            "Endpoints:",
            EVERY_AWS,
        ),
        console(ConsolePage::AwsVpc, "VPC", &vpc, MAKING_AWS),
        console(ConsolePage::AwsSubnets, "Subnets", "subnets:", MAKING_AWS),
        console(
            ConsolePage::AwsSecurityGroups,
            "Security groups",
            "SecurityGroups:",
            EVERY_AWS,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn azure(consumer: &AzureConsumer) -> Vec<Link> {
    let link = |page, label, fragment: &str, artifacts| Link {
        label,
        page,
        url: format!("https://portal.azure.com/#{fragment}"),
        artifacts,
    };
    let browse = |page, label, kind: &str, artifacts| {
        let kind = encode(kind);
        let fragment = format!("view/HubsExtension/BrowseResource/resourceType/{kind}");
        link(page, label, &fragment, artifacts)
    };
    let mut links = vec![
        link(
            ConsolePage::AzureDeployTemplate,
            "Deploy a template",
            "create/Microsoft.Template",
            &["arm"],
        ),
        // The manual steps start here too, since the page has a Create button.
        browse(
            ConsolePage::AzurePrivateEndpoints,
            "Private endpoints",
            "Microsoft.Network/privateEndpoints",
            EVERY_AZURE,
        ),
        browse(
            ConsolePage::AzurePrivateDnsZones,
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
        links.push(link(ConsolePage::AzureVnet, "VNet", &path, MAKING_AZURE));
    }
    links
}

/// Percent-encodes a text for a URL.
fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
