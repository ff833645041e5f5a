//! Identifies elements on the page by role and accessible name, as a screen reader does.

use std::fmt;

use serde_json::{Value, json};

/// Identifies an element on the page.
#[derive(Clone, Debug)]
pub struct By {
    role: &'static str,
    name: Option<String>,
    exact: bool,
    containing: Vec<String>,
    inside: Option<Box<By>>,
    nth: usize,
}

/// An element with this role and exactly this name.
#[must_use]
pub fn role(role: &'static str, name: &str) -> By {
    By {
        name: Some(name.to_owned()),
        ..any(role)
    }
}

/// An element with this role and any name.
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
    /// A button with this name.
    button "button";
    /// A link with this name.
    link "link";
    /// A text field with this label; also a password field.
    textbox "textbox";
    /// A search field with this label.
    searchbox "searchbox";
    /// A checkbox with this label.
    checkbox "checkbox";
    /// A radio button with this label.
    radio "radio";
    /// A combobox with this label.
    combobox "combobox";
    /// An option of a combobox or list box.
    option "option";
    /// A tab with this name.
    tab "tab";
    /// A menu item with this name.
    menuitem "menuitem";
    /// A heading with this text.
    heading "heading";
    /// A dialog with this title.
    dialog "dialog";
    /// A column header of a table or grid with this name.
    columnheader "columnheader";
    /// A row of a table or grid with this name.
    row "row";
    /// A region with this name.
    region "region";
    /// A group with this name.
    group "group";
}

/// A row that contains all of these texts.
#[must_use]
pub fn row_with(texts: &[&str]) -> By {
    texts
        .iter()
        .fold(any("row"), |by, text| by.containing(text))
}

impl By {
    /// Matches if the name contains the given text.
    #[must_use]
    pub fn loosely(mut self) -> Self {
        self.exact = false;
        self
    }

    /// Matches only if the element's text contains this one.
    #[must_use]
    pub fn containing(mut self, text: &str) -> Self {
        self.containing.push(text.to_owned());
        self
    }

    /// Matches only inside another element.
    #[must_use]
    pub fn inside(mut self, outer: By) -> Self {
        self.inside = Some(Box::new(outer));
        self
    }

    /// The `n`th match, counted from 0.
    #[must_use]
    pub fn nth(mut self, n: usize) -> Self {
        self.nth = n;
        self
    }

    /// The argument for `page/find.js`.
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
            write!(out, " (match {}, counted from 0)", self.nth)?;
        }
        match &self.inside {
            Some(outer) => write!(out, " in {outer}"),
            None => Ok(()),
        }
    }
}
