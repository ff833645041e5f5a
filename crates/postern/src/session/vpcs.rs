//! VPCs of the account in use: the form, making one, deleting one.

use std::time::Duration;

use aeon::ids::VpcId;
use aeon::wire;
use ipnet::IpNet;

use super::app::App;
use super::open::{Open, within};
use crate::cloud::Cloud;
use crate::inventory::Way;
use crate::problem::{Problem, ProblemCode};
use crate::vpc::{self, VpcCheck, VpcDraft};

/// How long the VPC that is being deleted is waited for.
const READ: Duration = Duration::from_secs(15);
/// How long a form waits for the ranges that may not be used.
const RESTRICTED: Duration = Duration::from_secs(3);

impl App {
    /// The regions that a VPC of this cloud may have.
    pub fn vpc_regions(&self, cloud: &Cloud) -> Vec<String> {
        vpc::regions(cloud)
            .iter()
            .map(|region| (*region).to_owned())
            .collect()
    }

    /// Says what is wrong with the form, field by field.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn check_vpc(&self, draft: VpcDraft) -> Result<VpcCheck, Problem> {
        let open = self.core.unlocked()?;
        Ok(open.check_vpc(&draft).await)
    }

    /// Makes a VPC. It is followed in the inventory until it is ready.
    ///
    /// # Errors
    /// The role doesn't allow it, the form has something wrong, or the service refuses. Where it may have
    /// been made all the same, the inventory is read again.
    pub async fn create_vpc(&self, draft: VpcDraft) -> Result<VpcId, Problem> {
        let open = self.core.unlocked()?;
        allowed(open.access().may.create_vpcs)?;
        let checked = open.check_vpc(&draft).await;
        let bad = || {
            Problem::new(
                ProblemCode::Invalid,
                "The form has something wrong.",
                "Correct what is marked.",
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

    /// Deletes a VPC whose name was typed to confirm it. It is followed until it is gone.
    ///
    /// # Errors
    /// The role doesn't allow it, the name is another one, clusters live in it, or the service refuses.
    pub async fn delete_vpc(&self, id: VpcId, typed_name: String) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        allowed(open.access().may.delete_vpcs)?;
        let snapshot = open.inventory.snapshot();
        let vpc = snapshot
            .vpcs
            .iter()
            .find(|vpc| vpc.id == id)
            .ok_or_else(|| {
                Problem::new(
                    ProblemCode::NotFound,
                    "The VPC is not there any more.",
                    "Refresh and look again.",
                )
            })?;
        if typed_name.trim() != vpc.name {
            return Err(Problem::new(
                ProblemCode::Invalid,
                format!("“{}” is not the VPC's name.", typed_name.trim()),
                format!("Type “{}” to delete it.", vpc.name),
            ));
        }
        let way = open.link.way();
        if let Err(error) = way.project().delete_vpc(&id).await
            && !matches!(error, aeon::Error::NotFound { .. })
        {
            return Err(open.failed(&way, &error));
        }
        // Whether it can be read at once or not, and whatever a read that is behind says: it is followed.
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

    /// The ranges that may not be used, read once; while they can't be read the service has the last word.
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

    /// What is said of an error; what may have happened is looked for.
    fn failed(&self, way: &Way, error: &aeon::Error) -> Problem {
        way.note(error);
        if error.may_have_happened() {
            self.inventory.refresh();
        }
        Problem::from(error)
    }
}

fn allowed(reason: Option<String>) -> Result<(), Problem> {
    let hint = "Use a key whose role allows it, or ask an account administrator.";
    reason.map_or(Ok(()), |reason| {
        Err(Problem::new(ProblemCode::Forbidden, reason, hint))
    })
}
