//! Counts and lists for titles.

use crate::access::site::Site;

/// "1 endpoint", "2 endpoints".
pub(super) fn count(n: usize, one: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    }
}

/// "us-east-1", "us-east-1 and us-west-2", "a, b and c".
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// The regions of some endpoints of one cluster.
pub(super) fn regions(sites: &[&Site<'_>]) -> String {
    listed(sites.iter().map(|site| site.region.region.as_str()))
}
