//! Near misses of Azure subscription IDs.

use super::super::azure::{AzurePrincipal, GUID_DIGITS, Stop, SubscriptionId, strict};
use super::super::{Principal, Rejection};
use super::{NearMiss, account_digits, character, excerpt, is_hyphen, nearly, peel};

/// Explains why `text` isn't an Azure principal, and what was probably meant.
pub(in super::super) fn reject(text: &str, stop: &Stop) -> Rejection {
    let near = near(text).unwrap_or_else(|| NearMiss::new(plain_reason(text, stop), Vec::new()));
    let suggestions = near.suggestions.into_iter().map(Principal::Azure).collect();
    Rejection::new(near.reason, stop.0, suggestions)
}

fn near(text: &str) -> Option<NearMiss<AzurePrincipal>> {
    let peeled = peel(text);
    let inner = peeled.inner;
    if inner.is_empty() {
        return Some(NearMiss::new(
            "Nothing entered. Enter an Azure subscription ID.",
            Vec::new(),
        ));
    }
    if let (Ok(principal), Some(reason)) = (strict(inner), peeled.reason) {
        return Some(NearMiss::new(reason, vec![principal]));
    }
    let lower = inner.to_ascii_lowercase();
    if lower.starts_with("arn:") || account_digits(inner).is_some() {
        let reason =
            "This is an AWS principal, but the cluster is on Azure. Enter a subscription ID.";
        return Some(NearMiss::new(reason, Vec::new()));
    }
    if let Some((_, after)) = lower.split_once("subscriptions/") {
        let id = after.split(['/', '?', '#', '&']).next().and_then(loose)?;
        let reason = "This is a resource path. Use only the subscription ID in it.";
        return Some(NearMiss::new(reason, vec![id]));
    }
    if let Some(after) = lower.strip_prefix("urn:uuid:") {
        return loose(after).map(|id| {
            NearMiss::new(
                "A subscription ID doesn't start with “urn:uuid:”. Remove it.",
                vec![id],
            )
        });
    }
    let reason = match inner.chars().any(is_hyphen) {
        true => {
            "The hyphens are in the wrong places: a subscription ID has groups of 8-4-4-4-12 digits."
        }
        false => "The hyphens are missing: a subscription ID has groups of 8-4-4-4-12 digits.",
    };
    let offers = |plain: &str| near(plain).map_or_else(Vec::new, |near| near.suggestions);
    loose(inner)
        .map(|id| NearMiss::new(reason, vec![id]))
        .or_else(|| nearly(inner, |whole| strict(whole).ok(), offers))
}

/// Reads a GUID leniently: misplaced or missing hyphens, spaces, surrounding brackets.
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
        return "“*” must stand alone. Remove what follows it.".to_owned();
    }
    match text.chars().find(|c| !is_part(*c)) {
        None => format!(
            "A subscription ID has {GUID_DIGITS} hexadecimal digits in groups of 8-4-4-4-12; this one has {}.",
            text.chars().filter(char::is_ascii_hexdigit).count(),
        ),
        Some(c) if stop.0 > 0 => format!(
            "A subscription ID can contain only the digits 0–9 and a–f, and hyphens. Remove {}.",
            character(c),
        ),
        Some(_) => format!(
            "“{}” isn't an Azure subscription ID. Enter one such as 0f2a7c1e-5b64-4d3a-9e80-71c2d4f6a8b3.",
            excerpt(text),
        ),
    }
}
