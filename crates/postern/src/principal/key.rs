//! Tells from a key, a heading or a label what kind of ID stands beside it.

/// The kind of ID that a key, heading or label announces.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum IdKind {
    Subscription,
    /// The ID of something else, such as a tenant.
    Other,
    /// The ID of something unknown.
    Unsure,
    /// Just an ID or a value.
    Generic,
    /// No ID at all.
    Nothing,
}

impl IdKind {
    /// Whether this settles what the ID is.
    pub fn is_decisive(&self) -> bool {
        matches!(self, Self::Subscription | Self::Other | Self::Unsure)
    }
}

/// Words that announce an ID or a value without saying of what.
const GENERIC: &[&str] = &[
    "id", "ids", "guid", "guids", "uuid", "uuids", "value", "values", "default", "is", "are",
];
/// Things whose IDs look like a subscription's.
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
/// Words that mark a list as one of unwanted principals, such as `deniedPrincipals`.
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

/// Splits a name into lower-case words: `AZURE_SUBSCRIPTION_ID`, `subscriptionId`, `Subscription ID`,
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

/// Splits `tenantid` into `tenant` and `id`.
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

/// The kind of ID that a key announces: `tenant_id`, `subscriptions`, `default`.
pub(super) fn kind_of(name: &str) -> IdKind {
    of_words(&words(name))
}

/// The kind of ID that a heading or label announces for what follows it. A word with a hyphen inside, such
/// as `client-portal`, is somebody's own name and announces nothing.
pub(super) fn label(text: &str) -> IdKind {
    let all: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))
        .filter(|word| !word.is_empty() && !word.chars().all(|c| c == '-'))
        .flat_map(|word| match is_own_name(word) {
            true => vec![word.to_owned()],
            false => words(word),
        })
        .collect();
    let at_the_end = of_words(&all);
    let mentions = |is: fn(&str) -> bool| all.iter().any(|word| is(word));
    // A label such as “Management group: …”
    let is_named = text.trim_end().ends_with([':', '='])
        && all
            .last()
            .is_some_and(|word| OTHERS.contains(&word.as_str()) && !word.ends_with('s'));
    match at_the_end {
        // A sentence about both, such as “subscriptions of our tenant”.
        IdKind::Other if mentions(is_subscription) => IdKind::Unsure,
        IdKind::Nothing if mentions(is_subscription) && mentions(is_tenant) => IdKind::Unsure,
        IdKind::Nothing if is_named => IdKind::Unsure,
        // In a sentence, a bare “application” doesn't announce an application's ID.
        IdKind::Unsure
            if !all
                .last()
                .is_some_and(|word| GENERIC.contains(&word.as_str())) =>
        {
            IdKind::Nothing
        }
        id_kind => id_kind,
    }
}

/// `client-portal`, but not `client-id`.
fn is_own_name(word: &str) -> bool {
    let word = word.trim_matches('-');
    let last = word.rsplit_once('-').map(|(_, last)| last.to_lowercase());
    last.is_some_and(|last| !GENERIC.contains(&last.as_str()))
}

fn of_words(words: &[String]) -> IdKind {
    let is_generic = |word: &String| GENERIC.contains(&word.as_str());
    let end = words
        .iter()
        .rposition(|word| !is_generic(word))
        .map_or(0, |at| at + 1);
    let is_id = end < words.len();
    let Some(subject) = words[..end].last().map(String::as_str) else {
        return match words.is_empty() {
            true => IdKind::Nothing,
            false => IdKind::Generic,
        };
    };
    let is_other =
        OTHERS.contains(&subject) || (is_id && OTHERS.iter().any(|other| subject.ends_with(other)));
    // What the Aeon API calls the list; on Azure it holds subscriptions.
    let is_list = end >= 2 && words[end - 2] == "security" && subject.starts_with("principal");
    if is_list || is_subscription(subject) || (subject == "sub" && is_id) {
        IdKind::Subscription
    } else if is_tenant(subject) || matches!(subject, "tid" | "oid" | "etag") || (is_other && is_id)
    {
        IdKind::Other
    } else if is_id || (words.len() == 1 && is_other && !subject.ends_with('s')) {
        IdKind::Unsure
    } else {
        IdKind::Nothing
    }
}

/// The kind of ID that a path of keys announces; the innermost decisive key wins.
pub(super) fn path_kind<'a>(path: impl DoubleEndedIterator<Item = &'a str>) -> IdKind {
    let mut id_kind = IdKind::Nothing;
    for name in path.rev() {
        match kind_of(name) {
            IdKind::Nothing => {}
            IdKind::Generic if id_kind == IdKind::Nothing => id_kind = IdKind::Generic,
            IdKind::Generic => {}
            decisive => return decisive,
        }
    }
    id_kind
}

/// Why a value under this path of keys is skipped; `None` if it isn't.
pub(super) fn skip_reason<'a>(path: impl DoubleEndedIterator<Item = &'a str>) -> Option<String> {
    let bare = |name: &str| words(name).concat();
    for (out, name) in path.rev().enumerate() {
        match bare(name).as_str() {
            "notprincipal" | "notprincipals" => {
                return Some(
                    "Skipped: NotPrincipal lists those a policy statement doesn't apply to."
                        .to_owned(),
                );
            }
            "condition" | "conditions" => {
                return Some("Skipped: part of a policy's condition.".to_owned());
            }
            "resource" | "resources" | "notresource" | "notresources" | "action" | "actions"
            | "notaction" | "notactions" | "effect" | "sid" | "version"
                if out == 0 =>
            {
                return Some(format!(
                    "Skipped: “{}” in a policy doesn't say who may connect.",
                    crate::text::shown(name)
                ));
            }
            _ if out <= 1
                && words(name)
                    .iter()
                    .any(|word| DENIES.contains(&word.as_str())) =>
            {
                return Some(format!(
                    "Skipped: the name “{}” suggests that this isn't allowed.",
                    crate::text::shown(name)
                ));
            }
            _ => {}
        }
    }
    None
}
