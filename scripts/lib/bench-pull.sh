# Fetching beside mbsync, which only fetches and does not wait for the disk: fetched and durable; the same with 40 ms to
# the server and back; a whole first backup, until it is searchable, beside mbsync and notmuch. Sourced by bench.

ROUND_TRIP=40

for tool in mbsync:isync notmuch; do
  command -v "${tool%:*}" >/dev/null || install_packages "${tool#*:}"
done
compile_bench

# pull_mbsync PORT
pull_mbsync() {
  rm -rf "$WORK/maildir"
  mkdir -p "$WORK/maildir"
  cat >"$WORK/mbsyncrc" <<RC
FSync no

IMAPAccount bench
Host 127.0.0.1
Port $1
User bench
Pass secret
SSLType None
AuthMechs LOGIN
PipelineDepth 50

IMAPStore far
Account bench

MaildirStore near
Path $WORK/maildir/
Inbox $WORK/maildir/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Near
SyncState *
RC
  timed mbsync -c "$WORK/mbsyncrc" -a -q
}

# Indexes what mbsync fetched.
pull_notmuch() {
  printf '[database]\npath=%s\n[user]\nname=bench\nprimary_email=bench@example.org\n[new]\ntags=new\n' \
    "$WORK/maildir" >"$WORK/notmuch-config"
  rm -rf "$WORK/maildir/.notmuch"
  timed env NOTMUCH_CONFIG="$WORK/notmuch-config" notmuch new --quiet
}

# pull_bench ARGUMENTS...: prints NAME=NUMBER lines
pull_bench() { (exec_pull_bench "$@"); }

# Replaces the shell by the benchmark, so that who started it can end it.
exec_pull_bench() {
  exec "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" -Xmx256m \
    -cp "$ROOT/target/mailcask.jar:$ROOT/target/lib/*:$BENCH_CLASSES" dev.mailcask.bench.PullBench "$@"
}

# figure NAME: of what pull_bench printed into $WORK/figures
figure() { sed -n "s/^$1=//p" "$WORK/figures"; }

mailcask() { (JAVA_OPTIONS+=(${MAILCASK_JAVA_OPTIONS:-}); exec_mailcask --data "$WORK/data" --json "$@"); }

pull_mailcask() {
  rm -rf "$WORK/data"
  echo secret | mailcask account add bench --host 127.0.0.1 --port "$DOVECOT_PORT" --security none --user bench \
    --password-stdin >/dev/null
  timed mailcask backup bench >"$WORK/backup.json"
  distinct=$(mailcask stats | sed 's/.*"messages" *: *\([0-9]*\).*/\1/')
}

# pull_fetching WHERE PORT: mbsync, and Mailcask fetching and committing alone; adds to lines and figures
pull_fetching() {
  local where=$1 port=$2 i peers=() peer
  for i in $(seq "$RUNS"); do
    pull_mbsync "$port"
    peers+=("$SECONDS_TAKEN")
  done
  peer=$(median "${peers[@]}")
  pull_bench backup "$port" bench "$WORK/pull" $((RUNS + 3)) >"$WORK/figures" || die "the backup failed"
  lines+=("  $where: mbsync, fsync off                     $peer s   (${peers[*]})"
    "  $where: mailcask, durable, running appliance  $(figure pullSeconds) s, $(figure pullCpuSeconds) s of CPU: $(ratio "$peer" "$(figure pullSeconds)") times as fast"
    "  $where: mailcask, durable, new process        $(figure pullFirstSeconds) s: $(ratio "$peer" "$(figure pullFirstSeconds)") times as fast")
  figures+=("\"$where-mbsync\":$peer" "\"$where-warm\":$(figure pullSeconds)" "\"$where-cold\":$(figure pullFirstSeconds)")
}

