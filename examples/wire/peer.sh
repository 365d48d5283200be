#!/bin/sh
# Somebody to write to, with curl and a running `sigsim serve`:
#
#   sh peer.sh http://127.0.0.1:8001 TOKEN
#
# logs Bob in, waits for a message, and prints what he has heard.
set -eu
world="${1%/}/control/worlds/default"
token="$2"

ask() {
  method="$1" path="$2"
  shift 2
  curl --silent --show-error --fail-with-body -X "$method" -H "Authorization: Bearer $token" \
    -H 'Content-Type: application/json' "$world$path" "$@"
}

ask POST /steps -d '{ "steps": [
  { "by": "client", "client": "bob", "do": "login", "args": { "account": "bob" } } ] }' >/dev/null
ask GET '/clients/bob/callbacks?from=0&waitMs=30000' >/dev/null
echo 'bob is online'
ask GET '/clients/bob/callbacks?from=1&waitMs=30000'
echo
