//! Checks, creates and deletes VPCs of the account in use.

use std::time::Duration;

use aeon::ids::VpcId;
use aeon::wire;
use ipnet::IpNet;

use super::ConsentRequest;
use super::app::App;
use super::open::{Open, within};
use crate::change::{Action, BatchId};
use crate::cloud::Cloud;
use crate::config::Confirmations;
use crate::inventory::Way;
use crate::journal::{VpcChange, VpcResult};
use crate::permission::Permissions;
use crate::problem::{Problem, ProblemCode};
use crate::vpc::{self, VpcCheck, VpcDraft};

/// Time limit for reading a VPC after its deletion was requested.
const READ: Duration = Duration::from_secs(15);
/// Time limit for reading the ranges that can't be used, since a form waits for them.
const RESTRICTED: Duration = Duration::from_secs(3);

impl App {
    /// The regions available for VPCs on this cloud.
    pub fn vpc_regions(&self, cloud: &Cloud) -> Vec<String> {
        vpc::regions(cloud)
            .iter()
            .map(|region| (*region).to_owned())
            .collect()
    }

    /// Checks the form, field by field.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn check_vpc(&self, draft: VpcDraft) -> Result<VpcCheck, Problem> {
        let open = self.core.unlocked()?;
        Ok(open.check_vpc(&draft).await)
    }

    /// Creates a VPC. The inventory then follows it until it is ready.
    ///
    /// # Errors
    /// The role doesn't allow it, the form has errors, or the service refuses. If the VPC may have been created
    /// anyway, the inventory is read again.
    pub async fn create_vpc(&self, draft: VpcDraft) -> Result<VpcId, Problem> {
        let open = self.core.unlocked()?;
        allowed(&open.access().permissions, |may| &may.create_vpcs)?;
        let checked = open.check_vpc(&draft).await;
        let bad = || {
            Problem::new(
                ProblemCode::Invalid,
                "Some fields have errors.",
                "Correct the marked fields.",
            )
        };
        if !checked.is_clean() {
            return Err(bad());
        }
        let spec = vpc::to_spec(&draft).map_err(|_| bad())?;
        let confirmations = self.core.settings.get().confirmations;
        let asks = confirmations == Confirmations::Always
            || (confirmations == Confirmations::Risky && self.core.is_production());
        if asks && !self.core.is_demo() {
            let request = ConsentRequest::CreateVpc {
                place: open.place(&self.core),
                name: draft.name.trim().to_owned(),
            };
            self.core.confirm(request).await?;
        }
        let recorded = open.record_vpc(Action::Create, draft.name.trim(), what(&draft));
        let recorded = recorded.await?;
        let way = open.link.way();
        let answer = way.project().create_vpc(&spec).await;
        recorded.answered(&open, answer.as_ref().err());
        match answer {
            Ok(vpc) => {
                let id = vpc.info.id.clone();
                open.inventory.vpc_created(vpc);
                Ok(id)
            }
            Err(error) => Err(open.failed(&way, &error)),
        }
    }

    /// Deletes a VPC whose name was typed as confirmation, if the user agrees outside the page as well. The inventory then follows it until it is gone.
    ///
    /// # Errors
    /// The role doesn't allow it, the typed name differs, the user doesn't agree, the VPC has clusters, or the service
    /// refuses.
    pub async fn delete_vpc(&self, id: VpcId, typed_name: String) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        allowed(&open.access().permissions, |may| &may.delete_vpcs)?;
        let snapshot = open.inventory.snapshot();
        let vpc = snapshot
            .vpcs
            .iter()
            .find(|vpc| vpc.id == id)
            .ok_or_else(|| {
                Problem::new(
                    ProblemCode::NotFound,
                    "This VPC no longer exists.",
                    "Refresh the list.",
                )
            })?;
        if typed_name.trim() != vpc.name {
            return Err(Problem::new(
                ProblemCode::Invalid,
                format!("“{}” isn't the VPC's name.", typed_name.trim()),
                format!("To delete the VPC, type “{}”.", vpc.name),
            ));
        }
        if !self.core.is_demo() {
            let request = ConsentRequest::DeleteVpc {
                place: open.place(&self.core),
                name: vpc.name.clone(),
            };
            self.core.confirm(request).await?;
        }
        let what = format!("{} · {}", vpc.cloud.name(), vpc.id);
        let recorded = open.record_vpc(Action::Delete, &vpc.name, what).await?;
        let way = open.link.way();
        let answer = way.project().delete_vpc(&id).await;
        let failure = answer
            .as_ref()
            .err()
            .filter(|error| !matches!(error, aeon::Error::NotFound { .. }));
        recorded.answered(&open, failure);
        if let Some(error) = failure {
            return Err(open.failed(&way, error));
        }
        // Followed in any case: reads may fail, or still show the VPC.
        open.inventory.vpc_deleted(&id);
        let _ = within(READ, open.inventory.read_vpc(&id)).await;
        Ok(())
    }
}

