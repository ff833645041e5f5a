//! What others changed, told from what we did and from reads that are behind.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use aeon::ids::RegionInfoId;

use super::compare::{Comparer, Ours};
use super::last_seen::Differences;
use crate::cloud::Cloud;
use crate::inventory::{
    Cluster, ClusterPhase, Details, Endpoint, EndpointStatus, Health, Pending, Phase, Present,
    Region, Snapshot,
};
use crate::permission::{Allowed, Permissions};
use crate::principal::views;

const LAG: Duration = Duration::from_secs(25);
const A: &str = "arn:aws:iam::111111111111:root";
const B: &str = "arn:aws:iam::222222222222:root";
const C: &str = "arn:aws:iam::333333333333:root";

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn region(id: &str, endpoint: Endpoint) -> Region {
    Region {
        id: id.into(),
        region: id.to_owned(),
        cloud: Cloud::Aws,
        vpc_id: None,
        nodes: None,
        is_default: false,
        other_hosts: Vec::new(),
        endpoint,
        lacks: Vec::new(),
        may_create: Allowed::Yes,
        may_edit: Allowed::Yes,
        may_delete: Allowed::Yes,
    }
}

fn there(texts: &[&str]) -> Endpoint {
    Endpoint::Present(Present {
        pse_id: "pse".into(),
        host: None,
        status: EndpointStatus::Ready,
        state: "ACTIVE".to_owned(),
        principals: Some(views(&Cloud::Aws, &list(texts))),
        details: Details::Loading { service_name: None },
        pending: None,
    })
}

fn pending(texts: &[&str]) -> Endpoint {
    let Endpoint::Present(mut present) = there(texts) else {
        unreachable!()
    };
    present.pending = Some(Pending {
        added: Vec::new(),
        removed: Vec::new(),
        deleting: false,
        overdue: false,
    });
    Endpoint::Present(present)
}

/// A list that was read while a change of ours is overdue.
fn overdue(texts: &[&str]) -> Endpoint {
    let Endpoint::Present(mut present) = pending(texts) else {
        unreachable!()
    };
    present.pending.as_mut().unwrap().overdue = true;
    Endpoint::Present(present)
}

fn snapshot(regions: Vec<Region>) -> Snapshot {
    let cluster = Cluster {
        id: "cluster".into(),
        name: "orders".to_owned(),
        clouds: vec![Cloud::Aws],
        state: "ACTIVE".to_owned(),
        health: Health::Good,
        phase: ClusterPhase::Active,
        is_production: None,
        is_sandbox: false,
        tier: "PAID".to_owned(),
        cluster_type: None,
        software_version: String::new(),
        nodes: None,
        fault_tolerance: String::new(),
        vpc_ids: Vec::new(),
        vpc_names: Vec::new(),
        busy: None,
        lacks: Vec::new(),
        regions,
        problem: None,
    };
    Snapshot {
        version: 1,
        account_id: "account".into(),
        account_name: String::new(),
        project_id: "project".into(),
        project_name: String::new(),
        phase: Phase::Ready,
        read_at: Some(jiff::Timestamp::UNIX_EPOCH),
        remembered: false,
        permissions: Permissions::default(),
        vpcs: Vec::new(),
        clusters: vec![Arc::new(cluster)],
        unreadable: Vec::new(),
        asked: vec![Arc::default()],
    }
}

/// A comparer that has seen one region with A on its list.
struct Watching {
    comparer: Comparer,
    ours: HashMap<RegionInfoId, Ours>,
    start: Instant,
}

impl Watching {
    fn from_a() -> Self {
        let mut watching = Self {
            comparer: Comparer::new(HashMap::new(), LAG),
            ours: HashMap::new(),
            start: Instant::now(),
        };
        let differences = watching.see(0, there(&[A]));
        assert_eq!(
            differences.first.len(),
            1,
            "what is there at first is nobody's change"
        );
        assert!(differences.others.is_empty());
        watching
    }

