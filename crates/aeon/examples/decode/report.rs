//! Turns a response into lines for people.

use aeon::wire::decode::{self, List, Unreadable};
use aeon::wire::{self, AccessibilityType};
use serde::de::DeserializeOwned;

use crate::distinguish;

/// What a response contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// The account, with roles and permissions.
    Account,
    /// The account's projects.
    Projects,
    /// A list of VPCs, or one.
    Vpcs,
    /// A list of clusters, or one.
    Clusters,
    /// One cluster.
    Cluster,
    /// One private service endpoint, or a list of them.
    Pse,
    /// A list of tasks.
    Tasks,
    /// A list of API keys.
    ApiKeys,
    /// An error.
    Error,
}

/// Describes a response. The error says why it can't be decoded.
pub fn report(kind: Kind, body: &[u8]) -> Result<String, String> {
    let mut lines = Lines::default();
    match kind {
        Kind::Account => account(&mut lines, &one(body, "the account")?),
        Kind::Projects => {
            let account: wire::Account = one(body, "the account with its projects")?;
            lines.add(0, count(account.info.projects.len(), "project"));
            for project in &account.info.projects {
                lines.add(1, format!("{} ({})", named(&project.name), project.id));
            }
        }
        Kind::Vpcs => each(&mut lines, body, "VPC", Expected::List, vpc)?,
        Kind::Clusters => each(&mut lines, body, "cluster", Expected::List, cluster)?,
        Kind::Cluster => each(&mut lines, body, "cluster", Expected::One, cluster)?,
        Kind::Pse => each(
            &mut lines,
            body,
            "private service endpoint",
            Expected::Either,
            pse,
        )?,
        Kind::Tasks => each(&mut lines, body, "task", Expected::List, task)?,
        Kind::ApiKeys => each(&mut lines, body, "API key", Expected::List, api_key)?,
        Kind::Error => error(&mut lines, body)?,
    }
    Ok(lines.text())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    One,
    List,
    Either,
}

fn account(lines: &mut Lines, account: &wire::Account) {
    let info = &account.info;
    lines.add(
        0,
        format!("account {} ({})", named(&account.spec.name), info.id),
    );
    lines.add(1, count(info.projects.len(), "project"));
    for project in &info.projects {
        lines.add(2, format!("{} ({})", named(&project.name), project.id));
    }
    lines.add(1, count(info.roles.len(), "role"));
    for role in &info.roles {
        let active = if role.is_active == Some(false) {
            ", not active"
        } else {
            ""
        };
        lines.add(
            2,
            format!(
                "{}{active}, {}",
                named(&role.name),
                count(role.permissions.len(), "permission")
            ),
        );
        for permission in &role.permissions {
            let groups: Vec<_> = permission
                .operation_groups
                .iter()
                .map(|g| g.operation_group.as_str())
                .collect();
            lines.add(
                3,
                format!("{}: {}", named(&permission.resource_type), groups.join(" ")),
            );
        }
    }
}

fn vpc(lines: &mut Lines, vpc: &wire::Vpc) {
    let (spec, info) = (&vpc.spec, &vpc.info);
    lines.value("cloud", spec.cloud.as_str(), spec.cloud.is_known());
    lines.value("VPC state", info.state.as_str(), info.state.is_known());
    lines.add(
        0,
        format!(
            "VPC {} ({}): {} {}",
            named(&spec.name),
            info.id,
            spec.cloud,
            info.state
        ),
    );
    let parent = spec
        .parent_cidr
        .as_deref()
        .map(|cidr| format!(" of {cidr}"))
        .unwrap_or_default();
    let regions = count(spec.region_specs.len(), "region");
    let (clusters, peerings) = (
        count(info.cluster_ids.len(), "cluster"),
        count(info.peering_ids.len(), "peering"),
    );
    lines.add(1, format!("{regions}{parent}, {clusters}, {peerings}"));
    for region in &spec.region_specs {
        lines.add(
            2,
            format!(
                "{} {}",
                region.region,
                region.cidr.as_deref().unwrap_or("(no address range)")
            ),
        );
    }
    if let Some(id) = &info.external_vpc_id {
        lines.add(
            1,
            format!(
                "cloud id {id}, account {}",
                named(&info.cloud_provider_project)
            ),
        );
    }
}

