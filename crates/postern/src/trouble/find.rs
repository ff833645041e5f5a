//! Recognizes troubles in an error message.

use std::net::IpAddr;

use super::Trouble;
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
        ],
        Trouble::NotManual => &[(&["privateendpointconnectionsapproval"], DECISIVE)],
        Trouble::NoRights => &[
            (&["unauthorizedoperation"], SURE),
            (&["linkedauthorizationfailed"], SURE),
            (&["authorizationfailed"], LIKELY),
            (&["join/action"], LIKELY),
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
    }
}

/// The troubles recognized in a text, most likely first.
pub(super) fn troubles(text: &str, params: &Params) -> Vec<Trouble> {
    let plain = plain(text);
    let mut found: Vec<(u32, Trouble)> = Trouble::ALL
        .into_iter()
        .map(|trouble| (weight(&plain, trouble, params), trouble))
        .filter(|(weight, _)| *weight > 0)
        .collect();
    // The sort is stable: equal weights stay in the order in which a connection is made.
    found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    found.into_iter().map(|(_, trouble)| trouble).collect()
}

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
