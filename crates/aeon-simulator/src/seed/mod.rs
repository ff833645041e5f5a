//! The initial data of the service. Every id is the same in each run.

mod build;
mod demo;
mod large;
mod other_clouds;

use std::time::Duration;

use jiff::Timestamp;

use crate::auth::{KeyRow, Keys, Role, token};
use crate::options::Seed;
use crate::state::{Account, Project, World};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Indexes of the projects in the world.
const MAIN: usize = 0;
const STAGING: usize = 1;
const RESEARCH: usize = 2;

/// Fills a new world and returns its keys.
pub(crate) fn plant(world: &mut World, seed: Seed) -> Keys {
    for name in ["Northwind", "Northwind Labs"] {
        let (id, owner) = (world.ids.uuid(), world.ids.uuid());
        world.accounts.push(Account {
            id,
            name: name.to_owned(),
            owner,
        });
    }
    for (account, name) in [(0, "default"), (1, "staging"), (1, "research")] {
        let id = world.ids.uuid();
        world.projects.push(Project {
            account,
            id,
            name: name.to_owned(),
            vpcs: Vec::new(),
            clusters: Vec::new(),
        });
    }
    let keys = keys(world);
    match seed {
        Seed::Demo => demo::plant(world),
        Seed::Empty => {}
        Seed::Large { clusters, regions } => large::plant(world, clusters, regions),
    }
    // Renders the JSON now, so that the first read of a list is as quick as later ones.
    for row in world
        .projects
        .iter_mut()
        .flat_map(|project| &mut project.clusters)
    {
        row.json();
    }
    keys
}

fn keys(world: &mut World) -> Keys {
    let now = world.now();
    let year = 365 * DAY;
    let ago = |days: u32| now - days * DAY;
    Keys {
        admin: key(
            world,
            "postern-admin",
            0,
            Role::Admin,
            ago(30),
            Some(ago(30) + year),
        ),
        developer: key(
            world,
            "postern-developer",
            0,
            Role::Developer,
            ago(90),
            Some(ago(90) + year),
        ),
        read_only: key(world, "dashboard", 0, Role::ReadOnly, ago(200), None),
        expired: key(
            world,
            "laptop-2025",
            0,
            Role::Admin,
            ago(400),
            Some(ago(35)),
        ),
        two_projects: key(
            world,
            "labs-admin",
            1,
            Role::Admin,
            ago(10),
            Some(ago(10) + year),
        ),
        soon: key(
            world,
            "ci-terraform",
            0,
            Role::Admin,
            ago(324),
            Some(now + 24 * DAY),
        ),
    }
}

fn key(
    world: &mut World,
    name: &'static str,
    account: usize,
    role: Role,
    issued: Timestamp,
    expires: Option<Timestamp>,
) -> String {
    let id = world.ids.uuid();
    let token = token(&id, issued, expires, &mut world.ids.0);
    world.add_key(KeyRow {
        id,
        name,
        token: token.clone(),
        account,
        role,
        issued,
        expires,
        last_used: None,
    });
    token
}
