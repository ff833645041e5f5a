//! The order in which names are listed. Pure.

use std::cmp::Ordering;

use aeon::ids::ClusterId;

use super::Cluster;

/// The clusters by name, and those of the same name by ID.
pub fn listed<'a>(clusters: impl Iterator<Item = &'a Cluster>) -> Vec<ClusterId> {
    let mut all: Vec<&Cluster> = clusters.collect();
    all.sort_by(|a, b| by_name(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
    all.into_iter().map(|cluster| cluster.id.clone()).collect()
}

/// Compares names as people do: regardless of case, and with numbers by their value, so that `orders-2` comes before
/// `orders-10`. Names that differ only in case or leading zeros are in the order of their characters.
#[must_use]
pub fn by_name(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) else {
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (x, y) = (number(&mut left), number(&mut right));
            x.len().cmp(&y.len()).then_with(|| x.cmp(y))
        } else {
            (left, right) = (&left[x.len_utf8()..], &right[y.len_utf8()..]);
            if x == y {
                continue;
            }
            x.to_lowercase().cmp(y.to_lowercase())
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Takes the digits off the start, and gives them without leading zeros: the longer number is the greater one.
fn number<'a>(rest: &mut &'a str) -> &'a str {
    let end = rest.find(|c: char| !c.is_ascii_digit());
    let (digits, after) = rest.split_at(end.unwrap_or(rest.len()));
    *rest = after;
    digits.trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn numbers_count_by_their_value_and_case_does_not_count() {
        let mut names = [
            "orders-10",
            "Orders-2",
            "orders",
            "catalog",
            "Éclair",
            "orders-2b",
            "orders-002",
            "orders-99999999999999999999999",
            "Zoo",
            "",
        ];
        names.sort_by(|a, b| by_name(a, b));
        let expected = [
            "",
            "catalog",
            "orders",
            "Orders-2",
            "orders-002",
            "orders-2b",
            "orders-10",
            "orders-99999999999999999999999",
            "Zoo",
            "Éclair",
        ];
        assert_eq!(names, expected);
    }
}
