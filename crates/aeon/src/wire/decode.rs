//! From a body's bytes to what it holds, or to the reason why not.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

use super::{ErrorDetail, Metadata};

/// Why a body can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// There is none.
    #[error("it is empty")]
    Empty,
    /// It is a web page.
    #[error("it is a web page, not JSON")]
    Html,
    /// It isn't JSON, or not whole.
    #[error("it is not whole JSON: {0}")]
    NotJson(String),
    /// The service answered an error.
    #[error("the service answered an error{}: {}", .0.status.map(|status| format!(" ({status})")).unwrap_or_default(), or_unsaid(&.0.detail))]
    Service(ErrorDetail),
    /// It is JSON of another shape.
    #[error("it has no “data”")]
    NoData,
    /// It holds one thing, or something else.
    #[error("its “data” is not a list")]
    NotAList,
    /// It holds another number of things than one.
    #[error("its “data” is a list of {0}, not one thing")]
    NotOne(usize),
    /// The thing in it can't be read.
    #[error("what it holds can't be read: {0}")]
    Item(String),
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    /// What could be read.
    pub items: Vec<T>,
    /// What could not: a sentence each.
    pub skipped: Vec<String>,
    /// The next page's token; `None` on the last one.
    pub next: Option<String>,
}

/// Reads `{"data": …}`; also a list of exactly one.
///
/// # Errors
/// [`Unreadable`].
pub fn one<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unreadable> {
    let data = match data(body)?.0 {
        Value::Array(mut items) if items.len() == 1 => items.remove(0),
        Value::Array(items) => return Err(Unreadable::NotOne(items.len())),
        other => other,
    };
    read(data).map_err(Unreadable::Item)
}

/// Reads `{"data": […], "_metadata": …}` item by item: one that can't be read doesn't fail the others.
///
/// # Errors
/// [`Unreadable`], where the list as such can't be read.
pub fn list<T: DeserializeOwned>(body: &[u8]) -> Result<List<T>, Unreadable> {
    let (data, metadata) = data(body)?;
    let values = match data {
        Value::Array(values) => values,
        Value::Null => Vec::new(),
        _ => return Err(Unreadable::NotAList),
    };
    let mut list = List {
        items: Vec::with_capacity(values.len()),
        skipped: Vec::new(),
        next: next(metadata),
    };
    for (index, value) in values.into_iter().enumerate() {
        let name = name(&value);
        match read(value) {
            Ok(item) => list.items.push(item),
            Err(error) => {
                list.skipped
                    .push(format!("Item {}{name} was left out: {error}.", index + 1));
            }
        }
    }
    Ok(list)
}

/// Whether the body holds a list (and not one thing).
///
/// # Errors
/// [`Unreadable`], where it holds neither.
pub fn is_list(body: &[u8]) -> Result<bool, Unreadable> {
    Ok(matches!(data(body)?.0, Value::Array(_) | Value::Null))
}

/// What an error's body says: the service's own form, or another usual one.
pub fn error_detail(body: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(body).ok()?;
    service_error(&value)
        .map(|error| error.detail)
        .filter(|detail| !detail.is_empty())
        .or_else(|| {
            ["detail", "message", "error"]
                .iter()
                .find_map(|field| value.get(field)?.as_str().map(str::to_owned))
        })
}

fn data(body: &[u8]) -> Result<(Value, Metadata), Unreadable> {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        return Err(Unreadable::Empty);
    }
    if start.starts_with(b"<") {
        return Err(Unreadable::Html);
    }
    let mut value: Value =
        serde_json::from_slice(body).map_err(|error| Unreadable::NotJson(error.to_string()))?;
    if value.get("data").is_none()
        && let Some(error) = service_error(&value)
    {
        return Err(Unreadable::Service(error));
    }
    let metadata = value
        .get_mut("_metadata")
        .map(Value::take)
        .unwrap_or_default();
    let data = value
        .get_mut("data")
        .map(Value::take)
        .ok_or(Unreadable::NoData)?;
    Ok((data, Metadata::deserialize(metadata).unwrap_or_default()))
}

fn service_error(value: &Value) -> Option<ErrorDetail> {
    let error = value.get("error")?.as_object()?;
    serde_json::from_value(Value::Object(error.clone())).ok()
}

/// Reads one thing. Serde would take an array for a struct, by the order of its fields.
fn read<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    if value.is_array() {
        return Err("it is a list".to_owned());
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// The next page's token; where only the next page's address is given, the token in that.
fn next(metadata: Metadata) -> Option<String> {
    metadata.continuation_token.or_else(|| {
        let next = metadata.links.next?;
        let (_, query) = next.split_once('?')?;
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, value)| name == "continuation_token" && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    })
}

/// What an item that can't be read calls itself.
fn name(value: &Value) -> String {
    let places = ["/spec/name", "/info/id", "/info/task_type", "/info/name"];
    places
        .iter()
        .find_map(|place| value.pointer(place)?.as_str())
        .map(|name| format!(" (“{name}”)"))
        .unwrap_or_default()
}

fn or_unsaid(detail: &str) -> &str {
    if detail.is_empty() {
        "it does not say which"
    } else {
        detail
    }
}
