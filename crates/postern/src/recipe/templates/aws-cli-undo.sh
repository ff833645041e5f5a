#!/usr/bin/env bash
# Takes back what aws-cli.sh made: the interface endpoint and its security group. The VPC's DNS attributes
# stay on, as something else may rely on them by now. Connections through the endpoint are cut.
# Save it and run: bash aws-cli-undo.sh (pasted into a terminal, an error would close that).
# Needs bash 3.2 or newer and the AWS CLI, version 1 or 2.
set -euo pipefail

#@variables

# How long to wait until the endpoint is gone, and how often to look, in seconds.
WAIT_SECONDS="${WAIT_SECONDS:-600}"
POLL_SECONDS="${POLL_SECONDS:-10}"

export AWS_PAGER="" AWS_DEFAULT_OUTPUT="text"
say() { printf '%s\n' "$*"; }
fail() {
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}

# look: sorts the endpoints of this service in this VPC: OURS (by their name tag) are to be deleted, GOING
# are ours that are not gone yet, OTHERS are somebody else's that can be changed.
look() {
  local rows id state vpc service name
  OURS=()
  GOING=()
  OTHERS=()
  rows="$(aws ec2 describe-vpc-endpoints --region "$REGION" \
    --query "VpcEndpoints[].[VpcEndpointId,State,VpcId,ServiceName,Tags[?Key=='Name'] | [0].Value]" --output text)"
  while read -r id state vpc service name; do
    if [ "$vpc" != "$VPC_ID" ] || [ "$service" != "$SERVICE_NAME" ]; then continue; fi
    if [ "$name" != "$ENDPOINT_NAME" ]; then
      case "$state" in [Aa]vailable | [Pp]ending | [Pp]ending[Aa]cceptance) OTHERS+=("$id") ;; esac
      continue
    fi
    case "$state" in
      [Aa]vailable | [Pp]ending | [Pp]ending[Aa]cceptance)
        OURS+=("$id")
        GOING+=("$id")
        ;;
      [Rr]ejected | [Ff]ailed) OURS+=("$id") ;;
      [Dd]eleting) GOING+=("$id") ;;
    esac
  done <<<"$rows"
}

# Nothing is done while a value at the top is still to be filled in.
for VALUE in "$REGION" "$SERVICE_NAME" "$VPC_ID"; do
  case "$VALUE" in "<fill in: "*) fail "give a value instead of $VALUE at the top of this script" ;; esac
done

command -v aws >/dev/null 2>&1 || fail "the AWS CLI (aws) is not installed here"

# 1. The endpoint. The call succeeds even where an endpoint could not be deleted: its answer says so.
look
if [ "${#OURS[@]}" -gt 0 ]; then
  REFUSED="$(aws ec2 delete-vpc-endpoints --region "$REGION" --vpc-endpoint-ids "${OURS[@]}" \
    --query 'Unsuccessful[].Error.Message' --output text)"
  if [ -n "$REFUSED" ] && [ "$REFUSED" != "None" ]; then fail "$REFUSED"; fi
  say "deleting ${OURS[*]}"
fi

# 2. Its network interfaces hold the security group until it is gone.
DEADLINE=$(($(date +%s) + WAIT_SECONDS))
look
while [ "${#GOING[@]}" -gt 0 ]; do
  [ "$(date +%s)" -lt "$DEADLINE" ] ||
    fail "${GOING[*]} is still there after $WAIT_SECONDS s. Run this script again later: it goes on from here."
  sleep "$POLL_SECONDS"
  look
done

# 3. The security group, after taking it off an endpoint that somebody else made.
SG_ROWS="$(aws ec2 describe-security-groups --region "$REGION" \
  --filters "Name=group-name,Values=$ENDPOINT_SG_NAME" \
  --query 'SecurityGroups[].[GroupId,VpcId]' --output text)"
while read -r SG SG_VPC; do
  [ "$SG_VPC" = "$VPC_ID" ] || continue
  if [ "${#OTHERS[@]}" -gt 0 ]; then
    for ID in "${OTHERS[@]}"; do
      GROUPS_NOW="$(aws ec2 describe-vpc-endpoints --region "$REGION" --vpc-endpoint-ids "$ID" \
        --query 'VpcEndpoints[0].Groups[].GroupId' --output text)"
      case "$GROUPS_NOW" in
        *"$SG"*)
          aws ec2 modify-vpc-endpoint --region "$REGION" --vpc-endpoint-id "$ID" \
            --remove-security-group-ids "$SG" >/dev/null
          say "took $SG off $ID"
          ;;
      esac
    done
  fi
  # AWS lets go of it some time after the endpoint is gone.
  until ANSWER="$(aws ec2 delete-security-group --region "$REGION" --group-id "$SG" 2>&1 >/dev/null)"; do
    case "$ANSWER" in
      *InvalidGroup.NotFound*) break ;;
      *DependencyViolation*) say "$SG is still in use" ;;
      *) fail "$ANSWER" ;;
    esac
    [ "$(date +%s)" -lt "$DEADLINE" ] ||
      fail "$SG is still in use after $WAIT_SECONDS s: $ANSWER. Run this script again later: it goes on from here."
    sleep "$POLL_SECONDS"
  done
  say "deleted $SG"
done <<<"$SG_ROWS"

[ "${#OTHERS[@]}" -eq 0 ] || say "left as it is, as aws-cli.sh did not make it: ${OTHERS[*]}"
say "done"
