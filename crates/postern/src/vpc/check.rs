//! What is wrong with a form, and a form with nothing wrong as the service's request.

use std::collections::HashSet;
use std::sync::Arc;

use aeon::wire::{CloudCode, VpcRegionSpec, VpcSpec};
use ipnet::{IpNet, Ipv4Net};

use super::cidr::{self, PARENT_PREFIXES, REGION_PREFIXES, overlap};
use super::place::{self, Place};
use super::{VpcCheck, VpcDraft, VpcRegionCheck};
use crate::cloud::Cloud;
use crate::inventory::Vpc;

/// A name of more characters gets a warning; the service's own bound is not documented.
const NAME_MAX: usize = 63;

/// Says what is wrong with a form. `existing` are the project's VPCs, `restricted` the ranges that the
/// service doesn't give out on this cloud. There is one entry for each of the form's regions.
pub fn check(draft: &VpcDraft, existing: &[Arc<Vpc>], restricted: &[IpNet]) -> VpcCheck {
    let mut check = VpcCheck {
        regions: vec![VpcRegionCheck::default(); draft.regions.len()],
        ..VpcCheck::default()
    };
    check.name = name(draft.name.trim(), existing, &mut check.warnings);
    check.form = form(draft);
    if matches!(draft.cloud, Cloud::Other(_)) {
        return check;
    }
    let surroundings = Surroundings {
        existing,
        restricted,
    };
    if let Some(text) = parent(draft) {
        check.parent_cidr = match draft.cloud {
            Cloud::Gcp => surroundings
                .range(text, &PARENT_PREFIXES, &mut check.warnings)
                .err(),
            _ => Some("Only a VPC on GCP has one range for all of its regions.".to_owned()),
        };
    }
    codes(draft, &mut check);
    ranges(draft, &surroundings, &mut check);
    let mut said = HashSet::new();
    check
        .warnings
        .retain(|warning| said.insert(warning.clone()));
    check
}