fn cluster(lines: &mut Lines, cluster: &wire::Cluster) {
    let (spec, info) = (&cluster.spec, &cluster.info);
    let tier = &spec.cluster_info.cluster_tier;
    let clouds = spec.clouds();
    for cloud in &clouds {
        lines.value("cloud", cloud.as_str(), cloud.is_known());
    }
    let clouds: Vec<&str> = clouds.iter().map(wire::CloudCode::as_str).collect();
    lines.value("cluster tier", tier.as_str(), tier.is_known());
    lines.value("cluster state", info.state.as_str(), info.state.is_known());
    lines.add(
        0,
        format!(
            "cluster {} ({}): {} {tier} {}",
            named(&spec.name),
            info.id,
            if clouds.is_empty() {
                "(no cloud)".to_owned()
            } else {
                clouds.join(" · ")
            },
            info.state
        ),
    );
    if let Some(created) = info.metadata.created_on {
        lines.add(1, format!("created {created}"));
    }
    lines.add(1, count(spec.cluster_region_info.len(), "region"));
    for region in &spec.cluster_region_info {
        let place = &region.placement_info;
        let id = info
            .cluster_region_info_details
            .iter()
            .find(|d| d.region == place.cloud_info.region);
        let id = id.map_or("(no region id)", |details| details.id.as_str());
        let vpc = place
            .vpc_id
            .as_ref()
            .map_or_else(|| "no VPC".to_owned(), |vpc| format!("VPC {vpc}"));
        let pse = region.private_service_endpoint_info.as_ref().map_or_else(
            || "no endpoint".to_owned(),
            |pse| {
                pse.security_principals.as_ref().map_or_else(
                    || "endpoint, principals unknown".to_owned(),
                    |list| format!("endpoint for {}", count(list.len(), "principal")),
                )
            },
        );
        lines.add(
            2,
            format!(
                "{} {} ({id}), {vpc}, {pse}",
                named(spec.region_cloud(&place.cloud_info.region).as_str()),
                place.cloud_info.region
            ),
        );
        for kind in &region.accessibility_types {
            lines.value("access type", kind.as_str(), kind.is_known());
        }
    }
    let addresses = info.cluster_endpoints.as_ref().map_or_else(
        || "addresses: unknown".to_owned(),
        |endpoints| count(endpoints.len(), "address"),
    );
    lines.add(1, addresses);
    for endpoint in info.endpoints() {
        let kind = &endpoint.accessibility_type;
        lines.value("access type", kind.as_str(), kind.is_known());
        let states = [
            endpoint
                .state
                .as_ref()
                .map(|state| (state.as_str(), state.is_known())),
            endpoint
                .state_v1
                .as_ref()
                .map(|state| (state.as_str(), state.is_known())),
        ];
        for (state, known) in states.into_iter().flatten() {
            lines.value("endpoint state", state, known);
        }
        let states: Vec<_> = states
            .into_iter()
            .flatten()
            .map(|(state, _)| state)
            .collect();
        let pse = match (kind, endpoint.pse()) {
            (AccessibilityType::PrivateServiceEndpoint, Some(id)) => format!(" ({id})"),
            _ => String::new(),
        };
        lines.add(
            2,
            format!(
                "{} {kind}{pse} {}: {}",
                endpoint.region,
                states.join("/"),
                named(&endpoint.host)
            ),
        );
    }
}

fn pse(lines: &mut Lines, pse: &wire::Pse) {
    let info = &pse.info;
    lines.value("PSE state", info.state.as_str(), info.state.is_known());
    lines.add(
        0,
        format!("private service endpoint {}: {}", info.id, info.state),
    );
    lines.add(
        1,
        format!(
            "service name: {}",
            info.service_name.as_deref().unwrap_or("none yet")
        ),
    );
    match &pse.spec {
        None => lines.add(1, "principals: unknown"),
        Some(spec) => {
            lines.add(
                1,
                format!(
                    "cluster region {}",
                    named(spec.cluster_region_info_id.as_str())
                ),
            );
            match &spec.security_principals {
                None => lines.add(1, "principals: unknown"),
                Some(list) => {
                    lines.add(1, count(list.len(), "principal"));
                    list.iter().for_each(|principal| lines.add(2, principal));
                }
            }
        }
    }
    lines.add(
        1,
        format!(
            "{}: {}",
            count(info.availability_zones.len(), "zone"),
            info.availability_zones.join(" ")
        ),
    );
    lines.add(
        1,
        format!(
            "{}: {}",
            info.connections.as_ref().map_or_else(
                || "connections unknown".to_owned(),
                |ids| count(ids.len(), "connection")
            ),
            info.connections.as_deref().unwrap_or_default().join(" ")
        ),
    );
}

fn task(lines: &mut Lines, task: &wire::Task) {
    let info = &task.info;
    lines.value("task state", info.state.as_str(), info.state.is_known());
    let locking = if info.locking == Some(true) {
        ", locking"
    } else {
        ""
    };
    let entity = info.entity_id.as_deref().unwrap_or("(no id)");
    lines.add(
        0,
        format!(
            "task {} {}: {}{locking}, on {} {entity}",
            named(&info.task_type),
            info.id,
            info.state,
            info.entity_type
        ),
    );
    if let Some(completed) = info.completed_on {
        lines.add(1, format!("completed {completed}"));
    }
    for action in info
        .task_progress_info
        .iter()
        .flat_map(|progress| &progress.actions)
    {
        lines.add(
            1,
            format!("{}: {}%", named(&action.name), action.percent_complete),
        );
    }
}

