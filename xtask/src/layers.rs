//! Keeps the modules of a crate in layers: none of them use each other in a circle, and the pure ones do no I/O.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::mentions::{Mention, mentions_in};
use crate::rust_source::modules;
use crate::tools::{TaskError, root};

/// What must hold in a crate. "Module" means one that its `lib.rs` declares, with everything below it.
struct Rules {
    /// Modules that only compute: values in, values out.
    pure: &'static [&'static str],
    /// What a pure module doesn't mention.
    io: &'static [&'static str],
    /// Uses of one module by another that close a circle and are still to be removed: (by, of).
    cycles_left: &'static [(&'static str, &'static str)],
    /// I/O in pure modules, each for the reason beside it: (module, what).
    io_left: &'static [(&'static str, &'static str)],
}

/// The rules for `crates/postern`. The lists of exceptions can only shrink: one that no longer applies
/// fails the check too.
const POSTERN: Rules = Rules {
    pure: &[
        "access",
        "change",
        "cloud",
        "endpoint_link",
        "connection",
        "permission",
        "plan",
        "preflight",
        "principal",
        "private_address",
        "problem",
        "recipe",
        "rows",
        "table",
        "text",
        "trouble",
        "vpc",
    ],
    io: &[
        "tokio",
        "tokio_util",
        "futures_util",
        "rusqlite",
        "reqwest",
        "keyring_core",
        "std::fs",
        "std::net::TcpListener",
        "std::net::TcpStream",
        "std::net::UdpSocket",
        "std::env",
        "std::process",
        "std::thread",
        "aeon::Client",
        "crate::apply",
        "crate::check",
        "crate::cloud_cli",
        "crate::config",
        "crate::files",
        "crate::journal",
        "crate::keys",
        "crate::session",
        "crate::sqlite",
        "crate::sync",
    ],
    cycles_left: &[],
    io_left: &[],
};

/// Checks the modules of `crates/postern`.
pub fn check() -> Result<(), TaskError> {
    println!("\nModules of crates/postern: no circles, no I/O in pure ones");
    let broken = violations(&root().join("crates/postern/src/lib.rs"), &POSTERN)?;
    if broken.is_empty() {
        return Ok(());
    }
    for violation in &broken {
        println!("  {violation}");
    }
    Err(TaskError::Missing(format!(
        "the modules of crates/postern break {} of the rules in xtask/src/layers.rs",
        broken.len()
    )))
}

fn violations(root: &Path, rules: &Rules) -> Result<Vec<String>, TaskError> {
    let modules = modules(root)?;
    let names: BTreeSet<String> = modules
        .iter()
        .filter(|module| module.path.len() == 1)
        .map(|module| module.path[0].clone())
        .collect();
    let mentions: Vec<Mention> = modules
        .iter()
        .filter(|module| !module.only_tests && !module.path.is_empty())
        .flat_map(mentions_in)
        .collect();
    let mut broken = unknown_names(rules, &names);
    broken.extend(circles(&mentions, &names, rules));
    broken.extend(impurities(&mentions, rules));
    Ok(broken)
}

/// Names in the rules that no module has.
fn unknown_names(rules: &Rules, names: &BTreeSet<String>) -> Vec<String> {
    let in_io = rules
        .io
        .iter()
        .filter_map(|path| path.strip_prefix("crate::"));
    let unknown = rules.pure.iter().copied().chain(in_io);
    unknown
        .filter(|name| !names.contains(*name))
        .map(|name| format!("the rules name `{name}`, but there is no such module"))
        .collect()
}

