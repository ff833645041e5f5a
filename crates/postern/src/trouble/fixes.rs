//! What each trouble looks like, where it comes from, and what helps.

use super::{Trouble, principal};
use crate::recipe::word;
use crate::recipe::{AwsConsumer, AzureConsumer, Consumer, Params};

/// What the user sees.
pub(super) fn symptom(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::ServiceNotFound => "InvalidServiceName: the endpoint service does not exist",
        Trouble::Zone => "The service does not support the availability zone of the subnet",
        Trouble::DnsConflict => {
            "Private DNS is refused: there is a conflicting DNS domain in the VPC"
        }
        Trouble::PrivateDnsTooEarly => {
            "Private DNS can only be enabled after the connection is accepted"
        }
        Trouble::VpcDnsAttributes => {
            "Private DNS requires enableDnsSupport and enableDnsHostnames of the VPC"
        }
        Trouble::NoPrivateDnsName => {
            "The service provides no private DNS name, or has not verified it"
        }
        Trouble::ZoneAlreadyLinked => {
            "The virtual network can't be linked to several zones with overlapping namespaces"
        }
        Trouble::NoRights => "UnauthorizedOperation, or AuthorizationFailed for a VNet or subnet",
        Trouble::NotManual => "403 LinkedAuthorizationFailed for the connection's approval",
        Trouble::AliasNotVisible => {
            "400: the private link service does not exist or is not visible"
        }
        Trouble::NotAccepted => "The endpoint stays pending, or its connection is rejected",
        Trouble::Name => "The host's name does not resolve, or leads to a public address",
        Trouble::TimedOut => "The endpoint is available, but connecting times out",
        Trouble::Refused => "The connection is refused",
        Trouble::NotReady => "503: the service is unavailable",
    }
}

/// Where it comes from.
pub(super) fn cause(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::ServiceNotFound => {
            "AWS gives the same answer in three cases: whoever asks is not among the endpoint's security principals, asks in another region, or has the name wrong."
        }
        Trouble::Zone => {
            "The service is not in the zone of that subnet. Zone names such as us-west-2a mean different zones in different accounts; ids such as usw2-az1 don't."
        }
        Trouble::DnsConflict => {
            "Another endpoint of the same service, or a private hosted zone for the same name, is in the VPC already."
        }
        Trouble::PrivateDnsTooEarly => {
            "Private DNS was asked for while the endpoint was still waiting to be accepted."
        }
        Trouble::VpcDnsAttributes => {
            "The VPC's DNS resolution or its DNS host names are switched off."
        }
        Trouble::NoPrivateDnsName => {
            "The service's side has no private DNS name, or has not proved that it owns it. Nothing in the application's account can change that."
        }
        Trouble::ZoneAlreadyLinked => {
            "The VNet is linked to a private DNS zone of the same name already."
        }
        Trouble::NoRights => {
            "Whoever is signed in may not do this in their own account or subscription. The private service endpoint has no part in it."
        }
        Trouble::NotManual => {
            "The endpoint was made as if its owner had rights on the service's subscription. Without them the connection is a request, which the service's side approves."
        }
        Trouble::AliasNotVisible => {
            "The alias is wrong, the subscription is not among the endpoint's security principals, or the endpoint is not active yet."
        }
        Trouble::NotAccepted => {
            "The service's side has not accepted the connection, or has ended it. It accepts by itself from those who were allowed when the connection was asked for."
        }
        Trouble::Name => {
            "The client asks a DNS server that doesn't know of the private name: private DNS is off or the zone isn't linked to the client's network, the record is missing or old, or the network has a DNS server of its own without a forwarder."
        }
        Trouble::TimedOut => {
            "Packets are dropped on the way: no rule lets the application in, the connection is not accepted yet, or the client is outside of the network."
        }
        Trouble::Refused => {
            "The private link works, but nothing listens behind it: YCQL is switched off, or the cluster is paused."
        }
        Trouble::NotReady => "The service has just been made and is not ready yet.",
    }
}

/// The endpoint's values as a fix names them.
struct Words<'a> {
    region: &'a str,
    service: &'a str,
    host: &'a str,
    vpc: &'a str,
    source: &'a str,
    zones: String,
    ports: String,
    resource: String,
}

