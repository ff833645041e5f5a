//! Is what the user typed of the right form?

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;
use specta::Type;

use super::{AwsConsumer, AzureConsumer, Consumer};
use crate::principal::SubscriptionId;

/// What is wrong with each field; `None`: nothing, or nothing typed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "cloud", rename_all = "lowercase")]
pub enum ConsumerCheck {
    /// In AWS.
    Aws(AwsCheck),
    /// In Azure.
    Azure(AzureCheck),
}

/// What is wrong with the application's side in AWS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AwsCheck {
    /// The VPC's id.
    pub vpc_id: Option<String>,
    /// The subnets' ids as a whole.
    pub subnet_ids: Option<String>,
    /// Each subnet's id, in the form's order.
    pub subnets: Vec<Option<String>>,
    /// The security group or the range.
    pub source: Option<String>,
}

/// What is wrong with the application's side in Azure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AzureCheck {
    /// The subscription's id.
    pub subscription: Option<String>,
    /// The endpoint's resource group.
    pub resource_group: Option<String>,
    /// The VNet's resource group.
    pub vnet_resource_group: Option<String>,
    /// The VNet.
    pub vnet: Option<String>,
    /// The subnet.
    pub subnet: Option<String>,
}

/// Judges each field by its form. Whether what it names exists is for the cloud to say.
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
        vpc_id: aws_id(&form.vpc_id, "vpc", "A VPC's id"),
        subnet_ids: twice.map(|(_, id)| format!("{id} is in the list twice.")),
        subnets: form
            .subnet_ids
            .iter()
            .map(|id| aws_id(id, "subnet", "A subnet's id"))
            .collect(),
        source: source(&form.source),
    }
}

/// `kind-` and 8 or 17 hexadecimal digits.
fn aws_id(text: &str, kind: &str, what: &str) -> Option<String> {
    if text.is_empty() || is_aws_id(text, kind) {
        return None;
    }
    let example = format!("{what} looks like {kind}-0123456789abcdef0");
    let trimmed = text.trim().to_ascii_lowercase();
    Some(if is_aws_id(&trimmed, kind) {
        format!("Write {trimmed}, in lower case and without spaces around.")
    } else if trimmed.starts_with("arn:") {
        format!("This is an ARN. {example}: the part after the last “/”.")
    } else if let Some((other, _)) = trimmed.split_once('-').filter(|(other, _)| {
        *other != kind && ["vpc", "subnet", "sg", "eni", "vpce", "rtb"].contains(other)
    }) {
        format!("This begins with {other}-. {example}.")
    } else {
        format!("{example}, with 8 or 17 digits from 0 to 9 and a to f.")
    })
}

fn is_aws_id(text: &str, kind: &str) -> bool {
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
        return aws_id(text, "sg", "A security group's id");
    }
    match text.parse::<IpNet>() {
        Ok(range) if range.prefix_len() == 0 => Some(format!(
            "{range} is every address there is: give the application's security group or its own range."
        )),
        Ok(range) if range.trunc() != range => Some(format!(
            "{range} lies inside a network; the network itself is {}.",
            range.trunc()
        )),
        Ok(_) => None,
        Err(_) => Some(match text.trim().parse::<IpAddr>() {
            Ok(address) => format!("Write {} for this one address.", IpNet::from(address)),
            Err(_) => "Give a security group such as sg-0123456789abcdef0, or a range of addresses such as 10.0.0.0/16 or fd00::/64.".to_owned(),
        }),
    }
}

fn check_azure(form: &AzureConsumer) -> AzureCheck {
    AzureCheck {
        subscription: subscription(&form.subscription),
        resource_group: resource_group(&form.resource_group),
        vnet_resource_group: resource_group(&form.vnet_resource_group),
        vnet: network_name(&form.vnet, "A VNet's name", 2, 64),
        subnet: network_name(&form.subnet, "A subnet's name", 1, 80),
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
        Some(id) => format!("Write the id alone: {}.", id.as_str()),
        None => {
            "A subscription's id looks like 11111111-2222-3333-4444-555555555555; its name can't be used."
                .to_owned()
        }
    })
}

/// 1 to 90 letters, digits, `_`, `-`, `.` and brackets; no dot at the end.
fn resource_group(text: &str) -> Option<String> {
    let what = "A resource group's name";
    if text.is_empty() {
        return None;
    }
    if text.contains('/') {
        return Some(format!("{what} is expected, not an id with slashes."));
    }
    let wrong = text
        .chars()
        .find(|c| !(c.is_alphanumeric() || "_-.()".contains(*c)));
    length(text, what, 1, 90)
        .or_else(|| {
            wrong.map(|c| {
                format!("{what} has letters, digits, hyphens, underscores, dots and brackets; {c:?} is none of them.")
            })
        })
        .or_else(|| text.ends_with('.').then(|| format!("{what} doesn't end in a dot.")))
}

/// Letters, digits, `_`, `-` and `.`; begins with a letter or digit, ends with one or with `_`.
fn network_name(text: &str, what: &str, least: usize, most: usize) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    if text.contains('/') {
        return Some(format!("{what} is expected, not an id with slashes."));
    }
    let wrong = text
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || "_-.".contains(*c)));
    let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let ends = text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    length(text, what, least, most)
        .or_else(|| {
            wrong.map(|c| {
                format!("{what} has letters, digits, hyphens, underscores and dots; {c:?} is none of them.")
            })
        })
        .or_else(|| (!begins).then(|| format!("{what} begins with a letter or digit.")))
        .or_else(|| (!ends).then(|| format!("{what} ends with a letter, a digit or an underscore.")))
}

fn length(text: &str, what: &str, least: usize, most: usize) -> Option<String> {
    let characters = text.chars().count();
    (!(least..=most).contains(&characters))
        .then(|| format!("{what} has {least} to {most} characters; this has {characters}."))
}
