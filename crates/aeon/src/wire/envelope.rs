//! The outer shapes of bodies: a single resource, a list with its paging, an error.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::lenient;

/// `{"data": …}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SingleBody<T> {
    pub data: T,
}

/// One page of a list: `{"data": […], "_metadata": {…}}`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
pub struct ListBody<T> {
    #[serde(default = "Vec::new", deserialize_with = "lenient::list")]
    pub data: Vec<T>,
    #[serde(rename = "_metadata", default, deserialize_with = "lenient::nullable")]
    pub metadata: Metadata,
}

/// The paging of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// Requests the next page; `None` on the last one.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub continuation_token: Option<String>,
    #[serde(deserialize_with = "lenient::nullable")]
    pub links: Links,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Links {
    #[serde(rename = "self", deserialize_with = "lenient::optional_text")]
    pub this: Option<String>,
    #[serde(deserialize_with = "lenient::optional_text")]
    pub next: Option<String>,
}

/// `{"error": {"detail": …, "status": …}}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ErrorBody {
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub error: ErrorDetail,
}

/// What the service says about an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ErrorDetail {
    /// A sentence.
    #[serde(deserialize_with = "lenient::text")]
    pub detail: String,
    /// The HTTP status, repeated.
    #[serde(deserialize_with = "lenient::number")]
    pub status: Option<u16>,
}

/// A resource: what the user asked for (`spec`) and what the service made of it (`info`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "S: DeserializeOwned + Default, I: DeserializeOwned"))]
pub struct Resource<S, I> {
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub spec: S,
    #[serde(deserialize_with = "lenient::object")]
    pub info: I,
}
