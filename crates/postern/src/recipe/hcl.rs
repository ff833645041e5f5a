//! Terraform: values put into a parsed file, which keeps its comments and its layout.

use hcl_edit::expr::{Array, Expression, TraversalOperator};
use hcl_edit::structure::{Block, BlockLabel, Body};
use hcl_edit::template::StringTemplate;
use hcl_edit::{Decorate, Decorated, Ident};

/// Why reading one of our own files can't fail.
const OURS: &str = "the file is a part of the program and is read in a test";

/// Reads a template.
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

/// A value with a comment of our own behind it.
pub(super) fn noted(mut value: Expression, note: &'static str) -> Expression {
    value.decor_mut().set_suffix(format!(" # {note}"));
    value
}

/// Sets a block's attribute.
pub(super) fn set(block: &mut Block, key: &str, value: impl Into<Expression>) {
    let mut attribute = block.body.get_attribute_mut(key).expect(OURS);
    *attribute.value_mut() = value.into();
}

/// Points an attribute's references to another resource.
pub(super) fn point(block: &mut Block, key: &str, name: &str) {
    let mut attribute = block.body.get_attribute_mut(key).expect(OURS);
    point_to(attribute.value_mut(), name);
}

/// A string.
///
/// The library leaves a marker (`${`, `%{`) as it is where another `$` or `%` stands before it, which
/// would make code of a value. In a template of several literals each marker begins one of its own.
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

/// A list of numbers.
pub(super) fn numbers(values: &[u16]) -> Expression {
    let values = values.iter().map(|value| Expression::from(*value));
    Expression::from(values.collect::<Array>())
}

/// Names a block anew: its last label.
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
