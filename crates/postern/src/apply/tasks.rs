//! Which of a cluster's tasks are not ours. Pure.

use std::collections::BTreeSet;

use aeon::ids::TaskId;
use aeon::wire::{Task, TaskState, task_activity};
use jiff::Timestamp;
use tokio::time::Instant;

/// A list of a cluster's tasks, and when it was read.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub tasks: Vec<Task>,
    /// When the list was asked for, and when it came: it was made between the two.
    pub asked: Instant,
    pub came: Instant,
}

/// A request of ours that the service accepted, and when it was sent and known to be accepted. It makes a task, or
/// none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    pub sent: Instant,
    pub known: Instant,
}

/// A cluster's tasks as far as they have been listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KnownTasks {
    ids: Option<BTreeSet<TaskId>>,
    /// When the last list was asked for, and when it came.
    asked: Option<Instant>,
    came: Option<Instant>,
    /// Requests of ours whose tasks no list has had yet.
    ours: Vec<Accepted>,
}

impl KnownTasks {
    /// A request of ours was accepted.
    pub fn accepted(&mut self, request: Accepted) {
        self.ours.push(request);
    }

    /// Whether a list was asked for after this moment.
    pub fn listed_since(&self, since: Instant) -> bool {
        self.asked.is_some_and(|asked| asked >= since)
    }

    /// Takes a list of tasks; how many more new ones there are than we have made. The first time, how many more of them
    /// than we have made were created after `since`.
    ///
    /// A request of ours explains one task of a list that was asked for when it had been accepted, unless an earlier
    /// list, which came after it was sent, may have had its task. So one of ours may be taken for somebody else's, but
    /// none of theirs for ours.
    pub fn strangers(&mut self, listed: &Listed, since: Timestamp) -> usize {
        let Listed { tasks, asked, came } = listed;
        let last = self.came;
        let explains =
            |one: &Accepted| one.known <= *asked && last.is_none_or(|last| last <= one.sent);
        let ours = self.ours.iter().filter(|one| explains(one)).count();
        self.ours.retain(|one| one.sent >= *came);
        let ids: BTreeSet<TaskId> = tasks.iter().map(|task| task.info.id.clone()).collect();
        let new = match &self.ids {
            Some(known) => ids.difference(known).count(),
            None => tasks.iter().filter(|task| is_since(task, since)).count(),
        };
        self.ids.get_or_insert_default().extend(ids);
        self.asked = self.asked.max(Some(*asked));
        self.came = last.max(Some(*came));
        new.saturating_sub(ours)
    }
}

/// What a cluster's tasks say when one of them isn't ours. None of them has to be about an endpoint.
pub(super) fn hint(listed: &[Task]) -> String {
    match listed.iter().find(|task| is_open(task)) {
        Some(task) => match task_activity(&task.info.task_type) {
            Some(activity) => format!("Waiting: the cluster is {activity}."),
            None => "Waiting: the cluster is busy.".to_owned(),
        },
        None => "Waiting: a task that Postern didn't start has just changed the cluster, and reads may be behind it.".to_owned(),
    }
}

fn is_open(task: &Task) -> bool {
    matches!(task.info.state, TaskState::Queued | TaskState::InProgress)
}

fn is_since(task: &Task, since: Timestamp) -> bool {
    let info = &task.info;
    let at = info.metadata.created_on.or(info.completed_on);
    is_open(task) || at.is_some_and(|at| at >= since)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const NOW: i64 = 1_000_000;

    fn tasks(ids: &[&str], age: i64) -> Vec<Task> {
        let created = Timestamp::from_second(NOW - age).expect("a time");
        let task = |id: &&str| {
            let mut task = Task::default();
            task.info.id = TaskId::from(*id);
            task.info.state = TaskState::Succeeded;
            task.info.metadata.created_on = Some(created);
            task
        };
        ids.iter().map(task).collect()
    }

    /// A cluster's tasks, second by second.
    struct Known {
        tasks: KnownTasks,
        start: Instant,
    }

    impl Known {
        fn new() -> Self {
            Self {
                tasks: KnownTasks::default(),
                start: Instant::now(),
            }
        }

        fn at(&self, second: u64) -> Instant {
            self.start + Duration::from_secs(second)
        }

        fn accepted(&mut self, sent: u64, known: u64) {
            let (sent, known) = (self.at(sent), self.at(known));
            self.tasks.accepted(Accepted { sent, known });
        }

        /// Whether a list that was asked for in one second, and came in another, has somebody else's task.
        fn strangers(&mut self, (asked, came): (u64, u64), tasks: Vec<Task>) -> bool {
            let (asked, came) = (self.at(asked), self.at(came));
            let since = Timestamp::from_second(NOW - 85).expect("a time");
            self.tasks.strangers(&Listed { tasks, asked, came }, since) > 0
        }
    }

    #[test]
    fn tasks_beyond_our_own_are_somebody_elses() {
        let mut known = Known::new();
        assert!(!known.strangers((0, 1), tasks(&["a"], 3600)));
        assert!(!known.strangers((2, 3), tasks(&["a"], 3600)));
        known.accepted(4, 5);
        assert!(!known.strangers((6, 7), tasks(&["a", "b"], 3600)));
        known.accepted(8, 9);
        assert!(known.strangers((10, 11), tasks(&["a", "b", "c", "d"], 3600)));
        assert!(!known.strangers((12, 13), tasks(&["b", "c", "d"], 3600)));
        assert!(known.strangers((14, 15), tasks(&["c", "d", "e"], 3600)));
    }

    #[test]
    fn a_request_of_ours_never_explains_somebody_elses_task() {
        // Its own task came up in a list before it was known to be accepted.
        let mut known = Known::new();
        assert!(!known.strangers((0, 1), tasks(&["a"], 3600)));
        assert!(known.strangers((4, 5), tasks(&["a", "ours"], 3600)));
        known.accepted(3, 6);
        assert!(known.strangers((7, 8), tasks(&["a", "ours", "theirs"], 3600)));
        // It was sent after the list was made.
        let mut known = Known::new();
        assert!(!known.strangers((0, 1), tasks(&["a"], 3600)));
        known.accepted(4, 5);
        assert!(known.strangers((2, 3), tasks(&["a", "theirs"], 3600)));
        assert!(!known.strangers((6, 7), tasks(&["a", "theirs", "ours"], 3600)));
    }

    #[test]
    fn a_list_that_could_not_be_read_is_made_up_for_by_the_next_one() {
        let mut known = Known::new();
        known.accepted(1, 2);
        assert!(known.strangers((3, 4), tasks(&["theirs", "ours"], 2)));
    }

    #[test]
    fn a_task_says_what_it_is_and_not_that_it_is_about_the_endpoint() {
        let mut listed = tasks(&["a", "b"], 5);
        assert!(hint(&listed).contains("a task that Postern didn't start"));
        listed[1].info.state = TaskState::InProgress;
        listed[1].info.task_type = "PAUSE_CLUSTER".to_owned();
        assert_eq!(hint(&listed), "Waiting: the cluster is being paused.");
        listed[1].info.task_type = "SOMETHING".to_owned();
        assert_eq!(hint(&listed), "Waiting: the cluster is busy.");
    }

    #[test]
    fn before_anything_is_known_a_young_task_is_enough() {
        assert!(Known::new().strangers((0, 1), tasks(&["a"], 10)));
        assert!(Known::new().strangers((0, 1), tasks(&["a"], -40)));
        assert!(!Known::new().strangers((0, 1), tasks(&["a"], 100)));
    }
}
