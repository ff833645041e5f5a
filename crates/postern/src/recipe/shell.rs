//! Shell scripts: quoting, and variables at the top.

use super::blanks::Blanks;
use super::{Artifact, Language, Side};

/// The line of a template that is replaced by the variables.
const VARIABLES: &str = "#@variables\n";

/// The text as one shell word, always quoted.
pub fn quote(text: &str) -> String {
    let word = word(text);
    // Quotes aren't needed, but make it obvious that this is one value.
    if word == text {
        format!("'{text}'")
    } else {
        word
    }
}

/// The text as one shell word, quoted only if necessary, for a command in a sentence.
pub(crate) fn word(text: &str) -> String {
    // Only a NUL can't be quoted, and no argument can contain one.
    let text = text.replace('\0', "\u{fffd}");
    shlex::try_quote(&text).map_or_else(|_| "''".to_owned(), std::borrow::Cow::into_owned)
}

/// Builds a script.
pub(super) struct Script {
    template: &'static str,
    lines: String,
    blanks: Blanks,
}

impl Script {
    pub(super) fn new(template: &'static str) -> Self {
        Self {
            template,
            lines: String::new(),
            blanks: Blanks::default(),
        }
    }

    /// Adds a variable. `about` is the comment above it, or empty.
    pub(super) fn set(mut self, name: &str, about: &str, what: &'static str, value: &str) -> Self {
        let value = self.blanks.fill(what, value);
        self.line(about, name, &quote(&value));
        self
    }

    /// Adds a variable that may be empty.
    pub(super) fn set_or_empty(mut self, name: &str, about: &str, value: &str) -> Self {
        self.line(about, name, &quote(value));
        self
    }

    /// Adds a list of values, of which at least one is needed.
    pub(super) fn list(
        mut self,
        name: &str,
        about: &str,
        what: &'static str,
        values: &[String],
    ) -> Self {
        let values = self.blanks.fill_all(what, values);
        self.array(about, name, &values);
        self
    }

    /// Adds a list of values that may be empty.
    pub(super) fn list_or_empty<T: ToString>(
        mut self,
        name: &str,
        about: &str,
        values: &[T],
    ) -> Self {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        self.array(about, name, &values);
        self
    }

    fn line(&mut self, about: &str, name: &str, value: &str) {
        self.comment(about);
        self.lines.push_str(&format!("{name}={value}\n"));
    }

    fn array(&mut self, about: &str, name: &str, values: &[String]) {
        let words: Vec<String> = values.iter().map(|value| quote(value)).collect();
        // Bash 3.2 changes these two characters in an array literal, even in quotes.
        if !values
            .iter()
            .any(|value| value.contains(['\u{1}', '\u{7f}']))
        {
            return self.line(about, name, &format!("({})", words.join(" ")));
        }
        self.line(about, name, "()");
        for (index, word) in words.iter().enumerate() {
            self.line("", &format!("{name}[{index}]"), word);
        }
    }

    fn comment(&mut self, about: &str) {
        if !about.is_empty() {
            self.lines.push_str(&format!("# {about}\n"));
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
            language: Language::Bash,
            text: self.template.replacen(VARIABLES, &self.lines, 1),
            placeholders: self.blanks.count(),
        }
    }
}
