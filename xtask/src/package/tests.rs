//! Packaging, with a small program in place of Postern, whose release build takes a quarter of an hour.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::tools::{Tool, root, tool};

use super::components::Components;
use super::deb::Deb;
use super::tree::Tree;
use super::{ID, VERSION, changelog, check, install, man, notices, sbom, stamp};

/// Each test's own folder. Its contents stay for a look until the next run.
fn folder(name: &str) -> PathBuf {
    crate::app::target().join("package-tests").join(name)
}

fn components() -> &'static Components {
    static READ: OnceLock<Components> = OnceLock::new();
    READ.get_or_init(|| Components::read().unwrap())
}

/// A small dynamically linked program.
const PROGRAM: &str = "/usr/bin/true";

fn packed(name: &str) -> (Tree, Deb) {
    let tree = Tree::build(&folder(name).join("root"), Path::new(PROGRAM), components()).unwrap();
    let deb = Deb::pack(&tree, &folder(name).join("deb"), 6).unwrap();
    (tree, deb)
}

fn said(tool: Tool) -> String {
    tool.answer().expect("it runs")
}

#[test]
fn the_package_passes_lintian_and_its_desktop_and_metainfo_files_their_validators() {
    let (tree, deb) = packed("policy");
    check::texts(&tree).unwrap();
    check::policy(&deb).unwrap();

    // Each check fails on a broken package.
    let metainfo = tree
        .folder
        .join(format!("usr/share/metainfo/{ID}.metainfo.xml"));
    let text = fs::read_to_string(&metainfo).unwrap();
    fs::write(&metainfo, text.replace("<summary>", "<summry>")).unwrap();
    assert!(check::texts(&tree).is_err());
    fs::write(&metainfo, text).unwrap();
    let entry = tree.folder.join("usr/share/applications/Postern.desktop");
    let text = fs::read_to_string(&entry).unwrap();
    fs::write(
        &entry,
        text.replace("MimeType=x-scheme-handler/postern;\n", ""),
    )
    .unwrap();
    let refused = check::texts(&tree).unwrap_err().to_string();
    assert!(refused.contains("postern:// links"), "{refused}");
    fs::write(&entry, text).unwrap();
    fs::remove_file(tree.folder.join("usr/share/doc/postern/copyright")).unwrap();
    let deb = Deb::pack(&tree, &folder("policy").join("deb"), 6).unwrap();
    assert!(check::policy(&deb).is_err());
}

#[test]
fn installing_and_removing_the_package_leaves_nothing() {
    let (tree, deb) = packed("install");
    let at = folder("install").join("installed");
    let mut installed = Vec::new();
    install::unpacked(&deb, &at, |program| {
        assert_eq!(program, at.join("usr/bin/postern"));
        for file in tree.files()? {
            let there = fs::read(at.join(&file)).unwrap();
            assert_eq!(there, fs::read(tree.folder.join(&file)).unwrap(), "{file}");
            installed.push(file);
        }
        Ok(())
    })
    .unwrap();
    for file in [
        "bin/postern",
        "share/applications/Postern.desktop",
        "share/doc/postern/NOTICES",
        "share/doc/postern/changelog.gz",
        "share/doc/postern/copyright",
        "share/doc/postern/rust-standard-library.html",
        "share/icons/hicolor/scalable/apps/postern.svg",
        "share/man/man1/postern.1.gz",
        "share/metainfo/app.postern.Postern.metainfo.xml",
    ] {
        assert!(installed.contains(&format!("usr/{file}")), "{file}");
    }
    let left = said(tool(
        "find",
        &[
            &at.display().to_string(),
            "-path",
            "*/var",
            "-prune",
            "-o",
            "-type",
            "f",
            "-print",
        ],
    ));
    assert_eq!(left, "");
}

#[test]
fn a_leftover_file_is_reported() {
    let (_, deb) = packed("left");
    let at = folder("left").join("installed");
    let done = install::unpacked(&deb, &at, |program| {
        // dpkg keeps a folder with a file that it doesn't know.
        fs::write(at.join("usr/share/doc/postern/note"), "").unwrap();
        assert!(program.is_file());
        Ok(())
    });
    assert!(done.unwrap_err().to_string().contains("doc/postern"));
}

#[test]
fn a_commit_always_gives_the_same_package_compressed_with_xz() {
    let (_, one) = packed("once");
    let (_, again) = packed("again");
    assert_eq!(fs::read(&one.path).unwrap(), fs::read(&again.path).unwrap());
    let members = said(tool("ar", &["t", &one.path.display().to_string()]));
    assert_eq!(members, "debian-binary\ncontrol.tar.xz\ndata.tar.xz\n");
}

#[test]
fn a_package_over_the_limit_is_refused() {
    let (_, deb) = packed("limit");
    let size = deb.size().unwrap();
    deb.check_size(size).unwrap();
    let refused = deb.check_size(size - 1).unwrap_err().to_string();
    assert!(refused.contains("MB, limit"), "{refused}");
}

#[test]
fn every_license_text_of_a_component_is_in_the_notices() {
    let all = notices::notices(components()).unwrap();
    let words = all.split_whitespace().collect::<Vec<_>>().join(" ");
    for one in components().all.values() {
        assert!(words.contains(&one.title()), "{}", one.title());
    }
    for text in [
        // The fonts, the MPL-2.0 crates, a crate without a license file, and the crate that bundles SQLite.
        "SIL OPEN FONT LICENSE Version 1.1",
        "Mozilla Public License Version 2.0",
        "specta 2.0.0-rc.26 has no license file. Its license is MIT.",
        "rusqlite",
    ] {
        assert!(words.contains(text), "{text}");
    }
    let inter = root().join("ui/node_modules/@fontsource-variable/inter/LICENSE");
    let inter = fs::read_to_string(inter).unwrap();
    assert!(all.contains(inter.trim()));
}

