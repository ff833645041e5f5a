//! Finds and runs the page's tests by file or by name.

use std::path::Path;

use serde_json::Value;

use crate::tools::{TaskError, root, vitest};

/// The page tests that match a filter.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// Files whose path matches: all of their tests run.
    whole_files: Vec<String>,
    /// Other files that hold a test whose name matches.
    files_with_names: Vec<String>,
    /// How many tests that is.
    pub tests: usize,
}

/// Finds the page tests whose file (in any case) or name contains a text. No test file is run for this.
pub fn matching(filter: &str) -> Result<Matches, TaskError> {
    let listed = vitest(&["list", "--static-parse", "--json"])
        .answer()
        .and_then(|text| serde_json::from_str(&text).ok())
        .ok_or_else(|| {
            TaskError::Missing(
                "vitest can't list the page's tests. Run `npm test` in ui to see why.".to_owned(),
            )
        })?;
    Ok(select(&listed, filter))
}

fn select(listed: &Value, filter: &str) -> Matches {
    let mut found = Matches::default();
    for test in listed.as_array().into_iter().flatten() {
        let (Some(file), Some(name)) = (test["file"].as_str(), test["name"].as_str()) else {
            continue;
        };
        let shown = Path::new(file)
            .strip_prefix(root())
            .unwrap_or(Path::new(file));
        let shown = shown.to_string_lossy().replace('\\', "/").to_lowercase();
        let files = if shown.contains(&filter.to_lowercase()) {
            &mut found.whole_files
        } else if full_name(name).contains(filter) {
            &mut found.files_with_names
        } else {
            continue;
        };
        found.tests += 1;
        if files.last().map(String::as_str) != Some(file) {
            files.push(file.to_owned());
        }
    }
    found
}

/// A test's name with those of its groups, as vitest's `--testNamePattern` sees it.
fn full_name(listed: &str) -> String {
    listed.replace(" > ", " ")
}

/// Runs them.
pub fn run(matches: &Matches, filter: &str) -> Result<(), TaskError> {
    if !matches.whole_files.is_empty() {
        vitest(&["run"]).args(&matches.whole_files).run()?;
    }
    if !matches.files_with_names.is_empty() {
        let pattern = regular_expression_for(filter);
        vitest(&["run", "--testNamePattern", &pattern])
            .args(&matches.files_with_names)
            .run()?;
    }
    Ok(())
}

/// A regular expression that matches exactly this text.
fn regular_expression_for(text: &str) -> String {
    let escaped = text.chars().map(|c| {
        if ".*+?^${}()|[]\\/".contains(c) {
            format!("\\{c}")
        } else {
            c.to_string()
        }
    });
    escaped.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn listed() -> Value {
        json!([
            { "file": "/x/ui/src/pages/Review/Review.test.tsx", "name": "the review > opens" },
            { "file": "/x/ui/src/pages/Review/Review.test.tsx", "name": "the review > closes" },
            { "file": "/x/ui/src/app/Palette.test.tsx", "name": "the palette > opens (twice)" },
            { "file": "/x/ui/src/app/Palette.test.tsx", "name": "the palette > closes" },
        ])
    }

    #[test]
    fn a_filter_matches_whole_files_in_any_case() {
        let found = select(&listed(), "pages/review");
        let files = vec!["/x/ui/src/pages/Review/Review.test.tsx".to_owned()];
        assert_eq!((found.whole_files, found.tests), (files, 2));
        assert!(found.files_with_names.is_empty());
    }

    #[test]
    fn a_filter_matches_names_together_with_their_groups() {
        let found = select(&listed(), "palette opens (");
        let files = vec!["/x/ui/src/app/Palette.test.tsx".to_owned()];
        assert_eq!((found.files_with_names, found.tests), (files, 1));
    }

    #[test]
    fn a_filter_that_matches_nothing_finds_nothing() {
        assert_eq!(select(&listed(), "Opens"), Matches::default());
    }

    #[test]
    fn a_name_is_searched_for_as_text() {
        assert_eq!(
            regular_expression_for("opens (1.5 s)?"),
            r"opens \(1\.5 s\)\?"
        );
    }
}
