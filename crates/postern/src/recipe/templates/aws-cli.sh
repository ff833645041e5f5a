#!/usr/bin/env bash
# Gives the application's VPC an interface endpoint (AWS PrivateLink) to a private service endpoint of
# YugabyteDB Aeon. Run it signed in to AWS as one of the security principals that are allowed there.
# It can be run again at any time: each step looks for what is there and adds only what is missing.
# Save it and run: bash aws-cli.sh (pasted into a terminal, an error would close that).
# Needs bash 3.2 or newer and the AWS CLI, version 1 or 2.
set -euo pipefail

#@variables

# How long to wait for the endpoint, and how often to look, in seconds.
WAIT_SECONDS="${WAIT_SECONDS:-600}"
POLL_SECONDS="${POLL_SECONDS:-10}"

export AWS_PAGER="" AWS_DEFAULT_OUTPUT="text"
say() { printf '%s\n' "$*"; }
fail() {
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}

# is_in ITEM LIST...: whether the item is in the list.
is_in() {
  local item="$1" other
  shift
  for other in "$@"; do
    [ "$other" != "$item" ] || return 0
  done
  return 1
}

# has NAME: whether the AWS CLI printed a value (it prints "None" for what isn't there).
has() { [ -n "$1" ] && [ "$1" != "None" ]; }

# eventually COMMAND...: runs it, again for a minute while AWS doesn't know yet what was made just now.
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

# endpoint QUERY: one field of the endpoint.
endpoint() {
  eventually aws ec2 describe-vpc-endpoints --region "$REGION" --vpc-endpoint-ids "$ENDPOINT_ID" \
    --query "VpcEndpoints[0].$1" --output text
}

# Waits until the owner of the service has accepted the endpoint and AWS has made it.
wait_until_available() {
  local deadline state
  deadline=$(($(date +%s) + WAIT_SECONDS))
  while :; do
    state="$(endpoint State)"
    # AWS writes these words with a small or a capital first letter, depending on the call.
    case "$state" in
      [Aa]vailable) return 0 ;;
      [Pp]ending | [Pp]ending[Aa]cceptance) say "$ENDPOINT_ID is $state" ;;
      *) fail "$ENDPOINT_ID is $state: $(endpoint 'LastError.Message')" ;;
    esac
    [ "$(date +%s)" -lt "$deadline" ] ||
      fail "$ENDPOINT_ID is still $state after $WAIT_SECONDS s. Run this script again later: it goes on from here."
    sleep "$POLL_SECONDS"
  done
}

# Nothing is done while a value at the top is still to be filled in.
for VALUE in "$REGION" "$SERVICE_NAME" "$PSE_HOST" "$VPC_ID" "${SUBNET_IDS[@]}" "$APP_SOURCE"; do
  case "$VALUE" in "<fill in: "*) fail "give a value instead of $VALUE at the top of this script" ;; esac
done

# 1. Pre-flight: may this principal see the service, and which zones does it serve? The zones are given
#    by the names that they have in this account, as the subnets' zones are.
command -v aws >/dev/null 2>&1 || fail "the AWS CLI (aws) is not installed here"
if ! ERROR="$(aws ec2 describe-vpc-endpoint-services --region "$REGION" \
  --service-names "$SERVICE_NAME" --query 'ServiceDetails[0].ServiceName' --output text 2>&1 >/dev/null)"; then
  case "$ERROR" in
    *InvalidServiceName*) ;;
    *) fail "AWS could not be asked about the service: $ERROR" ;;
  esac
  CALLER="$(aws sts get-caller-identity --region "$REGION" --query Arn --output text)" || CALLER="this principal"
  fail "the service can't be seen by $CALLER in $REGION. Add its account to the security principals of the private service endpoint, or check the service name and the region."
fi
SERVICE_AZS="$(aws ec2 describe-vpc-endpoint-services --region "$REGION" \
  --service-names "$SERVICE_NAME" \
  --query 'ServiceDetails[0].AvailabilityZones' --output text)"
SERVICE_DNS="$(aws ec2 describe-vpc-endpoint-services --region "$REGION" \
  --service-names "$SERVICE_NAME" \
  --query 'ServiceDetails[0].PrivateDnsName' --output text)"
read -r -a ZONES <<<"$SERVICE_AZS"
say "the service is visible; its zones here: ${ZONES[*]}"

# 2. Only a subnet in a zone of the service can be used, and one a zone. A zone's id (usw2-az1) means the
#    same zone in every account, its name (us-west-2a) doesn't: ids are compared with the zones that Aeon
#    names, names with those that AWS has just given for this account.
SUBNET_ROWS="$(aws ec2 describe-subnets --region "$REGION" --subnet-ids "${SUBNET_IDS[@]}" \
  --query 'Subnets[].[SubnetId,AvailabilityZone,AvailabilityZoneId,VpcId]' --output text)"
