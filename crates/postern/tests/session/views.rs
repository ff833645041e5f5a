//! Rows as text, and what the page remembers for an account.

use aeon_simulator::Seed;
use postern::config::{NamedView, TableView, Views, ViewsFile};
use postern::inventory::Endpoint;
use postern::principal::Names;
use postern::problem::ProblemCode;
use postern::rows::{FileFormat, Rows, RowsFormat};
use postern::session::MadeText;

use crate::support::{Stage, quick, simulator, start};

#[tokio::test]
async fn rows_are_copied_in_the_order_that_they_have_on_the_screen() {
    let stage = Stage::demo().await;
    let snapshot = stage.app.snapshot().unwrap();
    let regions = snapshot.clusters.iter().flat_map(|one| &one.regions);
    let mut ids: Vec<_> = regions.clone().map(|region| region.id.clone()).collect();
    ids.reverse();
    ids.push(ids[0].clone());
    let rows = Rows::Endpoints(ids.clone());

    let names = stage.app.rows_text(&rows, RowsFormat::ServiceNames).await;
    let names = names.unwrap();
    let lines: Vec<&str> = names.text.lines().collect();
    assert!(lines.len() > 5, "{lines:?}");
    assert_eq!(names.summary.count as usize, lines.len());
    assert_eq!(names.summary.first, lines[..3]);
    let without = (ids.len() - 1) - lines.len();
    assert_eq!(names.summary.without as usize, without, "each region once");

    let principals = stage.app.rows_text(&rows, RowsFormat::Principals).await;
    let principals = principals.unwrap().text;
    let mut distinct: Vec<&str> = principals.lines().collect();
    let count = distinct.len();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), count, "no principal twice");

    let csv = stage.app.rows_text(&rows, RowsFormat::Csv).await.unwrap();
    assert_eq!(
        csv.text.lines().count(),
        ids.len(),
        "a title, each row once"
    );
    assert!(csv.text.starts_with("\"cluster\","), "no byte order mark");
    let json = stage.app.rows_text(&rows, RowsFormat::Json).await.unwrap();
    let json: Vec<serde_json::Value> = serde_json::from_str(&json.text).unwrap();
    let last = snapshot.clusters.last().unwrap();
    assert_eq!(json[0]["cluster"], last.name.as_str());
    let none = json.iter().find(|row| row["state"] == "none").unwrap();
    assert!(none["service_name"].is_null());

    // Names of owners are beside their principals, with blanks and all.
    let name = Some("Shop, Europe".to_owned());
    let owner = "301122334455".to_owned();
    stage.app.set_owner_name(owner, name).await.unwrap();
    let json = stage.app.rows_text(&rows, RowsFormat::Json).await.unwrap();
    let json: Vec<serde_json::Value> = serde_json::from_str(&json.text).unwrap();
    for row in &json {
        let has = row["principals"].to_string().contains("301122334455");
        let named = row["owner_names"] == serde_json::json!(["Shop, Europe"]);
        assert_eq!(has, named, "{row}");
    }

    // Rows that no longer exist are no error.
    let gone = Rows::Endpoints(vec!["gone".into()]);
    let none = stage.app.rows_text(&gone, RowsFormat::Tsv).await.unwrap();
    assert_eq!((none.text.as_str(), none.summary.count), ("", 0));
}

#[tokio::test]
async fn a_file_of_endpoints_says_when_each_row_was_read() {
    let stage = Stage::demo().await;
    let snapshot = stage.app.snapshot().unwrap();
    let ids = vec![stage.region("orders", "eu-west-1").id];
    let made = |format| {
        let what = MadeText::Endpoints {
            ids: ids.clone(),
            format,
        };
        stage.app.make_text(what)
    };
    let csv = made(FileFormat::Csv).await.unwrap();
    assert_eq!((csv.topic, csv.ending), ("endpoints", "csv"));
    let (head, line) = csv.text.split_once('\n').unwrap();
    assert!(head.starts_with("\u{feff}\"cluster\",\"cloud\""), "{head}");
    assert!(head.ends_with("\"read_at\",\"remembered\""), "{head}");
    assert!(line.starts_with("\"orders\",\"AWS\",") && line.ends_with("\"no\"\n"));

    // What was loaded in an earlier run says so, and is as old as that run.
    let mut earlier = (*snapshot).clone();
    earlier.remembered = true;
    let json = postern::rows::endpoints_file(&earlier, &Names::default(), &ids, FileFormat::Json);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(rows[0]["remembered"], true);
    assert!(rows[0]["read_at"].is_string() && rows[0]["principals"].is_array());

    // A name that a spreadsheet would run as a formula doesn't.
    let mut odd = (*snapshot).clone();
    for cluster in &mut odd.clusters {
        std::sync::Arc::make_mut(cluster).name = "=1+1".to_owned();
    }
    let csv = postern::rows::endpoints_file(&odd, &Names::default(), &ids, FileFormat::Csv);
    assert!(csv.contains("\"'=1+1\""), "{csv}");
}

