//! Copyright notices and license texts of third-party software.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use spdx::expression::ExprNode;
use spdx::{Expression, ParseMode};

use crate::tools::TaskError;

use super::components::{Component, Components};

/// Name prefixes of the files that licenses require to be passed on.
const FILES: &[&str] = &[
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "unlicense",
];

/// Licenses whose text every Debian system has.
const COMMON: &[(&str, &str)] = &[
    ("Apache-2.0", "/usr/share/common-licenses/Apache-2.0"),
    ("CC0-1.0", "/usr/share/common-licenses/CC0-1.0"),
    ("MPL-2.0", "/usr/share/common-licenses/MPL-2.0"),
];

/// A component with its license and the texts in its package.
struct Noticed<'a> {
    component: &'a Component,
    license: Expression,
    texts: Vec<String>,
}

fn noticed(components: &Components) -> Result<Vec<Noticed<'_>>, TaskError> {
    components
        .all
        .values()
        .map(|component| {
            let license =
                Expression::parse_mode(&component.license, ParseMode::LAX).map_err(|error| {
                    TaskError::Missing(format!(
                        "{} has no license that can be read: “{}”: {}",
                        component.title(),
                        component.license,
                        error.reason
                    ))
                })?;
            let texts = texts(&component.folder).map_err(|source| TaskError::File {
                path: component.folder.clone(),
                source,
            })?;
            Ok(Noticed {
                component,
                license,
                texts,
            })
        })
        .collect()
}

/// The license files in a package's folder.
fn texts(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase());
        let name = name.unwrap_or_default();
        if path.is_file() && FILES.iter().any(|start| name.starts_with(start)) {
            let text = String::from_utf8_lossy(&fs::read(&path)?).replace('\r', "");
            found.insert(name, text.trim().to_owned());
        }
    }
    Ok(found
        .into_values()
        .filter(|text| !text.is_empty())
        .collect())
}

/// Every license text once, below the names of the components that it comes from.
pub fn notices(components: &Components) -> Result<String, TaskError> {
    let mut by_text: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for one in noticed(components)? {
        let texts = if one.texts.is_empty() {
            standard(&one)
        } else {
            one.texts
        };
        for text in texts {
            // Some texts differ only in their line breaks.
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (_, names) = by_text.entry(words).or_insert((text, BTreeSet::new()));
            names.insert(match &one.component.repository {
                Some(repository) => format!("{} ({repository})", one.component.title()),
                None => one.component.title(),
            });
        }
    }
    let mut all: Vec<_> = by_text.into_values().collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    let mut out = String::from(
        "Postern contains the software listed here. Each license text follows the names of the packages that it comes from.\n",
    );
    for (text, names) in all {
        let names: Vec<_> = names.into_iter().collect();
        let _ = write!(
            out,
            "\n{}\n\n{}\n\n{text}\n",
            "=".repeat(80),
            names.join("\n")
        );
    }
    Ok(out)
}

/// The standard license texts, for a package without a license file.
fn standard(one: &Noticed<'_>) -> Vec<String> {
    let who = copyright(one).join(", ");
    licenses(&one.license)
        .into_keys()
        .filter_map(|id| spdx::license_id(&id))
        .map(|license| {
            format!(
                "{} has no license file. Its license is {}. Its authors: {who}\n\n{}",
                one.component.title(),
                license.name,
                license.text().trim()
            )
        })
        .collect()
}

/// The copyright file, in Debian's machine-readable format.
pub fn debian_copyright(components: &Components) -> Result<String, TaskError> {
    let mut out = String::from(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\
         Upstream-Name: Postern\n\
         Upstream-Contact: Postern contributors\n\
         Comment: The program contains the crates and packages listed below. Their license texts are in\n \
         /usr/share/doc/postern/NOTICES.gz, those of Rust's standard library in rust-standard-library.html.\n\
         \n\
         Files: *\n\
         Copyright: Postern contributors\n\
         License: Apache-2.0\n",
    );
    let mut used = BTreeMap::from([("Apache-2.0".to_owned(), "Apache-2.0".to_owned())]);
    for one in noticed(components)? {
        let Component {
            kind,
            name,
            version,
            ..
        } = one.component;
        let _ = write!(
            out,
            "\nFiles: third-party/{kind}/{name}-{version}/*\nCopyright: {}\nLicense: {}\n",
            copyright(&one).join("\n "),
            expression(&one.license)
        );
        used.extend(licenses(&one.license));
    }
    for (id, name) in used {
        let text = match COMMON.iter().find(|(common, _)| *common == id) {
            Some((_, path)) => format!("The text is in {path}."),
            None => full_text(&id)?,
        };
        let _ = write!(out, "\nLicense: {name}\n{}", indented(&text));
    }
    Ok(out)
}

