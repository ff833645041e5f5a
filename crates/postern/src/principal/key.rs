//! What the name of a value, a heading or a label says of the id beside it.

/// What stands beside an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// That it is a subscription.
    Subscription,
    /// That it is something else.
    Other,
    /// That it is an id of something that isn't known here.
    Unsure,
    /// Only that it is an id or a value.
    Generic,
    /// Nothing.
    Nothing,
}

impl Said {
    /// Whether it settles what the id is.
    pub fn is_decisive(&self) -> bool {
        matches!(self, Self::Subscription | Self::Other | Self::Unsure)
    }
}

/// Words that say that a value is an id, and no more.
const GENERIC: &[&str] = &[
    "id", "ids", "guid", "guids", "uuid", "uuids", "value", "values", "default", "is", "are",
];
/// What has ids that look like a subscription's.
const OTHERS: &[&str] = &[
    "app",
    "apps",
    "application",
    "applications",
    "client",
    "clients",
    "object",
    "objects",
    "principal",
    "principals",
    "user",
    "users",
    "group",
    "groups",
    "identity",
    "correlation",
    "request",
    "activity",
    "operation",
    "trace",
    "session",
    "workspace",
    "definition",
    "assignment",
    "role",
    "management",
    "billing",
    "profile",
    "account",
    "certificate",
    "key",
    "secret",
    "resource",
    "deployment",
    "device",
    "organization",
    "organisation",
    "directory",
    "cluster",
    "project",
    "vnet",
    "service",
    "sp",
    "policy",
    "etag",
    "template",
    "instance",
];
/// Words that go before `principal` and the like where they name a list of what is not meant.
const DENIES: &[&str] = &[
    "deny",
    "denied",
    "denies",
    "block",
    "blocked",
    "blocklist",
    "denylist",
    "exclude",
    "excluded",
    "except",
    "excepted",
    "exception",
    "exceptions",
    "revoked",
    "removed",
    "remove",
    "delete",
    "deleted",
    "revoke",
    "forbidden",
    "disallowed",
    "former",
];

/// A name's words in lower case: `AZURE_SUBSCRIPTION_ID`, `subscriptionId`, `Subscription ID`,
/// `subscriptionid`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    let mut open = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            open = false;
        } else {
            let begins = !open || (c.is_uppercase() && before.is_lowercase());
            if begins {
                words.push(String::new());
            }
            open = true;
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    words.into_iter().flat_map(unglued).collect()
}

/// `tenantid` as `tenant` and `id`.
fn unglued(word: String) -> Vec<String> {
    for end in ["guids", "guid", "ids", "id"] {
        if let Some(head) = word.strip_suffix(end)
            && (is_subscription(head)
                || is_tenant(head)
                || OTHERS.iter().any(|other| head.ends_with(other)))
        {
            return vec![head.to_owned(), end.to_owned()];
        }
    }
    vec![word]
}

fn is_subscription(word: &str) -> bool {
    word.ends_with("subscription") || word.ends_with("subscriptions") || word == "subs"
}

fn is_tenant(word: &str) -> bool {
    word.ends_with("tenant") || word.ends_with("tenants")
}

/// What a name says of its value: `tenant_id`, `subscriptions`, `default`.
pub(super) fn said(name: &str) -> Said {
    of_words(&words(name))
}

/// What a heading or a label says of what is below or behind it. A word with a hyphen inside is a name of
/// somebody's own (`client-portal`), and says nothing.
pub(super) fn label(text: &str) -> Said {
    let all: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))
        .filter(|word| !word.is_empty() && !word.chars().all(|c| c == '-'))
        .flat_map(|word| match is_own_name(word) {
            true => vec![word.to_owned()],
            false => words(word),
        })
        .collect();
    let at_the_end = of_words(&all);
    let is_said = |is: fn(&str) -> bool| all.iter().any(|word| is(word));
    // “Management group: …”
    let is_named = text.trim_end().ends_with([':', '='])
        && all
            .last()
            .is_some_and(|word| OTHERS.contains(&word.as_str()) && !word.ends_with('s'));
    match at_the_end {
        // A sentence about both, such as “subscriptions of our tenant”.
        Said::Other if is_said(is_subscription) => Said::Unsure,
        Said::Nothing if is_said(is_subscription) && is_said(is_tenant) => Said::Unsure,
        Said::Nothing if is_named => Said::Unsure,
        // In a sentence a bare “application” is not an id of one.
        Said::Unsure
            if !all
                .last()
                .is_some_and(|word| GENERIC.contains(&word.as_str())) =>
        {
            Said::Nothing
        }
        said => said,
    }
}

/// `client-portal`, but not `client-id`.
fn is_own_name(word: &str) -> bool {
    let word = word.trim_matches('-');
    let last = word.rsplit_once('-').map(|(_, last)| last.to_lowercase());
    last.is_some_and(|last| !GENERIC.contains(&last.as_str()))
}

fn of_words(words: &[String]) -> Said {
    let is_generic = |word: &String| GENERIC.contains(&word.as_str());
    let end = words
        .iter()
        .rposition(|word| !is_generic(word))
        .map_or(0, |at| at + 1);
    let is_id = end < words.len();
    let Some(subject) = words[..end].last().map(String::as_str) else {
        return match words.is_empty() {
            true => Said::Nothing,
            false => Said::Generic,
        };
    };
    let is_other =
        OTHERS.contains(&subject) || (is_id && OTHERS.iter().any(|other| subject.ends_with(other)));
    if is_subscription(subject) || (subject == "sub" && is_id) {
        Said::Subscription
    } else if is_tenant(subject) || matches!(subject, "tid" | "oid" | "etag") || (is_other && is_id)
    {
        Said::Other
    } else if is_id || (words.len() == 1 && is_other && !subject.ends_with('s')) {
        Said::Unsure
    } else {
        Said::Nothing
    }
}

/// What a path of names says, from the innermost outwards.
pub(super) fn path_said<'a>(path: impl DoubleEndedIterator<Item = &'a str>) -> Said {
    let mut said = Said::Nothing;
    for name in path.rev() {
        match self::said(name) {
            Said::Nothing => {}
            Said::Generic if said == Said::Nothing => said = Said::Generic,
            Said::Generic => {}
            decisive => return decisive,
        }
    }
    said
}

/// Why what stands under this path of names is not meant, where it isn't.
pub(super) fn not_meant<'a>(path: impl DoubleEndedIterator<Item = &'a str>) -> Option<String> {
    let bare = |name: &str| words(name).concat();
    for (out, name) in path.rev().enumerate() {
        match bare(name).as_str() {
            "notprincipal" | "notprincipals" => {
                return Some(
                    "Left out: NotPrincipal names who a policy's statement doesn't apply to."
                        .to_owned(),
                );
            }
            "condition" | "conditions" => {
                return Some("Left out: it is part of a policy's condition.".to_owned());
            }
            "resource" | "resources" | "notresource" | "notresources" | "action" | "actions"
            | "notaction" | "notactions" | "effect" | "sid" | "version"
                if out == 0 =>
            {
                return Some(format!(
                    "Left out: “{}” of a policy doesn't name who may connect.",
                    crate::text::shown(name)
                ));
            }
            _ if out <= 1
                && words(name)
                    .iter()
                    .any(|word| DENIES.contains(&word.as_str())) =>
            {
                return Some(format!(
                    "Left out: its name, “{}”, says that it is not allowed.",
                    crate::text::shown(name)
                ));
            }
            _ => {}
        }
    }
    None
}
