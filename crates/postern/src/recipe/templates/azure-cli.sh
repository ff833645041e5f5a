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

say() { printf '%s\n' "$*"; }
fail() {
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}
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

# Stop if a value at the top is still blank.
for VALUE in "$SUBSCRIPTION" "$RESOURCE_GROUP" "$VNET_RESOURCE_GROUP" "$VNET_NAME" "$SUBNET_NAME" \
  "$SERVICE_NAME" "$SERVICE_REGION" "$PSE_HOST"; do
  case "$VALUE" in "<fill in: "*) fail "replace $VALUE at the top of this script" ;; esac
done

# 1. Check that the CLI is signed in and the subscription can see the service. Azure may take a while to
#    answer the second question, or deny it; creating the endpoint then tells.
command -v az >/dev/null 2>&1 || fail "the Azure CLI (az) isn't installed on this machine"
ANSWER="$(az account show --subscription "$SUBSCRIPTION" --query id --output tsv 2>&1)" ||
  fail "az can't use the subscription $SUBSCRIPTION. Sign in with az login, and check the subscription ID. The error: $ANSWER"
if VISIBLE="$(az rest --method post --only-show-errors \
  --url "/subscriptions/$SUBSCRIPTION/resourceGroups/$RESOURCE_GROUP/providers/Microsoft.Network/locations/$SERVICE_REGION/checkPrivateLinkServiceVisibility?api-version=2023-11-01" \
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

# 3. Find or create the private endpoint. The service belongs to another subscription, so it is identified by
#    its alias, and its owner must approve the connection. An existing endpoint with this name must be in
#    this VNet and connect to this service; otherwise the script would appear to work but change nothing.
FOUND="$(az network private-endpoint list --subscription "$SUBSCRIPTION" --resource-group "$RESOURCE_GROUP" \
  --query "[?name=='$ENDPOINT_NAME'].[subnet.id, manualPrivateLinkServiceConnections[0].privateLinkServiceId || privateLinkServiceConnections[0].privateLinkServiceId]" \
  --output tsv)"
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
else
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
fi

# 4. Wait for the approval.
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

# 5. Get the endpoint's address from its network interface, since the endpoint's own DNS settings may be empty.
NIC_ID="$(az network private-endpoint show --subscription "$SUBSCRIPTION" --resource-group "$RESOURCE_GROUP" \
  --name "$ENDPOINT_NAME" --query 'networkInterfaces[0].id' --output tsv)"
ADDRESS="$(az network nic show --ids "$NIC_ID" --output tsv \
  --query 'ipConfigurations[0].privateIPAddress || ipConfigurations[0].privateIpAddress')"
[ -n "$ADDRESS" ] || fail "$NIC_ID has no private address"
say "the endpoint's address is $ADDRESS"

# 6. Choose the DNS zone. If a zone that covers the host is already linked to the VNet, use it, since a VNet
#    can't be linked to two zones with the same name. Otherwise use a zone named like the host, which affects
#    only this name; a zone azure.yugabyte.cloud would hide all other names in it from the VNet.
ZONE=""
ZONE_GROUP=""
THERE=""
LINKED=""
OTHER_VNETS=()
# links NAME GROUP: prints the IDs of the VNets linked to a zone, one per line.
links() {
  az network private-dns link vnet list --subscription "$SUBSCRIPTION" --resource-group "$2" \
    --zone-name "$1" --query '[].virtualNetwork.id' --output tsv
}
# Without permission to list the subscription's zones, only the resource group is searched.
ZONE_ROWS="$(az network private-dns zone list --subscription "$SUBSCRIPTION" \
  --query '[].[name,resourceGroup]' --output tsv 2>/dev/null)" ||
  ZONE_ROWS="$(az network private-dns zone list --subscription "$SUBSCRIPTION" \
    --resource-group "$RESOURCE_GROUP" --query '[].[name,resourceGroup]' --output tsv)"
while IFS=$'\t' read -r NAME GROUP; do
  [ -n "$NAME" ] || continue
  case ".$(lower "$PSE_HOST")" in
    *".$(lower "$NAME")") ;;
    *) continue ;;
  esac
  if [ -z "$GROUP" ] || [ "$GROUP" = "None" ]; then GROUP="$RESOURCE_GROUP"; fi
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
  ZONE_GROUP="$RESOURCE_GROUP"
  while IFS=$'\t' read -r NAME GROUP; do
    if [ "$(lower "$NAME")" = "$(lower "$ZONE")" ] && [ "$(lower "$GROUP")" = "$(lower "$ZONE_GROUP")" ]; then THERE=yes; fi
  done <<<"$ZONE_ROWS"
fi
if [ "$(lower "$ZONE")" = "$(lower "$PSE_HOST")" ]; then
  RECORD="@"
else
  RECORD="${PSE_HOST:0:$((${#PSE_HOST} - ${#ZONE} - 1))}"
fi

# 7. Check the zone's current record for the host. If other VNets are linked to the zone, a new address would
#    send them to this VNet's endpoint, which they may not be able to reach.
ADDRESSES=()
OLD_ADDRESSES=()
if [ -n "$THERE" ]; then
  LINKS="$(links "$ZONE" "$ZONE_GROUP")"
  while read -r LINK; do
    if [ -n "$LINK" ] && [ "$(lower "$LINK")" != "$(lower "$VNET_ID")" ]; then OTHER_VNETS+=("${LINK##*/}"); fi
  done <<<"$LINKS"
  RECORDS="$(az network private-dns record-set a list --subscription "$SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --query '[].name' --output tsv)"
  while read -r NAME; do
    [ "$NAME" = "$RECORD" ] || continue
    RECORD_ROWS="$(az network private-dns record-set a show --subscription "$SUBSCRIPTION" \
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

# 8. Create the zone and its link to the VNet if needed. Both are tagged, so that the undo script removes only
#    what this script created.
if [ -z "$THERE" ]; then
  az network private-dns zone create --subscription "$SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --name "$ZONE" --tags postern=azure-cli.sh --output none
  say "created the DNS zone $ZONE"
fi
if [ -z "$LINKED" ]; then
  # Auto-registration is off, since it would add the VNet's machines to this zone.
  az network private-dns link vnet create --subscription "$SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --name "$VNET_NAME" \
    --virtual-network "$VNET_ID" --registration-enabled false --tags postern=azure-cli.sh --output none
  say "linked the zone to $VNET_NAME"
fi

# 9. Make this the only address in the A record. An address of an earlier endpoint would break every other
#    connection, so it is removed.
case " ${ADDRESSES[*]:-} " in
  *" $ADDRESS "*) say "the record $RECORD already has $ADDRESS" ;;
  *)
    az network private-dns record-set a add-record --subscription "$SUBSCRIPTION" \
      --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --record-set-name "$RECORD" \
      --ipv4-address "$ADDRESS" --output none
    say "added $ADDRESS to the record $RECORD"
    ;;
esac
if [ "${#OLD_ADDRESSES[@]}" -gt 0 ]; then
  for OLD in "${OLD_ADDRESSES[@]}"; do
    az network private-dns record-set a remove-record --subscription "$SUBSCRIPTION" \
      --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --record-set-name "$RECORD" \
      --ipv4-address "$OLD" --keep-empty-record-set --output none
    say "removed the old address $OLD"
  done
fi

say "$ENDPOINT_NAME is approved; in $VNET_NAME, $PSE_HOST resolves to $ADDRESS"
say "To check, wait a few minutes, then run check.sh or getent hosts $PSE_HOST on a machine in $VNET_NAME"
