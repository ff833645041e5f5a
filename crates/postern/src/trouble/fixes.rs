//! The symptom, cause and fixes of each trouble.

use super::{Trouble, details, principal};
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
        Trouble::DeniedByPolicy => "Denied by a service control policy, or with an explicit deny",
        Trouble::SharedVpc => "The VPC or subnet is shared from another account",
        Trouble::Quota => "A quota is used up (LimitExceeded)",
        Trouble::Throttled => "Too many requests (throttling, 429)",
        Trouble::NoFreeAddresses => "The subnet has no free addresses",
        Trouble::SignInAgain => "The sign-in has expired, or AADSTS…",
        Trouble::AzurePolicy => "RequestDisallowedByPolicy",
        Trouble::LineEndings => "bash: \\r or ^M in an error of the script",
        Trouble::ConvertedPath => "An ID begins with C:/Program Files/Git",
        Trouble::ProviderVersion => "Terraform: unsupported or missing argument",
        Trouble::HasConnections => "Deleting is refused because of connections",
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
        Trouble::DeniedByPolicy => {
            "A policy above the user or role forbids this, such as a service control policy of the organization. More permissions don't change that."
        }
        Trouble::SharedVpc => {
            "The VPC belongs to another account and is shared with this one. Only its owner can create endpoints in it."
        }
        Trouble::Quota => "A quota of the account or subscription is used up.",
        Trouble::Throttled => {
            "The cloud limits how many requests an account or subscription sends. Nothing is wrong with the endpoint."
        }
        Trouble::NoFreeAddresses => {
            "The subnet has no free IPv4 address for the endpoint's network interface."
        }
        Trouble::SignInAgain => {
            "The command-line client isn't signed in, or its sign-in has expired."
        }
        Trouble::AzurePolicy => "An Azure policy forbids this resource here.",
        Trouble::LineEndings => {
            "The script was saved with Windows line endings (CRLF), which bash doesn't accept."
        }
        Trouble::ConvertedPath => {
            "Git Bash took the ID, which starts with a slash, for a path and put its own folder before it."
        }
        Trouble::ProviderVersion => {
            "The installed version of the Terraform provider needs other arguments than this template has."
        }
        Trouble::HasConnections => {
            "Endpoints in the applications' networks are still connected to the service, and the cloud doesn't delete it until they are gone."
        }
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
pub(super) fn fixes(trouble: Trouble, text: &str, params: &Params, who: &[String]) -> Vec<String> {
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
            "The zone may be in another subscription, such as the hub's. Ask the administrator of the hub's DNS, or look for it with az graph query -q \"resources | where type =~ 'microsoft.network/privatednszones/virtualnetworklinks'\".".to_owned(),
            "Enter that subscription and its resource group as ZONE_SUBSCRIPTION and ZONE_RESOURCE_GROUP at the top of azure-cli.sh, and run it again.".to_owned(),
        ],
        Trouble::NoRights => match &params.consumer {
            Consumer::Aws(_) if details::encoded(text).is_some() => vec![
                "Decode the message: aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message <message>. It names the action and what denies it.".to_owned(),
                "If it says explicitDeny true, a policy forbids it, and permissions don't help: ask the policy's administrators.".to_owned(),
                format!("Otherwise ask for permission for {}.", details::action(text).unwrap_or("that action")),
            ],
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
        Trouble::DeniedByPolicy => denied(text),
        Trouble::SharedVpc => vec![
            format!("Have the account that owns {} create the endpoint: aws ec2 describe-vpcs --region {region} --vpc-ids {vpc} --query 'Vpcs[].OwnerId' shows which it is. Applications in shared subnets can use its endpoint.", w.vpc),
            "Add that account's root ARN to the endpoint's security principals here, since it makes the connection.".to_owned(),
            "Or create the endpoint in a VPC of your own account that the application can reach.".to_owned(),
        ],
        Trouble::Quota => quota(text, params, &region),
        Trouble::Throttled => vec![
            "Wait a minute and run the script again. It continues where it stopped.".to_owned(),
            match &params.consumer {
                Consumer::Aws(_) => "If it happens again, set AWS_RETRY_MODE=adaptive and AWS_MAX_ATTEMPTS=10 before the run, and stop other tools that send many requests in this account and region.".to_owned(),
                Consumer::Azure(_) => "If it happens again, stop other tools that send many requests in this subscription, and wait as long as Retry-After says.".to_owned(),
            },
        ],
        Trouble::NoFreeAddresses => match &params.consumer {
            Consumer::Aws(_) => vec![
                format!("Use another subnet in the same zone: aws ec2 describe-subnets --region {region} --filters Name=vpc-id,Values={vpc} --query 'Subnets[].[SubnetId,AvailabilityZoneId,AvailableIpAddressCount]' --output table shows the free addresses."),
                "List several subnets of the zone; the script aws-cli.sh takes the first one with a free IPv4 address.".to_owned(),
                "If there is none, create a subnet, or free addresses in this one.".to_owned(),
            ],
            Consumer::Azure(_) => vec![
                format!("Use another subnet of {}, or enlarge this one ({}).", w.vpc, w.source),
                "Azure keeps five addresses of each subnet for itself.".to_owned(),
            ],
        },
        Trouble::SignInAgain => sign_in(text, params),
        Trouble::AzurePolicy => azure_policy(text, &w),
        Trouble::LineEndings => vec![
            "Convert the script: sed -i 's/\\r$//' FILE (on macOS: sed -i '' $'s/\\r$//' FILE), or dos2unix FILE. Then run it again.".to_owned(),
            "Save it from Postern instead of through an editor that writes CRLF; in Git, set core.autocrlf to input for it.".to_owned(),
        ],
        Trouble::ConvertedPath => vec![
            "In Git Bash, run export MSYS_NO_PATHCONV=1 MSYS2_ARG_CONV_EXCL='*' first, then the command again.".to_owned(),
            "The scripts from this version of Postern set both; save them again.".to_owned(),
        ],
        Trouble::ProviderVersion => vec![
            "Pin the provider in required_providers to the version that the template is written for (azurerm >= 4.0, < 5.0; aws >= 5.0, < 7.0), and run terraform init -upgrade.".to_owned(),
            "Or adapt the arguments to the new version: the provider's upgrade guide lists what was renamed.".to_owned(),
        ],
        Trouble::HasConnections => vec![
            "See the endpoint's connections in Postern, and delete each endpoint in the network that it belongs to (the undo script does that).".to_owned(),
            "Wait until no connections are listed, then delete the private service endpoint again.".to_owned(),
            "If a connection is of a network that nobody knows, remove its principal from the list and contact YugabyteDB support to have the connection rejected.".to_owned(),
        ],
        Trouble::NotReady => vec![
            "Wait a few minutes and try again. The scripts are safe to run again.".to_owned(),
        ],
    }
}

