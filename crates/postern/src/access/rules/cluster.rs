//! What a cluster's endpoints show when they are held side by side.

use std::collections::BTreeMap;

use aeon::wire::AccessibilityType;

use crate::access::rules::words::{count, regions};
use crate::access::site::Site;
use crate::access::{Finding, FindingKind, Fix, Severity};
use crate::cloud::Cloud;
use crate::inventory::{Cluster, Region};
use crate::plan::Goal;
use crate::principal::{
    AwsIdentity, AwsPrincipal, Partition, Principal, PrincipalCloud, PrincipalKind, PrincipalView,
};

/// The cluster answers on the internet although it has a private endpoint.
pub(in crate::access) fn public_access(cluster: &Cluster, sites: &[Site<'_>]) -> Option<Finding> {
    // While it is only just being asked for, the public address may be the one in use.
    sites.iter().find(|site| site.details.is_some())?;
    let is_public = |region: &&Region| {
        // Where there are no private endpoints, the public address is the way in.
        if PrincipalCloud::try_from(&region.cloud).is_err() {
            return false;
        }
        let mut hosts = region.other_hosts.iter();
        hosts.any(|host| host.accessibility == AccessibilityType::Public.as_str())
    };
    let mut open: Vec<_> = cluster.regions.iter().filter(is_public).collect();
    open.sort_by(|a, b| (&a.region, a.id.as_str()).cmp(&(&b.region, b.id.as_str())));
    if open.is_empty() {
        return None;
    }
    Some(Finding {
        id: format!("public-access:{}", cluster.id),
        kind: FindingKind::PublicAccess,
        severity: Severity::Warning,
        title: format!("{} can be reached from the internet", cluster.name),
        text: format!(
            "Public access is on in {} in addition to the private endpoint. When all applications connect \
             privately, turn it off in the cluster's network settings in the Aeon console.",
            match open.as_slice() {
                [one] => one.region.clone(),
                many => count(many.len(), "region"),
            }
        ),
        regions: open.iter().map(|region| region.id.clone()).collect(),
        principal: None,
        fixes: Vec::new(),
        accepted: None,
    })
}

/// Principals that may connect in one region of the cluster, but not in the others on the same cloud that have
/// an endpoint.
pub(in crate::access) fn not_in_siblings(
    cluster: &Cluster,
    cloud: &Cloud,
    sites: &[Site<'_>],
) -> Vec<Finding> {
    let mut sites = sites.to_vec();
    sites.retain(|site| site.region.cloud == *cloud);
    let mut listed: BTreeMap<&str, (&PrincipalView, Vec<&Site<'_>>)> = BTreeMap::new();
    for site in &sites {
        for view in site
            .principals
            .iter()
            .copied()
            .filter(|view| is_sound(view))
        {
            let entry = listed.entry(&view.text);
            entry.or_insert_with(|| (view, Vec::new())).1.push(site);
        }
    }
    let lacking = |view: &PrincipalView| -> Vec<&Site<'_>> {
        let lacks = |site: &&Site<'_>| site.takes_edits() && !allows(site, view);
        sites.iter().filter(lacks).collect()
    };
    listed
        .into_values()
        .map(|(view, on)| (view, on, lacking(view)))
        .filter(|(_, _, off)| !off.is_empty())
        .map(|(view, on, off)| not_in(cluster, view, &on, &off))
        .collect()
}

fn not_in(cluster: &Cluster, view: &PrincipalView, on: &[&Site<'_>], off: &[&Site<'_>]) -> Finding {
    let ids = |sites: &[&Site<'_>]| sites.iter().map(|site| site.region.id.clone()).collect();
    let add = Fix {
        label: match off {
            [one] => format!("Add to {}", one.region.region),
            many => format!("Add to {}", count(many.len(), "region")),
        },
        goal: Goal::Add {
            regions: ids(off),
            principals: vec![view.text.clone()],
        },
    };
    let editable: Vec<&Site<'_>> = on
        .iter()
        .copied()
        .filter(|site| site.takes_edits())
        .collect();
    let remove = (editable.len() == on.len()).then(|| Fix {
        label: match on {
            [one] => format!("Remove from {}", one.region.region),
            many => format!("Remove from {}", count(many.len(), "region")),
        },
        goal: Goal::Remove {
            regions: ids(on),
            principals: vec![view.text.clone()],
        },
    });
    Finding {
        id: format!("not-in-siblings:{}:{}", cluster.id, view.text),
        kind: FindingKind::NotInSiblings,
        severity: Severity::Warning,
        title: format!(
            "{} can't connect in every {}region of {}",
            view.short,
            match (cluster.clouds.as_slice(), on) {
                ([_, _, ..], [site, ..]) => format!("{} ", site.region.cloud.name()),
                _ => String::new(),
            },
            cluster.name
        ),
        text: format!(
            "It can connect in {}, but not in {}: after a failover it would be locked out.",
            regions(on),
            regions(off)
        ),
        regions: ids(off),
        principal: Some(view.clone()),
        fixes: [add].into_iter().chain(remove).collect(),
        accepted: None,
    }
}

/// Whether a principal is one that should be spread: neither anybody, nor text that is none, nor one that
/// can't reach the service anyway.
fn is_sound(view: &PrincipalView) -> bool {
    let known = !matches!(
        view.kind,
        PrincipalKind::Everyone | PrincipalKind::Unrecognized
    );
    known && !is_elsewhere(view)
}

/// Whether a principal lives in a partition from which the service can't be reached.
pub(super) fn is_elsewhere(view: &PrincipalView) -> bool {
    matches!(
        Principal::parse(PrincipalCloud::Aws, &view.text),
        Ok(Principal::Aws(AwsPrincipal::Arn { partition, .. })) if partition != Partition::Aws
    )
}

/// Whether a list lets a principal in: by itself, by its account as a whole, or because it lets anybody in.
fn allows(site: &Site<'_>, view: &PrincipalView) -> bool {
    site.lists(&view.text)
        || site.lists_everyone()
        || account(view).is_some_and(|account| site.lists(&account))
}

/// The account as a whole of a user or role.
fn account(view: &PrincipalView) -> Option<String> {
    let Ok(Principal::Aws(AwsPrincipal::Arn {
        partition, account, ..
    })) = Principal::parse(PrincipalCloud::Aws, &view.text)
    else {
        return None;
    };
    let identity = AwsIdentity::Root;
    let whole = AwsPrincipal::Arn {
        partition,
        account,
        identity,
    };
    Some(whole.to_string())
}
