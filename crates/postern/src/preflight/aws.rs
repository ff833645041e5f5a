//! AWS: whether the account can see the service, what the service demands, and which subnets fit.

use serde_json::Value;

use super::subnets::{best, networks};
use super::{Here, Preflight, Subnet};
use crate::connection::{
    CloudEndpoint, ConnectionPhase, Standing, document, entries, standing, tags, text, texts,
};
use crate::principal::{PrincipalCloud, owner_key, whole_owner};
use crate::recipe::{AwsConsumer, Consumer};

/// What the AWS CLI said so far.
#[derive(Clone, Debug, Default)]
pub struct AwsFacts {
    /// The account that was asked.
    pub caller: Option<String>,
    pub service: Option<ServiceAnswer>,
    /// The account's endpoints of the service.
    pub endpoints: Option<Vec<CloudEndpoint>>,
    /// The subnets of `asked_vpc`, or of all VPCs.
    pub subnets: Option<Vec<Subnet>>,
    pub asked_vpc: Option<String>,
}

/// Whether an account can see the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceAnswer {
    /// AWS says that there is no such service.
    NotVisible,
    Visible(Service),
}

/// An endpoint service, as an account that may connect sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    owner: Option<String>,
    /// The zones that it has in common with the account, by the account's own names.
    zones: Vec<String>,
    must_accept: Option<bool>,
    private_name: Option<String>,
    /// `verified`, `pendingVerification` or `failed`.
    private_name_state: Option<String>,
}

/// The service in the answer of `ec2 describe-vpc-endpoint-services`; `None` if it isn't one.
pub fn endpoint_service(printed: &str) -> Option<ServiceAnswer> {
    let document = document(printed)?;
    let Some(one) = entries(&document, "ServiceDetails")?.next() else {
        return Some(ServiceAnswer::NotVisible);
    };
    Some(ServiceAnswer::Visible(Service {
        owner: text(one, "Owner"),
        zones: texts(one, "AvailabilityZones"),
        must_accept: one.get("AcceptanceRequired").and_then(Value::as_bool),
        private_name: text(one, "PrivateDnsName"),
        private_name_state: text(one, "PrivateDnsNameVerificationState"),
    }))
}

/// The subnets in the answer of `ec2 describe-subnets`; `None` if it isn't one.
pub fn subnets(printed: &str) -> Option<Vec<Subnet>> {
    let document = document(printed)?;
    let read = |one: &Value| {
        let free = one.get("AvailableIpAddressCount").and_then(Value::as_u64);
        let name = tags(one).into_iter().find(|tag| tag.key == "Name");
        Some(Subnet {
            id: text(one, "SubnetId")?,
            name: name.map(|tag| tag.value).filter(|name| !name.is_empty()),
            network: text(one, "VpcId")?,
            zone: text(one, "AvailabilityZone"),
            ranges: text(one, "CidrBlock").into_iter().collect(),
            free: free.and_then(|free| u32::try_from(free).ok()),
            reserved: None,
        })
    };
    Some(entries(&document, "Subnets")?.filter_map(read).collect())
}

impl AwsFacts {
    /// What follows for this form.
    pub fn verdict(&self, form: &AwsConsumer, here: &Here<'_>) -> Preflight {
        let mut said = Preflight::default();
        let Some(caller) = &self.caller else {
            return said;
        };
        let zones = match &self.service {
            None => None,
            Some(ServiceAnswer::NotVisible) => {
                not_visible(&mut said, caller, here);
                None
            }
            Some(ServiceAnswer::Visible(service)) => {
                visible(&mut said, caller, service, here);
                Some(service.zones.as_slice()).filter(|zones| !zones.is_empty())
            }
        };
        self.existing(&mut said, form);
        if let Some(subnets) = self.subnets_for(form) {
            said.networks = networks(subnets, zones);
            said.networks.sort_by_key(|one| one.id != form.vpc_id);
            let fits = judge_form(&mut said, form, here);
            fill(&mut said, form, fits);
        }
        said
    }

    /// The subnets that were read, if they are those of the form's VPC.
    fn subnets_for(&self, form: &AwsConsumer) -> Option<&[Subnet]> {
        let is_one = |asked: &String| *asked == form.vpc_id;
        let fits = self.asked_vpc.as_ref().is_none_or(is_one);
        self.subnets.as_deref().filter(|_| fits)
    }

    /// A second endpoint of the service in a VPC can't have private DNS.
    fn existing(&self, said: &mut Preflight, form: &AwsConsumer) {
        let there = self.endpoints.iter().flatten();
        let is_up = |one: &&CloudEndpoint| one.phase != ConnectionPhase::Ended;
        for one in there.filter(is_up) {
            let (id, vpc) = (&one.id, one.network.as_deref().unwrap_or("another VPC"));
            let (text, state) = (
                format!("{id} in {vpc} connects to this service"),
                &one.state,
            );
            if one.network.as_deref() == Some(&form.vpc_id) {
                said.warn(
                    format!("{text} already ({state})."),
                    "Use it. A second endpoint of the service in this VPC can't have private DNS.",
                );
            } else {
                said.good(format!("{text} ({state})."));
            }
        }
    }
}

