//! The principals in a pasted JSON document: a list, an IAM policy, the answer of `aws` or `az`.

use serde_json::{Map, Value};

use super::key::{Said, not_meant, path_said, said, words};
use super::pasted::{DENIED, OTHER_ID, Place};
use super::{AccountNumber, PrincipalCloud};
use crate::text::is_invisible;

/// A string or number of a document.
pub(super) struct Entry {
    pub text: String,
    pub place: Place,
}

/// The same with where it stands.
struct Leaf {
    text: String,
    /// The names that lead to it.
    path: Vec<String>,
    /// What keeps it from being meant, whatever its name.
    left_out: Option<String>,
    /// Whether the object that it stands in is a user, an application or the like.
    is_of_directory: bool,
}

/// The strings of a JSON array or object that may be principals; `None` where the text is neither.
///
/// An object says under which name its principals stand. The first of the known names that occurs anywhere
/// decides; everything else (an `Action`, a `tenantId`) is not taken. A document with none of them gives
/// all of its strings and numbers, but for those that have another meaning.
pub(super) fn entries(cloud: PrincipalCloud, text: &str) -> Option<Vec<Entry>> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if !text.starts_with(['[', '{']) {
        return None;
    }
    // serde_json refuses what is nested deeper than 128, so the recursion below is bounded.
    let document: Value = serde_json::from_str(text).ok()?;
    let mut leaves = Leaves::default();
    leaves.walk(&document, None, false);
    Some(match cloud {
        PrincipalCloud::Aws => aws(leaves),
        PrincipalCloud::Azure => azure(leaves.leaves),
    })
}

#[derive(Default)]
struct Leaves {
    leaves: Vec<Leaf>,
    path: Vec<String>,
    has_statements: bool,
}

impl Leaves {
    fn walk(&mut self, value: &Value, left_out: Option<&str>, is_of_directory: bool) {
        let mut leaf = |text: String| {
            self.leaves.push(Leaf {
                text,
                path: self.path.clone(),
                left_out: left_out.map(str::to_owned),
                is_of_directory,
            });
        };
        match value {
            Value::String(text) => leaf(text.clone()),
            Value::Number(number) => leaf(number.to_string()),
            Value::Array(items) => {
                for item in items {
                    self.walk(item, left_out, is_of_directory);
                }
            }
            Value::Object(fields) => self.object(fields, left_out),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn object(&mut self, fields: &Map<String, Value>, left_out: Option<&str>) {
        let field = |name: &str| {
            let mut fields = fields.iter();
            let found = fields.find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value)
        };
        let text = |name: &str| field(name).and_then(Value::as_str).unwrap_or_default();
        self.has_statements |= field("Statement").is_some();
        let is_denied = text("Effect").eq_ignore_ascii_case("deny");
        let left_out = left_out.or(is_denied.then_some(DENIED));
        let is_of_directory = fields.keys().any(|name| is_of_directory(name));
        let is_account =
            AccountNumber::parse(text("Id")).is_some() && text("Arn").contains(":organizations::");
        let is_closed = is_account && !matches!(text("Status"), "" | "ACTIVE");
        let is_conditional = field("Condition").is_some();
        for (name, value) in fields {
            let is_id = name.eq_ignore_ascii_case("id");
            let left_out = match left_out {
                None if is_account && !is_id => Some(NOT_THE_ACCOUNT),
                None if is_closed => Some(CLOSED),
                None if is_conditional && is_anybody(value) => Some(CONDITIONAL),
                other => other,
            };
            self.path.push(match is_account && is_id {
                true => ACCOUNT.to_owned(),
                false => name.clone(),
            });
            self.walk(value, left_out, is_of_directory);
            self.path.pop();
        }
    }
}

/// The name under which the number of an organization's account is found here.
const ACCOUNT: &str = "Arn";
const NOT_THE_ACCOUNT: &str = "Left out: only the id of the account is meant.";
const CLOSED: &str = "Left out: the account is not active.";
const CONDITIONAL: &str = "Left out: anybody, but only under the policy's condition.";

/// `*`, or `{"AWS": "*"}`.
fn is_anybody(value: &Value) -> bool {
    match value {
        Value::String(text) => text == "*",
        Value::Array(items) => items.iter().any(is_anybody),
        Value::Object(fields) => fields.get("AWS").is_some_and(is_anybody),
        _ => false,
    }
}

/// What only users, groups, applications and identities have.
fn is_of_directory(name: &str) -> bool {
    let name = words(name).concat();
    matches!(
        name.as_str(),
        "appid"
            | "appdisplayname"
            | "approles"
            | "appownerorganizationid"
            | "clientid"
            | "objectid"
            | "objecttype"
            | "principalid"
            | "principaltype"
            | "serviceprincipaltype"
            | "serviceprincipalnames"
            | "signinaudience"
            | "userprincipalname"
            | "mailnickname"
            | "mail"
            | "grouptypes"
            | "securityenabled"
            | "roledefinitionid"
            | "keycredentials"
    )
}

fn aws(found: Leaves) -> Vec<Entry> {
    // `aws iam get-role`, `aws sts get-caller-identity`; a policy; the list of allowed principals.
    let names: &[&str] = match found.has_statements {
        true => &["AWS", "Principal"],
        false => &["Arn", "AWS", "Principal"],
    };
    let has = |name: &str, leaf: &Leaf| leaf.path.iter().any(|key| key == name);
    let known = names
        .iter()
        .find(|name| found.leaves.iter().any(|leaf| has(name, leaf)));
    found
        .leaves
        .into_iter()
        .filter_map(|leaf| {
            let path = || leaf.path.iter().map(String::as_str);
            let place = match (leaf.left_out.clone().or_else(|| not_meant(path())), known) {
                (Some(reason), _) => Place::LeftOut(reason),
                (None, Some(name)) if has(name, &leaf) => Place::Meant,
                (None, Some(_)) => return None,
                (None, None) if found.has_statements => return None,
                (None, None) => Place::Silent,
            };
            Some(Entry {
                text: leaf.text,
                place,
            })
        })
        .collect()
}

fn azure(leaves: Vec<Leaf>) -> Vec<Entry> {
    let said_of: Vec<Said> = leaves
        .iter()
        .map(|leaf| path_said(leaf.path.iter().map(String::as_str)))
        .collect();
    let is_id = |leaf: &Leaf| {
        let last = leaf.path.last();
        last.is_some_and(|name| said(name) == Said::Generic) && !leaf.is_of_directory
    };
    let has_subscriptions = said_of.contains(&Said::Subscription);
    // `az account list` has the subscription's id by no other name.
    let has_ids = !has_subscriptions
        && leaves
            .iter()
            .zip(&said_of)
            .any(|(leaf, said)| !said.is_decisive() && is_id(leaf));
    leaves
        .into_iter()
        .zip(said_of)
        .filter_map(|(leaf, said)| {
            let path = leaf.path.iter().map(String::as_str);
            let left_out = leaf.left_out.clone().or_else(|| not_meant(path));
            let place = match (left_out, said) {
                (Some(reason), _) => Place::LeftOut(reason),
                (None, Said::Subscription) => Place::Meant,
                (None, _) if has_subscriptions => return None,
                (None, Said::Generic) if leaf.is_of_directory => {
                    Place::LeftOut(OTHER_ID.to_owned())
                }
                (None, said) if has_ids && (said.is_decisive() || !is_id(&leaf)) => return None,
                (None, said) => Place::of(&said, OTHER_ID),
            };
            Some(Entry {
                text: leaf.text,
                place,
            })
        })
        .collect()
}
