//! An ARN that isn't right as it stands, field by field.

use super::super::aws::{
    ACCOUNT_DIGITS, AccountNumber, AwsIdentity, AwsPrincipal, IamName, Partition,
};
use super::{Near, account_digits, excerpt, is_hyphen};

/// The fields of something that begins like an ARN; those that are missing are empty.
pub(super) struct Arn<'a> {
    prefix: &'a str,
    partition: &'a str,
    service: &'a str,
    region: &'a str,
    account: &'a str,
    resource: &'a str,
}

impl<'a> Arn<'a> {
    /// `None` where the text doesn't begin with `arn:`, in whatever case.
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

    /// What was probably meant; `None` where only the place of the mistake can be told.
    pub fn near(&self) -> Option<Near<AwsPrincipal>> {
        let lower = self.partition.to_ascii_lowercase();
        let Some(partition) = Partition::ALL
            .into_iter()
            .find(|known| known.as_str() == lower)
        else {
            return Some(Near::new(partition_reason(self.partition), Vec::new()));
        };
        let service = self.service.to_ascii_lowercase();
        if service != "iam" && service != "sts" {
            return (!service.is_empty()).then(|| {
                let reason = format!(
                    "This ARN is of the service “{}”; a principal's is of IAM.",
                    excerpt(self.service)
                );
                Near::new(reason, Vec::new())
            });
        }
        let digits = account_digits(self.account);
        let Some(account) = digits.as_deref().and_then(AccountNumber::parse) else {
            return (!self.region.is_empty()
                || !self.account.is_empty()
                || !self.resource.is_empty())
            .then(|| Near::new(account_reason(self.account), Vec::new()));
        };
        let meant = resource(self.resource)?;
        let reason = meant.reason.unwrap_or_else(|| self.reason(&service));
        let suggestions = meant
            .identities
            .into_iter()
            .map(|identity| AwsPrincipal::Arn {
                partition,
                account: account.clone(),
                identity,
            })
            .collect();
        Some(Near {
            reason,
            suggestions,
        })
    }

    /// What is wrong where the last field is right.
    fn reason(&self, service: &str) -> String {
        if !self.region.is_empty() {
            format!(
                "ARNs of IAM have no region; “{}” is in its place.",
                excerpt(self.region)
            )
        } else if service == "sts" {
            "An account, user or role has an ARN of IAM (arn:aws:iam::…), not of STS.".to_owned()
        } else if self.account.len() != ACCOUNT_DIGITS {
            "An ARN has the 12 digits of the account number without hyphens or spaces.".to_owned()
        } else if self.prefix != "arn"
            || self.service != service
            || self.partition.chars().any(char::is_uppercase)
        {
            "The fixed parts of an ARN are written in lower case.".to_owned()
        } else {
            "root, role/ and user/ are written in lower case, without spaces.".to_owned()
        }
    }
}

/// Whom an ARN's last field probably means, and why it isn't right as it stands.
struct Meant {
    identities: Vec<AwsIdentity>,
    reason: Option<String>,
}

impl Meant {
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

    fn nobody(reason: &str) -> Option<Self> {
        Some(Self {
            identities: Vec::new(),
            reason: Some(reason.to_owned()),
        })
    }
}

fn resource(text: &str) -> Option<Meant> {
    let (kind, name) = text
        .split_once('/')
        .map_or((text, None), |(kind, name)| (kind, Some(name)));
    match (kind.to_ascii_lowercase().as_str(), name) {
        ("root", None) => Meant::right(AwsIdentity::Root),
        ("", None) => Meant::account(
            "The ARN stops after the account number; the whole account ends in :root.",
        ),
        ("*", _) | ("role" | "user", Some("*")) => {
            Meant::account("There is no wildcard inside an ARN; the whole account ends in :root.")
        }
        ("role", Some(name)) => user_or_role(name, AwsIdentity::Role),
        ("user", Some(name)) => user_or_role(name, AwsIdentity::User),
        ("assumed-role", Some(session)) => assumed_role(session),
        ("federated-user", _) => Meant::account(
            "A federated user's session is no principal of an endpoint service; its whole account can be.",
        ),
        ("group", _) => Meant::account(
            "A group is no principal; its users one by one, or the whole account, can be.",
        ),
        ("instance-profile", _) => Meant::account(
            "An instance profile is no principal; the role in it, or the whole account, can be.",
        ),
        ("policy" | "mfa" | "saml-provider" | "oidc-provider" | "server-certificate", Some(_)) => {
            Meant::nobody(
                "This ARN names nobody who connects: after the account number comes root, role/NAME or user/NAME.",
            )
        }
        _ => None,
    }
}

