//! The history is kept for a shorter time, and records that.

use postern_tests::{Desktop, any, button, heading, link};

use super::northwind::{northwind, quit_without_trace, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn shortening_the_history_is_recorded_in_it() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    app.click(link("Changes")).await;
    app.see(heading("No changes yet")).await;
    app.click(link("Settings")).await;
    app.click(button("Keep history for").loosely()).await;
    app.click(any("option").containing("90 days")).await;
    app.see(button("Keep history for").loosely().containing("90 days"))
        .await;
    app.click(link("Changes")).await;
    app.see(heading("Changes")).await;
    let entry = "Shorten the history from 365 days to 90 days";
    app.click(any("button").containing(entry)).await;
    app.see_text("Kept after").await;
    quit_without_trace(app, &service).await;
}
