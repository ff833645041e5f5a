//! Deserializers for an API that sends `null` for "nothing", and may send a number in place of a string or the
//! other way round. What can't be used becomes the type's default: one odd field must not hide a whole cluster.
//!
//! A part that may not fit is first kept as raw JSON text. A [`Value`] would be rebuilt at each level of nesting, which is
//! slower.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// The type's default for `null` and for what doesn't fit.
pub(super) fn nullable<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let part = Box::<RawValue>::deserialize(deserializer)?;
    Ok(if is_null(&part) {
        T::default()
    } else {
        decode(&part).unwrap_or_default()
    })
}

/// A string; a number or boolean as it is written; anything else as the empty string.
pub(super) fn text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    Ok(T::from(
        plain(Value::deserialize(deserializer)?).unwrap_or_default(),
    ))
}

/// Like [`text`]; `None` if it is empty.
pub(super) fn optional_text<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    let text = plain(Value::deserialize(deserializer)?);
    Ok(text.filter(|text| !text.is_empty()).map(T::from))
}

/// The id that an item must have.
pub(super) fn own_id<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    plain(Value::deserialize(deserializer)?)
        .filter(|text| !text.is_empty())
        .map(T::from)
        .ok_or_else(|| D::Error::custom("it has no id"))
}

/// A part that an item must have. Without the check serde would accept an array.
pub(super) fn object<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let part = Box::<RawValue>::deserialize(deserializer)?;
    if part.get().starts_with('{') {
        decode(&part).map_err(D::Error::custom)
    } else {
        Err(D::Error::custom(
            "its “info” is not an object, so it has no id",
        ))
    }
}

/// A number, also as a string; `None` if there is none or it doesn't fit.
pub(super) fn number<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    let value = Value::deserialize(deserializer)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "only whole numbers from 0 that a float holds exactly pass the filter"
    )]
    let whole =
        |float: f64| (float.fract() == 0.0 && (0.0..9e15).contains(&float)).then_some(float as u64);
    let number = match &value {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    Ok(number.and_then(|number| T::try_from(number).ok()))
}

/// A fraction, also as a string; 0 if there is none.
pub(super) fn fraction<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().trim_end_matches('%').parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
    .unwrap_or_default())
}

/// A boolean, also as a string.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => Some(flag),
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    })
}

/// A list without the items that can't be deserialized.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    optional_list(deserializer).map(Option::unwrap_or_default)
}

/// Like [`list`]; `None` if there is no list.
pub(super) fn optional_list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let part = Box::<RawValue>::deserialize(deserializer)?;
    let items = items(&part);
    Ok(items.map(|items| {
        let items = items.into_iter().filter(|item| !is_null(item));
        items.filter_map(|item| decode(item).ok()).collect()
    }))
}

/// A list of strings. Only `null` is dropped: such lists are edited and sent back, and a dropped entry would be
/// lost. An entry that isn't a string is kept as its JSON.
pub(super) fn texts<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    let values = match Value::deserialize(deserializer)? {
        Value::Array(values) => values,
        one => vec![one],
    };
    let kept = values.into_iter().filter(|value| !value.is_null());
    Ok(kept
        .map(|value| {
            T::from(match value {
                Value::String(text) => text,
                other => other.to_string(),
            })
        })
        .collect())
}

/// A list; `None` if there is none. A missing list is not an empty one: sent back whole, it would remove
/// everyone.
pub(super) fn optional_texts<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<String>>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let entries = match &value {
        Value::Array(entries) => entries.len(),
        Value::String(text) if !text.is_empty() => 1,
        _ => return Ok(None),
    };
    let list: Vec<String> = texts(value).map_err(D::Error::custom)?;
    // A list of nothing but `null` says no more than `null` itself.
    Ok(Some(list).filter(|list| !list.is_empty() || entries == 0))
}

/// An ISO 8601 time with or without seconds (`2021-10-19T00:00Z`, `2023-01-26T05:31:35.063Z`), with any offset;
/// without one it is UTC. `None` for `null` and for what isn't a time.
pub(super) fn timestamp<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<jiff::Timestamp>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let Some(text) = value.as_str().map(str::trim) else {
        return Ok(None);
    };
    Ok(text.parse().ok().or_else(|| {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()
    }))
}

/// Decodes a part, or says why that can't be done. Where a name occurs twice in an object, its last value counts.
pub(super) fn decode<T: DeserializeOwned>(part: &RawValue) -> Result<T, String> {
    let text = part.get();
    serde_json::from_str(text).or_else(|error| {
        // A `Value` has each name once.
        let once = serde_json::from_str::<Value>(text).map_err(|error| error.to_string())?;
        serde_json::from_str(&once.to_string()).map_err(|_| {
            let place = format!(" at line {} column {}", error.line(), error.column());
            error.to_string().replace(&place, "")
        })
    })
}

/// The items of a part that is a list.
pub(super) fn items(part: &RawValue) -> Option<Vec<&RawValue>> {
    let is_list = part.get().starts_with('[');
    is_list.then(|| serde_json::from_str(part.get()).unwrap_or_default())
}

/// Whether there is nothing in it.
pub(super) fn is_null(part: &RawValue) -> bool {
    part.get() == "null"
}

/// A string, or a number or boolean as it is written.
fn plain(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
