//! Time and memory for planning 10,000 steps, compared with 100 steps: neither may cost more per step.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aeon::ids::RegionInfoId;
use jiff::Timestamp;
use postern::cloud::Cloud;
use postern::inventory::{
    Cluster, ClusterPhase, Details, Endpoint, EndpointStatus, Health, Phase, Present, Region,
    Snapshot,
};
use postern::permission::{Allowed, Permissions};
use postern::plan::{Goal, Naming, PreparedBulk, bulk};
use postern::principal::{PrincipalCloud, view};

use super::MEMORY;
use postern_tests::ratio::{Figure, Ratio};

const FEW: u32 = 100;
const MANY: u32 = 10_000;
const REGIONS: u32 = 4;
/// How often to make the small plan, for as many steps as the large one has.
const ROUNDS: u32 = MANY / FEW;
/// A user notices a plan that takes longer.
const NOTICEABLE: Duration = Duration::from_secs(1);

pub fn run() -> Result<Vec<Ratio>, Box<dyn Error>> {
    let (few, many) = (snapshot(FEW / REGIONS), snapshot(MANY / REGIONS));
    let goals = (goal(&few), goal(&many));
    // Warms up, so that one-time allocations don't count.
    plan(&goals.0, &few)?;

    let start = Instant::now();
    for _ in 0..ROUNDS {
        plan(&goals.0, &few)?;
    }
    let small = start.elapsed();
    let start = Instant::now();
    let steps = plan(&goals.1, &many)?.plan.plans;
    let large = start.elapsed();
    let steps: usize = steps.iter().map(|plan| plan.steps.len()).sum();
    if steps != MANY as usize {
        return Err(format!("{steps} of {MANY} steps were planned").into());
    }

    let small_memory = measure(&goals.0, &few)?;
    let large_memory = measure(&goals.1, &many)?;
    let each = |memory: usize| Figure::Memory(memory / MANY as usize);
    Ok(vec![
        Ratio::new("plan of 10,000 steps / 1 s", large, NOTICEABLE, Some(1.0)),
        Ratio::new(
            "plan of 10,000 steps / 100 plans of 100 steps",
            large,
            small,
            Some(2.0),
        ),
        Ratio::new(
            "memory per step, kept: 10,000 steps / 100 steps",
            each(large_memory.kept),
            each(small_memory.kept * ROUNDS as usize),
            Some(1.2),
        ),
        Ratio::new(
            "memory per step, peak: 10,000 steps / 100 steps",
            each(large_memory.peak),
            each(small_memory.peak * ROUNDS as usize),
            Some(1.2),
        ),
    ])
}

/// The bytes that a plan needs in addition to its snapshot.
struct Memory {
    kept: usize,
    peak: usize,
}

fn measure(goal: &Goal, now: &Snapshot) -> Result<Memory, Box<dyn Error>> {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let plan = plan(goal, now)?;
    let memory = Memory {
        kept: MEMORY.current_usage() - before,
        peak: MEMORY.peak_usage() - before,
    };
    drop(plan);
    Ok(memory)
}

fn plan(goal: &Goal, now: &Snapshot) -> Result<PreparedBulk, Box<dyn Error>> {
    let naming = Naming::of(goal, now);
    bulk(goal.expand(now), naming, now).map_err(|problem| problem.message.into())
}

fn goal(now: &Snapshot) -> Goal {
    let regions = now.clusters.iter().flat_map(|cluster| &cluster.regions);
    Goal::Add {
        regions: regions.map(|region| region.id.clone()).collect(),
        principals: vec![
            "arn:aws:iam::112233445566:root".to_owned(),
            "arn:aws:iam::665544332211:role/reports".to_owned(),
        ],
    }
}

fn snapshot(clusters: u32) -> Snapshot {
    Snapshot {
        version: 1,
        account_id: "account".into(),
        account_name: "Account".to_owned(),
        project_id: "project".into(),
        project_name: "Project".to_owned(),
        phase: Phase::Ready,
        read_at: None,
        remembered: false,
        permissions: Permissions::default(),
        vpcs: Vec::new(),
        clusters: (0..clusters)
            .map(|number| Arc::new(cluster(number)))
            .collect(),
        unreadable: Vec::new(),
        asked: vec![Arc::default(); clusters as usize],
    }
}

fn cluster(number: u32) -> Cluster {
    Cluster {
        id: format!("00000000-0000-4000-8000-{number:012}")
            .as_str()
            .into(),
        name: format!("cluster-{number:05}"),
        clouds: vec![Cloud::Aws],
        state: "ACTIVE".to_owned(),
        health: Health::Good,
        phase: ClusterPhase::Active,
        is_production: None,
        is_sandbox: false,
        tier: "PAID".to_owned(),
        cluster_type: None,
        software_version: String::new(),
        nodes: Some(3),
        fault_tolerance: "REGION".to_owned(),
        vpc_ids: Vec::new(),
        vpc_names: Vec::new(),
        busy: None,
        lacks: Vec::new(),
        regions: (0..REGIONS).map(|place| region(number, place)).collect(),
        problem: None,
    }
}

fn region(cluster: u32, place: u32) -> Region {
    let list = [
        "arn:aws:iam::301122334455:root",
        "arn:aws:iam::301122334455:role/gateway",
    ];
    Region {
        id: RegionInfoId::from(format!("00000000-0000-4000-{place:04}-{cluster:012}")),
        region: format!("region-{place}"),
        cloud: Cloud::Aws,
        vpc_id: Some("vpc".into()),
        nodes: Some(1),
        is_default: place == 0,
        other_hosts: Vec::new(),
        lacks: Vec::new(),
        may_create: Allowed::no("This region already has an endpoint.", ""),
        may_edit: Allowed::Yes,
        may_delete: Allowed::Yes,
        endpoint: Endpoint::Present(Present {
            pse_id: format!("{cluster:012}-{place}").as_str().into(),
            host: None,
            status: EndpointStatus::Ready,
            state: "ACTIVE".to_owned(),
            principals: Some(list.map(|text| view(PrincipalCloud::Aws, text)).to_vec()),
            details: Details::Known {
                service_name: None,
                zones: Vec::new(),
                connections: Some(vec!["vpce-0123456789abcdef0".to_owned()]),
                read_at: Timestamp::UNIX_EPOCH,
            },
            pending: None,
        }),
    }
}
