//! Validates the form for a new VPC and turns it into a request.

use std::collections::HashSet;
use std::sync::Arc;

use aeon::wire::{CloudCode, VpcRegionSpec, VpcSpec};
use ipnet::{IpNet, Ipv4Net};

use super::cidr::{self, PARENT_PREFIXES, REGION_PREFIXES, overlap};
use super::place::{self, RegionName};
use super::{VpcCheck, VpcDraft, VpcRegionCheck};
use crate::cloud::Cloud;
use crate::inventory::Vpc;

/// Longer names get a warning, since the service's limit isn't documented.
const NAME_MAX: usize = 63;
/// The documented limit: in each region of AWS and Azure, on GCP in all.
const MOST_VPCS: usize = 3;

/// Validates a form. `existing` are the project's VPCs, `restricted` the address ranges reserved by the
/// service on this cloud. The result has one entry per region of the form.
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
        cloud: &draft.cloud,
        existing,
        restricted,
    };
    if let Some(text) = parent(draft) {
        check.parent_cidr = match draft.cloud {
            Cloud::Gcp => surroundings
                .range(text, &PARENT_PREFIXES, &mut check.warnings)
                .err(),
            _ => Some("Only VPCs on GCP can have one range for all regions. Remove it.".to_owned()),
        };
    }
    codes(draft, &mut check);
    full(draft, existing, &mut check.warnings);
    ranges(draft, &surroundings, &mut check);
    let mut unique = HashSet::new();
    check
        .warnings
        .retain(|warning| unique.insert(warning.clone()));
    check
}

/// The request for creating the VPC.
///
/// # Errors
/// The errors in the form, as from [`check`] without other VPCs.
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

/// The parent range, if given.
fn parent(draft: &VpcDraft) -> Option<&str> {
    draft
        .parent_cidr
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

fn name(name: &str, existing: &[Arc<Vpc>], warnings: &mut Vec<String>) -> Option<String> {
    if name.is_empty() {
        return Some("Enter a name for the VPC.".to_owned());
    }
    if name.chars().any(char::is_control) {
        return Some("The name can't contain line breaks or other control characters.".to_owned());
    }
    if existing
        .iter()
        .any(|vpc| vpc.name.eq_ignore_ascii_case(name))
    {
        return Some(format!(
            "A VPC named {name} already exists. Choose another name."
        ));
    }
    if name.chars().count() > NAME_MAX {
        warnings.push(format!(
            "The service may reject a name longer than {NAME_MAX} characters."
        ));
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        warnings.push(
            "The service may reject this name. Letters, digits and hyphens are safe.".to_owned(),
        );
    }
    None
}

/// Checks the number of regions and ranges.
fn form(draft: &VpcDraft) -> Option<String> {
    let problem = match (&draft.cloud, draft.regions.len(), parent(draft)) {
        (Cloud::Aws, count, _) if count != 1 => {
            "A new VPC on AWS has exactly one region. Create another VPC for each other region."
        }
        (Cloud::Azure, count, _) if count != 1 => "A VPC on Azure needs exactly one region.",
        (Cloud::Gcp, 0, None) => {
            "A VPC on GCP needs either one range for all regions, or regions with a range each."
        }
        (Cloud::Gcp, 1.., Some(_)) => {
            "A VPC on GCP has either one range for all regions, or regions with a range each. Remove one of the two."
        }
        (Cloud::Other(word), _, _) => {
            return Some(format!(
                "Postern can't create VPCs on {word}. Use the Aeon console."
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
        check.regions[index].region = match place::check_region(&draft.cloud, code) {
            RegionName::Wrong(reason) => Some(reason),
            _ if before => Some(format!("{code} is already on the list.")),
            RegionName::Unfamiliar(warning) => {
                check.warnings.push(warning);
                None
            }
            RegionName::Known => None,
        };
    }
}

/// Warns if the service's limit is reached. Support can raise it, so that it isn't an error.
fn full(draft: &VpcDraft, existing: &[Arc<Vpc>], warnings: &mut Vec<String>) {
    let on_cloud = existing.iter().filter(|vpc| vpc.cloud == draft.cloud);
    let limit = match draft.cloud {
        Cloud::Gcp => "3 on GCP",
        _ => "3 in a region",
    };
    let warning = |place: &str| {
        format!(
            "{place} has {MOST_VPCS} VPCs. The service allows {limit}, unless support has raised that."
        )
    };
    if draft.cloud == Cloud::Gcp {
        if on_cloud.count() >= MOST_VPCS {
            warnings.push(warning("This project"));
        }
        return;
    }
    for region in &draft.regions {
        let code = region.region.trim();
        let there = |vpc: &&Arc<Vpc>| vpc.regions.iter().any(|region| region.region == code);
        if on_cloud.clone().filter(there).count() >= MOST_VPCS {
            warnings.push(warning(code));
        }
    }
}

fn ranges(draft: &VpcDraft, surroundings: &Surroundings<'_>, check: &mut VpcCheck) {
    let mut taken: Vec<(&str, Ipv4Net)> = Vec::new();
    for (region, wrong) in draft.regions.iter().zip(&mut check.regions) {
        let text = region.cidr.trim();
        if draft.cloud == Cloud::Azure {
            wrong.cidr = (!text.is_empty())
                .then(|| "On Azure, the service chooses the range. Leave this empty.".to_owned());
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
                wrong.cidr = Some(format!(
                    "{range} overlaps {other} in {code}. Choose another range."
                ))
            }
            None => taken.push((region.region.trim(), range)),
        }
    }
}

/// Address ranges to compare with.
struct Surroundings<'a> {
    cloud: &'a Cloud,
    existing: &'a [Arc<Vpc>],
    restricted: &'a [IpNet],
}

impl Surroundings<'_> {
    /// Parses a range and compares it with the others.
    fn range(
        &self,
        text: &str,
        prefixes: &std::ops::RangeInclusive<u8>,
        warnings: &mut Vec<String>,
    ) -> Result<Ipv4Net, String> {
        let range = cidr::parse(text)?;
        let reported = self.restricted.iter().filter_map(|other| match other {
            IpNet::V4(other) => Some(other),
            IpNet::V6(_) => None,
        });
        let mut reserved = cidr::reserved(self.cloud).iter().chain(reported);
        let hit = reserved.find(|other| overlap(other, &range));
        if let Some(hit) = hit {
            return Err(format!(
                "{range} overlaps {hit}, which is reserved by the service. Choose another range."
            ));
        }
        if let Some(reason) = cidr::refusal(&range, prefixes) {
            return Err(reason);
        }
        warnings.extend(self.existing.iter().filter_map(|vpc| {
            let other = ranges_of(vpc).find(|other| overlap(other, &range))?;
            Some(format!(
                "{range} overlaps {other} of the VPC {}. A network can't be peered with both.",
                vpc.name,
            ))
        }));
        Ok(range)
    }
}

/// An existing VPC's ranges, without invalid ones.
fn ranges_of(vpc: &Vpc) -> impl Iterator<Item = Ipv4Net> {
    let regions = vpc
        .regions
        .iter()
        .filter_map(|region| region.cidr.as_deref());
    regions
        .chain(vpc.parent_cidr.as_deref())
        .filter_map(|text| text.trim().parse().ok())
}
