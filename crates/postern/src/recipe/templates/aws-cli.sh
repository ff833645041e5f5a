#!/usr/bin/env bash
# Creates an interface endpoint (AWS PrivateLink) in the application's VPC for a private service endpoint of
# YugabyteDB Aeon. Run it signed in to AWS as one of that endpoint's security principals.
# It is safe to run again: each step checks what exists and adds only what is missing.
# Save this file and run: bash aws-cli.sh (if pasted into a terminal, an error would close the terminal).
# Requires bash 3.2 or later and the AWS CLI, version 1 or 2.
set -euo pipefail

#@variables

# How long to wait for the endpoint, and how often to check, in seconds.
WAIT_SECONDS="${WAIT_SECONDS:-600}"
POLL_SECONDS="${POLL_SECONDS:-10}"

export AWS_PAGER="" AWS_DEFAULT_OUTPUT="text" AWS_CLI_AUTO_PROMPT="off"
# Windows programs (under WSL and in Git Bash) end lines with a carriage return, and Git Bash takes arguments that
# start with a slash for paths.
export MSYS_NO_PATHCONV=1 MSYS2_ARG_CONV_EXCL='*'
say() { printf '%s\n' "$*"; }
fail() {
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}
AWS="$(type -P aws || type -P aws.exe || true)"
aws() { "$AWS" "$@" </dev/null | tr -d '\r'; }

# is_in ITEM LIST...: succeeds if the item is in the list.
is_in() {
  local item="$1" other
  shift
  for other in "$@"; do
    [ "$other" != "$item" ] || return 0
  done
  return 1
}

# has VALUE: succeeds if the AWS CLI printed a value (it prints "None" for a missing one).
has() { [ -n "$1" ] && [ "$1" != "None" ]; }

# eventually COMMAND...: runs a command, and retries for a minute while AWS can't find a new resource yet.
eventually() {
  local error deadline
  deadline=$(($(date +%s) + 60))
  until { error="$("$@" 2>&1 1>&3)"; } 3>&1; do
    case "$error" in
      *.NotFound*) ;;
      *) deadline=0 ;;
    esac
    if [ "$(date +%s)" -ge "$deadline" ]; then
      printf '%s\n' "$error" >&2
      return 1
    fi
    sleep "$POLL_SECONDS"
  done
}

# endpoint QUERY: prints a field of the endpoint.
endpoint() {
  eventually aws ec2 describe-vpc-endpoints --region "$REGION" --vpc-endpoint-ids "$ENDPOINT_ID" \
    --query "VpcEndpoints[0].$1" --output text
}

# Waits until the service's owner has accepted the endpoint and AWS has created it.
wait_until_available() {
  local deadline state
  deadline=$(($(date +%s) + WAIT_SECONDS))
  while :; do
    state="$(endpoint State)"
    # Whether AWS capitalizes these words depends on the call.
    case "$state" in
      [Aa]vailable) return 0 ;;
      [Pp]ending | [Pp]ending[Aa]cceptance) say "$ENDPOINT_ID is $state" ;;
      *) fail "$ENDPOINT_ID is $state: $(endpoint 'LastError.Message')" ;;
    esac
    [ "$(date +%s)" -lt "$deadline" ] ||
      fail "$ENDPOINT_ID is still $state after $WAIT_SECONDS s. Run this script again later to continue."
    sleep "$POLL_SECONDS"
  done
}

# Stop if a value at the top is still blank.
for VALUE in "$REGION" "$SERVICE_NAME" "$PSE_HOST" "$VPC_ID" ${SUBNET_IDS[@]+"${SUBNET_IDS[@]}"} "$APP_SOURCE"; do
  case "$VALUE" in
    "<fill in: "*) fail "replace $VALUE at the top of this script" ;;
    # The command-line client would read a file, or take it for an option.
    -* | @* | file://* | fileb://* | http://* | https://*) fail "$VALUE at the top of this script isn't a name or an ID" ;;
  esac
done

# tags TYPE NAME: prints the tags for a new resource.
tags() {
  local tag list="{Key=Name,Value=$2}"
  for tag in ${TAGS[@]+"${TAGS[@]}"}; do
    case "$tag" in
      *[\]\[{},\"\']* | =* | "") fail "the tag $tag can't be used: write KEY=VALUE, without brackets, commas and quotes" ;;
      *=*) list="$list,{Key=${tag%%=*},Value=${tag#*=}}" ;;
      *) fail "the tag $tag has no value: write KEY=VALUE" ;;
    esac
  done
  printf 'ResourceType=%s,Tags=[%s]' "$1" "$list"
}
SG_TAGS="$(tags security-group "$ENDPOINT_SG_NAME")"
ENDPOINT_TAGS="$(tags vpc-endpoint "$ENDPOINT_NAME")"