    fn see(&mut self, second: u64, endpoint: Endpoint) -> Differences {
        self.look(second, &snapshot(vec![region("west", endpoint)]))
    }

    /// Sees what was asked for in another second than it is compared in.
    fn see_late(&mut self, asked: u64, second: u64, endpoint: Endpoint) -> Differences {
        let mut now = snapshot(vec![region("west", endpoint)]);
        let asked = self.start + Duration::from_secs(asked);
        now.asked = vec![Arc::new(HashMap::from([("west".into(), asked)]))];
        self.look(second, &now)
    }

    fn look(&mut self, second: u64, now: &Snapshot) -> Differences {
        let at = self.start + Duration::from_secs(second);
        self.comparer.compare(now, &mut self.ours, at)
    }

    /// We sent this list, and it is settled since `until` (less the lag).
    fn sent(&mut self, old: &[&str], new: &[&str], until: Option<u64>) {
        let ours = Ours {
            old: Some(Some(list(old))),
            new: Some(list(new)),
            until: until.map(|second| self.start + Duration::from_secs(second) + LAG),
            arrived: false,
        };
        self.ours.insert("west".into(), ours);
    }
}

fn after(differences: &Differences) -> Vec<Option<Vec<String>>> {
    differences
        .others
        .iter()
        .map(|seen| seen.after.clone())
        .collect()
}

#[test]
fn another_order_or_spelling_is_no_change() {
    let mut watching = Watching::from_a();
    watching.see(100, there(&[A, B]));
    assert!(watching.see(200, there(&[B, A])).is_empty());
}

#[test]
fn endpoints_that_come_and_go_are_seen() {
    let mut watching = Watching::from_a();
    assert_eq!(after(&watching.see(100, Endpoint::None)), [None]);
    assert_eq!(after(&watching.see(200, there(&[B]))), [Some(list(&[B]))]);
    // With its cluster.
    let mut nothing = snapshot(Vec::new());
    nothing.clusters.clear();
    let differences = watching.look(300, &nothing);
    assert_eq!(after(&differences), [None]);
    assert_eq!(differences.gone, ["west".into()]);
}

#[test]
fn a_list_that_is_not_complete_says_nothing_of_what_is_missing() {
    let mut watching = Watching::from_a();
    let mut nothing = snapshot(Vec::new());
    nothing.clusters.clear();
    nothing
        .unreadable
        .push("A cluster could not be read.".to_owned());
    assert!(watching.look(100, &nothing).is_empty());
    let mut remembered = snapshot(vec![region("west", there(&[B]))]);
    remembered.remembered = true;
    assert!(watching.look(200, &remembered).is_empty());
}

#[test]
fn our_own_list_is_ours_whenever_it_comes_up() {
    let mut watching = Watching::from_a();
    watching.sent(&[A], &[A, B], None);
    // Drawn over what is read, then read as it was, then as we sent it.
    assert!(watching.see(1, pending(&[A, B])).is_empty());
    watching.sent(&[A], &[A, B], Some(2));
    assert!(watching.see(3, there(&[A])).is_empty());
    let differences = watching.see(60, there(&[A, B]));
    assert_eq!((differences.ours.len(), differences.others.len()), (1, 0));
    assert!(watching.see(61, there(&[A, B])).is_empty());
    // From then on it is like any other.
    assert_eq!(after(&watching.see(90, there(&[A]))), [Some(list(&[A]))]);
    assert_eq!(
        after(&watching.see(190, there(&[A, B]))),
        [Some(list(&[A, B]))]
    );
}

#[test]
fn a_read_that_is_behind_our_list_is_nobodys_change() {
    let mut watching = Watching::from_a();
    watching.sent(&[A], &[A, B], Some(1));
    watching.see(2, there(&[A, B]));
    assert!(watching.see(3, there(&[A])).is_empty());
    assert!(watching.see(4, there(&[A, B])).is_empty());
}

