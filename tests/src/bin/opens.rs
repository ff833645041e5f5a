//! Opens Postern (`POSTERN_APP`) on the demo account and waits for its endpoints. Packaging runs it after an installation.

use postern_tests::{Desktop, TestApp, heading, row};

#[tokio::main]
async fn main() {
    let desktop = Desktop::start().await;
    let app = TestApp::open_with(&desktop, &["--demo"]).await;
    app.see(heading("Endpoints")).await;
    app.see(row("orders us-west-2")).await;
    app.picture("installed").await;
    app.quit().await;
    println!("It opens, and shows the demo account's endpoints.");
}
