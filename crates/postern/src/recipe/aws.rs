//! Scripts and templates for AWS; the console steps are in `steps`.

use serde_json::{Value, json};

use super::blanks::Blanks;
use super::model::port_name;
use super::shell::Script;
use super::source::Source;
use super::{Artifact, AwsConsumer, Language, Params, Side, document, hcl};

pub(super) fn script(params: &Params, consumer: &AwsConsumer) -> Artifact {
    named(
        Script::new(include_str!("templates/aws-cli.sh")),
        params,
        consumer,
    )
    .set(
        "PSE_HOST",
        "Host name that applications connect to.",
        "host",
        params.host(),
    )
    .list(
        "SUBNET_IDS",
        "Subnets of the VPC; one per zone of the service is used.",
        "subnet IDs",
        &consumer.subnet_ids,
    )
    .list_or_empty(
        "ZONE_IDS",
        "IDs of the service's zones; empty to use the zones from AWS.",
        &params.zone_ids(),
    )
    .set(
        "APP_SOURCE",
        "Security group (sg-…) or address range that the application connects from.",
        "security group or CIDR",
        &consumer.source,
    )
    .list_or_empty("PORTS", "YSQL uses 5433, YCQL 9042.", &params.ports)
    .list_or_empty(
        "TAGS",
        "Tags for what is created, if a policy of the organization demands them, such as 'team=payments'.",
        &consumer.tags,
    )
    .artifact("aws-cli", "aws-cli.sh", "AWS CLI", Side::Aws)
}

pub(super) fn undo(params: &Params, consumer: &AwsConsumer) -> Artifact {
    let template = include_str!("templates/aws-cli-undo.sh");
    named(Script::new(template), params, consumer).artifact(
        "aws-cli-undo",
        "aws-cli-undo.sh",
        "AWS CLI: undo",
        Side::Aws,
    )
}

/// The variables of both scripts.
fn named(script: Script, params: &Params, consumer: &AwsConsumer) -> Script {
    let name = params.resource_name();
    script
        .set(
            "REGION",
            "Region of the private service endpoint and the VPC.",
            "region",
            params.region.as_str(),
        )
        .set(
            "SERVICE_NAME",
            "Service name of the private service endpoint.",
            "service name",
            params.service_name(),
        )
        .set(
            "VPC_ID",
            "The application's VPC.",
            "VPC ID",
            &consumer.vpc_id,
        )
        .set(
            "ENDPOINT_NAME",
            "Names for the created resources. Both scripts must use the same ones.",
            "name",
            &name,
        )
        .set("ENDPOINT_SG_NAME", "", "name", &name)
}

