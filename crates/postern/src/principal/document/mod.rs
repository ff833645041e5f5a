//! The principals in a pasted document: a list, an IAM policy, the answer of `aws` or `az`, a Terraform file.

mod hcl;
mod node;
mod table;
mod yaml;

use super::key::{IdKind, kind_of, path_kind, skip_reason, words};
use super::pasted::{Context, DENIED, OTHER_ID};
use super::{AccountNumber, Principal, PrincipalCloud};
use crate::text::{is_invisible, shown};
use node::Node;
pub(super) use table::tables;

/// A string or number in a document.
pub(super) struct Entry {
    pub text: String,
    pub context: Context,
    /// Where it was found.
    pub source: String,
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
    /// Whether it stands in a policy's statement.
    is_in_statement: bool,
}

/// The strings of a JSON, YAML or HCL document that may be principals; `None` if the text is none.
///
/// In an object, the first known key (such as `Arn`) that occurs anywhere decides which values are taken;
/// others (an `Action`, a `tenantId`) are listed with the reason. A document without known keys gives all of its
/// strings and numbers, except those whose key gives them another meaning.
pub(super) fn entries(cloud: PrincipalCloud, text: &str) -> Option<Vec<Entry>> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let document = Node::from_json(text)
        .or_else(|| json_lines(text))
        .or_else(|| yaml::read(text))
        .or_else(|| hcl::read(text))?;
    Some(evaluate(cloud, document))
}

/// The JSON documents that begin on a line of their own within other text, with their places.
pub(super) fn embedded(
    cloud: PrincipalCloud,
    text: &str,
) -> Vec<(std::ops::Range<usize>, Vec<Entry>)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut tries = 0;
    while let Some(line) = text.get(at..) {
        let end = line.find('\n').map_or(text.len(), |end| at + end + 1);
        let here = at + (line.len() - line.trim_start_matches([' ', '\t']).len());
        if tries < TRIES_MAX && text[here..].starts_with(['{', '[']) {
            tries += 1;
            let mut documents = serde_json::Deserializer::from_str(&text[here..]).into_iter();
            if let Some(Ok(document)) = documents.next()
                && matches!(document, Node::Fields(_) | Node::List(_))
            {
                let range = here..here + documents.byte_offset();
                at = range.end;
                found.push((range, evaluate(cloud, document)));
                continue;
            }
        }
        if end >= text.len() {
            break;
        }
        at = end;
    }
    found
}

/// Places at which a JSON document may begin, at most: each costs as much as it is long.
const TRIES_MAX: usize = 50;

/// Several JSON documents after each other, such as one in each line.
fn json_lines(text: &str) -> Option<Node> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let documents = serde_json::Deserializer::from_str(text).into_iter::<Node>();
    documents
        .collect::<Result<Vec<_>, _>>()
        .ok()
        .map(Node::List)
}

fn evaluate(cloud: PrincipalCloud, document: Node) -> Vec<Entry> {
    let mut leaves = Leaves::default();
    leaves.walk(&document.unfolded(), &Around::default());
    match cloud {
        PrincipalCloud::Aws => aws(leaves.leaves),
        PrincipalCloud::Azure => azure(leaves.leaves),
    }
}

#[derive(Default)]
struct Leaves {
    leaves: Vec<Leaf>,
    path: Vec<String>,
}

/// What the objects around a value say about it.
#[derive(Clone, Default)]
struct Around {
    skipped: Option<String>,
    is_of_directory: bool,
    is_in_statement: bool,
}

impl Leaves {
    fn walk(&mut self, node: &Node, around: &Around) {
        match node {
            Node::Text(text) => self.leaf(text, around),
            Node::List(items) => {
                for item in items {
                    self.walk(item, around);
                }
            }
            Node::Fields(fields) => self.object(node, fields, around),
            Node::Nothing => {}
        }
    }

    fn leaf(&mut self, text: &str, around: &Around) {
        self.leaves.push(Leaf {
            text: text.to_owned(),
            path: self.path.clone(),
            skipped: around.skipped.clone(),
            is_of_directory: around.is_of_directory,
            is_in_statement: around.is_in_statement,
        });
    }

