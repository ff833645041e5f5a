//! Explains a malformed ARN field by field.

use super::super::aws::{
    ACCOUNT_DIGITS, AccountNumber, AwsIdentity, AwsPrincipal, IamName, Partition,
};
use super::{NearMiss, account_digits, excerpt, is_hyphen};

/// The fields of a text that starts like an ARN; missing ones are empty.
pub(super) struct Arn<'a> {
    prefix: &'a str,
    partition: &'a str,
    service: &'a str,
    region: &'a str,
    account: &'a str,
    resource: &'a str,
}

impl<'a> Arn<'a> {
    /// `None` if the text doesn't start with `arn:`, in either case.
    pub fn split(text: &'a str) -> Option<Self> {
        let mut fields = text.splitn(6, ':').map(str::trim);
        let prefix = fields
            .next()
            .filter(|prefix| prefix.eq_ignore_ascii_case("arn"))?;
        let partition = fields.next()?;
        let mut next = || fields.next().unwrap_or_default();
        Some(Self {
            prefix,
            partition,
            service: next(),
            region: next(),
            account: next(),
            resource: next(),
        })
    }

    /// What was probably meant; `None` if only the position of the mistake is known.
    pub fn near(&self) -> Option<NearMiss<AwsPrincipal>> {
        let lower = self.partition.to_ascii_lowercase();
        let Some(partition) = Partition::ALL
            .into_iter()
            .find(|known| known.as_str() == lower)
        else {
            return Some(NearMiss::new(partition_reason(self.partition), Vec::new()));
        };
        let service = self.service.to_ascii_lowercase();
        if service != "iam" && service != "sts" {
            return (!service.is_empty()).then(|| {
                let reason = format!(
                    "This ARN belongs to the service “{}”. Enter an IAM ARN.",
                    excerpt(self.service)
                );
                NearMiss::new(reason, Vec::new())
            });
        }
        let digits = account_digits(self.account);
        let Some(account) = digits.as_deref().and_then(AccountNumber::parse) else {
            return (!self.region.is_empty()
                || !self.account.is_empty()
                || !self.resource.is_empty())
            .then(|| NearMiss::new(account_reason(self.account), Vec::new()));
        };
        let guess = resource(self.resource)?;
        let reason = guess.reason.unwrap_or_else(|| self.reason(&service));
        let suggestions = guess
            .identities
            .into_iter()
            .map(|identity| AwsPrincipal::Arn {
                partition,
                account: account.clone(),
                identity,
            })
            .collect();
        Some(NearMiss {
            reason,
            suggestions,
        })
    }

    /// What is wrong if the last field is right.
    fn reason(&self, service: &str) -> String {
        if !self.region.is_empty() {
            format!(
                "IAM ARNs have no region. Remove “{}”.",
                excerpt(self.region)
            )
        } else if service == "sts" {
            "This is an STS ARN. Use the IAM ARN (arn:aws:iam::…) of the account, user or role."
                .to_owned()
        } else if self.account.len() != ACCOUNT_DIGITS {
            "Write the account number in an ARN without hyphens or spaces.".to_owned()
        } else if self.prefix != "arn"
            || self.service != service
            || self.partition.chars().any(char::is_uppercase)
        {
            "Write the fixed parts of an ARN in lower case.".to_owned()
        } else {
            "Write root, role/ and user/ in lower case, without spaces.".to_owned()
        }
    }
}

/// The identities that an ARN's last field probably means, and why the field isn't right.
struct Guess {
    identities: Vec<AwsIdentity>,
    reason: Option<String>,
}

impl Guess {
    fn right(identity: AwsIdentity) -> Option<Self> {
        Some(Self {
            identities: vec![identity],
            reason: None,
        })
    }

    fn account(reason: &str) -> Option<Self> {
        Some(Self {
            identities: vec![AwsIdentity::Root],
            reason: Some(reason.to_owned()),
        })
    }

    fn none(reason: &str) -> Option<Self> {
        Some(Self {
            identities: Vec::new(),
            reason: Some(reason.to_owned()),
        })
    }
}

