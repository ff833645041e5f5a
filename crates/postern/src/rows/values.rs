//! What is in a row.

use std::collections::HashMap;
use std::fmt;

use aeon::ids::{ClusterId, RegionInfoId, VpcId};
use serde_json::{Map, Value};

use crate::endpoint_link::EndpointLink;
use crate::inventory::{Cluster, Details, Endpoint, Region, Snapshot};
use crate::principal::Names;
use crate::table::word;

pub(super) type Values = Vec<String>;

pub(super) struct Table<const N: usize> {
    pub titles: [&'static str; N],
    pub rows: Vec<Row<N>>,
}

pub(super) struct Row<const N: usize> {
    pub names: Values,
    pub service_names: Values,
    pub hosts: Values,
    pub principals: Values,
    pub links: Values,
    pub cells: [Cell; N],
}

/// What isn't known is `Unknown`, which is not the same as none.
pub(super) enum Cell {
    Unknown,
    /// A list that no answer had. An empty field would say that nobody may connect.
    NotRead,
    Text(String),
    List(Vec<String>),
    /// Names, which may have blanks.
    Names(Vec<String>),
    Number(u32),
    Flag(bool),
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::NotRead => f.write_str("not read"),
            Self::Text(text) => f.write_str(text),
            Self::List(items) => f.write_str(&items.join(" ")),
            Self::Names(names) => f.write_str(&names.join(", ")),
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
        }
    }
}

impl Cell {
    fn maybe(text: Option<&str>) -> Self {
        text.map_or(Self::Unknown, Self::text)
    }

    fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    fn json(&self) -> Value {
        match self {
            Self::Unknown | Self::NotRead => Value::Null,
            Self::Text(text) => Value::from(text.as_str()),
            Self::List(items) | Self::Names(items) => Value::from(items.as_slice()),
            Self::Number(number) => Value::from(*number),
            Self::Flag(flag) => Value::from(*flag),
        }
    }
}

impl<const N: usize> Row<N> {
    fn named(name: &str, cells: [Cell; N]) -> Self {
        Self {
            names: vec![name.to_owned()],
            service_names: Vec::new(),
            hosts: Vec::new(),
            principals: Vec::new(),
            links: Vec::new(),
            cells,
        }
    }

    pub(super) fn texts(&self) -> [String; N] {
        self.cells.each_ref().map(Cell::to_string)
    }

    pub(super) fn object(&self, titles: &[&str]) -> Value {
        let cells = self.cells.iter().map(Cell::json);
        let fields = titles.iter().map(|title| (*title).to_owned()).zip(cells);
        Value::Object(fields.collect::<Map<_, _>>())
    }
}

/// How many of the columns are facts about the endpoint; the others say how old those are, for files.
const FACTS: usize = 11;

const OF_ENDPOINTS: [&str; FACTS + 2] = [
    "cluster",
    "cloud",
    "vpc",
    "region",
    "state",
    "service_name",
    "host",
    "principals",
    "owner_names",
    "zones",
    "connections",
    "read_at",
    "remembered",
];

pub(super) fn endpoints(snapshot: &Snapshot, owners: &Names, ids: &[RegionInfoId]) -> Table<FACTS> {
    endpoints_with(snapshot, owners, ids)
}

/// The same, with when each was read, and whether that was in an earlier run.
pub(super) fn dated_endpoints(
    snapshot: &Snapshot,
    owners: &Names,
    ids: &[RegionInfoId],
) -> Table<{ FACTS + 2 }> {
    endpoints_with(snapshot, owners, ids)
}

/// With the first `N` of the columns.
fn endpoints_with<const N: usize>(
    snapshot: &Snapshot,
    owners: &Names,
    ids: &[RegionInfoId],
) -> Table<N> {
    let regions = snapshot.clusters.iter().flat_map(|cluster| {
        let regions = cluster.regions.iter();
        regions.map(move |region| (&region.id, (cluster.as_ref(), region)))
    });
    let regions: HashMap<_, _> = regions.collect();
    let found = ids.iter().filter_map(|id| regions.get(id));
    let rows = found.map(|(cluster, region)| endpoint(snapshot, cluster, region, owners));
    Table {
        titles: std::array::from_fn(|at| OF_ENDPOINTS.get(at).copied().unwrap_or_default()),
        rows: rows.collect(),
    }
}

