#!/usr/bin/env bash
# Removes what azure-cli.sh created: the DNS record, the zone and its link, and the private endpoint.
# A zone that existed before loses only this endpoint's address. Connections through the endpoint are
# dropped. Requires bash 3.2 or later and the Azure CLI.
# Save this file and run: bash azure-cli-undo.sh (if pasted into a terminal, an error would close the terminal).
set -euo pipefail

#@variables

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

# Without a hub, the zone is where the endpoint is.
ZONE_SUBSCRIPTION="${ZONE_SUBSCRIPTION:-$SUBSCRIPTION}"
ZONE_RESOURCE_GROUP="${ZONE_RESOURCE_GROUP:-$RESOURCE_GROUP}"

# Stop if a value at the top is still blank.
for VALUE in "$SUBSCRIPTION" "$RESOURCE_GROUP" "$VNET_RESOURCE_GROUP" "$VNET_NAME" "$PSE_HOST" \
  "$ZONE_SUBSCRIPTION" "$ZONE_RESOURCE_GROUP"; do
  case "$VALUE" in
    "<fill in: "*) fail "replace $VALUE at the top of this script" ;;
    # The command-line client would read a file, take it for an option, or leave it out of a URL's path.
    . | .. | -* | @* | file://* | fileb://* | http://* | https://*) fail "$VALUE at the top of this script isn't a name or an ID" ;;
  esac
done

[ -n "$AZ" ] || fail "the Azure CLI (az) isn't installed on this machine"

# 1. Look up the VNet's ID (known even if the VNet is gone), the endpoint and its address. An endpoint with
#    this name in another VNet belongs to another application.
VNET_ID="$(az network vnet show --subscription "$SUBSCRIPTION" --resource-group "$VNET_RESOURCE_GROUP" \
  --name "$VNET_NAME" --query id --output tsv 2>/dev/null)" ||
  VNET_ID="/subscriptions/$SUBSCRIPTION/resourceGroups/$VNET_RESOURCE_GROUP/providers/Microsoft.Network/virtualNetworks/$VNET_NAME"
ENDPOINT="$(az network private-endpoint list --subscription "$SUBSCRIPTION" --resource-group "$RESOURCE_GROUP" \
  --query "[?name=='$ENDPOINT_NAME'].subnet.id" --output tsv)"
ADDRESS=""
if [ -n "$ENDPOINT" ]; then
  WANTED="$(lower "$VNET_ID")/subnets/"
  case "$(lower "$ENDPOINT")" in
    "$WANTED"*) ;;
    *) fail "the private endpoint $ENDPOINT_NAME in $RESOURCE_GROUP is in another VNet ($ENDPOINT). Nothing was removed. Set ENDPOINT_NAME at the top of this script to the same name as in azure-cli.sh." ;;
  esac
  # A failed endpoint may have no network interface, and so no address.
  NIC_ID="$(az network private-endpoint show --subscription "$SUBSCRIPTION" --resource-group "$RESOURCE_GROUP" \
    --name "$ENDPOINT_NAME" --query 'networkInterfaces[0].id' --output tsv)"
  if [ -n "$NIC_ID" ] && [ "$NIC_ID" != "None" ]; then
    ADDRESS="$(az network nic show --ids "$NIC_ID" --output tsv \
      --query 'ipConfigurations[0].privateIPAddress || ipConfigurations[0].privateIpAddress')" || ADDRESS=""
  fi
fi

# 2. Clean up DNS in every zone that covers the host and is linked to the VNet.
ZONE_ROWS="$(az network private-dns zone list --subscription "$ZONE_SUBSCRIPTION" \
  --query '[].[name,resourceGroup,tags.postern]' --output tsv 2>/dev/null)" ||
  ZONE_ROWS="$(az network private-dns zone list --subscription "$ZONE_SUBSCRIPTION" \
    --resource-group "$ZONE_RESOURCE_GROUP" --query '[].[name,resourceGroup,tags.postern]' --output tsv)"