#[test]
fn the_copyright_file_has_a_paragraph_for_each_component_and_each_license() {
    let text = notices::debian_copyright(components()).unwrap();
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    for one in components().all.values() {
        let files = format!(
            "Files: third-party/{}/{}-{}/*\n",
            one.kind, one.name, one.version
        );
        let paragraph = paragraphs
            .iter()
            .find(|paragraph| paragraph.starts_with(&files));
        let paragraph = paragraph.unwrap_or_else(|| panic!("{} is missing", one.title()));
        let license = paragraph
            .lines()
            .last()
            .unwrap()
            .strip_prefix("License: ")
            .unwrap();
        for name in license.split(" or ").flat_map(|part| part.split(" and ")) {
            let name = name.trim_end_matches(',');
            assert!(
                text.contains(&format!("\nLicense: {name}\n ")),
                "{name} of {}",
                one.title()
            );
        }
        assert!(!paragraph.contains("\nCopyright: \n"), "{paragraph}");
    }
}

#[test]
fn the_sbom_has_the_fields_that_cyclonedx_requires() {
    let bill = sbom::json(components(), &stamp().unwrap()).unwrap();
    assert_eq!(bill, sbom::json(components(), &stamp().unwrap()).unwrap());
    let bill: Value = serde_json::from_str(&bill).unwrap();
    assert_eq!(
        (&bill["bomFormat"], &bill["specVersion"]),
        (&"CycloneDX".into(), &"1.6".into())
    );
    assert_eq!(bill["metadata"]["component"]["version"], VERSION);
    assert!(
        bill["metadata"]["timestamp"]
            .as_str()
            .unwrap()
            .ends_with('Z')
    );
    let parts = bill["components"].as_array().unwrap();
    let mut references: Vec<&str> = parts
        .iter()
        .map(|one| one["bom-ref"].as_str().unwrap())
        .collect();
    for one in parts {
        assert_eq!(one["type"], "library");
        for field in ["name", "version"] {
            assert!(!one[field].as_str().unwrap().is_empty(), "{one}");
        }
        let license = one["licenses"][0]["expression"].as_str().unwrap();
        assert!(spdx::Expression::parse(license).is_ok(), "{license}");
        let hash = &one["hashes"][0];
        let length = if hash["alg"] == "SHA-256" { 64 } else { 128 };
        let hash = hash["content"].as_str().unwrap();
        assert!(
            hash.len() == length && hash.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{one}"
        );
    }
    for wanted in [
        "pkg:cargo/tauri@",
        "pkg:cargo/rusqlite@",
        "pkg:npm/react@",
        "pkg:npm/%40fontsource-variable/inter@",
    ] {
        assert!(
            references.iter().any(|purl| purl.starts_with(wanted)),
            "{wanted}"
        );
    }
    // Test and build tools aren't part of the program.
    for tool in [
        "pkg:cargo/fantoccini@",
        "pkg:cargo/proptest@",
        "pkg:cargo/tauri-build@",
        "pkg:npm/vitest@",
    ] {
        assert!(
            !references.iter().any(|purl| purl.starts_with(tool)),
            "{tool}"
        );
    }
    let count = references.len();
    references.push(bill["metadata"]["component"]["bom-ref"].as_str().unwrap());
    references.sort_unstable();
    references.dedup();
    assert_eq!(references.len(), count + 1, "each reference once");
    for one in bill["dependencies"].as_array().unwrap() {
        let named = one["dependsOn"]
            .as_array()
            .unwrap()
            .iter()
            .chain([&one["ref"]]);
        for purl in named {
            assert!(
                references.binary_search(&purl.as_str().unwrap()).is_ok(),
                "{purl}"
            );
        }
    }
}

#[test]
fn the_man_page_has_the_options_of_the_program() {
    let page = String::from_utf8(man::page(&stamp().unwrap()).unwrap()).unwrap();
    assert!(page.contains(".TH postern 1"), "{page}");
    for word in [
        "\\-\\-demo",
        "Open the demo account",
        "\\-\\-version",
        VERSION,
    ] {
        assert!(page.contains(word), "{word}: {page}");
    }
}

#[test]
fn the_debian_changelog_has_the_newest_section_of_changelog_md() {
    let ours = "# Changelog\n\n## 2.0\n\n### Fixed\n\n- One thing that takes\n  two lines.\n- Another.\n\n## 1.0\n\n- Old.\n";
    let stamp = super::Stamp(jiff::Timestamp::from_second(1_795_858_249).unwrap());
    let theirs = changelog::debian(ours, &stamp).unwrap();
    assert_eq!(
        theirs,
        format!(
            "postern ({VERSION}) unstable; urgency=medium\n\n  [ Fixed ]\n  * One thing that takes two lines.\n  * Another.\n\n \
             -- {}  Sat, 28 Nov 2026 09:30:49 +0000\n",
            super::MAINTAINER
        )
    );
    let real = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let real = changelog::debian(&real, &stamp).unwrap();
    let entries = real.lines().filter(|line| !line.starts_with(" -- "));
    for line in entries {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn the_project_has_one_version() {
    let version = |file: &str| {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        value["version"].as_str().map(str::to_owned)
    };
    assert_eq!(version("ui/package.json").as_deref(), Some(VERSION));
    // Without a version here, Tauri uses the crate's, which is the workspace's.
    assert_eq!(version("src-tauri/tauri.conf.json"), None);
}
