//! Finds which other modules and crates the items of a module mention.

use std::collections::BTreeSet;
use std::path::PathBuf;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, ItemUse, Macro, UseTree};

use crate::rust_source::{Module, is_for_tests};
use crate::tools::root;

/// A path in the sources, such as `crate::inventory::Snapshot`.
#[derive(Debug)]
pub struct Mention {
    /// The module that `lib.rs` declares.
    pub module: String,
    file: PathBuf,
    path: Vec<String>,
}

impl Mention {
    /// The other module that it names, if it names one.
    pub fn other_module<'a>(&'a self, names: &BTreeSet<String>) -> Option<&'a str> {
        let [first, other, ..] = self.path.as_slice() else {
            return None;
        };
        let counts = first == "crate" && *other != self.module && names.contains(other);
        counts.then_some(other)
    }

    /// Whether it names this or something in it.
    pub fn is_of(&self, what: &str) -> bool {
        let what: Vec<&str> = what.split("::").collect();
        self.path.len() >= what.len() && self.path.iter().zip(what).all(|(a, b)| a == b)
    }
}

impl std::fmt::Display for Mention {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let file = self.file.strip_prefix(root()).unwrap_or(&self.file);
        write!(to, "{}: {}", file.display(), self.path.join("::"))
    }
}

/// The mentions in a module, outside what is compiled for tests only.
pub fn mentions_in(module: &Module) -> Vec<Mention> {
    let mut reader = Reader {
        module,
        mentions: Vec::new(),
    };
    for item in &module.items {
        reader.visit_item(item);
    }
    reader.mentions
}

/// Collects the paths of one module's items.
struct Reader<'a> {
    module: &'a Module,
    mentions: Vec<Mention>,
}

impl Reader<'_> {
    fn add(&mut self, path: Vec<String>) {
        self.mentions.push(Mention {
            module: self.module.path[0].clone(),
            file: self.module.file.clone(),
            path: absolute(path, &self.module.path),
        });
    }

    fn add_use(&mut self, tree: &UseTree, before: &[String]) {
        let and = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.add_use(&path.tree, &and(&path.ident)),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(tree, before);
                }
            }
            UseTree::Name(name) if name.ident == "self" => self.add(before.to_vec()),
            UseTree::Name(name) => self.add(and(&name.ident)),
            UseTree::Rename(renamed) => self.add(and(&renamed.ident)),
            UseTree::Glob(_) => self.add(before.to_vec()),
        }
    }

    /// Reads paths out of what a macro is given, which has no grammar of its own.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) if colons == 2 && !path.is_empty() => {
                    path.push(name.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(point) if point.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                _ => {}
            }
            if path.len() > 1 {
                self.add(std::mem::take(&mut path));
            }
            path.clear();
            colons = 0;
            match token {
                TokenTree::Ident(name) => path.push(name.to_string()),
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                _ => {}
            }
        }
        if path.len() > 1 {
            self.add(path);
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        match item {
            ImplItem::Fn(function) if is_for_tests(&function.attrs) => {}
            item => visit::visit_impl_item(self, item),
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add_use(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string());
        self.add(names.collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.add_tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}

/// Turns a path with `self` or `super` into one from `crate`.
fn absolute(path: Vec<String>, module: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|name| *name == "super").count();
    let from_self = usize::from(path.first().is_some_and(|name| name == "self"));
    if ups + from_self == 0 {
        return path;
    }
    let kept = &module[..module.len().saturating_sub(ups)];
    let rest = &path[ups + from_self..];
    [&["crate".to_owned()], kept, rest].concat()
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
