//! The Azure scripts against a stand-in that remembers what was made, and their commands against the
//! real CLI's parser.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use postern::recipe::Params;

use super::support::{NASTY, Stubs, artifact, azure, said, with};

/// An Azure CLI that keeps endpoint, zones, links and addresses as files in the working folder.
pub const AZ: &str = r#"
option() { # option NAME ARGUMENTS...: the value after it
  local name="$1"; shift
  while [ "$#" -gt 0 ]; do [ "$1" != "$name" ] || { printf '%s' "$2"; return; }; shift; done
}
tag() { local tag; tag="$(option --tags "$@")"; printf '%s' "${tag#postern=}"; }
zone="$(option --zone-name "$@")"; name="$(option --name "$@")"; address="$(option --ipv4-address "$@")"
vnet=/subscriptions/s/resourceGroups/network-rg/providers/Microsoft.Network/virtualNetworks/hub
case "$1 $2 $3 $4 $5" in
  "account show"*) echo s ;;
  "rest "*) cat visible 2>/dev/null || { echo "(AuthorizationFailed) no right to ask" >&2; exit 1; } ;;
  "network vnet show"*) [ ! -e vnet-is-gone ] || exit 3; case "$(option --query "$@")" in id) echo $vnet ;; dhcp*) cat dns-servers 2>/dev/null ;; *) echo swedencentral ;; esac ;;
  "network vnet subnet show"*) echo $vnet/subnets/endpoints ;;
  "network vnet subnet list-available-ips"*) [ ! -e no-rights ] || exit 1; cat free 2>/dev/null || echo 5 ;;
  "network private-endpoint list"*)
    case "$(option --query "$@")" in
      *subnet.id,*) cat endpoint 2>/dev/null ;;
      *) cut -f 1 endpoint 2>/dev/null ;;
    esac ;;
  "network private-endpoint create"*) [ ! -e endpoint ] || exit 9; printf '%s\t%s\n' "$(option --subnet "$@")" "$(option --private-connection-resource-id "$@")" > endpoint ;;
  "network private-endpoint delete"*) rm endpoint ;;
  "network private-endpoint show"*)
    case "$(option --query "$@")" in
      networkInterfaces*) [ -e no-nic ] || echo /subscriptions/99999999-8888-7777-6666-555555555555/resourceGroups/payments-rg/providers/Microsoft.Network/networkInterfaces/nic ;;
      *) echo x >> asked; [ "$(wc -l < asked)" -gt 1 ] && cat status 2>/dev/null || echo Pending ;;
    esac ;;
  "network nic show"*) echo 10.9.0.7 ;;
  "network private-dns zone list"*) [ ! -e forbidden ] || [ -n "$(option --resource-group "$@")" ] || exit 1
    case "$(option --query "$@")" in
      *tags*) cat zones 2>/dev/null ;;
      *) cut -f 1,2 zones 2>/dev/null ;;
    esac ;;
  "network private-dns zone create"*) printf '%s\t%s\t%s\n' "$name" "$(option --resource-group "$@")" "$(tag "$@")" >> zones ;;
  "network private-dns zone delete"*) grep -v "^$name	" zones > left; mv left zones ;;
  "network private-dns link vnet list")
    case "$(option --query "$@")" in
      *name*) sed 's/^/link\t/' "links-$zone" 2>/dev/null ;;
      *) cut -f 1 "links-$zone" 2>/dev/null ;;
    esac ;;
  "network private-dns link vnet create") printf '%s\t%s\n' "$(option --virtual-network "$@")" "$(tag "$@")" >> "links-$zone" ;;
  "network private-dns link vnet delete") grep -v "^$vnet	" "links-$zone" > left; mv left "links-$zone" ;;
  "network private-dns record-set a list") ls | sed -n "s/^record-$zone-//p" ;;
  "network private-dns record-set a show") cat "record-$zone-$name" ;;
  "network private-dns record-set a add-record") echo "$address" >> "record-$zone-$(option --record-set-name "$@")" ;;
  "network private-dns record-set a remove-record")
    f="record-$zone-$(option --record-set-name "$@")"; grep -v "^$address$" "$f" > left; mv left "$f" ;;
  *) echo "az: $*" >&2; exit 3 ;;
esac
exit 0
"#;

const VNET: &str =
    "/subscriptions/S/resourceGroups/Network-RG/providers/Microsoft.Network/virtualNetworks/HUB\n";

fn az() -> Stubs {
    let stubs = Stubs::new("az", AZ);
    put(&stubs, "status", "Approved\n");
    put(&stubs, "visible", "True\n");
    stubs
}

