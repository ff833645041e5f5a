//! The Access page in the demo account: findings, names and topology.

use fantoccini::key::Key;
use postern_tests::{Desktop, TestApp, any, button, heading, link, row_with, textbox, until};

async fn demo(desktop: &Desktop) -> TestApp<'_> {
    let app = TestApp::open_with(desktop, &["--demo"]).await;
    app.see(row_with(&["orders"])).await;
    app
}

#[tokio::test]
async fn a_finding_is_fixed_in_place() {
    let desktop = Desktop::start().await;
    let app = demo(&desktop).await;
    app.click(link("Access").loosely()).await;
    app.click(any("radio").containing("Findings")).await;
    let finding = "7728…1263 root can't connect in every region of orders";
    app.click(button(&format!("Add to 2 regions: {finding}")))
        .await;
    // Nothing is sent before the review.
    app.see(any("dialog").containing("772845091263")).await;
    app.press(&[Key::Escape]).await;
    app.see_no(any("dialog").containing("772845091263")).await;
    app.quit().await;
}

#[tokio::test]
async fn an_account_is_named_in_place() {
    let desktop = Desktop::start().await;
    let app = demo(&desktop).await;
    app.click(link("Access").loosely()).await;
    app.click(button("Name 772845091263")).await;
    app.fill(textbox("Name of 772845091263"), "Contoso").await;
    app.press(&[Key::Enter]).await;
    app.see(button("Rename Contoso, 772845091263")).await;
    app.quit().await;
}

#[tokio::test]
async fn accounts_are_named_from_pasted_lists_in_each_format() {
    let desktop = Desktop::start().await;
    let app = demo(&desktop).await;
    app.click(link("Access").loosely()).await;
    let aws = r#"{"Accounts": [{"Id": "772845091263", "Name": "Contoso", "Status": "ACTIVE"}, {"Id": "1234", "Name": "Cut"}]}"#;
    let az = r#"[{"id": "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1", "name": "Finance EU", "state": "Enabled"}]"#;
    let csv = format!(
        "Account ID,Email,Name{}301122334455,a@example.com,Web shop",
        char::from(Key::Enter)
    );
    for (list, shown, named) in [
        (aws, "1 line left out", "Contoso, 772845091263"),
        (
            az,
            "now “Finance”",
            "Finance EU, 0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1",
        ),
        (&csv, "now “Shop”", "Web shop, 301122334455"),
    ] {
        app.click(button("Import names…")).await;
        app.fill(textbox("List of accounts"), list).await;
        app.see_text(shown).await;
        app.picture("import-names").await;
        app.click(button("Import 1 name")).await;
        app.see(button(&format!("Rename {named}"))).await;
    }
    app.quit().await;
}

#[tokio::test]
async fn the_topology_works_by_keyboard_and_can_be_saved_as_a_picture() {
    let desktop = Desktop::start().await;
    let app = demo(&desktop).await;
    app.click(link("Clusters")).await;
    app.click(button("Topology of orders")).await;
    app.see(heading("Topology")).await;
    let node = |text: &str| any("link").containing(text);
    app.see(node("Shop")).await;

    // The PNG is drawn by the web view, under the page's CSP.
    let drawn = app
        .script_async(
            r#"
            const svg = document.querySelector('svg[role="group"]').cloneNode(true);
            svg.setAttribute("width", "800");
            svg.setAttribute("height", "400");
            const image = new Image();
            const text = new XMLSerializer().serializeToString(svg);
            image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
            await image.decode();
            const canvas = document.createElement("canvas");
            canvas.width = 800;
            canvas.height = 400;
            canvas.getContext("2d").drawImage(image, 0, 0);
            return canvas.toDataURL("image/png").slice(0, 22);
            "#,
        )
        .await
        .expect("the web view draws an SVG");
    assert_eq!(drawn, "data:image/png;base64,");

    app.script(
        "document.querySelector('[data-node][tabindex=\"0\"]').focus()",
        vec![],
    )
    .await;
    app.press(&[Key::Right, Key::Right, Key::Right]).await;
    until("the endpoint to be focused", || async {
        let label = "return document.activeElement.getAttribute('aria-label')";
        let label = app.script(label, vec![]).await;
        let label = label.as_str().unwrap_or_default().to_owned();
        label.starts_with("Private endpoint").then_some(())
    })
    .await;
    app.press(&[Key::Enter]).await;
    app.see(heading("orders · us-").loosely()).await;
    app.quit().await;
}
