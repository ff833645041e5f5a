//! Validates the form with network details.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;
use specta::Type;

use super::{AwsConsumer, AzureConsumer, Consumer};
use crate::principal::SubscriptionId;

/// An error message for each field; `None` if the field is valid or empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "cloud", rename_all = "lowercase")]
pub enum ConsumerCheck {
    Aws(AwsCheck),
    Azure(AzureCheck),
}

/// Errors in the details of a network in AWS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AwsCheck {
    pub vpc_id: Option<String>,
    /// An error in the list of subnet IDs as a whole.
    pub subnet_ids: Option<String>,
    /// For each subnet ID, in the order of the form.
    pub subnets: Vec<Option<String>>,
    /// For the security group or address range.
    pub source: Option<String>,
    /// The first error in the tags.
    pub tags: Option<String>,
}

/// Errors in the details of a network in Azure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AzureCheck {
    pub subscription: Option<String>,
    pub resource_group: Option<String>,
    pub vnet_resource_group: Option<String>,
    pub vnet: Option<String>,
    pub subnet: Option<String>,
    pub zone_subscription: Option<String>,
    pub zone_resource_group: Option<String>,
}

/// Checks the format of each field, not whether the resources exist.
pub fn check(consumer: &Consumer) -> ConsumerCheck {
    match consumer {
        Consumer::Aws(aws) => ConsumerCheck::Aws(check_aws(aws)),
        Consumer::Azure(azure) => ConsumerCheck::Azure(check_azure(azure)),
    }
}

fn check_aws(form: &AwsConsumer) -> AwsCheck {
    let given: Vec<&String> = form.subnet_ids.iter().filter(|id| !id.is_empty()).collect();
    let twice = given
        .iter()
        .enumerate()
        .find(|(index, id)| given[..*index].contains(id));
    AwsCheck {
        vpc_id: aws_id(&form.vpc_id, "vpc", "A VPC ID"),
        subnet_ids: twice.map(|(_, id)| format!("{id} is on the list twice. Remove one.")),
        subnets: form
            .subnet_ids
            .iter()
            .map(|id| aws_id(id, "subnet", "A subnet ID"))
            .collect(),
        source: source(&form.source),
        tags: form.tags.iter().find_map(|text| tag(text)),
    }
}

/// `key=value`, with characters that the AWS CLI's short notation takes as they are.
fn tag(text: &str) -> Option<String> {
    let Some((key, value)) = text.split_once('=') else {
        return Some(format!("{text} has no value. Write key=value."));
    };
    let wrong = text
        .chars()
        .find(|c| c.is_control() || "[]{},\"'\\".contains(*c));
    if let Some(wrong) = wrong {
        return Some(format!("A tag can't contain {wrong:?} here."));
    }
    if key.to_ascii_lowercase().starts_with("aws:") {
        return Some(format!(
            "{key} starts with aws:, which AWS keeps for itself."
        ));
    }
    length(key, "A tag's key", 1, 128).or_else(|| length(value, "A tag's value", 0, 256))
}

fn aws_id(text: &str, kind: &str, what: &str) -> Option<String> {
    if text.is_empty() || is_aws_id(text, kind) {
        return None;
    }
    let example = format!("{what} looks like {kind}-0123456789abcdef0");
    let trimmed = text.trim().to_ascii_lowercase();
    Some(if is_aws_id(&trimmed, kind) {
        format!("Enter {trimmed}, in lower case and without spaces around it.")
    } else if trimmed.starts_with("arn:") {
        format!("This is an ARN. Enter only the part after the last “/”. {example}.")
    } else if let Some((other, _)) = trimmed.split_once('-').filter(|(other, _)| {
        *other != kind && ["vpc", "subnet", "sg", "eni", "vpce", "rtb"].contains(other)
    }) {
        format!("This starts with {other}-. {example}.")
    } else {
        format!("{example}, with 8 or 17 hexadecimal digits.")
    })
}

/// Whether it is `kind-` and 8 or 17 hexadecimal digits.
pub(super) fn is_aws_id(text: &str, kind: &str) -> bool {
    let digits = text
        .strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix('-'));
    digits.is_some_and(|digits| {
        matches!(digits.len(), 8 | 17)
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    })
}

