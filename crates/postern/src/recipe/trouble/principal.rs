//! Who was refused?

use super::super::{Consumer, Params};
use crate::principal::{PrincipalCloud, SubscriptionId, canonical};

/// The principal that would have to be allowed, as far as the text or the form tells.
pub(super) fn from_text(text: &str, params: &Params) -> Option<String> {
    match &params.consumer {
        Consumer::Aws(_) => account(text).map(|account| format!("arn:aws:iam::{account}:root")),
        Consumer::Azure(consumer) => subscription(text)
            .or_else(|| SubscriptionId::parse(&consumer.subscription))
            .map(|id| id.as_str().to_owned()),
    }
}

/// Whether a principal, or everybody, is on the endpoint's list.
pub(super) fn is_allowed(principal: &str, params: &Params) -> bool {
    let cloud = match params.consumer {
        Consumer::Aws(_) => PrincipalCloud::Aws,
        Consumer::Azure(_) => PrincipalCloud::Azure,
    };
    let wanted = canonical(cloud, principal);
    params
        .principals
        .iter()
        .any(|listed| listed == "*" || canonical(cloud, listed) == wanted)
}

/// The account of an ARN in the text, else twelve digits that stand alone.
fn account(text: &str) -> Option<&str> {
    let is_account = |word: &&str| word.len() == 12 && word.bytes().all(|b| b.is_ascii_digit());
    let in_arn = text.split("arn:aws:").skip(1).find_map(|rest| {
        let mut parts = rest.split(':');
        // iam::123456789012:root, sts::…:assumed-role/…; other services' ARNs may be the provider's.
        matches!(parts.next()?, "iam" | "sts")
            .then(|| parts.nth(1))
            .flatten()
            .filter(is_account)
    });
    in_arn.or_else(|| {
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
            .find(is_account)
    })
}

/// The GUID after `/subscriptions/` or the word "subscription": other GUIDs are requests, aliases,
/// clusters.
fn subscription(text: &str) -> Option<SubscriptionId> {
    let lower = text.to_lowercase();
    lower
        .match_indices("subscription")
        .find_map(|(start, word)| {
            let rest = lower[start + word.len()..].trim_start_matches('s');
            let rest = rest.trim_start_matches(|c: char| !c.is_ascii_hexdigit());
            SubscriptionId::parse(rest.get(..36)?)
        })
}
