//! Ids as the service returns them: opaque text, one type for each kind, so that a cluster's id can't be
//! passed where a VPC's is meant.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as the service spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

ids! {
    /// An account.
    AccountId,
    /// A project within an account.
    ProjectId,
    /// A VPC that Aeon manages.
    VpcId,
    /// A cluster.
    ClusterId,
    /// One region of one cluster (the API's cluster region info id); every PSE call uses it.
    RegionInfoId,
    /// A private service endpoint.
    PseId,
    /// A task.
    TaskId,
    /// The id of an API key, never the key itself.
    ApiKeyId,
}
