//! What is done in AWS, but for the console's steps.

use serde_json::{Value, json};

use super::blanks::Blanks;
use super::model::port_name;
use super::shell::Script;
use super::source::Source;
use super::{Artefact, AwsConsumer, Language, Params, Side, document, hcl};

pub(super) fn script(params: &Params, consumer: &AwsConsumer) -> Artefact {
    named(
        Script::new(include_str!("templates/aws-cli.sh")),
        params,
        consumer,
    )
    .set(
        "PSE_HOST",
        "The name that applications connect to.",
        "host",
        params.host(),
    )
    .list(
        "SUBNET_IDS",
        "Subnets of the VPC; those in a zone of the service are used, one a zone.",
        "subnet ids",
        &consumer.subnet_ids,
    )
    .list_or_empty(
        "ZONE_IDS",
        "The service's zones, by their ids; none: as AWS gives them.",
        &params.zone_ids(),
    )
    .set(
        "APP_SOURCE",
        "The security group (sg-…) or the range of addresses that the application connects from.",
        "security group or CIDR",
        &consumer.source,
    )
    .list_or_empty("PORTS", "YSQL is at 5433, YCQL at 9042.", &params.ports)
    .artefact("aws-cli", "aws-cli.sh", "AWS CLI", Side::Aws)
}

pub(super) fn undo(params: &Params, consumer: &AwsConsumer) -> Artefact {
    let template = include_str!("templates/aws-cli-undo.sh");
    named(Script::new(template), params, consumer).artefact(
        "aws-cli-undo",
        "aws-cli-undo.sh",
        "AWS CLI: undo",
        Side::Aws,
    )
}

/// The variables that both scripts have.
fn named(script: Script, params: &Params, consumer: &AwsConsumer) -> Script {
    let name = params.resource_name();
    script
        .set(
            "REGION",
            "The region of the private service endpoint, and of the VPC.",
            "region",
            params.region.as_str(),
        )
        .set(
            "SERVICE_NAME",
            "The service name of the private service endpoint.",
            "service name",
            params.service_name(),
        )
        .set(
            "VPC_ID",
            "The application's VPC.",
            "VPC id",
            &consumer.vpc_id,
        )
        .set(
            "ENDPOINT_NAME",
            "Names for what is made, by which it is found again.",
            "name",
            &name,
        )
        .set("ENDPOINT_SG_NAME", "", "name", &name)
}

pub(super) fn cloudformation(params: &Params, consumer: &AwsConsumer) -> Artefact {
    let mut blanks = Blanks::default();
    let mut template = document::parse(include_str!("templates/cloudformation.json"));
    let mut default = |parameter: &str, value: String| {
        document::set(&mut template, &["Parameters", parameter, "Default"], value);
    };
    default(
        "ServiceName",
        blanks.fill("service name", params.service_name()),
    );
    default("VpcId", blanks.fill("VPC id", &consumer.vpc_id));
    let subnets = blanks.fill_all("subnet ids", &consumer.subnet_ids);
    default("SubnetIds", subnets.join(","));
    // The parameter's type takes nothing else.
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
            "The security group that the application connects from. For a range of addresses make this template anew with the range, or give this the type String and the rules CidrIp (IPv6: CidrIpv6) in place of SourceSecurityGroupId".to_owned(),
        ),
        (_, "SourceSecurityGroupId") => describe(
            "ApplicationSource",
            "The security group that the application connects from".to_owned(),
        ),
        _ => describe(
            "ApplicationSource",
            "The range of addresses that the application connects from".to_owned(),
        ),
    }
    let zones = params.zone_ids();
    if !zones.is_empty() {
        describe(
            "SubnetIds",
            format!(
                "Subnets of the VPC in zones of the service, one a zone. Its zones have the ids {}",
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
    Artefact {
        id: "cloudformation",
        file_name: "cloudformation.yaml",
        title: "CloudFormation",
        side: Side::Aws,
        language: Language::Yaml,
        text: document::to_yaml(&template),
        placeholders: blanks.count(),
    }
}

pub(super) fn terraform(params: &Params, consumer: &AwsConsumer) -> Artefact {
    let mut blanks = Blanks::default();
    let mut body = hcl::parse(include_str!("templates/terraform-aws.tf"));
    let mut text = |variable: &str, what: &'static str, value: &str| {
        hcl::set_default(&mut body, variable, hcl::string(&blanks.fill(what, value)));
    };
    text("region", "region", params.region.as_str());
    text("service_name", "service name", params.service_name());
    text("pse_host", "host", params.host());
    text("vpc_id", "VPC id", &consumer.vpc_id);
    text("name", "name", &params.resource_name());
    let source = match Source::of(&consumer.source) {
        Source::SecurityGroup => "app_security_group_id",
        Source::Ipv4 => "app_cidr",
        Source::Ipv6 => "app_cidr_ipv6",
    };
    text(source, "security group", &consumer.source);
    let subnets = blanks.fill_all("subnet ids", &consumer.subnet_ids);
    hcl::set_default(&mut body, "subnet_ids", hcl::strings(&subnets));
    let zones: Vec<String> = params.zone_ids().into_iter().map(str::to_owned).collect();
    hcl::set_default(&mut body, "zone_ids", hcl::strings(&zones));
    hcl::set_default(&mut body, "ports", hcl::numbers(&params.ports));
    Artefact {
        id: "terraform-aws",
        file_name: "terraform-aws.tf",
        title: "Terraform",
        side: Side::Aws,
        language: Language::Hcl,
        text: body.to_string(),
        placeholders: blanks.count(),
    }
}
