//! Tasks, and the locks that they hold.

use std::time::Duration;

use aeon::wire::{Task, TaskAction, TaskInfo, TaskProgress, TaskState, Timestamps};
use jiff::Timestamp;

use super::World;
use crate::refusal::Refusal;

/// A task. Its state is computed from the time, so it needs no events.
#[derive(Clone, Debug)]
pub(crate) struct TaskRow {
    pub(crate) id: String,
    pub(crate) project: usize,
    pub(crate) entity_id: String,
    pub(crate) entity_type: &'static str,
    pub(crate) task_type: String,
    pub(crate) locking: bool,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    pub(crate) fails: bool,
    /// Whether the list of tasks leaves it out.
    pub(crate) hidden: bool,
}

impl TaskRow {
    pub(crate) fn is_running(&self, now: Timestamp) -> bool {
        now < self.end
    }

    /// The task as the API returns it. It is queued for the first twentieth of its time.
    pub(crate) fn wire(&self, now: Timestamp) -> Task {
        let total = self.end.duration_since(self.start).as_secs_f64();
        let gone = now.duration_since(self.start).as_secs_f64();
        let share = if total > 0.0 { gone / total } else { 1.0 };
        let state = match share {
            _ if now >= self.end && self.fails => TaskState::Failed,
            _ if now >= self.end => TaskState::Succeeded,
            share if share < 0.05 => TaskState::Queued,
            _ => TaskState::InProgress,
        };
        let percent = match state {
            TaskState::Queued => None,
            TaskState::Succeeded => Some(100.0),
            TaskState::Failed => Some(60.0),
            _ => Some((share * 100.0).floor()),
        };
        Task {
            info: TaskInfo {
                id: self.id.as_str().into(),
                entity_id: Some(self.entity_id.clone()),
                entity_type: self.entity_type.to_owned(),
                task_type: self.task_type.clone(),
                locking: Some(self.locking),
                state,
                completed_on: (now >= self.end).then_some(self.end),
                task_progress_info: percent.map(|percent_complete| TaskProgress {
                    actions: vec![TaskAction {
                        name: self.task_type.clone(),
                        percent_complete,
                    }],
                }),
                metadata: Timestamps {
                    created_on: Some(self.start),
                    updated_on: Some(now.min(self.end)),
                },
            },
        }
    }
}

impl World {
    /// Starts a locking task on an entity of a project.
    pub(crate) fn start_task(
        &mut self,
        project: usize,
        (entity_type, entity_id): (&'static str, &str),
        task_type: &str,
        lasts: Duration,
    ) {
        let start = self.now();
        let id = self.ids.uuid();
        let of_pse = task_type.ends_with("PRIVATE_SERVICE_ENDPOINT");
        if entity_type == "CLUSTER"
            && !(of_pse && self.keep_updated_on)
            && let Ok(row) = self.projects[project].cluster(entity_id)
        {
            row.wire.info.metadata.updated_on = Some(start);
            row.changed();
        }
        self.tasks.push(TaskRow {
            id,
            project,
            entity_id: entity_id.to_owned(),
            entity_type,
            task_type: task_type.to_owned(),
            locking: true,
            start,
            end: start + lasts,
            fails: false,
            hidden: self.hide_pse_tasks && of_pse,
        });
    }

    /// Fails with 409 while a task holds the entity's lock.
    pub(crate) fn require_unlocked(&self, entity_id: &str) -> Result<(), Refusal> {
        let now = self.now();
        let lock = self
            .tasks
            .iter()
            .rev()
            .find(|task| task.locking && task.entity_id == entity_id && task.is_running(now));
        match lock {
            None => Ok(()),
            Some(task) => Err(Refusal::new(
                409,
                format!(
                    "Cluster is locked by a running task: {} ({})",
                    task.task_type, task.id
                ),
            )),
        }
    }
}
