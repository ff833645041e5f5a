//! Recognizes troubles in an error message.

use std::net::IpAddr;

use super::{Confidence, Trouble};
use crate::private_address::is_private;
use crate::recipe::Params;

/// Outweighs everything else in the text, which is only a consequence.
const DECISIVE: u32 = 100;
/// Occurs in no other error.
const SURE: u32 = 10;
/// Also occurs in other errors.
const LIKELY: u32 = 3;

/// Phrases that must all occur, in lower case with single spaces, and their weight.
type Sign = (&'static [&'static str], u32);

fn signs(trouble: Trouble) -> &'static [Sign] {
    match trouble {
        Trouble::ServiceNotFound => &[
            (&["invalidservicename"], SURE),
            (&["vpc endpoint service", "does not exist"], SURE),
            (&["endpoint service", "could not be verified"], SURE),
            (&["service name could not be verified"], SURE),
            (
                &[
                    "the service can't be seen by",
                    "the service name and the region",
                ],
                SURE,
            ),
        ],
        Trouble::Zone => &[
            (&["does not support the availability zone"], SURE),
            (
                &["only the following availability zones are supported"],
                SURE,
            ),
            (&["duplicatesubnetsinsamezone"], SURE),
            (&["subnets", "same availability zone"], LIKELY),
            (&["none of the subnets is in a zone of the service"], SURE),
        ],
        Trouble::DnsConflict => &[
            (&["conflicting dns domain"], SURE),
            (&["conflictingdomainexists"], SURE),
            (&["private-dns-enabled cannot be set"], LIKELY),
        ],
        Trouble::PrivateDnsTooEarly => {
            &[(&["private dns can only be enabled after", "accepted"], SURE)]
        }
        Trouble::VpcDnsAttributes => &[
            (&["enabling private dns requires"], SURE),
            (&["enablednssupport", "enablednshostnames"], SURE),
            (&["private dns needs both"], SURE),
            (&["private dns requires dns resolution"], SURE),
        ],
        Trouble::NoPrivateDnsName => &[
            (&["does not provide a private dns name"], SURE),
            (&["the service has no private dns name"], SURE),
            (&["has not verified the private dns name"], SURE),
            (&["private dns can't be enabled because"], LIKELY),
        ],
        Trouble::ZoneAlreadyLinked => &[
            (&["overlapping namespaces"], SURE),
            (&["cannot be linked to multiple zones"], SURE),
            (&["is linked to a zone of the same name"], SURE),
        ],
        Trouble::NotManual => &[(&["privateendpointconnectionsapproval"], DECISIVE)],
        Trouble::NoRights => &[
            (&["unauthorizedoperation"], SURE),
            (&["linkedauthorizationfailed"], SURE),
            (&["authorizationfailed"], LIKELY),
            (&["join/action"], LIKELY),
            (&["is not authorized to perform"], LIKELY),
            (&["does not have authorization to perform action"], LIKELY),
            (&["encoded authorization failure message"], LIKELY),
        ],
        Trouble::AliasNotVisible => &[
            (&["thirdpartyprivatelinkservice"], SURE),
            (&["doesnotexistorisnotvisible"], SURE),
            (&["not visible to subscription"], LIKELY),
            (&["the service can't be seen by subscription"], SURE),
        ],
        Trouble::NotAccepted => &[
            // From Terraform and our scripts, after waiting too long.
            (&["last state: 'pendingacceptance'"], DECISIVE),
            (&["last state: 'pending'"], DECISIVE),
            (&["is still pendingacceptance after"], DECISIVE),
            (&["is still pending after"], DECISIVE),
            (&["the connection is rejected"], SURE),
            (&["the connection is disconnected"], SURE),
            (&["vpce-", "is rejected:"], SURE),
            (&["last state: 'rejected'"], DECISIVE),
        ],
        Trouble::Name => &[
            (&["nxdomain"], SURE),
            (&["no servers could be reached"], DECISIVE),
            (&["could not resolve host"], SURE),
            (&["could not translate host name"], SURE),
            (&["name or service not known"], SURE),
            (&["nodename nor servname"], SURE),
            (&["temporary failure in name resolution"], SURE),
            (&["no such host"], SURE),
            (&["unknownhostexception"], SURE),
            (&["enotfound"], SURE),
            (&["server can't find"], SURE),
            (&["does not resolve"], SURE),
            (&["public address"], SURE),
            (&["getaddrinfo"], LIKELY),
        ],
        Trouble::TimedOut => &[
            (&["connection timed out"], SURE),
            (&["no route to host"], SURE),
            (&["network is unreachable"], SURE),
            (&["unreachable: there is no route"], SURE),
            (&["operation timed out"], SURE),
            (&["timeout expired"], SURE),
            (&["connect timed out"], SURE),
            (&["etimedout"], SURE),
            (&["no answer in"], SURE),
            (&["timed out"], LIKELY),
            (&["timeout"], LIKELY),
        ],
        Trouble::Refused => &[
            (&["connection refused"], SURE),
            (&["econnrefused"], SURE),
            (&["actively refused"], SURE),
            (&[" refused: "], LIKELY),
        ],
        Trouble::NotReady => &[
            (&["the service is unavailable"], SURE),
            (&["503", "unavailable"], SURE),
        ],
        Trouble::DeniedByPolicy => &[
            (&["explicit deny in a"], DECISIVE),
            (&["service control policy"], DECISIVE),
            (&["service control policies"], DECISIVE),
            (&["resource control policy"], DECISIVE),
            (&["resource control policies"], DECISIVE),
            (&["permissions boundary"], DECISIVE),
            (&["no session policy allows"], DECISIVE),
            (&["with an explicit deny"], SURE),
        ],
        Trouble::SharedVpc => &[
            (&["does not support shared vpc"], DECISIVE),
            (&["shared vpc"], SURE),
            (&["shared subnet"], SURE),
            (&["vpc is shared"], SURE),
            (&["is shared with this account"], DECISIVE),
            (&["not the owner of the vpc"], SURE),
            (&["not owned by this account"], SURE),
        ],
        Trouble::Quota => &[
            (&["vpcendpointlimitexceeded"], DECISIVE),
            (&["securitygrouplimitexceeded"], DECISIVE),
            (&["rulespersecuritygrouplimitexceeded"], DECISIVE),
            (&["securitygroupsperinterfacelimitexceeded"], DECISIVE),
            (&["networkinterfacelimitexceeded"], DECISIVE),
            (&["resourcelimitexceeded"], SURE),
            (&["the maximum number of", "has been reached"], SURE),
            (&["quota", "exceed"], SURE),
            (&["quota", "reached"], SURE),
            (&["quotaexceeded"], SURE),
            (&["countlimitreached"], SURE),
            (&["limitreached"], SURE),
            (&["cannot create more than"], SURE),
            (&["limitexceeded"], LIKELY),
        ],
        Trouble::Throttled => &[
            (&["requestlimitexceeded"], DECISIVE),
            (&["throttling"], SURE),
            (&["throttled"], SURE),
            (&["rate exceeded"], SURE),
            (&["toomanyrequests"], SURE),
            (&["too many requests"], SURE),
            (&["slow down"], LIKELY),
            (&["429"], LIKELY),
        ],
        Trouble::NoFreeAddresses => &[
            (&["insufficientfreeaddresses"], DECISIVE),
            (&["insufficient free addresses"], DECISIVE),
            (&["not have enough free addresses"], DECISIVE),
            (&["not enough free addresses"], DECISIVE),
            (&["no free addresses"], SURE),
            (&["no free ip"], SURE),
            (&["the subnet", "has no free ipv4 address"], SURE),
            (&["subnetisfull"], DECISIVE),
            (&["subnet", "is full"], SURE),
            (&["subnet", "not have enough capacity"], SURE),
            (&["subnet", "not have enough", "addresses"], SURE),
            (&["subnet", "has no ipv4"], SURE),
            (&["available ip addresses", "subnet"], LIKELY),
        ],
        Trouble::SignInAgain => &[
            (&["aadsts"], DECISIVE),
            (&["please run 'az login'"], SURE),
            (&["please run: az login"], SURE),
            (&["run the command below to authenticate"], SURE),
            (&["interactive authentication is needed"], SURE),
            (&["interactionrequired"], SURE),
            (&["interaction_required"], SURE),
            (&["invalidauthenticationtoken"], SURE),
            (&["expiredauthenticationtoken"], SURE),
            (&["expiredtoken"], SURE),
            (&["token included in the request is expired"], SURE),
            (&["requestexpired"], SURE),
            (&["sso session", "expired"], SURE),
            (&["token has expired and refresh failed"], SURE),
            (&["error loading sso token"], SURE),
            (&["unable to locate credentials"], SURE),
            (&["no valid credential sources"], SURE),
            (&["invalidclienttokenid"], SURE),
            (&["authfailure"], LIKELY),
            (&["aws sso login"], LIKELY),
        ],
        Trouble::AzurePolicy => &[
            (&["requestdisallowedbypolicy"], DECISIVE),
            (&["disallowed by policy"], DECISIVE),
            (&["policy forbids", "/policyassignments/"], DECISIVE),
        ],
        Trouble::LineEndings => &[
            (&["^m: "], DECISIVE),
            (&["^m'"], DECISIVE),
            (&["$'\\r'"], DECISIVE),
            (&["$'{\\r'"], DECISIVE),
            (&["\\r': "], DECISIVE),
            (&["\\r: command not found"], DECISIVE),
            (&["bash\\r"], DECISIVE),
            (&["pipefail", "invalid option name"], DECISIVE),
            (&["bad interpreter", "^m"], DECISIVE),
        ],
        Trouble::ConvertedPath => &[
            (&["program files/git/"], DECISIVE),
            (&["program files (x86)/git/"], DECISIVE),
            (&[":/msys64/"], DECISIVE),
            (&[":/git/subscriptions/"], DECISIVE),
        ],
        Trouble::ProviderVersion => &[
            (&["unsupported argument", "azurerm_"], DECISIVE),
            (&["unsupported argument", "is not expected here"], SURE),
            (&["unsupported block type", "are not expected here"], SURE),
            (
                &["missing required argument", "private_dns_zone_id"],
                DECISIVE,
            ),
            (
                &["missing required argument", "no definition was found"],
                SURE,
            ),
            (&["failed to query available provider packages"], SURE),
            (&["invalid resource type", "does not support"], SURE),
        ],
        Trouble::HasConnections => &[
            (&["existingvpcendpointconnections"], DECISIVE),
            (&["existing", "endpoint connection", "delet"], SURE),
            (&["has existing connections"], SURE),
            (&["hasprivateendpointconnections"], SURE),
            (&["private endpoint connections", "delet"], SURE),
            (&["active vpc endpoint connections"], SURE),
        ],
    }
}

