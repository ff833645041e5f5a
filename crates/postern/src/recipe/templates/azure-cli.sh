#!/usr/bin/env bash
# Gives the application's VNet a private endpoint (Azure Private Link) to a private service endpoint of
# YugabyteDB Aeon. Sign in first (az login); the subscription must be one that is allowed there.
# It can be run again at any time: each step looks for what is there and adds only what is missing.
# Needs bash 3.2 or newer and the Azure CLI.
set -euo pipefail

#@variables

# How long to wait for the approval, and how often to look, in seconds.
WAIT_SECONDS="${WAIT_SECONDS:-600}"
POLL_SECONDS="${POLL_SECONDS:-10}"

say() { printf '%s\n' "$*"; }
fail() {
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}
# Azure compares ids and names without regard to case.
lower() { printf '%s' "$1" | tr '[:upper:]' '[:lower:]'; }
# json TEXT: the text as a JSON string.
json() {
  local text="$1"
  text="${text//\\/\\\\}"
  text="${text//\"/\\\"}"
  text="${text//$'\n'/\\n}"
  text="${text//$'\r'/\\r}"
  text="${text//$'\t'/\\t}"
  printf '"%s"' "$text"
}

# Nothing is done while a value at the top is still to be filled in.
for VALUE in "$SUBSCRIPTION" "$RESOURCE_GROUP" "$VNET_RESOURCE_GROUP" "$VNET_NAME" "$SUBNET_NAME" \
  "$SERVICE_NAME" "$PSE_HOST"; do
  case "$VALUE" in "<fill in: "*) fail "give a value instead of $VALUE at the top of this script" ;; esac
done

# 1. Pre-flight: is this signed in, and may the subscription see the service?
az account show --subscription "$SUBSCRIPTION" --query id --output tsv >/dev/null ||
  fail "sign in with az login, and check the subscription's id"
VISIBLE="$(az rest --method post --only-show-errors \
  --url "/subscriptions/$SUBSCRIPTION/providers/Microsoft.Network/locations/$SERVICE_REGION/checkPrivateLinkServiceVisibility?api-version=2023-11-01" \
  --body "{\"privateLinkServiceAlias\": $(json "$SERVICE_NAME")}" \
  --query visible --output tsv)"
case "$VISIBLE" in
  [Tt]rue) say "the service is visible to this subscription" ;;
  *) fail "the service can't be seen by subscription $SUBSCRIPTION. Add it to the security principals of the private service endpoint, or check the alias and that the endpoint is active." ;;
esac

# 2. The VNet and the subnet by their full ids, so that they may be in another resource group. The
#    endpoint goes to the VNet's region.
VNET_ID="$(az network vnet show --subscription "$SUBSCRIPTION" --resource-group "$VNET_RESOURCE_GROUP" \
  --name "$VNET_NAME" --query id --output tsv)"
LOCATION="$(az network vnet show --subscription "$SUBSCRIPTION" --resource-group "$VNET_RESOURCE_GROUP" \
  --name "$VNET_NAME" --query location --output tsv)"
SUBNET_ID="$(az network vnet subnet show --subscription "$SUBSCRIPTION" \
  --resource-group "$VNET_RESOURCE_GROUP" \
  --vnet-name "$VNET_NAME" --name "$SUBNET_NAME" --query id --output tsv)"

# 3. The private endpoint. The service belongs to another subscription: it is named by its alias, and the
#    connection is a request that its owner approves.
FOUND="$(az network private-endpoint list --subscription "$SUBSCRIPTION" --resource-group "$RESOURCE_GROUP" \
  --query "[?name=='$ENDPOINT_NAME'].id" --output tsv)"
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
  say "made the private endpoint $ENDPOINT_NAME"
else
  say "found the private endpoint $ENDPOINT_NAME"
fi

# 4. Wait for the approval.
DEADLINE=$(($(date +%s) + WAIT_SECONDS))
while :; do
  STATUS="$(az network private-endpoint show --subscription "$SUBSCRIPTION" \
    --resource-group "$RESOURCE_GROUP" --name "$ENDPOINT_NAME" --output tsv \
    --query 'manualPrivateLinkServiceConnections[0].privateLinkServiceConnectionState.status || privateLinkServiceConnections[0].privateLinkServiceConnectionState.status')"
  case "$STATUS" in
    Approved) break ;;
    Pending) say "the connection is waiting for its approval" ;;
    *) fail "the connection is $STATUS. Delete the private endpoint (azure-cli-undo.sh), check that the subscription is allowed, and run this script again." ;;
  esac
  [ "$(date +%s)" -lt "$DEADLINE" ] ||
    fail "the connection is still $STATUS after $WAIT_SECONDS s. Run this script again later: it goes on from here."
  sleep "$POLL_SECONDS"
done
say "the connection is approved"

