//! Checks, creates and deletes VPCs of the account in use.

use std::time::Duration;

use aeon::ids::VpcId;
use aeon::wire;
use ipnet::IpNet;

use super::app::App;
use super::open::{Open, within};
use crate::cloud::Cloud;
use crate::inventory::Way;
use crate::permission::USE_ADMIN_KEY;
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
        allowed(open.access().permissions.create_vpcs)?;
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
        let way = open.link.way();
        match way.project().create_vpc(&spec).await {
            Ok(vpc) => {
                let id = vpc.info.id.clone();
                open.inventory.vpc_created(vpc);
                Ok(id)
            }
            Err(error) => Err(open.failed(&way, &error)),
        }
    }

    /// Deletes a VPC whose name was typed as confirmation. The inventory then follows it until it is gone.
    ///
    /// # Errors
    /// The role doesn't allow it, the typed name differs, the VPC has clusters, or the service refuses.
    pub async fn delete_vpc(&self, id: VpcId, typed_name: String) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        allowed(open.access().permissions.delete_vpcs)?;
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
        let way = open.link.way();
        if let Err(error) = way.project().delete_vpc(&id).await
            && !matches!(error, aeon::Error::NotFound { .. })
        {
            return Err(open.failed(&way, &error));
        }
        // Followed in any case: reads may fail, or still show the VPC.
        open.inventory.vpc_deleted(&id);
        let _ = within(READ, open.inventory.read_vpc(&id)).await;
        Ok(())
    }
}

impl Open {
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

fn allowed(reason: Option<String>) -> Result<(), Problem> {
    reason.map_or(Ok(()), |reason| {
        Err(Problem::new(ProblemCode::Forbidden, reason, USE_ADMIN_KEY))
    })
}
