//! Shell text: quoted values, and scripts with their variables at the top.

use super::blanks::Blanks;
use super::{Artefact, Language, Side};

/// The line of a script's template that its variables take the place of.
const VARIABLES: &str = "#@variables\n";

/// One word of shell text that stands for exactly this text, always in quotes.
pub fn quote(text: &str) -> String {
    let word = word(text);
    // Nothing in it needs quotes; with them it is plainly one value.
    if word == text {
        format!("'{text}'")
    } else {
        word
    }
}

/// The same without quotes where none are needed, for a command in a sentence.
pub(crate) fn word(text: &str) -> String {
    // The only text that can't be quoted is one with a NUL, which no argument can hold.
    let text = text.replace('\0', "\u{fffd}");
    shlex::try_quote(&text).map_or_else(|_| "''".to_owned(), std::borrow::Cow::into_owned)
}

/// A script that is being made.
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
        // Bash changes these two characters in a list that is given as a whole, even in quotes.
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

    pub(super) fn artefact(
        self,
        id: &'static str,
        file_name: &'static str,
        title: &'static str,
        side: Side,
    ) -> Artefact {
        Artefact {
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