fn resource(text: &str) -> Option<Guess> {
    let (kind, name) = text
        .split_once('/')
        .map_or((text, None), |(kind, name)| (kind, Some(name)));
    match (kind.to_ascii_lowercase().as_str(), name) {
        ("root", None) => Guess::right(AwsIdentity::Root),
        ("", None) => Guess::account(
            "The ARN ends after the account number. For the whole account, add :root.",
        ),
        ("*", _) | ("role" | "user", Some("*")) => Guess::account(
            "Wildcards aren't allowed in an ARN. For the whole account, use its root ARN.",
        ),
        ("role", Some(name)) => user_or_role(name, AwsIdentity::Role),
        ("user", Some(name)) => user_or_role(name, AwsIdentity::User),
        ("assumed-role", Some(session)) => assumed_role(session),
        ("federated-user", _) => Guess::account(
            "A federated user session can't be a principal here. Use the account's root ARN.",
        ),
        ("group", _) => Guess::account(
            "A group can't be a principal. Add its users one by one, or use the account's root ARN.",
        ),
        ("instance-profile", _) => Guess::account(
            "An instance profile can't be a principal. Add its role, or use the account's root ARN.",
        ),
        ("policy" | "mfa" | "saml-provider" | "oidc-provider" | "server-certificate", Some(_)) => {
            Guess::none(
                "This ARN isn't an account, user or role. Use root, role/NAME or user/NAME after the account number.",
            )
        }
        _ => None,
    }
}

fn user_or_role(name: &str, identity: fn(IamName) -> AwsIdentity) -> Option<Guess> {
    if let Some(name) = IamName::parse(name) {
        return Guess::right(identity(name));
    }
    if name.contains('*') {
        return Guess::none(
            "Wildcards aren't allowed in an ARN. Add the roles or users one by one.",
        );
    }
    let (path, _) = name.rsplit_once('/')?;
    match path.split('/').next() {
        Some("aws-reserved") => Guess::account(
            "This is an IAM Identity Center role. AWS doesn't accept its ARN here because it has a path. Use the account's root ARN.",
        ),
        Some("aws-service-role") => Guess::account(
            "This is a service-linked role. AWS doesn't accept its ARN here because it has a path. Use the account's root ARN.",
        ),
        _ => {
            Guess::account("AWS doesn't accept ARNs with a path here. Use the account's root ARN.")
        }
    }
}

fn assumed_role(session: &str) -> Option<Guess> {
    let role = session.split('/').next().unwrap_or_default();
    if let Some(reason) = always_with_path(role) {
        return Guess::account(&format!("{reason} Use the account's root ARN."));
    }
    let reason = "This is a role session. Use the role's ARN, or the account's root ARN if the role has a path \
         (the session doesn't show it).";
    let role = IamName::parse(role).map(AwsIdentity::Role);
    Some(Guess {
        identities: role.into_iter().chain([AwsIdentity::Root]).collect(),
        reason: Some(reason.to_owned()),
    })
}

/// Why a role with this name can't be listed: AWS creates such roles only with a path.
pub(in super::super) fn always_with_path(role: &str) -> Option<&'static str> {
    if role.starts_with("AWSReservedSSO_") {
        Some(
            "This is an IAM Identity Center role. AWS doesn't accept it here because its ARN has a path.",
        )
    } else if role.starts_with("AWSServiceRoleFor") {
        Some(
            "This is a service-linked role. AWS doesn't accept it here because its ARN has a path.",
        )
    } else {
        None
    }
}

/// What is wrong with a partition.
pub(super) fn partition_reason(found: &str) -> String {
    match found {
        "" => "The partition is missing after “arn:”. Use aws, aws-cn or aws-us-gov.".to_owned(),
        "aws-iso" | "aws-iso-b" | "aws-iso-e" | "aws-iso-f" | "aws-eusc" => format!(
            "{found} is a partition of its own: its accounts can't reach this service, which is in the partition aws."
        ),
        found => format!(
            "“{}” isn't a partition that principals can be in. Use aws, aws-cn or aws-us-gov.",
            excerpt(found)
        ),
    }
}

/// What is wrong with an account number.
pub(super) fn account_reason(found: &str) -> String {
    if found.is_empty() {
        "The account number is missing. Enter its 12 digits after “iam::”.".to_owned()
    } else if found.chars().all(|c| c.is_ascii_digit() || is_hyphen(c)) {
        digits_reason(found)
    } else {
        format!(
            "“{}” isn't an AWS account number, which has 12 digits.",
            excerpt(found)
        )
    }
}

/// What is wrong with an account number of digits and hyphens.
pub(super) fn digits_reason(found: &str) -> String {
    match found.chars().filter(char::is_ascii_digit).count() {
        ACCOUNT_DIGITS => {
            "An AWS account number has 12 digits, plain or in three groups of four. Check this one."
                .to_owned()
        }
        count => {
            format!("An AWS account number has {ACCOUNT_DIGITS} digits; this one has {count}.")
        }
    }
}
