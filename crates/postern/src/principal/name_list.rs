//! Reads lists of accounts with their names: the answers of `aws organizations list-accounts` and
//! `az account list`, and tables with headings.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use specta::Type;

use super::names::{Names, check, owner_key};
use crate::text::shown;

/// Longer lists are read up to here.
const NAMES_MAX: usize = 10_000;
/// How deep a JSON document is searched.
const DEPTH_MAX: usize = 16;

/// Headings of a column, or names of a field, in lower case and without blanks and punctuation.
const OWNERS: [&str; 6] = [
    "subscriptionid",
    "accountid",
    "accountnumber",
    "account",
    "subscription",
    "id",
];
const NAMES: [&str; 5] = [
    "name",
    "accountname",
    "subscriptionname",
    "displayname",
    "subscription",
];

const GROUPS: [&str; 7] = [
    "group",
    "groupname",
    "accountgroup",
    "team",
    "ou",
    "ouname",
    "organizationalunit",
];

/// What a list names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NameList {
    pub names: Vec<NamedOwner>,
    pub left_out: Vec<LeftOut>,
}

/// An AWS account or Azure subscription with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NamedOwner {
    /// The account number or subscription ID.
    pub owner: String,
    pub name: String,
    /// The group that the list puts it in; `None` leaves it where it is.
    pub group: Option<String>,
    /// The name that it has now.
    pub current: Option<String>,
    /// The group that it is in now.
    pub current_group: Option<String>,
    /// Whether it is marked as the user's own now.
    pub is_ours: bool,
    /// Whether importing its name and group changes anything.
    pub is_news: bool,
}

impl NamedOwner {
    /// Beside what it is called now, and the group that it is in.
    pub fn compare(&mut self, names: &Names) {
        self.current = names.of(&self.owner);
        self.current_group = names.group_of(&self.owner).map(str::to_owned);
        self.is_ours = names.ours().contains(&self.owner);
        self.is_news = self.current.as_ref() != Some(&self.name)
            || (self.group.is_some() && self.group != self.current_group);
    }
}

/// A part of a list that names nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct LeftOut {
    pub text: String,
    pub reason: String,
}

/// Reads a list of accounts or subscriptions: JSON, or a table whose columns are separated by commas,
/// semicolons, tabs, bars or blanks.
pub fn read_names(text: &str) -> NameList {
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut reader = Reader::default();
    if text.starts_with(['{', '[']) {
        let mut documents = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        for document in &mut documents {
            match document {
                Ok(document) => reader.document(&document, 0),
                Err(error) => {
                    reader.leave_out(
                        "JSON",
                        format!(
                            "It can't be read from line {} on. Copy the whole answer.",
                            error.line()
                        ),
                    );
                    break;
                }
            }
        }
    } else {
        reader.table(text);
    }
    reader.list
}

#[derive(Default)]
struct Reader {
    list: NameList,
    seen: BTreeSet<String>,
}

