//! The rule about the API key's expiry.

use jiff::{SignedDuration, Timestamp};

use crate::access::rules::words::count;
use crate::access::{Finding, FindingKind, KeyFacts, Severity};
use crate::inventory::Snapshot;

/// Expiry within this time is a warning.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Expiry within this time is serious.
const URGENT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The key expires soon, or has expired.
pub(in crate::access) fn expires(now: &Snapshot, key: &KeyFacts) -> Option<Finding> {
    let end = key.expires?;
    let left = end.duration_since(key.now);
    if left > SOON {
        return None;
    }
    Some(Finding {
        id: "key-expires".to_owned(),
        kind: FindingKind::KeyExpires,
        severity: if left > URGENT {
            Severity::Warning
        } else {
            Severity::Serious
        },
        title: title(left, end),
        text: format!(
            "Create a new API key for {} in the Aeon console and enter it in Postern before then. \
             Without a valid key, nothing can be read or changed.",
            now.account_name
        ),
        regions: Vec::new(),
        principal: None,
        fixes: Vec::new(),
        accepted: None,
    })
}

fn title(left: SignedDuration, end: Timestamp) -> String {
    let day = end.strftime("%b %-d, %Y");
    let hours = left.as_hours();
    match (left.is_positive(), hours / 24) {
        (false, _) => format!("The API key expired on {day}"),
        (true, 0) if hours == 0 => "The API key expires within an hour".to_owned(),
        (true, 0) => {
            let hours = usize::try_from(hours).unwrap_or_default();
            format!("The API key expires in {}", count(hours, "hour"))
        }
        (true, days) => {
            let days = usize::try_from(days).unwrap_or_default();
            format!("The API key expires in {}, on {day}", count(days, "day"))
        }
    }
}
