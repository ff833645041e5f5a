//! A key is entered in a window of its own, whose process ends with it.

use postern_tests::{Desktop, KEY_WINDOW, TestApp, button, until};

async fn until_processes(app: &TestApp<'_>, count: usize) -> Vec<u32> {
    until("the web view's processes", || async {
        let processes = app.page_processes();
        (processes.len() == count).then_some(processes)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_window_has_its_own_process_and_closes_without_a_key() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    app.click(button("Add an account")).await;
    let page = until_processes(&app, 1).await;
    for close in ["Escape", "Cancel"] {
        app.click(button("Enter API key…")).await;
        desktop.see_window(KEY_WINDOW).await;
        app.see(button("Waiting for the key…")).await;
        let both = until_processes(&app, 2).await;
        assert!(both.contains(&page[0]), "the page has another process");
        app.picture("key-window-open").await;
        if close == "Escape" {
            desktop.press_in(KEY_WINDOW, &["Escape"]).await;
        } else {
            app.click(button("Cancel")).await;
            app.click(button("Add an account")).await;
        }
        app.see(button("Enter API key…")).await;
        assert_eq!(until_processes(&app, 1).await, page);
    }
    app.quit().await;
}
