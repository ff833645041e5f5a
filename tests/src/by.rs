//! Naming a thing on the page as a screen reader would: by its role and its name.

use std::fmt;

use serde_json::{Value, json};

/// A thing on the page, by its role and its accessible name.
#[derive(Clone, Debug)]
pub struct By {
    role: &'static str,
    name: Option<String>,
    exact: bool,
    containing: Vec<String>,
    inside: Option<Box<By>>,
    nth: usize,
}

/// A thing with this role and exactly this name.
#[must_use]
pub fn role(role: &'static str, name: &str) -> By {
    By {
        name: Some(name.to_owned()),
        ..any(role)
    }
}

/// A thing with this role, whatever its name.
#[must_use]
pub fn any(role: &'static str) -> By {
    By {
        role,
        name: None,
        exact: true,
        containing: Vec::new(),
        inside: None,
        nth: 0,
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $function:ident $role:literal;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $function(name: &str) -> By {
            role($role, name)
        }
    )*};
}

roles! {
    /// A button of this name.
    button "button";
    /// A link of this name.
    link "link";
    /// A text field with this label; a field for a secret is one too.
    textbox "textbox";
    /// A search field with this label.
    searchbox "searchbox";
    /// A box to tick.
    checkbox "checkbox";
    /// One of several to choose.
    radio "radio";
    /// A field with a list to choose from.
    combobox "combobox";
    /// An entry of such a list.
    option "option";
    /// A tab.
    tab "tab";
    /// An entry of a menu.
    menuitem "menuitem";
    /// A heading.
    heading "heading";
    /// A dialog.
    dialog "dialog";
    /// A row of a table or grid.
    row "row";
    /// A part of the page with a name.
    region "region";
    /// A group with a name.
    group "group";
}

/// The row that contains all of these texts.
#[must_use]
pub fn row_with(texts: &[&str]) -> By {
    texts
        .iter()
        .fold(any("row"), |by, text| by.containing(text))
}

impl By {
    /// Its name only has to contain the text.
    #[must_use]
    pub fn loosely(mut self) -> Self {
        self.exact = false;
        self
    }

    /// What it shows must contain the text.
    #[must_use]
    pub fn containing(mut self, text: &str) -> Self {
        self.containing.push(text.to_owned());
        self
    }

    /// It must be inside another thing.
    #[must_use]
    pub fn inside(mut self, outer: By) -> Self {
        self.inside = Some(Box::new(outer));
        self
    }

    /// The one after `n` others that fit, too.
    #[must_use]
    pub fn nth(mut self, n: usize) -> Self {
        self.nth = n;
        self
    }

    /// What the page's script is told.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "role": self.role,
            "name": self.name,
            "exact": self.exact,
            "containing": self.containing,
            "inside": self.inside.as_ref().map(|outer| outer.to_json()),
            "nth": self.nth,
        })
    }
}

impl fmt::Display for By {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.role)?;
        if let Some(name) = &self.name {
            write!(out, "{}“{name}”", if self.exact { " " } else { " like " })?;
        }
        for text in &self.containing {
            write!(out, " with “{text}”")?;
        }
        if self.nth > 0 {
            write!(out, " ({} before it)", self.nth)?;
        }
        match &self.inside {
            Some(outer) => write!(out, " in {outer}"),
            None => Ok(()),
        }
    }
}