/// The text of a license, with its exception if it has one.
fn full_text(id: &str) -> Result<String, TaskError> {
    let unknown = || TaskError::Missing(format!("There is no text for the license {id}."));
    match id.split_once(" WITH ") {
        Some((base, exception)) => {
            let exception = spdx::exception_id(exception).ok_or_else(unknown)?;
            let base = match COMMON.iter().find(|(common, _)| *common == base) {
                Some((_, path)) => format!("The license's text is in {path}."),
                None => spdx::license_id(base)
                    .ok_or_else(unknown)?
                    .text()
                    .to_owned(),
            };
            Ok(format!("{base}\n\nThe exception:\n\n{}", exception.text()))
        }
        None => Ok(spdx::license_id(id).ok_or_else(unknown)?.text().to_owned()),
    }
}

/// The licenses in an expression: SPDX name to Debian name.
fn licenses(license: &Expression) -> BTreeMap<String, String> {
    let requirements = license.requirements();
    requirements
        .map(|one| (one.req.to_string(), debian(&one.req.to_string())))
        .collect()
}

/// An expression in Debian's syntax: lowercase operators, and `, and` where `and` binds less tightly than `or`.
fn expression(license: &Expression) -> String {
    let mut stack: Vec<(String, bool)> = Vec::new();
    for node in license.iter() {
        match node {
            ExprNode::Req(one) => stack.push((debian(&one.req.to_string()), false)),
            ExprNode::Op(op) => {
                let (right, left) = (
                    stack.pop().unwrap_or_default(),
                    stack.pop().unwrap_or_default(),
                );
                stack.push(match op {
                    spdx::expression::Operator::Or => (format!("{} or {}", left.0, right.0), true),
                    spdx::expression::Operator::And if left.1 || right.1 => {
                        (format!("{}, and {}", left.0, right.0), false)
                    }
                    spdx::expression::Operator::And => {
                        (format!("{} and {}", left.0, right.0), false)
                    }
                });
            }
        }
    }
    stack.pop().unwrap_or_default().0
}

fn debian(id: &str) -> String {
    match id.split_once(" WITH ") {
        Some((base, exception)) => {
            let exception = exception.strip_suffix("-exception").unwrap_or(exception);
            format!("{} with {exception} exception", debian(base))
        }
        None => match id {
            "MIT" => "Expat".to_owned(),
            "BSD-2-Clause" => "BSD-2-clause".to_owned(),
            "BSD-3-Clause" => "BSD-3-clause".to_owned(),
            other => other.to_owned(),
        },
    }
}

/// The copyright lines of the license files; without any, the package's authors.
fn copyright(one: &Noticed<'_>) -> Vec<String> {
    let lines = one
        .texts
        .iter()
        .flat_map(|text| text.lines())
        .map(str::trim);
    let mut found: Vec<String> = Vec::new();
    for line in lines {
        let lower = line.to_lowercase();
        let names_somebody = (lower.starts_with("copyright ") || lower.starts_with("(c) "))
            && lower.contains(|c: char| c.is_ascii_digit())
            // The fill-in form at the end of the Apache license.
            && !line.contains(['[', '{', '<']);
        if names_somebody && !found.iter().any(|other| other == line) {
            found.push(line.to_owned());
        }
    }
    if found.is_empty() {
        found.clone_from(&one.component.authors);
    }
    if found.is_empty() {
        found.push(format!("the authors of {}", one.component.name));
    }
    found
}

/// A text as continuation lines of a field. A dot stands for an empty line.
fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut out, line| {
        let line = line.trim_end();
        let _ = writeln!(out, " {}", if line.is_empty() { "." } else { line });
        out
    })
}
