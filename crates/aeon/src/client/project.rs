//! The calls within one project: VPCs, clusters, private service endpoints.

use super::Client;
use super::paging::{self, Pages};
use super::request::{Path, delete, get, post, put};
use crate::ids::{AccountId, ClusterId, ProjectId, PseId, VpcId};
use crate::transport::Request;
use crate::wire::{self, unverified};
use crate::{Error, Moment, Timed};

/// A project of an account. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Project {
    client: Client,
    account: AccountId,
    project: ProjectId,
}

impl Project {
    pub(super) fn new(client: Client, account: AccountId, project: ProjectId) -> Self {
        Self {
            client,
            account,
            project,
        }
    }

    /// The project's VPCs, page by page.
    pub fn vpcs(&self) -> Pages<wire::Vpc> {
        self.pages(get("list the VPCs", self.path().fixed("vpcs")))
    }

    /// One VPC.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is gone; [`Error`] as for every call.
    pub async fn vpc(&self, vpc: &VpcId) -> Result<wire::Vpc, Error> {
        self.client
            .one(&get("read the VPC", self.vpc_path(vpc)))
            .await
    }

    /// Creates a VPC. It is ready when its state is `ACTIVE`.
    ///
    /// # Errors
    /// [`Error`]; where [`Error::may_have_happened`] says so, look for it before trying again.
    pub async fn create_vpc(&self, spec: &wire::VpcSpec) -> Result<wire::Vpc, Error> {
        let body = unverified::CreateVpcBody { spec: spec.clone() };
        self.client
            .one(&post("create the VPC", self.path().fixed("vpcs"), &body))
            .await
    }

    /// Deletes a VPC. It is gone when reading it gives [`Error::NotFound`].
    ///
    /// # Errors
    /// [`Error`], as for every call.
    pub async fn delete_vpc(&self, vpc: &VpcId) -> Result<(), Error> {
        self.done(&delete("delete the VPC", self.vpc_path(vpc)))
            .await
    }

    /// The project's clusters, page by page.
    pub fn clusters(&self) -> Pages<wire::Cluster> {
        self.pages(get("list the clusters", self.path().fixed("clusters")))
    }

    /// One cluster.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the service doesn't find it; [`Error`] as for every call.
    pub async fn cluster(&self, cluster: &ClusterId) -> Result<wire::Cluster, Error> {
        self.timed_cluster(cluster).await.map(|timed| timed.value)
    }

    /// One cluster, and when it was asked for.
    ///
    /// # Errors
    /// As [`Project::cluster`].
    pub async fn timed_cluster(&self, cluster: &ClusterId) -> Result<Timed<wire::Cluster>, Error> {
        self.client
            .timed(&get("read the cluster", self.cluster_path(cluster)))
            .await
    }

    /// Creates a private service endpoint in each of the regions.
    ///
    /// # Errors
    /// [`Error`]; where [`Error::may_have_happened`] says so, look for them before trying again.
    pub async fn create_pses(
        &self,
        cluster: &ClusterId,
        regions: &[wire::PseRegionRequest],
    ) -> Result<Vec<wire::Pse>, Error> {
        let body = unverified::CreatePseBody {
            private_service_endpoint_spec: regions.to_vec(),
        };
        let request = post(
            "create the private service endpoints",
            self.pses_path(cluster),
            &body,
        );
        let answer = self.client.transport.send(&request).await?;
        unverified::read_created_pses(&answer.body)
            .map_err(|reason| self.client.unreadable(&request, &answer, &reason))
    }

    /// One private service endpoint. After an edit it can show the old list for about 20 seconds.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the service doesn't find it: it is gone if the cluster no longer lists it
    /// either. [`Error`] as for every call.
    pub async fn pse(&self, cluster: &ClusterId, pse: &PseId) -> Result<wire::Pse, Error> {
        self.timed_pse(cluster, pse).await.map(|timed| timed.value)
    }

    /// One private service endpoint, and when it was asked for.
    ///
    /// # Errors
    /// As [`Project::pse`].
    pub async fn timed_pse(
        &self,
        cluster: &ClusterId,
        pse: &PseId,
    ) -> Result<Timed<wire::Pse>, Error> {
        self.client
            .timed(&get(
                "read the private service endpoint",
                self.pse_path(cluster, pse),
            ))
            .await
    }

    /// Replaces the whole list of who may connect. The answer says that the service took it, not that it
    /// is in force. It is sent once, and within [`Timeouts::edit`](crate::Timeouts::edit) of `read`, when the
    /// list was asked for that this one is made from: after any wait the list may be another one.
    ///
    /// # Errors
    /// [`Error::TooLate`] where the time was over before it went out; [`Error`] as for every call. Read before
    /// sending again, also where [`Error::may_have_happened`] says that it didn't.
    pub async fn edit_pse(
        &self,
        cluster: &ClusterId,
        pse: &PseId,
        region: &wire::PseRegionRequest,
        read: Moment,
    ) -> Result<wire::Pse, Error> {
        let path = self.pse_path(cluster, pse);
        let rests = self.client.transport.rests_on(read);
        self.client
            .one(&put(
                "edit the private service endpoint",
                path,
                region,
                rests,
            ))
            .await
    }

    /// Deletes a private service endpoint. It is gone when reading it gives [`Error::NotFound`] or its
    /// state is `DELETED`.
    ///
    /// # Errors
    /// [`Error`], as for every call.
    pub async fn delete_pse(&self, cluster: &ClusterId, pse: &PseId) -> Result<(), Error> {
        let path = self.pse_path(cluster, pse);
        self.done(&delete("delete the private service endpoint", path))
            .await
    }

    /// Sends it; what the answer holds doesn't matter.
    async fn done(&self, request: &Request) -> Result<(), Error> {
        self.client.transport.send(request).await.map(drop)
    }

    fn pages<T>(&self, request: Request) -> Pages<T>
    where
        T: serde::de::DeserializeOwned + Send + 'static,
    {
        paging::pages(self.client.transport.clone(), request)
    }

    fn path(&self) -> Path {
        Path::new()
            .fixed("accounts")
            .id("account", self.account.as_str())
            .fixed("projects")
            .id("project", self.project.as_str())
    }

    fn vpc_path(&self, vpc: &VpcId) -> Path {
        self.path().fixed("vpcs").id("vpc", vpc.as_str())
    }

    fn cluster_path(&self, cluster: &ClusterId) -> Path {
        self.path()
            .fixed("clusters")
            .id("cluster", cluster.as_str())
    }

    fn pses_path(&self, cluster: &ClusterId) -> Path {
        self.cluster_path(cluster).fixed(unverified::PSE_PATH)
    }

    fn pse_path(&self, cluster: &ClusterId, pse: &PseId) -> Path {
        self.pses_path(cluster).id("pse", pse.as_str())
    }
}