fn or<'a>(value: &'a str, otherwise: &'a str) -> &'a str {
    if value.is_empty() { otherwise } else { value }
}

fn words(params: &Params) -> Words<'_> {
    let (vpc, source) = match &params.consumer {
        Consumer::Aws(AwsConsumer { vpc_id, source, .. }) => (
            or(vpc_id, "the application's VPC"),
            or(source, "the application's security group"),
        ),
        Consumer::Azure(AzureConsumer { vnet, subnet, .. }) => (
            or(vnet, "the application's VNet"),
            or(subnet, "the application's subnet"),
        ),
    };
    let zones = match params.zone_ids().join(", ") {
        none if none.is_empty() => "the service's zones".to_owned(),
        zones => zones,
    };
    let ports: Vec<String> = params.ports.iter().map(u16::to_string).collect();
    Words {
        region: or(params.region.as_str(), "the endpoint's region"),
        service: or(params.service_name(), "the service name"),
        host: or(params.host(), "the endpoint's host"),
        vpc,
        source,
        zones,
        ports: ports.join(" and "),
        resource: params.resource_name(),
    }
}

/// A value as a word of a command, or what stands for it.
fn argument(value: &str, what: &str) -> String {
    if value.is_empty() {
        format!("<{what}>")
    } else {
        word(value)
    }
}

/// What to do, the likeliest first.
pub(super) fn fixes(trouble: Trouble, params: &Params, who: &[String]) -> Vec<String> {
    let w = words(params);
    let region = argument(params.region.as_str(), "region");
    let service = argument(params.service_name(), "alias");
    let vpc = match &params.consumer {
        Consumer::Aws(consumer) => argument(&consumer.vpc_id, "VPC id"),
        Consumer::Azure(_) => argument("", "VPC id"),
    };
    match trouble {
        Trouble::ServiceNotFound => vec![
            access(params, who, "arn:aws:iam::<account>:root", "account"),
            format!("Make the endpoint in {}: an endpoint is in the region of its service.", w.region),
            format!("Copy the service name again: {}.", w.service),
        ],
        Trouble::Zone => vec![
            format!("Compare zone ids: aws ec2 describe-subnets --region {region} shows each subnet's AvailabilityZoneId; the service is in {}.", w.zones),
            "Give only subnets in these zones, one a zone. The script aws-cli.sh chooses them.".to_owned(),
            format!("If there is none, make a subnet of {} in one of them.", w.vpc),
        ],
        Trouble::DnsConflict => vec![
            format!("Look for another endpoint of {} in {}, and use that one.", w.service, w.vpc),
            format!("Else leave private DNS off, and make a record for {} of your own that leads to the endpoint.", w.host),
        ],
        Trouble::PrivateDnsTooEarly => vec![
            "Make the endpoint with --no-private-dns-enabled and wait until its state is available.".to_owned(),
            format!("Then: aws ec2 modify-vpc-endpoint --region {region} --vpc-endpoint-id <endpoint> --private-dns-enabled. The script aws-cli.sh does both."),
        ],
        Trouble::VpcDnsAttributes => vec![
            format!("aws ec2 modify-vpc-attribute --region {region} --vpc-id {vpc} --enable-dns-support"),
            format!("Then, in a call of its own: aws ec2 modify-vpc-attribute --region {region} --vpc-id {vpc} --enable-dns-hostnames"),
        ],
        Trouble::NoPrivateDnsName => vec![
            format!("Make a private hosted zone {} for {}, with an alias record to the endpoint's own DNS name.", w.host, w.vpc),
            "Tell YugabyteDB's support: the name is theirs to verify.".to_owned(),
        ],
        Trouble::ZoneAlreadyLinked => vec![
            format!("Use the zone that is linked to {}, and add the A record there: the part of {} before the zone, or @ in a zone of that name.", w.vpc, w.host),
            "The script azure-cli.sh finds that zone by itself.".to_owned(),
        ],
        Trouble::NoRights => match &params.consumer {
            Consumer::Aws(_) => vec![
                "Ask for the rights to describe and create VPC endpoints and security groups, and to change the VPC's attributes (AmazonVPCFullAccess has them).".to_owned(),
                "Or have somebody run the script who has them, signed in to the same account.".to_owned(),
            ],
            Consumer::Azure(_) => vec![
                format!("Ask for the role Network Contributor on {} and on the resource group: it has subnets/join/action and virtualNetworks/join/action.", w.vpc),
                "Or have somebody run the script who has them.".to_owned(),
            ],
        },
        Trouble::NotManual => vec![
            format!("Azure CLI: --private-connection-resource-id {service} --manual-request true, without --group-id."),
            "Terraform: is_manual_connection = true with a request_message, and the service by private_connection_resource_alias.".to_owned(),
        ],
        Trouble::AliasNotVisible => vec![
            access(params, who, "the application's subscription", "subscription"),
            format!("Wait until the private service endpoint in {} is active.", w.region),
            format!("Name the service by its alias: {}.", w.service),
        ],
        Trouble::NotAccepted => vec![
            "Look at the endpoint's connections here: one that is listed has been accepted.".to_owned(),
            match &params.consumer {
                Consumer::Aws(_) => access(params, who, "the application's account", "account"),
                Consumer::Azure(_) => access(params, who, "the application's subscription", "subscription"),
            },
            "Rejected or disconnected: delete the endpoint (the undo script does), and make it again once the principal is listed.".to_owned(),
            "Pending for more than some minutes although it is listed: ask YugabyteDB's support.".to_owned(),
        ],
        Trouble::Name => name(params, &w),
        Trouble::TimedOut => timed_out(params, &w),
        Trouble::Refused => vec![
            format!("See whether the cluster {} is running.", params.cluster_name),
            "If only 9042 is refused, YCQL is switched off for the cluster; YSQL is at 5433.".to_owned(),
        ],
        Trouble::NotReady => vec![
            "Wait some minutes and do the same again; the scripts can be run any number of times.".to_owned(),
        ],
    }
}

