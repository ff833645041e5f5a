//! Decodes a body, or says why it can't be decoded.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use thiserror::Error;

use super::lenient::{self, is_null, items};
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
    let (data, _) = data(body)?;
    let item = match items(data).as_deref() {
        Some(&[only]) => only,
        Some(items) => return Err(Unreadable::NotOne(items.len())),
        None => data,
    };
    read(item).map_err(Unreadable::Item)
}

/// Decodes `{"data": […], "_metadata": …}` item by item, so that a bad item doesn't fail the others.
///
/// # Errors
/// [`Unreadable`] if the list as such can't be decoded.
pub fn list<T: DeserializeOwned>(body: &[u8]) -> Result<List<T>, Unreadable> {
    let (data, metadata) = data(body)?;
    let items = match items(data) {
        Some(items) => items,
        None if is_null(data) => Vec::new(),
        None => return Err(Unreadable::NotAList),
    };
    let mut list = List {
        items: Vec::with_capacity(items.len()),
        skipped: Vec::new(),
        next: next(metadata),
    };
    for (index, item) in items.into_iter().enumerate() {
        match read(item) {
            Ok(item) => list.items.push(item),
            Err(error) => {
                let name = name(item);
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
    let (data, _) = data(body)?;
    Ok(items(data).is_some() || is_null(data))
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

fn data(body: &[u8]) -> Result<(&RawValue, Metadata), Unreadable> {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        return Err(Unreadable::Empty);
    }
    if is_web_page(start) {
        return Err(Unreadable::Html);
    }
    let fields = match serde_json::from_slice::<BTreeMap<String, &RawValue>>(body) {
        Ok(fields) => fields,
        Err(_) => match serde_json::from_slice::<Value>(body) {
            Ok(_) => return Err(Unreadable::NoData),
            Err(error) => return Err(Unreadable::NotJson(error.to_string())),
        },
    };
    if let Some(data) = fields.get("data") {
        let metadata = fields.get("_metadata");
        let metadata = metadata.and_then(|metadata| lenient::decode(metadata).ok());
        return Ok((data, metadata.unwrap_or_default()));
    }
    let error = serde_json::from_slice(body).ok();
    match error.as_ref().and_then(service_error) {
        Some(error) => Err(Unreadable::Service(error)),
        None => Err(Unreadable::NoData),
    }
}

fn service_error(value: &Value) -> Option<ErrorDetail> {
    let error = value.get("error")?.as_object()?;
    serde_json::from_value(Value::Object(error.clone())).ok()
}

/// Decodes one resource. Without the check serde would accept an array for a struct, in the order of its fields.
fn read<T: DeserializeOwned>(item: &RawValue) -> Result<T, String> {
    if items(item).is_some() {
        return Err("it is a list".to_owned());
    }
    lenient::decode(item)
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
fn name(item: &RawValue) -> String {
    let value: Value = serde_json::from_str(item.get()).unwrap_or_default();
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
