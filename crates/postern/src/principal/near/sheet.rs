//! What spreadsheets make of an account number: a leading zero lost, a fraction, groups of thousands, an exponent.

use super::super::aws::{ACCOUNT_DIGITS, AccountNumber, AwsPrincipal};
use super::NearMiss;

/// Explains a number that a spreadsheet has changed. A number whose digits are all there is offered.
pub(super) fn near(text: &str) -> Option<NearMiss<AwsPrincipal>> {
    let text = text.trim();
    if let Some((number, power)) = text.split_once(['E', 'e']) {
        return exponent(number, power);
    }
    let (whole, fraction) = match text.rsplit_once(['.', ',']) {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.len() <= 2 && is_zeros(zeros) => {
            (whole, true)
        }
        _ => (text, false),
    };
    let digits = ungrouped(whole)?;
    let is_changed = fraction || digits.len() != whole.len();
    match digits.len() {
        ACCOUNT_DIGITS if is_changed => Some(NearMiss::new(
            "A spreadsheet has formatted this account number. Use the account's root ARN.",
            offer(&digits),
        )),
        length if is_changed && length + 1 == ACCOUNT_DIGITS => {
            Some(NearMiss::new(WITHOUT_ZERO, offer(&format!("0{digits}"))))
        }
        length if is_changed && length < ACCOUNT_DIGITS => Some(NearMiss::new(
            format!(
                "An AWS account number has 12 digits; this one has {length}. A spreadsheet has dropped its leading zeros, or it is another number. Copy it again as text."
            ),
            Vec::new(),
        )),
        _ => None,
    }
}

const WITHOUT_ZERO: &str = "An AWS account number has 12 digits; this one has 11. If a spreadsheet has dropped its leading zero, use the suggestion.";

/// The account whose number has lost its leading zero, if it is pasted: typed, another digit may be missing.
pub(super) fn without_zero(text: &str) -> Option<(&'static str, AwsPrincipal)> {
    let is_short = text.len() + 1 == ACCOUNT_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    let account = is_short
        .then(|| AccountNumber::parse(&format!("0{text}")))
        .flatten()?;
    Some((WITHOUT_ZERO, AwsPrincipal::account(account)))
}

/// `1.11122223333E+11`: complete only if it has all twelve digits.
fn exponent(number: &str, power: &str) -> Option<NearMiss<AwsPrincipal>> {
    let power: usize = power.trim_start_matches('+').parse().ok()?;
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let digits = format!("{whole}{fraction}");
    let is_number = whole.len() == 1 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || !(8..=11).contains(&power) {
        return None;
    }
    if power + 1 == ACCOUNT_DIGITS && digits.len() == ACCOUNT_DIGITS {
        return Some(NearMiss::new(
            "A spreadsheet has turned this account number into an exponent. Use the account's root ARN.",
            offer(&digits),
        ));
    }
    Some(NearMiss::new(
        "A spreadsheet has turned this account number into an exponent and dropped digits. Copy it again as text.",
        Vec::new(),
    ))
}

/// The digits of a number, with or without groups of three.
fn ungrouped(text: &str) -> Option<String> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(text) {
        return Some(text.to_owned());
    }
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, ',' | '.' | ' ' | '\'' | '’') {
        return None;
    }
    let mut groups = text.split(separator);
    let first = groups
        .next()
        .filter(|first| first.len() <= 3 && is_digits(first))?;
    let rest: Vec<&str> = groups.collect();
    rest.iter()
        .all(|group| group.len() == 3 && is_digits(group))
        .then(|| format!("{first}{}", rest.concat()))
}

fn is_zeros(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'0')
}

fn offer(digits: &str) -> Vec<AwsPrincipal> {
    let account = AccountNumber::parse(digits).map(AwsPrincipal::account);
    account.into_iter().collect()
}
