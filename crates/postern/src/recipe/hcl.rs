//! Terraform templates: inserts values into a parsed file, keeping its comments and layout.

use hcl_edit::expr::{
    Array, Expression, Object, ObjectKey, ObjectValue, ObjectValueTerminator, TraversalOperator,
};
use hcl_edit::structure::{Block, BlockLabel, Body};
use hcl_edit::template::StringTemplate;
use hcl_edit::{Decorate, Decorated, Ident};

/// Why parsing our own templates can't fail.
const OURS: &str = "the template is built in, and a test parses it";

/// Parses a template.
pub(super) fn parse(template: &str) -> Body {
    template.parse().expect(OURS)
}

/// Sets a variable's default.
pub(super) fn set_default(body: &mut Body, variable: &str, value: impl Into<Expression>) {
    let block = body
        .get_blocks_mut("variable")
        .find(|block| block.has_labels(&[variable]))
        .expect(OURS);
    set(block, "default", value);
}

/// Sets an attribute of the provider's block.
pub(super) fn set_provider(body: &mut Body, key: &str, value: impl Into<Expression>) {
    let block = body.get_blocks_mut("provider").next().expect(OURS);
    set(block, key, value);
}

/// Adds a trailing comment to a value.
pub(super) fn noted(mut value: Expression, note: &'static str) -> Expression {
    value.decor_mut().set_suffix(format!(" # {note}"));
    value
}

/// Sets a block's attribute.
pub(super) fn set(block: &mut Block, key: &str, value: impl Into<Expression>) {
    let mut attribute = block.body.get_attribute_mut(key).expect(OURS);
    *attribute.value_mut() = value.into();
}

/// Changes the resource that an attribute refers to.
pub(super) fn point(block: &mut Block, key: &str, name: &str) {
    let mut attribute = block.body.get_attribute_mut(key).expect(OURS);
    point_to(attribute.value_mut(), name);
}

/// A string.
///
/// The library doesn't escape a marker (`${`, `%{`) preceded by another `$` or `%`, which would turn part of a
/// value into code. So the template consists of several literals, and each marker starts its own.
pub(super) fn string(text: &str) -> Expression {
    let mut starts: Vec<usize> = ["${", "%{"]
        .into_iter()
        .flat_map(|marker| text.match_indices(marker).map(|(place, _)| place))
        .filter(|place| *place > 0)
        .collect();
    if starts.is_empty() {
        return Expression::from(text);
    }
    starts.sort_unstable();
    let ends = starts.iter().copied().chain([text.len()]);
    let starts = std::iter::once(0).chain(starts.iter().copied());
    let pieces = starts.zip(ends).map(|(start, end)| &text[start..end]);
    Expression::from(pieces.collect::<StringTemplate>())
}

/// A list of strings.
pub(super) fn strings(values: &[String]) -> Expression {
    let values = values.iter().map(|value| string(value));
    Expression::from(values.collect::<Array>())
}

/// A map of strings.
pub(super) fn map<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> Expression {
    let entries: Vec<_> = entries.collect();
    let count = entries.len();
    let entries = entries
        .into_iter()
        .enumerate()
        .map(|(index, (key, value))| {
            let is_last = index + 1 == count;
            let key = ObjectKey::from(string(key).decorated((" ", " ")));
            let end = if is_last { " " } else { "" };
            let mut value = ObjectValue::new(string(value).decorated((" ", end)));
            value.set_terminator(match is_last {
                true => ObjectValueTerminator::None,
                false => ObjectValueTerminator::Comma,
            });
            (key, value)
        });
    Expression::from(entries.collect::<Object>())
}

/// A list of numbers.
pub(super) fn numbers(values: &[u16]) -> Expression {
    let values = values.iter().map(|value| Expression::from(*value));
    Expression::from(values.collect::<Array>())
}

/// Renames a block (its last label).
pub(super) fn rename(block: &mut Block, name: &str) {
    let label = block.labels.last_mut().expect(OURS);
    let decor = label.decor().clone();
    *label = BlockLabel::String(Decorated::new(name.to_owned()).decorated(decor));
}

/// Has `TYPE.old.attribute` name another resource.
fn point_to(expression: &mut Expression, name: &str) {
    match expression {
        Expression::Object(object) => {
            for (_, value) in object.iter_mut() {
                point_to(value.expr_mut(), name);
            }
        }
        Expression::Traversal(traversal) => {
            let step = traversal.operators.first_mut().expect(OURS);
            *step = Decorated::new(TraversalOperator::GetAttr(Decorated::new(
                Ident::new_sanitized(name),
            )));
        }
        _ => {}
    }
}