pub(super) fn cloudformation(params: &Params, consumer: &AwsConsumer) -> Artifact {
    let mut blanks = Blanks::default();
    let mut template = document::parse(include_str!("templates/cloudformation.json"));
    let mut default = |parameter: &str, value: String| {
        document::set(&mut template, &["Parameters", parameter, "Default"], value);
    };
    default(
        "ServiceName",
        blanks.fill("service name", params.service_name()),
    );
    default("VpcId", blanks.fill("VPC ID", &consumer.vpc_id));
    let subnets = blanks.fill_all("subnet IDs", &consumer.subnet_ids);
    default("SubnetIds", subnets.join(","));
    // The parameter's type accepts only a security group.
    default(
        "ApplicationSource",
        blanks.fill("security group", &consumer.source),
    );
    let host = blanks.fill("host", params.host());
    document::set(&mut template, &["Outputs", "Host", "Value"], host);

    let (kind, property) = match Source::of(&consumer.source) {
        Source::SecurityGroup => ("AWS::EC2::SecurityGroup::Id", "SourceSecurityGroupId"),
        Source::Ipv4 => ("String", "CidrIp"),
        Source::Ipv6 => ("String", "CidrIpv6"),
    };
    let mut describe = |parameter: &str, text: String| {
        let path = ["Parameters", parameter, "Description"];
        document::set(&mut template, &path, text);
    };
    match (consumer.source.as_str(), property) {
        ("", _) => describe(
            "ApplicationSource",
            "Security group that the application connects from. For an address range, generate this template again with the range, or change this type to String and SourceSecurityGroupId in the rules to CidrIp (CidrIpv6 for IPv6)".to_owned(),
        ),
        (_, "SourceSecurityGroupId") => describe(
            "ApplicationSource",
            "Security group that the application connects from".to_owned(),
        ),
        _ => describe(
            "ApplicationSource",
            "Address range that the application connects from".to_owned(),
        ),
    }
    let zones = params.zone_ids();
    if !zones.is_empty() {
        describe(
            "SubnetIds",
            format!(
                "Subnets of the VPC, one per zone of the service. IDs of its zones: {}",
                zones.join(", ")
            ),
        );
    }
    document::set(
        &mut template,
        &["Parameters", "ApplicationSource", "Type"],
        kind,
    );
    let rules: Vec<Value> = params
        .ports
        .iter()
        .map(|port| {
            json!({
                "Description": port_name(*port),
                "IpProtocol": "tcp",
                "FromPort": port,
                "ToPort": port,
                property: document::reference("ApplicationSource"),
            })
        })
        .collect();
    let ingress = [
        "Resources",
        "EndpointSecurityGroup",
        "Properties",
        "SecurityGroupIngress",
    ];
    document::set(&mut template, &ingress, rules);
    let tags: Vec<Value> = tags(consumer)
        .map(|(key, value)| json!({ "Key": key, "Value": value }))
        .collect();
    if !tags.is_empty() {
        for resource in ["EndpointSecurityGroup", "Endpoint"] {
            template["Resources"][resource]["Properties"]["Tags"] = json!(tags);
        }
    }
    Artifact {
        id: "cloudformation",
        file_name: "cloudformation.yaml",
        title: "CloudFormation",
        side: Side::Aws,
        language: Language::Yaml,
        text: document::to_yaml(&template),
        placeholders: blanks.count(),
    }
}

/// Keys and values. What isn't `key=value` is left out: the form says so.
fn tags(consumer: &AwsConsumer) -> impl Iterator<Item = (&str, &str)> {
    consumer.tags.iter().filter_map(|tag| tag.split_once('='))
}

pub(super) fn terraform(params: &Params, consumer: &AwsConsumer) -> Artifact {
    let mut blanks = Blanks::default();
    let mut body = hcl::parse(include_str!("templates/terraform-aws.tf"));
    let mut text = |variable: &str, what: &'static str, value: &str| {
        hcl::set_default(&mut body, variable, hcl::string(&blanks.fill(what, value)));
    };
    text("region", "region", params.region.as_str());
    text("service_name", "service name", params.service_name());
    text("pse_host", "host", params.host());
    text("vpc_id", "VPC ID", &consumer.vpc_id);
    text("name", "name", &params.resource_name());
    let source = match Source::of(&consumer.source) {
        Source::SecurityGroup => "app_security_group_id",
        Source::Ipv4 => "app_cidr",
        Source::Ipv6 => "app_cidr_ipv6",
    };
    text(source, "security group", &consumer.source);
    let subnets = blanks.fill_all("subnet IDs", &consumer.subnet_ids);
    hcl::set_default(&mut body, "subnet_ids", hcl::strings(&subnets));
    let zones: Vec<String> = params.zone_ids().into_iter().map(str::to_owned).collect();
    hcl::set_default(&mut body, "zone_ids", hcl::strings(&zones));
    hcl::set_default(&mut body, "ports", hcl::numbers(&params.ports));
    hcl::set_default(&mut body, "tags", hcl::map(tags(consumer)));
    Artifact {
        id: "terraform-aws",
        file_name: "terraform-aws.tf",
        title: "Terraform",
        side: Side::Aws,
        language: Language::Hcl,
        text: body.to_string(),
        placeholders: blanks.count(),
    }
}