/// The troubles recognized in a text, most likely first.
pub(super) fn troubles(text: &str, params: &Params) -> Vec<(Trouble, Confidence)> {
    let plain = plain(text);
    let mut found: Vec<(u32, Trouble)> = Trouble::ALL
        .into_iter()
        .map(|trouble| (weight(&plain, trouble, params), trouble))
        .filter(|(weight, _)| *weight > 0)
        .collect();
    // Permissions don't help against a policy, or without a valid sign-in.
    let has = |trouble| found.iter().any(|(_, other)| *other == trouble);
    let is_no_matter_of_rights = REFUSALS.into_iter().any(has);
    found.retain(|(_, trouble)| !(is_no_matter_of_rights && *trouble == Trouble::NoRights));
    // The sort is stable: equal weights stay in the order in which a connection is made.
    found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let best = found.first().map_or(0, |(weight, _)| *weight);
    found
        .into_iter()
        .map(|(weight, trouble)| {
            let confidence = match weight {
                weight if weight < SURE => Confidence::Low,
                weight if weight < best => Confidence::Medium,
                _ => Confidence::High,
            };
            (trouble, confidence)
        })
        .collect()
}

/// Refusals that look like missing permissions.
const REFUSALS: [Trouble; 5] = [
    Trouble::DeniedByPolicy,
    Trouble::SharedVpc,
    Trouble::SignInAgain,
    Trouble::AzurePolicy,
    Trouble::NotManual,
];

