//! Where one piece of a pasted text ends and the next begins.

use std::ops::Range;

use crate::principal::SubscriptionId;

/// A piece of the text.
pub(super) struct Piece<'a> {
    /// The piece without its quotes.
    pub text: &'a str,
    /// Whether it stood within quotes.
    pub quoted: bool,
}

/// The pieces of a text, without comments, bullets and keys.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let lumps = Lumps {
        text,
        at: 0,
        line_start: true,
        unclosed: String::new(),
    };
    join_groups(text, drop_keys(text, lumps.collect()))
        .into_iter()
        .flat_map(|lump| {
            let inner = &text[lump.range.clone()];
            let parts = if lump.quoted {
                vec![inner]
            } else {
                split_commas(inner)
            };
            parts.into_iter().map(move |text| Piece {
                text,
                quoted: lump.quoted,
            })
        })
}

/// Whether a piece looks like a principal rather than the rest of a name.
pub(super) fn begins_principal(text: &str) -> bool {
    let word = text.split(',').next().unwrap_or_default();
    let starts = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    starts("arn:")
        || starts("urn:uuid:")
        || starts("/subscriptions/")
        || word == "*"
        || is_number(word)
        || SubscriptionId::parse(word).is_some()
}

/// An account number, perhaps a digit or so short or long, perhaps with hyphens.
fn is_number(word: &str) -> bool {
    (9..=14).contains(&word.len())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
        && word.bytes().filter(u8::is_ascii_digit).count() >= 9
}

/// What stands between separators.
struct Lump {
    range: Range<usize>,
    quoted: bool,
    /// Whether a colon follows its closing quote.
    key: bool,
}

struct Lumps<'a> {
    text: &'a str,
    at: usize,
    /// Whether nothing but white space has been seen on this line.
    line_start: bool,
    /// The quotes that are known not to occur any more.
    unclosed: String,
}

impl Iterator for Lumps<'_> {
    type Item = Lump;

    fn next(&mut self) -> Option<Lump> {
        loop {
            let rest = &self.text[self.at..];
            let c = rest.chars().next()?;
            if let Some(lump) = self.quoted(c) {
                return Some(lump);
            }
            if separates(c) {
                self.line_start =
                    matches!(c, '\n' | '\r') || (self.line_start && c.is_whitespace());
                self.at += c.len_utf8();
                continue;
            }
            if rest.starts_with('#') || rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            let length = rest.find(separates).unwrap_or(rest.len());
            let range = self.at..self.at + length;
            let bullet = is_bullet(&rest[..length]) || (self.line_start && is_star_bullet(rest));
            self.at = range.end;
            self.line_start = false;
            if !bullet {
                return Some(Lump {
                    range,
                    quoted: false,
                    key: false,
                });
            }
        }
    }
}

impl Lumps<'_> {
    /// A run within quotes that opens here and closes on the same line.
    fn quoted(&mut self, quote: char) -> Option<Lump> {
        if !matches!(quote, '"' | '\'' | '`') || self.unclosed.contains(quote) {
            return None;
        }
        // A quote that ends a word opens nothing.
        let before = self.text[..self.at].chars().next_back();
        if before.is_some_and(|c| !separates(c) && !",=:+-".contains(c)) {
            return None;
        }
        let start = self.at + 1;
        let Some(length) = self.text[start..].find(quote) else {
            self.unclosed.push(quote);
            return None;
        };
        let inner = &self.text[start..start + length];
        // Nothing but what separates lies between the end of one quotation and the beginning of another.
        if inner.contains(['\n', '\r']) || inner.chars().all(|c| separates(c) || is_bullet_part(c))
        {
            return None;
        }
        self.at = start + length + 1;
        self.line_start = false;
        let key = self.text[self.at..].chars().take(4).find(|c| *c != ' ') == Some(':');
        Some(Lump {
            range: start..start + length,
            quoted: true,
            key,
        })
    }
}

fn separates(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
        || "\"'`“”„‘’‚«»‹›;|[](){}<>".contains(c)
}

/// What stands before the items of a list, or between a name and its value.
fn is_bullet(lump: &str) -> bool {
    lump.chars().all(is_bullet_part)
}

fn is_bullet_part(c: char) -> bool {
    "-–—•·+&,".contains(c)
}

/// Whether a `*` that opens a line is followed by something that is not a comma.
fn is_star_bullet(rest: &str) -> bool {
    let after = rest
        .strip_prefix('*')
        .filter(|after| after.starts_with(' '));
    after.is_some_and(|after| {
        // A look ahead of a few characters, so that lines of blanks cost nothing.
        let next = after.chars().take(16).find(|c| !matches!(c, ' ' | '\t'));
        next.is_some_and(|c| !matches!(c, '\n' | '\r' | ',' | ';' | '#'))
    })
}

/// Drops the names that values are given to: `"AWS":`, `AWS:`, `principals =`, `principals=`.
fn drop_keys(text: &str, lumps: Vec<Lump>) -> Vec<Lump> {
    let is_name = |word: &str| word.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    let mut kept: Vec<Lump> = Vec::with_capacity(lumps.len());
    for lump in lumps {
        let word = &text[lump.range.clone()];
        if lump.quoted {
            if !lump.key {
                kept.push(lump);
            }
            continue;
        }
        match word.strip_suffix([':', '=']) {
            Some("") => {
                kept.pop_if(|last| !last.quoted && is_name(&text[last.range.clone()]));
            }
            Some(name) if is_name(name) => {}
            _ => kept.push(lump),
        }
    }
    kept
}

/// Joins an account number in three groups of four that single spaces separate.
fn join_groups(text: &str, lumps: Vec<Lump>) -> Vec<Lump> {
    let is_group = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let touch = |a: &Range<usize>, b: &Range<usize>| text.get(a.end..b.start) == Some(" ");
    let mut joined: Vec<Lump> = Vec::with_capacity(lumps.len());
    for lump in lumps {
        let third = text[lump.range.clone()].trim_end_matches(',');
        if let [.., first, second] = joined.as_slice()
            && !(first.quoted || second.quoted || lump.quoted)
            && is_group(&text[first.range.clone()])
            && is_group(&text[second.range.clone()])
            && is_group(third)
            && touch(&first.range, &second.range)
            && touch(&second.range, &lump.range)
        {
            let range = first.range.start..lump.range.start + third.len();
            joined.truncate(joined.len() - 2);
            joined.push(Lump {
                range,
                quoted: false,
                key: false,
            });
        } else {
            joined.push(lump);
        }
    }
    joined
}

/// Splits a lump at the commas that separate.
fn split_commas(lump: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut in_name = false;
    for (at, byte) in lump.bytes().enumerate() {
        match byte {
            b'/' => {
                in_name |= lump
                    .get(start..start + 4)
                    .is_some_and(|head| head.eq_ignore_ascii_case("arn:"))
            }
            b',' => {
                let after = &lump[at + 1..];
                if !in_name || after.is_empty() || after.starts_with(',') || begins_principal(after)
                {
                    parts.push(&lump[start..at]);
                    start = at + 1;
                    in_name = false;
                }
            }
            _ => {}
        }
    }
    parts.push(&lump[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}
