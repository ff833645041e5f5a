//! Creates and deletes VPCs.

use aeon::wire::{CloudCode, Vpc, VpcInfo, VpcSpec, VpcState};

use super::event::Event;
use super::{World, vpc_rules};
use crate::refusal::Refusal;

impl World {
    /// Starts to create a VPC.
    pub(crate) fn create_vpc(&mut self, project: usize, spec: VpcSpec) -> Result<Vpc, Refusal> {
        vpc_rules::check(&spec)?;
        if self.projects[project]
            .vpcs
            .iter()
            .any(|vpc| vpc.spec.name == spec.name)
        {
            return Err(Refusal::new(
                409,
                format!("A VPC named {} already exists", spec.name),
            ));
        }
        let id = self.ids.uuid();
        let vpc = Vpc {
            info: VpcInfo {
                id: id.as_str().into(),
                cloud_provider_project: provider_project(&spec.cloud),
                state: VpcState::Creating,
                ..VpcInfo::default()
            },
            spec,
        };
        self.projects[project].vpcs.push(vpc.clone());
        let after = self.durations.task;
        self.start_task(project, ("VPC", &id), "CREATE_VPC", after);
        self.schedule_in(after, Event::VpcActive { project, vpc: id });
        Ok(vpc)
    }

    /// Starts to delete a VPC.
    pub(crate) fn delete_vpc(&mut self, project: usize, id: &str) -> Result<(), Refusal> {
        let vpc = self.projects[project]
            .vpcs
            .iter_mut()
            .find(|vpc| vpc.info.id.as_str() == id)
            .ok_or_else(|| unknown_vpc(id))?;
        if !vpc.info.cluster_ids.is_empty() {
            return Err(Refusal::new(409, "VPC has clusters deployed in it"));
        }
        if !vpc.info.peering_ids.is_empty() {
            return Err(Refusal::new(409, "VPC has peerings"));
        }
        if matches!(vpc.info.state, VpcState::Creating | VpcState::Deleting) {
            return Err(Refusal::new(409, "VPC is not in an active state"));
        }
        vpc.info.state = VpcState::Deleting;
        let after = self.durations.task;
        self.start_task(project, ("VPC", id), "DELETE_VPC", after);
        self.schedule_in(
            after,
            Event::VpcGone {
                project,
                vpc: id.to_owned(),
            },
        );
        Ok(())
    }
}

pub(crate) fn unknown_vpc(id: &str) -> Refusal {
    Refusal::new(404, format!("VPC {id} not found"))
}

/// The cloud account or project that contains a VPC.
pub(crate) fn provider_project(cloud: &CloudCode) -> String {
    match cloud {
        CloudCode::Aws => "411203958217",
        CloudCode::Azure => "7f0c1d52-6a41-4d1f-b7a6-3c0a6f1d2e90",
        _ => "aeon-network-prod",
    }
    .to_owned()
}