pull() {
  local from count i ours=() peers=() nothing=() changed=() lines=() figures=()
  from=$(corpus list-linux-raid)
  start_dovecot "$WORK/dovecot"
  say "loading the mail ..."
  load_mail bench INBOX "$from"
  load_mail other INBOX "$(corpus spamassassin)"
  count=$(find "$from" -type f | wc -l)

  pull_bench drain "$DOVECOT_PORT" bench "$count" 5 >"$WORK/figures"
  lines+=("  the server alone, bytes thrown away: $(figure drain1Seconds) s over 1 connection, $(figure drain2Seconds) s over 2, $(figure drain4Seconds) s over 4")
  pull_fetching near "$DOVECOT_PORT"
  (exec_pull_bench far "$DOVECOT_PORT" "$ROUND_TRIP") >"$WORK/far" &
  FAR=$!
  trap 'kill $FAR 2>/dev/null || true; stop_dovecot; rm -rf "$WORK"' EXIT
  for i in $(seq 100); do
    [ -s "$WORK/far" ] && break
    sleep 0.1
  done
  pull_fetching far "$(cat "$WORK/far")"
  kill "$FAR"
  wait "$FAR" || true

  for i in $(seq "$RUNS"); do
    pull_mailcask
    ours+=("$SECONDS_TAKEN")
    searchable=$(mailcask search '' --limit 1 | sed 's/.*"indexed" *: *\([0-9]*\).*/\1/')
    [ "$searchable" = "$distinct" ] || die "after the backup $searchable messages are searchable, not $distinct"
    timed mailcask backup bench >"$WORK/second.json"
    nothing+=("$SECONDS_TAKEN")
    pull_change "$from"
    timed mailcask backup bench >"$WORK/third.json"
    changed+=("$SECONDS_TAKEN")
    say "run $i: first ${ours[-1]} s; nothing new ${nothing[-1]} s; 50 new and 50 gone ${changed[-1]} s"
  done
  pull_running
  pull_mbsync "$DOVECOT_PORT"
  peers=("$SECONDS_TAKEN")
  pull_notmuch
  peers+=("$SECONDS_TAKEN")
  stop_dovecot
  lines+=("  searchable: mbsync and then notmuch new       ${peers[0]} + ${peers[1]} s"
    "  searchable: mailcask backup, new process      $(median "${ours[@]}") s   (${ours[*]}): $(awk -v a="${peers[0]}" -v b="${peers[1]}" -v c="$(median "${ours[@]}")" 'BEGIN { printf "%.1f", (a + b) / c }') times as fast"
    "  searchable: mailcask backup, running appliance $RUNNING s: $(awk -v a="${peers[0]}" -v b="${peers[1]}" -v c="$RUNNING" 'BEGIN { printf "%.1f", (a + b) / c }') times as fast"
    "  mailcask, new process, nothing new            $(median "${nothing[@]}") s   (${nothing[*]})"
    "  mailcask, new process, 50 new and 50 gone     $(median "${changed[@]}") s   (${changed[*]})")
  figures+=("\"mbsync\":${peers[0]}" "\"notmuch\":${peers[1]}" "\"first\":$(median "${ours[@]}")"
    "\"running\":$RUNNING"
    "\"nothing\":$(median "${nothing[@]}")" "\"changed\":$(median "${changed[@]}")")
  echo "pull: $count messages, $RUNS runs, medians (all runs); load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
  printf '%s\n' "${lines[@]}"
  printf '{"messages":%s,%s}\n' "$count" "$(IFS=,; echo "${figures[*]}")" >"$RESULTS/pull.json"
}

# pull_running: the first backup of an account, until it is searchable, by an appliance that has backed up another one;
# sets RUNNING
pull_running() {
  local user
  rm -rf "$WORK/data"
  (JAVA_OPTIONS+=(${MAILCASK_JAVA_OPTIONS:-}); exec_mailcask --data "$WORK/data" serve --port 0) >"$WORK/serve.out" 2>&1 &
  SERVING=$!
  trap 'kill $SERVING 2>/dev/null || true; stop_dovecot; rm -rf "$WORK"' EXIT
  for i in $(seq 300); do
    grep -q http:// "$WORK/serve.out" && break
    sleep 0.1
  done
  for user in other bench; do
    echo secret | mailcask account add "$user" --host 127.0.0.1 --port "$DOVECOT_PORT" --security none --user "$user" \
      --password-stdin >/dev/null
    timed mailcask backup "$user" >"$WORK/running.json"
    sleep 2
  done
  RUNNING=$SECONDS_TAKEN
  kill "$SERVING" && wait "$SERVING" || true
}

# Takes the 50 oldest messages away and adds 50 that were not there.
pull_change() {
  local first
  first=$(doveadm -c "$DOVECOT_DIR/dovecot.conf" search -u bench mailbox INBOX all | awk 'NR == 50 { print $2 }')
  doveadm -c "$DOVECOT_DIR/dovecot.conf" expunge -u bench mailbox INBOX uid "1:$first"
  mkdir -p "$WORK/fresh"
  for n in $(seq 50); do
    printf 'From: bench@example.org\nSubject: fresh %s\nMessage-ID: <%s.%s@example.org>\n\nnew %s\n' \
      "$n" "$n" "$RANDOM$RANDOM" "$n" >"$WORK/fresh/$n.eml"
  done
  load_mail bench INBOX "$WORK/fresh"
}

pull
