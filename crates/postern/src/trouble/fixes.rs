//! The symptom, cause and fixes of each trouble.

use super::{Trouble, principal};
use crate::recipe::{AwsConsumer, AzureConsumer, Consumer, Params, word};

/// The symptom that the user sees.
pub(super) fn symptom(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::ServiceNotFound => "InvalidServiceName: the endpoint service does not exist",
        Trouble::Zone => "The service does not support the subnet's availability zone",
        Trouble::DnsConflict => {
            "Private DNS is rejected because of a conflicting DNS domain in the VPC"
        }
        Trouble::PrivateDnsTooEarly => {
            "Private DNS can only be enabled after the connection is accepted"
        }
        Trouble::VpcDnsAttributes => {
            "Private DNS requires the VPC attributes enableDnsSupport and enableDnsHostnames"
        }
        Trouble::NoPrivateDnsName => "The service has no private DNS name, or hasn't verified it",
        Trouble::ZoneAlreadyLinked => {
            "The virtual network can't be linked to multiple zones with overlapping namespaces"
        }
        Trouble::NoRights => "UnauthorizedOperation, or AuthorizationFailed for a VNet or subnet",
        Trouble::NotManual => "403 LinkedAuthorizationFailed for approving the connection",
        Trouble::AliasNotVisible => "400: the private link service doesn't exist or isn't visible",
        Trouble::NotAccepted => "The endpoint stays pending, or its connection is rejected",
        Trouble::Name => "The host name doesn't resolve, or resolves to a public address",
        Trouble::TimedOut => "The endpoint is available, but connecting times out",
        Trouble::Refused => "The connection is refused",
        Trouble::NotReady => "503: the service is unavailable",
    }
}

/// The cause.
pub(super) fn cause(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::ServiceNotFound => {
            "AWS returns this error in three cases: the caller isn't one of the endpoint's security principals, the region is different, or the service name is wrong."
        }
        Trouble::Zone => {
            "The service isn't available in that subnet's zone. Zone names such as us-west-2a differ between accounts; zone IDs such as usw2-az1 don't."
        }
        Trouble::DnsConflict => {
            "The VPC already has another endpoint for this service, or a private hosted zone for the same name."
        }
        Trouble::PrivateDnsTooEarly => {
            "Private DNS was turned on before the endpoint was accepted."
        }
        Trouble::VpcDnsAttributes => "DNS resolution or DNS hostnames are turned off in the VPC.",
        Trouble::NoPrivateDnsName => {
            "The service has no private DNS name, or its owner hasn't verified it. You can't change that from the application's account."
        }
        Trouble::ZoneAlreadyLinked => {
            "The VNet is already linked to a private DNS zone with the same name."
        }
        Trouble::NoRights => {
            "The signed-in user lacks permissions in their own account or subscription. This is unrelated to the private service endpoint."
        }
        Trouble::NotManual => {
            "The endpoint was created with automatic approval, which requires permissions in the service's subscription. Without them, the connection must be a manual request that the service's owner approves."
        }
        Trouble::AliasNotVisible => {
            "The alias is wrong, the subscription isn't one of the endpoint's security principals, or the endpoint isn't active yet."
        }
        Trouble::NotAccepted => {
            "The service hasn't accepted the connection, or has ended it. It accepts connections automatically, but only from principals that were allowed when the connection was requested."
        }
        Trouble::Name => {
            "The client's DNS server doesn't know the private name. Private DNS is off, the zone isn't linked to the client's network, the record is missing or outdated, or the network has its own DNS server without a forwarder."
        }
        Trouble::TimedOut => {
            "Packets are dropped: no rule allows the application's traffic, the connection isn't accepted yet, or the client is outside the network."
        }
        Trouble::Refused => {
            "The private link works, but nothing listens behind it: YCQL is turned off, or the cluster is paused."
        }
        Trouble::NotReady => "The service was just created and isn't ready yet.",
    }
}

/// The endpoint's values for use in fixes, with a description for each missing one.
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

/// A value as a word of a command, or a placeholder.
fn argument(value: &str, what: &str) -> String {
    if value.is_empty() {
        format!("<{what}>")
    } else {
        word(value)
    }
}

