//! Debian's changelog, from CHANGELOG.md.

use std::fmt::Write as _;

use crate::tools::TaskError;

use super::{MAINTAINER, NAME, Stamp, VERSION};

/// An entry for the newest section, "Unreleased" included.
pub fn debian(markdown: &str, stamp: &Stamp) -> Result<String, TaskError> {
    let newest = markdown.split("\n## ").nth(1).ok_or_else(|| {
        TaskError::Missing("CHANGELOG.md has no section that begins with ##.".to_owned())
    })?;
    let mut out = format!("{NAME} ({VERSION}) unstable; urgency=medium\n");
    let mut item = String::new();
    for line in newest.lines().skip(1).chain(["", "### "]) {
        let goes_on = line.starts_with("  ");
        if !goes_on && !item.is_empty() {
            wrapped(&mut out, "  * ", &item);
            item.clear();
        }
        if let Some(heading) = line
            .strip_prefix("### ")
            .filter(|heading| !heading.is_empty())
        {
            let _ = write!(out, "\n  [ {heading} ]\n");
        } else if goes_on || line.starts_with("- ") {
            item.push_str(line.trim_start_matches("- "));
            item.push(' ');
        }
    }
    let date = stamp.format("%a, %d %b %Y %H:%M:%S +0000");
    let _ = write!(out, "\n -- {MAINTAINER}  {date}\n");
    Ok(out)
}

/// Appends a text, wrapped at 80 characters.
fn wrapped(out: &mut String, start: &str, text: &str) {
    let mut line = start.to_owned();
    for word in text.split_whitespace() {
        if line.chars().count() + word.chars().count() > 79
            && !line.trim_start_matches(['*', ' ']).is_empty()
        {
            let _ = writeln!(out, "{}", line.trim_end());
            "    ".clone_into(&mut line);
        }
        line.push_str(word);
        line.push(' ');
    }
    let _ = writeln!(out, "{}", line.trim_end());
}
