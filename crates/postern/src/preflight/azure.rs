//! Azure: whether the subscription may connect, whether it does already, and which subnets fit.

use ipnet::Ipv4Net;
use serde_json::Value;

use super::subnets::{best, networks};
use super::{Here, NetworkChoice, Preflight, Subnet};
use crate::connection::{
    CloudEndpoint, ConnectionPhase, Standing, Subscription, document, entries, standing, text,
    texts,
};
use crate::principal::owner_key;
use crate::recipe::{AzureConsumer, Consumer};

/// Azure keeps this many addresses of each subnet for itself.
const KEPT: u32 = 5;
/// Maximum number of subscriptions to choose from.
const OFFERED: usize = 20;
/// Subnets that Azure keeps for its own services.
const RESERVED: [&str; 5] = [
    "GatewaySubnet",
    "AzureFirewallSubnet",
    "AzureFirewallManagementSubnet",
    "AzureBastionSubnet",
    "RouteServerSubnet",
];

/// What the Azure CLI said so far.
#[derive(Clone, Debug, Default)]
pub struct AzureFacts {
    /// The subscriptions that the user can see.
    pub subscriptions: Option<Vec<Subscription>>,
    /// The private endpoints of the service in the form's subscription.
    pub endpoints: Option<Vec<CloudEndpoint>>,
    /// The subnets of the form's VNet.
    pub subnets: Option<Vec<Subnet>>,
    /// The form that was asked about.
    pub asked: AzureConsumer,
}

/// The subnets in the answer of `az network vnet subnet list` for a VNet; `None` if it isn't one.
pub fn vnet_subnets(printed: &str, vnet: &str) -> Option<Vec<Subnet>> {
    let document = document(printed)?;
    let read = |one: &Value| {
        let id = text(one, "name")?;
        let ranges = match text(one, "addressPrefix") {
            Some(range) => vec![range],
            None => texts(one, "addressPrefixes"),
        };
        let used = one.get("ipConfigurations").and_then(Value::as_array);
        Some(Subnet {
            name: None,
            network: vnet.to_owned(),
            zone: None,
            free: free(&ranges, used.map_or(0, Vec::len)),
            reserved: reserved(one, &id),
            ranges,
            id,
        })
    };
    Some(entries(&document, "value")?.filter_map(read).collect())
}

/// The addresses of IPv4 ranges that nothing has.
fn free(ranges: &[String], used: usize) -> Option<u32> {
    let parsed = ranges
        .iter()
        .filter_map(|range| range.parse::<Ipv4Net>().ok());
    let size = |range: Ipv4Net| (1_u64 << (32 - range.prefix_len())).saturating_sub(KEPT.into());
    let sizes: Vec<u64> = parsed.map(size).collect();
    let all: u64 = sizes.iter().sum();
    let left = all.saturating_sub(used as u64);
    (!sizes.is_empty()).then(|| u32::try_from(left).unwrap_or(u32::MAX))
}

fn reserved(one: &Value, name: &str) -> Option<String> {
    if RESERVED.iter().any(|kept| kept.eq_ignore_ascii_case(name)) {
        return Some("Azure keeps it for a service of its own".to_owned());
    }
    let delegations = one.get("delegations").and_then(Value::as_array)?;
    let service = text(delegations.first()?, "serviceName");
    Some(match service {
        Some(service) => format!("it is delegated to {service}"),
        None => "it is delegated to a service".to_owned(),
    })
}

/// The subscriptions that can be chosen, those on the endpoint's list first.
fn choices(all: &[Subscription], form: &AzureConsumer, here: &Here<'_>) -> Vec<NetworkChoice> {
    let enabled = all.iter().filter(|one| one.is_enabled);
    let mut enabled: Vec<&Subscription> = enabled.collect();
    enabled.sort_by_key(|one| {
        let standing = here.list.map(|list| standing(&one.id, list));
        standing != Some(Standing::Listed)
    });
    let choice = |one: &Subscription| NetworkChoice {
        id: match here.names.of(&one.id).as_ref().or(one.name.as_ref()) {
            Some(name) => format!("{name} ({})", one.id),
            None => one.id.clone(),
        },
        subnets: Vec::new(),
        filled: Some(Consumer::Azure(AzureConsumer {
            subscription: one.id.clone(),
            ..form.clone()
        })),
    };
    enabled.into_iter().take(OFFERED).map(choice).collect()
}