# 5. The endpoint's address. Its network interface has it; the endpoint's own DNS settings may be empty.
NIC_ID="$(az network private-endpoint show --subscription "$SUBSCRIPTION" --resource-group "$RESOURCE_GROUP" \
  --name "$ENDPOINT_NAME" --query 'networkInterfaces[0].id' --output tsv)"
ADDRESS="$(az network nic show --ids "$NIC_ID" --output tsv \
  --query 'ipConfigurations[0].privateIPAddress || ipConfigurations[0].privateIpAddress')"
[ -n "$ADDRESS" ] || fail "$NIC_ID has no private address"
say "the endpoint's address is $ADDRESS"

# 6. The DNS zone. One that is linked to the VNet already and covers the host is used as it is, as a VNet
#    can't be linked to two zones of one name. Else a zone named like the host is made: it changes the
#    answer for this one name, where a zone azure.yugabyte.cloud would hide all others from the VNet.
ZONE=""
ZONE_GROUP=""
LINKED=""
# Who may not list the subscription's zones looks into the resource group only.
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
  LINKS="$(az network private-dns link vnet list --subscription "$SUBSCRIPTION" --resource-group "$GROUP" \
    --zone-name "$NAME" --query '[].virtualNetwork.id' --output tsv)"
  while read -r LINK; do
    # Of several, the longest name answers.
    if [ "$(lower "$LINK")" = "$(lower "$VNET_ID")" ] && [ "${#NAME}" -gt "${#ZONE}" ]; then
      ZONE="$NAME"
      ZONE_GROUP="$GROUP"
      LINKED=yes
    fi
  done <<<"$LINKS"
done <<<"$ZONE_ROWS"
if [ -n "$LINKED" ]; then
  say "found the DNS zone $ZONE in $ZONE_GROUP, linked to the VNet"
else
  ZONE="$PSE_HOST"
  ZONE_GROUP="$RESOURCE_GROUP"
  FOUND=""
  while IFS=$'\t' read -r NAME GROUP; do
    if [ "$(lower "$NAME")" = "$(lower "$ZONE")" ] && [ "$(lower "$GROUP")" = "$(lower "$ZONE_GROUP")" ]; then FOUND=yes; fi
  done <<<"$ZONE_ROWS"
  if [ -z "$FOUND" ]; then
    az network private-dns zone create --subscription "$SUBSCRIPTION" \
      --resource-group "$ZONE_GROUP" --name "$ZONE" --output none
    say "made the DNS zone $ZONE"
  fi
  # Without registration: the VNet's machines would get names in this zone.
  az network private-dns link vnet create --subscription "$SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --name "$VNET_NAME" \
    --virtual-network "$VNET_ID" --registration-enabled false --output none
  say "linked the zone to $VNET_NAME"
fi

# 7. One A record with this address. An address of an earlier endpoint would send every other
#    connection to nowhere, so it is removed.
if [ "$(lower "$ZONE")" = "$(lower "$PSE_HOST")" ]; then
  RECORD="@"
else
  RECORD="${PSE_HOST:0:$((${#PSE_HOST} - ${#ZONE} - 1))}"
fi
ADDRESSES=()
RECORDS="$(az network private-dns record-set a list --subscription "$SUBSCRIPTION" \
  --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --query '[].name' --output tsv)"
while read -r NAME; do
  [ "$NAME" = "$RECORD" ] || continue
  RECORD_ROWS="$(az network private-dns record-set a show --subscription "$SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --name "$RECORD" \
    --query 'aRecords[].ipv4Address' --output tsv)"
  while read -r LINE; do
    [ -z "$LINE" ] || ADDRESSES+=("$LINE")
  done <<<"$RECORD_ROWS"
done <<<"$RECORDS"
case " ${ADDRESSES[*]:-} " in
  *" $ADDRESS "*) say "the record $RECORD has $ADDRESS" ;;
  *)
    az network private-dns record-set a add-record --subscription "$SUBSCRIPTION" \
      --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --record-set-name "$RECORD" \
      --ipv4-address "$ADDRESS" --output none
    say "added $ADDRESS to the record $RECORD"
    ;;
esac
if [ "${#ADDRESSES[@]}" -gt 0 ]; then
  for OLD in "${ADDRESSES[@]}"; do
    [ "$OLD" != "$ADDRESS" ] || continue
    az network private-dns record-set a remove-record --subscription "$SUBSCRIPTION" \
      --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --record-set-name "$RECORD" \
      --ipv4-address "$OLD" --keep-empty-record-set --output none
    say "removed the old address $OLD"
  done
fi

say "$ENDPOINT_NAME is approved; inside $VNET_NAME, $PSE_HOST leads to $ADDRESS"
say "To check from a machine in $VNET_NAME, after a few minutes: check.sh, or getent hosts $PSE_HOST"