# 1. Check that this principal can see the service, and get the service's zones. Zone names are the ones
#    that this account uses, as they are for the subnets.
[ -n "$AWS" ] || fail "the AWS CLI (aws) isn't installed on this machine"
if ! ERROR="$(aws ec2 describe-vpc-endpoint-services --region "$REGION" \
  --service-names "$SERVICE_NAME" --query 'ServiceDetails[0].ServiceName' --output text 2>&1 >/dev/null)"; then
  case "$ERROR" in
    *InvalidServiceName*) ;;
    *) fail "looking up the service failed: $ERROR" ;;
  esac
  CALLER="$(aws sts get-caller-identity --region "$REGION" --query Arn --output text)" || CALLER="this principal"
  fail "the service can't be seen by $CALLER in $REGION. Add its account to the private service endpoint's security principals, or check the service name and the region."
fi
SERVICE_AZS="$(aws ec2 describe-vpc-endpoint-services --region "$REGION" \
  --service-names "$SERVICE_NAME" \
  --query 'ServiceDetails[0].AvailabilityZones' --output text)"
SERVICE_DNS="$(aws ec2 describe-vpc-endpoint-services --region "$REGION" \
  --service-names "$SERVICE_NAME" \
  --query 'ServiceDetails[0].PrivateDnsName' --output text)"
read -r -a ZONES <<<"$SERVICE_AZS"
say "the service is visible; its zones in this account: ${ZONES[*]:-none}"

# A VPC that is shared by another account takes endpoints only from that account.
OWNER="$(aws ec2 describe-vpcs --region "$REGION" --vpc-ids "$VPC_ID" --query 'Vpcs[0].OwnerId' --output text)"
ACCOUNT="$(aws sts get-caller-identity --region "$REGION" --query Account --output text)"
if has "$OWNER" && has "$ACCOUNT" && [ "$OWNER" != "$ACCOUNT" ]; then
  fail "$VPC_ID is shared with this account ($ACCOUNT) and belongs to $OWNER. Run this script signed in to $OWNER, and add arn:aws:iam::$OWNER:root to the endpoint's security principals."
fi

# 2. Choose the subnets: one per zone, only in zones of the service. A zone's ID (usw2-az1) means the same
#    zone in every account, but its name (us-west-2a) doesn't. So IDs are compared with the zones from Aeon,
#    and names with those that AWS returned for this account.
SUBNET_ROWS="$(aws ec2 describe-subnets --region "$REGION" --subnet-ids "${SUBNET_IDS[@]}" \
  --query 'Subnets[].[SubnetId,AvailabilityZone,AvailabilityZoneId,AvailableIpAddressCount,Ipv6Native,VpcId]' --output text)"
USE_SUBNETS=()
USE_ZONES=()
while read -r SUBNET AZ AZ_ID FREE IPV6_ONLY SUBNET_VPC; do
  [ -n "$SUBNET" ] || continue
  [ "$SUBNET_VPC" = "$VPC_ID" ] || fail "$SUBNET is in $SUBNET_VPC, not in $VPC_ID"
  if ! is_in "$AZ" ${ZONES[@]+"${ZONES[@]}"}; then
    say "skipping $SUBNET: the service isn't in $AZ ($AZ_ID)"
  elif [ "${#ZONE_IDS[@]}" -gt 0 ] && ! is_in "$AZ_ID" "${ZONE_IDS[@]}"; then
    say "skipping $SUBNET: $AZ_ID ($AZ) isn't one of the service's zones ${ZONE_IDS[*]}"
  elif [ "$FREE" = 0 ]; then
    say "skipping $SUBNET: it has no free IPv4 address"
  elif [ "$(printf '%s' "$IPV6_ONLY" | tr '[:upper:]' '[:lower:]')" = true ]; then
    say "skipping $SUBNET: it has only IPv6 addresses"
  elif [ "${#USE_ZONES[@]}" -gt 0 ] && is_in "$AZ" "${USE_ZONES[@]}"; then
    say "skipping $SUBNET: another subnet in $AZ ($AZ_ID) is used, and an endpoint takes one per zone"
  else
    say "using $SUBNET in $AZ ($AZ_ID)"
    USE_SUBNETS+=("$SUBNET")
    USE_ZONES+=("$AZ")
  fi
done <<<"$SUBNET_ROWS"
[ "${#USE_SUBNETS[@]}" -gt 0 ] ||
  fail "none of the subnets is in a zone of the service and has a free IPv4 address (zones: ${ZONES[*]:-none}; IDs: ${ZONE_IDS[*]:-unknown}). Create a subnet in one of these zones and add it at the top of this script"

