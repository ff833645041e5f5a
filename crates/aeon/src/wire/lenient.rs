//! Field readers for an API that sends `null` where it means "nothing".

use serde::{Deserialize, Deserializer};

/// Reads `null` as the type's default.
pub(super) fn nullable<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads an ISO 8601 time with or without seconds (`2021-10-19T00:00Z`, `2023-01-26T05:31:35.063Z`);
/// `null` and what can't be read as a time become `None`.
pub(super) fn timestamp<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<jiff::Timestamp>, D::Error> {
    let value = Option::<serde_json::Value>::deserialize(deserializer)?;
    Ok(value
        .as_ref()
        .and_then(serde_json::Value::as_str)
        .and_then(|text| text.parse().ok()))
}
