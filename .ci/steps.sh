# Running and counting of steps, sourced by .ci/run. A check counts as one; a
# test run counts as many as its runner says.

passed=0
failed=0
failures=()
started=$SECONDS
logs=$(mktemp -d)

# run NAME COMMAND...: runs it with its output in $log, shows the end of the
# output where it fails. Functions run in this shell and may set variables.
run() {
  local name=$1 begin=$SECONDS status=0
  shift
  log=$logs/${name//[^a-zA-Z0-9]/-}.log
  printf '== %s\n' "$name"
  "$@" </dev/null >"$log" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    printf '   ok in %d s\n' $((SECONDS - begin))
  else
    tail -n 120 "$log"
    printf '   FAILED (exit code %d) in %d s\n' "$status" $((SECONDS - begin))
    failures+=("$name")
  fi
  return "$status"
}

check() {
  if run "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
}

# counted WORD: the sum of the numbers before WORD on the summary lines of
# nextest, cargo test, Vitest and Playwright in $log.
counted() {
  sed -e 's/\x1b\[[0-9;]*m//g' "$log" |
    awk -v word="$1" '
      /^ *Summary \[/ || /^test result:/ || /^ *Tests  / || /^ +[0-9]+ (passed|failed|flaky)/ {
        for (i = 2; i <= NF; i++) {
          token = $i
          gsub(/[,;()]/, "", token)
          if (token == word && $(i - 1) ~ /^[0-9]+$/) sum += $(i - 1)
        }
      }
      END { print sum + 0 }'
}

tests() {
  local status=0
  run "$@" || status=$?
  local good bad
  good=$(counted passed)
  bad=$(counted failed)
  printf '   %d passed, %d failed in this step\n' "$good" "$bad"
  passed=$((passed + good))
  failed=$((failed + bad))
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    failed=$((failed + 1))
  elif [ "$status" -eq 0 ] && [ "$good" -eq 0 ]; then
    failures+=("$1: no test ran")
    failed=$((failed + 1))
  fi
}

finish() {
  printf '\n%d s in all\n' $((SECONDS - started))
  local name
  for name in "${failures[@]+"${failures[@]}"}"; do
    printf 'failed: %s\n' "$name"
  done
  rm -rf "$logs"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
