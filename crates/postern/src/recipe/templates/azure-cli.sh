#!/usr/bin/env bash
# Gives the application's VNet a private endpoint (Azure Private Link) to a private service endpoint of
# YugabyteDB Aeon. Sign in first (az login); the subscription must be one that is allowed there.
# It can be run again at any time: each step looks for what is there and adds only what is missing.
# Save it and run: bash azure-cli.sh (pasted into a terminal, an error would close that).
# Needs bash 3.2 or newer and the Azure CLI.
set -euo pipefail

#@variables

# How long to wait for the approval, and how often to look, in seconds.
WAIT_SECONDS="${WAIT_SECONDS:-600}"
POLL_SECONDS="${POLL_SECONDS:-10}"
# Whether the name's address may be replaced in a zone that other VNets use as well: yes or no.
REPLACE="${REPLACE:-no}"

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
  "$SERVICE_NAME" "$SERVICE_REGION" "$PSE_HOST"; do
  case "$VALUE" in "<fill in: "*) fail "give a value instead of $VALUE at the top of this script" ;; esac
done

# 1. Pre-flight: is this signed in, and may the subscription see the service? Azure may take its time to
#    answer the second question, or not let everybody ask: then making the endpoint tells.
command -v az >/dev/null 2>&1 || fail "the Azure CLI (az) is not installed here"
ANSWER="$(az account show --subscription "$SUBSCRIPTION" --query id --output tsv 2>&1)" ||
  fail "az can't use the subscription $SUBSCRIPTION: sign in with az login, and check the subscription's id. It says: $ANSWER"
if VISIBLE="$(az rest --method post --only-show-errors \
  --url "/subscriptions/$SUBSCRIPTION/resourceGroups/$RESOURCE_GROUP/providers/Microsoft.Network/locations/$SERVICE_REGION/checkPrivateLinkServiceVisibility?api-version=2023-11-01" \
  --body "{\"privateLinkServiceAlias\": $(json "$SERVICE_NAME")}" \
  --query visible --output tsv 2>&1)"; then
  case "$VISIBLE" in
    *[Tt]rue) say "the service is visible to this subscription" ;;
    *[Ff]alse) fail "the service can't be seen by subscription $SUBSCRIPTION. Add it to the security principals of the private service endpoint, or check the alias and that the endpoint is active." ;;
    *) say "whether the service is visible to this subscription is not known yet" ;;
  esac
else
  say "WARNING: could not ask whether the service is visible to this subscription: $VISIBLE"
fi

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
#    connection is a request that its owner approves. One of this name must be in this VNet and lead to this
#    service: another VNet's would look like a success, and change nothing here.
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
  say "made the private endpoint $ENDPOINT_NAME"
else
  IFS=$'\t' read -r FOUND_SUBNET FOUND_SERVICE <<<"$FOUND"
  WANTED_VNET="$(lower "$VNET_ID")/subnets/"
  case "$(lower "$FOUND_SUBNET")" in
    "$WANTED_VNET"*) ;;
    *) fail "the private endpoint $ENDPOINT_NAME in $RESOURCE_GROUP is in another VNet ($FOUND_SUBNET). Give ENDPOINT_NAME at the top of this script another name, and the same one in azure-cli-undo.sh." ;;
  esac
  # Azure may give the service's id instead of its alias; both have the service's own name.
  WANTED_ALIAS="$(lower "$SERVICE_NAME")"
  case "$(lower "$FOUND_SERVICE")" in
    "$WANTED_ALIAS" | /*/"${WANTED_ALIAS%%.*}") ;;
    *) fail "the private endpoint $ENDPOINT_NAME in $RESOURCE_GROUP leads to another service ($FOUND_SERVICE). Delete it (azure-cli-undo.sh) and run this script again, or give ENDPOINT_NAME at the top another name." ;;
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
THERE=""
LINKED=""
OTHER_VNETS=()
# links NAME GROUP: the ids of the VNets that a zone is linked to, one a line.
links() {
  az network private-dns link vnet list --subscription "$SUBSCRIPTION" --resource-group "$2" \
    --zone-name "$1" --query '[].virtualNetwork.id' --output tsv
}
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
  LINKS="$(links "$NAME" "$GROUP")"
  while read -r LINK; do
    # Of several, the longest name answers.
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

# 7. What the zone says of the host by now, and to whom. Other VNets that are linked to it would be sent to
#    this VNet's endpoint, which they may not reach.
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
  fail "the DNS zone $ZONE in $ZONE_GROUP is used by other VNets as well (${OTHER_VNETS[*]}), and $PSE_HOST leads to ${OLD_ADDRESSES[*]} there, not to $ADDRESS. If nothing uses that address any more, run this script again with REPLACE=yes. Else give this VNet a zone $PSE_HOST of its own, in another resource group."
fi

# 8. The zone, and its link to the VNet. What is made here is marked, so that only that is taken back.
if [ -z "$THERE" ]; then
  az network private-dns zone create --subscription "$SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --name "$ZONE" --tags postern=azure-cli.sh --output none
  say "made the DNS zone $ZONE"
fi
if [ -z "$LINKED" ]; then
  # Without registration: the VNet's machines would get names in this zone.
  az network private-dns link vnet create --subscription "$SUBSCRIPTION" \
    --resource-group "$ZONE_GROUP" --zone-name "$ZONE" --name "$VNET_NAME" \
    --virtual-network "$VNET_ID" --registration-enabled false --tags postern=azure-cli.sh --output none
  say "linked the zone to $VNET_NAME"
fi

# 9. One A record with this address. An address of an earlier endpoint would send every other
#    connection to nowhere, so it is removed.
case " ${ADDRESSES[*]:-} " in
  *" $ADDRESS "*) say "the record $RECORD has $ADDRESS" ;;
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

say "$ENDPOINT_NAME is approved; inside $VNET_NAME, $PSE_HOST leads to $ADDRESS"
say "To check from a machine in $VNET_NAME, after a few minutes: check.sh, or getent hosts $PSE_HOST"
