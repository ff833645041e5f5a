//! Stands in for the session until it is there.

use std::sync::Arc;

use aeon::ids::*;
use postern::change::*;
use postern::inventory::*;
use postern::principal::*;
use postern::problem::*;
use postern::session::*;
use postern::vault::*;
use postern::vpc::*;

pub struct App;
use secrecy::SecretString;

pub fn not_ready() -> Problem {
    Problem {
        code: ProblemCode::Other,
        message: "not ready".into(),
        hint: String::new(),
    }
}

pub fn parse_principals(_: &Cloud, _: &str) -> Result<Vec<Token>, Problem> {
    Err(not_ready())
}

impl App {
    pub fn snapshot(&self) -> Option<Arc<Snapshot>> {
        None
    }
    pub fn open(_: &crate::Folders) -> Self {
        Self
    }
    pub fn window_focused(&self) {}
    pub fn activity(&self) {}
    pub async fn state(&self) -> AppState {
        unimplemented!()
    }
    pub async fn try_key(&self, _host: String, _key: SecretString) -> Result<TriedKey, Problem> {
        Err(not_ready())
    }
    pub async fn add_account(
        &self,
        _draft: String,
        _name: String,
        _project_id: ProjectId,
        _store: KeyStore,
    ) -> Result<ProfileId, Problem> {
        Err(not_ready())
    }
    pub async fn replace_key(&self, _profile: ProfileId, _draft: String) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn drop_draft(&self, _draft: &str) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn switch_account(&self, _profile: ProfileId) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn rename_account(&self, _profile: ProfileId, _name: String) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn remove_account(&self, _profile: ProfileId) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn lock(&self) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn unlock(&self) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn open_demo(&self) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn leave_demo(&self) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn set_settings(&self, _settings: Settings) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn refresh(&self) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn read_details(&self, _region_id: RegionInfoId) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn plan_change(&self, _draft: Draft) -> Result<Plan, Problem> {
        Err(not_ready())
    }
    pub async fn apply_change(
        &self,
        _plan: ChangeId,
        _confirmations: Vec<String>,
    ) -> Result<Change, Problem> {
        Err(not_ready())
    }
    pub async fn changes(&self) -> Result<Vec<Change>, Problem> {
        Err(not_ready())
    }
    pub async fn decide(
        &self,
        _change: ChangeId,
        _region_id: RegionInfoId,
        _decision: Decision,
    ) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn retry_step(
        &self,
        _change: ChangeId,
        _region_id: RegionInfoId,
    ) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn dismiss_change(&self, _change: ChangeId) -> Result<(), Problem> {
        Err(not_ready())
    }
    pub async fn vpc_regions(&self, _cloud: Cloud) -> Result<Vec<String>, Problem> {
        Err(not_ready())
    }
    pub async fn check_vpc(&self, _draft: VpcDraft) -> Result<VpcCheck, Problem> {
        Err(not_ready())
    }
    pub async fn create_vpc(&self, _draft: VpcDraft) -> Result<VpcId, Problem> {
        Err(not_ready())
    }
    pub async fn delete_vpc(&self, _id: VpcId, _typed_name: String) -> Result<(), Problem> {
        Err(not_ready())
    }
}
