//! Reads HCL, the language of Terraform.

use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Body, Structure};
use hcl_edit::template::{Element, Template};

use super::node::Node;

/// The content of a Terraform file; `None` if the text is none.
pub(super) fn read(text: &str) -> Option<Node> {
    // The parser recurses, so nesting is bounded before it begins.
    if !text.contains(['=', '{']) || nesting(text) > NESTING_MAX {
        return None;
    }
    let body: Body = text.parse().ok()?;
    (!body.is_empty()).then(|| fields(&body))
}

const NESTING_MAX: usize = 64;

/// How deep brackets are nested, at most.
fn nesting(text: &str) -> usize {
    let mut depth = 0usize;
    let mut most = 0;
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

fn fields(body: &Body) -> Node {
    let fields = body.iter().map(|structure| match structure {
        Structure::Attribute(attribute) => {
            (attribute.key.as_str().to_owned(), value(&attribute.value))
        }
        Structure::Block(block) => {
            let mut inner = fields(&block.body);
            // `variable "tenant_id" { default = … }`: the name says more than the block's kind.
            for label in block.labels.iter().rev() {
                inner = Node::Fields(vec![(label.as_str().to_owned(), inner)]);
            }
            let is_kind = matches!(
                block.ident.as_str(),
                "resource" | "data" | "variable" | "module" | "output" | "locals" | "provider"
            );
            let kind = if is_kind { "" } else { block.ident.as_str() };
            (kind.to_owned(), inner)
        }
    });
    Node::Fields(fields.collect())
}

fn value(expression: &Expression) -> Node {
    match expression {
        Expression::Null(_) | Expression::Bool(_) => Node::Nothing,
        Expression::String(text) => Node::Text(text.to_string()),
        Expression::Array(items) => Node::List(items.iter().map(value).collect()),
        Expression::Object(object) => Node::Fields(
            object
                .iter()
                .map(|(key, entry)| (name(key), value(entry.expr())))
                .collect(),
        ),
        Expression::StringTemplate(template) => Node::Text(text(template)),
        Expression::HeredocTemplate(heredoc) => Node::Text(text(&heredoc.template)),
        Expression::Parenthesis(inner) => value(inner.inner()),
        Expression::Conditional(conditional) => Node::List(vec![
            value(&conditional.true_expr),
            value(&conditional.false_expr),
        ]),
        Expression::FuncCall(call) => {
            let mut arguments: Vec<Node> = call.args.iter().map(value).collect();
            match call.name.name.as_str() {
                "setsubtract" if !arguments.is_empty() => {
                    let rest = arguments.split_off(1);
                    arguments.push(Node::Fields(vec![(
                        "excluded".to_owned(),
                        Node::List(rest),
                    )]));
                    Node::List(arguments)
                }
                _ if arguments.len() == 1 => arguments.remove(0),
                _ => Node::List(arguments),
            }
        }
        // An unquoted GUID or account number is read as a calculation.
        other => Node::Text(other.to_string().trim().to_owned()),
    }
}

fn name(key: &ObjectKey) -> String {
    match key {
        ObjectKey::Ident(ident) => ident.as_str().to_owned(),
        ObjectKey::Expression(expression) => match value(expression) {
            Node::Text(text) => text,
            _ => String::new(),
        },
    }
}

/// A template's text, with its variables as they are written.
fn text(template: &Template) -> String {
    let mut text = String::new();
    for element in template {
        match element {
            Element::Literal(literal) => text.push_str(literal),
            Element::Interpolation(interpolation) => {
                text.push_str("${");
                text.push_str(interpolation.expr.to_string().trim());
                text.push('}');
            }
            Element::Directive(_) => text.push_str("%{}"),
        }
    }
    text
}
