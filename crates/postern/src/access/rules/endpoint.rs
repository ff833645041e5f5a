//! Rules about a single endpoint.

use crate::access::site::Site;
use crate::access::{Finding, FindingKind, Fix, Severity};
use crate::cloud::Cloud;
use crate::inventory::EndpointStatus;
use crate::plan::Goal;
use crate::principal::PrincipalKind;

/// The findings about one endpoint.
pub(in crate::access) fn all(site: &Site<'_>) -> Vec<Finding> {
    [
        everyone(site),
        failed(site),
        nobody_allowed(site),
        nobody_connected(site),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn about(site: &Site<'_>, kind: FindingKind, word: &str) -> Finding {
    Finding {
        id: format!("{word}:{}:{}", site.cluster.id, site.region.id),
        kind,
        severity: Severity::Note,
        title: String::new(),
        text: String::new(),
        regions: vec![site.region.id.clone()],
        principal: None,
        fixes: Vec::new(),
        accepted: None,
    }
}

fn delete(site: &Site<'_>) -> Fix {
    Fix {
        label: "Delete the endpoint".to_owned(),
        goal: Goal::Delete {
            regions: vec![site.region.id.clone()],
        },
    }
}

fn everyone(site: &Site<'_>) -> Option<Finding> {
    let mut principals = site.principals.iter();
    let everyone = principals.find(|view| view.kind == PrincipalKind::Everyone)?;
    let who = match site.region.cloud {
        Cloud::Azure => "any Azure subscription that knows the alias",
        _ => "any AWS account that knows the service name",
    };
    let others = site.principals.len() > 1;
    let next = if others {
        "Remove it. The other principals on the list keep their access."
    } else {
        "Add the principals that need access, then remove it."
    };
    let remove = Fix {
        label: "Remove *".to_owned(),
        goal: Goal::Remove {
            regions: vec![site.region.id.clone()],
            principals: vec![everyone.text.clone()],
        },
    };
    Some(Finding {
        severity: Severity::Serious,
        title: format!("Anyone can request a connection to {}", site.name()),
        text: format!("* is on the list, so {who} can request a connection. {next}"),
        principal: Some((*everyone).clone()),
        fixes: if site.takes_edits() {
            vec![remove]
        } else {
            Vec::new()
        },
        ..about(site, FindingKind::Everyone, "everyone")
    })
}

fn failed(site: &Site<'_>) -> Option<Finding> {
    let recreate = site.region.endpoint.principals().map(|_| Fix {
        label: "Recreate the endpoint".to_owned(),
        goal: Goal::Recreate {
            regions: vec![site.region.id.clone()],
        },
    });
    let next = if recreate.is_some() {
        "Recreate it with the same principals, or delete it."
    } else {
        "Delete it, then create a new one."
    };
    (site.status == EndpointStatus::Failed).then(|| Finding {
        severity: Severity::Serious,
        title: format!("Endpoint failed: {}", site.name()),
        text: format!("Nothing can connect through it, and it can't be edited. {next}"),
        fixes: recreate.into_iter().chain([delete(site)]).collect(),
        ..about(site, FindingKind::Failed, "failed")
    })
}

fn nobody_allowed(site: &Site<'_>) -> Option<Finding> {
    // Before the endpoint has been read, an empty list may only be a missing one.
    let connections = site.connections()?;
    if !site.principals.is_empty() || !site.takes_edits() {
        return None;
    }
    let text = if connections == 0 {
        "Nobody can connect through it. Add the principals that need access, or delete the endpoint."
    } else {
        "Existing connections stay up, but no new ones are possible. Add the principals that need access."
    };
    Some(Finding {
        severity: Severity::Warning,
        title: format!("No principals on {}", site.name()),
        text: text.to_owned(),
        fixes: if connections == 0 {
            vec![delete(site)]
        } else {
            Vec::new()
        },
        ..about(site, FindingKind::NobodyAllowed, "nobody-allowed")
    })
}

fn nobody_connected(site: &Site<'_>) -> Option<Finding> {
    let unused = site.serves() && site.connections() == Some(0) && !site.principals.is_empty();
    unused.then(|| Finding {
        title: format!("No connections to {}", site.name()),
        text: "Nothing is connected from the cloud side. Either it isn't set up there yet, or the \
               endpoint is no longer needed."
            .to_owned(),
        fixes: vec![delete(site)],
        ..about(site, FindingKind::NobodyConnected, "nobody-connected")
    })
}
