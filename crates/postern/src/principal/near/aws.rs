//! Near misses of AWS principals.

use super::super::aws::{
    ACCOUNT_DIGITS, AccountNumber, AwsPrincipal, NAME_MAX, Place, Stop, strict,
};
use super::super::azure::SubscriptionId;
use super::super::{Principal, Rejection};
use super::arn::{self, Arn};
use super::{Near, account_digits, character, excerpt, is_hyphen, nearly, peel};

/// Why `text` is no AWS principal.
pub(in super::super) fn reject(text: &str, stop: &Stop) -> Rejection {
    let near = near(text).unwrap_or_else(|| Near::new(plain_reason(text, stop), Vec::new()));
    let suggestions = near.suggestions.into_iter().map(Principal::Aws).collect();
    Rejection::new(near.reason, stop.before, suggestions)
}

fn near(text: &str) -> Option<Near<AwsPrincipal>> {
    let peeled = peel(text);
    let inner = peeled.inner;
    if inner.is_empty() {
        return Some(Near::new(
            "Nothing is given: an ARN such as arn:aws:iam::123456789012:root is expected.",
            Vec::new(),
        ));
    }
    if let (Ok(principal), Some(reason)) = (strict(inner), peeled.reason) {
        return Some(Near::new(reason, vec![principal]));
    }
    let offers = |plain: &str| near(plain).map_or_else(Vec::new, |near| near.suggestions);
    if let Some(near) = nearly(inner, |whole| strict(whole).ok(), offers) {
        return Some(near);
    }
    if let Some(account) = account_digits(inner)
        .as_deref()
        .and_then(AccountNumber::parse)
    {
        let reason = "An account number alone is no principal; the whole account is written as an ARN that ends in :root.";
        return Some(Near::new(reason, vec![AwsPrincipal::account(account)]));
    }
    if inner.chars().all(|c| c.is_ascii_digit() || is_hyphen(c)) {
        return Some(Near::new(arn::digits_reason(inner), Vec::new()));
    }
    if let Some(arn) = Arn::split(inner) {
        return arn.near();
    }
    let lower = inner.to_ascii_lowercase();
    let guid = lower.trim_start_matches("urn:uuid:");
    if SubscriptionId::parse(guid).is_some() || lower.contains("subscriptions/") {
        let reason = "This is an Azure subscription, but the cluster is on AWS: an ARN of an account, user or role is expected.";
        return Some(Near::new(reason, Vec::new()));
    }
    if is_remnant(inner) {
        let reason = "This is the id that AWS leaves where a role or user was deleted; it no longer names anyone.";
        return Some(Near::new(reason, Vec::new()));
    }
    if lower.ends_with(".amazonaws.com") || lower.ends_with(".amazonaws.com.cn") {
        let reason = "An AWS service can't connect to an endpoint: an ARN of an account, user or role is expected.";
        return Some(Near::new(reason, Vec::new()));
    }
    without_beginning(inner, &lower)
}

/// `AROA…` of a role and `AIDA…` of a user: what a policy shows once they are gone.
fn is_remnant(text: &str) -> bool {
    (text.starts_with("AROA") || text.starts_with("AIDA"))
        && text.len() >= 16
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// `123456789012:role/app` and the like: an ARN whose beginning was not copied.
fn without_beginning(inner: &str, lower: &str) -> Option<Near<AwsPrincipal>> {
    let missing = if lower.starts_with("aws:") || lower.starts_with("aws-") {
        "arn:"
    } else if lower.starts_with("iam:") || lower.starts_with("sts:") {
        "arn:aws:"
    } else if lower
        .split_once(':')
        .is_some_and(|(account, _)| account_digits(account).is_some())
    {
        "arn:aws:iam::"
    } else {
        return None;
    };
    let whole = format!("{missing}{inner}");
    let suggestions = match strict(&whole) {
        Ok(principal) => vec![principal],
        Err(_) => Arn::split(&whole)?.near()?.suggestions,
    };
    Some(Near::new(
        format!("The ARN's beginning is missing: “{missing}”."),
        suggestions,
    ))
}

fn plain_reason(text: &str, stop: &Stop) -> String {
    // What was read is ASCII.
    let rest = &text[stop.before..];
    let field = rest.split(':').next().unwrap_or_default();
    match stop.place {
        Place::Empty => {
            "Nothing is given: an ARN such as arn:aws:iam::123456789012:root is expected."
                .to_owned()
        }
        Place::Start => format!(
            "“{}” is no AWS principal, which is an ARN such as arn:aws:iam::123456789012:root.",
            excerpt(text),
        ),
        Place::Partition => arn::partition_reason(text.split(':').nth(1).unwrap_or_default()),
        Place::Service => "Only ARNs of IAM (arn:aws:iam::…) are principals.".to_owned(),
        Place::Region => match rest.is_empty() {
            true => "The ARN stops too early: an account number and whom it names are missing."
                .to_owned(),
            false => format!(
                "ARNs of IAM have no region; “{}” is in its place.",
                excerpt(field)
            ),
        },
        Place::Account(digits) if digits > ACCOUNT_DIGITS => {
            arn::digits_reason(&"0".repeat(digits))
        }
        Place::Account(_) => arn::account_reason(text.split(':').nth(4).unwrap_or_default()),
        Place::AfterAccount => format!(
            "After the account number comes a colon; here comes {}.",
            found(rest)
        ),
        Place::Identity => {
            "After the account number comes root, role/NAME or user/NAME.".to_owned()
        }
        Place::NameMissing => "The name after the “/” is missing.".to_owned(),
        Place::Path => "ARNs with a path are not supported by endpoint services.".to_owned(),
        Place::NameCharacter(c) => format!(
            "The name of a user or role has letters, digits and _+=,.@- only; {} is none of them.",
            character(c),
        ),
        Place::NameTooLong => {
            format!("The name of a user or role has at most {NAME_MAX} characters.")
        }
        Place::End => match text.starts_with('*') {
            true => "A “*” stands alone: nothing may follow it.".to_owned(),
            false => format!("Nothing may follow “:root”; here comes {}.", found(rest)),
        },
    }
}

fn found(rest: &str) -> String {
    rest.chars()
        .next()
        .map_or_else(|| "the end".to_owned(), character)
}
