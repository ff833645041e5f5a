//! The address book.

use postern::config::AddressBook;
use postern::principal::Names;
use postern::problem::{Problem, ProblemCode};

const ACCOUNT: &str = "301122334455";
const SUBSCRIPTION: &str = "0B6C1F7E-93D4-4C1A-8F52-6A7E2D90C3B1";

async fn set(book: &AddressBook, owner: &str, name: Option<&str>) -> Result<(), Problem> {
    let (owner, name) = (owner.to_owned(), name.map(str::to_owned));
    let edit = move |names: &mut Names| names.set(&owner, name.as_deref());
    book.edit(edit).await
}

#[tokio::test]
async fn names_come_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let book = AddressBook::open(folder.path());
    set(&book, ACCOUNT, Some("  Shop ")).await.unwrap();
    set(&book, SUBSCRIPTION, Some("Finance")).await.unwrap();
    let names = AddressBook::open(folder.path()).names();
    assert_eq!(names.of(ACCOUNT).as_deref(), Some("Shop"));
    // However the id was typed, it is one subscription.
    let id = SUBSCRIPTION.to_lowercase();
    assert_eq!(names.of(&id).as_deref(), Some("Finance"));
}

#[tokio::test]
async fn an_empty_name_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let book = AddressBook::open(folder.path());
    for none in [None, Some(""), Some("   ")] {
        set(&book, ACCOUNT, Some("Shop")).await.unwrap();
        set(&book, ACCOUNT, none).await.unwrap();
        assert_eq!(AddressBook::open(folder.path()).names().of(ACCOUNT), None);
    }
}

#[tokio::test]
async fn what_is_no_owner_and_what_is_no_name_is_refused_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let book = AddressBook::open(folder.path());
    set(&book, ACCOUNT, Some("Shop")).await.unwrap();
    let long = "x".repeat(81);
    for (owner, name) in [
        ("30112233445", "Shop"),
        ("arn:aws:iam::301122334455:root", "Shop"),
        ("*", "Everybody"),
        ("../../profiles", "Shop"),
        (ACCOUNT, long.as_str()),
        (ACCOUNT, "two\nlines"),
    ] {
        let refused = set(&book, owner, Some(name)).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::Invalid, "{owner} {name}");
    }
    assert_eq!(book.names().of(ACCOUNT).as_deref(), Some("Shop"));
}

#[tokio::test]
async fn what_a_later_version_wrote_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("names.json");
    let text = r#"{"version":1,"names":{"301122334455":"Shop"},"colours":["red"]}"#;
    std::fs::write(&file, text).unwrap();
    let book = AddressBook::open(folder.path());
    set(&book, ACCOUNT, Some("Store")).await.unwrap();
    let written: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(written["colours"][0], "red");
    assert_eq!(written["names"][ACCOUNT], "Store");
}

#[tokio::test]
async fn a_damaged_file_is_set_aside_and_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("names.json"), "{ not json").unwrap();
    let book = AddressBook::open(folder.path());
    let said = book.problem().unwrap().message.clone();
    assert!(said.contains("names.json.damaged-"), "{said}");
    set(&book, ACCOUNT, Some("Shop")).await.unwrap();
    let again = AddressBook::open(folder.path());
    assert!(again.problem().is_none());
    assert_eq!(again.names().of(ACCOUNT).as_deref(), Some("Shop"));
    let kept = std::fs::read_dir(folder.path()).unwrap().flatten();
    let kept = kept.map(|entry| std::fs::read_to_string(entry.path()).unwrap());
    assert!(kept.into_iter().any(|text| text == "{ not json"));
}

#[tokio::test]
async fn names_that_can_not_be_written_stay_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    // A file stands where the folder should be.
    let config = folder.path().join("config");
    std::fs::write(&config, "").unwrap();
    let book = AddressBook::open(&config);
    let refused = set(&book, ACCOUNT, Some("Shop")).await.unwrap_err();
    assert!(
        refused.message.contains("names.json couldn't be written"),
        "{}",
        refused.message
    );
    assert_eq!(book.names().of(ACCOUNT), None);
}

#[tokio::test]
async fn what_is_ours_lasts_and_a_file_without_it_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("names.json");
    std::fs::write(&file, r#"{"version":1,"names":{"301122334455":"Shop"}}"#).unwrap();
    let book = AddressBook::open(folder.path());
    assert!(book.problem().is_none());
    assert!(!book.names().is_foreign("998877665544"));
    book.edit(|names| names.set_ours(ACCOUNT, true))
        .await
        .unwrap();
    let names = AddressBook::open(folder.path()).names();
    assert_eq!(names.of(ACCOUNT).as_deref(), Some("Shop"));
    assert!(names.is_foreign("998877665544"));
    assert!(!names.is_foreign(ACCOUNT));
    let refused = book
        .edit(|names| names.set_ours("*", true))
        .await
        .unwrap_err();
    assert_eq!(refused.code, ProblemCode::Invalid);
}

#[tokio::test]
async fn groups_last_and_go_when_they_are_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let book = AddressBook::open(folder.path());
    let group = |group: Option<&'static str>| {
        book.edit(move |names: &mut Names| names.set_group(ACCOUNT, group))
    };
    group(Some(" payments ")).await.unwrap();
    let names = AddressBook::open(folder.path()).names();
    assert_eq!(names.group_of(ACCOUNT), Some("payments"));
    let refused = group(Some("two\nlines")).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Invalid);
    assert_eq!(book.names().group_of(ACCOUNT), Some("payments"));
    group(None).await.unwrap();
    assert_eq!(AddressBook::open(folder.path()).names(), Names::default());
}