#[test]
fn a_read_that_is_behind_somebody_elses_list_is_no_change_back() {
    let mut watching = Watching::from_a();
    assert_eq!(watching.see(100, there(&[A, C])).others.len(), 1);
    assert!(watching.see(101, there(&[A])).is_empty());
    assert!(watching.see(102, there(&[A, C])).is_empty());
    // Where it stays like that, it was changed back.
    assert_eq!(after(&watching.see(200, there(&[A]))), [Some(list(&[A]))]);
}

#[test]
fn what_somebody_else_did_before_we_sent_is_theirs() {
    let mut watching = Watching::from_a();
    watching.sent(&[A, C], &[A, C, B], Some(1));
    let differences = watching.see(2, there(&[A, C, B]));
    assert_eq!(after(&differences), [Some(list(&[A, C]))]);
    assert_eq!(differences.ours[0].list, Some(list(&[A, C, B])));
}

#[test]
fn somebody_elses_list_in_place_of_ours_is_theirs_after_the_lag() {
    let mut watching = Watching::from_a();
    watching.sent(&[A], &[A, B], Some(1));
    assert!(
        watching.see(2, there(&[C])).is_empty(),
        "it may be an earlier one"
    );
    assert_eq!(after(&watching.see(60, there(&[C]))), [Some(list(&[C]))]);
}

#[test]
fn what_somebody_else_made_of_our_list_begins_with_ours() {
    let mut watching = Watching::from_a();
    watching.sent(&[A], &[A, B], Some(1));
    assert!(watching.see(2, there(&[A, B, C])).is_empty());
    let differences = watching.see(60, there(&[A, B, C]));
    assert_eq!(differences.ours[0].list, Some(list(&[A, B])));
    assert_eq!(differences.others.len(), 1);
    assert_eq!(differences.others[0].before, Some(list(&[A, B])));
    assert_eq!(differences.others[0].after, Some(list(&[A, B, C])));
    assert!(watching.see(61, there(&[A, B, C])).is_empty());
    // Not so where they undid it.
    let mut watching = Watching::from_a();
    watching.sent(&[A], &[B], Some(1));
    let differences = watching.see(60, there(&[A, C]));
    assert!(differences.ours.is_empty());
    assert_eq!(differences.others[0].before, Some(list(&[A])));
}

#[test]
fn what_others_do_is_seen_while_a_change_of_ours_is_overdue() {
    let mut watching = Watching::from_a();
    watching.sent(&[A], &[A, B], Some(1));
    assert!(watching.see(60, overdue(&[A])).is_empty());
    assert_eq!(after(&watching.see(120, overdue(&[C]))), [Some(list(&[C]))]);
}

#[test]
fn a_read_that_was_asked_for_within_the_lag_is_nobodys_change_however_late_it_comes() {
    let mut watching = Watching::from_a();
    watching.sent(&[A], &[A, B], Some(1));
    watching.see_late(2, 2, there(&[A, B]));
    assert!(watching.see_late(20, 100, there(&[A])).is_empty());
    // It is compared again with each snapshot.
    assert!(watching.see_late(20, 200, there(&[A])).is_empty());
    assert!(watching.see_late(201, 202, there(&[A, B])).is_empty());
    // One that was asked for later says that somebody has taken ours back.
    let differences = watching.see_late(300, 301, there(&[A]));
    assert_eq!(after(&differences), [Some(list(&[A]))]);
}

#[test]
fn a_read_that_lacks_somebody_elses_list_is_no_change_back_however_late_it_comes() {
    let mut watching = Watching::from_a();
    assert_eq!(watching.see_late(100, 101, there(&[A, C])).others.len(), 1);
    assert!(watching.see_late(110, 200, there(&[A])).is_empty());
    assert!(watching.see_late(110, 300, there(&[A])).is_empty());
    let differences = watching.see_late(400, 401, there(&[A]));
    assert_eq!(after(&differences), [Some(list(&[A]))]);
}
