#!/usr/bin/env bash
# Creates a private endpoint (Azure Private Link) in the application's VNet for a private service endpoint of
# YugabyteDB Aeon. Sign in first (az login); the subscription must be one of its security principals.
# It is safe to run again: each step checks what exists and adds only what is missing.
# Save this file and run: bash azure-cli.sh (if pasted into a terminal, an error would close the terminal).
# Requires bash 3.2 or later and the Azure CLI.
set -euo pipefail

#@variables

# How long to wait for the approval, and how often to check, in seconds.
WAIT_SECONDS="${WAIT_SECONDS:-600}"
POLL_SECONDS="${POLL_SECONDS:-10}"
# Whether to replace the host's address in a zone that other VNets use as well: yes or no.
REPLACE="${REPLACE:-no}"

# Windows programs (under WSL and in Git Bash) end lines with a carriage return, and Git Bash takes arguments that
# start with a slash for paths.
export MSYS_NO_PATHCONV=1 MSYS2_ARG_CONV_EXCL='*'
# Nothing is asked while the script runs.
export AZURE_EXTENSION_USE_DYNAMIC_INSTALL="no" AZURE_CORE_NO_COLOR="true"
say() { printf '%s\n' "$*"; }
fail() {
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}
AZ="$(type -P az || type -P az.cmd || true)"
az() { "$AZ" "$@" </dev/null | tr -d '\r'; }
# Azure IDs and names are case-insensitive.
lower() { printf '%s' "$1" | tr '[:upper:]' '[:lower:]'; }
# json TEXT: prints the text as a JSON string.
json() {
  local text="$1"
  text="${text//\\/\\\\}"
  text="${text//\"/\\\"}"
  text="${text//$'\n'/\\n}"
  text="${text//$'\r'/\\r}"
  text="${text//$'\t'/\\t}"
  printf '"%s"' "$text"
}

# Without a hub, the zone is where the endpoint is.
ZONE_SUBSCRIPTION="${ZONE_SUBSCRIPTION:-$SUBSCRIPTION}"
ZONE_RESOURCE_GROUP="${ZONE_RESOURCE_GROUP:-$RESOURCE_GROUP}"

# url TEXT: prints the text as one part of a URL's path.
url() {
  local LC_ALL=C text="$1" at=0 c
  while [ "$at" -lt "${#text}" ]; do
    c="${text:$at:1}"
    case "$c" in
      [a-zA-Z0-9._~-]) printf '%s' "$c" ;;
      *) printf '%%%02X' "$(($(printf '%d' "'$c") & 255))" ;;
    esac
    at=$((at + 1))
  done
}

# Stop if a value at the top is still blank.
for VALUE in "$SUBSCRIPTION" "$RESOURCE_GROUP" "$VNET_RESOURCE_GROUP" "$VNET_NAME" "$SUBNET_NAME" \
  "$SERVICE_NAME" "$SERVICE_REGION" "$PSE_HOST" "$ZONE_SUBSCRIPTION" "$ZONE_RESOURCE_GROUP"; do
  case "$VALUE" in
    "<fill in: "*) fail "replace $VALUE at the top of this script" ;;
    # The command-line client would read a file, take it for an option, or leave it out of a URL's path.
    . | .. | -* | @* | file://* | fileb://* | http://* | https://*) fail "$VALUE at the top of this script isn't a name or an ID" ;;
  esac
done

# 1. Check that the CLI is signed in and the subscription can see the service. Azure may take a while to
#    answer the second question, or deny it; creating the endpoint then tells.
[ -n "$AZ" ] || fail "the Azure CLI (az) isn't installed on this machine"
ANSWER="$(az account show --subscription "$SUBSCRIPTION" --query id --output tsv 2>&1)" ||
  fail "az can't use the subscription $SUBSCRIPTION. Sign in with az login, and check the subscription ID. The error: $ANSWER"
if VISIBLE="$(az rest --method post --only-show-errors \
  --url "/subscriptions/$(url "$SUBSCRIPTION")/resourceGroups/$(url "$RESOURCE_GROUP")/providers/Microsoft.Network/locations/$(url "$SERVICE_REGION")/checkPrivateLinkServiceVisibility?api-version=2023-11-01" \
  --body "{\"privateLinkServiceAlias\": $(json "$SERVICE_NAME")}" \
  --query visible --output tsv 2>&1)"; then
  case "$VISIBLE" in
    *[Tt]rue) say "the service is visible to this subscription" ;;
    *[Ff]alse) fail "the service can't be seen by subscription $SUBSCRIPTION. Add it to the private service endpoint's security principals, or check that the alias is right and the endpoint is active." ;;
    *) say "it isn't known yet whether the service is visible to this subscription" ;;
  esac
