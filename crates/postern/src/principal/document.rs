//! The principals in a pasted JSON document: a list, an IAM policy, the answer of `aws` or `az`.

use serde_json::{Map, Value};

use super::key::{IdKind, kind_of, path_kind, skip_reason, words};
use super::pasted::{Context, DENIED, OTHER_ID};
use super::{AccountNumber, PrincipalCloud};
use crate::text::is_invisible;

/// A string or number in a document.
pub(super) struct Entry {
    pub text: String,
    pub context: Context,
}

/// A string or number, with its path.
struct Leaf {
    text: String,
    /// The keys that lead to it, outermost first.
    path: Vec<String>,
    /// Why it is skipped regardless of its key.
    skipped: Option<String>,
    /// Whether it stands in a directory object such as a user or an application.
    is_of_directory: bool,
}

/// The strings of a JSON array or object that may be principals; `None` if the text is neither.
///
/// In an object, the first known key (such as `Arn`) that occurs anywhere decides which values are taken;
/// others (an `Action`, a `tenantId`) are not. A document without known keys gives all of its strings and
/// numbers, except those whose key gives them another meaning.
pub(super) fn entries(cloud: PrincipalCloud, text: &str) -> Option<Vec<Entry>> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if !text.starts_with(['[', '{']) {
        return None;
    }
    // serde_json rejects nesting deeper than 128, so the recursion below is bounded.
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
    fn walk(&mut self, value: &Value, skipped: Option<&str>, is_of_directory: bool) {
        let mut leaf = |text: String| {
            self.leaves.push(Leaf {
                text,
                path: self.path.clone(),
                skipped: skipped.map(str::to_owned),
                is_of_directory,
            });
        };
        match value {
            Value::String(text) => leaf(text.clone()),
            Value::Number(number) => leaf(number.to_string()),
            Value::Array(items) => {
                for item in items {
                    self.walk(item, skipped, is_of_directory);
                }
            }
            Value::Object(fields) => self.object(fields, skipped),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn object(&mut self, fields: &Map<String, Value>, skipped: Option<&str>) {
        let field = |name: &str| {
            let mut fields = fields.iter();
            let found = fields.find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value)
        };
        let text = |name: &str| field(name).and_then(Value::as_str).unwrap_or_default();
        self.has_statements |= field("Statement").is_some();
        let is_denied = text("Effect").eq_ignore_ascii_case("deny");
        let skipped = skipped.or(is_denied.then_some(DENIED));
        let is_of_directory = fields.keys().any(|name| is_of_directory(name));
        let is_account =
            AccountNumber::parse(text("Id")).is_some() && text("Arn").contains(":organizations::");
        let is_closed = is_account && !matches!(text("Status"), "" | "ACTIVE");
        let is_conditional = field("Condition").is_some();
        for (name, value) in fields {
            let is_id = name.eq_ignore_ascii_case("id");
            let skipped = match skipped {
                None if is_account && !is_id => Some(NOT_THE_ACCOUNT),
                None if is_closed => Some(CLOSED),
                None if is_conditional && is_anybody(value) => Some(CONDITIONAL),
                other => other,
            };
            self.path.push(match is_account && is_id {
                true => ACCOUNT.to_owned(),
                false => name.clone(),
            });
            self.walk(value, skipped, is_of_directory);
            self.path.pop();
        }
    }
}

/// The key under which the number of an organization's account is filed here.
const ACCOUNT: &str = "Arn";
const NOT_THE_ACCOUNT: &str = "Skipped: not the account's ID.";
const CLOSED: &str = "Skipped: this account isn't active.";
const CONDITIONAL: &str = "Skipped: “*” applies only under the policy's condition.";

/// `*`, or `{"AWS": "*"}`.
fn is_anybody(value: &Value) -> bool {
    match value {
        Value::String(text) => text == "*",
        Value::Array(items) => items.iter().any(is_anybody),
        Value::Object(fields) => fields.get("AWS").is_some_and(is_anybody),
        _ => false,
    }
}

/// Whether only users, groups, applications and identities have this key.
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
    // In order: output of `aws iam get-role` and the like, a policy, the list of allowed principals.
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
            let context = match (leaf.skipped.clone().or_else(|| skip_reason(path())), known) {
                (Some(reason), _) => Context::Skipped(reason),
                (None, Some(name)) if has(name, &leaf) => Context::Meant,
                (None, Some(_)) => return None,
                (None, None) if found.has_statements => return None,
                (None, None) => Context::Unlabeled,
            };
            Some(Entry {
                text: leaf.text,
                context,
            })
        })
        .collect()
}

fn azure(leaves: Vec<Leaf>) -> Vec<Entry> {
    let kinds: Vec<IdKind> = leaves
        .iter()
        .map(|leaf| path_kind(leaf.path.iter().map(String::as_str)))
        .collect();
    let is_id = |leaf: &Leaf| {
        let last = leaf.path.last();
        last.is_some_and(|name| kind_of(name) == IdKind::Generic) && !leaf.is_of_directory
    };
    let has_subscriptions = kinds.contains(&IdKind::Subscription);
    // `az account list` gives the subscription's ID simply as `id`.
    let has_ids = !has_subscriptions
        && leaves
            .iter()
            .zip(&kinds)
            .any(|(leaf, id_kind)| !id_kind.is_decisive() && is_id(leaf));
    leaves
        .into_iter()
        .zip(kinds)
        .filter_map(|(leaf, id_kind)| {
            let path = leaf.path.iter().map(String::as_str);
            let skipped = leaf.skipped.clone().or_else(|| skip_reason(path));
            let context = match (skipped, id_kind) {
                (Some(reason), _) => Context::Skipped(reason),
                (None, IdKind::Subscription) => Context::Meant,
                (None, _) if has_subscriptions => return None,
                (None, IdKind::Generic) if leaf.is_of_directory => {
                    Context::Skipped(OTHER_ID.to_owned())
                }
                (None, id_kind) if has_ids && (id_kind.is_decisive() || !is_id(&leaf)) => {
                    return None;
                }
                (None, id_kind) => Context::of(&id_kind, OTHER_ID),
            };
            Some(Entry {
                text: leaf.text,
                context,
            })
        })
        .collect()
}
