//! Checks and tests: everything, or what matches a filter.

use crate::rust_tests::{self, Program};
use crate::tools::{TaskError, cargo, npm, root};
use crate::{app, layers, page, page_tests, python};

/// The test program that holds the window stories.
const WINDOW: [&str; 2] = ["--test", "window"];

/// Runs every check and every test, and packs the debug build.
pub fn all() -> Result<(), TaskError> {
    sources()?;
    // Side by side they take less time: neither keeps all cores busy.
    let page_tests = npm(&["test"]).start_into(&root().join("target/page-tests.log"))?;
    lints()?;
    cargo(&["test", "--workspace", "--no-run"]).run()?;
    page_tests.finish()?;
    // Also builds the program that the window stories start.
    cargo(&["test", "--workspace", "--no-fail-fast"]).run()?;
    crate::bundle::debug()
}

/// Checks formatting, lints and the layers of modules.
pub fn check() -> Result<(), TaskError> {
    sources()?;
    lints()
}

fn sources() -> Result<(), TaskError> {
    page::stand_in()?;
    cargo(&["fmt", "--all", "--check"]).run()?;
    layers::check()
}

fn lints() -> Result<(), TaskError> {
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ])
    .run()?;
    npm(&["run", "check"]).run()
}

/// Runs the page tests, Rust tests and window stories that match a filter.
pub fn matching(filter: &str) -> Result<(), TaskError> {
    let page_tests = page_tests::matching(filter)?;
    let rust = RustTests::matching(filter)?;
    if page_tests.tests == 0 && rust.is_empty() {
        return Err(TaskError::Missing(format!(
            "no test matches “{filter}” (searched: the page's test files and test names, Rust tests, window stories)"
        )));
    }
    println!(
        "Tests that match “{filter}”: {} of the page, {} in Rust, {} window stories",
        page_tests.tests, rust.tests, rust.stories
    );
    page_tests::run(&page_tests, filter)?;
    rust.run(filter)
}

/// The Rust tests and window stories that match a filter.
#[derive(Default)]
struct RustTests {
    selection: Vec<String>,
    tests: usize,
    stories: usize,
}

impl RustTests {
    fn matching(filter: &str) -> Result<Self, TaskError> {
        let wanted = as_rust_name(filter);
        let mut found = Self::default();
        for Program { selection, root } in rust_tests::programs()? {
            let names = rust_tests::names(&root)?;
            let matching = names.iter().filter(|name| name.contains(&wanted)).count();
            if matching == 0 {
                continue;
            }
            if selection == WINDOW {
                found.stories += matching;
            } else {
                found.tests += matching;
            }
            if !found.selection.ends_with(&selection) {
                found.selection.extend(selection);
            }
        }
        Ok(found)
    }

    fn is_empty(&self) -> bool {
        self.selection.is_empty()
    }

    fn run(&self, filter: &str) -> Result<(), TaskError> {
        if self.is_empty() {
            return Ok(());
        }
        page::build()?;
        python::packages()?;
        if self.stories > 0 {
            app::build()?;
        }
        // The whole workspace is named so that every package keeps the features it is built with elsewhere.
        cargo(&["test", "--workspace", "--no-fail-fast"])
            .args(&self.selection)
            .args(&["--".to_owned(), as_rust_name(filter)])
            .run()
    }
}

/// Lets a test be named in words: “the guide opens” for `the_guide_opens`.
fn as_rust_name(filter: &str) -> String {
    filter.replace(' ', "_")
}
