//! What the user should know before a step is sent. Pure.

use super::step::show_lists;
use crate::change::{Action, Confirm, Step, Theirs, Warning, WarningKind};
use crate::cloud::Cloud;
use crate::inventory::{Cluster, Details, Present, state_rule};
use crate::permission::Allowed;
use crate::principal::{PrincipalKind, canonical, principal_cloud, spelt, texts, views, without};

/// The most connections that are named one by one.
const MOST_NAMED: usize = 10;

/// What a step would do to a list.
pub(super) struct Warned<'a> {
    pub before: &'a [String],
    pub after: &'a [String],
    pub present: Option<&'a Present>,
    /// Whether the endpoint takes the step.
    pub rule: &'a Allowed,
}

/// Fills in the step's lists, its warnings and what has to be typed.
pub(super) fn fill(cluster: &Cluster, step: &mut Step, warned: &Warned<'_>) {
    show_lists(step, warned.before, warned.after);
    let connections = warned.present.map_or(Connections::Known(&[]), connections);
    let deleting = step.action == Action::Delete;
    let everyone = step
        .added
        .iter()
        .any(|view| view.kind == PrincipalKind::Everyone);
    let revoked = !deleting && !step.removed.is_empty() && connections.is_live();
    if revoked {
        let texts = step.removed.iter().map(|view| view.text.clone());
        step.confirm.extend(texts.map(Confirm::Revoke));
    }
    if everyone {
        step.confirm.push(Confirm::Everyone);
    }
    let warnings = [
        step.list_unread.then(|| {
            warning(
                WarningKind::ListUnread,
                "The service didn't return this endpoint's principals, so they can't be restored \
                 after it is deleted.",
            )
        }),
        everyone.then(|| warning(WarningKind::Everyone, everyone_text(&step.cloud))),
        deleting
            .then(|| deleted_while_up(&step.cloud, &connections))
            .flatten(),
        (!deleting && warned.after.is_empty()).then(|| {
            warning(
                WarningKind::LastRemoved,
                "No principals will be left: no new connections can be made.",
            )
        }),
        (!deleting && !step.removed.is_empty())
            .then(|| stay(&step.cloud, &connections))
            .flatten(),
        other_partition(step),
        waits(warned.rule),
        waits(&state_rule(cluster)),
    ];
    step.warnings = warnings.into_iter().flatten().collect();
}

/// The cloud-side endpoints that are connected.
enum Connections<'a> {
    Known(&'a [String]),
    Unknown,
}

impl Connections<'_> {
    fn is_live(&self) -> bool {
        matches!(self, Self::Known(ids) if !ids.is_empty())
    }
}

fn connections(present: &Present) -> Connections<'_> {
    match &present.details {
        Details::Known {
            connections: Some(ids),
            ..
        } => Connections::Known(ids),
        Details::Known { .. } | Details::Loading { .. } | Details::Unreadable { .. } => {
            Connections::Unknown
        }
    }
}

fn warning(kind: WarningKind, text: impl Into<String>) -> Warning {
    Warning {
        kind,
        text: text.into(),
    }
}

fn everyone_text(cloud: &Cloud) -> &'static str {
    match cloud {
        Cloud::Azure => "* lets any Azure subscription that knows the alias ask to connect.",
        _ => "* lets any AWS account ask to connect.",
    }
}

/// What Aeon does with connections when their endpoint is deleted is not documented. AWS itself refuses to
/// delete an endpoint service that has some.
fn deleted_while_up(cloud: &Cloud, connections: &Connections<'_>) -> Option<Warning> {
    let (their, at) = match cloud {
        Cloud::Azure => ("private endpoint", "Azure"),
        _ => ("VPC endpoint", "AWS"),
    };
    let text = match connections {
        Connections::Known([]) => return None,
        Connections::Known([one]) => format!(
            "Aeon may refuse this while 1 connection exists, or drop it ({one}). Its {their} in {at} \
             stays, and is billed, until you delete it there."
        ),
        Connections::Known(ids) => format!(
            "Aeon may refuse this while {} connections exist, or drop them ({}). Their {their}s \
             in {at} stay, and are billed, until you delete them there.",
            ids.len(),
            named(ids)
        ),
        Connections::Unknown => format!(
            "It isn't known whether connections exist. Aeon may refuse this while any do, or drop \
             them. Their {their}s in {at} stay, and are billed, until you delete them there."
        ),
    };
    Some(warning(WarningKind::ConnectionsCut, text))
}