fn weight(plain: &str, trouble: Trouble, params: &Params) -> u32 {
    let signs = signs(trouble).iter();
    let by_words: u32 = signs
        .filter(|(words, _)| words.iter().all(|word| plain.contains(word)))
        .map(|(_, weight)| weight)
        .sum();
    if trouble == Trouble::Name && resolves_publicly(plain, params) {
        return by_words + DECISIVE;
    }
    by_words
}

/// Normalizes case, spaces and quotes, which differ between consoles, terminals and browsers.
fn plain(text: &str) -> String {
    let text = text
        .to_lowercase()
        .replace(['\u{2018}', '\u{2019}'], "'")
        .replace(['\u{201c}', '\u{201d}'], "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a resolver's output for this host has only public addresses.
fn resolves_publicly(plain: &str, params: &Params) -> bool {
    let host = params.host().to_lowercase();
    if host.is_empty() {
        return false;
    }
    // The resolver's own address is printed before the first mention of the host.
    let Some((_, answer)) = plain.split_once(&host) else {
        return false;
    };
    let addresses: Vec<IpAddr> = answer
        .split(|c: char| c.is_whitespace() || "()[],;#".contains(c))
        .filter_map(|word| word.parse().ok())
        .collect();
    !addresses.is_empty() && !addresses.iter().any(is_private)
}
