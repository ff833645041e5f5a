//! Step-by-step instructions in Markdown.

use super::blanks::Blanks;
use super::{Artifact, Language, Side};

/// Builds numbered steps.
pub(super) struct Steps {
    text: String,
    number: u32,
    pub(super) blanks: Blanks,
}

impl Steps {
    pub(super) fn new(title: &str) -> Self {
        Self {
            text: format!("# {title}\n"),
            number: 0,
            blanks: Blanks::default(),
        }
    }

    /// A value to be typed, as a code span.
    pub(super) fn value(&mut self, what: &'static str, value: &str) -> String {
        code(&self.blanks.fill(what, value))
    }

    /// Several values, as code spans.
    pub(super) fn values(&mut self, what: &'static str, values: &[String]) -> String {
        let values = self.blanks.fill_all(what, values);
        values
            .iter()
            .map(|value| code(value))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Adds a step with its actions.
    pub(super) fn step(&mut self, title: &str, actions: &[String]) {
        self.number += 1;
        self.text
            .push_str(&format!("\n## {}. {title}\n\n", self.number));
        for action in actions {
            self.text.push_str(&format!("- {action}\n"));
        }
    }

    pub(super) fn artifact(
        self,
        id: &'static str,
        file_name: &'static str,
        title: &'static str,
        side: Side,
    ) -> Artifact {
        Artifact {
            id,
            file_name,
            title,
            side,
            language: Language::Markdown,
            text: self.text,
            placeholders: self.blanks.count(),
        }
    }
}

/// A code span with exactly this text; characters that would break the line are shown as symbols.
fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => '⏎',
            c if c.is_control() => '␦',
            c => c,
        })
        .collect();
    // The fence must be longer than any run of backticks inside.
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let needs_room = text.starts_with('`') || text.ends_with('`');
    let room = if needs_room { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}