fn user_or_role(name: &str, identity: fn(IamName) -> AwsIdentity) -> Option<Meant> {
    if let Some(name) = IamName::parse(name) {
        return Meant::right(identity(name));
    }
    if name.contains('*') {
        return Meant::nobody(
            "There is no wildcard inside an ARN; list the roles or users one by one.",
        );
    }
    let (path, _) = name.rsplit_once('/')?;
    match path.split('/').next() {
        Some("aws-reserved") => Meant::account(
            "A role of IAM Identity Center has a path, and ARNs with a path are not supported by endpoint services; the whole account is.",
        ),
        Some("aws-service-role") => Meant::account(
            "A service-linked role has a path, and ARNs with a path are not supported by endpoint services; the whole account is.",
        ),
        _ => Meant::account(
            "ARNs with a path are not supported by endpoint services, and without its path it would be another one's; the whole account is.",
        ),
    }
}

fn assumed_role(session: &str) -> Option<Meant> {
    let role = session.split('/').next().unwrap_or_default();
    if let Some(reason) = always_with_path(role) {
        return Meant::account(&format!("{reason} The whole account can be listed."));
    }
    let reason = "This is the session of a role, not the role itself. If the role has a path, which the session doesn't show, \
         only the whole account can be listed.";
    let role = IamName::parse(role).map(AwsIdentity::Role);
    Some(Meant {
        identities: role.into_iter().chain([AwsIdentity::Root]).collect(),
        reason: Some(reason.to_owned()),
    })
}

/// Why a role of this name can't be listed: AWS makes such roles with a path only.
pub(in super::super) fn always_with_path(role: &str) -> Option<&'static str> {
    if role.starts_with("AWSReservedSSO_") {
        Some(
            "This is a role of IAM Identity Center, which has a path: endpoint services can't list it.",
        )
    } else if role.starts_with("AWSServiceRoleFor") {
        Some("This is a service-linked role, which has a path: endpoint services can't list it.")
    } else {
        None
    }
}

/// Why a partition isn't one.
pub(super) fn partition_reason(found: &str) -> String {
    match found {
        "" => "The partition is missing after “arn:”: aws, aws-cn or aws-us-gov.".to_owned(),
        "aws-iso" | "aws-iso-b" | "aws-iso-e" | "aws-iso-f" | "aws-eusc" => format!(
            "The partition {found} is separate: its accounts can't reach a service in the partition aws."
        ),
        found => format!(
            "“{}” is no partition for a principal: aws, aws-cn or aws-us-gov is.",
            excerpt(found)
        ),
    }
}

/// Why an account number isn't one.
pub(super) fn account_reason(found: &str) -> String {
    if found.is_empty() {
        "The account number is missing: 12 digits between “iam::” and the last colon.".to_owned()
    } else if found.chars().all(|c| c.is_ascii_digit() || is_hyphen(c)) {
        digits_reason(found)
    } else {
        format!(
            "An AWS account number has 12 digits; “{}” is none.",
            excerpt(found)
        )
    }
}

/// Why so many digits are no account number.
pub(super) fn digits_reason(found: &str) -> String {
    match found.chars().filter(char::is_ascii_digit).count() {
        ACCOUNT_DIGITS => {
            "An AWS account number has 12 digits, without hyphens or in three groups of four; check this one.".to_owned()
        }
        count => format!("An AWS account number has {ACCOUNT_DIGITS} digits; this one has {count}."),
    }
}
