//! Placeholders for missing values.

use std::collections::BTreeSet;

/// The beginning of a placeholder in every language. Scripts check for it before they do anything.
const MARK: &str = "<fill in: ";

/// Replaces missing values with placeholders, and counts them.
#[derive(Debug, Default)]
pub(super) struct Blanks(BTreeSet<&'static str>);

impl Blanks {
    /// The value, or a placeholder saying `what` is missing.
    pub(super) fn fill(&mut self, what: &'static str, value: &str) -> String {
        if value.is_empty() {
            self.0.insert(what);
            return format!("{MARK}{what}>");
        }
        // Neither arguments nor any of the formats can contain a NUL.
        value.replace('\0', "\u{fffd}")
    }

    /// The values, or one placeholder if there are none.
    pub(super) fn fill_all(&mut self, what: &'static str, values: &[String]) -> Vec<String> {
        if values.iter().all(String::is_empty) {
            return vec![self.fill(what, "")];
        }
        let given = values.iter().filter(|value| !value.is_empty());
        given.map(|value| self.fill(what, value)).collect()
    }

    /// Number of different missing values.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }
}
