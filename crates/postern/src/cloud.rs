//! The clouds.

use aeon::wire;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A cloud, as far as Postern tells them apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Cloud {
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure.
    Azure,
    /// Google Cloud.
    Gcp,
    /// A word of the service that this version doesn't know.
    #[serde(untagged)]
    Other(String),
}

impl From<&wire::CloudCode> for Cloud {
    fn from(code: &wire::CloudCode) -> Self {
        match code {
            wire::CloudCode::Aws => Self::Aws,
            wire::CloudCode::Azure => Self::Azure,
            wire::CloudCode::Gcp => Self::Gcp,
            wire::CloudCode::Other(word) => Self::Other(word.clone()),
        }
    }
}

impl Cloud {
    /// The cloud's name for people.
    pub fn name(&self) -> &str {
        match self {
            Self::Aws => "AWS",
            Self::Azure => "Azure",
            Self::Gcp => "GCP",
            Self::Other(word) => word,
        }
    }
}
