//! Joins what Aeon reports with what the clouds say.

use super::azure::owner_in;
use super::{CloudEndpoint, Connection, Standing};
use crate::principal::{Names, PrincipalKind, PrincipalView};

/// The connections of an endpoint: those that Aeon reports, in its order, and then the others that were found.
/// `reported` and `list` are `None` if they haven't been read.
pub fn connections(
    reported: Option<&[String]>,
    found: &[CloudEndpoint],
    list: Option<&[PrincipalView]>,
    names: &Names,
) -> Vec<Connection> {
    let reported = reported.unwrap_or_default();
    let about = |id: &str, is_reported: bool, found: Option<&CloudEndpoint>| {
        let owner = found
            .map(|found| found.owner.clone())
            .or_else(|| owner_in(id));
        Connection {
            id: id.to_owned(),
            is_reported,
            owner_name: owner.as_ref().and_then(|owner| names.of(owner)),
            standing: owner
                .as_ref()
                .and_then(|owner| Some(standing(owner, list?))),
            owner,
            found: found.cloned(),
        }
    };
    let known = reported.iter().map(|id| {
        let one = found.iter().find(|one| is_same(id, one));
        about(id, true, one)
    });
    let others = found
        .iter()
        .filter(|one| !reported.iter().any(|id| is_same(id, one)))
        .map(|one| about(&one.id, false, Some(one)));
    known.chain(others).collect()
}

/// Whether Aeon's ID of a connection names this end of it: the whole ID, or a private endpoint's name.
fn is_same(reported: &str, found: &CloudEndpoint) -> bool {
    let reported = reported.trim_end_matches('/');
    let is_named = |name: &String| {
        let last = reported.rsplit('/').next().unwrap_or(reported);
        // A path names the subscription too.
        last.eq_ignore_ascii_case(name) && !reported.contains("/subscriptions/")
    };
    reported.eq_ignore_ascii_case(&found.id)
        || (found.id.contains('/') && found.name.as_ref().is_some_and(is_named))
}

/// Whether an account or subscription is on a list.
pub fn standing(owner: &str, list: &[PrincipalView]) -> Standing {
    let is = |kinds: &[PrincipalKind]| {
        list.iter().any(|view| {
            kinds.contains(&view.kind) && view.owner.as_deref().is_some_and(|one| one == owner)
        })
    };
    if is(&[PrincipalKind::Account, PrincipalKind::Subscription]) {
        Standing::Listed
    } else if list.iter().any(|view| view.kind == PrincipalKind::Everyone) {
        Standing::Everyone
    } else if is(&[PrincipalKind::Role, PrincipalKind::User]) {
        Standing::Identities
    } else {
        Standing::NotListed
    }
}
