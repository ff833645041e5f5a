#!/usr/bin/env bash
# Removes what aws-cli.sh created: the interface endpoint and its security group. The VPC's DNS attributes
# stay on, since something else may depend on them. Connections through the endpoint are dropped.
# Save this file and run: bash aws-cli-undo.sh (if pasted into a terminal, an error would close the terminal).
# Requires bash 3.2 or later and the AWS CLI, version 1 or 2.
set -euo pipefail

#@variables

# How long to wait for the endpoint to be deleted, and how often to check, in seconds.
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

# look: sorts the endpoints for this service in this VPC. OURS (by name tag) will be deleted, GOING are ours
# that still exist, OTHERS weren't created by aws-cli.sh and stay.
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

# Stop if a value at the top is still blank.
for VALUE in "$REGION" "$SERVICE_NAME" "$VPC_ID"; do
  case "$VALUE" in
    "<fill in: "*) fail "replace $VALUE at the top of this script" ;;
    # The command-line client would read a file, or take it for an option.
    -* | @* | file://* | fileb://* | http://* | https://*) fail "$VALUE at the top of this script isn't a name or an ID" ;;
  esac
done

[ -n "$AWS" ] || fail "the AWS CLI (aws) isn't installed on this machine"

# 1. Delete the endpoint. The call succeeds even if an endpoint couldn't be deleted, so check its output.
look
if [ "${#OURS[@]}" -gt 0 ]; then
  REFUSED="$(aws ec2 delete-vpc-endpoints --region "$REGION" --vpc-endpoint-ids "${OURS[@]}" \
    --query 'Unsuccessful[].Error.Message' --output text)"
  if [ -n "$REFUSED" ] && [ "$REFUSED" != "None" ]; then fail "$REFUSED"; fi
  say "deleting ${OURS[*]}"
fi

# 2. Wait until it is gone, since its network interfaces use the security group until then.
DEADLINE=$(($(date +%s) + WAIT_SECONDS))
look
while [ "${#GOING[@]}" -gt 0 ]; do
  [ "$(date +%s)" -lt "$DEADLINE" ] ||
    fail "${GOING[*]} still exists after $WAIT_SECONDS s. Run this script again later to continue."
  sleep "$POLL_SECONDS"
  look
done

# 3. Delete the security group, after removing it from endpoints that this script doesn't delete.
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
          say "removed $SG from $ID"
          ;;
      esac
    done
  fi
  # AWS releases it some time after the endpoint is gone.
  until ANSWER="$(aws ec2 delete-security-group --region "$REGION" --group-id "$SG" 2>&1 >/dev/null)"; do
    case "$ANSWER" in
      *InvalidGroup.NotFound*) break ;;
      *DependencyViolation*) say "$SG is still in use" ;;
      *) fail "$ANSWER" ;;
    esac
    [ "$(date +%s)" -lt "$DEADLINE" ] ||
      fail "$SG is still in use after $WAIT_SECONDS s: $ANSWER. Run this script again later to continue."
    sleep "$POLL_SECONDS"
  done
  say "deleted $SG"
done <<<"$SG_ROWS"

[ "${#OTHERS[@]}" -eq 0 ] || say "kept, since aws-cli.sh didn't create it: ${OTHERS[*]}"
say "done"
