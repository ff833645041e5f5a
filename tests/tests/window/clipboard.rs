//! Copying from the focused element, and what a web view would do by default.

use fantoccini::actions::{InputSource, MOUSE_BUTTON_RIGHT, MouseActions, PointerAction};
use fantoccini::key::Key;
use postern_tests::{Desktop, TestApp, any, button, link, menuitem, row, searchbox, until};

use super::northwind::{northwind, open, signed_in};

const BEFORE: &str = "copied in another program";

async fn press_with_control(app: &TestApp<'_>, key: char) {
    let keys = format!("{}{key}{}", char::from(Key::Control), char::from(Key::Null));
    app.type_focused(&keys).await;
}

/// Searches for a row and focuses it.
async fn focus_row(app: &TestApp<'_>, name: &str) {
    app.fill(searchbox("Search endpoints"), name).await;
    app.see_text("in 1 cluster").await;
    app.see(row(name)).await;
    // The cluster's row, then its region's.
    app.press(&[Key::Down]).await;
    app.press(&[Key::Down]).await;
    let focused = format!("return document.activeElement.ariaLabel === '{name}'");
    app.until_page("the row to be focused", &focused).await;
}

async fn until_clipboard(desktop: &Desktop, wanted: &str) {
    until("the clipboard", || async {
        (desktop.clipboard() == wanted).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_focused_row_is_copied_and_nothing_clears_the_clipboard() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    desktop.put_on_clipboard(BEFORE);
    focus_row(&app, "orders us-west-2").await;
    press_with_control(&app, 'c').await;
    let name = service
        .service_name("orders", "us-west-2")
        .expect("it is ready");
    app.see(any("alertdialog").containing("Copied service name"))
        .await;
    until_clipboard(&desktop, &name).await;

    // An endpoint without a service name says so and leaves the clipboard alone.
    desktop.put_on_clipboard(BEFORE);
    let nothing = |reason: &str| {
        any("alertdialog")
            .containing("Nothing to copy")
            .containing(reason)
    };
    focus_row(&app, "telemetry us-east4").await;
    press_with_control(&app, 'c').await;
    app.see(nothing("telemetry us-east4 has no endpoint")).await;
    assert_eq!(desktop.clipboard(), BEFORE);

    // Selected text is copied, wherever the focus is.
    open(&app, "orders", "us-west-2").await;
    let select = "const host = [...document.querySelectorAll('aside .select-text')]
           .find((text) => text.textContent.startsWith('com.amazonaws'));
         getSelection().setBaseAndExtent(host.firstChild, 0, host.firstChild, 3);
         return getSelection().toString()";
    let selected = app.script(select, vec![]).await;
    press_with_control(&app, 'c').await;
    until_clipboard(&desktop, selected.as_str().expect("a text")).await;

    // In other tables the row's name is copied, elsewhere nothing.
    app.click(link("Clusters").loosely()).await;
    desktop.put_on_clipboard(BEFORE);
    app.see(row("orders").loosely()).await;
    let focus = "document.querySelector('[aria-label=\"Topology of orders\"]').focus()";
    app.script(focus, vec![]).await;
    press_with_control(&app, 'c').await;
    until_clipboard(&desktop, "orders").await;
    desktop.put_on_clipboard(BEFORE);
    for place in ["Access", "VPCs", "Changes"] {
        app.click(link(place).loosely()).await;
        for key in ['c', 'x'] {
            press_with_control(&app, key).await;
        }
        // Nor from the page's empty search field.
        if app.has(any("searchbox")).await {
            app.click(any("searchbox")).await;
            press_with_control(&app, 'c').await;
        }
        assert_eq!(desktop.clipboard(), BEFORE, "{place}");
    }
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_menu_and_no_key_reloads_the_page() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    focus_row(&app, "orders us-west-2").await;
    let note = "document.body.dataset.menus = '';
         addEventListener('contextmenu', (event) => {
           document.body.dataset.menus += event.defaultPrevented ? 'own ' : 'browser ';
         })";
    app.script(note, vec![]).await;
    let place = app
        .find(
            &any("gridcell")
                .containing("us-west-2")
                .inside(row("orders us-west-2")),
        )
        .await;
    let mouse = MouseActions::new("mouse".to_owned())
        .then(PointerAction::MoveToElement {
            element: place,
            duration: None,
            x: 0.0,
            y: 0.0,
        })
        .then(PointerAction::Down {
            button: MOUSE_BUTTON_RIGHT,
        })
        .then(PointerAction::Up {
            button: MOUSE_BUTTON_RIGHT,
        });
    let pressed = app.client().perform_actions(mouse).await;
    pressed.expect("it is pressed");
    let noted = "return document.body.dataset.menus === 'own '";
    app.until_page("the web view's menu to be kept away", noted)
        .await;
    // The row has a menu of its own.
    app.see(menuitem("Copy service name")).await;
    app.press(&[Key::Escape]).await;
    app.see_no(menuitem("Copy service name")).await;

    app.press(&[Key::F5]).await;
    for key in ['r', 'R'] {
        press_with_control(&app, key).await;
    }
    app.see(row("orders us-west-2")).await;
    app.until_page("the same page", noted).await;
    assert!(app.has(button("Refresh")).await);
    app.quit().await;
}
