//! The history of changes, as the page sees it.

use aeon::ids::{ClusterId, RegionInfoId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::change::{Action, BatchId};

use crate::plan::{RevertStep, Skipped};
use crate::principal::PrincipalView;

/// What of the history is asked for. Everything that is set has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct HistoryQuery {
    /// Words of the title, the cluster, the region or a principal; empty: any.
    pub text: String,
    /// What was done to this endpoint.
    pub region_id: Option<RegionInfoId>,
    /// What was done with this principal: it was added or removed.
    pub principal: Option<String>,
    /// One batch, with all of its steps.
    pub batch: Option<BatchId>,
    /// Whose changes.
    pub only: HistoryOnly,
    /// Go on after the page that gave this as its `next`.
    pub before: Option<String>,
    /// The most entries; 0: as many as a page usually has.
    pub limit: u32,
}

/// Whose changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryOnly {
    /// All of them.
    #[default]
    All,
    /// Those that were made here.
    Ours,
    /// Those that others made, seen between two refreshes.
    Seen,
}

/// Some of the history, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPage {
    /// The entries.
    pub entries: Vec<HistoryEntry>,
    /// Gives the entries that come after these as [`HistoryQuery::before`]; `None`: there are none.
    pub next: Option<String>,
}

/// What was changed together.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// Its id.
    pub batch: BatchId,
    /// Whose change it is.
    pub kind: HistoryKind,
    /// What it does, in a few words.
    pub title: String,
    /// The account.
    pub account_name: String,
    /// The project.
    pub project_name: String,
    /// The account's name in Postern, at that time.
    pub profile_name: Option<String>,
    /// When it was started, or seen.
    #[specta(type = String)]
    pub started: Timestamp,
    /// When its last step ended; `None`: one is still open.
    #[specta(type = Option<String>)]
    pub ended: Option<Timestamp>,
    /// How long that took, in milliseconds.
    pub took_ms: Option<u32>,
    /// For how long the history is kept, where that is what was changed.
    pub shortened: Option<Shortened>,
    /// How many of its steps happened, so that they can be planned back; where one endpoint was asked for,
    /// of those on that one.
    pub revertible: u32,
    /// How many of its steps fit what was asked for.
    pub steps_total: u32,
    /// How they ended.
    pub results: Vec<ResultCount>,
    /// The first of them; all of them where one batch was asked for.
    pub steps: Vec<HistoryStep>,
}

/// Whose change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryKind {
    /// Made here.
    Ours,
    /// Made by others, seen between two refreshes.
    Seen,
    /// The history is kept for a shorter time than before.
    Shortened,
}

/// The history is kept for a shorter time than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Shortened {
    /// For how many days it was kept; `None`: for ever.
    pub from_days: Option<u32>,
    /// For how many days it is kept from then on.
    pub to_days: u32,
    /// How many entries of this account's history were older and were deleted.
    pub deleted: u32,
}

/// What became of one endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryStep {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// Its name at that time.
    pub cluster_name: String,
    /// The region.
    pub region_id: RegionInfoId,
    /// The region's code.
    pub region: String,
    /// What was done.
    pub action: Action,
    /// Who could connect before.
    pub before: Vec<PrincipalView>,
    /// Who can connect afterwards.
    pub after: Vec<PrincipalView>,
    /// In `after` and not in `before`.
    pub added: Vec<PrincipalView>,
    /// In `before` and not in `after`.
    pub removed: Vec<PrincipalView>,
    /// How it ended.
    pub result: HistoryResult,
    /// Why, where there is something to say.
    pub reason: String,
    /// When it was sent.
    #[specta(type = Option<String>)]
    pub sent: Option<Timestamp>,
    /// When it ended.
    #[specta(type = Option<String>)]
    pub ended: Option<Timestamp>,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryResult {
    /// A read agreed.
    Confirmed,
    /// It did not happen.
    Failed,
    /// No read agreed in time.
    NotConfirmed,
    /// Somebody else's list came up instead.
    Superseded,
    /// Both sides touched the same principal; nothing was sent.
    Conflict,
    /// Called off before it was sent.
    NotSent,
    /// Settled by reading after Postern had ended: it happened.
    SettledHappened,
    /// Settled by reading after Postern had ended: it did not happen.
    SettledNot,
    /// Not over yet.
    Open,
    /// Somebody else did it.
    Seen,
}

/// How many steps ended in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResultCount {
    /// How they ended.
    pub result: HistoryResult,
    /// How many.
    pub steps: u32,
}

/// What the history can be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryNames {
    /// Every endpoint that it says something of, also of clusters that are gone; by name.
    pub endpoints: Vec<HistoryPlace>,
    /// Every principal that was added or removed.
    pub principals: Vec<String>,
}

/// An endpoint, by what it was last called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPlace {
    /// The region.
    pub region_id: RegionInfoId,
    /// The cluster's name.
    pub cluster_name: String,
    /// The region's code.
    pub region: String,
}

/// What of a batch happened, and what is not clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    /// The batch's title.
    pub title: String,
    /// What happened where it was asked for, in the order in which it was carried out.
    pub steps: Vec<RevertStep>,
    /// The endpoints of these steps, by name.
    pub places: Vec<String>,
    /// What may have happened there, and why it is not taken back.
    pub unclear: Vec<Skipped>,
    /// Whether that is all of the batch.
    pub whole: bool,
}

/// What the history is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryFormat {
    /// A table: a line for each step.
    Csv,
    /// Everything, as it is shown.
    Json,
}

/// Since when a principal is on an endpoint's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The endpoint.
    pub region_id: RegionInfoId,
    /// The principal's text.
    pub principal: String,
    /// When it was first seen there.
    pub at: Timestamp,
    /// Whether it came at that time; else it was there already: "at least since".
    pub exact: bool,
}
