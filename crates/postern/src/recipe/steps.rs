//! Step-by-step instructions for the AWS console and the Azure portal.

use super::markdown::Steps;
use super::model::port_name;
use super::{Artifact, AwsConsumer, AzureConsumer, Params, Side};

pub(super) fn aws(params: &Params, consumer: &AwsConsumer) -> Artifact {
    let mut steps = Steps::new("Connect a VPC in the AWS console");
    let region = steps.value("region", params.region.as_str());
    let service = steps.value("service name", params.service_name());
    let vpc = steps.value("VPC ID", &consumer.vpc_id);
    let subnets = steps.values("subnet IDs", &consumer.subnet_ids);
    let source = steps.value("security group or CIDR", &consumer.source);
    let host = steps.value("host", params.host());
    let name = steps.value("name", &params.resource_name());
    let zones = match params.zone_ids().join(", ") {
        ids if ids.is_empty() => "the zones offered on the page".to_owned(),
        ids => format!("the zones with the IDs {ids}"),
    };

    steps.step(
        "Turn on the VPC's DNS settings",
        &[
            format!("Select the region {region}, then VPC > Your VPCs > {vpc} > Actions > Edit VPC settings."),
            "Turn on “Enable DNS resolution” and save. Then turn on “Enable DNS hostnames” and save.".to_owned(),
        ],
    );
    let rules = params.ports.iter().map(|port| {
        format!(
            "Add an inbound rule: custom TCP, port {port} ({}), source {source}.",
            port_name(*port)
        )
    });
    let group = [format!(
        "VPC > Security groups > Create security group: name {name}, VPC {vpc}."
    )];
    let group: Vec<String> = group
        .into_iter()
        .chain(rules)
        .chain(["No outbound rules are needed.".to_owned()])
        .collect();
    steps.step("Create a security group for the endpoint", &group);
    steps.step(
        "Create the endpoint",
        &[
            format!("VPC > Endpoints > Create endpoint: name {name}, type “Endpoint services that use NLBs and GWLBs”."),
            format!("Service name {service}, then “Verify service”. If it can't be verified, add the account to the endpoint's security principals, and check the region."),
            format!("VPC {vpc}. Under “Additional settings”, leave “Enable private DNS name” off: AWS rejects it until the endpoint is accepted."),
            format!("Subnets {subnets}: one per zone, only in {zones}. Go by the zone IDs shown next to the names, since names differ between accounts."),
            format!("Select the security group {name} and deselect the default one. Choose Create endpoint."),
        ],
    );
    steps.step(
        "Turn on private DNS",
        &[
            "Wait until the endpoint's status is “Available”.".to_owned(),
            "Actions > Modify private DNS name > Enable for this endpoint. Save changes."
                .to_owned(),
            format!(
                "After a few minutes, {host} resolves to an address in the VPC from inside the VPC."
            ),
        ],
    );
    steps.artifact("aws-console", "aws-console.md", "Console", Side::Aws)
}

pub(super) fn azure(params: &Params, consumer: &AzureConsumer) -> Artifact {
    let mut steps = Steps::new("Connect a VNet in the Azure portal");
    let subscription = steps.value("subscription ID", &consumer.subscription);
    let group = steps.value("resource group", &consumer.resource_group);
    let vnet_group = steps.value("VNet's resource group", consumer.vnet_group());
    let vnet = steps.value("VNet", &consumer.vnet);
    let subnet = steps.value("subnet", &consumer.subnet);
    let alias = steps.value("service alias", params.service_name());
    let host = steps.value("host", params.host());
    let name = steps.value("name", &params.resource_name());

    steps.step(
        "Create the private endpoint",
        &[
            format!("Private endpoints > Create: subscription {subscription}, resource group {group}, name {name}, and the region of the VNet {vnet}."),
            format!("Resource > “Connect to an Azure resource by resource ID or alias”: {alias}. Leave the target sub-resource empty, and enter a request message that names the application."),
            format!("Virtual network {vnet} (resource group {vnet_group}), subnet {subnet}, dynamic IP address."),
            "DNS: don't integrate with a private DNS zone; a later step does that. Choose Create.".to_owned(),
        ],
    );
    steps.step(
        "Get its address",
        &[
            format!("{name} > Overview: wait until the connection status is “Approved”. If it is “Rejected” or the alias isn't found, add the subscription to the endpoint's security principals."),
            format!("{name} > DNS configuration, or its network interface: note the private IP address."),
        ],
    );
    steps.step(
        "Set up the name",
        &[
            "If the VNet is already linked to a private DNS zone that covers the host (such as azure.yugabyte.cloud), use that zone, and name the record after the part of the host before the zone. A VNet can't be linked to two zones with the same name.".to_owned(),
            format!("Otherwise, Private DNS zones > Create: resource group {group}, name {host} (the full host name). A zone for this host only hides no other names."),
            format!("The zone > Virtual network links > Add: {vnet}, with “Enable auto registration” off."),
            "The zone > Recordsets > Add: name @, type A, TTL 5 minutes, only the address noted above.".to_owned(),
            format!("After a few minutes, {host} resolves to that address from inside the VNet."),
        ],
    );
    let ports: Vec<String> = params
        .ports
        .iter()
        .map(|port| format!("{port} ({})", port_name(*port)))
        .collect();
    steps.step(
        "Check network security groups",
        &[format!(
            "If network security groups apply to private endpoints in {subnet}, or restrict the application's outbound traffic, allow TCP {}.",
            ports.join(" and ")
        )],
    );
    steps.artifact("azure-portal", "azure-portal.md", "Portal", Side::Azure)
}