    fn object(&mut self, node: &Node, fields: &[(String, Node)], around: &Around) {
        let is_denied = fields.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("effect")
                && matches!(value, Node::Text(word) if word.eq_ignore_ascii_case("deny"))
        });
        let is_statement = node.field("Effect").is_some()
            || self
                .path
                .last()
                .is_some_and(|name| name.eq_ignore_ascii_case("statement"));
        // `aws iam get-role` also prints who may take the role on.
        let is_identity =
            node.field("Arn").is_some() && node.field("AssumeRolePolicyDocument").is_some();
        let is_account = AccountNumber::parse(node.text("Id")).is_some()
            && node.text("Arn").contains(":organizations::");
        let is_closed = is_closed(node.text("Status"), node.text("State"));
        // `terraform show -json` prints both.
        let is_change = node.field("before").is_some() && node.field("after").is_some();
        let is_conditional = node.field("Condition").is_some();
        let base = Around {
            skipped: around
                .skipped
                .clone()
                .or(is_denied.then(|| DENIED.to_owned())),
            is_of_directory: fields.iter().any(|(name, _)| is_of_directory(name)),
            is_in_statement: around.is_in_statement || is_statement,
        };
        for (name, value) in fields {
            let is_id = name.eq_ignore_ascii_case("id");
            let skipped = match &base.skipped {
                None if is_account && !is_id => Some(NOT_THE_ACCOUNT),
                None if is_closed => Some(CLOSED),
                None if is_change && name == "before" => Some(BEFORE),
                None if is_conditional && is_anybody(value) => Some(CONDITIONAL),
                None if is_identity && name.eq_ignore_ascii_case("AssumeRolePolicyDocument") => {
                    Some(TRUST)
                }
                _ => None,
            };
            let around = Around {
                skipped: base.skipped.clone().or(skipped.map(str::to_owned)),
                ..base.clone()
            };
            if begins_principal(name) {
                // A table of names: `"111122223333": "production"`.
                self.leaf(name, &around);
            }
            self.path.push(match is_account && is_id {
                true => ACCOUNT.to_owned(),
                false => name.clone(),
            });
            self.walk(value, &around);
            self.path.pop();
        }
    }
}

/// The key under which the number of an organization's account is filed here.
const ACCOUNT: &str = "Arn";
const NOT_THE_ACCOUNT: &str = "Skipped: not the account's ID.";
pub(super) const CLOSED: &str = "Skipped: this account isn't active.";
const CONDITIONAL: &str = "Skipped: “*” applies only under the policy's condition.";
const BEFORE: &str = "Skipped: replaced by another value in this change.";
const TRUST: &str = "Skipped: part of the role's trust policy.";
const NOT_LISTED: &str = "Skipped: it isn't in the list of principals.";
const OTHER_POLICY: &str = "Skipped: in a policy beside the list of principals.";

/// Whether an account or subscription with this status can't be used.
pub(super) fn is_closed(status: &str, state: &str) -> bool {
    let is_over = |word: &str| {
        matches!(
            word.trim()
                .to_ascii_lowercase()
                .replace([' ', '-'], "_")
                .as_str(),
            "suspended"
                | "pending_closure"
                | "closed"
                | "deleted"
                | "disabled"
                | "inactive"
                | "removed"
                | "revoked"
                | "expired"
                | "denied"
                | "rejected"
                | "decommissioned"
                | "retired"
                | "terminated"
        )
    };
    is_over(status) || is_over(state)
}

/// `*`, or `{"AWS": "*"}`.
fn is_anybody(node: &Node) -> bool {
    match node {
        Node::Text(text) => text == "*",
        Node::List(items) => items.iter().any(is_anybody),
        Node::Fields(_) => node.field("AWS").is_some_and(is_anybody),
        Node::Nothing => false,
    }
}

fn begins_principal(name: &str) -> bool {
    AccountNumber::parse(name).is_some()
        || [PrincipalCloud::Aws, PrincipalCloud::Azure]
            .iter()
            .any(|cloud| name != "*" && Principal::parse(*cloud, name).is_ok())
}

/// Whether only users, groups, applications and identities have this key.
pub(super) fn is_of_directory(name: &str) -> bool {
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

/// The role of a key on AWS.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum AwsKey {
    Other,
    /// The ARN of something, such as a role.
    Arn,
    /// Who is allowed.
    Principal,
}

fn aws_key(name: &str) -> AwsKey {
    let words = words(name);
    let last = words.last().map_or("", String::as_str);
    let whole = words.concat();
    let is_principal = matches!(whole.as_str(), "aws" | "identifiers")
        || matches!(last, "principal" | "principals")
        || whole.ends_with("principals")
        || whole.ends_with("principalarn")
        || whole.ends_with("principalarns");
    let is_arn = matches!(last, "arn" | "arns")
        && !words.iter().any(|word| is_of_another(word))
        && words[..words.len() - 1].iter().all(|word| {
            matches!(
                word.as_str(),
                "role" | "user" | "iam" | "account" | "aws" | "root" | "consumer"
            )
        });
    if is_principal {
        AwsKey::Principal
    } else if is_arn {
        AwsKey::Arn
    } else {
        AwsKey::Other
    }
}

/// Whether a word of a key says that it is about somebody who isn't the consumer.
pub(super) fn is_of_another(word: &str) -> bool {
    matches!(
        word,
        "owner"
            | "management"
            | "payer"
            | "parent"
            | "master"
            | "provider"
            | "creator"
            | "created"
            | "modified"
            | "requester"
            | "requested"
            | "approver"
            | "approved"
            | "delegated"
    )
}

