//! Texts that Postern makes for files and the clipboard, so that the page only names them.

use aeon::ids::RegionInfoId;
use serde::Deserialize;
use specta::Type;

use super::TerraformScope;
use super::app::App;
use crate::access::ExportFormat;
use crate::change::BatchId;
use crate::journal::{HistoryFormat, HistoryQuery};
use crate::problem::{Problem, ProblemCode};
use crate::recipe::{Artifact, Network};
use crate::rows::FileFormat;

/// Names a text.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum MadeText {
    /// Who has access.
    Access { format: ExportFormat },
    /// Rows of the table of endpoints.
    Endpoints {
        ids: Vec<RegionInfoId>,
        format: FileFormat,
    },
    /// The whole history that matches a query.
    History {
        query: HistoryQuery,
        format: HistoryFormat,
    },
    /// A plan that wasn't applied, without the regions in `exclude`, as a plan file.
    Plan {
        batch: BatchId,
        exclude: Vec<RegionInfoId>,
    },
    /// The same plan as commands for the vendor's command line.
    PlanCommands {
        batch: BatchId,
        exclude: Vec<RegionInfoId>,
    },
    /// A script or template for an endpoint.
    Artifact {
        region_id: RegionInfoId,
        network: Network,
        /// The artifact's ID.
        id: String,
    },
    /// Terraform for several endpoints.
    Terraform { scope: TerraformScope },
    /// What helps to find out why a service can't be used.
    Diagnostics,
}

/// A text, and what its file may be named after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub text: String,
    pub topic: &'static str,
    pub ending: &'static str,
    /// For a text that scripts refer to by its file's name.
    pub file_name: Option<&'static str>,
}

impl Made {
    fn new(topic: &'static str, ending: &'static str, text: String) -> Self {
        Self {
            text,
            topic,
            ending,
            file_name: None,
        }
    }

    fn artifact(artifact: Artifact) -> Self {
        Self {
            file_name: Some(artifact.file_name),
            ..Self::new("artifact", "txt", artifact.text)
        }
    }
}

impl App {
    /// Makes a text.
    ///
    /// # Errors
    /// No account is unlocked, or what it is about doesn't exist.
    pub async fn make_text(&self, what: MadeText) -> Result<Made, Problem> {
        Ok(match what {
            MadeText::Diagnostics => Made::new("diagnostics", "txt", self.diagnostics().await.text),
            MadeText::Access { format } => {
                let ending = match format {
                    ExportFormat::Csv => "csv",
                    ExportFormat::Json => "json",
                };
                Made::new("access", ending, self.access_export(format).await?)
            }
            MadeText::Endpoints { ids, format } => {
                let ending = match format {
                    FileFormat::Csv => "csv",
                    FileFormat::Json => "json",
                };
                Made::new("endpoints", ending, self.endpoints_file(&ids, format)?)
            }
            MadeText::History { query, format } => {
                let ending = match format {
                    HistoryFormat::Csv => "csv",
                    HistoryFormat::Json => "json",
                };
                Made::new("history", ending, self.history_export(query, format).await?)
            }
            MadeText::Plan { batch, exclude } => {
                Made::new("plan", "json", self.export_plan(batch, exclude).await?)
            }
            MadeText::PlanCommands { batch, exclude } => {
                Made::new("plan", "sh", self.ybm_commands(batch, exclude).await?)
            }
            MadeText::Artifact {
                region_id,
                network,
                id,
            } => {
                let artifacts = self.recipes(&region_id, &network)?.artifacts;
                let found = artifacts.into_iter().find(|artifact| artifact.id == id);
                Made::artifact(found.ok_or_else(|| {
                    Problem::new(
                        ProblemCode::NotFound,
                        "This script can no longer be made for the endpoint.",
                        "Reload the page.",
                    )
                })?)
            }
            MadeText::Terraform { scope } => Made::artifact(self.terraform(scope).await?),
        })
    }
}