/// What the service is asked for.
///
/// # Errors
/// What is wrong with the form, as [`check`] says it without knowing of other VPCs.
pub fn to_spec(draft: &VpcDraft) -> Result<VpcSpec, VpcCheck> {
    let check = check(draft, &[], &[]);
    let cloud = match draft.cloud {
        Cloud::Aws => CloudCode::Aws,
        Cloud::Azure => CloudCode::Azure,
        Cloud::Gcp => CloudCode::Gcp,
        Cloud::Other(_) => return Err(check),
    };
    if !check.is_clean() {
        return Err(check);
    }
    let range = |text: &str| {
        Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    Ok(VpcSpec {
        name: draft.name.trim().to_owned(),
        cloud,
        parent_cidr: parent(draft).map(str::to_owned),
        region_specs: draft
            .regions
            .iter()
            .map(|region| VpcRegionSpec {
                region: region.region.trim().to_owned(),
                cidr: range(&region.cidr),
            })
            .collect(),
    })
}

/// The parent range, where one is given.
fn parent(draft: &VpcDraft) -> Option<&str> {
    draft
        .parent_cidr
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

fn name(name: &str, existing: &[Arc<Vpc>], warnings: &mut Vec<String>) -> Option<String> {
    if name.is_empty() {
        return Some("Give the VPC a name.".to_owned());
    }
    if name.chars().any(char::is_control) {
        return Some("A name can't have line breaks or other control characters.".to_owned());
    }
    if existing
        .iter()
        .any(|vpc| vpc.name.eq_ignore_ascii_case(name))
    {
        return Some(format!("There is a VPC named {name} already."));
    }
    if name.chars().count() > NAME_MAX {
        warnings.push(format!(
            "The service may refuse a name of more than {NAME_MAX} characters."
        ));
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        warnings.push(
            "The service may refuse the name: letters, digits and hyphens are safe.".to_owned(),
        );
    }
    None
}

/// How many regions and ranges there may be.
fn form(draft: &VpcDraft) -> Option<String> {
    let problem = match (&draft.cloud, draft.regions.len(), parent(draft)) {
        (Cloud::Aws, 0, _) => "A VPC on AWS has at least one region, each with its range.",
        (Cloud::Azure, count, _) if count != 1 => "A VPC on Azure has exactly one region.",
        (Cloud::Gcp, 0, None) => {
            "A VPC on GCP has either one range for all, or regions with a range each."
        }
        (Cloud::Gcp, 1.., Some(_)) => {
            "A VPC on GCP has either one range for all, or regions with a range each; leave out one of the two."
        }
        (Cloud::Other(word), _, _) => {
            return Some(format!(
                "Postern can't make VPCs on {word}; use the Aeon console."
            ));
        }
        _ => return None,
    };
    Some(problem.to_owned())
}

fn codes(draft: &VpcDraft, check: &mut VpcCheck) {
    for (index, region) in draft.regions.iter().enumerate() {
        let code = region.region.trim();
        let before = draft.regions[..index]
            .iter()
            .any(|other| other.region.trim() == code);
        check.regions[index].region = match place::judge(&draft.cloud, code) {
            Place::Wrong(reason) => Some(reason),
            _ if before => Some(format!("{code} is in the list already.")),
            Place::Unfamiliar(warning) => {
                check.warnings.push(warning);
                None
            }
            Place::Known => None,
        };
    }
}

fn ranges(draft: &VpcDraft, surroundings: &Surroundings<'_>, check: &mut VpcCheck) {
    let mut taken: Vec<(&str, Ipv4Net)> = Vec::new();
    for (region, wrong) in draft.regions.iter().zip(&mut check.regions) {
        let text = region.cidr.trim();
        if draft.cloud == Cloud::Azure {
            wrong.cidr = (!text.is_empty())
                .then(|| "On Azure the service chooses the range; leave it empty.".to_owned());
            continue;
        }
        let range = match surroundings.range(text, &REGION_PREFIXES, &mut check.warnings) {
            Ok(range) => range,
            Err(reason) => {
                wrong.cidr = Some(reason);
                continue;
            }
        };
        match taken.iter().find(|(_, other)| overlap(other, &range)) {
            Some((code, other)) => {
                wrong.cidr = Some(format!("{range} overlaps {other} of {code}."))
            }
            None => taken.push((region.region.trim(), range)),
        }
    }
}

/// What else there is.
struct Surroundings<'a> {
    existing: &'a [Arc<Vpc>],
    restricted: &'a [IpNet],
}

impl Surroundings<'_> {
    /// Reads a range and compares it with what else there is.
    fn range(
        &self,
        text: &str,
        prefixes: &std::ops::RangeInclusive<u8>,
        warnings: &mut Vec<String>,
    ) -> Result<Ipv4Net, String> {
        let range = cidr::parse(text)?;
        let hit = self
            .restricted
            .iter()
            .find(|other| matches!(other, IpNet::V4(other) if overlap(other, &range)));
        if let Some(hit) = hit {
            return Err(format!(
                "{range} overlaps {hit}, which the service doesn't give out; choose another range."
            ));
        }
        warnings.extend(cidr::warnings(&range, prefixes));
        warnings.extend(self.existing.iter().filter_map(|vpc| {
            let other = ranges_of(vpc).find(|other| overlap(other, &range))?;
            Some(format!(
                "{range} overlaps {other} of the VPC {}: no network can be peered with both.",
                vpc.name,
            ))
        }));
        Ok(range)
    }
}

/// An existing VPC's ranges; what can't be read is passed over.
fn ranges_of(vpc: &Vpc) -> impl Iterator<Item = Ipv4Net> {
    let regions = vpc
        .regions
        .iter()
        .filter_map(|region| region.cidr.as_deref());
    regions
        .chain(vpc.parent_cidr.as_deref())
        .filter_map(|text| text.trim().parse().ok())
}
