#!/usr/bin/env bash
# The private service endpoint on Aeon's side, by the vendor's command-line client. Sign in once with
# "ybm auth": the API key is in no command here.
# The first run makes the endpoint where there is none; then this shows what is there.
# Save it and run: bash ybm.sh (pasted into a terminal, an error would close that).
set -euo pipefail

#@variables

# Nothing is done while a value at the top is still to be filled in.
for VALUE in "$CLUSTER_NAME" "$REGION" "${SECURITY_PRINCIPALS[@]}"; do
  case "$VALUE" in "<fill in: "*)
    printf 'ERROR: give a value instead of %s at the top of this script\n' "$VALUE" >&2
    exit 1
    ;;
  esac
done

# The client takes the principals as one list with commas.
PRINCIPALS="$(IFS=,; printf '%s' "${SECURITY_PRINCIPALS[*]}")"

# 1. The endpoints of this region. The client ends with a failure where there is none.
if ENDPOINTS="$(ybm cluster network endpoint list --cluster-name "$CLUSTER_NAME" --region "$REGION" 2>&1)"; then
  printf '%s\n' "$ENDPOINTS"
else
  case "$ENDPOINTS" in
    *"No endpoints found"*) echo "The region has no endpoint yet." ;;
    *)
      printf '%s\n' "$ENDPOINTS" >&2
      exit 1
      ;;
  esac
fi

# 2. Make it, unless it is there (a region takes one).
case "$ENDPOINTS" in
  *PRIVATE_SERVICE_ENDPOINT*) ;;
  *)
    ybm cluster network endpoint create --cluster-name "$CLUSTER_NAME" --region "$REGION" \
      --accessibility-type PRIVATE_SERVICE_ENDPOINT --security-principals "$PRINCIPALS" --wait
    ;;
esac

# 3. With the endpoint's id: its service name, host, zones, principals and connections.
if [ -n "$ENDPOINT_ID" ]; then
  ybm cluster network endpoint describe --cluster-name "$CLUSTER_NAME" --endpoint-id "$ENDPOINT_ID"
else
  echo "To see its service name and host, give the id from this list as ENDPOINT_ID at the top of this script."
fi

# To change who may connect. The list replaces the one that is there, all of it:
# ybm cluster network endpoint update --cluster-name "$CLUSTER_NAME" --endpoint-id "$ENDPOINT_ID" \
#   --security-principals "$PRINCIPALS"
# To delete the endpoint:
# ybm cluster network endpoint delete --cluster-name "$CLUSTER_NAME" --endpoint-id "$ENDPOINT_ID"
