//! Tasks: operations of the service that take time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::cluster::Timestamps;
use super::lenient;
use super::open_enum::open_enum;
use crate::ids::TaskId;

open_enum! {
    TaskState {
        Queued = "QUEUED",
        InProgress = "IN_PROGRESS",
        Succeeded = "SUCCEEDED",
        Failed = "FAILED",
    }
}

/// A task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Task {
    #[serde(deserialize_with = "lenient::object")]
    pub info: TaskInfo,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskInfo {
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: TaskId,
    /// The cluster, VPC or other entity that it changes.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub entity_id: Option<String>,
    /// Such as `CLUSTER`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub entity_type: String,
    /// Such as `EDIT_CLUSTER`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub task_type: String,
    /// Whether it blocks other changes to the entity.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub locking: Option<bool>,
    #[serde(default)]
    pub state: TaskState,
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub completed_on: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub task_progress_info: Option<TaskProgress>,
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub metadata: Timestamps,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskProgress {
    #[serde(deserialize_with = "lenient::list")]
    pub actions: Vec<TaskAction>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskAction {
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// From 0 to 100.
    #[serde(deserialize_with = "lenient::fraction")]
    pub percent_complete: f64,
}

/// What a task does, for a sentence after "the cluster is": "being paused" for `PAUSE_CLUSTER`, "busy creating a private
/// service endpoint" for `CREATE_PRIVATE_SERVICE_ENDPOINT`. `None` for a word that doesn't begin with a known verb.
pub fn task_activity(task_type: &str) -> Option<String> {
    let (verb, object) = task_type.split_once('_')?;
    let (doing, done) = match verb {
        "CREATE" => ("creating", "created"),
        "DELETE" => ("deleting", "deleted"),
        "EDIT" => ("changing", "changed"),
        "MODIFY" | "UPDATE" => ("updating", "updated"),
        "PAUSE" => ("pausing", "paused"),
        "RESUME" => ("resuming", "resumed"),
        "RESTORE" => ("restoring", "restored"),
        "UPGRADE" => ("upgrading", "upgraded"),
        _ => return None,
    };
    if object == "CLUSTER" {
        return Some(format!("being {done}"));
    }
    let words: Vec<String> = object.split('_').map(name).collect();
    let article = if object.starts_with("VPC") || !object.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "a"
    } else {
        "an"
    };
    Some(format!("busy {doing} {article} {}", words.join(" ")))
}

fn name(word: &str) -> String {
    if matches!(word, "VPC" | "PSE") {
        word.to_owned()
    } else {
        word.to_lowercase()
    }
}

/// What the task named in the message of a 409 does.
pub fn activity_named_in(message: &str) -> Option<String> {
    let word = |c: char| !(c.is_ascii_uppercase() || c == '_');
    message
        .split(word)
        .filter(|word| word.contains('_'))
        .find_map(task_activity)
}

#[cfg(test)]
mod tests {
    use super::{activity_named_in, task_activity};

    #[test]
    fn tasks_are_named_in_words() {
        for (task, words) in [
            (
                "CREATE_PRIVATE_SERVICE_ENDPOINT",
                "busy creating a private service endpoint",
            ),
            ("EDIT_CLUSTER", "being changed"),
            ("CREATE_VPC_PEERING", "busy creating a VPC peering"),
            ("EDIT_ALLOW_LIST", "busy changing an allow list"),
        ] {
            assert_eq!(task_activity(task).as_deref(), Some(words));
        }
        for unknown in ["", "_", "CLUSTER", "WARM_CACHE", "create_cluster"] {
            assert_eq!(task_activity(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn the_task_is_found_in_a_message() {
        let message = "Cluster is locked by a running task: PAUSE_CLUSTER (7fb4)";
        assert_eq!(activity_named_in(message).as_deref(), Some("being paused"));
        assert_eq!(
            activity_named_in("The cluster has an operation in progress."),
            None
        );
    }
}