else
  say "WARNING: couldn't check whether the service is visible to this subscription: $VISIBLE"
fi

# 2. Look up the full IDs of the VNet and the subnet, which may be in another resource group. The endpoint is
#    created in the VNet's region.
VNET_ID="$(az network vnet show --subscription "$SUBSCRIPTION" --resource-group "$VNET_RESOURCE_GROUP" \
  --name "$VNET_NAME" --query id --output tsv)"
LOCATION="$(az network vnet show --subscription "$SUBSCRIPTION" --resource-group "$VNET_RESOURCE_GROUP" \
  --name "$VNET_NAME" --query location --output tsv)"
SUBNET_ID="$(az network vnet subnet show --subscription "$SUBSCRIPTION" \
  --resource-group "$VNET_RESOURCE_GROUP" \
  --vnet-name "$VNET_NAME" --name "$SUBNET_NAME" --query id --output tsv)"

# 3. Look for the private endpoint. An existing endpoint with this name must be in this VNet and connect to this
#    service; otherwise the script would appear to work but change nothing.
FOUND="$(az network private-endpoint list --subscription "$SUBSCRIPTION" --resource-group "$RESOURCE_GROUP" \
  --query "[?name=='$ENDPOINT_NAME'].[subnet.id, manualPrivateLinkServiceConnections[0].privateLinkServiceId || privateLinkServiceConnections[0].privateLinkServiceId]" \
  --output tsv)"
