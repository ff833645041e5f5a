//! Whose connection it is: what the user's own AWS and Azure CLIs say about the other end of an endpoint's connections.
//!
//! Pure: what a CLI printed in, facts out. It is read leniently, since a field that is missing must not hide the others.

mod aws;
mod azure;
mod model;
mod resolve;

pub(crate) use aws::tags;
pub use aws::{accounts, addresses, caller, vpc_endpoints};
pub use azure::{private_endpoints, subscriptions};
pub use model::*;
pub use resolve::{connections, standing};

use serde_json::Value;

use crate::text::visible;

/// Longer texts are cut to this many characters.
const LONGEST: usize = 200;
/// More entries than this are left out.
const MOST: usize = 5_000;

/// The document that a CLI printed, after whatever it printed before it; `None` if there is none.
pub(crate) fn document(printed: &str) -> Option<Value> {
    let start = printed.find(['{', '['])?;
    let mut documents = serde_json::Deserializer::from_str(&printed[start..]).into_iter::<Value>();
    documents.next()?.ok()
}

/// The entries of a list, or of the list in a field of a document. A document of another form isn't an answer.
pub(crate) fn entries<'a>(
    document: &'a Value,
    field: &str,
) -> Option<impl Iterator<Item = &'a Value>> {
    let list = document.as_array().or_else(|| match document.get(field) {
        Some(list) => list.as_array(),
        None => document.get("value")?.as_array(),
    })?;
    Some(list.iter().take(MOST))
}

/// A text in a field, without what can't be seen; `None` if it is missing or empty.
pub(crate) fn text(of: &Value, field: &str) -> Option<String> {
    shown(of.get(field)?.as_str()?)
}

fn shown(text: &str) -> Option<String> {
    let text = text.trim();
    let cut: String = text.chars().take(LONGEST).collect();
    (!text.is_empty()).then(|| visible(&cut))
}

pub(crate) fn texts(of: &Value, field: &str) -> Vec<String> {
    let list = of.get(field).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter_map(shown)
        .collect()
}
