//! Types for values from the service that are safe in a script, a template or a URL.
//!
//! [`Params`](super::Params) consists of these types, so that a value returned by the service can't become an
//! option of a command, part of a path, or anything that a terminal acts on.

use std::fmt;

use super::form::is_aws_id;
use crate::text::{is_printable, shown};

/// Maximum length of a cluster name or principal, in characters.
const TEXT_MAX: usize = 2048;
/// Maximum length of other values, in characters.
const REGION_MAX: usize = 40;
const ID_MAX: usize = 64;
/// Maximum length of a host name in DNS.
const HOST_MAX: usize = 253;
const LABEL_MAX: usize = 63;
const SERVICE_MAX: usize = 512;

/// A value from the service that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} that can't be used in a script: “{text}”. {rule}")]
pub struct Unfit {
    /// What kind of value it is, such as “a region name”.
    pub what: &'static str,
    /// The value, with invisible characters escaped.
    pub text: String,
    /// The required format, as a sentence.
    pub rule: &'static str,
}

/// Defines a type for one kind of value.
macro_rules! value {
    ($(#[$about:meta])* $name:ident, $what:literal, $rule:literal, $fits:expr) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Parses a value.
            ///
            /// # Errors
            /// It can't be used, and why.
            pub fn parse(text: &str) -> Result<Self, Unfit> {
                let fits: fn(&str) -> bool = $fits;
                if fits(text) {
                    return Ok(Self(text.to_owned()));
                }
                Err(Unfit {
                    what: $what,
                    text: shown(text),
                    rule: $rule,
                })
            }

            /// The value.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Value for $name {
            fn read(text: &str) -> Result<Self, Unfit> {
                Self::parse(text)
            }

            fn text(&self) -> &str {
                &self.0
            }
        }
    };
}

/// Implemented by all of these types.
pub(super) trait Value: Sized {
    fn read(text: &str) -> Result<Self, Unfit>;
    fn text(&self) -> &str;
}

value!(
    /// A region's code: `us-west-2`, `westeurope`.
    RegionCode,
    "a region name",
    "A region name has up to 40 lower-case letters, digits and hyphens, and starts with a letter or digit.",
    |text| {
        text.len() <= REGION_MAX
            && text.starts_with(is_lower)
            && text.chars().all(|c| is_lower(c) || c == '-')
    }
);

value!(
    /// The DNS name that applications connect to.
    Host,
    "a host name",
    "A host name consists of parts separated by dots. Each part has letters, digits and hyphens, and doesn't start or end with a hyphen.",
    |text| text.len() <= HOST_MAX && text.split('.').all(is_label)
);

value!(
    /// The name of an endpoint service in AWS, or the alias of a private link service in Azure.
    ServiceName,
    "a service name",
    "A service name has letters, digits, hyphens, underscores and dots, and starts with a letter or digit.",
    |text| {
        text.len() <= SERVICE_MAX
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.split('.').all(|part| {
                !part.is_empty()
                    && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
            })
    }
);

value!(
    /// The ID of an account, a project, a cluster or an endpoint, usually a UUID.
    Id,
    "an ID",
    "An ID has up to 64 letters, digits and hyphens, and starts with a letter or digit.",
    |text| {
        text.len() <= ID_MAX
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    }
);

value!(
    /// A VPC's ID.
    VpcId,
    "a VPC ID",
    "A VPC ID is vpc- and 8 or 17 hexadecimal digits.",
    |text| is_aws_id(text, "vpc")
);

value!(
    /// A network interface's ID.
    InterfaceId,
    "a network interface ID",
    "A network interface ID is eni- and 8 or 17 hexadecimal digits.",
    |text| is_aws_id(text, "eni")
);

value!(
    /// A cluster's name: any visible text on one line.
    ClusterName,
    "a cluster name",
    "A cluster name has no control characters, line breaks or invisible characters.",
    |text| is_line(text)
);

value!(
    /// An entry of an endpoint's list of principals, in any form.
    Listed,
    "a principal",
    "A principal has no spaces, control characters or invisible characters, and doesn't start with a hyphen or @.",
    |text| is_line(text) && !text.contains(char::is_whitespace) && !text.starts_with(['-', '@'])
);

/// Whether a text is a single line without invisible characters.
fn is_line(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= TEXT_MAX && is_printable(text)
}

fn is_lower(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

fn is_label(label: &str) -> bool {
    (1..=LABEL_MAX).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// The text of a value, or an empty text.
pub(super) fn or_empty<T: Value>(value: Option<&T>) -> &str {
    value.map_or("", Value::text)
}

/// Parses several values and collects their errors.
#[derive(Default)]
pub(super) struct Reader {
    pub unfit: Vec<Unfit>,
}

impl Reader {
    /// Parses a required value.
    pub fn read<T: Value>(&mut self, text: &str) -> Option<T> {
        match T::read(text) {
            Ok(value) => Some(value),
            Err(unfit) => {
                if !self.unfit.contains(&unfit) {
                    self.unfit.push(unfit);
                }
                None
            }
        }
    }

    /// Parses a value that may be empty, meaning unknown.
    pub fn read_known<T: Value>(&mut self, text: &str) -> Option<T> {
        (!text.is_empty()).then(|| self.read(text)).flatten()
    }

    pub fn read_all<'a, T: Value>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> Vec<T> {
        let read = texts.into_iter().filter_map(|text| self.read(text));
        read.collect()
    }
}
