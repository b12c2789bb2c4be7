# What the machine must have, sourced by .ci/run. Everything that is built or
# downloaded lies outside the clone when CI is set, so that the next run is warm.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/prospect-ci
mkdir -p "$cache"
if [ -n "${CI:-}" ]; then
  export CARGO_TARGET_DIR=$cache/target
fi
target=${CARGO_TARGET_DIR:-$root/target}
# No incremental state: a clean build is smaller and faster without it.
export CARGO_INCREMENTAL=0
export PATH=$cache/tools/bin:$cache/venv/bin:$PATH
export PIP_DISABLE_PIP_VERSION_CHECK=1
export PROSPECT_SHARED=${PROSPECT_SHARED:-$root/../shared}
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

# A database of this run's own, so that two runs on one machine do not meet.
database=prospect_ci_$$
postgresql_url=postgres://prospect_ci:prospect_ci@127.0.0.1:5432/$database

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v pg_ctlcluster >/dev/null || missing+=(postgresql)
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v soffice >/dev/null || missing+=(libreoffice-calc)
  command -v promtool >/dev/null || missing+=(prometheus)
  command -v docker-compose >/dev/null || missing+=(docker-compose)
  command -v shellcheck >/dev/null || missing+=(shellcheck)
  command -v curl >/dev/null || missing+=(curl)
  [ ${#missing[@]} -eq 0 ] && return 0
  as_root apt-get update -qq
  # The packages' own services are not wanted on a build machine.
  printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
  as_root chmod +x /usr/sbin/policy-rc.d
  local status=0
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || status=$?
  as_root rm -f /usr/sbin/policy-rc.d
  return "$status"
}

# Without optimisation: they compile in half the time and run for seconds only.
install_cargo_tools() {
  local tool
  for tool in cargo-machete@0.9.2 cargo-deny@0.20.2 cargo-nextest@0.9.143; do
    command -v "${tool%@*}" >/dev/null && continue
    cargo install --quiet --locked --debug --root "$cache/tools" \
      --target-dir "$cache/tools-target" "$tool" || return
  done
}

install_python_tools() {
  [ -x "$cache/venv/bin/pip" ] || python3 -m venv "$cache/venv" || return
  "$cache/venv/bin/pip" install --quiet --requirement .ci/requirements.txt
}

start_postgresql() {
  if ! pg_isready --quiet --host 127.0.0.1; then
    local version
    version=$(find /etc/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -n | tail -1)
    as_root pg_ctlcluster --skip-systemctl-redirect "$version" main start
  fi
  wait_for pg_isready --quiet --host 127.0.0.1 || return
  as_postgres "DO \$\$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'prospect_ci') THEN
        CREATE ROLE prospect_ci LOGIN CREATEDB PASSWORD 'prospect_ci';
      END IF;
    END \$\$" &&
    as_postgres "CREATE DATABASE $database OWNER prospect_ci"
}

as_postgres() {
  as_root su postgres -c "psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 postgres" <<<"$1"
}

drop_database() {
  as_postgres "DROP DATABASE IF EXISTS $database"
}

start_redis() {
  if ! redis-cli -h 127.0.0.1 ping >/dev/null 2>&1; then
    redis-server --daemonize yes --bind 127.0.0.1 --save '' --appendonly no >/dev/null
  fi
  wait_for redis-cli -h 127.0.0.1 ping
}

# Tries for half a minute.
wait_for() {
  local attempt
  for attempt in $(seq 1 60); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.5
  done
  echo "gave up waiting after $attempt tries: $*" >&2
  return 1
}

rust_tests() {
  # CI makes the database tests fail, not skip, without a server.
  CI=true PROSPECT_TEST_POSTGRES=$postgresql_url \
    cargo nextest run --workspace --locked --no-fail-fast --hide-progress-bar
}

shell_scripts() {
  shellcheck --external-sources .ci/run
}

compose_config() {
  POSTGRES_PASSWORD=check docker-compose \
    --file deploy/compose/dev/compose.yaml config --quiet
}
