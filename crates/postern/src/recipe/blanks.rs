//! Values that are still to be filled in.

use std::collections::BTreeSet;

/// How a placeholder begins, in every language. The scripts look for it before they do anything.
const MARK: &str = "<fill in: ";

/// Puts marked placeholders where values are missing, and counts them.
#[derive(Debug, Default)]
pub(super) struct Blanks(BTreeSet<&'static str>);

impl Blanks {
    /// The value as it is, or a placeholder that names `what` is missing.
    pub(super) fn fill(&mut self, what: &'static str, value: &str) -> String {
        if value.is_empty() {
            self.0.insert(what);
            return format!("{MARK}{what}>");
        }
        // No program can be given a NUL in an argument, and no format here holds one.
        value.replace('\0', "\u{fffd}")
    }

    /// The values as they are, or one placeholder.
    pub(super) fn fill_all(&mut self, what: &'static str, values: &[String]) -> Vec<String> {
        if values.iter().all(String::is_empty) {
            return vec![self.fill(what, "")];
        }
        let given = values.iter().filter(|value| !value.is_empty());
        given.map(|value| self.fill(what, value)).collect()
    }

    /// How many different values are missing.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }
}