if [ -n "$FOUND" ]; then
  IFS=$'\t' read -r FOUND_SUBNET FOUND_SERVICE <<<"$FOUND"
  WANTED_VNET="$(lower "$VNET_ID")/subnets/"
  case "$(lower "$FOUND_SUBNET")" in
    "$WANTED_VNET"*) ;;
    *) fail "the private endpoint $ENDPOINT_NAME in $RESOURCE_GROUP is in another VNet ($FOUND_SUBNET). Change ENDPOINT_NAME at the top of this script and of azure-cli-undo.sh." ;;
  esac
  # Azure may return the service's ID instead of its alias. Both contain the service's name.
  WANTED_ALIAS="$(lower "$SERVICE_NAME")"
  case "$(lower "$FOUND_SERVICE")" in
    "$WANTED_ALIAS" | /*/"${WANTED_ALIAS%%.*}") ;;
    *) fail "the private endpoint $ENDPOINT_NAME in $RESOURCE_GROUP connects to another service ($FOUND_SERVICE). Delete it (azure-cli-undo.sh) and run this script again, or change ENDPOINT_NAME at the top." ;;
  esac
  say "found the private endpoint $ENDPOINT_NAME in $FOUND_SUBNET"
# A new one needs a free address. An az that can't tell leaves it to the creation.
elif FREE="$(az network vnet subnet list-available-ips --subscription "$SUBSCRIPTION" --only-show-errors \
  --resource-group "$VNET_RESOURCE_GROUP" --vnet-name "$VNET_NAME" --name "$SUBNET_NAME" \
  --query 'length(@)' --output tsv 2>/dev/null)" && [ "$FREE" = "0" ]; then
  fail "the subnet $SUBNET_NAME has no free IPv4 address. Name another subnet of $VNET_NAME at the top of this script, or add an address range to this one (az network vnet subnet update --address-prefixes)."
fi

# 4. Choose the DNS zone. If a zone that covers the host is already linked to the VNet, use it, since a VNet
#    can't be linked to two zones with the same name. Otherwise use a zone named like the host, which affects
#    only this name; a zone azure.yugabyte.cloud would hide all other names in it from the VNet.
ZONE=""
ZONE_GROUP=""
THERE=""
LINKED=""
CREATED=""
OTHER_VNETS=()
# links NAME GROUP: prints the IDs of the VNets linked to a zone, one per line.
links() {
  az network private-dns link vnet list --subscription "$ZONE_SUBSCRIPTION" --resource-group "$2" \
    --zone-name "$1" --query '[].virtualNetwork.id' --output tsv
}
# Without permission to list the subscription's zones, only the resource group is searched.
ZONE_ROWS="$(az network private-dns zone list --subscription "$ZONE_SUBSCRIPTION" \
  --query '[].[name,resourceGroup]' --output tsv 2>/dev/null)" ||
  ZONE_ROWS="$(az network private-dns zone list --subscription "$ZONE_SUBSCRIPTION" \
    --resource-group "$ZONE_RESOURCE_GROUP" --query '[].[name,resourceGroup]' --output tsv)"
while IFS=$'\t' read -r NAME GROUP; do
  [ -n "$NAME" ] || continue
  case ".$(lower "$PSE_HOST")" in
    *".$(lower "$NAME")") ;;
    *) continue ;;
  esac
  if [ -z "$GROUP" ] || [ "$GROUP" = "None" ]; then GROUP="$ZONE_RESOURCE_GROUP"; fi
  LINKS="$(links "$NAME" "$GROUP")"
  while read -r LINK; do
    # Of several zones, DNS uses the one with the longest name.
    if [ "$(lower "$LINK")" = "$(lower "$VNET_ID")" ] && [ "${#NAME}" -gt "${#ZONE}" ]; then
      ZONE="$NAME"
      ZONE_GROUP="$GROUP"
      THERE=yes
      LINKED=yes
    fi
  done <<<"$LINKS"
done <<<"$ZONE_ROWS"
if [ -n "$LINKED" ]; then
  say "found the DNS zone $ZONE in $ZONE_GROUP, linked to the VNet"
else
  ZONE="$PSE_HOST"
  ZONE_GROUP="$ZONE_RESOURCE_GROUP"
  while IFS=$'\t' read -r NAME GROUP; do
    if [ "$(lower "$NAME")" = "$(lower "$ZONE")" ] && [ "$(lower "$GROUP")" = "$(lower "$ZONE_GROUP")" ]; then THERE=yes; fi
  done <<<"$ZONE_ROWS"
fi
if [ "$(lower "$ZONE")" = "$(lower "$PSE_HOST")" ]; then
  RECORD="@"
else
  RECORD="${PSE_HOST:0:$((${#PSE_HOST} - ${#ZONE} - 1))}"
fi

# Create the zone if needed, before the endpoint: a policy may forbid it, and a zone without a link has no effect.
# It is tagged, as is the link, so that the undo script removes only what this script created.
if [ -z "$THERE" ]; then
  if ! ANSWER="$(az network private-dns zone create --subscription "$ZONE_SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --name "$ZONE" --tags postern=azure-cli.sh --output none 2>&1)"; then
    case "$ANSWER" in
      *RequestDisallowedByPolicy*) fail "a policy forbids the DNS zone $ZONE in $ZONE_GROUP. Nothing was created. Have the zone created and linked to $VNET_NAME where private DNS is managed (often a hub's subscription), set ZONE_SUBSCRIPTION and ZONE_RESOURCE_GROUP at the top of this script, and run it again. The error: $ANSWER" ;;
      *) fail "the DNS zone $ZONE in $ZONE_GROUP can't be created. No endpoint was created. The error: $ANSWER" ;;
    esac
  fi
  say "created the DNS zone $ZONE"
  CREATED=yes
fi
DNS_SERVERS="$(az network vnet show --subscription "$SUBSCRIPTION" --resource-group "$VNET_RESOURCE_GROUP" \
  --name "$VNET_NAME" --query 'dhcpOptions.dnsServers[]' --output tsv)" || DNS_SERVERS=""
if [ -n "$DNS_SERVERS" ] && [ "$DNS_SERVERS" != "None" ]; then
  say "WARNING: $VNET_NAME uses its own DNS servers ($(printf '%s' "$DNS_SERVERS" | tr '\n\t' '  ')). Linking a zone to it has no effect for machines that ask them. Forward $PSE_HOST from them to 168.63.129.16 in a VNet that the zone is linked to."
fi

# 5. Create the private endpoint. The service belongs to another subscription, so it is identified by its alias, and
#    its owner must approve the connection.
if [ -z "$FOUND" ]; then
  az network private-endpoint create --subscription "$SUBSCRIPTION" \
    --resource-group "$RESOURCE_GROUP" \
    --name "$ENDPOINT_NAME" \
    --location "$LOCATION" \
    --subnet "$SUBNET_ID" \
    --connection-name "$ENDPOINT_NAME" \
    --private-connection-resource-id "$SERVICE_NAME" \
    --manual-request true \
    --request-message "Application VNet $VNET_NAME" \
    --output none
  say "created the private endpoint $ENDPOINT_NAME"
fi

# 6. Wait for the approval.
DEADLINE=$(($(date +%s) + WAIT_SECONDS))
while :; do
  STATUS="$(az network private-endpoint show --subscription "$SUBSCRIPTION" \
    --resource-group "$RESOURCE_GROUP" --name "$ENDPOINT_NAME" --output tsv \
    --query 'manualPrivateLinkServiceConnections[0].privateLinkServiceConnectionState.status || privateLinkServiceConnections[0].privateLinkServiceConnectionState.status')"
  case "$STATUS" in
    Approved) break ;;
    Pending) say "the connection is waiting for approval" ;;
    *) fail "the connection is $STATUS. Delete the private endpoint (azure-cli-undo.sh), check that the subscription is a security principal, and run this script again." ;;
  esac
  [ "$(date +%s)" -lt "$DEADLINE" ] ||
    fail "the connection is still $STATUS after $WAIT_SECONDS s. Run this script again later to continue."
  sleep "$POLL_SECONDS"
done
say "the connection is approved"

# 7. Get the endpoint's address from its network interface, since the endpoint's own DNS settings may be empty.
NIC_ID="$(az network private-endpoint show --subscription "$SUBSCRIPTION" --resource-group "$RESOURCE_GROUP" \
  --name "$ENDPOINT_NAME" --query 'networkInterfaces[0].id' --output tsv)"
ADDRESS="$(az network nic show --ids "$NIC_ID" --output tsv \
  --query 'ipConfigurations[0].privateIPAddress || ipConfigurations[0].privateIpAddress')"
[ -n "$ADDRESS" ] || fail "$NIC_ID has no private address"
say "the endpoint's address is $ADDRESS"

# 8. Check the zone's current record for the host. If other VNets are linked to the zone, a new address would
#    send them to this VNet's endpoint, which they may not be able to reach.
ADDRESSES=()
OLD_ADDRESSES=()
if [ -n "$THERE" ] && [ -z "$CREATED" ]; then
  LINKS="$(links "$ZONE" "$ZONE_GROUP")"
  while read -r LINK; do
    if [ -n "$LINK" ] && [ "$(lower "$LINK")" != "$(lower "$VNET_ID")" ]; then OTHER_VNETS+=("${LINK##*/}"); fi
  done <<<"$LINKS"
  RECORDS="$(az network private-dns record-set a list --subscription "$ZONE_SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --query '[].name' --output tsv)"
  while read -r NAME; do
    [ "$NAME" = "$RECORD" ] || continue
    RECORD_ROWS="$(az network private-dns record-set a show --subscription "$ZONE_SUBSCRIPTION" \
      --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --name "$RECORD" \
      --query 'aRecords[].ipv4Address' --output tsv)"
    while read -r LINE; do
      [ -n "$LINE" ] || continue
      ADDRESSES+=("$LINE")
      [ "$LINE" = "$ADDRESS" ] || OLD_ADDRESSES+=("$LINE")
    done <<<"$RECORD_ROWS"
  done <<<"$RECORDS"
