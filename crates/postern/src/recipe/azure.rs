//! Scripts and templates for Azure; the portal steps are in `steps`.

use super::blanks::Blanks;
use super::shell::Script;
use super::{Artifact, AzureConsumer, Language, Params, Side, document, hcl};

impl AzureConsumer {
    /// The VNet's resource group, which defaults to the endpoint's.
    pub(super) fn vnet_group(&self) -> &str {
        match self.vnet_resource_group.as_str() {
            "" => &self.resource_group,
            group => group,
        }
    }
}

pub(super) fn script(params: &Params, consumer: &AzureConsumer) -> Artifact {
    named(
        Script::new(include_str!("templates/azure-cli.sh")),
        params,
        consumer,
    )
    .set(
        "SUBNET_NAME",
        "Subnet for the private endpoint.",
        "subnet",
        &consumer.subnet,
    )
    .set(
        "SERVICE_NAME",
        "Alias and region of the private service endpoint.",
        "service alias",
        params.service_name(),
    )
    .set("SERVICE_REGION", "", "region", params.region.as_str())
    .artifact("azure-cli", "azure-cli.sh", "Azure CLI", Side::Azure)
}

pub(super) fn undo(params: &Params, consumer: &AzureConsumer) -> Artifact {
    let template = include_str!("templates/azure-cli-undo.sh");
    named(Script::new(template), params, consumer).artifact(
        "azure-cli-undo",
        "azure-cli-undo.sh",
        "Azure CLI: undo",
        Side::Azure,
    )
}

/// The variables of both scripts.
fn named(script: Script, params: &Params, consumer: &AzureConsumer) -> Script {
    script
        .set(
            "SUBSCRIPTION",
            "Subscription of the VNet.",
            "subscription ID",
            &consumer.subscription,
        )
        .set(
            "RESOURCE_GROUP",
            "Resource group for the private endpoint and the DNS zone.",
            "resource group",
            &consumer.resource_group,
        )
        .set(
            "VNET_RESOURCE_GROUP",
            "The application's VNet and its resource group.",
            "VNet's resource group",
            consumer.vnet_group(),
        )
        .set("VNET_NAME", "", "VNet", &consumer.vnet)
        .set(
            "PSE_HOST",
            "Host name that applications connect to.",
            "host",
            params.host(),
        )
        .set(
            "ENDPOINT_NAME",
            "Name for the private endpoint. Both scripts must use the same one.",
            "name",
            &params.resource_name(),
        )
        .set_or_empty(
            "ZONE_SUBSCRIPTION",
            "Where private DNS zones are kept, if not with the endpoint: a hub's subscription and resource group.",
            &consumer.zone_subscription,
        )
        .set_or_empty("ZONE_RESOURCE_GROUP", "", &consumer.zone_resource_group)
}

pub(super) fn arm(params: &Params, consumer: &AzureConsumer) -> Artifact {
    let mut blanks = Blanks::default();
    let mut template = document::parse(include_str!("templates/arm.json"));
    let mut default = |parameter: &str, what: &'static str, value: &str| {
        let value = literal(blanks.fill(what, value));
        document::set(
            &mut template,
            &["parameters", parameter, "defaultValue"],
            value,
        );
    };
    default("serviceName", "service alias", params.service_name());
    default("pseHost", "host", params.host());
    default(
        "vnetResourceGroup",
        "VNet's resource group",
        consumer.vnet_group(),
    );
    default("vnetName", "VNet", &consumer.vnet);
    default("subnetName", "subnet", &consumer.subnet);
    default("endpointName", "name", &params.resource_name());
    default("location", "region", params.region.as_str());
    Artifact {
        id: "arm",
        file_name: "arm.json",
        title: "ARM template",
        side: Side::Azure,
        language: Language::Json,
        text: document::to_json(&template),
        placeholders: blanks.count(),
    }
}

/// Escapes a string for an ARM template, in which text in brackets would be an expression.
fn literal(text: String) -> String {
    if text.starts_with('[') && text.ends_with(']') {
        format!("[{text}")
    } else {
        text
    }
}

pub(super) fn terraform(params: &Params, consumer: &AzureConsumer) -> Artifact {
    let mut blanks = Blanks::default();
    let mut body = hcl::parse(include_str!("templates/terraform-azure.tf"));
    let mut text = |variable: &str, what: &'static str, value: &str| {
        hcl::set_default(&mut body, variable, hcl::string(&blanks.fill(what, value)));
    };
    text("subscription_id", "subscription ID", &consumer.subscription);
    text(
        "resource_group_name",
        "resource group",
        &consumer.resource_group,
    );
    text(
        "vnet_resource_group_name",
        "VNet's resource group",
        consumer.vnet_group(),
    );
    text("vnet_name", "VNet", &consumer.vnet);
    text("subnet_name", "subnet", &consumer.subnet);
    text("service_name", "service alias", params.service_name());
    text("pse_host", "host", params.host());
    text("name", "name", &params.resource_name());
    // Without these, the zone is where the endpoint is.
    for (variable, value) in [
        ("zone_subscription_id", &consumer.zone_subscription),
        ("zone_resource_group_name", &consumer.zone_resource_group),
    ] {
        if !value.is_empty() {
            hcl::set_default(&mut body, variable, hcl::string(value));
        }
    }
    Artifact {
        id: "terraform-azure",
        file_name: "terraform-azure.tf",
        title: "Terraform",
        side: Side::Azure,
        language: Language::Hcl,
        text: body.to_string(),
        placeholders: blanks.count(),
    }
}
