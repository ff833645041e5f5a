//! Decodes a body, or says why it can't be decoded.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

use super::{ErrorDetail, Metadata};

/// Why a body can't be decoded. The messages continue a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// The body is empty.
    #[error("it is empty")]
    Empty,
    /// The body is a web page, such as a proxy's login form.
    #[error("it is a web page, not JSON")]
    Html,
    /// The body isn't JSON, or isn't complete.
    #[error("it is not valid JSON: {0}")]
    NotJson(String),
    /// The body is the service's description of an error.
    #[error("Aeon returned an error{}: {}", .0.status.map(|status| format!(" ({status})")).unwrap_or_default(), or_unspecified(&.0.detail))]
    Service(ErrorDetail),
    /// The JSON has no `data`.
    #[error("it has no “data”")]
    NoData,
    /// `data` isn't a list, and a list was expected.
    #[error("its “data” is not a list")]
    NotAList,
    /// `data` is a list, and one resource was expected.
    #[error("its “data” is a list of {0}, not a single item")]
    NotOne(usize),
    /// The resource in it can't be decoded.
    #[error("its “data” can't be read: {0}")]
    Item(String),
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    /// The items that could be decoded.
    pub items: Vec<T>,
    /// A sentence for each item that could not.
    pub skipped: Vec<String>,
    /// The next page's token; `None` on the last page.
    pub next: Option<String>,
}

/// Decodes `{"data": …}`; also a list of exactly one item.
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

/// Decodes `{"data": […], "_metadata": …}` item by item, so that a bad item doesn't fail the others.
///
/// # Errors
/// [`Unreadable`] if the list as such can't be decoded.
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
                    .push(format!("Item {}{name} was skipped: {error}.", index + 1));
            }
        }
    }
    Ok(list)
}

/// Whether the body has a list, as opposed to a single resource.
///
/// # Errors
/// [`Unreadable`] if it has neither.
pub fn is_list(body: &[u8]) -> Result<bool, Unreadable> {
    Ok(matches!(data(body)?.0, Value::Array(_) | Value::Null))
}

/// The message in the body of an error, in the service's form or another common one.
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

/// Whether the body is a web page rather than JSON.
pub(crate) fn is_web_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

fn data(body: &[u8]) -> Result<(Value, Metadata), Unreadable> {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        return Err(Unreadable::Empty);
    }
    if is_web_page(start) {
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

/// Decodes one resource. Without the check serde would accept an array for a struct, in the order of its fields.
fn read<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    if value.is_array() {
        return Err("it is a list".to_owned());
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// The next page's token; if only the next page's link is given, the token in that.
fn next(metadata: Metadata) -> Option<String> {
    metadata.continuation_token.or_else(|| {
        let next = metadata.links.next?;
        let (_, query) = next.split_once('?')?;
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, value)| name == "continuation_token" && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    })
}

/// The name or id of an item that can't be decoded.
fn name(value: &Value) -> String {
    let places = ["/spec/name", "/info/id", "/info/task_type", "/info/name"];
    places
        .iter()
        .find_map(|place| value.pointer(place)?.as_str())
        .map(|name| format!(" (“{name}”)"))
        .unwrap_or_default()
}

fn or_unspecified(detail: &str) -> &str {
    if detail.is_empty() {
        "no details given"
    } else {
        detail
    }
}