# 3. Turn on both DNS attributes of the VPC, which private DNS requires. AWS accepts one per call, DNS support
#    first.
for ATTRIBUTE in enableDnsSupport enableDnsHostnames; do
  case "$ATTRIBUTE" in
    enableDnsSupport) FIELD=EnableDnsSupport FLAG=--enable-dns-support ;;
    *) FIELD=EnableDnsHostnames FLAG=--enable-dns-hostnames ;;
  esac
  VALUE="$(aws ec2 describe-vpc-attribute --region "$REGION" --vpc-id "$VPC_ID" \
    --attribute "$ATTRIBUTE" --query "$FIELD.Value" --output text)"
  case "$VALUE" in
    [Tt]rue) say "$ATTRIBUTE is on" ;;
    *)
      aws ec2 modify-vpc-attribute --region "$REGION" --vpc-id "$VPC_ID" "$FLAG"
      say "turned on $ATTRIBUTE"
      ;;
  esac
done

# 4. Create a security group for the endpoint's network interfaces. It needs no outbound rules.
ENDPOINT_SG=""
SG_ROWS="$(aws ec2 describe-security-groups --region "$REGION" \
  --filters "Name=group-name,Values=$ENDPOINT_SG_NAME" \
  --query 'SecurityGroups[].[GroupId,VpcId]' --output text)"
while read -r SG SG_VPC; do
  [ "$SG_VPC" != "$VPC_ID" ] || ENDPOINT_SG="$SG"
done <<<"$SG_ROWS"
if ! has "$ENDPOINT_SG"; then
  # Without tags of your own, none are set, since that needs one permission more.
  if [ "${#TAGS[@]}" -gt 0 ]; then SG_OPTIONS=(--tag-specifications "$SG_TAGS"); else SG_OPTIONS=(); fi
  ENDPOINT_SG="$(aws ec2 create-security-group --region "$REGION" --vpc-id "$VPC_ID" \
    --group-name "$ENDPOINT_SG_NAME" \
    --description "Interface endpoint to a YugabyteDB Aeon private service endpoint" \
    ${SG_OPTIONS[@]+"${SG_OPTIONS[@]}"} \
    --query GroupId --output text)"
  say "created the security group $ENDPOINT_SG"
else
  say "found the security group $ENDPOINT_SG"
fi

