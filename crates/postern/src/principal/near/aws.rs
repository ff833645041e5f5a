//! Near misses of AWS principals.

use super::super::aws::{
    ACCOUNT_DIGITS, AccountNumber, AwsPrincipal, NAME_MAX, Place, Stop, strict,
};
use super::super::azure::SubscriptionId;
use super::super::{Principal, Rejection};
use super::arn::{self, Arn};
use super::{NearMiss, account_digits, character, excerpt, is_hyphen, nearly, peel, sheet};

/// Explains why `text` isn't an AWS principal, and what was probably meant.
pub(in super::super) fn reject(text: &str, stop: &Stop) -> Rejection {
    let near = near(text).unwrap_or_else(|| NearMiss::new(plain_reason(text, stop), Vec::new()));
    let suggestions = near.suggestions.into_iter().map(Principal::Aws).collect();
    Rejection::new(near.reason, stop.before, suggestions)
}

/// The account whose number a spreadsheet has shortened, and the question to ask.
pub(in super::super) fn without_zero(text: &str) -> Option<(&'static str, Principal)> {
    sheet::without_zero(text.trim()).map(|(reason, account)| (reason, Principal::Aws(account)))
}

fn near(text: &str) -> Option<NearMiss<AwsPrincipal>> {
    let peeled = peel(text);
    let inner = peeled.inner;
    if inner.is_empty() {
        return Some(NearMiss::new(
            "Nothing entered. Enter an ARN such as arn:aws:iam::123456789012:root.",
            Vec::new(),
        ));
    }
    if let (Ok(principal), Some(reason)) = (strict(inner), peeled.reason) {
        return Some(NearMiss::new(reason, vec![principal]));
    }
    let offers = |plain: &str| near(plain).map_or_else(Vec::new, |near| near.suggestions);
    if let Some(near) = nearly(inner, |whole| strict(whole).ok(), offers) {
        return Some(near);
    }
    if let Some(account) = account_digits(inner)
        .as_deref()
        .and_then(AccountNumber::parse)
    {
        let reason = "An account number isn't a principal. Use the account's root ARN.";
        return Some(NearMiss::new(reason, vec![AwsPrincipal::account(account)]));
    }
    if let Some(near) = sheet::near(inner) {
        return Some(near);
    }
    if inner.chars().all(|c| c.is_ascii_digit() || is_hyphen(c)) {
        return Some(NearMiss::new(arn::digits_reason(inner), Vec::new()));
    }
    if let Some(arn) = Arn::split(inner) {
        return arn.near();
    }
    let lower = inner.to_ascii_lowercase();
    let guid = lower.trim_start_matches("urn:uuid:");
    if SubscriptionId::parse(guid).is_some() || lower.contains("subscriptions/") {
        let reason = "This is an Azure subscription, but the cluster is on AWS. Enter the ARN of an account, user or role.";
        return Some(NearMiss::new(reason, Vec::new()));
    }
    if is_remnant(inner) {
        let reason = "AWS leaves this ID behind when a role or user is deleted. It no longer refers to anyone; remove it.";
        return Some(NearMiss::new(reason, Vec::new()));
    }
    if lower.ends_with(".amazonaws.com") || lower.ends_with(".amazonaws.com.cn") {
        let reason = "This is a service principal. Whether Aeon takes one isn't known. Enter the ARN of an account, user or role.";
        return Some(NearMiss::new(reason, Vec::new()));
    }
    without_beginning(inner, &lower)
}

/// `AROA…` for a role and `AIDA…` for a user: what a policy shows after they have been deleted.
fn is_remnant(text: &str) -> bool {
    // In a session's ID, the name of the session follows.
    let text = text.split(':').next().unwrap_or_default();
    (text.starts_with("AROA") || text.starts_with("AIDA"))
        && text.len() >= 16
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Handles `123456789012:role/app` and the like: an ARN copied without its beginning.
fn without_beginning(inner: &str, lower: &str) -> Option<NearMiss<AwsPrincipal>> {
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
    Some(NearMiss::new(
        format!("The beginning of the ARN is missing. Add “{missing}”."),
        suggestions,
    ))
}

fn plain_reason(text: &str, stop: &Stop) -> String {
    // Everything read so far is ASCII, so slicing by characters is safe.
    let rest = &text[stop.before..];
    let field = rest.split(':').next().unwrap_or_default();
    match stop.place {
        Place::Empty => {
            "Nothing entered. Enter an ARN such as arn:aws:iam::123456789012:root."
                .to_owned()
        }
        Place::Start => format!(
            "“{}” isn't an AWS principal. Enter an ARN such as arn:aws:iam::123456789012:root.",
            excerpt(text),
        ),
        Place::Partition => arn::partition_reason(text.split(':').nth(1).unwrap_or_default()),
        Place::Service => "Only IAM ARNs (arn:aws:iam::…) can be principals.".to_owned(),
        Place::Region => match rest.is_empty() {
            true => "The ARN is incomplete: the account number and root, role/NAME or user/NAME are missing."
                .to_owned(),
            false => format!(
                "IAM ARNs have no region. Remove “{}”.",
                excerpt(field)
            ),
        },
        Place::Account(digits) if digits > ACCOUNT_DIGITS => {
            arn::digits_reason(&"0".repeat(digits))
        }
        Place::Account(_) => arn::account_reason(text.split(':').nth(4).unwrap_or_default()),
        Place::AfterAccount => format!(
            "Expected a colon after the account number, found {}.",
            found(rest)
        ),
        Place::Identity => {
            "Expected root, role/NAME or user/NAME after the account number.".to_owned()
        }
        Place::NameMissing => "The name after the “/” is missing.".to_owned(),
        Place::Path => "AWS doesn't accept ARNs with a path here. Use the account's root ARN.".to_owned(),
        Place::NameCharacter(c) => format!(
            "User and role names can contain only letters, digits and _+=,.@-. Remove {}.",
            character(c),
        ),
        Place::NameTooLong => {
            format!("User and role names can have at most {NAME_MAX} characters.")
        }
        Place::End => match text.starts_with('*') {
            true => "“*” must stand alone. Remove what follows it.".to_owned(),
            false => format!("“:root” must be the end of the ARN. Remove {} and what follows.", found(rest)),
        },
    }
}

fn found(rest: &str) -> String {
    rest.chars()
        .next()
        .map_or_else(|| "the end".to_owned(), character)
}
