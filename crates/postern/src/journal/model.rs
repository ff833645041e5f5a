//! The history of changes as the page shows it.

use aeon::ids::{ClusterId, RegionInfoId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::change::{Action, BatchId, ChangeNote};
use crate::cloud::Cloud;
use crate::plan::{RevertStep, Skipped};
use crate::principal::PrincipalView;

/// Filters for the history; entries must match all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct HistoryQuery {
    /// Words in the title, cluster, region or principals; empty for any.
    pub text: String,
    /// Changes to this endpoint.
    pub region_id: Option<RegionInfoId>,
    /// Changes that added or removed this principal.
    pub principal: Option<String>,
    /// A single batch with all of its steps.
    pub batch: Option<BatchId>,
    pub only: HistoryOnly,
    /// Continue after the page that returned this as `next`.
    pub before: Option<String>,
    /// Maximum number of entries; 0 for the default page size.
    pub limit: u32,
}

/// Filter by who made the change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryOnly {
    #[default]
    All,
    /// Made by this installation of Postern.
    Ours,
    /// Made by others, noticed between two refreshes.
    Seen,
}

/// A page of the history, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPage {
    pub entries: Vec<HistoryEntry>,
    /// [`HistoryQuery::before`] for the next page; `None` if this is the last.
    pub next: Option<String>,
}

/// Changes made together.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    pub batch: BatchId,
    pub kind: HistoryKind,
    /// Short description.
    pub title: String,
    pub account_name: String,
    pub project_name: String,
    /// The account's name in Postern at that time.
    pub profile_name: Option<String>,
    /// When it was started or noticed.
    #[specta(type = String)]
    pub started: Timestamp,
    /// When its last step ended; `None` while a step is open.
    #[specta(type = Option<String>)]
    pub ended: Option<Timestamp>,
    /// Duration in milliseconds.
    pub took_ms: Option<u32>,
    /// What was said about it.
    pub note: Option<ChangeNote>,
    /// Details, if the entry is about shortening the history.
    pub shortened: Option<Shortened>,
    /// Details, if the entry is about a VPC; it has no steps then.
    pub vpc: Option<VpcChange>,
    /// Number of applied steps, which can be reverted; limited to the endpoint if filtered by one.
    pub revertible: u32,
    /// Number of steps that match the query.
    pub steps_total: u32,
    /// Number of matching steps by result.
    pub results: Vec<ResultCount>,
    /// The first matching steps; all of them if a single batch was requested.
    pub steps: Vec<HistoryStep>,
}

/// The kind of a history entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryKind {
    /// Made by this installation of Postern.
    Ours,
    /// Made by others, noticed between two refreshes.
    Seen,
    /// The time to keep the history was shortened.
    Shortened,
}

/// A VPC was created or deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcChange {
    pub name: String,
    /// [`Action::Create`] or [`Action::Delete`].
    pub action: Action,
    /// Its cloud, regions and ranges, as a line of text.
    pub what: String,
    pub result: VpcResult,
}

/// What became of the request about a VPC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "reason", rename_all = "kebab-case")]
pub enum VpcResult {
    /// No answer is known: it may have happened. With the reason, if there was one.
    Unknown(String),
    /// The service accepted it.
    Accepted,
    /// It didn't happen.
    Failed(String),
}

/// The time to keep the history was shortened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Shortened {
    /// Days to keep it before; `None` for no limit.
    pub from_days: Option<u32>,
    /// Days to keep it from then on.
    pub to_days: u32,
    /// Number of older entries in this account's history that were deleted.
    pub deleted: u32,
}

/// What happened to one endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryStep {
    pub cluster_id: ClusterId,
    /// The cluster's name at that time.
    pub cluster_name: String,
    pub region_id: RegionInfoId,
    pub region: String,
    /// The region's cloud.
    pub cloud: Cloud,
    pub action: Action,
    /// Principals before the change.
    pub before: Vec<PrincipalView>,
    /// Principals after the change.
    pub after: Vec<PrincipalView>,
    /// In `after` and not in `before`.
    pub added: Vec<PrincipalView>,
    /// In `before` and not in `after`.
    pub removed: Vec<PrincipalView>,
    pub result: HistoryResult,
    /// Reason for the result; may be empty.
    pub reason: String,
    #[specta(type = Option<String>)]
    pub sent: Option<Timestamp>,
    #[specta(type = Option<String>)]
    pub ended: Option<Timestamp>,
}

/// The result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryResult {
    /// Confirmed by a read.
    Confirmed,
    /// Not applied.
    Failed,
    /// Not confirmed by a read in time.
    NotConfirmed,
    /// Replaced by a change from others.
    Superseded,
    /// Others had changed the same principal; nothing was sent.
    Conflict,
    /// Canceled before it was sent.
    NotSent,
    /// Interrupted; a later read showed that it had been applied.
    SettledHappened,
    /// Interrupted; a later read showed that it hadn't been applied.
    SettledNot,
    /// Still open.
    Open,
    /// Made by others.
    Seen,
}

/// Number of steps with a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResultCount {
    pub result: HistoryResult,
    pub steps: u32,
}

/// Values for the history's filters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryNames {
    /// Every endpoint in the history, including deleted ones, sorted by name.
    pub endpoints: Vec<HistoryPlace>,
    /// Every principal that was added or removed.
    pub principals: Vec<String>,
}

/// An endpoint, under its latest name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPlace {
    pub region_id: RegionInfoId,
    pub cluster_name: String,
    pub region: String,
}

/// The applied and uncertain steps of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    pub title: String,
    /// Applied steps, in the order in which they were carried out.
    pub steps: Vec<RevertStep>,
    /// Names of the endpoints of these steps.
    pub places: Vec<String>,
    /// Steps that may have been applied, with the reason why they aren't reverted.
    pub unclear: Vec<Skipped>,
    /// Whether this covers the whole batch.
    pub whole: bool,
}

/// The file format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryFormat {
    /// One line per step.
    Csv,
    /// Everything, as shown on the page.
    Json,
}

/// When a principal was first seen on an endpoint's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    pub region_id: RegionInfoId,
    pub principal: String,
    pub at: Timestamp,
    /// Whether it was added at that time; otherwise it was already there ("at least since").
    pub exact: bool,
}