fn denied(text: &str) -> Vec<String> {
    let action = details::action(text).unwrap_or("the action");
    let mut fixes = Vec::new();
    if details::is_of_organization(text) {
        fixes.push(format!("Ask the administrators of the AWS organization to allow {action} for this account, or to run the script from an account where it is allowed."));
        fixes.push("Such a policy often asks for tags at creation: enter the tags that it demands as TAGS at the top of aws-cli.sh. It may also allow only some regions or roles.".to_owned());
    } else {
        fixes.push(format!(
            "Ask the policy's administrators to allow {action}, or use a role that it doesn't apply to."
        ));
    }
    if details::encoded(text).is_some() {
        fixes.push("To see the statement that denies it: aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message <message>.".to_owned());
    }
    fixes
}

fn quota(text: &str, params: &Params, region: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    match &params.consumer {
        Consumer::Aws(_) => {
            let (name, what) = if lower.contains("rulespersecuritygroup") {
                ("Inbound or outbound rules per security group", "rules that aren't needed")
            } else if lower.contains("securitygroup") || lower.contains("security group") {
                ("VPC security groups per Region", "security groups that aren't needed")
            } else if lower.contains("networkinterface") {
                ("Network interfaces per Region", "network interfaces that aren't needed")
            } else {
                ("Interface VPC endpoints per VPC", "endpoints that aren't needed")
            };
            vec![
                format!("Request a higher quota “{name}” (Service Quotas, Amazon VPC, region {region}), or delete {what}."),
                "If the VPC already has an endpoint for this service, use that one; the script aws-cli.sh finds it.".to_owned(),
            ]
        }
        Consumer::Azure(_) => vec![
            "In the Azure portal, open Quotas for the subscription, request a higher limit for the resource that the message names, or delete what isn't needed.".to_owned(),
        ],
    }
}

fn sign_in(text: &str, params: &Params) -> Vec<String> {
    if matches!(params.consumer, Consumer::Aws(_)) && !text.contains("AADSTS") {
        return vec![
            "Sign in again: aws sso login (with your profile), or renew the access keys or the role session. Check with aws sts get-caller-identity.".to_owned(),
        ];
    }
    let code = details::aadsts(text).unwrap_or_default();
    match code.as_str() {
        "53000" | "53001" | "53002" | "53003" | "530003" => vec![
            "Run the script from a device and network that the Conditional Access policy accepts, such as a managed machine or Azure Cloud Shell.".to_owned(),
            "Or ask the tenant's administrators which condition isn't met: the sign-in log names the policy.".to_owned(),
        ],
        "7000215" | "7000222" => vec![
            "Create a new client secret for the application and sign in with it: az login --service-principal.".to_owned(),
        ],
        code if !details::ends_by_signing_in(code) => vec![
            "Ask the tenant's administrators: signing in again doesn't change this.".to_owned(),
            "If it is the wrong tenant, run az login --tenant <tenant>.".to_owned(),
        ],
        _ => vec![
            "Sign in again: az logout, then az login --tenant <tenant> --scope https://management.core.windows.net//.default, and answer the questions in the browser.".to_owned(),
            "Then run az account set --subscription <subscription> and the script again.".to_owned(),
        ],
    }
}

fn azure_policy(text: &str, w: &Words<'_>) -> Vec<String> {
    let lower = text.to_lowercase();
    let is_zone =
        lower.contains("dns") || (!w.host.is_empty() && lower.contains(&w.host.to_lowercase()));
    let mut fixes = Vec::new();
    if is_zone {
        fixes.push(format!("Have the private DNS zone created and linked to {} where private DNS is managed (usually the hub's subscription). Enter that subscription and resource group as ZONE_SUBSCRIPTION and ZONE_RESOURCE_GROUP at the top of azure-cli.sh, and run it again.", w.vpc));
        fixes.push(format!(
            "Or ask for an A record for {} there that points to the endpoint's address.",
            w.host
        ));
    }
    let policy = details::AzurePolicy::of(text).map(|policy| policy.id);
    let which = policy.filter(|id| !id.is_empty()).map_or_else(
        || "this policy".to_owned(),
        |id| format!("the policy assignment {id}"),
    );
    fixes.push(format!("Ask the administrators of {which} for an exemption, or follow what it demands (such as tags, a region or a name)."));
    fixes
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