fn source(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    if text.trim().starts_with("sg-") {
        return aws_id(text, "sg", "A security group ID");
    }
    match text.parse::<IpNet>() {
        Ok(range) if range.prefix_len() == 0 => Some(format!(
            "{range} allows every address. Enter the application's security group or its own range."
        )),
        Ok(range) if range.trunc() != range => Some(format!(
            "{range} isn't the start of a network. Enter {}.",
            range.trunc()
        )),
        Ok(_) => None,
        Err(_) => Some(match text.trim().parse::<IpAddr>() {
            Ok(address) => format!("For this single address, enter {}.", IpNet::from(address)),
            Err(_) => "Enter a security group such as sg-0123456789abcdef0, or an address range such as 10.0.0.0/16 or fd00::/64.".to_owned(),
        }),
    }
}

/// A VNet that the user named, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vnet {
    pub subscription: SubscriptionId,
    resource_group: String,
    name: String,
}

impl Vnet {
    /// The VNet of the form; `None` if the form doesn't name one, or is wrong.
    pub fn of(form: &AzureConsumer) -> Option<Self> {
        let group = match form.vnet_resource_group.as_str() {
            "" => &form.resource_group,
            own => own,
        };
        let is_named = !group.is_empty() && !form.vnet.is_empty();
        let fits = resource_group(group).is_none()
            && network_name(&form.vnet, "A VNet name", 2, 64).is_none();
        (is_named && fits).then_some(())?;
        Some(Self {
            subscription: SubscriptionId::parse(&form.subscription)?,
            resource_group: group.to_owned(),
            name: form.vnet.clone(),
        })
    }

    pub fn resource_group(&self) -> &str {
        &self.resource_group
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

fn check_azure(form: &AzureConsumer) -> AzureCheck {
    AzureCheck {
        subscription: subscription(&form.subscription),
        resource_group: resource_group(&form.resource_group),
        vnet_resource_group: resource_group(&form.vnet_resource_group),
        vnet: network_name(&form.vnet, "A VNet name", 2, 64),
        subnet: network_name(&form.subnet, "A subnet name", 1, 80),
        zone_subscription: subscription(&form.zone_subscription),
        zone_resource_group: resource_group(&form.zone_resource_group),
    }
}

fn subscription(text: &str) -> Option<String> {
    if text.is_empty() || SubscriptionId::parse(text).is_some() {
        return None;
    }
    // `/subscriptions/GUID/…`, braces, spaces around.
    let inside = text
        .split(['/', '{', '}', ' '])
        .find_map(SubscriptionId::parse);
    Some(match inside {
        Some(id) => format!("Enter only the ID: {}.", id.as_str()),
        None => {
            "Enter a subscription ID such as 11111111-2222-3333-4444-555555555555, not its name."
                .to_owned()
        }
    })
}

/// 1 to 90 letters, digits, `_`, `-`, `.` and parentheses; no period at the end.
fn resource_group(text: &str) -> Option<String> {
    let what = "A resource group name";
    if text.is_empty() {
        return None;
    }
    if text.contains('/') {
        return Some(format!(
            "{what} can't contain slashes. Enter only the name, not the resource ID."
        ));
    }
    let wrong = text
        .chars()
        .find(|c| !(c.is_alphanumeric() || "_-.()".contains(*c)));
    length(text, what, 1, 90)
        .or_else(|| {
            wrong.map(|c| {
                format!("{what} can contain only letters, digits, hyphens, underscores, periods and parentheses. Remove {c:?}.")
            })
        })
        .or_else(|| text.ends_with('.').then(|| format!("{what} can't end with a period.")))
}

/// Letters, digits, `_`, `-` and `.`; starts with a letter or digit, ends with one or with `_`.
fn network_name(text: &str, what: &str, least: usize, most: usize) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    if text.contains('/') {
        return Some(format!(
            "{what} can't contain slashes. Enter only the name, not the resource ID."
        ));
    }
    let wrong = text
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || "_-.".contains(*c)));
    let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let ends = text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    length(text, what, least, most)
        .or_else(|| {
            wrong.map(|c| {
                format!("{what} can contain only letters, digits, hyphens, underscores and periods. Remove {c:?}.")
            })
        })
        .or_else(|| (!begins).then(|| format!("{what} must start with a letter or digit.")))
        .or_else(|| (!ends).then(|| format!("{what} must end with a letter, a digit or an underscore.")))
}

fn length(text: &str, what: &str, least: usize, most: usize) -> Option<String> {
    let characters = text.chars().count();
    (!(least..=most).contains(&characters)).then(|| {
        format!("{what} must have {least} to {most} characters. This one has {characters}.")
    })
}