/// On AWS, taking a principal off only stops new connections.
fn stay(cloud: &Cloud, connections: &Connections<'_>) -> Option<Warning> {
    if *cloud != Cloud::Aws {
        return None;
    }
    let rule = "Removing a principal stops new connections only";
    let text = match connections {
        Connections::Known([]) => return None,
        Connections::Known([one]) => {
            format!("{rule}: the existing connection stays up ({one}).")
        }
        Connections::Known(ids) => format!(
            "{rule}: the {} existing connections stay up ({}).",
            ids.len(),
            named(ids)
        ),
        Connections::Unknown => {
            format!("{rule}: existing ones stay up. How many there are isn't known.")
        }
    };
    Some(warning(WarningKind::ConnectionsStay, text))
}

/// The ids, or the first of many.
fn named(ids: &[String]) -> String {
    match ids.len().checked_sub(MOST_NAMED) {
        None | Some(0) => ids.join(", "),
        Some(more) => format!("{} and {more} more", ids[..MOST_NAMED].join(", ")),
    }
}

/// Says which principals the endpoint does not get because they belong to the other cloud.
pub(super) fn excluded(step: &mut Step, principals: &[String]) {
    let text = format!(
        "Left out, because the endpoint is on {}: {}.",
        principal_cloud(&step.cloud).name(),
        principals.join(", ")
    );
    step.warnings.push(warning(WarningKind::OtherCloud, text));
}

fn other_partition(step: &Step) -> Option<Warning> {
    let elsewhere = |text: &&str| text.starts_with("arn:") && !text.starts_with("arn:aws:");
    let added = step.added.iter().map(|view| view.text.as_str());
    let names: Vec<&str> = added.filter(elsewhere).collect();
    (!names.is_empty()).then(|| {
        let text = format!(
            "Can't reach the service, being in another AWS partition: {}.",
            names.join(", ")
        );
        warning(WarningKind::OtherPartition, text)
    })
}

/// What a step waits for before it is sent.
fn waits(rule: &Allowed) -> Option<Warning> {
    match rule {
        Allowed::Waits { reason } => {
            let text = format!("{reason} This step starts after that.");
            Some(warning(WarningKind::Busy, &text))
        }
        Allowed::Yes | Allowed::No { .. } => None,
    }
}

/// Taking back what Postern granted a few minutes ago isn't confirmed by typing.
pub(super) fn granted_just_now(step: &mut Step, granted: &[String]) {
    let cloud = principal_cloud(&step.cloud);
    let granted = spelt(cloud, granted);
    step.confirm.retain(|confirm| match confirm {
        Confirm::Revoke(text) => !granted.contains(&canonical(cloud, text)),
        Confirm::Delete(_) | Confirm::Everyone => true,
    });
}

/// Shows what somebody else changed since `seen` on a list that is going to be deleted.
pub(super) fn since(step: &mut Step, seen: &[String]) {
    let cloud = principal_cloud(&step.cloud);
    let (seen, now) = (spelt(cloud, seen), spelt(cloud, &texts(&step.before)));
    let (added, removed) = (without(&now, &seen), without(&seen, &now));
    if step.action == Action::Delete && !(added.is_empty() && removed.is_empty()) {
        step.theirs = Some(Theirs {
            added: views(&step.cloud, &added),
            removed: views(&step.cloud, &removed),
        });
    }
}
