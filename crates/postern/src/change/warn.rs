//! What the user should know before a step is sent. Pure.

use super::plan::show_lists;
use super::{Action, Step, Warning, WarningKind};
use crate::inventory::{Cloud, Cluster, Details, Health, Present, PrincipalKind};

/// What a step would do to a list.
pub(super) struct Warned<'a> {
    pub before: &'a [String],
    pub after: &'a [String],
    pub present: Option<&'a Present>,
}

/// Fills in the step's lists, its warnings and what has to be typed.
pub(super) fn fill(cluster: &Cluster, step: &mut Step, warned: &Warned<'_>) {
    show_lists(&cluster.cloud, step, warned.before, warned.after);
    let connections = warned.present.map_or(Connections::Known(0), connections);
    let deleting = step.action == Action::Delete;
    let everyone = step
        .added
        .iter()
        .any(|view| view.kind == PrincipalKind::Everyone);
    if everyone {
        step.type_to_confirm = Some("*".to_owned());
    }
    let warnings = [
        everyone.then(|| warning(WarningKind::Everyone, everyone_text(&cluster.cloud))),
        deleting.then(|| cut(&connections)).flatten(),
        (!deleting && warned.after.is_empty()).then(|| {
            warning(
                WarningKind::LastRemoved,
                "Nobody will be on the list: no new connection can be made.",
            )
        }),
        (!deleting && !step.removed.is_empty())
            .then(|| stay(&cluster.cloud, &connections))
            .flatten(),
        other_partition(step),
        busy(cluster),
    ];
    step.warnings = warnings.into_iter().flatten().collect();
}

enum Connections {
    Known(usize),
    Unknown,
}

fn connections(present: &Present) -> Connections {
    match &present.details {
        Details::Known { connections, .. } => Connections::Known(connections.len()),
        Details::Loading { .. } | Details::Unreadable { .. } => Connections::Unknown,
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

fn cut(connections: &Connections) -> Option<Warning> {
    let text = match connections {
        Connections::Known(0) => return None,
        Connections::Known(1) => "1 connection will be cut.".to_owned(),
        Connections::Known(count) => format!("{count} connections will be cut."),
        Connections::Unknown => {
            "Connections that stand will be cut; how many there are is not known.".to_owned()
        }
    };
    Some(warning(WarningKind::ConnectionsCut, text))
}

/// On AWS, taking a principal off only stops new connections.
fn stay(cloud: &Cloud, connections: &Connections) -> Option<Warning> {
    if *cloud != Cloud::Aws {
        return None;
    }
    let text = match connections {
        Connections::Known(0) => return None,
        Connections::Known(1) => {
            "Removing a principal stops new connections only: the 1 connection that stands stays up.".to_owned()
        }
        Connections::Known(count) => format!(
            "Removing a principal stops new connections only: the {count} connections that stand stay up."
        ),
        Connections::Unknown => {
            "Removing a principal stops new connections only: those that stand stay up.".to_owned()
        }
    };
    Some(warning(WarningKind::ConnectionsStay, text))
}

fn other_partition(step: &Step) -> Option<Warning> {
    let elsewhere = |text: &&str| text.starts_with("arn:") && !text.starts_with("arn:aws:");
    let added = step.added.iter().map(|view| view.text.as_str());
    let names: Vec<&str> = added.filter(elsewhere).collect();
    (!names.is_empty()).then(|| {
        let text = format!(
            "In another partition of AWS, from which the service can't be reached: {}.",
            names.join(", ")
        );
        warning(WarningKind::OtherPartition, text)
    })
}

fn busy(cluster: &Cluster) -> Option<Warning> {
    let what = match &cluster.busy {
        Some(busy) => format!("the task {} is running on it", busy.task),
        None if cluster.health == Health::Changing => format!("its state is {}", cluster.state),
        None => return None,
    };
    let text = format!("The cluster is busy ({what}): this waits for its turn.");
    Some(warning(WarningKind::Busy, text))
}
