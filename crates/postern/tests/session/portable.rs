//! A plan leaves Postern as a file or as commands, and comes back as a file.

use postern::change::Action;
use postern::plan::{BulkPlan, Goal};
use postern::problem::{Problem, ProblemCode};
use serde_json::{Value, json};

use crate::bulk::steps;
use crate::support::{PSE, Stage, owned, sorted};

const NEW: &str = "arn:aws:iam::112233445566:root";
const THEIRS: &str = "arn:aws:iam::998877665544:root";
const SHOP: &str = "arn:aws:iam::301122334455:root";

async fn exported(stage: &Stage) -> Value {
    let goal = stage.letting_in(&[("orders", "us-west-2"), ("catalog", "us-west-2")], &[NEW]);
    let plan = stage.bulk(goal).await;
    serde_json::from_str(&stage.app.export_plan(plan.id, vec![]).await.unwrap()).unwrap()
}

async fn imported(stage: &Stage, file: &Value) -> BulkPlan {
    stage.app.import_plan(file.to_string()).await.unwrap()
}

async fn refused(stage: &Stage, text: &str) -> Problem {
    let problem = stage.app.import_plan(text.to_owned()).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Invalid);
    problem
}

#[tokio::test]
async fn a_plan_comes_back_as_it_went_and_sends_nothing_by_itself() {
    let stage = Stage::demo().await;
    let file = exported(&stage).await;
    assert_eq!(file["postern_plan"], 1);
    assert_eq!(file["title"], "Add 1122…5566 root to 2 endpoints");
    assert_eq!(file["account"], stage.snapshot().account_id.as_str());
    assert_eq!(file["project"], stage.snapshot().project_id.as_str());
    let step = &file["steps"][1];
    assert_eq!(
        (&step["cluster"], &step["region"], &step["action"]),
        (&json!("orders"), &json!("us-west-2"), &json!("edit"))
    );
    assert_eq!(
        step["before"],
        json!(stage.principals("orders", "us-west-2"))
    );
    let plan = imported(&stage, &file).await;
    assert_eq!(plan.title, "Imported: Add 1122…5566 root to 2 endpoints");
    assert_eq!(steps(&plan).len(), 2);
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 0);
    stage.apply_bulk(&plan).await;
    for cluster in ["orders", "catalog"] {
        assert!(stage.truth(cluster, "us-west-2").contains(&NEW.to_owned()));
    }
    // What the file says is so now.
    let again = imported(&stage, &file).await;
    assert_eq!((again.plans.len(), again.unchanged), (0, 2));
}

#[tokio::test]
async fn what_others_did_since_the_export_is_kept() {
    let stage = Stage::demo().await;
    let file = exported(&stage).await;
    stage
        .sim
        .set_principals("catalog", "us-west-2", &[SHOP, THEIRS]);
    let plan = imported(&stage, &file).await;
    let (_, step) = steps(&plan)[0];
    let theirs = step.theirs.as_ref().unwrap();
    assert_eq!((theirs.added.len(), theirs.removed.len()), (1, 1));
    stage.apply_bulk(&plan).await;
    assert_eq!(
        stage.truth("catalog", "us-west-2"),
        sorted(owned(&[SHOP, THEIRS, NEW]))
    );
}

#[tokio::test]
async fn an_imported_deletion_says_what_was_added_since() {
    let stage = Stage::demo().await;
    let regions = stage.ids(&[("orders", "eu-west-1")]);
    let plan = stage.bulk(Goal::Delete { regions }).await;
    let file = stage.app.export_plan(plan.id, vec![]).await.unwrap();
    let mut list = stage.sim.principals("orders", "eu-west-1").unwrap();
    list.push(THEIRS.to_owned());
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    stage.sim.set_principals("orders", "eu-west-1", &list);
    let plan = stage.app.import_plan(file).await.unwrap();
    let (_, step) = steps(&plan)[0];
    assert_eq!(step.action, Action::Delete);
    assert_eq!(step.theirs.as_ref().unwrap().added[0].text, THEIRS);
    assert_eq!(stage.to_type(&plan).await, ["orders/eu-west-1"]);
}

