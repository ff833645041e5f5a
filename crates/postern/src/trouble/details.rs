//! What an error message itself says: the policy, the action, the code.

use super::Trouble;

/// The cause in the message's own terms; `None` if it says no more than the kind.
pub(super) fn cause(trouble: Trouble, text: &str) -> Option<String> {
    match trouble {
        Trouble::DeniedByPolicy => denied(text),
        Trouble::NoRights => encoded(text).map(|_| {
            "AWS refused this without saying in clear which policy decides. The encoded message says it: missing permissions, or a deny in a policy such as one of the organization.".to_owned()
        }),
        Trouble::AzurePolicy => {
            let policy = AzurePolicy::of(text)?;
            Some(format!("The Azure policy {} forbids this resource.", policy.shown()))
        }
        Trouble::SignInAgain => aadsts(text).and_then(|code| {
            let meaning = meaning(&code)?;
            Some(format!("AADSTS{code}: {meaning}"))
        }),
        _ => None,
    }
}

/// The kinds of policy that AWS names, from the organization down, and who can change them.
const POLICIES: &[(&str, &str)] = &[
    (
        "service control polic",
        "a service control policy (SCP) of the organization",
    ),
    (
        "resource control polic",
        "a resource control policy (RCP) of the organization",
    ),
    (
        "permissions boundary",
        "the permissions boundary of the user or role",
    ),
    ("session policy", "the session's policy"),
    ("vpc endpoint policy", "the policy of a VPC endpoint"),
    (
        "identity-based policy",
        "a policy of the user or role itself",
    ),
    ("resource-based policy", "the resource's own policy"),
];

fn denied(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let (_, what) = POLICIES.iter().find(|(words, _)| lower.contains(words))?;
    let action = action(text).map_or_else(String::new, |action| format!(" {action}"));
    Some(match lower.contains("explicit deny") {
        true => format!(
            "Denied by {what}:{action} is forbidden there explicitly. More permissions for the user or role don't change that."
        ),
        false => format!(
            "Not allowed by {what}: it doesn't allow{action}. More permissions for the user or role don't change that."
        ),
    })
}

/// Whether a policy of the organization decides.
pub(super) fn is_of_organization(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["service control polic", "resource control polic"]
        .iter()
        .any(|words| lower.contains(words))
}

/// The action that was refused: `ec2:CreateSecurityGroup`.
pub(super) fn action(text: &str) -> Option<&str> {
    let (_, after) = text
        .split_once("to perform: ")
        .or_else(|| text.split_once("to perform action "))?;
    let action = after
        .split_whitespace()
        .next()?
        .trim_matches(['\'', '"', ',', '.']);
    let is_action = action.len() <= 100
        && action.contains([':', '/'])
        && action
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ":/*-._".contains(c));
    is_action.then_some(action)
}

/// The encoded message of a refusal, if there is one.
pub(super) fn encoded(text: &str) -> Option<&str> {
    let (_, after) = text.split_once("Encoded authorization failure message:")?;
    after.split_whitespace().next()
}

/// Longer names and IDs aren't a policy's.
const VALUE_MAX: usize = 512;

/// An Azure policy's assignment.
pub(super) struct AzurePolicy {
    name: String,
    pub id: String,
}

impl AzurePolicy {
    /// The policy that an error names.
    pub fn of(text: &str) -> Option<Self> {
        // Some tools print the error's JSON with escaped quotes.
        let text = text.replace("\\\"", "\"");
        let (_, after) = text
            .split_once("\"policyAssignment\"")
            .or_else(|| text.split_once("policyAssignment"))?;
        let end = after.find('}').unwrap_or(after.len());
        let field = |name: &str| {
            let (_, after) = after[..end].split_once(&format!("\"{name}\""))?;
            let value = after.trim_start_matches([':', ' ']).strip_prefix('"')?;
            let value = value.split('"').next()?;
            let is_plain = value.len() <= VALUE_MAX && crate::text::is_printable(value);
            is_plain.then(|| value.to_owned())
        };
        let id = field("id").unwrap_or_default();
        let name = field("name")
            .or_else(|| id.rsplit('/').next().map(str::to_owned))
            .filter(|name| !name.is_empty())?;
        Some(Self { name, id })
    }

    fn shown(&self) -> String {
        let last = self.id.rsplit('/').next().unwrap_or_default();
        match last.is_empty() || last == self.name {
            true => format!("“{}”", self.name),
            false => format!("“{}” ({last})", self.name),
        }
    }
}

/// The digits of an AADSTS code.
pub(super) fn aadsts(text: &str) -> Option<String> {
    let (_, after) = text.split_once("AADSTS")?;
    let code: String = after.chars().take_while(char::is_ascii_digit).collect();
    (!code.is_empty()).then_some(code)
}

/// Whether signing in again ends it.
pub(super) fn ends_by_signing_in(code: &str) -> bool {
    !matches!(
        code,
        "53000"
            | "53001"
            | "53003"
            | "530003"
            | "53002"
            | "700016"
            | "7000215"
            | "7000222"
            | "7000112"
            | "65001"
            | "50105"
            | "90002"
            | "900023"
            | "50057"
            | "50034"
            | "500011"
    )
}

fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "50076" | "50079" | "50072" | "50074" => {
            "multi-factor authentication is required for this sign-in."
        }
        "70043" | "700082" | "700084" | "50173" | "50089" | "70008" | "50078" | "50133" => {
            "the sign-in has expired or was revoked."
        }
        "50158" => "the tenant asks for another check at sign-in.",
        "53000" | "53001" | "53002" | "53003" | "530003" => {
            "a Conditional Access policy blocks sign-in from this device or network."
        }
        "50020" => "the user isn't in this tenant.",
        "50034" => "the user doesn't exist in this tenant.",
        "50057" => "the user's account is disabled.",
        "50105" => "the user isn't assigned to this application.",
        "65001" => "nobody has consented to this application in the tenant.",
        "90002" | "900023" => "the tenant wasn't found.",
        "700016" => "the application wasn't found in this tenant.",
        "500011" => "the resource wasn't found in this tenant.",
        "7000112" => "the application is disabled.",
        "7000215" => "the application's client secret is wrong.",
        "7000222" => "the application's client secret has expired.",
        _ => return None,
    })
}