while IFS=$'\t' read -r ZONE GROUP MADE_BY; do
  [ -n "$ZONE" ] || continue
  case ".$(lower "$PSE_HOST")" in
    *".$(lower "$ZONE")") ;;
    *) continue ;;
  esac
  if [ -z "$GROUP" ] || [ "$GROUP" = "None" ]; then GROUP="$ZONE_RESOURCE_GROUP"; fi
  LINK=""
  LINK_MADE_BY=""
  OTHER_LINKS=""
  LINKS="$(az network private-dns link vnet list --subscription "$ZONE_SUBSCRIPTION" --resource-group "$GROUP" \
    --zone-name "$ZONE" --query '[].[name,virtualNetwork.id,tags.postern]' --output tsv)"
  while IFS=$'\t' read -r NAME LINKED_ID TAG; do
    [ -n "$NAME" ] || continue
    if [ "$(lower "$LINKED_ID")" = "$(lower "$VNET_ID")" ]; then
      LINK="$NAME"
      LINK_MADE_BY="$TAG"
    else
      OTHER_LINKS=yes
    fi
  done <<<"$LINKS"
  OWN=""
  if [ "$MADE_BY" = azure-cli.sh ] && [ "$(lower "$GROUP")" = "$(lower "$ZONE_RESOURCE_GROUP")" ]; then OWN=yes; fi
  # Remove the link and zone that azure-cli.sh created. A zone that is still linked stays.
  STILL_LINKED="$OTHER_LINKS"
  if [ "$LINK_MADE_BY" = azure-cli.sh ]; then
    az network private-dns link vnet delete --subscription "$ZONE_SUBSCRIPTION" --resource-group "$GROUP" \
      --zone-name "$ZONE" --name "$LINK" --yes --output none
    say "unlinked $ZONE from $VNET_NAME"
  elif [ -n "$LINK" ]; then
    STILL_LINKED=yes
  fi
  if [ -n "$OWN" ] && [ -z "$STILL_LINKED" ]; then
    az network private-dns zone delete --subscription "$ZONE_SUBSCRIPTION" --resource-group "$GROUP" \
      --name "$ZONE" --yes --output none
    say "deleted the DNS zone $ZONE"
    continue
  fi
  if [ -z "$ADDRESS" ]; then continue; fi
  if [ -z "$LINK" ] && [ -z "$OWN" ]; then continue; fi
  if [ "$(lower "$ZONE")" = "$(lower "$PSE_HOST")" ]; then
    RECORD="@"
  else
    RECORD="${PSE_HOST:0:$((${#PSE_HOST} - ${#ZONE} - 1))}"
  fi
  RECORDS="$(az network private-dns record-set a list --subscription "$ZONE_SUBSCRIPTION" \
    --resource-group "$GROUP" --zone-name "$ZONE" --query '[].name' --output tsv)"
  while read -r NAME; do
    [ "$NAME" = "$RECORD" ] || continue
    ADDRESSES="$(az network private-dns record-set a show --subscription "$ZONE_SUBSCRIPTION" \
      --resource-group "$GROUP" --zone-name "$ZONE" --name "$RECORD" \
      --query 'aRecords[].ipv4Address' --output tsv)"
    case $'\n'"$ADDRESSES"$'\n' in *$'\n'"$ADDRESS"$'\n'*) ;; *) continue ;; esac
    az network private-dns record-set a remove-record --subscription "$ZONE_SUBSCRIPTION" \
      --resource-group "$GROUP" --zone-name "$ZONE" --record-set-name "$RECORD" \
      --ipv4-address "$ADDRESS" --output none
    say "removed $ADDRESS from $RECORD in $ZONE"
    if [ -n "$OTHER_LINKS" ]; then say "other VNets are linked to $ZONE. Check that $PSE_HOST still resolves there"; fi
  done <<<"$RECORDS"
done <<<"$ZONE_ROWS"

# 3. Delete the endpoint.
if [ -n "$ENDPOINT" ]; then
  az network private-endpoint delete --subscription "$SUBSCRIPTION" --resource-group "$RESOURCE_GROUP" \
    --name "$ENDPOINT_NAME" --output none
  say "deleted the private endpoint $ENDPOINT_NAME"
fi
say "done"
