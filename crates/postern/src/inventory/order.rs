//! The order in which names are listed. Pure.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Compares names as people do: regardless of case, and with numbers by their value, so that `orders-2` comes before
/// `orders-10`. Names that differ only in case or leading zeros are in the order of their characters.
#[must_use]
pub fn by_name(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                number(&mut left).cmp(&number(&mut right))
            }
            _ => lower(&mut left).cmp(lower(&mut right)),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// The next digits as what orders numbers of any length: how many there are without leading zeros, and which.
fn number(rest: &mut Peekable<Chars<'_>>) -> (usize, String) {
    let mut digits = String::new();
    while let Some(digit) = rest.next_if(char::is_ascii_digit) {
        if digit != '0' || !digits.is_empty() {
            digits.push(digit);
        }
    }
    (digits.len(), digits)
}

/// The next character in lower case.
fn lower(rest: &mut Peekable<Chars<'_>>) -> impl Iterator<Item = char> + use<> {
    rest.next().into_iter().flat_map(char::to_lowercase)
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