impl Reader {
    fn document(&mut self, document: &Value, depth: usize) {
        match document {
            _ if depth > DEPTH_MAX => {}
            Value::Array(values) => {
                for value in values {
                    self.document(value, depth + 1);
                }
            }
            Value::Object(fields) => {
                let field = |known: &[&str]| {
                    known.iter().find_map(|known| {
                        let found = fields.iter().find(|(key, _)| plain(key) == *known)?;
                        match found.1 {
                            Value::String(text) => Some(text.clone()),
                            Value::Number(number) => Some(number.to_string()),
                            _ => None,
                        }
                    })
                };
                match field(&OWNERS) {
                    Some(owner) if looks_like_owner(&owner) => {
                        let name = field(&NAMES[..4]).unwrap_or_default();
                        self.row(&owner, &name, &field(&GROUPS).unwrap_or_default());
                    }
                    _ => {
                        for value in fields.values() {
                            self.document(value, depth + 1);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, text: &str) {
        let Some(rows) = rows(text) else { return };
        let headings: Vec<String> = rows[0].iter().map(|cell| plain(cell)).collect();
        let column = |known: &[&str], other: Option<usize>| {
            known.iter().find_map(|known| {
                let found = headings.iter().position(|heading| heading == known);
                found.filter(|found| Some(*found) != other)
            })
        };
        let owners = column(&OWNERS, None);
        let names = column(&NAMES, owners);
        let groups = column(&GROUPS, owners);
        if let (Some(owners), Some(names)) = (owners, names) {
            for row in &rows[1..] {
                let cell = |column: usize| row.get(column).map_or("", String::as_str);
                self.row(cell(owners), cell(names), groups.map_or("", cell));
            }
            return;
        }
        for row in &rows {
            let filled: Vec<&String> = row.iter().filter(|cell| !cell.is_empty()).collect();
            match filled.as_slice() {
                [owner, name] if looks_like_owner(owner) => self.row(owner, name, ""),
                [name, owner] if looks_like_owner(owner) => self.row(owner, name, ""),
                _ => self.leave_out(
                    &row.join(" "),
                    "It isn't an account number or subscription ID and a name, and the list has no headings for both."
                        .to_owned(),
                ),
            }
        }
    }

    fn row(&mut self, owner: &str, name: &str, group: &str) {
        let (name, group) = (name.trim(), group.trim());
        // Azure's own IDs are paths, and spreadsheets keep an apostrophe for text.
        let owner = owner.trim().trim_start_matches('\'');
        let owner = owner.rsplit('/').next().unwrap_or(owner);
        if owner.is_empty() && name.is_empty() {
            return;
        }
        let Some(owner) = owner_key(owner) else {
            let digits = owner.bytes().all(|byte| byte.is_ascii_digit());
            let reason = match digits && (1..12).contains(&owner.len()) {
                true => {
                    "An account number has 12 digits. A spreadsheet may have dropped its leading zeros."
                }
                false => "It is neither an AWS account number nor an Azure subscription ID.",
            };
            return self.leave_out(&format!("{owner} {name}"), reason.to_owned());
        };
        if name.is_empty() {
            return self.leave_out(&owner, "It has no name.".to_owned());
        }
        if let Err(problem) = check(name).and_then(|()| check(group)) {
            return self.leave_out(&format!("{owner} {name}"), problem.message);
        }
        if self.seen.len() >= NAMES_MAX {
            return self.leave_out(&owner, format!("A list has at most {NAMES_MAX} names."));
        }
        if self.seen.insert(owner.clone()) {
            let name = name.to_owned();
            self.list.names.push(NamedOwner {
                owner,
                name,
                group: Some(group.to_owned()).filter(|group| !group.is_empty()),
                current: None,
                current_group: None,
                is_ours: false,
                is_news: true,
            });
        } else if !self
            .list
            .names
            .iter()
            .any(|one| one.owner == owner && one.name == name)
        {
            self.leave_out(
                &format!("{owner} {name}"),
                "The list names it twice.".to_owned(),
            );
        }
    }

    fn leave_out(&mut self, text: &str, reason: String) {
        if self.list.left_out.len() < NAMES_MAX {
            let text = shown(text.trim());
            self.list.left_out.push(LeftOut { text, reason });
        }
    }
}

/// Whether this text stands for an account or subscription, even if a spreadsheet has damaged it.
fn looks_like_owner(text: &str) -> bool {
    let text = text.trim().trim_start_matches('\'');
    let last = text.rsplit('/').next().unwrap_or(text);
    owner_key(last).is_some()
        || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A heading in lower case, without blanks and punctuation.
fn plain(heading: &str) -> String {
    let letters = heading.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The cells of a table; `None` if there are none.
fn rows(text: &str) -> Option<Vec<Vec<String>>> {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let first = *lines.first()?;
    if let Some(rule) = lines
        .get(1)
        .filter(|line| is_rule(line) && !line.contains(['|', '+']))
    {
        let starts: Vec<usize> = rule
            .char_indices()
            .filter(|(at, c)| *c == '-' && (*at == 0 || rule.as_bytes()[at - 1] == b' '))
            .map(|(at, _)| at)
            .collect();
        if starts.len() > 1 {
            let cells = |line: &&str| columns(line, &starts);
            return Some(
                lines
                    .iter()
                    .filter(|line| !is_rule(line))
                    .map(cells)
                    .collect(),
            );
        }
    }
    let is_framed = lines
        .iter()
        .filter(|line| line.trim_start().starts_with('|'))
        .count()
        > 1;
    if is_framed {
        let rows = lines
            .iter()
            .filter(|line| line.contains('|') && !is_rule(line));
        let rows: Vec<Vec<String>> = rows
            .map(|line| {
                let inner = line.trim().trim_matches('|');
                inner
                    .split('|')
                    .map(|cell| cell.trim().to_owned())
                    .collect()
            })
            // A title stands in a cell of its own.
            .skip_while(|row: &Vec<String>| row.len() < 2)
            .collect();
        return (!rows.is_empty()).then_some(rows);
    }
    let delimiter = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| first.bytes().filter(|byte| byte == delimiter).count())?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map_while(Result::ok)
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect();
    (!rows.is_empty()).then_some(rows)
}

/// Whether a line consists of dashes and the like.
fn is_rule(line: &str) -> bool {
    line.contains("--")
        && line
            .chars()
            .all(|c| matches!(c, '-' | '+' | '|' | ':' | ' '))
}

/// The cells of a line whose columns start at these characters.
fn columns(line: &str, starts: &[usize]) -> Vec<String> {
    let characters: Vec<char> = line.chars().collect();
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    let cells = starts.iter().zip(ends).map(|(start, end)| {
        let cell = characters.get(*start..end.min(characters.len()));
        cell.map(|cell| cell.iter().collect::<String>().trim().to_owned())
    });
    cells.map(Option::unwrap_or_default).collect()
}
