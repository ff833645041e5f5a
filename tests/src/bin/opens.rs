//! Opens Postern (`POSTERN_APP`) on the demo account, and waits until it shows that: for a package that was installed.

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
