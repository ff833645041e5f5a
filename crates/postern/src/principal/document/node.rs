//! The common form of JSON, YAML and HCL documents.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value in a document. Unlike `serde_json::Value` it keeps fields of the same name, and numbers as they are
/// written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// A string or number.
    Text(String),
    List(Vec<Node>),
    Fields(Vec<(String, Node)>),
    /// `null`, a boolean.
    Nothing,
}

/// How deep documents inside strings are read.
const NESTED_MAX: usize = 3;

impl Node {
    /// The document that a text is, if it is JSON.
    pub fn from_json(text: &str) -> Option<Self> {
        // serde_json rejects nesting deeper than 128, so recursion over a node is bounded.
        text.starts_with(['[', '{'])
            .then(|| serde_json::from_str(text).ok())
            .flatten()
    }

    /// Replaces strings that are JSON documents, such as the policies in an answer of `aws`, by what they contain.
    pub fn unfolded(self) -> Self {
        self.unfold(NESTED_MAX)
    }

    fn unfold(self, depth: usize) -> Self {
        match self {
            Self::Text(text) if depth > 0 => match Self::from_json(text.trim()) {
                Some(inner) => inner.unfold(depth - 1),
                None => Self::Text(text),
            },
            Self::List(items) => {
                Self::List(items.into_iter().map(|item| item.unfold(depth)).collect())
            }
            Self::Fields(fields) => Self::Fields(
                fields
                    .into_iter()
                    .map(|(name, value)| (name, value.unfold(depth)))
                    .collect(),
            ),
            other => other,
        }
    }

    /// The first field of an object with this name, in any case.
    pub fn field(&self, name: &str) -> Option<&Self> {
        let Self::Fields(fields) = self else {
            return None;
        };
        let mut fields = fields.iter();
        let found = fields.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    /// The text of a field, or an empty text.
    pub fn text(&self, name: &str) -> &str {
        match self.field(name) {
            Some(Self::Text(text)) => text,
            _ => "",
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        // As spreadsheets and scripts print it: with its fraction, so that it isn't taken for an account number.
        Ok(Node::Text(format!("{number:?}")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = entries.next_entry()? {
            fields.push(field);
        }
        Ok(Node::Fields(fields))
    }
}
