//! Azure principals: `*`, or a subscription ID.

use std::fmt;

/// Length of a subscription ID, including hyphens.
pub(super) const GUID_LENGTH: usize = 36;
/// Number of hexadecimal digits in a subscription ID.
pub(super) const GUID_DIGITS: usize = 32;
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

/// A security principal on Azure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AzurePrincipal {
    /// `*`: anyone.
    Everyone,
    Subscription(SubscriptionId),
}

impl fmt::Display for AzurePrincipal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everyone => f.write_str("*"),
            Self::Subscription(id) => f.write_str(id.as_str()),
        }
    }
}

/// An Azure subscription ID: a GUID of any version, stored in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionId(String);

impl SubscriptionId {
    /// `None` if the text isn't 32 hexadecimal digits in groups of 8-4-4-4-12.
    pub fn parse(text: &str) -> Option<Self> {
        (right_characters(text) == GUID_LENGTH && text.len() == GUID_LENGTH)
            .then(|| Self(text.to_ascii_lowercase()))
    }

    /// Parses 32 hexadecimal digits without hyphens.
    pub(super) fn from_digits(digits: &str) -> Option<Self> {
        if digits.len() != GUID_DIGITS || !digits.is_ascii() {
            return None;
        }
        let groups = [
            &digits[..8],
            &digits[8..12],
            &digits[12..16],
            &digits[16..20],
            &digits[20..],
        ];
        Self::parse(&groups.join("-"))
    }

    /// The GUID in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The number of leading characters that fit a GUID.
fn right_characters(text: &str) -> usize {
    let right = |(place, c): &(usize, char)| match HYPHENS.contains(place) {
        true => *c == '-',
        false => c.is_ascii_hexdigit(),
    };
    text.chars()
        .take(GUID_LENGTH)
        .enumerate()
        .take_while(right)
        .count()
}

/// Where strict parsing stopped: the number of valid characters before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop(pub usize);

/// Parses `*` or a GUID, nothing else.
pub(super) fn strict(text: &str) -> Result<AzurePrincipal, Stop> {
    if text == "*" {
        return Ok(AzurePrincipal::Everyone);
    }
    if text.starts_with('*') {
        return Err(Stop(1));
    }
    SubscriptionId::parse(text)
        .map(AzurePrincipal::Subscription)
        .ok_or_else(|| Stop(right_characters(text)))
}
