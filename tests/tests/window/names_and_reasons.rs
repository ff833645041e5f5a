//! Names, reasons and dates, from an import to a revoke: who a principal is, why, and until when.

use std::path::Path;
use std::process::Command;

use fantoccini::key::Key;
use postern_tests::{
    Desktop, TestApp, any, button, cli_programs, combobox, dialog, heading, link, loaded, menuitem,
    option, region, row, searchbox, textbox, until,
};

use super::northwind::{
    GATEWAY, PARTNER, SHOP, add, assert_principals, northwind, open_access, signed_in,
};
use super::tables::press_with;

const FINANCE: &str = "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1";
/// Of an owner that is on lists of the account already.
const REPORTS: &str = "arn:aws:iam::301122334455:role/reports";

/// Opens the review of an edit of `orders`.
async fn review(app: &TestApp<'_>) {
    app.click(button("Review")).await;
    app.see(dialog("Review changes to orders")).await;
}

async fn apply(app: &TestApp<'_>) {
    app.click(button("Apply change")).await;
    app.see(dialog("Changes to orders").containing("Confirmed"))
        .await;
    app.click(button("Done")).await;
}

async fn import(app: &TestApp<'_>, list: &str) {
    app.click(link("Access").loosely()).await;
    app.click(button("Import names…")).await;
    app.fill(textbox("List of accounts"), list).await;
    app.click(button("Import 1 name")).await;
    app.see_no(textbox("List of accounts")).await;
}

