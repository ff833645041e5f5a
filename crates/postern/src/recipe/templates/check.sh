#!/usr/bin/env bash
# Checks whether the private link works. Run this on a machine in the application's network: it resolves the
# name, then connects to each port. It changes nothing. Requires bash and a program that resolves names
# (getent, dig, host or nslookup).
# Save this file and run: bash check.sh [HOST [PORT...]] (if pasted into a terminal, it would close the
# terminal at its end).
set -euo pipefail

#@variables

if [ "$#" -gt 0 ]; then
  PSE_HOST="$1"
  shift
fi
if [ "$#" -gt 0 ]; then PORTS=("$@"); fi
# Stop if the host is still blank.
case "$PSE_HOST" in "<fill in: "*)
  printf 'ERROR: replace %s at the top of this script, or pass a host as an argument\n' "$PSE_HOST" >&2
  exit 1
  ;;
esac
# How long to wait for an answer, in seconds.
TIMEOUT_SECONDS="${TIMEOUT_SECONDS:-5}"
# Error messages are matched below, so they must be in English.
export LC_ALL=C
BAD=0

has_command() { command -v "$1" >/dev/null 2>&1; }

# addresses HOST: prints the host's addresses, one per line, with the first resolver found.
addresses() {
  if has_command getent; then
    # Not every getent supports ahostsv4.
    getent ahostsv4 "$1" || getent ahosts "$1"
  elif has_command dig; then
    dig +short "$1" A
  elif has_command host; then
    host "$1"
  elif has_command nslookup; then
    nslookup "$1"
  else
    echo "FAIL no getent, dig, host or nslookup on this machine" >&2
    return 99
  fi
}

# is_private ADDRESS: succeeds if the address can't be public.
is_private() {
  case "$1" in
    10.* | 127.* | 192.168.* | 172.1[6-9].* | 172.2[0-9].* | 172.3[01].*) return 0 ;;
    100.6[4-9].* | 100.[7-9][0-9].* | 100.1[01][0-9].* | 100.12[0-7].*) return 0 ;;
    ::1 | [Ff][CcDd]??:*) return 0 ;;
    *) return 1 ;;
  esac
}

# probe ADDRESS PORT: connects and prints "open" or the error, or nothing after the time limit. The limit comes
# from read, since not every system has "timeout". If packets are dropped, an attempt lasts for minutes, so it
# must not hold on to this script's output, or the caller would wait as long.
probe() {
  local line=""
  IFS= read -r -t "$TIMEOUT_SECONDS" line < <(
    exec </dev/null 2>&1
    exec 3<>"/dev/tcp/$1/$2" && echo open
  ) || true
  give_up "${!:-}"
  printf '%s' "$line"
}

# give_up PID: ends an attempt. Bash before 4.4 doesn't give its PID; the attempt then ends by itself.
give_up() { [ -z "$1" ] || kill "$1" 2>/dev/null || true; }

# speaks_ysql ADDRESS PORT: asks for TLS as PostgreSQL clients do, and prints S (yes) or N (no).
speaks_ysql() {
  local letter=""
  IFS= read -r -n 1 -t "$TIMEOUT_SECONDS" letter < <(
    exec </dev/null 2>/dev/null
    exec 3<>"/dev/tcp/$1/$2" && printf '\0\0\0\10\4\322\26\57' >&3 && IFS= read -r -n 1 -t "$TIMEOUT_SECONDS" answer <&3 && printf '%s' "$answer"
  ) || true
  give_up "${!:-}"
  printf '%s' "$letter"
}

# 1. Resolve the name. Everything in the output that looks like an address counts, without duplicates.
#    Endpoints have IPv4 addresses, so IPv6 addresses count only if there are no others.
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
  # nslookup prints its server's address with a port; skip that.
  case "$WORD" in
    *[!0-9A-Fa-f.:]* | "" | *.*:*) ;;
    *:*:*) RESOLVED_V6+=("$WORD") ;;
    *.*.*.*) RESOLVED+=("$WORD") ;;
  esac
done <<<"$ANSWER"
if [ "${#RESOLVED[@]}" -eq 0 ] && [ "${#RESOLVED_V6[@]}" -gt 0 ]; then RESOLVED=("${RESOLVED_V6[@]}"); fi
if [ "${#RESOLVED[@]}" -eq 0 ]; then
  echo "FAIL $PSE_HOST does not resolve here. On AWS, check the endpoint's private DNS and both DNS attributes of the VPC. On Azure, check the DNS zone, its A record and its link to this VNet. With your own DNS server, add a forwarder for this name. After a change, wait a few minutes."
  exit 1
fi

# 2. Check each port at each address.
for ADDRESS in "${RESOLVED[@]}"; do
  if is_private "$ADDRESS"; then
    echo "ok   $PSE_HOST -> $ADDRESS (private)"
  else
    echo "WARN $PSE_HOST -> $ADDRESS is a public address: this name bypasses the private link here (unless the network uses public ranges internally)"
    BAD=1
  fi
  for PORT in ${PORTS[@]+"${PORTS[@]}"}; do
    RESULT="$(probe "$ADDRESS" "$PORT")"
    case "$RESULT" in
      open)
        echo "ok   $ADDRESS:$PORT open"
        if [ "$PORT" = 5433 ]; then
          case "$(speaks_ysql "$ADDRESS" "$PORT")" in
            S) echo "ok   $ADDRESS:$PORT answers like YSQL, with TLS" ;;
            N) echo "note $ADDRESS:$PORT answers like PostgreSQL, but without TLS, which Aeon clusters always use" ;;
            *) echo "note $ADDRESS:$PORT didn't answer like YSQL. Check that the cluster is running" ;;
          esac
        fi
        ;;
      "")
        echo "FAIL $ADDRESS:$PORT no answer in $TIMEOUT_SECONDS s. Check the endpoint's security group or NSG, this machine's outbound rules, and that the endpoint is connected"
        BAD=1
        ;;
      *refused*)
        echo "FAIL $ADDRESS:$PORT refused: the network path works, but nothing listens. Check that the cluster isn't paused and, for 9042, that YCQL is turned on"
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
