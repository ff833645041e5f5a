//! Reads YAML.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, Span};

use super::node::Node;

/// Deeper nesting isn't read.
const DEPTH_MAX: usize = 64;
/// The number of values read, including those that aliases repeat.
const VALUES_MAX: usize = 50_000;

/// The documents of a YAML text; `None` if it is none, or plain text that happens to be YAML.
pub(super) fn read(text: &str) -> Option<Node> {
    let options = granit_parser::options! { emit_comments: false };
    let mut reader = Reader {
        text,
        events: Parser::new_from_str_with_options(text, options),
        anchors: HashMap::new(),
        left: VALUES_MAX,
    };
    let mut documents = Vec::new();
    loop {
        match reader.next()?.0 {
            Event::StreamStart | Event::DocumentEnd => {}
            Event::DocumentStart(..) => {
                let (event, span) = reader.next()?;
                let document = reader.node(event, span, 0)?;
                documents.push(document);
            }
            Event::StreamEnd => break,
            _ => return None,
        }
    }
    let is_structured = |node: &Node| match node {
        Node::Fields(_) => true,
        Node::List(items) => items.iter().any(|item| matches!(item, Node::Fields(_))),
        _ => false,
    };
    let is_document = documents.iter().any(is_structured)
        && documents
            .iter()
            .all(|node| is_structured(node) || *node == Node::Nothing)
        && documents.iter().all(has_plain_names);
    is_document.then_some(Node::List(documents))
}

/// Whether all names could be a program's. In a letter, a colon also follows sentences.
fn has_plain_names(node: &Node) -> bool {
    match node {
        Node::Fields(fields) => fields.iter().all(|(name, value)| {
            !name.is_empty() && !name.contains(char::is_whitespace) && has_plain_names(value)
        }),
        Node::List(items) => items.iter().all(has_plain_names),
        Node::Text(_) | Node::Nothing => true,
    }
}

struct Reader<'a> {
    text: &'a str,
    events: Parser<'a, granit_parser::StrInput<'a>>,
    anchors: HashMap<usize, Node>,
    left: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.events.next_event()?.ok()
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Option<Node> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEPTH_MAX {
            return None;
        }
        let anchor = event.anchor_id();
        let node = match event {
            Event::Scalar(text, style, ..) => self.scalar(&text, style, span),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::SequenceEnd) {
                        break Node::List(items);
                    }
                    items.push(self.node(event, span, depth + 1)?);
                }
            }
            Event::MappingStart(..) => {
                let mut fields = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::MappingEnd) {
                        break Node::Fields(fields);
                    }
                    let Event::Scalar(name, ..) = event else {
                        return None;
                    };
                    let _ = span;
                    let (event, span) = self.next()?;
                    let value = self.node(event, span, depth + 1)?;
                    // A merge key repeats the fields of what it refers to.
                    match (&*name, value) {
                        ("<<", Node::Fields(merged)) => fields.extend(merged),
                        (_, value) => fields.push((name.into_owned(), value)),
                    }
                }
            }
            Event::Alias(id) => {
                let node = self.anchors.get(&id)?.clone();
                self.left = self.left.checked_sub(size(&node))?;
                node
            }
            _ => return None,
        };
        if let Some(id) = anchor {
            self.anchors.insert(id, node.clone());
        }
        Some(node)
    }

    /// A scalar over several lines is kept as it is written: joining its lines with spaces, as YAML does, would hide
    /// that it may be one name.
    fn scalar(&self, text: &str, style: ScalarStyle, span: Span) -> Node {
        let is_empty = matches!(text, "" | "~" | "null") && style == ScalarStyle::Plain;
        if is_empty {
            return Node::Nothing;
        }
        let written = span.slice(self.text).and_then(|written| match style {
            ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                Some(written.trim().trim_matches(['"', '\'']))
            }
            ScalarStyle::Folded => Some(match written.trim().split_once('\n') {
                Some((head, lines)) if head.starts_with('>') => lines,
                _ => written.trim(),
            }),
            ScalarStyle::Literal => None,
        });
        match written {
            Some(written) if written.contains('\n') => Node::Text(written.to_owned()),
            // Not a comment in YAML, but meant as one.
            _ if style == ScalarStyle::Plain => Node::Text(
                text.split(" //")
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
            ),
            _ => Node::Text(text.to_owned()),
        }
    }
}

fn size(node: &Node) -> usize {
    1 + match node {
        Node::List(items) => items.iter().map(size).sum(),
        Node::Fields(fields) => fields.iter().map(|(_, value)| size(value)).sum(),
        Node::Text(_) | Node::Nothing => 0,
    }
}