/// The entry of the history about a VPC whose request is on its way.
struct Recorded {
    batch: BatchId,
    change: VpcChange,
}

impl Recorded {
    fn answered(self, open: &Open, failure: Option<&aeon::Error>) {
        let result = match failure {
            None => VpcResult::Accepted,
            Some(error) if error.was_taken() => VpcResult::Accepted,
            Some(error) if error.may_have_happened() => VpcResult::Unknown(error.to_string()),
            Some(error) => VpcResult::Failed(Problem::from(error.clone()).message),
        };
        let change = VpcChange {
            result,
            ..self.change
        };
        open.ledger.vpc_answered(self.batch, change);
    }
}

/// The cloud, the regions and the ranges of a new VPC.
fn what(draft: &VpcDraft) -> String {
    let regions = draft.regions.iter().map(|one| {
        let text = format!("{} {}", one.region, one.cidr);
        text.trim().to_owned()
    });
    let parts = [draft.cloud.name().to_owned()]
        .into_iter()
        .chain(draft.parent_cidr.clone())
        .chain(regions);
    parts.collect::<Vec<_>>().join(" · ")
}

impl Open {
    /// Writes down a request about a VPC before it is sent.
    async fn record_vpc(
        &self,
        action: Action,
        name: &str,
        what: String,
    ) -> Result<Recorded, Problem> {
        let change = VpcChange {
            name: name.to_owned(),
            action,
            what,
            result: VpcResult::Unknown(String::new()),
        };
        let written = self.ledger.vpc_sending(change.clone()).await;
        let batch = written.map_err(|error| {
            let problem = Problem::from(error);
            Problem {
                message: format!("{} Nothing was sent.", problem.message),
                ..problem
            }
        })?;
        Ok(Recorded { batch, change })
    }

    async fn check_vpc(&self, draft: &VpcDraft) -> VpcCheck {
        let restricted = self.restricted(&draft.cloud).await;
        vpc::check(draft, &self.inventory.snapshot().vpcs, &restricted)
    }

    /// The ranges that can't be used, read once. Empty if they can't be read; the service then rejects them
    /// itself.
    async fn restricted(&self, cloud: &Cloud) -> Vec<IpNet> {
        let code = match cloud {
            Cloud::Aws => wire::CloudCode::Aws,
            Cloud::Azure => wire::CloudCode::Azure,
            Cloud::Gcp => wire::CloudCode::Gcp,
            Cloud::Other(_) => return Vec::new(),
        };
        let mut known = self.restricted.lock().await;
        if let Some(ranges) = known.get(code.as_str()) {
            return ranges.clone();
        }
        let client = self.link.client();
        match within(RESTRICTED, client.restricted_networks(&code)).await {
            Ok(ranges) => {
                let ranges: Vec<IpNet> =
                    ranges.iter().filter_map(|text| text.parse().ok()).collect();
                known.insert(code.to_string(), ranges.clone());
                ranges
            }
            Err(_) => Vec::new(),
        }
    }

    /// The problem for an error. If the request may have been carried out, the inventory is read again.
    fn failed(&self, way: &Way, error: &aeon::Error) -> Problem {
        way.note(error);
        if error.may_have_happened() {
            self.inventory.refresh();
        }
        Problem::from(error)
    }
}

fn allowed(
    may: &Permissions,
    why_not: impl Fn(&Permissions) -> &Option<String>,
) -> Result<(), Problem> {
    match why_not(may) {
        Some(reason) => Err(Problem::new(ProblemCode::Forbidden, reason, may.remedy())),
        None => Ok(()),
    }
}