#[tokio::test]
async fn a_file_that_is_no_plan_for_this_account_is_refused_with_the_reason() {
    let stage = Stage::demo().await;
    let file = exported(&stage).await;
    let with = |pointer: &str, value: Value| {
        let mut file = file.clone();
        *file.pointer_mut(pointer).unwrap() = value;
        file.to_string()
    };
    for (text, reason) in [
        (
            "steps: []".to_owned(),
            "The file is not JSON: expected value at line 1 column 1.",
        ),
        ("[]".to_owned(), "The file is JSON, but not a Postern plan."),
        (
            with("/postern_plan", json!(2)),
            "The plan has version 2; this version of Postern reads version 1.",
        ),
        (
            with("/account", json!("a-1")),
            "The plan belongs to another account (a-1).",
        ),
        (
            with("/project", json!("p-1")),
            "The plan belongs to another project (p-1).",
        ),
        (
            with("/steps/1/action", json!("explode")),
            "Step 2 can't be read: unknown variant `explode`, expected one of `create`, `edit`, `delete`.",
        ),
        (
            with("/steps/1/region", json!("mars-1")),
            "Step 2 says orders/mars-1, but its region_id is that of orders/us-west-2.",
        ),
        (
            with("/steps/1", file["steps"][0].clone()),
            "Steps 1 and 2 are about the same endpoint, catalog/us-west-2.",
        ),
    ] {
        assert_eq!(refused(&stage, &text).await.message, reason);
    }
    let bad = refused(
        &stage,
        &with("/steps/1/after", json!([NEW, "112233445566"])),
    )
    .await;
    assert!(
        bad.message
            .starts_with("Step 2 (orders/us-west-2): “112233445566” can't be used. "),
        "{}",
        bad.message
    );
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_any_more_is_excluded() {
    let stage = Stage::demo().await;
    let mut file = exported(&stage).await;
    file["steps"][0]["region_id"] = json!("another-region");
    let plan = imported(&stage, &file).await;
    assert_eq!(steps(&plan).len(), 1);
    let skipped = &plan.skipped[0];
    assert_eq!(
        (
            skipped.cluster_name.as_str(),
            skipped.region.as_str(),
            skipped.reason.as_str()
        ),
        ("catalog", "us-west-2", "It no longer exists.")
    );
}

#[tokio::test]
async fn the_commands_are_those_of_the_vendor_s_command_line() {
    let stage = Stage::demo().await;
    let goal = stage.letting_in(
        &[("sessions", "us-west-2"), ("loyalty", "eu-central-1")],
        &[NEW],
    );
    let plan = stage.bulk(goal).await;
    let text = stage.app.ybm_commands(plan.id, vec![]).await.unwrap();
    let commands: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let pse = stage.present("sessions", "us-west-2").unwrap().pse_id;
    assert_eq!(
        commands.join("\n").trim(),
        format!(
            "ybm cluster network endpoint update --cluster-name sessions --endpoint-id {pse} \
             --security-principals '*,{NEW}'"
        )
    );
    assert!(text.contains("# Can't be changed now. The cluster is paused."));
    assert!(!text.contains("left out"));

    let regions = stage.ids(&[("catalog", "eu-central-1")]);
    let create = Goal::Create {
        regions,
        principals: owned(&[NEW, SHOP]),
    };
    let create = stage.bulk(create).await;
    let text = stage.app.ybm_commands(create.id, vec![]).await.unwrap();
    let wanted = format!(
        "ybm cluster network endpoint create --cluster-name catalog \
         --accessibility-type PRIVATE_SERVICE_ENDPOINT --region eu-central-1 \
         --security-principals '{NEW},{SHOP}'"
    );
    assert!(text.lines().any(|line| line == wanted), "{text}");

    let regions = stage.ids(&[("orders", "eu-west-1")]);
    let delete = stage.bulk(Goal::Delete { regions }).await;
    let text = stage.app.ybm_commands(delete.id, vec![]).await.unwrap();
    let pse = stage.present("orders", "eu-west-1").unwrap().pse_id;
    let wanted =
        format!("ybm cluster network endpoint delete --cluster-name orders --endpoint-id {pse}");
    assert!(text.lines().any(|line| line == wanted), "{text}");
    // A plan that was looked at can still be applied; one that was applied is known no more.
    stage.apply_bulk(&delete).await;
    assert!(stage.app.ybm_commands(delete.id, vec![]).await.is_err());
}

#[tokio::test]
async fn what_is_left_out_is_in_neither_the_commands_nor_the_file() {
    let stage = Stage::demo().await;
    let goal = stage.letting_in(&[("orders", "us-west-2"), ("catalog", "us-west-2")], &[NEW]);
    let plan = stage.bulk(goal).await;
    let exclude = stage.ids(&[("orders", "us-west-2")]);
    let commands = stage.app.ybm_commands(plan.id, exclude.clone()).await;
    let commands = commands.unwrap();
    assert!(!commands.contains("orders"), "{commands}");
    assert!(commands.contains("--cluster-name catalog"), "{commands}");
    assert!(commands.contains("# 1 step was left out.\n"), "{commands}");
    let file = stage.app.export_plan(plan.id, exclude).await.unwrap();
    let file: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(file["title"], "Add 1122…5566 root to catalog/us-west-2");
    assert_eq!(file["steps"].as_array().unwrap().len(), 1);
    assert_eq!(file["steps"][0]["cluster"], "catalog");
}

#[tokio::test]
async fn a_plan_that_is_out_of_all_proportion_is_refused() {
    let stage = Stage::demo().await;
    let mut file = exported(&stage).await;
    let list: Vec<String> = (0..1_001)
        .map(|n| format!("arn:aws:iam::{n:012}:root"))
        .collect();
    file["steps"][1]["before"] = json!(list);
    let problem = refused(&stage, &file.to_string()).await;
    assert_eq!(
        problem.message,
        "Step 2 has a list of more than 1000 principals."
    );
    file["steps"] = json!(vec![file["steps"][0].clone(); 20_001]);
    let problem = refused(&stage, &file.to_string()).await;
    assert_eq!(problem.message, "The plan has more than 20000 steps.");
}

#[tokio::test]
async fn names_in_a_plan_do_not_turn_the_text_around_them() {
    let stage = Stage::demo().await;
    let mut file = exported(&stage).await;
    file["title"] = json!("Add\u{202E}nobody\u{2066} here");
    file["steps"][0]["region_id"] = json!("gone");
    file["steps"][0]["cluster"] = json!("cat\u{202E}alog");
    let plan = imported(&stage, &file).await;
    assert_eq!(plan.title, "Imported: Add nobody  here");
    assert_eq!(plan.skipped[0].cluster_name, "cat alog");
}