fn circles(mentions: &[Mention], names: &BTreeSet<String>, rules: &Rules) -> Vec<String> {
    // Where each module first uses another one.
    let mut uses: BTreeMap<(&str, &str), &Mention> = BTreeMap::new();
    for mention in mentions {
        if let Some(other) = mention.other_module(names) {
            uses.entry((mention.module.as_str(), other))
                .or_insert(mention);
        }
    }
    let all: BTreeSet<(&str, &str)> = uses.keys().copied().collect();
    let mut broken = Vec::new();
    for &(by, of) in rules.cycles_left {
        if !all.contains(&(by, of)) || way(&all, of, by).is_none() {
            broken.push(format!(
                "`{by}` no longer uses `{of}` in a circle: remove the pair from `cycles_left`"
            ));
        }
    }
    let judged: BTreeSet<_> = all
        .iter()
        .copied()
        .filter(|pair| !rules.cycles_left.contains(pair))
        .collect();
    let mut told = BTreeSet::new();
    for &(by, of) in &judged {
        let Some(back) = way(&judged, of, by) else {
            continue;
        };
        // Each circle is told once, however many of its modules it is found from.
        if !told.insert(back.iter().copied().collect::<BTreeSet<_>>()) {
            continue;
        }
        let circle = [vec![by], back].concat();
        let places = circle.windows(2).map(|pair| {
            let mention = uses[&(pair[0], pair[1])];
            format!("\n    {mention}")
        });
        broken.push(format!(
            "{} use each other in a circle:{}",
            circle.join(" → "),
            places.collect::<String>()
        ));
    }
    broken
}