/// What to say of who may connect.
fn access(params: &Params, who: &[String], nobody: &str, owner: &str) -> String {
    if let Some(who) = who.iter().find(|who| principal::is_allowed(who, params)) {
        return format!(
            "{who} is among the endpoint's security principals: sign in to that {owner}, or look at the next points."
        );
    }
    if params.principals.is_none() {
        return format!(
            "Check that the {owner} that makes the endpoint is among the endpoint's security principals, which could not be read."
        );
    }
    match who {
        [] => format!(
            "Add {nobody} to the endpoint's security principals, for the {owner} that makes the endpoint."
        ),
        [who] => format!("Add {who} to the endpoint's security principals."),
        [who, .., whole] => format!(
            "Add {who} to the endpoint's security principals, or the whole account, {whole}: a role or user that has a path can't be listed."
        ),
    }
}

fn name(params: &Params, w: &Words<'_>) -> Vec<String> {
    let first = match &params.consumer {
        Consumer::Aws(_) => format!(
            "Private DNS of the endpoint and both DNS attributes of {} must be on.",
            w.vpc
        ),
        Consumer::Azure(_) => format!(
            "The private DNS zone must be linked to {}, the VNet of the client, and its A record must be the endpoint's address.",
            w.vpc
        ),
    };
    vec![
        first,
        format!(
            "Ask from the machine that fails: getent hosts {}",
            argument(params.host(), "host")
        ),
        "With a DNS server of your own, forward the name to the cloud's resolver.".to_owned(),
        "After a change, wait a few minutes: old answers are kept for as long as they are valid."
            .to_owned(),
    ]
}

fn timed_out(params: &Params, w: &Words<'_>) -> Vec<String> {
    match &params.consumer {
        Consumer::Aws(_) => vec![
            "Look at the endpoint's state first: it must be available.".to_owned(),
            format!(
                "The endpoint's security group ({}) must let {} in on TCP {}.",
                w.resource, w.source, w.ports
            ),
            format!(
                "Connect from inside {}, or a network that reaches it.",
                w.vpc
            ),
        ],
        Consumer::Azure(_) => vec![
            "Look at the private endpoint's connection first: it must be Approved.".to_owned(),
            format!(
                "Network security groups of {} and of the application must allow TCP {}.",
                w.source, w.ports
            ),
            format!(
                "Connect from inside {}, or a network that reaches it.",
                w.vpc
            ),
        ],
    }
}
