#!/usr/bin/env bash
# Creates or shows the private service endpoint on the Aeon side with the vendor's command-line client. Sign in
# once with "ybm auth"; no command here contains the API key.
# The first run creates the endpoint if there is none. Later runs show it.
# Save this file and run: bash ybm.sh (if pasted into a terminal, an error would close the terminal).
set -euo pipefail

#@variables

# Stop if a value at the top is still blank.
for VALUE in "$CLUSTER_NAME" "$REGION" ${SECURITY_PRINCIPALS[@]+"${SECURITY_PRINCIPALS[@]}"}; do
  case "$VALUE" in "<fill in: "*)
    printf 'ERROR: replace %s at the top of this script\n' "$VALUE" >&2
    exit 1
    ;;
  esac
done

# The client expects the principals as one comma-separated list.
PRINCIPALS="$(IFS=,; printf '%s' "${SECURITY_PRINCIPALS[*]}")"

# 1. List the region's endpoints. The client exits with an error if there are none.
if ENDPOINTS="$(ybm cluster network endpoint list --cluster-name "$CLUSTER_NAME" --region "$REGION" 2>&1)"; then
  printf '%s\n' "$ENDPOINTS"
else
  case "$ENDPOINTS" in
    *"No endpoints found"*) echo "This region has no endpoint yet." ;;
    *)
      printf '%s\n' "$ENDPOINTS" >&2
      exit 1
      ;;
  esac
fi

# 2. Create it, unless it exists (there is at most one per region).
case "$ENDPOINTS" in
  *PRIVATE_SERVICE_ENDPOINT*) ;;
  *)
    ybm cluster network endpoint create --cluster-name "$CLUSTER_NAME" --region "$REGION" \
      --accessibility-type PRIVATE_SERVICE_ENDPOINT --security-principals "$PRINCIPALS" --wait
    ;;
esac

# 3. Show its service name, host, zones, principals and connections, if its ID is set.
if [ -n "$ENDPOINT_ID" ]; then
  ybm cluster network endpoint describe --cluster-name "$CLUSTER_NAME" --endpoint-id "$ENDPOINT_ID"
else
  echo "To see its service name and host, set ENDPOINT_ID at the top of this script to the ID from this list."
fi

# To change the security principals (this replaces the whole list):
# ybm cluster network endpoint update --cluster-name "$CLUSTER_NAME" --endpoint-id "$ENDPOINT_ID" \
#   --security-principals "$PRINCIPALS"
# To delete the endpoint:
# ybm cluster network endpoint delete --cluster-name "$CLUSTER_NAME" --endpoint-id "$ENDPOINT_ID"