USE_SUBNETS=()
USE_ZONES=()
while read -r SUBNET AZ AZ_ID SUBNET_VPC; do
  [ -n "$SUBNET" ] || continue
  [ "$SUBNET_VPC" = "$VPC_ID" ] || fail "$SUBNET is in $SUBNET_VPC, not in $VPC_ID"
  if ! is_in "$AZ" "${ZONES[@]}"; then
    say "leaving out $SUBNET: the service is not in $AZ ($AZ_ID)"
  elif [ "${#ZONE_IDS[@]}" -gt 0 ] && ! is_in "$AZ_ID" "${ZONE_IDS[@]}"; then
    say "leaving out $SUBNET: $AZ_ID ($AZ) is not one of the service's zones ${ZONE_IDS[*]}"
  elif [ "${#USE_ZONES[@]}" -gt 0 ] && is_in "$AZ" "${USE_ZONES[@]}"; then
    say "leaving out $SUBNET: there is a subnet in $AZ ($AZ_ID) already, and an endpoint takes one a zone"
  else
    say "using $SUBNET in $AZ ($AZ_ID)"
    USE_SUBNETS+=("$SUBNET")
    USE_ZONES+=("$AZ")
  fi
done <<<"$SUBNET_ROWS"
[ "${#USE_SUBNETS[@]}" -gt 0 ] ||
  fail "none of the subnets is in a zone of the service (${ZONES[*]}; ids: ${ZONE_IDS[*]:-unknown}): make a subnet in one of them and name it above"

# 3. Private DNS needs both DNS attributes of the VPC. AWS takes one a call, support before host names.
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
      say "$ATTRIBUTE was off and has been switched on"
      ;;
  esac
done

# 4. A security group for the endpoint's network interfaces. It needs no rule for outgoing traffic.
ENDPOINT_SG=""
SG_ROWS="$(aws ec2 describe-security-groups --region "$REGION" \
  --filters "Name=group-name,Values=$ENDPOINT_SG_NAME" \
  --query 'SecurityGroups[].[GroupId,VpcId]' --output text)"
while read -r SG SG_VPC; do
  [ "$SG_VPC" != "$VPC_ID" ] || ENDPOINT_SG="$SG"
done <<<"$SG_ROWS"
if ! has "$ENDPOINT_SG"; then
  ENDPOINT_SG="$(aws ec2 create-security-group --region "$REGION" --vpc-id "$VPC_ID" \
    --group-name "$ENDPOINT_SG_NAME" \
    --description "Interface endpoint to a YugabyteDB Aeon private service endpoint" \
    --query GroupId --output text)"
  say "made the security group $ENDPOINT_SG"
else
  say "found the security group $ENDPOINT_SG"
fi

# 5. Let the application in, on the database's ports only.
for PORT in "${PORTS[@]}"; do
  case "$APP_SOURCE" in
    sg-*)
      FIELD="UserIdGroupPairs[].GroupId"
      RULE=(--protocol tcp --port "$PORT" --source-group "$APP_SOURCE")
      ;;
    *:*)
      # An IPv6 range can only be given in the long form.
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
    # AWS may write a range in another way than it was given.
    case "$ANSWER" in
      *InvalidPermission.Duplicate*) say "port $PORT is open to $APP_SOURCE" ;;
      *) fail "$ANSWER" ;;
    esac
  fi
done

# 6. The endpoint: the one that is there, or a new one. Of several, the one that the host's name leads to,
#    then one that is available, then the one with our name. Private DNS comes later: AWS refuses it until
#    the service's owner has accepted the endpoint.
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
    --tag-specifications "ResourceType=vpc-endpoint,Tags=[{Key=Name,Value=$ENDPOINT_NAME}]" \
    --query 'VpcEndpoint.VpcEndpointId' --output text)"
  say "made the endpoint $ENDPOINT_ID"
else
  say "found the endpoint $ENDPOINT_ID"
fi
wait_until_available

# An endpoint that somebody else made has other security groups: ours is added, so that the ports are open.
read -r -a GROUPS_NOW <<<"$(endpoint 'Groups[].GroupId' | tr '\n' ' ')"
if [ "${#GROUPS_NOW[@]}" -eq 0 ] || ! is_in "$ENDPOINT_SG" "${GROUPS_NOW[@]}"; then
  aws ec2 modify-vpc-endpoint --region "$REGION" --vpc-endpoint-id "$ENDPOINT_ID" \
    --add-security-group-ids "$ENDPOINT_SG" >/dev/null
  say "added $ENDPOINT_SG to $ENDPOINT_ID"
  wait_until_available
fi

# An endpoint that was there may lack a zone: it gets the subnet for it, as a new one would.
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

# 7. Private DNS: from now on the host's name leads to the endpoint, inside this VPC.
case "$(endpoint PrivateDnsEnabled)" in
  [Tt]rue) say "private DNS is on" ;;
  *)
    has "$SERVICE_DNS" ||
      fail "the service has no private DNS name. Make a private hosted zone $PSE_HOST for $VPC_ID, with an alias record to $(endpoint 'DnsEntries[0].DnsName')."
    aws ec2 modify-vpc-endpoint --region "$REGION" --vpc-endpoint-id "$ENDPOINT_ID" \
      --private-dns-enabled >/dev/null
    say "switched private DNS on"
    wait_until_available
    ;;
esac

say "$ENDPOINT_ID is available: $(endpoint 'DnsEntries[].DnsName' | tr '\t\n' '  ')"
say "To check from a machine in $VPC_ID, after a few minutes: check.sh, or getent hosts $PSE_HOST"
