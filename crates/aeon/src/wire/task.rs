//! Tasks: the service's long work.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::lenient;
use super::open_enum::open_enum;
use crate::ids::TaskId;

open_enum! {
    /// How far a task is.
    TaskState {
        /// Waiting for its turn.
        Queued = "QUEUED",
        /// Under way.
        InProgress = "IN_PROGRESS",
        /// Done.
        Succeeded = "SUCCEEDED",
        /// Ended without success.
        Failed = "FAILED",
    }
}

/// A task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// What it is and how far.
    #[serde(deserialize_with = "lenient::object")]
    pub info: TaskInfo,
}

/// What a task is and how far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskInfo {
    /// Its id.
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: TaskId,
    /// What it works on.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub entity_id: Option<String>,
    /// The kind of what it works on, such as `CLUSTER`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub entity_type: String,
    /// Its kind, such as `EDIT_CLUSTER`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub task_type: String,
    /// Whether it keeps its entity from being changed.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub locking: Option<bool>,
    /// How far it is.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub state: TaskState,
    /// When it ended.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub completed_on: Option<Timestamp>,
    /// Its steps.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub task_progress_info: Option<TaskProgress>,
}

/// A task's steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskProgress {
    /// The steps, in order.
    #[serde(deserialize_with = "lenient::list")]
    pub actions: Vec<TaskAction>,
}

/// A task's step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskAction {
    /// What it does.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// How much of it is done, in per cent.
    #[serde(deserialize_with = "lenient::fraction")]
    pub percent_complete: f64,
}