fn not_visible(said: &mut Preflight, caller: &str, here: &Here<'_>) {
    let (who, region) = (here.who(caller), here.region);
    let text = format!("Account {who} can't see the service in {region}.");
    let standing = here.list.map(|list| standing(caller, list));
    match standing {
        Some(Standing::Listed | Standing::Everyone) => said.fail(
            text,
            "It is on the endpoint's list. If that changed just now, check again in a minute. Otherwise compare the \
             region and the service name with the endpoint.",
        ),
        Some(Standing::Identities) => said.fail(
            text,
            "Only some of its roles or users are on the endpoint's list, and this sign-in isn't one of them. Sign in as \
             one of them, or add the whole account.",
        ),
        Some(Standing::NotListed) => said.fail(
            text,
            "It isn't on the endpoint's list. Add it.",
        ),
        None => said.fail(
            text,
            "Check that it is on the endpoint's list. The list hasn't been read.",
        ),
    }
    if matches!(standing, Some(Standing::Identities | Standing::NotListed)) {
        let principal = whole_owner(PrincipalCloud::Aws, caller);
        said.grant = principal.map(|principal| principal.view().text);
    }
}

fn visible(said: &mut Preflight, caller: &str, service: &Service, here: &Here<'_>) {
    let zones = match service.zones.as_slice() {
        [] => String::new(),
        zones => format!(" in {}", zones.join(", ")),
    };
    let owner = match service.owner.as_deref().and_then(owner_key) {
        Some(owner) => format!(" It belongs to account {}.", here.who(&owner)),
        None => String::new(),
    };
    said.good(format!(
        "Account {} can see the service{zones}.{owner}",
        here.who(caller)
    ));
    match service.must_accept {
        Some(true) => said.warn(
            "The service's owner has to accept each connection.".to_owned(),
            "The endpoint stays “pendingAcceptance” until then. Turn on private DNS only when it is available.",
        ),
        Some(false) => said.good("Connections are accepted automatically.".to_owned()),
        None => {}
    }
    let by_hand =
        "Create the endpoint with private DNS off, and a private hosted zone with a record for it.";
    match (&service.private_name, service.private_name_state.as_deref()) {
        (None, _) => said.warn("The service has no private DNS name.".to_owned(), by_hand),
        (Some(name), Some("verified")) => {
            said.good(format!("The private DNS name {name} is verified."));
        }
        (Some(name), state) => said.warn(
            format!(
                "The private DNS name {name} isn't verified ({}).",
                state.unwrap_or("unknown")
            ),
            by_hand,
        ),
    }
}

/// Whether the form names subnets, and all of them fit.
fn judge_form(said: &mut Preflight, form: &AwsConsumer, here: &Here<'_>) -> bool {
    if form.vpc_id.is_empty() {
        if said.networks.is_empty() {
            said.fail(
                format!("The account has no subnets in {}.", here.region),
                "Check the profile and the region.",
            );
        }
        return false;
    }
    let vpc = &form.vpc_id;
    let found = said.networks.iter().find(|one| one.id == *vpc);
    let Some(network) = found.cloned() else {
        said.fail(
            format!("The account has no {vpc} with subnets in {}.", here.region),
            "Check the VPC ID and the profile.",
        );
        return false;
    };
    let usable = best(&network).len();
    if usable == 0 {
        said.fail(
            format!("No subnet of {vpc} takes the endpoint."),
            "Create one with free addresses in one of the service's availability zones.",
        );
        return false;
    }
    let given: Vec<&String> = form.subnet_ids.iter().filter(|id| !id.is_empty()).collect();
    let mut zones: Vec<Option<&str>> = Vec::new();
    let mut wrong = false;
    for id in &given {
        let choice = network.subnets.iter().find(|one| one.subnet.id == **id);
        let Some(choice) = choice else {
            wrong = true;
            said.fail(
                format!("{id} isn't a subnet of {vpc}."),
                "Remove it from the form, or choose another VPC.",
            );
            continue;
        };
        let zone = choice.subnet.zone.as_deref();
        if let Some(why) = &choice.why_not {
            wrong = true;
            said.fail(
                format!("{id} doesn't fit: {why}."),
                "Remove it from the form.",
            );
        } else if zones.contains(&zone) {
            wrong = true;
            said.fail(
                format!(
                    "{id} is in {}, like another subnet of the form.",
                    zone.unwrap_or("the same zone")
                ),
                "An endpoint takes one subnet per zone. Remove one of them.",
            );
        } else {
            zones.push(zone);
        }
    }
    match given.len() {
        0 => {}
        1 if !wrong => said.good("The subnet fits.".to_owned()),
        n if !wrong => said.good(format!("The {n} subnets fit, each in its own zone.")),
        _ => {}
    }
    !given.is_empty() && !wrong
}

/// The form with each network's best subnets, where that helps.
fn fill(said: &mut Preflight, form: &AwsConsumer, fits: bool) {
    let others = said.networks.iter_mut();
    for network in others.filter(|one| !fits || one.id != form.vpc_id) {
        let ids: Vec<String> = best(network).iter().map(|one| one.id.clone()).collect();
        let filled = AwsConsumer {
            vpc_id: network.id.clone(),
            subnet_ids: ids,
            ..form.clone()
        };
        let is_new = !filled.subnet_ids.is_empty() && filled != *form;
        network.filled = is_new.then_some(Consumer::Aws(filled));
    }
}
