# Indexing beside mu and notmuch on the same mail; then a million messages in the running appliance, searched over HTTP by
# eight at once, alone and while a backup runs. Sourced by bench.

. "$ROOT/scripts/lib/served.sh"
SEARCH_SECONDS=${MAILCASK_BENCH_SECONDS:-30}

for tool in mu:maildir-utils notmuch; do
  command -v "${tool%:*}" >/dev/null || install_packages "${tool#*:}"
done
compile_bench

mailcask() { (exec_mailcask --data "$WORK/data" --json "$@"); }

index_mailcask() {
  rm -rf "$WORK/indexed/index"
  timed search_java IndexBench build "$WORK/indexed" 1 >"$WORK/figures"
}

# In a process that has done so before, as the appliance has.
index_mailcask_running() {
  rm -rf "$WORK/indexed/index"
  search_java IndexBench build "$WORK/indexed" 3 >"$WORK/running"
}

index_mu() {
  rm -rf "$WORK/mu"
  mu init --muhome="$WORK/mu" --maildir="$WORK/maildir" >/dev/null
  timed mu index --muhome="$WORK/mu" --quiet
}

index_notmuch() {
  rm -rf "$WORK/maildir/.notmuch"
  printf '[database]\npath=%s\n[user]\nname=bench\nprimary_email=bench@example.org\n[new]\ntags=new\n' \
    "$WORK/maildir" >"$WORK/notmuch-config"
  timed env NOTMUCH_CONFIG="$WORK/notmuch-config" notmuch new --quiet
}

size_of() { du -sb "$1" | cut -f1; }

search_indexing() {
  local mail ours=() running=() mu=() notmuch=() i raw
  mail=$(corpus list-linux-raid)
  mkdir -p "$WORK/maildir/cur" "$WORK/maildir/new" "$WORK/maildir/tmp"
  find "$mail" -type f | awk -v to="$WORK/maildir/cur" '{ printf "%s\n%s/%d:2,S\n", $0, to, NR }' | xargs -d '\n' -n 2 cp
  search_java IndexBench store "$mail" "$WORK/indexed"
  for i in $(seq "$RUNS"); do
    index_mailcask
    ours+=("$SECONDS_TAKEN")
    index_mailcask_running
    running+=("$(figure indexSeconds "$WORK/running")")
    index_mu
    mu+=("$SECONDS_TAKEN")
    index_notmuch
    notmuch+=("$SECONDS_TAKEN")
  done
  raw=$(figure rawBytes "$WORK/figures")
  OURS=$(median "${ours[@]}")
  RUNNING=$(median "${running[@]}")
  MU=$(median "${mu[@]}")
  NOTMUCH=$(median "${notmuch[@]}")
  INDEX_RATIO=$(figure indexRatio "$WORK/figures")
  echo "search: indexing $(figure messages "$WORK/figures") messages, $((raw / 1000000)) MB; load $(cut -d' ' -f1-3 /proc/loadavg)"
  echo "  Mailcask, running            $RUNNING s (${running[*]}), index $INDEX_RATIO of the raw bytes"
  echo "  Mailcask, new process        $OURS s (${ours[*]})"
  echo "  mu                           $MU s (${mu[*]}), $(ratio "$(size_of "$WORK/mu")" "$raw")"
  echo "  notmuch                      $NOTMUCH s (${notmuch[*]}), $(ratio "$(size_of "$WORK/maildir/.notmuch")" "$raw")"
  echo "  times as fast as mu          running $(ratio "$MU" "$RUNNING"), new process $(ratio "$MU" "$OURS")"
  echo "  times as fast as notmuch     running $(ratio "$NOTMUCH" "$RUNNING"), new process $(ratio "$NOTMUCH" "$OURS")"
}

# of_serving FIELD: of the appliance's memory, in MiB
of_serving() { awk -v field="$1:" '$1 == field { print int($2 / 1024) }' "/proc/$SERVING/status"; }

search_million() {
  serve_generated
  echo "search: $SEARCH_MESSAGES messages, heap $SEARCH_HEAP, eight at once over HTTP; load $(cut -d' ' -f1-3 /proc/loadavg)"
  echo "  indexed                      $(figure indexSeconds "$WORK/million") s, index $(figure indexRatio "$WORK/million") of the raw bytes"
  search_java SearchBench query "$SITE" "$SEARCH_SECONDS" >"$WORK/alone"
  search_java SearchBench facets "$SITE" "$SEARCH_SECONDS" >"$WORK/counts"
  told search "$WORK/alone" "hits"
  told of_counts "$WORK/counts" "counts and timeline"
  sed -n 's/^of_\(.*\)P99=\(.*\)/    \1 \2/p' "$WORK/alone"
  search_java PullBench generate $((SEARCH_MESSAGES * 2 / 5)) 0 >"$WORK/generated" &
  GENERATED=$!
  wait_for . "$WORK/generated"
  echo secret | mailcask account add more --host 127.0.0.1 --port "$(cat "$WORK/generated")" --security none --user more \
    --schedule '' --password-stdin >/dev/null
  mailcask backup more >"$WORK/backup.json" &
  local backing=$!
  sleep 2
  search_java SearchBench lag "$SITE" 20 >"$WORK/lag"
  search_java SearchBench query "$SITE" "$SEARCH_SECONDS" >"$WORK/during"
  kill -0 $backing 2>/dev/null || say "the backup ended before the searches: take more messages"
  told search "$WORK/during" "hits while a backup runs"
  told lag "$WORK/lag" "committed until searchable"
  wait $backing || die "the backup failed: $(cat "$WORK/backup.json")"
  echo "  resident                     $(of_serving RssAnon) MiB of its own; $(of_serving VmHWM) MiB at most, files mapped included"
  kill "$SERVING" "$GENERATED"
}

search_indexing
search_million
printf '{"mailcask":%s,"newProcess":%s,"mu":%s,"notmuch":%s,"indexRatio":%s,"p50":%s,"p99":%s,"countsP99":%s,"duringBackupP99":%s,"lagMax":%s}\n' \
  "$RUNNING" "$OURS" "$MU" "$NOTMUCH" "$INDEX_RATIO" "$(figure searchP50 "$WORK/alone")" "$(figure searchP99 "$WORK/alone")" \
  "$(figure of_countsP99 "$WORK/counts")" "$(figure searchP99 "$WORK/during")" "$(figure lagMax "$WORK/lag")" \
  >"$RESULTS/search.json"
