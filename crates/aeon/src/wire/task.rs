//! Tasks: operations of the service that take time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub state: TaskState,
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub completed_on: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub task_progress_info: Option<TaskProgress>,
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
