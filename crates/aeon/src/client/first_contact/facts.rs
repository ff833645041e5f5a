//! What is learned of a service, as it is kept.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::CLUSTER;

/// How many attempts are kept: the latest ones.
const ATTEMPTS: usize = 20;
/// In characters.
const MAX_PATH: usize = 120;
/// In characters.
const MAX_FIELD: usize = 60;

/// What was learned of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The path of a cluster's PSEs.
    pub path: Option<Fact<PsePath>>,
    /// The field of a PSE create's body.
    pub field: Option<Fact<FieldName>>,
    /// The latest requests that were made to learn it, oldest first.
    pub attempts: Vec<Attempt>,
}

impl Facts {
    pub(super) fn note(&mut self, attempt: Attempt) {
        let over = (self.attempts.len() + 1).saturating_sub(ATTEMPTS);
        self.attempts.drain(..over);
        self.attempts.push(attempt);
    }
}

/// Something that was learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact<T> {
    /// What was learned.
    pub value: T,
    /// How.
    pub how: How,
    /// When.
    pub at: Timestamp,
}

impl<T> Fact<T> {
    pub(super) fn now(value: T, how: How) -> Self {
        let at = Timestamp::now();
        Self { value, how, at }
    }
}

/// How something was learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// A read returned the PSE that was asked for.
    Read,
    /// A create was accepted and returned PSEs.
    Created,
    /// The user set it.
    ByHand,
}

/// A request that was made to learn something. It has no ids, names or keys: paths are templates, and bodies are
/// shapes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When the response came.
    pub at: Timestamp,
    /// The HTTP method.
    pub method: String,
    /// The path's template, below a project.
    pub path: String,
    /// The shape of the body that was sent.
    pub body: Option<String>,
    /// The status; `None` if there was no response.
    pub status: Option<u16>,
    /// The shape of the response.
    pub answer: Option<String>,
}

/// Why a text can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// It isn't a path below a project with the cluster's id in it.
    #[error(
        "The path must contain {{cluster_id}} between slashes, followed by the name of the endpoints, as in \
         clusters/{{cluster_id}}/private-service-endpoints."
    )]
    Path,
    /// It isn't the name of a field.
    #[error("The field must be a name of letters, digits and underscores.")]
    Field,
}

/// The path of a cluster's PSEs, below a project: `clusters/{cluster_id}/private-service-endpoints`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PsePath(String);

impl PsePath {
    /// Parses a path. Slashes around it are ignored.
    ///
    /// # Errors
    /// [`TemplateError::Path`].
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let text = text.trim().trim_matches('/');
        let segments: Vec<&str> = text.split('/').collect();
        let is_name = |segment: &&str| {
            !segment.is_empty()
                && segment
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        };
        let clusters = segments.iter().filter(|segment| **segment == CLUSTER);
        let is_path = text.len() <= MAX_PATH
            && clusters.count() == 1
            && segments.first().is_some_and(is_name)
            && segments.last().is_some_and(is_name)
            && segments
                .iter()
                .all(|segment| *segment == CLUSTER || is_name(segment));
        if is_path {
            Ok(Self(text.to_owned()))
        } else {
            Err(TemplateError::Path)
        }
    }

    /// The path with `{cluster_id}` in place of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The field of a PSE create's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FieldName(String);

impl FieldName {
    /// Parses a name.
    ///
    /// # Errors
    /// [`TemplateError::Field`].
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let text = text.trim();
        let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if starts && text.len() <= MAX_FIELD && text.chars().all(is_name) {
            Ok(Self(text.to_owned()))
        } else {
            Err(TemplateError::Field)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for PsePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for FieldName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for PsePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::unverified::{PSE_FIELDS, PSE_PATHS};

    #[test]
    fn a_path_stays_below_its_project_and_names_the_cluster_once() {
        for path in PSE_PATHS {
            assert_eq!(PsePath::parse(path).map(|path| path.0), Ok(path.to_owned()));
        }
        assert!(PsePath::parse(" /clusters/{cluster_id}/pse/ ").is_ok());
        for path in [
            "",
            "endpoints",
            "clusters/{cluster_id}",
            "{cluster_id}/endpoints",
            "clusters/{cluster_id}/../../keys",
            "clusters/{cluster_id}/./x",
            "clusters/{cluster_id}//x",
            "clusters/{cluster_id}/x?y=1",
            "clusters/{cluster_id}/x#y",
            "clusters/{cluster_id}/%2e%2e",
            "clusters/{cluster_id}/{cluster_id}/x",
            "https://elsewhere.example/{cluster_id}/x",
        ] {
            assert_eq!(PsePath::parse(path), Err(TemplateError::Path), "{path}");
        }
    }

    #[test]
    fn a_field_is_one_name() {
        for field in PSE_FIELDS {
            assert!(FieldName::parse(field).is_ok());
        }
        for field in ["", "a b", "a.b", "1a", "a\"", "é", "__proto__\u{202e}"] {
            assert_eq!(
                FieldName::parse(field),
                Err(TemplateError::Field),
                "{field}"
            );
        }
    }
}
