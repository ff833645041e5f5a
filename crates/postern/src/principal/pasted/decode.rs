//! Undoes how pages, mails and terminals write characters.

use std::borrow::Cow;

use crate::text::is_invisible;

/// What pages write for characters that are invisible, or that separate.
const ENTITIES: &[(&str, &str)] = &[
    ("&shy;", "\u{AD}"),
    ("&#173;", "\u{AD}"),
    ("&#xad;", "\u{AD}"),
    ("&zerowidthspace;", "\u{200B}"),
    ("&#8203;", "\u{200B}"),
    ("&#x200b;", "\u{200B}"),
    ("&zwnj;", "\u{200C}"),
    ("&zwj;", "\u{200D}"),
    ("<wbr>", "\u{200B}"),
    ("<wbr/>", "\u{200B}"),
    ("<wbr />", "\u{200B}"),
    ("&nbsp;", "\u{A0}"),
    ("&#160;", "\u{A0}"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&colon;", ":"),
    ("&#58;", ":"),
    ("&sol;", "/"),
    ("&#47;", "/"),
    ("&amp;", "&"),
];

/// The longest entity.
const ENTITY_MAX: usize = 16;

/// A text with entities replaced, and without colors. A color that begins inside a word leaves an invisible
/// character, so that nobody takes one part of the word for the whole.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '\u{1b}']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text[at..].find(['&', '<', '\u{1b}']) {
        plain.push_str(&text[at..at + next]);
        at += next;
        let rest = &text[at..];
        if let Some(length) = escape(rest) {
            at += length;
            let joins = |c: char| c.is_alphanumeric() || "/-_:+=,.@".contains(c);
            let is_inside = plain.ends_with(joins) && text[at..].starts_with(joins);
            if is_inside {
                plain.push('\u{200B}');
            }
            continue;
        }
        let head: String = rest
            .chars()
            .take(ENTITY_MAX)
            .collect::<String>()
            .to_ascii_lowercase();
        match ENTITIES.iter().find(|(name, _)| head.starts_with(name)) {
            Some((name, character)) => {
                plain.push_str(character);
                at += name.len();
            }
            None => {
                plain.push_str(&rest[..1]);
                at += 1;
            }
        }
    }
    plain.push_str(&text[at..]);
    Cow::Owned(plain)
}

/// The length of the terminal's control sequence that starts here.
fn escape(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('\u{1b}')?;
    if let Some(body) = body.strip_prefix('[') {
        let end = body.find(|c: char| ('@'..='~').contains(&c))?;
        let is_sequence = body[..end].chars().all(|c| (' '..='?').contains(&c));
        return is_sequence.then_some(2 + end + 1);
    }
    if let Some(body) = body.strip_prefix(']') {
        // A link: ended by BEL, or by ESC and a backslash.
        let end = body.find(['\u{7}', '\u{1b}'])?;
        let tail = if body[end..].starts_with("\u{1b}\\") {
            2
        } else {
            1
        };
        return Some(2 + end + tail);
    }
    None
}

/// Whether a word goes on with something that isn't known yet: `role/app-<env>`, `role/app-{env}`.
pub(super) fn goes_on(rest: &str) -> bool {
    let next = rest.trim_start_matches(is_invisible);
    let is_tag = |name: &str| {
        next.get(1..=name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    next.starts_with('{')
        || next.starts_with('[')
        || (next.starts_with('<')
            && ![
                "/", "br", "p>", "div", "li", "td", "!--", "span", "a ", "tr", "em", "b>",
            ]
            .iter()
            .any(|name| is_tag(name)))
}
