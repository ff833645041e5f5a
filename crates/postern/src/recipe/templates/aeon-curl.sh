#!/usr/bin/env bash
# Shows the private service endpoint as the Aeon API returns it. The API key is read from YBM_API_KEY and passed
# to curl so that it doesn't appear in the process list.
# Save this file and run: bash aeon-curl.sh (if pasted into a terminal, an error would close the terminal).
set -euo pipefail

#@variables

: "${YBM_API_KEY:?put an API key of YugabyteDB Aeon into YBM_API_KEY first}"

# Stop if a value at the top is still blank.
for VALUE in "$ACCOUNT_ID" "$PROJECT_ID" "$ENDPOINT_ID"; do
  case "$VALUE" in "<fill in: "*)
    printf 'ERROR: replace %s at the top of this script\n' "$VALUE" >&2
    exit 1
    ;;
  esac
done

# The status is checked here, since curl before 7.76 can't both fail and print the answer.
ANSWER="$(curl --silent --show-error --write-out '\n%{http_code}' \
  --header @<(printf 'Authorization: Bearer %s' "$YBM_API_KEY") \
  --header "Accept: application/json" \
  "$API/accounts/$ACCOUNT_ID/projects/$PROJECT_ID/$COLLECTION/$ENDPOINT_ID" | tr -d '\r')"
STATUS="${ANSWER##*$'\n'}"
printf '%s\n' "${ANSWER%$'\n'*}"
case "$STATUS" in 2??) ;; *)
  printf 'ERROR: HTTP status %s\n' "$STATUS" >&2
  exit 22
  ;;
esac
