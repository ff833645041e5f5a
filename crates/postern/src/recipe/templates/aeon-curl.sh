#!/usr/bin/env bash
# The private service endpoint as the Aeon API gives it. The API key is taken from YBM_API_KEY, and handed
# to curl without showing up in the list of processes.
# Save it and run: bash aeon-curl.sh (pasted into a terminal, an error would close that).
set -euo pipefail

#@variables

: "${YBM_API_KEY:?put an API key of YugabyteDB Aeon into YBM_API_KEY first}"

# Nothing is asked while a value at the top is still to be filled in.
for VALUE in "$ACCOUNT_ID" "$PROJECT_ID" "$ENDPOINT_ID"; do
  case "$VALUE" in "<fill in: "*)
    printf 'ERROR: give a value instead of %s at the top of this script\n' "$VALUE" >&2
    exit 1
    ;;
  esac
done

curl --fail-with-body --silent --show-error \
  --header @<(printf 'Authorization: Bearer %s' "$YBM_API_KEY") \
  --header "Accept: application/json" \
  "$API/accounts/$ACCOUNT_ID/projects/$PROJECT_ID/clusters/$CLUSTER_ID/$COLLECTION/$ENDPOINT_ID"