fn endpoint<const N: usize>(
    snapshot: &Snapshot,
    cluster: &Cluster,
    region: &Region,
    owners: &Names,
) -> Row<N> {
    let at = region.vpc_id.as_ref().and_then(|id| {
        let place = cluster.vpc_ids.iter().position(|vpc| vpc == id);
        place.and_then(|place| cluster.vpc_names.get(place))
    });
    let (state, principals) = match &region.endpoint {
        Endpoint::None => ("none".to_owned(), Some(&[][..])),
        Endpoint::Requested { principals } => ("creating".to_owned(), principals.as_deref()),
        Endpoint::Present(present) => {
            let is_deleting = present.pending.as_ref().is_some_and(|p| p.deleting);
            let state = if is_deleting {
                "deleting".to_owned()
            } else {
                word(&present.status)
            };
            (state, present.principals.as_deref())
        }
    };
    let present = match &region.endpoint {
        Endpoint::Present(present) => Some(present),
        Endpoint::None | Endpoint::Requested { .. } => None,
    };
    let details = present.map(|present| &present.details);
    let service_name = details.and_then(|details| match details {
        Details::Loading { service_name }
        | Details::Known { service_name, .. }
        | Details::Unreadable { service_name, .. } => service_name.as_deref(),
    });
    let (zones, connections) = match details {
        Some(Details::Known {
            zones, connections, ..
        }) => (Some(zones), connections.as_ref()),
        _ => (None, None),
    };
    let host = present.and_then(|present| present.host.as_deref());
    let list = |items: Option<&Vec<String>>| items.map_or(Cell::Unknown, |i| Cell::List(i.clone()));
    let texts = principals.map(|list| list.iter().map(|p| p.text.clone()).collect::<Values>());
    let link = EndpointLink::new(&snapshot.account_id, &snapshot.project_id, &region.id);
    let read_at = match details {
        Some(Details::Known { read_at, .. }) => Some(*read_at),
        _ => snapshot.read_at,
    };
    let mut cells = [
        Cell::text(&cluster.name),
        Cell::text(region.cloud.name()),
        Cell::maybe(at.map(String::as_str)),
        Cell::text(&region.region),
        Cell::Text(state),
        Cell::maybe(service_name),
        Cell::maybe(host),
        texts.clone().map_or(Cell::NotRead, Cell::List),
        principals.map_or(Cell::Unknown, |list| Cell::Names(owners.of_all(list))),
        list(zones),
        list(connections),
        read_at.map_or(Cell::Unknown, |at| Cell::Text(at.to_string())),
        Cell::Flag(snapshot.remembered),
    ]
    .into_iter();
    Row {
        names: vec![format!("{} {}", cluster.name, region.region)],
        service_names: service_name.map(str::to_owned).into_iter().collect(),
        hosts: host.map(str::to_owned).into_iter().collect(),
        principals: texts.unwrap_or_default(),
        links: link.map(|link| link.to_string()).into_iter().collect(),
        cells: std::array::from_fn(|_| cells.next().unwrap_or(Cell::Unknown)),
    }
}

const OF_CLUSTERS: [&str; 9] = [
    "cluster", "id", "clouds", "regions", "vpcs", "state", "tier", "version", "nodes",
];

pub(super) fn clusters(snapshot: &Snapshot, ids: &[ClusterId]) -> Table<9> {
    let known = snapshot.clusters.iter().map(|one| (&one.id, one.as_ref()));
    let known: HashMap<_, _> = known.collect();
    let rows = ids.iter().filter_map(|id| known.get(id)).map(|cluster| {
        let clouds = cluster.clouds.iter().map(|cloud| cloud.name().to_owned());
        let regions = cluster.regions.iter().map(|region| region.region.clone());
        let cells = [
            Cell::text(&cluster.name),
            Cell::text(cluster.id.as_str()),
            Cell::List(clouds.collect()),
            Cell::List(regions.collect()),
            Cell::List(cluster.vpc_names.clone()),
            Cell::Text(cluster.state.to_lowercase()),
            Cell::Text(cluster.tier.to_lowercase()),
            Cell::text(&cluster.software_version),
            cluster.nodes.map_or(Cell::Unknown, Cell::Number),
        ];
        Row::named(&cluster.name, cells)
    });
    Table {
        titles: OF_CLUSTERS,
        rows: rows.collect(),
    }
}

const OF_VPCS: [&str; 8] = [
    "vpc",
    "id",
    "cloud",
    "state",
    "regions",
    "ranges",
    "clusters",
    "external_id",
];

pub(super) fn vpcs(snapshot: &Snapshot, ids: &[VpcId]) -> Table<8> {
    let known: HashMap<_, _> = snapshot.vpcs.iter().map(|one| (&one.id, one)).collect();
    let names = snapshot.clusters.iter().map(|one| (&one.id, &one.name));
    let names: HashMap<_, _> = names.collect();
    let rows = ids.iter().filter_map(|id| known.get(id)).map(|vpc| {
        let regions = vpc.regions.iter().map(|region| region.region.clone());
        let parent = vpc.parent_cidr.iter().cloned();
        let ranges = parent.chain(vpc.regions.iter().filter_map(|region| region.cidr.clone()));
        let inside = vpc.cluster_ids.iter();
        let inside = inside.map(|id| {
            names
                .get(id)
                .map_or_else(|| id.to_string(), |n| (*n).clone())
        });
        let cells = [
            Cell::text(&vpc.name),
            Cell::text(vpc.id.as_str()),
            Cell::text(vpc.cloud.name()),
            Cell::Text(vpc.state.to_lowercase()),
            Cell::List(regions.collect()),
            Cell::List(ranges.collect()),
            Cell::List(inside.collect()),
            Cell::maybe(vpc.external_id.as_deref()),
        ];
        Row::named(&vpc.name, cells)
    });
    Table {
        titles: OF_VPCS,
        rows: rows.collect(),
    }
}
