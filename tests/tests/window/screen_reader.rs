//! What a screen reader gets of the window: names, roles, the focus and what is announced.

use fantoccini::key::Key;
use postern_tests::{
    Desktop, KEY_WINDOW, ScreenReader, TestApp, Undriven, button, checkbox, region, searchbox,
};

use super::northwind::{name_service, northwind, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_reader_finds_the_endpoints_and_follows_the_focus() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let reader = ScreenReader::start(&desktop).await;
    let app = signed_in(&desktop, &service).await;
    reader
        .see(&[
            "frame “Postern”",
            "document web “Postern”",
            "landmark “Main”",
            "link “Endpoints”",
            "link “Access, 10 findings”",
            "combo box “Account: Northwind”",
            "heading “Endpoints”",
            "entry “Search endpoints”",
            "status bar “” (polite)",
            "tree table “Endpoints”",
            "column header “Region”",
            "column header “Service name”",
            "table row “orders”",
            "table row “orders us-west-2”",
            "check box “Select orders us-west-2”",
            "push button “Copy service name”",
        ])
        .await;

    app.type_focused("/").await;
    reader.see_focus("entry “Search endpoints”").await;
    app.type_focused("orders us-west-2").await;
    app.see_text("1 endpoint in 1 cluster").await;
    app.press(&[Key::Down]).await;
    reader.see_focus("table row “orders”").await;
    app.press(&[Key::Down]).await;
    reader.see_focus("table row “orders us-west-2”").await;
    app.type_focused("c").await;
    reader
        .see(&["alert “Copied service name” (assertive)"])
        .await;
    app.press(&[Key::Enter]).await;
    reader.see_focus("page tab “Overview”").await;
    app.press(&[Key::Escape]).await;
    reader.see_focus("table row “orders us-west-2”").await;

    app.click(checkbox("Select orders us-west-2")).await;
    let bar = region("Selection");
    app.click(button("Add principals…").inside(bar)).await;
    reader.see_focus("entry “Principals to add”").await;
    reader
        .see(&[
            "dialog “Add principals to 1 endpoint”",
            "entry “Principals to add”",
        ])
        .await;
    app.press(&[Key::Escape]).await;
    app.see(searchbox("Search endpoints")).await;
    app.quit().await;
    desktop.until_quit().await;

    // A lock replaces the page's process; its successor is found as well.
    let app = Undriven::open(&desktop).await;
    reader.see(&["tree table “Endpoints”"]).await;
    let before = app.page_processes();
    app.press(&["ctrl+l"]).await;
    reader.see(&["heading “Northwind is locked”"]).await;
    assert_ne!(app.page_processes(), before);
    reader.see_focus("push button “Unlock”").await;
    app.press(&["Return"]).await;
    reader.see(&["tree table “Endpoints”"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_reader_names_the_field_for_a_key_and_the_native_question() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let reader = ScreenReader::start(&desktop).await;
    let app = TestApp::open_asking(&desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, &service).await;
    app.click(button("Enter API key…")).await;
    desktop.see_window(KEY_WINDOW).await;
    reader.see_focus("password text “API key”").await;
    reader
        .see(&["frame “API key”", "password text “API key”"])
        .await;
    app.desktop()
        .type_in(KEY_WINDOW, &service.keys().admin)
        .await;
    let question = format!("label “Send the API key to {}?”", service.base_url());
    reader
        .see(&[
            "alert “Warning”",
            &question,
            "push button “Cancel”",
            "push button “Send Key”",
        ])
        .await;
    desktop.press_in("Confirm", &["Escape"]).await;
    app.quit().await;
}