/// Exports the access list, and returns what is in the file.
async fn export(app: &TestApp<'_>, format: &str) -> String {
    let file = app.desktop().home().join("access");
    let _ = std::fs::remove_file(&file);
    app.click(link("Access").loosely()).await;
    app.click(button("Export")).await;
    app.click(any("menuitem").containing(format)).await;
    app.desktop().choose_in("Save File", &file).await;
    until("the file", || async {
        std::fs::read_to_string(&file)
            .ok()
            .filter(|text| !text.is_empty())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn names_from_each_format_are_wherever_their_owners_are() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    let aws = r#"{"Accounts": [{"Id": "772845091263", "Name": "Contoso", "Status": "ACTIVE"}]}"#;
    let az = format!(r#"[{{"id": "{FINANCE}", "name": "Finance EU", "state": "Enabled"}}]"#);
    let csv = format!(
        "Account ID,Name,OU{}301122334455,Web shop,payments",
        char::from(Key::Enter)
    );
    for list in [aws, &az, &csv] {
        import(&app, list).await;
    }

    // In Access, and its search and filter.
    app.fill(searchbox("Search access"), "payments").await;
    app.see(button("Rename Web shop, 301122334455")).await;
    app.see_no(button("Rename Contoso, 772845091263")).await;
    app.click(button("Clear search")).await;
    app.click(button("Filter by Group")).await;
    app.click(option("payments")).await;
    app.see_no(button("Rename Contoso, 772845091263")).await;
    app.see_text("1 of").await;
    app.picture("names-group").await;
    for (width, height) in [(1000, 700), (1600, 1000)] {
        app.resize(width, height).await;
        for theme in ["dark", "light"] {
            let script = format!("document.documentElement.dataset.theme = '{theme}'");
            app.script(&script, vec![]).await;
            app.picture(&format!("names-group-{width}-{theme}")).await;
        }
    }
    // Another owner is put into it by hand.
    app.click(button("Clear group")).await;
    let focus = "document.querySelector('[aria-label=\"Rename Contoso, 772845091263\"]').focus()";
    app.script(focus, vec![]).await;
    press_with(&app, Key::Shift, Key::F10).await;
    app.click(menuitem("Group…")).await;
    app.fill(combobox("Group").loosely(), "partners").await;
    app.picture("set-group").await;
    app.press(&[Key::Enter]).await;
    app.click(button("Save")).await;
    app.see_no(dialog("Group of Contoso")).await;
    app.fill(searchbox("Search access"), "partners").await;
    app.see(button("Rename Contoso, 772845091263")).await;
    app.see_no(button("Rename Web shop, 301122334455")).await;
    app.click(button("Clear search")).await;

    // In the table of endpoints and its search.
    app.click(link("Endpoints").loosely()).await;
    for (searched, line, shown) in [
        // The first principals of a list are shown, and all of them are searched.
        ("Contoso", "orders us-east-1", "Web shop"),
        ("Finance EU", "ledger westus3", "Finance EU"),
        ("Web shop", "orders us-west-2", "Web shop"),
        ("payments", "orders us-west-2", "Web shop"),
    ] {
        app.fill(searchbox("Search endpoints"), searched).await;
        app.see(row(line).containing(shown)).await;
    }

    // In the editor's list and its suggestions.
    open_access(&app, "ledger", "westus3").await;
    app.see(any("listitem").containing("Finance EU")).await;
    open_access(&app, "orders", "us-west-2").await;
    app.see(any("listitem").containing("Web shop")).await;
    for (typed, named) in [("payments", "Web shop"), ("contoso", "Contoso")] {
        app.fill(textbox("Who may connect"), typed).await;
        app.see(any("option").containing(named)).await;
    }
    app.picture("names-editor").await;
    app.click(any("option").containing(PARTNER)).await;
    app.see(button(&format!("Remove {PARTNER}"))).await;

    // In the review.
    review(&app).await;
    app.see(region("Change access in us-west-2").containing("Contoso"))
        .await;
    app.press(&[Key::Escape]).await;
    app.see_no(dialog("Review changes to orders")).await;

    // In the exports.
    let csv = export(&app, "CSV").await;
    for named in [
        "\"'772845091263\",\"Contoso\",",
        "\"'301122334455\",\"Web shop\",",
        "\"payments\"",
        "\"partners\"",
        &format!("\"{FINANCE}\",\"Finance EU\","),
    ] {
        assert!(csv.contains(named), "{named} in {csv}");
    }
    app.quit().await;
}

/// Has the last day of all grants be long over, as after a long time.
fn end_grants(desktop: &Desktop) {
    let journal = desktop
        .home()
        .join("data/app.postern.Postern/journal.sqlite3");
    let script = "import sqlite3, sys\n\
        journal = sqlite3.connect(sys.argv[1])\n\
        with journal:\n\
        \x20   ended = journal.execute(\"UPDATE grant_note SET until = '2025-01-31' WHERE until = '2099-12-31'\")\n\
        assert ended.rowcount == 1, ended.rowcount\n";
    run_python(script, &journal);
}

fn run_python(script: &str, file: &Path) {
    let status = Command::new(cli_programs().join("python"))
        .arg("-c")
        .arg(script)
        .arg(file)
        .status()
        .expect("python runs");
    assert!(status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_past_its_day_is_found_and_revoked_in_one_review() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_access(&app, "orders", "us-west-2").await;
    add(&app, REPORTS).await;
    review(&app).await;
    app.fill(textbox("Reason (optional)"), "Audit of the year")
        .await;
    app.fill(textbox("Ticket (optional)"), "OPS-7").await;
    app.fill(textbox("Access until (optional)"), "2099-12-31")
        .await;
    apply(&app).await;
    let title = "role/reports has access past its date";
    app.click(link("Access").loosely()).await;
    app.click(any("radio").containing("Findings")).await;
    app.see_no_text(title).await;
    app.quit().await;
    desktop.until_quit().await;
    end_grants(&desktop);

    let app = TestApp::open(&desktop).await;
    app.click(link("Access").loosely()).await;
    app.click(any("radio").containing("Findings")).await;
    app.see_text(title).await;
    app.see_text("granted until Jan 31, 2025").await;
    app.see_text("Audit of the year").await;
    app.picture("past-date").await;
    let csv = export(&app, "CSV").await;
    assert!(
        csv.contains("\"Audit of the year\",\"OPS-7\",\"2025-01-31\""),
        "{csv}"
    );

    app.click(button("Revoke on orders in us-west-2").loosely())
        .await;
    app.see(region("Change access in us-west-2").containing(REPORTS))
        .await;
    app.fill(textbox("Type").loosely(), REPORTS).await;
    app.click(button("Apply change")).await;
    app.see(any("dialog").containing("Confirmed")).await;
    let list = service.principals("orders", "us-west-2").expect("a list");
    assert!(!list.contains(&REPORTS.to_owned()), "{list:?}");
    app.click(button("Done")).await;
    app.see_no_text(title).await;
    app.quit().await;
}

/// The number of findings on the rail.
async fn on_rail(app: &TestApp<'_>) -> u32 {
    let text = app.read(link("Access").loosely()).await;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_that_is_not_ours_is_found_and_can_be_accepted() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    app.click(link("Access").loosely()).await;
    app.see(button("Name 772845091263")).await;
    let before = on_rail(&app).await;
    // Nothing is found before something is marked.
    app.click(any("radio").containing("Findings")).await;
    app.see_no_text("isn't marked as yours").await;
    app.click(any("radio").containing("By principal")).await;
    for owner in ["301122334455", "418830294417"] {
        // The row's menu, by keyboard.
        let focus = format!("document.querySelector('[aria-label=\"Name {owner}\"]').focus()");
        app.script(&focus, vec![]).await;
        press_with(&app, Key::Shift, Key::F10).await;
        app.click(menuitem("Mark as yours")).await;
        app.see_no(menuitem("Mark as yours")).await;
    }
    app.click(any("radio").containing("Findings")).await;
    let title = "772845091263 isn't marked as yours";
    app.see_text(title).await;
    app.see_no_text("301122334455 isn't marked as yours").await;
    let found = on_rail(&app).await;
    assert!(found > before, "{found} {before}");
    app.picture("not-ours").await;

    // Accepted, it is off the rail and in the export.
    app.click(button(&format!("Accept… {title}"))).await;
    app.fill(textbox("Reason"), "A customer").await;
    app.fill(textbox("Accept until"), "2099-12-31").await;
    app.click(button("Accept finding")).await;
    app.see_text("Accepted until").await;
    until("one less on the rail", || async {
        (on_rail(&app).await == found - 1).then_some(())
    })
    .await;
    app.picture("accepted").await;
    let json = export(&app, "JSON").await;
    assert!(
        json.contains("A customer") && json.contains(title),
        "{json}"
    );
    app.quit().await;
}

/// Marks the account from its menu.
async fn mark(app: &TestApp<'_>, now: &str, environment: &str) {
    app.click(button("Account: Northwind")).await;
    app.click(menuitem("Environment…")).await;
    app.click(button(&format!("{now} Environment"))).await;
    app.click(option(environment)).await;
    app.click(button("Save")).await;
    app.see_no(button("Save")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn production_asks_for_what_staging_does_without_asking() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    mark(&app, "Other", "Staging").await;
    app.quit().await;
    desktop.until_quit().await;

    // A grant to an owner that is on lists already isn't asked about in staging.
    let app = TestApp::open_declining(&desktop).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    open_access(&app, "orders", "us-west-2").await;
    add(&app, REPORTS).await;
    review(&app).await;
    apply(&app).await;
    let list = service.principals("orders", "us-west-2").expect("a list");
    assert!(list.contains(&REPORTS.to_owned()), "{list:?}");
    mark(&app, "Staging", "Production").await;
    app.quit().await;
    desktop.until_quit().await;

    let app = TestApp::open_declining(&desktop).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    open_access(&app, "orders", "eu-west-1").await;
    let before = service.principals("orders", "eu-west-1").expect("a list");
    assert!(before.contains(&SHOP.to_owned()) && before.contains(&GATEWAY.to_owned()));
    add(&app, REPORTS).await;
    review(&app).await;
    app.click(button("Apply change")).await;
    app.see_text("Nothing was sent because you didn't confirm it")
        .await;
    app.picture("production-declined").await;
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    assert_principals(&service, "orders", "eu-west-1", &before);
    app.quit().await;
}
