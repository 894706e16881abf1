# Attachments that are made to bring their reader down, among ordinary mail, in the running appliance: whether indexing
# goes on, whether each is listed, and what memory that takes beside as much mail without any. Sourced by bench.

HOSTILE_MESSAGES=${MAILCASK_BENCH_MESSAGES:-4000}
HOSTILE_ROUNDS=${MAILCASK_BENCH_ROUNDS:-5}
HOSTILE_TIME=${MAILCASK_EXTRACT_TIME:-10s}

compile_bench

# hostile_java ARGUMENTS...: replaces the shell
hostile_java() {
  exec "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" -Xmx1g -cp "$ROOT/target/mailcask.jar:$ROOT/target/lib/*:$BENCH_CLASSES" \
    "dev.mailcask.bench.$@"
}

mailcask() { (exec_mailcask --data "$WORK/data" --json "$@"); }

# figure NAME FILE
figure() { sed -n "s/^$1=//p" "$2"; }

# wait_for PATTERN FILE
wait_for() {
  local i
  for i in $(seq 600); do
    grep -q "$1" "$2" 2>/dev/null && return
    sleep 0.1
  done
  die "never said $1: $(cat "$2")"
}

# hostile_mailbox NAME FIRST ROUNDS MESSAGES_IN_ALL: backs a mailbox up, and waits until all of it was read
hostile_mailbox() {
  local name=$1 watching
  (hostile_java HostileBench serve "$2" "$HOSTILE_MESSAGES" "$3") >"$WORK/$name.port" &
  MAILBOXES="$MAILBOXES $!"
  wait_for . "$WORK/$name.port"
  echo secret | mailcask account add "$name" --host 127.0.0.1 --port "$(cat "$WORK/$name.port")" --security none \
    --user "$name" --schedule '' --password-stdin >/dev/null
  (hostile_java HostileBench watch "$SITE" "$SERVING" "$WORK/data/tmp" "$4") >"$WORK/$name" &
  watching=$!
  wait_for before= "$WORK/$name"
  timed mailcask backup "$name" >"$WORK/$name.json"
  wait $watching || die "the appliance did not get to the end: $(tail -5 "$WORK/serve.out")"
  printf '  %-28s %s s; resident %s MiB before, %s at most, %s after; readers %s MiB at most\n' "$name mail" \
    "$(figure seconds "$WORK/$name")" "$(figure before "$WORK/$name")" "$(figure most "$WORK/$name")" \
    "$(figure after "$WORK/$name")" "$(figure mostOfReaders "$WORK/$name")"
}

hostile() {
  local out="$WORK/serve.out" all
  rm -rf "$WORK/data"
  MAILBOXES=''
  (export MAILCASK_EXTRACT_TIME=$HOSTILE_TIME; exec_mailcask --data "$WORK/data" serve --port 0) >"$out" 2>&1 &
  SERVING=$!
  trap 'kill ${SERVING:-} $MAILBOXES 2>/dev/null || true; rm -rf "$WORK"' EXIT
  wait_for 'http://.*#' "$out"
  SITE=$(grep -o 'http://[^ ]*#[^ ]*' "$out" | head -1)
  (hostile_java SearchBench sign-in "$SITE")
  echo "hostile: $HOSTILE_MESSAGES messages, every tenth with a file; then as many with hostile files among them;" \
    "$HOSTILE_TIME a file; load $(cut -d' ' -f1-3 /proc/loadavg)"
  hostile_mailbox ordinary 0 0 "$HOSTILE_MESSAGES"
  hostile_mailbox hostile "$HOSTILE_MESSAGES" "$HOSTILE_ROUNDS" $((HOSTILE_MESSAGES * 2))
  all="$WORK/outcome"
  (hostile_java HostileBench outcome "$SITE" "$HOSTILE_MESSAGES" "$HOSTILE_ROUNDS") >"$all" || die "$(cat "$all")"
  echo "  indexed                      $(figure indexed "$all") of $((HOSTILE_MESSAGES * 2)) messages"
  echo "  ordinary files found         $(figure ordinaryFound "$all") of $(figure ordinary "$all")"
  echo "  hostile files                $(figure listed "$all") listed, $(figure read "$all") read all the same, $(figure empty "$all") without any text"
  sed -n 's/^\([A-Z_]*\)=\(.*\)/    \1 \2/p' "$all"
  kill "$SERVING" $MAILBOXES
  printf '{"messages":%s,"indexed":%s,"ordinary":%s,"ordinaryFound":%s,"listed":%s,"read":%s,"empty":%s,"mostOrdinary":%s,"mostHostile":%s,"mostOfReaders":%s}\n' \
    "$((HOSTILE_MESSAGES * 2))" "$(figure indexed "$all")" "$(figure ordinary "$all")" "$(figure ordinaryFound "$all")" \
    "$(figure listed "$all")" "$(figure read "$all")" "$(figure empty "$all")" "$(figure most "$WORK/ordinary")" \
    "$(figure most "$WORK/hostile")" "$(figure mostOfReaders "$WORK/hostile")" >"$RESULTS/hostile.json"
}

hostile
