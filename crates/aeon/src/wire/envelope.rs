//! The outer shapes: one thing, a list with its paging, an error.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::lenient;

/// `{"data": …}`: one thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct One<T> {
    /// The thing.
    pub data: T,
}

/// `{"data": […], "_metadata": {…}}`: one page of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
pub struct Many<T> {
    /// The page's items.
    #[serde(default = "Vec::new", deserialize_with = "lenient::list")]
    pub data: Vec<T>,
    /// Where the next page is.
    #[serde(rename = "_metadata", default, deserialize_with = "lenient::nullable")]
    pub metadata: Metadata,
}

/// A list's paging.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// What asks for the next page; `None` on the last one.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub continuation_token: Option<String>,
    /// Addresses of this page and the next.
    #[serde(deserialize_with = "lenient::nullable")]
    pub links: Links,
}

/// Addresses of a page and the one after it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Links {
    /// This page's path.
    #[serde(rename = "self", deserialize_with = "lenient::optional_text")]
    pub this: Option<String>,
    /// The next page's path.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub next: Option<String>,
}

/// `{"error": {"detail": …, "status": …}}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ErrorBody {
    /// What went wrong.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub error: ErrorDetail,
}

/// What went wrong, in the service's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ErrorDetail {
    /// The service's sentence.
    #[serde(deserialize_with = "lenient::text")]
    pub detail: String,
    /// The HTTP status, said again.
    #[serde(deserialize_with = "lenient::number")]
    pub status: Option<u16>,
}

/// A thing as the service sends it: what was asked for (`spec`) and what became of it (`info`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "S: DeserializeOwned + Default, I: DeserializeOwned"))]
pub struct Thing<S, I> {
    /// What was asked for.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub spec: S,
    /// What became of it.
    #[serde(deserialize_with = "lenient::object")]
    pub info: I,
}
