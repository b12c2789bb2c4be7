# The demo server that the browser tests and promtool run against, sourced by .ci/run.

server_url=
server_data=$(mktemp -d)
server_pid=
trap 'if [ -n "$server_pid" ]; then kill "$server_pid" 2>/dev/null || true; fi; rm -rf "$server_data"' EXIT

start_server() {
  # The tests sign in and click faster than a person.
  PROSPECT_RATE_PER_SECOND=10000 PROSPECT_RATE_BURST=100000 \
    "$target/debug/prospect" serve --demo --bind 127.0.0.1:0 --data "$server_data" \
    >"$server_data/server.log" 2>&1 &
  server_pid=$!
  wait_for grep --quiet 'Prospect is ready at' "$server_data/server.log" || {
    cat "$server_data/server.log"
    return 1
  }
  server_url=$(sed -n 's/^Prospect is ready at //p' "$server_data/server.log")
  wait_for curl --silent --fail "$server_url/readyz"
}

stop_server() {
  [ -n "$server_pid" ] || { echo "the server did not run"; return 1; }
  kill -TERM "$server_pid"
  local status=0
  wait "$server_pid" || status=$?
  server_pid=
  [ "$status" -eq 0 ] || { cat "$server_data/server.log"; return "$status"; }
}

openapi_is_current() {
  "$target/debug/prospect" openapi | diff -u docs/openapi.json -
}

# Every test must run: a skipped one proves nothing.
end_to_end() {
  local token output status=0
  token=$(sed -n 's/.*setup?token=//p' "$server_data/server.log")
  output=$(mktemp)
  PROSPECT_URL=$server_url PROSPECT_SETUP_TOKEN=$token npm --prefix ui run e2e >"$output" 2>&1 || status=$?
  cat "$output"
  if grep -Eq '^ +[0-9]+ skipped' "$output"; then
    echo "tests were skipped"
    status=1
  fi
  rm -f "$output"
  return "$status"
}

check_metrics() {
  curl --silent --fail "$server_url/metrics" | promtool check metrics
}
