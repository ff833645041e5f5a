//! A day without a mouse: where the focus goes, and keys that work anywhere.

use fantoccini::key::Key;
use postern_tests::{
    Desktop, TestApp, any, button, combobox, dialog, heading, link, searchbox, tab, textbox, until,
};

use super::northwind::{assert_principals, loaded, northwind, signed_in};

const NEW: &str = "arn:aws:iam::998877665544:root";

async fn press_with_control(app: &TestApp<'_>, key: char) {
    let keys = format!("{}{key}{}", char::from(Key::Control), char::from(Key::Null));
    app.type_focused(&keys).await;
}

const ENTER: char = '\u{E007}';

/// Waits until the focus is on an element that a selector names.
async fn until_focus(app: &TestApp<'_>, selector: &str) {
    let focused = format!("return document.activeElement.matches('{selector}')");
    app.until_page(selector, &focused).await;
}

/// Waits until the focus has settled, and asserts that it isn't on the body.
async fn assert_focus(app: &TestApp<'_>, inside: &str) {
    let focused = format!("return document.activeElement.closest('{inside}') !== null");
    app.until_page(&format!("the focus in {inside}"), &focused)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_needs_no_mouse_and_the_focus_is_never_lost() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    let before = service
        .principals("orders", "us-west-2")
        .unwrap_or_default();
    press_with_control(&app, 'f').await;
    app.type_focused("orders us-west-2").await;
    app.see_text("1 endpoint in 1 cluster").await;
    app.press(&[Key::Down]).await;
    app.press(&[Key::Down]).await;
    until_focus(&app, "[role=row][aria-label=\"orders us-west-2\"]").await;
    app.press(&[Key::Enter]).await;
    app.see(heading("orders · us-west-2")).await;
    until_focus(&app, "[role=tab]").await;
    app.press(&[Key::Right]).await;
    app.see(textbox("Who may connect")).await;

    // The palette gives the focus back.
    app.fill(textbox("Who may connect"), NEW).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {NEW}"))).await;
    press_with_control(&app, 'k').await;
    app.see(combobox("Find anything")).await;
    app.press(&[Key::Escape]).await;
    app.see_no(combobox("Find anything")).await;
    until_focus(&app, "[data-editor]").await;

    // Discard removes its own button.
    app.script("[...document.querySelectorAll('aside footer button')].find((one) => one.textContent === 'Discard').focus()", vec![]).await;
    app.press(&[Key::Enter]).await;
    app.see_no(button(&format!("Remove {NEW}"))).await;
    assert_focus(&app, "aside").await;

    // From the editor through the review, and back.
    app.fill(textbox("Who may connect"), NEW).await;
    press_with_control(&app, ENTER).await;
    let review = dialog("Review changes to orders");
    app.see(button("Apply change")).await;
    press_with_control(&app, 'k').await;
    app.script("[...document.querySelectorAll('[role=dialog] button')].find((one) => one.textContent === 'Back').focus()", vec![]).await;
    assert!(!app.has(combobox("Find anything")).await);
    app.press(&[Key::Enter]).await;
    app.see_no(button("Apply change")).await;
    until_focus(&app, "[data-editor]").await;
    assert_principals(&service, "orders", "us-west-2", &texts(&before));

    // And to the end.
    press_with_control(&app, ENTER).await;
    app.see(button("Apply change")).await;
    press_with_control(&app, ENTER).await;
    app.see(button("Done")).await;
    let mut after = texts(&before);
    after.push(NEW);
    assert_principals(&service, "orders", "us-west-2", &after);
    app.script("[...document.querySelectorAll('[role=dialog] button')].find((one) => one.textContent === 'Done').focus()", vec![]).await;
    app.press(&[Key::Enter]).await;
    app.see_no(review).await;
    assert_focus(&app, "main").await;

    // Escape closes the panel, and the row has the focus again.
    app.click(tab("Overview")).await;
    app.press(&[Key::Escape]).await;
    app.see_no(heading("orders · us-west-2")).await;
    until_focus(&app, "[role=row][aria-label=\"orders us-west-2\"]").await;

    // Enter unlocks.
    press_with_control(&app, 'l').await;
    app.see(heading("Northwind is locked")).await;
    until_focus(&app, "[data-home]").await;
    app.press(&[Key::Enter]).await;
    app.see(searchbox("Search endpoints")).await;
    loaded(&app).await;
    assert_focus(&app, "#root").await;
    app.quit().await;
}

fn texts(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_copies_a_service_name_and_the_window_zooms() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    loaded(&app).await;
    press_with_control(&app, 'k').await;
    app.see(combobox("Find anything")).await;
    app.type_focused("copy orders us-west-2").await;
    app.see(any("option").containing("service name").loosely())
        .await;
    app.press(&[Key::Enter]).await;
    let name = service.service_name("orders", "us-west-2");
    let copied = || async { (Some(desktop.clipboard()) == name).then_some(()) };
    until("the clipboard", copied).await;

    let width = app.script("return innerWidth", vec![]).await;
    let width = width.as_f64().expect("a number");
    press_with_control(&app, '+').await;
    let narrower = format!("return innerWidth < {}", width * 0.95);
    app.until_page("a larger page", &narrower).await;
    let saved = |zoom: u32| {
        let file = desktop.config().join("settings.json");
        move || {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let found = text.contains(&format!("\"zoom\": {zoom}")).then_some(());
            async move { found }
        }
    };
    until("the zoom to be saved", saved(110)).await;
    app.quit().await;

    // It lasts, and has a setting.
    let app = TestApp::open(&desktop).await;
    app.until_page("a larger page again", &narrower).await;
    app.see(link("Settings")).await;
    // In a zoomed page the driver's mouse misses.
    let settings = "document.querySelector('nav a[href$=\"/settings\"]').click()";
    app.script(settings, vec![]).await;
    app.see(button("Zoom").loosely().containing("110 %")).await;
    press_with_control(&app, '0').await;
    let reset = format!("return Math.abs(innerWidth - {width}) < 3");
    app.until_page("the usual size", &reset).await;
    until("the zoom to be saved", saved(100)).await;
    app.quit().await;
}