pub fn put(stubs: &Stubs, name: &str, text: &str) {
    fs::write(stubs.folder().join(name), text).unwrap();
}

pub fn get(stubs: &Stubs, name: &str) -> String {
    fs::read_to_string(stubs.folder().join(name)).unwrap_or_default()
}

fn connect(stubs: &Stubs, params: &Params) -> String {
    let output = stubs.bash(&artifact(params, "azure-cli.sh").text, &[]);
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

fn undo(stubs: &Stubs, params: &Params) -> String {
    let output = stubs.bash(&artifact(params, "azure-cli-undo.sh").text, &[]);
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

/// The calls that make something.
fn made(stubs: &Stubs) -> usize {
    let makes = ["create", "add-record", "delete", "remove-record"];
    let calls = stubs.calls();
    let words = calls.iter().map(|call| call.iter().take(5));
    words
        .filter(|words| words.clone().any(|word| makes.contains(&word.as_str())))
        .count()
}

#[test]
fn a_full_subnet_stops_the_script_before_anything_is_made() {
    let stubs = az();
    let params = azure();
    put(&stubs, "free", "0\n");
    let output = stubs.bash(&artifact(&params, "azure-cli.sh").text, &[]);
    assert!(!output.status.success());
    assert!(
        said(&output).contains("no free IPv4 address"),
        "{}",
        said(&output)
    );
    assert_eq!(made(&stubs), 0);
    // Who may not ask finds out when the endpoint is created, and an endpoint that exists needs no address.
    put(&stubs, "no-rights", "");
    connect(&stubs, &params);
    fs::remove_file(stubs.folder().join("no-rights")).unwrap();
    connect(&stubs, &params);
}

#[test]
fn a_vnet_is_connected_and_the_name_leads_to_the_endpoint() {
    let stubs = az();
    let params = azure();
    let said = connect(&stubs, &params);
    assert!(said.contains("waiting for approval"), "{said}");
    let record = format!("record-{}-@", params.host());
    assert_eq!(get(&stubs, &record), "10.9.0.7\n");
    assert_eq!(
        get(&stubs, "zones"),
        format!("{}\tpayments-rg\tazure-cli.sh\n", params.host())
    );

    let calls = stubs.calls();
    let create = calls
        .iter()
        .find(|call| call[..3] == ["network", "private-endpoint", "create"])
        .unwrap();
    let option = |name: &str| {
        let place = create.iter().position(|word| word == name).unwrap();
        create[place + 1].as_str()
    };
    assert_eq!(option("--manual-request"), "true");
    assert_eq!(
        option("--private-connection-resource-id"),
        params.service_name()
    );
    assert_eq!(
        option("--location"),
        "swedencentral",
        "the VNet's region, not the service's"
    );
    assert!(
        option("--subnet").starts_with('/'),
        "a VNet of another group needs a full id"
    );
    assert!(!create.contains(&"--group-id".to_owned()));

    let before = made(&stubs);
    connect(&stubs, &params);
    assert_eq!(made(&stubs), before, "a second run makes nothing");

    undo(&stubs, &params);
    assert_eq!(get(&stubs, "zones"), "");
    assert!(!stubs.folder().join("endpoint").exists());
    let before = made(&stubs);
    undo(&stubs, &params);
    assert_eq!(made(&stubs), before, "there is nothing left to take back");
}

#[test]
fn a_zone_that_the_vnet_has_is_used_and_old_addresses_go() {
    let stubs = az();
    let params = azure();
    put(
        &stubs,
        "zones",
        "azure.yugabyte.cloud\tdns-rg\nother.example\tdns-rg\n",
    );
    put(&stubs, "links-azure.yugabyte.cloud", VNET);
    let name = params.host().strip_suffix(".azure.yugabyte.cloud").unwrap();
    let record = format!("record-azure.yugabyte.cloud-{name}");
    put(&stubs, &record, "10.1.1.1\n10.2.2.2\n");
    connect(&stubs, &params);
    assert_eq!(get(&stubs, &record), "10.9.0.7\n");
    assert!(
        !get(&stubs, "zones").contains(params.host()),
        "no zone of its own was needed"
    );

    put(&stubs, &record, "10.9.0.7\n10.3.3.3\n");
    undo(&stubs, &params);
    assert_eq!(
        get(&stubs, &record),
        "10.3.3.3\n",
        "only this endpoint's address goes"
    );
    assert!(get(&stubs, "zones").contains("azure.yugabyte.cloud"));
}

#[test]
fn who_may_not_list_every_zone_looks_into_the_resource_group() {
    let stubs = az();
    put(&stubs, "forbidden", "");
    connect(&stubs, &azure());
    assert!(get(&stubs, "zones").contains(azure().host()));
}

#[test]
fn a_service_that_is_not_visible_stops_it_before_anything_is_made() {
    let stubs = az();
    put(&stubs, "visible", "False\n");
    let output = stubs.bash(&artifact(&azure(), "azure-cli.sh").text, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("can't be seen by subscription 99999999-"),
        "{}",
        said(&output)
    );
    assert_eq!(made(&stubs), 0);
}

/// Azure may answer later (202, without a body), and not everybody may ask.
#[test]
fn a_visibility_that_is_not_known_does_not_stop_it() {
    let stubs = az();
    put(&stubs, "visible", "\n");
    assert!(connect(&stubs, &azure()).contains("isn't known yet"));
    let stubs = az();
    fs::remove_file(stubs.folder().join("visible")).unwrap();
    let said = connect(&stubs, &azure());
    assert!(
        said.contains("WARNING: couldn't check") && said.contains("no right to ask"),
        "{said}"
    );
}

const ELSEWHERE: &str = "/subscriptions/s/resourceGroups/network-rg/providers/Microsoft.Network/virtualNetworks/spoke/subnets/endpoints";
const HERE: &str = "/subscriptions/s/resourceGroups/network-rg/providers/Microsoft.Network/virtualNetworks/hub/subnets/other";

#[test]
fn an_endpoint_of_the_same_name_that_is_anothers_is_neither_used_nor_deleted() {
    let alias = azure().service_name().to_owned();
    let older = alias.replace("0d9cf2b4", "00000000");
    for (subnet, service, message) in [
        (ELSEWHERE, alias.as_str(), "is in another VNet"),
        (HERE, older.as_str(), "connects to another service"),
    ] {
        let stubs = az();
        put(&stubs, "endpoint", &format!("{subnet}\t{service}\n"));
        let output = stubs.bash(&artifact(&azure(), "azure-cli.sh").text, &[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains(message), "{}", said(&output));
        assert!(said(&output).contains("ENDPOINT_NAME"), "{}", said(&output));
        assert_eq!(made(&stubs), 0);
    }

    let stubs = az();
    put(&stubs, "endpoint", &format!("{ELSEWHERE}\t{alias}\n"));
    let output = stubs.bash(&artifact(&azure(), "azure-cli-undo.sh").text, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("Nothing was removed"));
    assert_eq!(made(&stubs), 0);

    // Another subnet of the same VNet is as good, and an alias may be given as the service's id.
    let stubs = az();
    let id =
        "/subscriptions/x/resourceGroups/y/providers/Microsoft.Network/privateLinkServices/PLS-a";
    put(&stubs, "endpoint", &format!("{HERE}\t{id}\n"));
    assert!(connect(&stubs, &azure()).contains("found the private endpoint"));
}

#[test]
fn a_name_that_other_vnets_use_is_only_replaced_when_asked() {
    let stubs = az();
    let params = azure();
    let spoke = ELSEWHERE.strip_suffix("/subnets/endpoints").unwrap();
    put(&stubs, "zones", "azure.yugabyte.cloud\tdns-rg\n");
    put(
        &stubs,
        "links-azure.yugabyte.cloud",
        &format!("{VNET}{spoke}\n"),
    );
    let name = params.host().strip_suffix(".azure.yugabyte.cloud").unwrap();
    let record = format!("record-azure.yugabyte.cloud-{name}");
    put(&stubs, &record, "10.1.1.1\n");
    let script = artifact(&params, "azure-cli.sh").text;
    let output = stubs.bash(&script, &[]);
    assert_eq!(output.status.code(), Some(1));
    let message = said(&output);
    for part in ["(spoke)", "10.1.1.1", "10.9.0.7", "REPLACE=yes"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert_eq!(get(&stubs, &record), "10.1.1.1\n");

    // Undo takes nothing from the others either.
    undo(&stubs, &params);
    assert_eq!(get(&stubs, &record), "10.1.1.1\n");

    let output = stubs.bash(&format!("REPLACE=yes\n{script}"), &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(get(&stubs, &record), "10.9.0.7\n");
}

#[test]
fn undo_keeps_a_zone_that_was_there_before() {
    let stubs = az();
    let params = azure();
    let zone = format!("{}\tpayments-rg\tNone\n", params.host());
    put(&stubs, "zones", &zone);
    connect(&stubs, &params);
    undo(&stubs, &params);
    assert_eq!(get(&stubs, "zones"), zone);
    let links = format!("links-{}", params.host());
    assert_eq!(get(&stubs, &links), "", "the link was ours");
    assert_eq!(get(&stubs, &format!("record-{}-@", params.host())), "");
}

#[test]
fn undo_does_not_need_the_vnet_or_the_endpoints_network_interface() {
    let stubs = az();
    let mut params = azure();
    if let postern::recipe::Consumer::Azure(consumer) = &mut params.consumer {
        consumer.subscription = "s".to_owned();
    }
    connect(&stubs, &params);
    put(&stubs, "no-nic", "");
    put(&stubs, "vnet-is-gone", "");
    undo(&stubs, &params);
    assert!(!stubs.folder().join("endpoint").exists());
    assert_eq!(get(&stubs, "zones"), "");
}

#[test]
fn a_rejected_connection_is_said_and_ends_it() {
    let stubs = az();
    put(&stubs, "status", "Rejected\n");
    let output = stubs.bash(&artifact(&azure(), "azure-cli.sh").text, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("the connection is Rejected"),
        "{}",
        said(&output)
    );
    let links = format!("links-{}", azure().host());
    assert_eq!(get(&stubs, &links), "", "no name leads to it");
}

#[test]
fn nasty_names_arrive_as_they_are() {
    let stubs = az();
    let params = with(azure(), NASTY);
    connect(&stubs, &params);
    let calls = stubs.calls();
    for (command, option) in [
        (vec!["network", "vnet", "show"], "--name"),
        (vec!["network", "vnet", "subnet", "show"], "--vnet-name"),
        (
            vec!["network", "private-endpoint", "create"],
            "--resource-group",
        ),
        (
            vec!["network", "private-dns", "zone", "create"],
            "--subscription",
        ),
    ] {
        let call = calls.iter().find(|call| {
            call.starts_with(&command.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
        });
        let call = call.unwrap_or_else(|| panic!("{command:?} was not called"));
        let place = call.iter().position(|word| word == option).unwrap();
        assert_eq!(call[place + 1], NASTY, "{command:?} {option}");
    }
    let body = calls[1].iter().find(|word| word.starts_with('{')).unwrap();
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["privateLinkServiceAlias"], params.service_name());
    assert!(!stubs.folder().join("pwned").exists());
}

/// Where the real Azure CLI is installed (on the path, or named by POSTERN_AZ), its parser reads every
/// command that the scripts give.
#[test]
fn the_real_cli_understands_every_command() {
    let Some(python) = azure_cli_python() else {
        // Past the test harness, which hides what a passing test prints.
        let note = "\nNOT CHECKED: there is no Azure CLI here, so its parser has not read the commands of azure-cli.sh.\n";
        std::io::stderr().write_all(note.as_bytes()).unwrap();
        return;
    };
    let stubs = az();
    let params = azure();
    let old = format!("record-{}-@", params.host());
    put(&stubs, &old, "10.1.1.1\n");
    connect(&stubs, &params);
    undo(&stubs, &params);
    let shared = az();
    put(&shared, "zones", "azure.yugabyte.cloud\tdns-rg\n");
    put(&shared, "links-azure.yugabyte.cloud", VNET);
    connect(&shared, &params);
    undo(&shared, &params);
    let calls: Vec<String> = stubs
        .calls()
        .iter()
        .chain(&shared.calls())
        .map(|call| serde_json::to_string(call).unwrap())
        .collect();

    let home = tempfile::tempdir().unwrap();
    let mut parser = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recipe/az_parse.py"))
        .env("AZURE_CONFIG_DIR", home.path())
        .env("AZURE_CORE_COLLECT_TELEMETRY", "no")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = parser.stdin.take().unwrap();
    input.write_all(calls.join("\n").as_bytes()).unwrap();
    drop(input);
    let output = parser.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let parsed = String::from_utf8_lossy(&output.stdout)
        .matches("parsed ")
        .count();
    assert_eq!(parsed, calls.len(), "{}", said(&output));
}

/// The Python that the Azure CLI runs on.
fn azure_cli_python() -> Option<PathBuf> {
    let named = std::env::var_os("POSTERN_AZ").map(PathBuf::from);
    let path = std::env::var_os("PATH")?;
    let az = named.or_else(|| {
        std::env::split_paths(&path)
            .map(|folder| folder.join("az"))
            .find(|az| az.is_file())
    })?;
    let beside = fs::canonicalize(az).ok()?.parent()?.join("python3");
    [beside, PathBuf::from("/opt/az/bin/python3")]
        .into_iter()
        .find(|python| {
            Command::new(python)
                .args(["-c", "import azure.cli.core"])
                .output()
                .is_ok_and(|output| output.status.success())
        })
}