fi
if [ "${#OLD_ADDRESSES[@]}" -gt 0 ] && [ "${#OTHER_VNETS[@]}" -gt 0 ] && [ "$REPLACE" != "yes" ]; then
  fail "the DNS zone $ZONE in $ZONE_GROUP is used by other VNets as well (${OTHER_VNETS[*]}), and $PSE_HOST resolves to ${OLD_ADDRESSES[*]} there, not to $ADDRESS. If that address is no longer used, run this script again with REPLACE=yes. Otherwise create a separate zone $PSE_HOST for this VNet in another resource group."
fi

# 9. Link the zone to the VNet if needed.
if [ -z "$LINKED" ]; then
  # Auto-registration is off, since it would add the VNet's machines to this zone.
  if ! ANSWER="$(az network private-dns link vnet create --subscription "$ZONE_SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --name "$VNET_NAME" \
    --virtual-network "$VNET_ID" --registration-enabled false --tags postern=azure-cli.sh --output none 2>&1)"; then
    case "$ANSWER" in
      *"overlapping namespaces"* | *"multiple zones"*) fail "$VNET_NAME is linked to a zone of the same name already, probably in a hub's subscription. Set ZONE_SUBSCRIPTION and ZONE_RESOURCE_GROUP at the top of this script to where that zone is, and run it again. The error: $ANSWER" ;;
      *) fail "linking the zone $ZONE to $VNET_NAME failed: $ANSWER" ;;
    esac
  fi
  say "linked the zone to $VNET_NAME"
fi

# 10. Make this the only address in the A record. An address of an earlier endpoint would break every other
#    connection, so it is removed.
case " ${ADDRESSES[*]:-} " in
  *" $ADDRESS "*) say "the record $RECORD already has $ADDRESS" ;;
  *)
    az network private-dns record-set a add-record --subscription "$ZONE_SUBSCRIPTION" \
      --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --record-set-name "$RECORD" \
      --ipv4-address "$ADDRESS" --output none
    say "added $ADDRESS to the record $RECORD"
    ;;
esac
if [ "${#OLD_ADDRESSES[@]}" -gt 0 ]; then
  for OLD in "${OLD_ADDRESSES[@]}"; do
    az network private-dns record-set a remove-record --subscription "$ZONE_SUBSCRIPTION" \
      --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --record-set-name "$RECORD" \
      --ipv4-address "$OLD" --keep-empty-record-set --output none
    say "removed the old address $OLD"
  done
fi

say "$ENDPOINT_NAME is approved; in $VNET_NAME, $PSE_HOST resolves to $ADDRESS"
say "To check, wait a few minutes, then run check.sh or getent hosts $PSE_HOST on a machine in $VNET_NAME"
