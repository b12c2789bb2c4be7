# The demo server that the browser tests, schemathesis and promtool run
# against, sourced by .ci/run.

server_url=http://127.0.0.1:8765
server_data=$(mktemp -d)
server_pid=
trap 'if [ -n "$server_pid" ]; then kill "$server_pid" 2>/dev/null || true; fi; rm -rf "$server_data"' EXIT

start_server() {
  "$target/debug/prospect" serve --demo --bind "${server_url#http://}" --data "$server_data" \
    >"$server_data/server.log" 2>&1 &
  server_pid=$!
  if ! wait_for curl --silent --fail "$server_url/readyz"; then
    cat "$server_data/server.log"
    return 1
  fi
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

end_to_end() {
  PROSPECT_URL=$server_url PROSPECT_BINARY=$target/debug/prospect npm --prefix ui run e2e
}

api_fuzz() {
  schemathesis run "$server_url/api/openapi.json" \
    --checks all --max-examples 20 --seed 1 --workers 2 --no-color
}

check_metrics() {
  curl --silent --fail "$server_url/metrics" | promtool check metrics
}
