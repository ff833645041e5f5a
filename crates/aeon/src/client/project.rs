//! The calls for one project: VPCs, clusters, private service endpoints.

use super::Client;
use super::first_contact::{self, Attempted, Creation};
use super::paging::{self, Pages};
use super::request::{Path, below_cluster, delete, get, post, put};
use crate::ids::{AccountId, ClusterId, ProjectId, PseId, VpcId};
use crate::transport::Request;
use crate::wire::{self, unverified};
use crate::{Error, Moment, Timed};

/// The calls for one project. Cheap to clone.
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

    /// The project's VPCs, one page at a time.
    pub fn vpcs(&self) -> Pages<wire::Vpc> {
        self.pages(get("list the VPCs", self.path().fixed("vpcs")))
    }

    /// Reads one VPC.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it no longer exists; any other [`Error`].
    pub async fn vpc(&self, vpc: &VpcId) -> Result<wire::Vpc, Error> {
        self.client
            .one(&get("read the VPC", self.vpc_path(vpc)))
            .await
    }

    /// Creates a VPC. It is ready once its state is `ACTIVE`.
    ///
    /// # Errors
    /// Any [`Error`]. If [`Error::may_have_happened`], look for the VPC before trying again.
    pub async fn create_vpc(&self, spec: &wire::VpcSpec) -> Result<wire::Vpc, Error> {
        let body = unverified::CreateVpcBody { spec: spec.clone() };
        self.client
            .one(&post("create the VPC", self.path().fixed("vpcs"), &body))
            .await
    }

    /// Deletes a VPC. It is gone once [`Project::vpc`] returns [`Error::NotFound`].
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn delete_vpc(&self, vpc: &VpcId) -> Result<(), Error> {
        self.send(&delete("delete the VPC", self.vpc_path(vpc)))
            .await
    }

    /// The project's clusters, one page at a time.
    pub fn clusters(&self) -> Pages<wire::Cluster> {
        self.pages(get("list the clusters", self.path().fixed("clusters")))
    }

    /// Reads one cluster.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the service doesn't find it; any other [`Error`].
    pub async fn cluster(&self, cluster: &ClusterId) -> Result<wire::Cluster, Error> {
        self.timed_cluster(cluster).await.map(|timed| timed.value)
    }

    /// Reads one cluster, and says when the request was sent.
    ///
    /// # Errors
    /// As [`Project::cluster`].
    pub async fn timed_cluster(&self, cluster: &ClusterId) -> Result<Timed<wire::Cluster>, Error> {
        self.client
            .timed(&get("read the cluster", self.cluster_path(cluster)))
            .await
    }

    /// Creates a private service endpoint in each of these regions of a cluster.
    ///
    /// # Errors
    /// Any [`Error`]. If [`Error::may_have_happened`], look for the endpoints before trying again.
    pub async fn create_pses(
        &self,
        cluster: &ClusterId,
        regions: &[wire::PseRegionRequest],
    ) -> Result<Vec<wire::Pse>, Error> {
        let mut creation = self.creation(cluster, regions).await;
        loop {
            if let Attempted::Final(answer) = creation.attempt().await {
                return answer;
            }
        }
    }

    /// The same, attempt by attempt, for a caller that keeps a record of each request. While the form of the
    /// request is not known, one creation at a time learns it and others wait here.
    pub async fn creation(
        &self,
        cluster: &ClusterId,
        regions: &[wire::PseRegionRequest],
    ) -> Creation {
        Creation::new(self.clone(), cluster.clone(), regions.to_vec()).await
    }

    /// Reads one private service endpoint. After an edit it can show the old list for about 20 seconds.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the service doesn't find it (it is gone if the cluster no longer lists it either);
    /// any other [`Error`].
    pub async fn pse(&self, cluster: &ClusterId, pse: &PseId) -> Result<wire::Pse, Error> {
        self.timed_pse(cluster, pse).await.map(|timed| timed.value)
    }

    /// Reads one private service endpoint, and says when the request was sent.
    ///
    /// # Errors
    /// As [`Project::pse`].
    pub async fn timed_pse(
        &self,
        cluster: &ClusterId,
        pse: &PseId,
    ) -> Result<Timed<wire::Pse>, Error> {
        first_contact::read_pse(self, cluster, pse).await
    }

    /// Replaces an endpoint's whole list of security principals. Success means that the service accepted the
    /// list, not that it is in effect.
    ///
    /// `read` is when the list was read that this one is derived from. The request is sent once, and within
    /// [`Timeouts::edit`](crate::Timeouts::edit) of `read`: later it could overwrite somebody else's edit.
    ///
    /// # Errors
    /// [`Error::TooLate`] if that time had passed, and nothing was sent; any other [`Error`]. Always read the
    /// list again before another attempt, even if [`Error::may_have_happened`] is false.
    pub async fn edit_pse(
        &self,
        cluster: &ClusterId,
        pse: &PseId,
        region: &wire::PseRegionRequest,
        read: Moment,
    ) -> Result<wire::Pse, Error> {
        let path = self.pse_path(cluster, pse);
        let freshness = self.client.transport.freshness(read);
        self.client
            .one(&put(
                "edit the private service endpoint",
                path,
                region,
                freshness,
            ))
            .await
    }

    /// Deletes a private service endpoint. It is gone once [`Project::pse`] returns [`Error::NotFound`] or the
    /// state `DELETED`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn delete_pse(&self, cluster: &ClusterId, pse: &PseId) -> Result<(), Error> {
        let path = self.pse_path(cluster, pse);
        self.send(&delete("delete the private service endpoint", path))
            .await
    }

    /// Sends a request and ignores the body of the response.
    async fn send(&self, request: &Request) -> Result<(), Error> {
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

    /// The path of a cluster's PSEs, by one of the templates that it may have.
    pub(super) fn pses_path(&self, template: &str, cluster: &ClusterId) -> Path {
        below_cluster(self.path(), template, cluster.as_str())
    }

    fn pse_path(&self, cluster: &ClusterId, pse: &PseId) -> Path {
        self.pses_path(&self.client.first_contact().likely_path(), cluster)
            .id("pse", pse.as_str())
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }
}