fn aws(leaves: Vec<Leaf>) -> Vec<Entry> {
    let key = |leaf: &Leaf| {
        let keys = leaf.path.iter().map(|name| aws_key(name));
        keys.max().unwrap_or(AwsKey::Other)
    };
    let is_last = |leaf: &Leaf| {
        leaf.path
            .last()
            .is_some_and(|name| aws_key(name) > AwsKey::Other)
    };
    // What decides: a list of principals, then a policy's statements, then ARNs under that name.
    let is_listed = |leaf: &Leaf| key(leaf) == AwsKey::Principal && !leaf.is_in_statement;
    let has_list = leaves
        .iter()
        .any(|leaf| is_listed(leaf) && may_be_principal(PrincipalCloud::Aws, &leaf.text));
    let has_statements = leaves.iter().any(|leaf| leaf.is_in_statement);
    let has_arns = leaves
        .iter()
        .any(|leaf| key(leaf) == AwsKey::Arn && !leaf.is_in_statement);
    leaves
        .into_iter()
        .filter_map(|leaf| {
            let path = || leaf.path.iter().map(String::as_str);
            let may_be = is_last(&leaf) || may_be_principal(PrincipalCloud::Aws, &leaf.text);
            let skipped = leaf.skipped.clone().or_else(|| skip_reason(path()));
            let leave_out = |reason: &str| Context::Skipped(reason.to_owned());
            let context = match skipped {
                Some(reason) => Context::Skipped(reason),
                None if has_list && is_listed(&leaf) && may_be && !is_word(&leaf) => Context::Meant,
                None if has_list && leaf.is_in_statement => leave_out(OTHER_POLICY),
                None if has_list => leave_out(NOT_LISTED),
                None if leaf.is_in_statement
                    && key(&leaf) == AwsKey::Principal
                    && may_be
                    && !is_word(&leaf) =>
                {
                    Context::Meant
                }
                None if leaf.is_in_statement => return None,
                None if has_arns && key(&leaf) == AwsKey::Arn && may_be => Context::Meant,
                None if has_arns || has_statements => leave_out(NOT_LISTED),
                None if path().any(|name| words(name).iter().any(|word| is_of_another(word))) => {
                    Context::Unsure
                }
                None if leaf.path.is_empty() || may_be => Context::Unlabeled,
                None => return None,
            };
            let source = source(&leaf);
            Some(Entry {
                text: leaf.text,
                context,
                source,
            })
        })
        .collect()
}

/// Whether a text is the word of a vocabulary beside principals: `"type": "AWS"`, `"PrincipalType": "Role"`.
fn is_word(leaf: &Leaf) -> bool {
    let last = leaf.path.last().map(|name| words(name).concat());
    last.is_some_and(|last| last.ends_with("type"))
}

/// Whether a text is a principal or nearly one.
fn may_be_principal(cloud: PrincipalCloud, text: &str) -> bool {
    let begins = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    match Principal::parse(cloud, text) {
        Ok(_) => true,
        Err(rejection) => {
            !rejection.suggestions.is_empty()
                || begins("arn:")
                || (cloud == PrincipalCloud::Aws
                    && (begins("AROA") || begins("AIDA") || text.ends_with(".amazonaws.com")))
        }
    }
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
            let other = || Context::Skipped(OTHER_ID.to_owned());
            let may_be = may_be_principal(PrincipalCloud::Azure, &leaf.text);
            let context = match (skipped, id_kind) {
                (Some(reason), _) => Context::Skipped(reason),
                (None, IdKind::Subscription) => Context::Meant,
                (None, _) if has_subscriptions => other(),
                (None, IdKind::Generic) if leaf.is_of_directory => other(),
                (None, id_kind) if has_ids && (id_kind.is_decisive() || !is_id(&leaf)) => other(),
                (None, _) if !leaf.path.is_empty() && !may_be => return None,
                (None, id_kind) => Context::of(&id_kind, OTHER_ID),
            };
            let source = source(&leaf);
            Some(Entry {
                text: leaf.text,
                context,
                source,
            })
        })
        .collect()
}

/// Where a leaf was found: “Allow statement”, or the last two of its keys.
fn source(leaf: &Leaf) -> String {
    if leaf.is_in_statement {
        return match leaf.skipped.as_deref() {
            Some(DENIED) => "Deny statement".to_owned(),
            _ => "Allow statement".to_owned(),
        };
    }
    path_source(leaf.path.iter().map(String::as_str))
}

/// The last two of the keys that lead to a value: `visibility.subscriptions`.
pub(super) fn path_source<'a>(path: impl DoubleEndedIterator<Item = &'a str>) -> String {
    let mut last: Vec<&str> = path.rev().filter(|name| !name.is_empty()).take(2).collect();
    last.reverse();
    shown(&last.join("."))
}