# 5. Allow inbound traffic from the application, on the database's ports only.
for PORT in ${PORTS[@]+"${PORTS[@]}"}; do
  case "$APP_SOURCE" in
    sg-*)
      FIELD="UserIdGroupPairs[].GroupId"
      RULE=(--protocol tcp --port "$PORT" --source-group "$APP_SOURCE")
      ;;
    *:*)
      # IPv6 ranges require the long form.
      FIELD="Ipv6Ranges[].CidrIpv6"
      RULE=(--ip-permissions "IpProtocol=tcp,FromPort=$PORT,ToPort=$PORT,Ipv6Ranges=[{CidrIpv6=$APP_SOURCE}]")
      ;;
    *)
      FIELD="IpRanges[].CidrIp"
      RULE=(--protocol tcp --port "$PORT" --cidr "$APP_SOURCE")
      ;;
  esac
  OPEN_TO="$(eventually aws ec2 describe-security-groups --region "$REGION" --group-ids "$ENDPOINT_SG" \
    --query "SecurityGroups[0].IpPermissions[?IpProtocol=='tcp' && FromPort==\`$PORT\` && ToPort==\`$PORT\`].$FIELD | []" \
    --output text)"
  read -r -a SOURCES <<<"$OPEN_TO"
  if [ "${#SOURCES[@]}" -gt 0 ] && is_in "$APP_SOURCE" "${SOURCES[@]}"; then
    say "port $PORT is open to $APP_SOURCE"
  elif ANSWER="$(eventually aws ec2 authorize-security-group-ingress --region "$REGION" \
    --group-id "$ENDPOINT_SG" "${RULE[@]}" 2>&1)"; then
    say "opened port $PORT to $APP_SOURCE"
  else
    # The rule exists if AWS spells the range differently.
    case "$ANSWER" in
      *InvalidPermission.Duplicate*) say "port $PORT is open to $APP_SOURCE" ;;
      *) fail "$ANSWER" ;;
    esac
  fi
done

# 6. Find or create the endpoint. Of several, prefer the one with private DNS, then an available one, then
#    the one with this script's name. Private DNS comes later: AWS rejects it until the service's owner has
#    accepted the endpoint.
ENDPOINT_ID=""
BEST=-1
ENDPOINT_ROWS="$(aws ec2 describe-vpc-endpoints --region "$REGION" \
  --query "VpcEndpoints[].[VpcEndpointId,State,VpcId,ServiceName,PrivateDnsEnabled,Tags[?Key=='Name'] | [0].Value]" --output text)"
while read -r ID STATE ENDPOINT_VPC ENDPOINT_SERVICE DNS NAME; do
  if [ "$ENDPOINT_VPC" != "$VPC_ID" ] || [ "$ENDPOINT_SERVICE" != "$SERVICE_NAME" ]; then continue; fi
  case "$STATE" in
    [Aa]vailable) RANK=2 ;;
    [Pp]ending | [Pp]ending[Aa]cceptance) RANK=0 ;;
    *) continue ;;
  esac
  case "$DNS" in [Tt]rue) RANK=$((RANK + 4)) ;; esac
  [ "$NAME" != "$ENDPOINT_NAME" ] || RANK=$((RANK + 1))
  if [ "$RANK" -gt "$BEST" ]; then
    ENDPOINT_ID="$ID"
    BEST="$RANK"
  fi
done <<<"$ENDPOINT_ROWS"
if ! has "$ENDPOINT_ID"; then
  ENDPOINT_ID="$(eventually aws ec2 create-vpc-endpoint --region "$REGION" \
    --vpc-endpoint-type Interface \
    --vpc-id "$VPC_ID" \
    --service-name "$SERVICE_NAME" \
    --subnet-ids "${USE_SUBNETS[@]}" \
    --security-group-ids "$ENDPOINT_SG" \
    --no-private-dns-enabled \
    --client-token "$ENDPOINT_NAME-$(date +%s)-$$" \
    --tag-specifications "$ENDPOINT_TAGS" \
    --query 'VpcEndpoint.VpcEndpointId' --output text)"
  say "created the endpoint $ENDPOINT_ID"
else
  say "found the endpoint $ENDPOINT_ID"
fi
wait_until_available

# An endpoint that this script didn't create has other security groups. Add this one to open the ports.
read -r -a GROUPS_NOW <<<"$(endpoint 'Groups[].GroupId' | tr '\n' ' ')"
if [ "${#GROUPS_NOW[@]}" -eq 0 ] || ! is_in "$ENDPOINT_SG" "${GROUPS_NOW[@]}"; then
  aws ec2 modify-vpc-endpoint --region "$REGION" --vpc-endpoint-id "$ENDPOINT_ID" \
    --add-security-group-ids "$ENDPOINT_SG" >/dev/null
  say "added $ENDPOINT_SG to $ENDPOINT_ID"
  wait_until_available
fi

# An existing endpoint may lack a zone. Add the subnet for it.
read -r -a SUBNETS_NOW <<<"$(endpoint 'SubnetIds[]' | tr '\n' ' ')"
ZONES_NOW=()
if [ "${#SUBNETS_NOW[@]}" -gt 0 ]; then
  ZONES_TEXT="$(aws ec2 describe-subnets --region "$REGION" --subnet-ids "${SUBNETS_NOW[@]}" \
    --query 'Subnets[].AvailabilityZone' --output text)"
  read -r -a ZONES_NOW <<<"$ZONES_TEXT"
fi
MISSING=()
for INDEX in "${!USE_SUBNETS[@]}"; do
  if [ "${#ZONES_NOW[@]}" -eq 0 ] || ! is_in "${USE_ZONES[INDEX]}" "${ZONES_NOW[@]}"; then
    MISSING+=("${USE_SUBNETS[INDEX]}")
  fi
done
if [ "${#MISSING[@]}" -gt 0 ]; then
  aws ec2 modify-vpc-endpoint --region "$REGION" --vpc-endpoint-id "$ENDPOINT_ID" \
    --add-subnet-ids "${MISSING[@]}" >/dev/null
  say "added ${MISSING[*]} to $ENDPOINT_ID"
  wait_until_available
fi

# 7. Turn on private DNS, so that the host name resolves to the endpoint inside this VPC.
case "$(endpoint PrivateDnsEnabled)" in
  [Tt]rue) say "private DNS is on" ;;
  *)
    has "$SERVICE_DNS" ||
      fail "the service has no private DNS name. Create a private hosted zone $PSE_HOST for $VPC_ID, with an alias record for $(endpoint 'DnsEntries[0].DnsName')."
    aws ec2 modify-vpc-endpoint --region "$REGION" --vpc-endpoint-id "$ENDPOINT_ID" \
      --private-dns-enabled >/dev/null
    say "turned on private DNS"
    wait_until_available
    ;;
esac

say "$ENDPOINT_ID is available: $(endpoint 'DnsEntries[].DnsName' | tr '\t\n' '  ')"
say "To check, wait a few minutes, then run check.sh or getent hosts $PSE_HOST on a machine in $VPC_ID"