/// The shortest way along uses from one module to another, both included.
fn way<'a>(
    uses: &BTreeSet<(&'a str, &'a str)>,
    from: &'a str,
    to: &'a str,
) -> Option<Vec<&'a str>> {
    let mut ways = vec![vec![from]];
    let mut seen = BTreeSet::from([from]);
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let last = *way.last()?;
            if last == to {
                return Some(way);
            }
            for (_, next) in uses.iter().filter(|(by, _)| *by == last) {
                if seen.insert(next) {
                    longer.push([way.clone(), vec![*next]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

fn impurities(mentions: &[Mention], rules: &Rules) -> Vec<String> {
    let mut broken = Vec::new();
    let mut told = BTreeSet::new();
    for mention in mentions {
        let module = mention.module.as_str();
        if !rules.pure.contains(&module) {
            continue;
        }
        let Some(io) = rules.io.iter().find(|io| mention.is_of(io)) else {
            continue;
        };
        if !rules.io_left.contains(&(module, *io)) {
            broken.push(format!(
                "`{module}` is pure, but uses `{io}`:\n    {mention}"
            ));
        }
        told.insert((module, *io));
    }
    for &(module, io) in rules.io_left {
        if !told.contains(&(module, io)) {
            broken.push(format!(
                "`{module}` no longer uses `{io}`: remove the pair from `io_left`"
            ));
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    const RULES: Rules = Rules {
        pure: &["plan"],
        io: &["tokio", "std::fs", "crate::journal"],
        cycles_left: &[],
        io_left: &[],
    };

    /// A crate of `plan`, `apply` and `journal`, of which tests replace files.
    struct Crate(TempDir);

    impl Crate {
        fn new() -> Self {
            let made = Self(TempDir::new().expect("a temporary folder"));
            made.with("lib.rs", "pub mod apply; pub mod journal; pub mod plan;")
                .with("apply.rs", "use crate::{journal::Writer, plan::Plan};")
                .with("journal.rs", "pub struct Writer(std::fs::File);")
                .with("plan/mod.rs", "mod merge; pub struct Plan;")
                .with("plan/merge.rs", "use super::Plan;")
        }

        fn with(self, file: &str, text: &str) -> Self {
            let path = self.0.path().join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is created");
            fs::write(path, text).expect("a file is written");
            self
        }

        fn violations(&self, rules: &Rules) -> Vec<String> {
            violations(&self.0.path().join("lib.rs"), rules).expect("sources that can be read")
        }

        /// The one rule that is broken.
        fn violation(&self, rules: &Rules) -> String {
            let found = self.violations(rules);
            assert_eq!(found.len(), 1, "{found:#?}");
            found.into_iter().next().expect("there is one")
        }
    }

    #[test]
    fn layers_that_are_kept_pass() {
        assert_eq!(Crate::new().violations(&RULES), Vec::<String>::new());
    }

    #[test]
    fn two_modules_that_use_each_other_fail_with_the_places() {
        let made = Crate::new().with("plan/merge.rs", "fn f(_: &crate::apply::Runner) {}");
        let said = made.violation(&RULES);
        assert!(said.starts_with("apply → plan → apply "), "{said}");
        assert!(said.contains("merge.rs: crate::apply::Runner"), "{said}");
        assert!(said.contains("apply.rs: crate::plan::Plan"), "{said}");
    }

    #[test]
    fn a_longer_circle_fails() {
        let made = Crate::new().with("journal.rs", "use crate::plan::Plan;");
        assert_eq!(made.violations(&RULES), Vec::<String>::new());
        let made = made.with("plan/mod.rs", "use super::apply as sending;");
        let said = made.violations(&RULES).join("\n");
        assert!(said.contains("apply → plan → apply "), "{said}");
        let rules = Rules {
            cycles_left: &[("apply", "plan")],
            ..RULES
        };
        let said = made.violation(&rules);
        assert!(
            said.starts_with("apply → journal → plan → apply "),
            "{said}"
        );
    }

    #[test]
    fn uses_are_found_in_bodies_macros_and_through_super() {
        for text in [
            "fn f() { let _ = crate::apply::now(); }",
            "fn f() { println!(\"{}\", crate::apply::now()); }",
            "fn f() { assert!(true, \"{}\", [super::super::apply::NOW]); }",
            "mod inner { use super::super::super::apply::{self}; }",
            "pub use crate::apply::*;",
            "impl crate::apply::Sends for () {}",
        ] {
            let said = Crate::new().with("plan/merge.rs", text).violations(&RULES);
            assert_eq!(said.len(), 1, "{text}: {said:#?}");
        }
    }

    #[test]
    fn a_pure_module_that_does_io_fails() {
        for (text, io) in [
            ("use tokio::sync::Mutex;", "tokio"),
            ("async fn f() { tokio::time::sleep(D).await }", "tokio"),
            ("use std::{fmt, fs::File};", "std::fs"),
            ("use crate::journal::Writer;", "crate::journal"),
            ("fn f() { tokio::select! {} }", "tokio"),
        ] {
            let said = Crate::new().with("plan/merge.rs", text).violation(&RULES);
            let wanted = format!("`plan` is pure, but uses `{io}`:");
            assert!(said.starts_with(&wanted), "{text}: {said}");
        }
    }

    #[test]
    fn what_is_compiled_for_tests_only_may_do_anything() {
        let text = "#[cfg(test)] mod tests { use tokio::test; use crate::apply; }
            #[cfg(test)] use crate::apply::Runner;
            struct S; impl S { #[cfg(test)] fn f() { std::fs::remove_file(crate::apply::X) } }";
        let made = Crate::new().with("plan/merge.rs", text);
        assert_eq!(made.violations(&RULES), Vec::<String>::new());
    }

    #[test]
    fn an_exception_that_no_longer_applies_fails() {
        let left = Rules {
            cycles_left: &[("plan", "apply")],
            io_left: &[("plan", "std::fs")],
            ..RULES
        };
        let said = Crate::new().violations(&left).join("\n");
        assert!(
            said.contains("`plan` no longer uses `apply` in a circle"),
            "{said}"
        );
        assert!(said.contains("`plan` no longer uses `std::fs`"), "{said}");
        let text = "use crate::apply::Runner; use std::fs;";
        let made = Crate::new().with("plan/merge.rs", text);
        assert_eq!(made.violations(&left), Vec::<String>::new());
    }

    #[test]
    fn a_rule_about_a_module_that_does_not_exist_fails() {
        let rules = Rules {
            pure: &["plan", "cloud"],
            ..RULES
        };
        let said = Crate::new().violation(&rules);
        assert!(said.contains("`cloud`"), "{said}");
    }
}