#[tokio::test]
async fn a_list_that_was_not_read_is_not_copied_as_an_empty_one() {
    let stage = Stage::demo().await;
    let snapshot = stage.app.snapshot().unwrap();
    let mut changed = (*snapshot).clone();
    let at = changed.clusters.iter().position(|cluster| {
        let first = cluster.regions.first();
        first.is_some_and(|region| matches!(region.endpoint, Endpoint::Present(_)))
    });
    let mut cluster = (*changed.clusters[at.unwrap()]).clone();
    let region = cluster.regions.first_mut().unwrap();
    let Endpoint::Present(present) = &mut region.endpoint else {
        unreachable!("it has one");
    };
    present.principals = None;
    let rows = Rows::Endpoints(vec![region.id.clone()]);
    changed.clusters = vec![cluster.into()];

    let tabs = postern::rows::text_of(&changed, &Names::default(), &rows, RowsFormat::Tsv).text;
    assert!(tabs.contains("\tnot read\t"), "{tabs}");
    let principals =
        postern::rows::text_of(&changed, &Names::default(), &rows, RowsFormat::Principals);
    assert_eq!(principals.summary.count, 0);
    assert_eq!(principals.summary.without, 1);
}

#[tokio::test]
async fn views_belong_to_an_account_and_last() {
    let stage = Stage::with(simulator(Seed::Demo).await, quick(), |keys| keys.admin).await;
    let views = Views {
        tables: [(
            "endpoints".to_owned(),
            TableView {
                order: vec!["host".to_owned()],
                shown: [("zones".to_owned(), false)].into(),
                widths: [("host".to_owned(), 300)].into(),
                sort: Some("-host".to_owned()),
            },
        )]
        .into(),
        pages: [("/endpoints".to_owned(), "?cloud=aws".to_owned())].into(),
        last_page: Some("/vpcs".to_owned()),
        named: vec![NamedView {
            name: "prod AWS, failing".to_owned(),
            page: "/endpoints".to_owned(),
            query: "?q=prod".to_owned(),
        }],
    };
    let first = stage.app.state().await.profiles[0].id;
    let set = stage.app.set_views(Some(first), views.clone());
    set.await.unwrap();
    stage.app.set_zoom(125).await.unwrap();

    let mut large = views.clone();
    large.pages.insert("/x".to_owned(), "x".repeat(100_000));
    let refused = stage.app.set_views(Some(first), large).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Invalid);
    let refused = stage.app.set_zoom(1000).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Invalid);

    // A second account has its own.
    let read_only = stage.sim.keys().read_only;
    stage.add("Other", &read_only).await.unwrap();
    assert_eq!(stage.app.views().await.unwrap(), Views::default());
    let late = stage.app.set_views(Some(first), Views::default());
    late.await.unwrap();
    stage.app.switch_account(first).await.unwrap();
    assert_eq!(stage.app.views().await.unwrap(), views);

    stage.app.lock().await.unwrap();
    assert!(stage.app.views().await.is_err());
    stage.app.close().await;
    let again = start(&stage.folder, &stage.options).await;
    assert_eq!(again.zoom(), 125);
    let file = ViewsFile::open(&stage.folder.path().join("config"));
    assert_eq!(file.get(Some(first)), views);
    again.remove_account(first, false).await.unwrap();
    let file = std::fs::read_to_string(stage.folder.path().join("config/views.json")).unwrap();
    assert_eq!(file.trim(), "[]");
}
