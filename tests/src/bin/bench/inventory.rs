//! Reads the inventory of 500 clusters with 3 regions each, at 50 ms per request. Compares the time with the minimum
//! for paging and the limit on requests in flight, and with one call after the other.

use std::error::Error;
use std::time::{Duration, Instant};

use aeon::ids::{ClusterId, PseId};
use aeon::{ApiKey, BaseUrl, Client, Options, Proxy};
use aeon_simulator::{Handle, Seed, Simulator};
use futures_util::StreamExt;
use postern::inventory::{
    About, Details, Endpoint, Inventory, Link, Pace, Phase, Snapshot, SnapshotUpdate,
};
use postern::permission::Permissions;

use postern_tests::ratio::Ratio;

const CLUSTERS: u32 = 500;
const REGIONS: u32 = 3;
const ENDPOINTS: u32 = CLUSTERS * REGIONS;
/// Items per page of a list.
const PAGE: u32 = 100;
const LATENCY: Duration = Duration::from_millis(50);
/// How many endpoints to read one call after the other; the time for all is computed from that.
const ONE_BY_ONE: u32 = 20;
/// Two reads of the account, the cluster and the PSE: the vendor's command line does that for each endpoint.
const CALLS_PER_ENDPOINT: u32 = 4;
/// The client's highest limit on requests in flight.
const IN_FLIGHT: u32 = 64;

type BenchResult<T> = Result<T, Box<dyn Error>>;

pub async fn run() -> BenchResult<Vec<Ratio>> {
    let seed = Seed::Large {
        clusters: CLUSTERS,
        regions: REGIONS,
    };
    let options = aeon_simulator::Options {
        latency: LATENCY,
        ..Default::default()
    };
    let simulator = Simulator::start(seed, options).await?;
    let client = client(&simulator)?;
    let account = client.account().await?;
    let project = account
        .info
        .projects
        .first()
        .ok_or("the account has no project")?;
    let about = About {
        account_id: account.info.id.clone(),
        account_name: account.spec.name.clone(),
        project_id: project.id.clone(),
        project_name: project.name.clone(),
    };
    // A new client, whose limit on requests in flight hasn't grown yet.
    let link = Link::new(
        self::client(&simulator)?,
        about.account_id.clone(),
        about.project_id.clone(),
    );

    simulator.reset_requests();
    let start = Instant::now();
    let inventory = Inventory::start(
        link.clone(),
        about,
        None,
        Permissions::default(),
        Pace::default(),
    )
    .await;
    let mut snapshots = inventory.snapshots();
    let first_rows = async {
        snapshots
            .wait_for(|snapshot| !snapshot.clusters.is_empty())
            .await
            .map(|_| start.elapsed())
    }
    .await?;
    let snapshot = snapshots
        .wait_for(|snapshot| is_ready(snapshot))
        .await?
        .clone();
    let cold = start.elapsed();
    let known = endpoints(&snapshot);
    if known.len() != ENDPOINTS as usize {
        return Err(format!("{} of {ENDPOINTS} endpoints were read", known.len()).into());
    }
    println!(
        "{CLUSTERS} clusters x {REGIONS} regions, {LATENCY:?} per request: {} requests, limit {} in flight at the end",
        simulator.requests().total,
        link.client().in_flight().limit,
    );
    let update = SnapshotUpdate::between(None, (1, &snapshot));
    println!(
        "everything for the page: {} kB of JSON",
        serde_json::to_vec(&update)?.len() / 1000
    );

    let version = snapshot.version;
    let start = Instant::now();
    inventory.refresh();
    snapshots
        .wait_for(|snapshot| snapshot.version > version && snapshot.phase != Phase::Ready)
        .await?;
    snapshots.wait_for(|snapshot| is_ready(snapshot)).await?;
    let warm = start.elapsed();

    // Only the lists, with the same client.
    let start = Instant::now();
    let project = link.project();
    let (mut vpcs, mut clusters) = (project.vpcs(), project.clusters());
    let follow_vpcs = async {
        while vpcs.next().await.transpose()?.is_some() {}
        Ok::<_, aeon::Error>(())
    };
    let follow_clusters = async {
        while clusters.next().await.transpose()?.is_some() {}
        Ok::<_, aeon::Error>(())
    };
    tokio::try_join!(follow_vpcs, follow_clusters)?;
    let lists = start.elapsed();

    let start = Instant::now();
    for (cluster, pse) in known.iter().take(ONE_BY_ONE as usize) {
        client.account().await?;
        client.account().await?;
        project.cluster(cluster).await?;
        project.pse(cluster, pse).await?;
    }
    let some = start.elapsed();
    let all_computed = LATENCY * CALLS_PER_ENDPOINT * ENDPOINTS;

    let pages = CLUSTERS.div_ceil(PAGE);
    // The first page, then everything else in parallel; at least the pages one after the other.
    let least = LATENCY * (1 + (ENDPOINTS + pages - 1).div_ceil(IN_FLIGHT)).max(pages);
    let ratio = |what: &str, took: Duration, against: Duration, at_most| {
        Ratio::new(what, took, against, at_most)
    };
    Ok(vec![
        ratio("first rows / the first page", first_rows, LATENCY, None),
        ratio(
            "cold inventory / minimum with paging and pacing",
            cold,
            least,
            Some(1.2),
        ),
        ratio("warm refresh / the lists alone", warm, lists, Some(1.2)),
        ratio(
            "20 endpoints one by one / computed",
            some,
            LATENCY * CALLS_PER_ENDPOINT * ONE_BY_ONE,
            None,
        ),
        ratio(
            "1,500 endpoints one by one (computed) / cold inventory",
            all_computed,
            cold,
            None,
        ),
        ratio(
            "20 endpoints one by one (measured) / cold inventory of 1,500",
            some,
            cold,
            None,
        ),
    ])
}

fn client(simulator: &Handle) -> BenchResult<Client> {
    let mut options = Options::new(BaseUrl::parse(&simulator.base_url())?);
    options.proxy = Proxy::None;
    Ok(Client::new(
        &options,
        ApiKey::parse(&simulator.keys().admin)?,
    )?)
}

fn is_ready(snapshot: &Snapshot) -> bool {
    snapshot.phase == Phase::Ready
}

/// The endpoints whose details have been read.
fn endpoints(snapshot: &Snapshot) -> Vec<(ClusterId, PseId)> {
    let mut found = Vec::new();
    for cluster in &snapshot.clusters {
        for region in &cluster.regions {
            if let Endpoint::Present(present) = &region.endpoint
                && matches!(present.details, Details::Known { .. })
            {
                found.push((cluster.id.clone(), present.pse_id.clone()));
            }
        }
    }
    found
}
