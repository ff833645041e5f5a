//! What has to be typed before a plan is sent. Pure.

use std::collections::HashSet;

use super::step::untyped;
use crate::change::{Confirm, Step};
use crate::problem::Problem;

/// From this many texts on, one phrase stands for all of them.
const MANY: usize = 2;

/// What has to be typed for these steps, each text once. `*` is never part of a phrase.
pub(super) fn to_type<'a>(steps: impl Iterator<Item = &'a Step>) -> Vec<String> {
    let mut seen = HashSet::new();
    let (mut deleted, mut revoked, mut everyone) = (Vec::new(), Vec::new(), false);
    for confirm in steps.flat_map(|step| &step.confirm) {
        if !seen.insert(confirm) {
            continue;
        }
        match confirm {
            Confirm::Delete(name) => deleted.push(name.clone()),
            Confirm::Revoke(text) => revoked.push(text.clone()),
            Confirm::Everyone => everyone = true,
        }
    }
    let mut texts = if deleted.len() + revoked.len() < MANY {
        [deleted, revoked].concat()
    } else {
        vec![phrase(deleted.len(), revoked.len())]
    };
    let star = "*".to_owned();
    if everyone && !texts.contains(&star) {
        texts.push(star);
    }
    texts
}

/// Refuses what was not typed, whatever spaces stand around it.
pub(super) fn check<'a>(
    steps: impl Iterator<Item = &'a Step>,
    typed: &[String],
) -> Result<(), Problem> {
    let typed: HashSet<&str> = typed.iter().map(|text| text.trim()).collect();
    let mut asked = to_type(steps).into_iter();
    match asked.find(|asked| !typed.contains(asked.as_str())) {
        Some(missing) => Err(untyped(&missing)),
        None => Ok(()),
    }
}

/// "delete 12 endpoints, revoke 1 principal".
fn phrase(deleted: usize, revoked: usize) -> String {
    let part = |verb: &str, n: usize, what: &str| {
        let s = if n == 1 { "" } else { "s" };
        (n > 0).then(|| format!("{verb} {n} {what}{s}"))
    };
    let parts = [
        part("delete", deleted, "endpoint"),
        part("revoke", revoked, "principal"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}
