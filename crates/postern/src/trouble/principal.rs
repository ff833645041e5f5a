//! Finds out which principal was refused.

use crate::principal::{Principal, PrincipalCloud, SubscriptionId, canonical};
use crate::recipe::{Consumer, Listed, Params};

/// The principals one of which must be allowed, narrowest first, as far as the text or the form tells.
pub(super) fn from_text(text: &str, params: &Params) -> Vec<String> {
    match &params.consumer {
        Consumer::Aws(_) => caller(text)
            .or_else(|| account(text).map(|account| vec![root("aws", account)]))
            .unwrap_or_default(),
        Consumer::Azure(consumer) => subscription(text)
            .or_else(|| SubscriptionId::parse(&consumer.subscription))
            .map(|id| id.as_str().to_owned())
            .into_iter()
            .collect(),
    }
}

fn root(partition: &str, account: &str) -> String {
    format!("arn:{partition}:iam::{account}:root")
}

/// The principal of the first caller's ARN in the text, and its account. Other ARNs may be the provider's.
fn caller(text: &str) -> Option<Vec<String>> {
    text.match_indices("arn:aws").find_map(|(start, _)| {
        let end = |c: char| {
            c.is_whitespace() || "\"'`()<>[]{}|\u{2018}\u{2019}\u{201c}\u{201d}".contains(c)
        };
        let arn = text[start..].split(end).next()?;
        let arn = arn.trim_end_matches([':', '.', ',', ';']);
        let mut fields = arn.split(':').skip(1);
        let partition = fields.next()?;
        fields
            .next()
            .filter(|service| matches!(*service, "iam" | "sts"))?;
        let mut principals = match Principal::parse(PrincipalCloud::Aws, arn) {
            Ok(principal) => vec![principal],
            Err(near) => near.suggestions,
        };
        principals.retain(|principal| principal.owner().is_some());
        let whole = root(partition, principals.first()?.owner()?);
        let mut who: Vec<String> = principals.iter().map(ToString::to_string).collect();
        if !who.contains(&whole) {
            who.push(whole);
        }
        Some(who)
    })
}

/// Whether a principal, or `*`, is on the endpoint's list.
pub(super) fn is_allowed(principal: &str, params: &Params) -> bool {
    let cloud = match params.consumer {
        Consumer::Aws(_) => PrincipalCloud::Aws,
        Consumer::Azure(_) => PrincipalCloud::Azure,
    };
    let wanted = canonical(cloud, principal);
    params
        .principals
        .iter()
        .flatten()
        .map(Listed::as_str)
        .any(|listed| listed == "*" || canonical(cloud, listed) == wanted)
}

/// A word of 12 digits.
fn account(text: &str) -> Option<&str> {
    let is_account = |word: &&str| word.len() == 12 && word.bytes().all(|b| b.is_ascii_digit());
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .find(is_account)
}

/// The GUID after `/subscriptions/` or the word "subscription". Other GUIDs are those of requests, aliases or
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