fn api_key(lines: &mut Lines, key: &wire::ApiKeyEntry) {
    let info = &key.info;
    lines.value(
        "API key status",
        info.status.as_str(),
        info.status.is_known(),
    );
    let role = info
        .role
        .as_ref()
        .map_or("", |role| role.info.display_name.as_str());
    lines.add(
        0,
        format!(
            "API key {} ({}): {}, role {}",
            named(&key.spec.name),
            info.id,
            info.status,
            named(role)
        ),
    );
    let or_never =
        |time: Option<jiff::Timestamp>| time.map_or("never".to_owned(), |time| time.to_string());
    lines.add(
        1,
        format!(
            "expires {}, last used {}",
            or_never(info.expiry_time.and_then(aeon::expiry)),
            or_never(info.last_used_time)
        ),
    );
}

fn error(lines: &mut Lines, body: &[u8]) -> Result<(), String> {
    match decode::is_list(body) {
        Err(Unreadable::Service(error)) if error.status.is_none() && error.detail.is_empty() => {
            Err("This error has neither a status nor a detail.".to_owned())
        }
        Err(Unreadable::Service(error)) => {
            let status = error.status.map_or_else(
                || "no status".to_owned(),
                |status| format!("status {status}"),
            );
            lines.add(0, format!("error, {status}: {}", named(&error.detail)));
            if error.detail.contains("JWT has expired") {
                lines.add(1, "the API key has expired");
            }
            Ok(())
        }
        Err(reason) => Err(sentence("an error", &reason)),
        Ok(_) => Err("This isn't an error: it has “data”.".to_owned()),
    }
}

/// Reports each item of a list, or the single item; then what was skipped and whether more pages follow.
fn each<T: DeserializeOwned>(
    lines: &mut Lines,
    body: &[u8],
    what: &str,
    expected: Expected,
    report: impl Fn(&mut Lines, &T),
) -> Result<(), String> {
    let plural = format!("a list of {what}s");
    let wanted = if expected == Expected::List {
        plural.as_str()
    } else {
        what
    };
    let is_list = decode::is_list(body).map_err(|reason| sentence(wanted, &reason))?;
    let list: List<T> = if is_list {
        decode::list(body).map_err(|reason| sentence(wanted, &reason))?
    } else {
        let item = decode::one(body).map_err(|reason| sentence(wanted, &reason))?;
        List {
            items: vec![item],
            skipped: Vec::new(),
            next: None,
        }
    };
    distinguish::check(what, body)?;
    if let (true, Some(reason)) = (list.items.is_empty(), list.skipped.first()) {
        return Err(format!(
            "Can't decode this as {wanted}: none of its items can be read. {reason}"
        ));
    }
    match (is_list, expected) {
        (true, Expected::One) if list.items.len() != 1 => {
            return Err(format!(
                "This is a list of {}, not one {what}. Use “{what}s”.",
                list.items.len()
            ));
        }
        (true, Expected::One) => lines.add(0, format!("a list of one {what}")),
        (false, Expected::List) => lines.add(0, format!("one {what}, not a list")),
        (true, _) => lines.add(0, count(list.items.len(), what)),
        (false, _) => {}
    }
    list.items.iter().for_each(|item| report(lines, item));
    if !list.skipped.is_empty() {
        lines.add(0, format!("{} skipped:", count(list.skipped.len(), "item")));
        list.skipped
            .iter()
            .for_each(|skipped| lines.add(1, skipped));
    }
    if is_list {
        lines.add(
            0,
            if list.next.is_some() {
                "more pages follow"
            } else {
                "last page"
            },
        );
    }
    Ok(())
}

/// Decodes the account.
fn one<T: DeserializeOwned>(body: &[u8], what: &str) -> Result<T, String> {
    let item = decode::one(body).map_err(|reason| sentence(what, &reason))?;
    distinguish::check("account", body)?;
    Ok(item)
}

fn sentence(what: &str, reason: &Unreadable) -> String {
    format!("Can't decode this as {what}: {reason}.")
}

fn named(text: &str) -> &str {
    if text.is_empty() { "(unnamed)" } else { text }
}

fn count(number: usize, what: &str) -> String {
    let plural = if what.ends_with('s') { "es" } else { "s" };
    format!("{number} {what}{}", if number == 1 { "" } else { plural })
}

/// Lines, and the values that this version doesn't know.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    unknown: Vec<String>,
}

impl Lines {
    /// Adds a line. Control characters in a response must not reach the terminal.
    fn add(&mut self, depth: usize, text: impl AsRef<str>) {
        let clean: String = text
            .as_ref()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        self.lines
            .push(format!("{}{}", "  ".repeat(depth), clean.trim_end()));
    }

    /// Notes a value of an enum if this version doesn't know it.
    fn value(&mut self, what: &str, value: &str, known: bool) {
        let line = format!("unknown {what}: {value}");
        if !known && !value.is_empty() && !self.unknown.contains(&line) {
            self.unknown.push(line);
        }
    }

    fn text(mut self) -> String {
        for line in std::mem::take(&mut self.unknown) {
            self.add(0, line);
        }
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}
