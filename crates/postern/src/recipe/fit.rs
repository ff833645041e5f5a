//! What a value of the service must look like to be put into a script, a template or an address.
//!
//! These types can hold nothing else, and [`Params`](super::Params) is made of them: what the service
//! returns can't become an option of a command, a part of a path, or anything that a terminal acts on.

use std::fmt;

use crate::text::{is_printable, shown};

/// The longest name of a cluster, and the longest principal, in characters.
const TEXT_MAX: usize = 2048;
/// The longest values of the other kinds, in characters.
const REGION_MAX: usize = 40;
const ID_MAX: usize = 64;
/// What DNS allows.
const HOST_MAX: usize = 253;
const LABEL_MAX: usize = 63;
const SERVICE_MAX: usize = 512;

/// A value that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} that can't be used in a script: “{text}”. {rule}")]
pub struct Unfit {
    /// What it is: “a region name”.
    pub what: &'static str,
    /// The value; what can't be seen in it is spelled out.
    pub text: String,
    /// What it has to look like.
    pub rule: &'static str,
}

/// A type for one kind of value.
macro_rules! value {
    ($(#[$about:meta])* $name:ident, $what:literal, $rule:literal, $fits:expr) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads the value.
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

/// What all of them have.
pub(super) trait Value: Sized {
    fn read(text: &str) -> Result<Self, Unfit>;
    fn text(&self) -> &str;
}

value!(
    /// A region's code: `us-west-2`, `westeurope`.
    RegionCode,
    "a region name",
    "A region name has up to 40 lower-case letters, digits and hyphens, and begins with a letter or digit.",
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
    "A host name has letters, digits and hyphens between dots, and no hyphen begins or ends a part.",
    |text| text.len() <= HOST_MAX && text.split('.').all(is_label)
);

value!(
    /// The name of an endpoint service in AWS, or the alias of a private link service in Azure.
    ServiceName,
    "a service name",
    "A service name has letters, digits, hyphens and underscores between dots, and begins with a letter or digit.",
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
    /// The id of an account, a project, a cluster or an endpoint: a UUID, as a rule.
    Id,
    "an id",
    "An id has up to 64 letters, digits and hyphens, and begins with a letter or digit.",
    |text| {
        text.len() <= ID_MAX
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    }
);

value!(
    /// A cluster's name: whatever people call it, on one line.
    ClusterName,
    "a cluster name",
    "A cluster name has no control characters, line breaks or invisible characters.",
    |text| is_line(text)
);

value!(
    /// A principal on an endpoint's list, of whatever form.
    Listed,
    "a principal",
    "A principal has no spaces, control characters or invisible characters, and doesn't begin with a hyphen or @.",
    |text| is_line(text) && !text.contains(char::is_whitespace) && !text.starts_with(['-', '@'])
);

/// One line of text that can be seen as it is.
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

/// The text of a value, or an empty one where it is not known.
pub(super) fn or_empty<T: Value>(value: Option<&T>) -> &str {
    value.map_or("", Value::text)
}

/// Reads values one after the other, and keeps what is wrong with each.
#[derive(Default)]
pub(super) struct Reader {
    pub unfit: Vec<Unfit>,
}

impl Reader {
    /// A value that must be there.
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

    /// A value that may be empty: not known.
    pub fn read_known<T: Value>(&mut self, text: &str) -> Option<T> {
        (!text.is_empty()).then(|| self.read(text)).flatten()
    }

    pub fn read_all<'a, T: Value>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> Vec<T> {
        let read = texts.into_iter().filter_map(|text| self.read(text));
        read.collect()
    }
}
