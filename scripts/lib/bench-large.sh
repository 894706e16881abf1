# A mailbox of a million messages, one of them of a gibibyte, with a heap of 256 MiB: the first backup by the running
# appliance, how soon the newest mail is found, and what a second run costs. Sourced by bench.

LARGE_MESSAGES=${MAILCASK_BENCH_MESSAGES:-1000000}
LARGE_BYTES=${MAILCASK_BENCH_LARGEST:-1073741824}
LARGE_HEAP=256m

compile_bench

large_java() { exec "$JAVA_HOME/bin/java" -Xmx512m -cp "$ROOT/target/mailcask.jar:$ROOT/target/lib/*:$BENCH_CLASSES" "$@"; }

mailcask() { (exec_mailcask --data "$WORK/data" --json "$@"); }

# peak PID: the most memory that a process had resident, in MiB
peak() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$1/status"; }

wait_for() {
  local i
  for i in $(seq 300); do
    grep -q "$1" "$2" 2>/dev/null && return
    sleep 0.1
  done
  die "never said $1: $(cat "$2")"
}

large() {
  local first='' indexed began out="$WORK/serve.out" resident
  (large_java dev.mailcask.bench.PullBench generate "$LARGE_MESSAGES" "$LARGE_BYTES") >"$WORK/generated" &
  GENERATED=$!
  trap 'kill ${SERVING:-} $GENERATED 2>/dev/null || true; rm -rf "$WORK"' EXIT
  wait_for . "$WORK/generated"
  echo secret | mailcask account add large --host 127.0.0.1 --port "$(cat "$WORK/generated")" --security none \
    --user large --schedule '' --password-stdin >/dev/null
  (JAVA_OPTIONS+=("-Xmx$LARGE_HEAP"); exec_mailcask --data "$WORK/data" serve --port 0) >"$out" 2>&1 &
  SERVING=$!
  wait_for http:// "$out"
  began=$EPOCHREALTIME
  timed mailcask backup large >"$WORK/large.json" &
  while [ -z "$first" ] && kill -0 $! 2>/dev/null; do
    indexed=$(mailcask search person1 --limit 1 | sed 's/.*"indexed" *: *\([0-9]*\).*/\1/')
    [ "$indexed" = 0 ] || first=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
    sleep 0.5
  done
  wait $! || die "the backup failed: $(cat "$WORK/large.json") $(tail -5 "$out")"
  SECONDS_TAKEN=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
  resident=$(peak "$SERVING")
  say "$(tr -d '\n' <"$WORK/large.json")"
  indexed=$(mailcask search '' --limit 1 | sed 's/.*"indexed" *: *\([0-9]*\).*/\1/')
  [ "$indexed" = "$LARGE_MESSAGES" ] || die "$indexed messages are searchable, not $LARGE_MESSAGES"
  echo "large: $LARGE_MESSAGES messages, one of $LARGE_BYTES bytes, heap $LARGE_HEAP; load $(cut -d' ' -f1-3 /proc/loadavg)"
  echo "  first backup, searchable     $SECONDS_TAKEN s, $resident MiB resident at most"
  echo "  first mail found after       $first s"
  timed mailcask backup large >"$WORK/second.json"
  echo "  nothing new, no CONDSTORE    $SECONDS_TAKEN s, $(peak "$SERVING") MiB resident at most"
  printf '{"messages":%s,"first":%s,"found":%s,"resident":%s}\n' \
    "$LARGE_MESSAGES" "$SECONDS_TAKEN" "$first" "$resident" >"$RESULTS/large.json"
}

large
