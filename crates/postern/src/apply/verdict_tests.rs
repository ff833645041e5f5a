//! What a read after sending means: each case once.

use std::time::Duration;

use super::verdict::{self, Sent, Shown, Times, Verdict};
use crate::inventory::EndpointStatus::{self, Creating, Deleting, Failed, Ready, Updating};
use crate::principal::PrincipalCloud::Aws;

const OLD: &str = "arn:aws:iam::112233445566:root";
const NEW: &str = "arn:aws:iam::665544332211:root";

fn sent(certain: bool) -> Sent {
    Sent {
        certain,
        ..Sent::new(Some(vec![OLD.to_owned()]), vec![NEW.to_owned()])
    }
}

fn there(status: EndpointStatus, list: &[&str]) -> Shown {
    let list = list.iter().map(|text| (*text).to_owned()).collect();
    Shown::There {
        status,
        list: Some(list),
    }
}

/// Reads can be 15 s behind; an edit is watched for 5 s more, and 120 s are waited for.
fn at(seconds: u64) -> Times {
    Times {
        since: Duration::from_secs(seconds),
        waited: Duration::from_secs(seconds),
        lag: Duration::from_secs(15),
        margin: Duration::from_secs(5),
        settled: Duration::from_secs(60),
        limit: Duration::from_secs(120),
    }
}

fn is_over(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::TimeOver(_))
}

#[test]
fn an_edit() {
    let judge =
        |certain, shown: &Shown, seconds| verdict::edit(Aws, &sent(certain), shown, at(seconds));
    assert_eq!(judge(true, &there(Ready, &[NEW]), 19), Verdict::InForce);
    assert_eq!(judge(true, &there(Ready, &[NEW]), 20), Verdict::Confirmed);
    assert_eq!(
        judge(true, &there(Ready, &[NEW, "*"]), 19),
        Verdict::InForce
    );
    assert_eq!(
        judge(true, &there(Ready, &[NEW, "*"]), 20),
        Verdict::Confirmed
    );
    assert_eq!(judge(true, &there(Updating, &[NEW]), 3), Verdict::Open);
    assert_eq!(judge(true, &there(Ready, &[OLD]), 60), Verdict::Open);
    assert!(is_over(&judge(true, &there(Ready, &[OLD]), 120)));
    assert_eq!(judge(true, &there(Failed, &[NEW]), 3), Verdict::Failed);
    assert_eq!(judge(true, &Shown::Gone, 3), Verdict::Vanished);
    // A third list: within the lag it may be one that ours has replaced.
    assert_eq!(judge(true, &there(Ready, &["*"]), 19), Verdict::Open);
    assert_eq!(
        judge(true, &there(Ready, &["*"]), 20),
        Verdict::Superseded(vec!["*".to_owned()])
    );
    // The answer was lost: the old list proves something only after the lag.
    assert_eq!(judge(false, &there(Ready, &[OLD]), 19), Verdict::Open);
    assert_eq!(judge(false, &there(Updating, &[OLD]), 60), Verdict::Open);
    assert_eq!(judge(false, &there(Ready, &[OLD]), 20), Verdict::NotArrived);
    assert_eq!(judge(false, &there(Ready, &[NEW]), 3), Verdict::InForce);
    let none = Shown::There {
        status: Ready,
        list: None,
    };
    assert!(is_over(&judge(true, &none, 120)));
}

#[test]
fn a_create() {
    let judge =
        |certain, shown: &Shown, seconds| verdict::create(Aws, &sent(certain), shown, at(seconds));
    assert_eq!(judge(true, &Shown::Gone, 60), Verdict::Open);
    assert_eq!(judge(false, &Shown::Gone, 14), Verdict::Open);
    assert_eq!(judge(false, &Shown::Gone, 15), Verdict::NotArrived);
    assert_eq!(
        judge(false, &there(Creating, &[NEW]), 60),
        Verdict::UnderWay
    );
    assert_eq!(judge(true, &there(Ready, &[NEW]), 60), Verdict::Confirmed);
    assert_eq!(
        judge(true, &there(Ready, &["*"]), 60),
        Verdict::Superseded(vec!["*".to_owned()])
    );
    assert_eq!(judge(true, &there(Failed, &[NEW]), 60), Verdict::Failed);
    assert!(is_over(&judge(true, &there(Creating, &[NEW]), 120)));
}

#[test]
fn a_delete() {
    let judge =
        |certain, shown: &Shown, seconds| verdict::delete(&sent(certain), shown, at(seconds));
    assert_eq!(judge(false, &Shown::Gone, 3), Verdict::Confirmed);
    assert_eq!(judge(false, &there(Deleting, &[]), 60), Verdict::UnderWay);
    assert_eq!(judge(false, &there(Ready, &[]), 20), Verdict::NotArrived);
    assert_eq!(judge(true, &there(Ready, &[]), 20), Verdict::Open);
    assert_eq!(judge(true, &there(Ready, &[]), 59), Verdict::Open);
    let Verdict::TimeOver(returned) = judge(true, &there(Ready, &[]), 60) else {
        panic!("it was given up");
    };
    assert!(
        returned.contains("is still in service, or is again"),
        "{returned}"
    );
    let Verdict::TimeOver(held_up) = judge(true, &there(Deleting, &[]), 120) else {
        panic!("it takes too long");
    };
    assert!(held_up.contains("still being deleted"), "{held_up}");
}

#[test]
fn a_list_that_came_up_after_our_change_accounts_for_no_request_before_it() {
    let list = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    let now = list(&[NEW]);
    let theirs = Sent {
        strangers: 1,
        seen: vec![list(&["arn:aws:iam::998877665544:root"])],
        seen_before: 1,
        ..sent(true)
    };
    assert!(!theirs.may_have_replaced_more(Aws, &now));
    let later = Sent {
        seen_before: 0,
        ..theirs
    };
    assert!(later.may_have_replaced_more(Aws, &now));
}
