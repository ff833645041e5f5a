//! Near misses of Azure subscription ids.

use super::super::azure::{AzurePrincipal, GUID_DIGITS, Stop, SubscriptionId, strict};
use super::super::{Principal, Rejection};
use super::{Near, account_digits, character, excerpt, is_hyphen, nearly, peel};

/// Why `text` is no Azure principal.
pub(in super::super) fn reject(text: &str, stop: &Stop) -> Rejection {
    let near = near(text).unwrap_or_else(|| Near::new(plain_reason(text, stop), Vec::new()));
    let suggestions = near.suggestions.into_iter().map(Principal::Azure).collect();
    Rejection::new(near.reason, stop.0, suggestions)
}

fn near(text: &str) -> Option<Near<AzurePrincipal>> {
    let peeled = peel(text);
    let inner = peeled.inner;
    if inner.is_empty() {
        return Some(Near::new(
            "Nothing is given: an Azure subscription id is expected.",
            Vec::new(),
        ));
    }
    if let (Ok(principal), Some(reason)) = (strict(inner), peeled.reason) {
        return Some(Near::new(reason, vec![principal]));
    }
    let lower = inner.to_ascii_lowercase();
    if lower.starts_with("arn:") || account_digits(inner).is_some() {
        let reason =
            "This is an AWS principal, but the cluster is on Azure: a subscription id is expected.";
        return Some(Near::new(reason, Vec::new()));
    }
    if let Some((_, after)) = lower.split_once("subscriptions/") {
        let id = after.split(['/', '?', '#', '&']).next().and_then(loose)?;
        let reason =
            "This is the path of a resource; only the subscription id in it is a principal.";
        return Some(Near::new(reason, vec![id]));
    }
    if let Some(after) = lower.strip_prefix("urn:uuid:") {
        return loose(after)
            .map(|id| Near::new("A subscription id has no “urn:uuid:” before it.", vec![id]));
    }
    let reason = match inner.chars().any(is_hyphen) {
        true => {
            "The hyphens of a subscription id stand after 8, 12, 16 and 20 digits; here they don't."
        }
        false => "The hyphens are missing: a subscription id is written in groups of 8-4-4-4-12.",
    };
    let offers = |plain: &str| near(plain).map_or_else(Vec::new, |near| near.suggestions);
    loose(inner)
        .map(|id| Near::new(reason, vec![id]))
        .or_else(|| nearly(inner, |whole| strict(whole).ok(), offers))
}

/// A GUID whatever is between its digits: wrong hyphens, none, spaces, brackets around.
fn loose(text: &str) -> Option<AzurePrincipal> {
    let mut digits = String::with_capacity(GUID_DIGITS);
    for c in peel(text).inner.chars() {
        if c.is_ascii_hexdigit() && digits.len() < GUID_DIGITS {
            digits.push(c);
        } else if !is_hyphen(c) && c != ' ' {
            return None;
        }
    }
    SubscriptionId::from_digits(&digits).map(AzurePrincipal::Subscription)
}

fn plain_reason(text: &str, stop: &Stop) -> String {
    let is_part = |c: char| c.is_ascii_hexdigit() || is_hyphen(c);
    if text.starts_with('*') {
        return "A “*” stands alone: nothing may follow it.".to_owned();
    }
    match text.chars().find(|c| !is_part(*c)) {
        None => format!(
            "A subscription id has {GUID_DIGITS} hexadecimal digits in groups of 8-4-4-4-12; this one has {}.",
            text.chars().filter(char::is_ascii_hexdigit).count(),
        ),
        Some(c) if stop.0 > 0 => format!(
            "A subscription id consists of the digits 0–9 and a–f and of hyphens; {} is none of them.",
            character(c),
        ),
        Some(_) => format!(
            "“{}” is no Azure subscription id, which looks like 0f2a7c1e-5b64-4d3a-9e80-71c2d4f6a8b3.",
            excerpt(text),
        ),
    }
}
