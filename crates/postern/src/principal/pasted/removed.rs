//! Finds the lines that a diff or a plan removes.

use std::borrow::Cow;
use std::ops::Range;

/// A text with its removed lines blanked.
pub(super) struct Cleaned<'a> {
    /// Same length as the original, so positions stay valid.
    pub text: Cow<'a, str>,
    /// The ranges of the removed lines.
    pub removed: Vec<Range<usize>>,
}

/// Blanks the removed lines of a diff, of a list of changes (`- "a"` next to `+ "b"`), and of a bracketed
/// list, in which a leading hyphen isn't a bullet.
pub(super) fn without_removed(text: &str) -> Cleaned<'_> {
    let lines: Vec<Range<usize>> = lines(text).collect();
    let bodies: Vec<&str> = lines
        .iter()
        .map(|line| without_quote_marks(&text[line.clone()]))
        .collect();
    let has_header = bodies.iter().any(|line| {
        line.starts_with("@@ ")
            || line.starts_with("diff -")
            || line.starts_with("+++ ")
            || is_range(line)
    });
    let adds_in_front = bodies.iter().any(|line| line.starts_with('+'));
    let adds = bodies.iter().any(|line| line.trim_start().starts_with('+'));
    let takes = bodies.iter().any(|line| line.trim_start().starts_with('-'));
    let in_front = has_header || (adds_in_front && takes);
    let anywhere = !in_front && adds && takes;
    let mut removed = Vec::new();
    let mut marks = Vec::new();
    let mut depth = 0usize;
    // The next line goes on inside quotes: its hyphen belongs to what is quoted.
    let mut is_open = false;
    for (line, body) in lines.iter().zip(&bodies) {
        let trimmed = body.trim_start();
        let hyphen = trimmed
            .strip_prefix('-')
            .filter(|rest| !rest.starts_with(['/', '-', '>']));
        let is_removed = if in_front {
            body.starts_with('-')
                || body.starts_with("< ")
                || ["@@ ", "diff -", "+++ ", "index ", "\\ No newline"]
                    .iter()
                    .any(|head| body.starts_with(head))
        } else {
            body.starts_with("< ")
                || (hyphen.is_some() && (anywhere || depth > 0))
                || body.strip_prefix('-').is_some_and(is_removed_item)
        };
        let was_open = is_open;
        is_open =
            !in_front && body.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 && !was_open;
        if is_removed && !was_open {
            removed.push(line.clone());
        } else {
            if in_front && body.starts_with('+') {
                marks.push(line.end - body.len());
            }
            depth = nested(body, depth);
        }
    }
    if removed.is_empty() && marks.is_empty() {
        return Cleaned {
            text: Cow::Borrowed(text),
            removed,
        };
    }
    let mut bytes = text.as_bytes().to_vec();
    for line in &removed {
        bytes[line.clone()].fill(b' ');
    }
    for mark in marks {
        bytes[mark] = b' ';
    }
    Cleaned {
        // Only whole lines and single ASCII characters were replaced, by ASCII.
        text: String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned),
        removed,
    }
}

/// Whether the text after a leading hyphen is a removed list item: one with its own hyphen, or a quoted one
/// with its comma.
fn is_removed_item(behind: &str) -> bool {
    let item = behind.trim_start_matches(' ');
    let spaces = behind.len() - item.len();
    (spaces > 0 && item.starts_with("- "))
        || (spaces > 1 && item.starts_with('"') && item.trim_end().ends_with(','))
}

/// The lines of a text, without their line breaks.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    text.split(['\n', '\r']).map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}

/// Strips the `>` that mail puts before quoted lines.
fn without_quote_marks(line: &str) -> &str {
    let mut body = line;
    while let Some(rest) = body.trim_start_matches(' ').strip_prefix('>') {
        body = rest.strip_prefix(' ').unwrap_or(rest);
    }
    body
}

/// `12,13c12`: how `diff` without options announces a change.
fn is_range(line: &str) -> bool {
    let is_lines = |part: &str| {
        part.split(',')
            .all(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
    };
    line.len() <= 40
        && line
            .split_once(['a', 'c', 'd'])
            .is_some_and(|(from, to)| is_lines(from) && is_lines(to))
}

/// The bracket depth after a line.
fn nested(line: &str, mut depth: usize) -> usize {
    let mut is_quoted = false;
    for byte in line.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'[' | b'{' if !is_quoted => depth += 1,
            b']' | b'}' if !is_quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

#[cfg(test)]
mod tests {
    use super::without_removed;

    fn removed(text: &str) -> Vec<&str> {
        let kept = without_removed(text);
        assert_eq!(kept.text.len(), text.len());
        let lines = kept.removed.into_iter();
        lines.map(|line| text[line].trim()).collect()
    }

    #[test]
    fn a_list_with_hyphens_removes_nothing() {
        assert_eq!(removed("- a\n- b"), Vec::<&str>::new());
        assert_eq!(removed("list:\n  - a\n  -b\n"), Vec::<&str>::new());
        assert_eq!(removed("+ a\n+ b"), Vec::<&str>::new());
        assert_eq!(removed("[a]\n- b"), Vec::<&str>::new());
    }

    #[test]
    fn a_diff_of_a_list_with_hyphens_keeps_its_other_items() {
        let text = " list:\n-  - gone\n+  - new\n   - kept";
        assert_eq!(removed(text), ["-  - gone"]);
        assert_eq!(removed("  - kept\n-  - gone"), ["-  - gone"]);
    }

    #[test]
    fn a_plan_marks_lines_wherever_they_begin() {
        assert_eq!(
            removed("~ x = [\n    - \"a\",\n    + \"b\",\n  ]"),
            ["- \"a\","]
        );
        assert_eq!(removed("x = [\n   - \"a\",\n  ]"), ["- \"a\","]);
    }

    #[test]
    fn a_mail_that_quotes_a_diff_is_a_diff() {
        assert_eq!(removed("> -old\n> +new"), ["> -old"]);
        assert_eq!(removed("2c2\n< old\n---\n> new"), ["< old", "---"]);
    }
}