/// What to do, most likely first.
pub(super) fn fixes(trouble: Trouble, params: &Params, who: &[String]) -> Vec<String> {
    let w = words(params);
    let region = argument(params.region.as_str(), "region");
    let service = argument(params.service_name(), "alias");
    let vpc = match &params.consumer {
        Consumer::Aws(consumer) => argument(&consumer.vpc_id, "VPC ID"),
        Consumer::Azure(_) => argument("", "VPC ID"),
    };
    match trouble {
        Trouble::ServiceNotFound => vec![
            access(params, who, "arn:aws:iam::<account>:root", "account"),
            format!("Create the endpoint in {}, the region of the service.", w.region),
            format!("Copy the service name again: {}.", w.service),
        ],
        Trouble::Zone => vec![
            format!("Compare zone IDs: aws ec2 describe-subnets --region {region} shows each subnet's AvailabilityZoneId. The service is in {}.", w.zones),
            "Use only subnets in these zones, one per zone. The script aws-cli.sh selects them automatically.".to_owned(),
            format!("If there are none, create a subnet of {} in one of these zones.", w.vpc),
        ],
        Trouble::DnsConflict => vec![
            format!("Look for another endpoint for {} in {}, and use that one.", w.service, w.vpc),
            format!("Otherwise leave private DNS off, and create your own DNS record for {} that points to the endpoint.", w.host),
        ],
        Trouble::PrivateDnsTooEarly => vec![
            "Create the endpoint with --no-private-dns-enabled and wait until its state is available.".to_owned(),
            format!("Then run aws ec2 modify-vpc-endpoint --region {region} --vpc-endpoint-id <endpoint> --private-dns-enabled. The script aws-cli.sh does both."),
        ],
        Trouble::VpcDnsAttributes => vec![
            format!("Run aws ec2 modify-vpc-attribute --region {region} --vpc-id {vpc} --enable-dns-support"),
            format!("Then, in a separate call, run aws ec2 modify-vpc-attribute --region {region} --vpc-id {vpc} --enable-dns-hostnames"),
        ],
        Trouble::NoPrivateDnsName => vec![
            format!("Create a private hosted zone {} for {}, with an alias record for the endpoint's own DNS name.", w.host, w.vpc),
            "Contact YugabyteDB support: only they can verify the name.".to_owned(),
        ],
        Trouble::ZoneAlreadyLinked => vec![
            format!("Use the zone that is already linked to {}, and add an A record there. Name it after the part of {} before the zone, or @ if the zone has the full name.", w.vpc, w.host),
            "The script azure-cli.sh finds that zone automatically.".to_owned(),
        ],
        Trouble::NoRights => match &params.consumer {
            Consumer::Aws(_) => vec![
                "Ask for permissions to describe and create VPC endpoints and security groups and to change VPC attributes (the policy AmazonVPCFullAccess has them).".to_owned(),
                "Or ask someone with these permissions in the same account to run the script.".to_owned(),
            ],
            Consumer::Azure(_) => vec![
                format!("Ask for the role Network Contributor on {} and the resource group. It includes subnets/join/action and virtualNetworks/join/action.", w.vpc),
                "Or ask someone with this role to run the script.".to_owned(),
            ],
        },
        Trouble::NotManual => vec![
            format!("With the Azure CLI, use --private-connection-resource-id {service} --manual-request true, without --group-id."),
            "In Terraform, set is_manual_connection = true, a request_message, and private_connection_resource_alias for the service.".to_owned(),
        ],
        Trouble::AliasNotVisible => vec![
            access(params, who, "the application's subscription", "subscription"),
            format!("Wait until the private service endpoint in {} is active.", w.region),
            format!("Use the service's alias: {}.", w.service),
        ],
        Trouble::NotAccepted => vec![
            "Check the endpoint's connections in Postern: a listed connection has been accepted.".to_owned(),
            match &params.consumer {
                Consumer::Aws(_) => access(params, who, "the application's account", "account"),
                Consumer::Azure(_) => access(params, who, "the application's subscription", "subscription"),
            },
            "If it is rejected or disconnected, delete the endpoint (with the undo script) and create it again once the principal is on the list.".to_owned(),
            "If it stays pending for more than a few minutes although the principal is on the list, contact YugabyteDB support.".to_owned(),
        ],
        Trouble::Name => name(params, &w),
        Trouble::TimedOut => timed_out(params, &w),
        Trouble::Refused => vec![
            format!("Check that the cluster {} is running.", params.cluster_name),
            "If only 9042 is refused, YCQL is turned off for the cluster. YSQL uses 5433.".to_owned(),
        ],
        Trouble::NotReady => vec![
            "Wait a few minutes and try again. The scripts are safe to run again.".to_owned(),
        ],
    }
}

/// The fix about security principals.
fn access(params: &Params, who: &[String], nobody: &str, owner: &str) -> String {
    if let Some(who) = who.iter().find(|who| principal::is_allowed(who, params)) {
        return format!(
            "{who} is one of the endpoint's security principals. Sign in to that {owner}, or try the next points."
        );
    }
    if params.principals.is_none() {
        return format!(
            "Check that the {owner} creating the endpoint is one of the endpoint's security principals. Postern couldn't read them."
        );
    }
    match who {
        [] => format!(
            "Add {nobody}, the {owner} creating the endpoint, to the endpoint's security principals."
        ),
        [who] => format!("Add {who} to the endpoint's security principals."),
        [who, .., whole] => format!(
            "Add {who} to the endpoint's security principals. If the role or user has a path, it can't be listed; add the whole account, {whole}, instead."
        ),
    }
}

fn name(params: &Params, w: &Words<'_>) -> Vec<String> {
    let first = match &params.consumer {
        Consumer::Aws(_) => format!(
            "Turn on private DNS for the endpoint, and both DNS attributes of {}.",
            w.vpc
        ),
        Consumer::Azure(_) => format!(
            "Link the private DNS zone to {}, the client's VNet, and check that its A record has the endpoint's address.",
            w.vpc
        ),
    };
    vec![
        first,
        format!(
            "On the machine that fails, run getent hosts {}",
            argument(params.host(), "host")
        ),
        "If you run your own DNS server, forward the name to the cloud's resolver.".to_owned(),
        "After a change, wait a few minutes for cached answers to expire.".to_owned(),
    ]
}

fn timed_out(params: &Params, w: &Words<'_>) -> Vec<String> {
    match &params.consumer {
        Consumer::Aws(_) => vec![
            "Check that the endpoint's state is available.".to_owned(),
            format!(
                "Check that the endpoint's security group ({}) allows {} on TCP {}.",
                w.resource, w.source, w.ports
            ),
            format!(
                "Connect from inside {} or a network that can reach it.",
                w.vpc
            ),
        ],
        Consumer::Azure(_) => vec![
            "Check that the private endpoint's connection is Approved.".to_owned(),
            format!(
                "Check that the network security groups of {} and of the application allow TCP {}.",
                w.source, w.ports
            ),
            format!(
                "Connect from inside {} or a network that can reach it.",
                w.vpc
            ),
        ],
    }
}
