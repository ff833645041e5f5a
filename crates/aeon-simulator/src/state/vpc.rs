//! VPCs and peerings: their life.

use aeon::wire::{CloudCode, Vpc, VpcInfo, VpcSpec, VpcState};
use serde_json::{Value, json};

use super::event::Event;
use super::{World, vpc_rules};
use crate::routes::Refusal;

impl World {
    /// Starts making a VPC.
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
        self.later(after, Event::VpcActive { project, vpc: id });
        Ok(vpc)
    }

    /// Starts deleting a VPC.
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
        self.later(
            after,
            Event::VpcGone {
                project,
                vpc: id.to_owned(),
            },
        );
        Ok(())
    }

    /// Asks for a peering; it stays `PENDING` until the customer's side accepts, which nobody does here.
    pub(crate) fn create_peering(
        &mut self,
        project: usize,
        spec: &Value,
    ) -> Result<Value, Refusal> {
        let text = |pointer: &str| spec.pointer(pointer).and_then(Value::as_str).unwrap_or("");
        let name = text("/name");
        if name.is_empty() {
            return Err(Refusal::new(400, "name must not be empty"));
        }
        if !matches!(text("/customer_vpc/cloud_info/code"), "AWS" | "GCP") {
            return Err(Refusal::new(
                400,
                "VPC peering is supported on AWS and GCP only",
            ));
        }
        if self.projects[project]
            .peerings
            .iter()
            .any(|p| p["spec"]["name"] == name)
        {
            return Err(Refusal::new(
                409,
                format!("A VPC peering named {name} already exists"),
            ));
        }
        let vpc_id = text("/internal_yugabyte_vpc_id");
        let id = self.ids.uuid();
        let vpc = self.projects[project]
            .vpcs
            .iter_mut()
            .find(|vpc| vpc.info.id.as_str() == vpc_id)
            .ok_or_else(|| Refusal::new(400, format!("VPC {vpc_id} not found")))?;
        vpc.info.peering_ids.push(id.clone());
        let peering = json!({
            "spec": spec,
            "info": {"id": id, "state": "PENDING", "yugabyte_vpc_name": vpc.spec.name},
        });
        self.projects[project].peerings.push(peering.clone());
        let after = self.durations.task;
        self.start_task(project, ("VPC_PEERING", &id), "CREATE_VPC_PEERING", after);
        Ok(peering)
    }

    /// Starts deleting a peering.
    pub(crate) fn delete_peering(&mut self, project: usize, id: &str) -> Result<(), Refusal> {
        let peering = self.projects[project]
            .peerings
            .iter_mut()
            .find(|peering| peering["info"]["id"] == id)
            .ok_or_else(|| unknown_peering(id))?;
        peering["info"]["state"] = "DELETING".into();
        let after = self.durations.task;
        self.start_task(project, ("VPC_PEERING", id), "DELETE_VPC_PEERING", after);
        self.later(
            after,
            Event::PeeringGone {
                project,
                peering: id.to_owned(),
            },
        );
        Ok(())
    }

    pub(crate) fn remove_peering(&mut self, project: usize, id: &str) {
        let project = &mut self.projects[project];
        project
            .peerings
            .retain(|peering| peering["info"]["id"] != id);
        for vpc in &mut project.vpcs {
            vpc.info.peering_ids.retain(|peering| peering != id);
        }
    }
}

pub(crate) fn unknown_vpc(id: &str) -> Refusal {
    Refusal::new(404, format!("VPC {id} not found"))
}

pub(crate) fn unknown_peering(id: &str) -> Refusal {
    Refusal::new(404, format!("VPC peering {id} not found"))
}

/// The provider's own account that holds a VPC.
pub(crate) fn provider_project(cloud: &CloudCode) -> String {
    match cloud {
        CloudCode::Aws => "411203958217",
        CloudCode::Azure => "7f0c1d52-6a41-4d1f-b7a6-3c0a6f1d2e90",
        _ => "aeon-network-prod",
    }
    .to_owned()
}
