#!/usr/bin/env bash
# Does the private link work from here? Run this on a machine in the application's network: it looks the
# name up, then connects to each port. It needs bash and a program that resolves names (getent, else dig,
# host or nslookup), and changes nothing.
# Save it and run: bash check.sh [HOST [PORT...]] (pasted into a terminal, its end would close that).
set -euo pipefail

#@variables

if [ "$#" -gt 0 ]; then
  PSE_HOST="$1"
  shift
fi
if [ "$#" -gt 0 ]; then PORTS=("$@"); fi
# Nothing is asked while the host is still to be filled in.
case "$PSE_HOST" in "<fill in: "*)
  printf 'ERROR: give a value instead of %s at the top of this script, or name a host after it\n' "$PSE_HOST" >&2
  exit 1
  ;;
esac
# How long to wait for an answer, in seconds.
TIMEOUT_SECONDS="${TIMEOUT_SECONDS:-5}"
# Error messages are compared below.
export LC_ALL=C
BAD=0

has_command() { command -v "$1" >/dev/null 2>&1; }

# addresses HOST: its addresses, one a line, as the first resolver that is there gives them.
addresses() {
  if has_command getent; then
    # Not every getent can be asked for IPv4 alone.
    getent ahostsv4 "$1" || getent ahosts "$1"
  elif has_command dig; then
    dig +short "$1" A
  elif has_command host; then
    host "$1"
  elif has_command nslookup; then
    nslookup "$1"
  else
    echo "FAIL there is no getent, dig, host or nslookup here" >&2
    return 99
  fi
}

# is_private ADDRESS: whether it can't be a public one.
is_private() {
  case "$1" in
    10.* | 127.* | 192.168.* | 172.1[6-9].* | 172.2[0-9].* | 172.3[01].*) return 0 ;;
    100.6[4-9].* | 100.[7-9][0-9].* | 100.1[01][0-9].* | 100.12[0-7].*) return 0 ;;
    ::1 | [Ff][CcDd]??:*) return 0 ;;
    *) return 1 ;;
  esac
}

# probe ADDRESS PORT: connects, and prints "open" or the reason why not; nothing in time prints nothing.
# Waiting is done by read, as "timeout" is not everywhere. Where packets are dropped an attempt goes on for
# minutes: it must not hold what this script was given for its output, or its caller waits as long.
probe() {
  local line=""
  IFS= read -r -t "$TIMEOUT_SECONDS" line < <(
    exec </dev/null 2>&1
    exec 3<>"/dev/tcp/$1/$2" && echo open
  ) || true
  give_up "${!:-}"
  printf '%s' "$line"
}

# give_up ID: ends an attempt. Before version 4.4 bash doesn't tell its id: it ends by itself.
give_up() { [ -z "$1" ] || kill "$1" 2>/dev/null || true; }

# speaks_ysql ADDRESS PORT: asks as PostgreSQL clients do whether TLS is spoken: S (yes) or N (no).
speaks_ysql() {
  local letter=""
  IFS= read -r -n 1 -t "$TIMEOUT_SECONDS" letter < <(
    exec </dev/null 2>/dev/null
    exec 3<>"/dev/tcp/$1/$2" && printf '\0\0\0\10\4\322\26\57' >&3 && IFS= read -r -n 1 -t "$TIMEOUT_SECONDS" answer <&3 && printf '%s' "$answer"
  ) || true
  give_up "${!:-}"
  printf '%s' "$letter"
}

# 1. The name. Whatever looks like an address in the resolver's answer is one; each is taken once. An
#    endpoint has IPv4 addresses: others count only where there are none.
RESOLVED=()
RESOLVED_V6=()
ANSWER="$(addresses "$PSE_HOST")" || {
  [ "$?" -ne 99 ] || exit 1
}
while read -r FIRST REST; do
  # "name has address 10.0.0.1", "Address: 10.0.0.1", "10.0.0.1 STREAM name"
  case "$FIRST" in
    Address:) WORD="${REST%% *}" ;;
    Name: | Server:) continue ;;
    *)
      case "$REST" in
        "has address "* | "has IPv6 address "*) WORD="${REST##* }" ;;
        *) WORD="$FIRST" ;;
      esac
      ;;
  esac
  for SEEN in ${RESOLVED[@]+"${RESOLVED[@]}"} ${RESOLVED_V6[@]+"${RESOLVED_V6[@]}"}; do
    [ "$SEEN" != "$WORD" ] || continue 2
  done
  # What nslookup prints of its own server ends in that server's port.
  case "$WORD" in
    *[!0-9A-Fa-f.:]* | "" | *.*:*) ;;
    *:*:*) RESOLVED_V6+=("$WORD") ;;
    *.*.*.*) RESOLVED+=("$WORD") ;;
  esac
done <<<"$ANSWER"
if [ "${#RESOLVED[@]}" -eq 0 ] && [ "${#RESOLVED_V6[@]}" -gt 0 ]; then RESOLVED=("${RESOLVED_V6[@]}"); fi
if [ "${#RESOLVED[@]}" -eq 0 ]; then
  echo "FAIL $PSE_HOST does not resolve here. On AWS: private DNS of the endpoint, and both DNS attributes of the VPC. On Azure: the zone, its A record, and its link to this VNet. With a DNS server of your own: a forwarder for this name. After a change, wait a few minutes."
  exit 1
fi

# 2. Each address, and each port.
for ADDRESS in "${RESOLVED[@]}"; do
  if is_private "$ADDRESS"; then
    echo "ok   $PSE_HOST -> $ADDRESS (private)"
  else
    echo "WARN $PSE_HOST -> $ADDRESS is a public address: from here the name does not lead to the private link (unless the network uses a public range)"
    BAD=1
  fi
  for PORT in "${PORTS[@]}"; do
    RESULT="$(probe "$ADDRESS" "$PORT")"
    case "$RESULT" in
      open)
        echo "ok   $ADDRESS:$PORT open"
        if [ "$PORT" = 5433 ]; then
          case "$(speaks_ysql "$ADDRESS" "$PORT")" in
            S) echo "ok   $ADDRESS:$PORT answers as YSQL does, with TLS" ;;
            N) echo "note $ADDRESS:$PORT answers as PostgreSQL does, but without TLS, which Aeon always has" ;;
            *) echo "note $ADDRESS:$PORT did not answer as YSQL does: is the cluster running?" ;;
          esac
        fi
        ;;
      "")
        echo "FAIL $ADDRESS:$PORT no answer in $TIMEOUT_SECONDS s: something drops it (the endpoint's security group or the NSG, or what this machine may send), or the endpoint is not connected yet"
        BAD=1
        ;;
      *refused*)
        echo "FAIL $ADDRESS:$PORT refused: the way there is open, but nothing listens (YCQL switched off, cluster paused)"
        BAD=1
        ;;
      *nreachable*)
        echo "FAIL $ADDRESS:$PORT unreachable: there is no route from this subnet"
        BAD=1
        ;;
      *)
        echo "FAIL $ADDRESS:$PORT $RESULT"
        BAD=1
        ;;
    esac
  done
done
exit "$BAD"
