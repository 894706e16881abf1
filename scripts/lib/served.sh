# A running appliance with made-up mail, for benchmarks that ask it. Sourced by them.

SEARCH_MESSAGES=${MAILCASK_BENCH_MESSAGES:-1000000}
SEARCH_HEAP=512m

# search_java CLASS ARGUMENTS...: prints NAME=NUMBER lines
search_java() {
  "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" "-Xmx$SEARCH_HEAP" \
    -cp "$ROOT/target/mailcask.jar:$ROOT/target/lib/*:$BENCH_CLASSES" "dev.mailcask.bench.$@"
}

# figure NAME FILE
figure() { sed -n "s/^$1=//p" "$2"; }

# told NAME FILE PREFIX: a line of percentiles
told() {
  printf '  %-28s p50 %.1f ms, p99 %.1f ms, at most %.0f ms\n' "$3" \
    "$(figure "$1P50" "$2")" "$(figure "$1P99" "$2")" "$(figure "$1Max" "$2")"
}

# wait_for PATTERN FILE
wait_for() {
  local i
  for i in $(seq 600); do
    grep -q "$1" "$2" 2>/dev/null && return
    sleep 0.1
  done
  die "never said $1: $(cat "$2")"
}

# serve_generated: an archive of so many messages in $WORK/data, and an appliance with a first user; sets SITE and SERVING.
# Figures of the index are in $WORK/million.
serve_generated() {
  local out="$WORK/serve.out"
  timed search_java IndexBench generate "$SEARCH_MESSAGES" "$WORK/data" >/dev/null
  timed search_java IndexBench build "$WORK/data" 1 >"$WORK/million"
  (JAVA_OPTIONS+=("-Xmx$SEARCH_HEAP"); exec_mailcask --data "$WORK/data" serve --port 0) >"$out" 2>&1 &
  SERVING=$!
  trap 'kill ${SERVING:-} ${GENERATED:-} 2>/dev/null || true; rm -rf "$WORK"' EXIT
  wait_for 'http://.*#' "$out"
  SITE=$(grep -o 'http://[^ ]*#[^ ]*' "$out" | head -1)
  search_java SearchBench sign-in "$SITE"
}
