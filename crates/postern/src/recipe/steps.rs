//! The same by hand: the AWS console's and the Azure portal's pages, in order.

use super::markdown::Steps;
use super::model::port_name;
use super::{Artefact, AwsConsumer, AzureConsumer, Params, Side};

pub(super) fn aws(params: &Params, consumer: &AwsConsumer) -> Artefact {
    let mut steps = Steps::new("Connect a VPC in the AWS console");
    let region = steps.value("region", params.region.as_str());
    let service = steps.value("service name", params.service_name());
    let vpc = steps.value("VPC id", &consumer.vpc_id);
    let subnets = steps.values("subnet ids", &consumer.subnet_ids);
    let source = steps.value("security group or CIDR", &consumer.source);
    let host = steps.value("host", params.host());
    let name = steps.value("name", &params.resource_name());
    let zones = match params.zone_ids().join(", ") {
        ids if ids.is_empty() => "the zones that the page of the new endpoint offers".to_owned(),
        ids => format!("the zones with the ids {ids}"),
    };

    steps.step(
        "The VPC's DNS settings",
        &[
            format!("Choose the region {region}, then VPC > Your VPCs > {vpc} > Actions > Edit VPC settings."),
            "Switch on “Enable DNS resolution”, save; then switch on “Enable DNS hostnames”, save.".to_owned(),
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
        .chain(["It needs no outbound rule.".to_owned()])
        .collect();
    steps.step("A security group for the endpoint", &group);
    steps.step(
        "The endpoint",
        &[
            format!("VPC > Endpoints > Create endpoint: name {name}, type “Endpoint services that use NLBs and GWLBs”."),
            format!("Service name {service}, then “Verify service”. If it can't be verified, the account isn't among the endpoint's security principals, or this is another region."),
            format!("VPC {vpc}. Under additional settings leave “Enable private DNS name” off: it is refused until the endpoint is accepted."),
            format!("Subnets {subnets}: one in each zone, and only in {zones}. A zone's id stands beside its name; names differ between accounts."),
            format!("Security group {name}, without the default one. Create endpoint."),
        ],
    );
    steps.step(
        "Private DNS",
        &[
            "Wait until the endpoint's status is “Available”.".to_owned(),
            "Actions > Modify private DNS name > Enable for this endpoint. Save.".to_owned(),
            format!(
                "After a few minutes {host} leads to an address of the VPC, from inside the VPC."
            ),
        ],
    );
    steps.artefact("aws-console", "aws-console.md", "Console", Side::Aws)
}

pub(super) fn azure(params: &Params, consumer: &AzureConsumer) -> Artefact {
    let mut steps = Steps::new("Connect a VNet in the Azure portal");
    let subscription = steps.value("subscription id", &consumer.subscription);
    let group = steps.value("resource group", &consumer.resource_group);
    let vnet_group = steps.value("VNet's resource group", consumer.vnet_group());
    let vnet = steps.value("VNet", &consumer.vnet);
    let subnet = steps.value("subnet", &consumer.subnet);
    let alias = steps.value("service alias", params.service_name());
    let host = steps.value("host", params.host());
    let name = steps.value("name", &params.resource_name());

    steps.step(
        "The private endpoint",
        &[
            format!("Private endpoints > Create: subscription {subscription}, resource group {group}, name {name}, and the region of the VNet {vnet}."),
            format!("Resource > “Connect to an Azure resource by resource ID or alias”: {alias}. Leave the target sub-resource empty, and write a request message that names the application."),
            format!("Virtual network {vnet} (resource group {vnet_group}), subnet {subnet}, a dynamic address."),
            "DNS: no integration with a private DNS zone; it is made below. Create.".to_owned(),
        ],
    );
    steps.step(
        "Its address",
        &[
            format!("{name} > Overview: wait until the connection status is “Approved”. “Rejected” or an alias that isn't found means that the subscription isn't among the endpoint's security principals."),
            format!("{name} > DNS configuration, or its network interface: note the private IP address."),
        ],
    );
    steps.step(
        "The name",
        &[
            "If the VNet is linked to a private DNS zone that covers the host already (such as azure.yugabyte.cloud), use that one; its record is the host's part before the zone. A VNet can't be linked to two zones of one name.".to_owned(),
            format!("Else Private DNS zones > Create: resource group {group}, name {host}, all of it. A zone for the one host hides no other name."),
            format!("The zone > Virtual network links > Add: {vnet}, with “Enable auto registration” off."),
            "The zone > Recordsets > Add: name @, type A, TTL 5 minutes, the address noted above, and no older one.".to_owned(),
            format!("After a few minutes {host} leads to that address, from inside the VNet."),
        ],
    );
    let ports: Vec<String> = params
        .ports
        .iter()
        .map(|port| format!("{port} ({})", port_name(*port)))
        .collect();
    steps.step(
        "The way there",
        &[format!(
            "If network security groups apply to private endpoints in {subnet}, or restrict what the application sends, allow TCP {}.",
            ports.join(" and ")
        )],
    );
    steps.artefact("azure-portal", "azure-portal.md", "Portal", Side::Azure)
}
