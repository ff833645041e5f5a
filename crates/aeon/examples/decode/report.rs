//! What is understood of an answer, as lines for people.

use aeon::wire::decode::{self, List, Unreadable};
use aeon::wire::{self, AccessibilityType};
use serde::de::DeserializeOwned;

use crate::telling;

/// What an answer is of.
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

/// What is understood of the answer; an error says why it can't be read.
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
    lines.word("cloud", spec.cloud.as_str(), spec.cloud.is_known());
    lines.word("VPC state", info.state.as_str(), info.state.is_known());
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
                region.cidr.as_deref().unwrap_or("(no range given)")
            ),
        );
    }
    if let Some(id) = &info.external_vpc_id {
        lines.add(
            1,
            format!(
                "in the cloud: {id} of {}",
                named(&info.cloud_provider_project)
            ),
        );
    }
}

fn cluster(lines: &mut Lines, cluster: &wire::Cluster) {
    let (spec, info) = (&cluster.spec, &cluster.info);
    let (cloud, tier) = (&spec.cloud_info.code, &spec.cluster_info.cluster_tier);
    lines.word("cloud", cloud.as_str(), cloud.is_known());
    lines.word("cluster tier", tier.as_str(), tier.is_known());
    lines.word("cluster state", info.state.as_str(), info.state.is_known());
    lines.add(
        0,
        format!(
            "cluster {} ({}): {cloud} {tier} {}",
            named(&spec.name),
            info.id,
            info.state
        ),
    );
    if let Some(made) = info.metadata.created_on {
        lines.add(1, format!("made {made}"));
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
            .map_or_else(|| "outside a VPC".to_owned(), |vpc| format!("VPC {vpc}"));
        let pse = region.private_service_endpoint_info.as_ref().map_or_else(
            || "no endpoint".to_owned(),
            |pse| {
                pse.security_principals.as_ref().map_or_else(
                    || "endpoint, principals not told".to_owned(),
                    |list| format!("endpoint for {}", count(list.len(), "principal")),
                )
            },
        );
        lines.add(
            2,
            format!("{} ({id}), {vpc}, {pse}", place.cloud_info.region),
        );
        for kind in &region.accessibility_types {
            lines.word("access type", kind.as_str(), kind.is_known());
        }
    }
    let addresses = info.cluster_endpoints.as_ref().map_or_else(
        || "addresses: not told".to_owned(),
        |endpoints| count(endpoints.len(), "address"),
    );
    lines.add(1, addresses);
    for endpoint in info.endpoints() {
        let kind = &endpoint.accessibility_type;
        lines.word("access type", kind.as_str(), kind.is_known());
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
            lines.word("endpoint state", state, known);
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
    lines.word("PSE state", info.state.as_str(), info.state.is_known());
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
        None => lines.add(1, "principals: not told"),
        Some(spec) => {
            lines.add(
                1,
                format!(
                    "cluster region {}",
                    named(spec.cluster_region_info_id.as_str())
                ),
            );
            match &spec.security_principals {
                None => lines.add(1, "principals: not told"),
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
            count(info.connections.len(), "connection"),
            info.connections.join(" ")
        ),
    );
}

fn task(lines: &mut Lines, task: &wire::Task) {
    let info = &task.info;
    lines.word("task state", info.state.as_str(), info.state.is_known());
    let locking = if info.locking == Some(true) {
        ", locking"
    } else {
        ""
    };
    let entity = info.entity_id.as_deref().unwrap_or("nothing named");
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
    if let Some(ended) = info.completed_on {
        lines.add(1, format!("ended {ended}"));
    }
    for action in info
        .task_progress_info
        .iter()
        .flat_map(|progress| &progress.actions)
    {
        lines.add(
            1,
            format!("{}: {} %", named(&action.name), action.percent_complete),
        );
    }
}

fn api_key(lines: &mut Lines, key: &wire::ApiKeyEntry) {
    let info = &key.info;
    lines.word(
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
    let time = |time: Option<jiff::Timestamp>, otherwise: &str| {
        time.map_or(otherwise.to_owned(), |time| time.to_string())
    };
    lines.add(
        1,
        format!(
            "ends {}, last used {}",
            time(info.expiry_time, "never"),
            time(info.last_used_time, "never")
        ),
    );
}

fn error(lines: &mut Lines, body: &[u8]) -> Result<(), String> {
    match decode::is_list(body) {
        Err(Unreadable::Service(error)) if error.status.is_none() && error.detail.is_empty() => {
            Err("This is an error with neither a status nor a detail.".to_owned())
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
        Ok(_) => Err("This is not an error: it holds “data”.".to_owned()),
    }
}

/// Reports each item of a list or the one thing there is, then what was left out and whether more follows.
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
    telling::check(what, body)?;
    if let (true, Some(reason)) = (list.items.is_empty(), list.skipped.first()) {
        return Err(format!(
            "This can't be read as {wanted}: none of its items can be read. {reason}"
        ));
    }
    match (is_list, expected) {
        (true, Expected::One) if list.items.len() != 1 => {
            return Err(format!(
                "This is not one {what} but a list of {}: use “{what}s”.",
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
        lines.add(
            0,
            format!("{} left out:", count(list.skipped.len(), "item")),
        );
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
                "no page follows"
            },
        );
    }
    Ok(())
}

/// The account, alone or with its projects.
fn one<T: DeserializeOwned>(body: &[u8], what: &str) -> Result<T, String> {
    let item = decode::one(body).map_err(|reason| sentence(what, &reason))?;
    telling::check("account", body)?;
    Ok(item)
}

fn sentence(what: &str, reason: &Unreadable) -> String {
    format!("This can't be read as {what}: {reason}.")
}

fn named(text: &str) -> &str {
    if text.is_empty() { "(unnamed)" } else { text }
}

fn count(number: usize, what: &str) -> String {
    let plural = if what.ends_with('s') { "es" } else { "s" };
    format!("{number} {what}{}", if number == 1 { "" } else { plural })
}

/// Lines, and the words in them that this version doesn't know.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    unknown: Vec<String>,
}

impl Lines {
    /// Control characters of an answer must not reach a terminal.
    fn add(&mut self, depth: usize, text: impl AsRef<str>) {
        let clean: String = text
            .as_ref()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        self.lines
            .push(format!("{}{}", "  ".repeat(depth), clean.trim_end()));
    }

    fn word(&mut self, what: &str, word: &str, known: bool) {
        let line = format!("unknown {what}: {word}");
        if !known && !word.is_empty() && !self.unknown.contains(&line) {
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
