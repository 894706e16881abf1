# Fetching: a whole first backup (fetched, committed, searchable) beside mbsync, which only fetches. Sourced by bench.

pull_mbsync() {
  rm -rf "$WORK/maildir"
  mkdir -p "$WORK/maildir"
  cat >"$WORK/mbsyncrc" <<RC
FSync no

IMAPAccount bench
Host 127.0.0.1
Port $DOVECOT_PORT
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

mailcask() { (JAVA_OPTIONS+=(${MAILCASK_JAVA_OPTIONS:-}); exec_mailcask --data "$WORK/data" --json "$@"); }

pull_mailcask() {
  rm -rf "$WORK/data"
  echo secret | mailcask account add bench --host 127.0.0.1 --port "$DOVECOT_PORT" --security none --user bench \
    --password-stdin >/dev/null
  timed mailcask backup bench >"$WORK/backup.json"
  distinct=$(mailcask stats | sed 's/.*"messages" *: *\([0-9]*\).*/\1/')
}

pull() {
  local from count i peers=() ours=() nothing=() changed=()
  from=$(corpus list-linux-raid)
  start_dovecot "$WORK/dovecot"
  say "loading the mail ..."
  load_mail bench INBOX "$from"
  count=$(find "$from" -type f | wc -l)
  for i in $(seq "$RUNS"); do
    if command -v mbsync >/dev/null; then
      pull_mbsync
      peers+=("$SECONDS_TAKEN")
      say "run $i: mbsync $SECONDS_TAKEN s"
    fi
    pull_mailcask
    ours+=("$SECONDS_TAKEN")
    say "run $i: mailcask backup, searchable, $SECONDS_TAKEN s"
    searchable=$(mailcask search '' --limit 1 | sed 's/.*"indexed" *: *\([0-9]*\).*/\1/')
    [ "$searchable" = "$distinct" ] || die "after the backup $searchable messages are searchable, not $distinct"
    timed mailcask backup bench >"$WORK/second.json"
    nothing+=("$SECONDS_TAKEN")
    pull_change "$from"
    timed mailcask backup bench >"$WORK/third.json"
    changed+=("$SECONDS_TAKEN")
    say "run $i: nothing new ${nothing[-1]} s; 50 new and 50 gone ${changed[-1]} s: $(cat "$WORK/third.json")"
  done
  stop_dovecot
  local our_median peer_median=
  our_median=$(median "${ours[@]}")
  [ ${#peers[@]} = 0 ] || peer_median=$(median "${peers[@]}")
  {
    echo "pull: $count messages, $RUNS runs, medians (all runs)"
    [ -z "$peer_median" ] || echo "  mbsync, fsync off, fetching alone        $peer_median s   (${peers[*]})"
    echo "  mailcask, fetched, durable, searchable   $our_median s   (${ours[*]})"
    [ -z "$peer_median" ] || echo "  mailcask / mbsync                        $(ratio "$our_median" "$peer_median")"
    echo "  mailcask, nothing new                    $(median "${nothing[@]}") s   (${nothing[*]})"
    echo "  mailcask, 50 new and 50 gone             $(median "${changed[@]}") s   (${changed[*]})"
  }
  printf '{"messages":%s,"mbsync":[%s],"first":[%s],"nothing":[%s],"changed":[%s]}\n' "$count" \
    "$(IFS=,; echo "${peers[*]}")" "$(IFS=,; echo "${ours[*]}")" "$(IFS=,; echo "${nothing[*]}")" \
    "$(IFS=,; echo "${changed[*]}")" >"$RESULTS/pull.json"
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