impl AzureFacts {
    /// What follows for this form.
    pub fn verdict(&self, form: &AzureConsumer, here: &Here<'_>) -> Preflight {
        let mut said = Preflight::default();
        let Some(all) = &self.subscriptions else {
            return said;
        };
        let Some(subscription) = owner_key(&form.subscription) else {
            said.warn(
                format!(
                    "Your sign-in can see {}.",
                    match all.len() {
                        1 => "1 subscription".to_owned(),
                        n => format!("{n} subscriptions"),
                    }
                ),
                "Choose the application's, or enter it below with the resource group and the VNet. Then check again.",
            );
            said.networks = choices(all, form, here);
            return said;
        };
        let who = here.who(&subscription);
        match all.iter().find(|one| one.id == subscription) {
            None => said.fail(
                format!("Your sign-in can't see subscription {who}."),
                "Check the ID, or sign in with a user who can: az login.",
            ),
            Some(one) if !one.is_enabled => said.fail(
                format!("Subscription {who} is disabled."),
                "Nothing can be created in it. Enable it in the Azure portal.",
            ),
            Some(_) => said.good(format!("Your sign-in can see subscription {who}.")),
        }
        match here.list.map(|list| standing(&subscription, list)) {
            Some(Standing::NotListed | Standing::Identities) => {
                said.fail(
                    "The subscription isn't on the endpoint's list, so it can't see the service."
                        .to_owned(),
                    "Add it.",
                );
                said.grant = Some(subscription.clone());
            }
            Some(Standing::Listed | Standing::Everyone) => {
                said.good("The subscription is on the endpoint's list.".to_owned());
            }
            None => said.warn(
                "The endpoint's list hasn't been read.".to_owned(),
                "Check that the subscription is on it.",
            ),
        }
        let same_subscription = owner_key(&self.asked.subscription).as_ref() == Some(&subscription);
        if same_subscription {
            self.existing(&mut said);
        }
        self.judge_subnets(&mut said, form);
        said
    }

    fn existing(&self, said: &mut Preflight) {
        let there = self.endpoints.iter().flatten();
        let is_up = |one: &&CloudEndpoint| one.phase != ConnectionPhase::Ended;
        for one in there.filter(is_up) {
            let name = one.name.as_deref().unwrap_or(&one.id);
            let network = match &one.network {
                Some(network) => format!(" in {network}"),
                None => String::new(),
            };
            let addresses = match one.addresses.as_slice() {
                [] => String::new(),
                all => format!(", {}", all.join(", ")),
            };
            said.good(format!(
                "{name}{network} connects to this service ({}{addresses}).",
                one.state
            ));
        }
    }

    fn judge_subnets(&self, said: &mut Preflight, form: &AzureConsumer) {
        let names_same_vnet = |form: &AzureConsumer| {
            (
                owner_key(&form.subscription),
                form.resource_group.clone(),
                form.vnet_resource_group.clone(),
                form.vnet.clone(),
            )
        };
        if names_same_vnet(form) != names_same_vnet(&self.asked) {
            return;
        }
        let Some(subnets) = &self.subnets else {
            if form.vnet.is_empty() || form.resource_group.is_empty() {
                said.warn(
                    "Which subnets fit isn't known yet.".to_owned(),
                    "Enter the resource group and the VNet below, then check again.",
                );
            }
            return;
        };
        said.networks = networks(subnets, None);
        let vnet = &form.vnet;
        let Some(network) = said.networks.first().cloned() else {
            return said.fail(
                format!("{vnet} has no subnets."),
                "Create one for private endpoints.",
            );
        };
        let best = best(&network);
        if best.is_empty() {
            said.fail(
                format!("No subnet of {vnet} takes a private endpoint."),
                "Create one for private endpoints.",
            );
        }
        if !form.subnet.is_empty() {
            let is = |name: &str| name.eq_ignore_ascii_case(&form.subnet);
            let subnet = &form.subnet;
            match network.subnets.iter().find(|one| is(&one.subnet.id)) {
                None => said.fail(
                    format!("{vnet} has no subnet {subnet}."),
                    "Choose one of those below.",
                ),
                Some(one) => match &one.why_not {
                    Some(why) => said.fail(
                        format!("{subnet} doesn't fit: {why}."),
                        "Choose another one.",
                    ),
                    None => return said.good("The subnet fits.".to_owned()),
                },
            }
        }
        let filled = best.first().map(|one| {
            Consumer::Azure(AzureConsumer {
                subnet: one.id.clone(),
                ..form.clone()
            })
        });
        said.networks[0].filled = filled;
    }
}
