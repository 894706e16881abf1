# Later runs inside the running appliance, by what the server can tell: nothing new in eight folders with all the mail
# there is, and a folder of 100,000 messages of which 100 are new, 100 gone and 100 have other flags. Sourced by bench.
#
# Seconds are those that a run takes by its own clock, from connecting to the last commit: no JVM is started for it.

ALL="IMAP4rev1 SASL-IR ID ENABLE IDLE NAMESPACE UIDPLUS LIST-EXTENDED ESEARCH SPECIAL-USE LITERAL+"
declare -A OFFERED=(
  [qresync]="$ALL CONDSTORE QRESYNC LIST-STATUS"
  [condstore]="$ALL CONDSTORE LIST-STATUS"
  [neither]="$ALL"
)
BIG=${MAILCASK_BENCH_FOLDER:-100000}

mailcask() { (JAVA_OPTIONS+=(${MAILCASK_JAVA_OPTIONS:-}); exec_mailcask --data "$WORK/data" --json "$@"); }

admin() { doveadm -c "$DOVECOT_DIR/dovecot.conf" "$@"; }

# offer WHAT: sessions from now on are offered so much
offer() {
  sed -i '/^imap_capability/d' "$DOVECOT_DIR/dovecot.conf"
  echo "imap_capability = ${OFFERED[$1]}" >>"$DOVECOT_DIR/dovecot.conf"
  admin reload
  sleep 1
}

field() { sed "s/.*\"$1\" *: *\\([0-9.]*\\).*/\\1/"; }

# later WHAT: sets TAKEN to the seconds of a run, and dies unless it was complete
later() {
  mailcask backup "$1" >"$WORK/later.json" || die "the backup failed: $(cat "$WORK/later.json")"
  TAKEN=$(tr -d '\n' <"$WORK/later.json" | field seconds)
}

# several ACCOUNT: sets TAKEN to all, and MIDDLE to the median, of five runs
several() {
  local all=() i
  for i in 1 2 3 4 5; do
    later "$1"
    all+=("$TAKEN")
  done
  TAKEN="${all[*]}" MIDDLE=$(median "${all[@]}")
}

# eight_folders: everything in the corpora, dealt out to eight folders
eight_folders() {
  local n name
  mkdir -p "$WORK/eight"
  for name in enron-inboxes fixtures-eml list-linux-raid list-usrp-users-2019-2021 spamassassin; do
    corpus "$name" >/dev/null
    find "$(corpus "$name")" -type f
  done | sort | awk -v to="$WORK/eight" '{ print > (to "/" NR % 8) }'
  for n in 0 1 2 3 4 5 6 7; do
    export TO="$WORK/eight/mail$n"
    mkdir "$TO"
    perl -MFile::Copy -ne 'chomp; copy($_, "$ENV{TO}/$.") or die "$_: $!"' <"$WORK/eight/$n"
    load_mail eight "$([ "$n" = 0 ] && echo INBOX || echo "Folder $n")" "$TO"
  done
  rm -rf "$WORK/eight"
}

big_folder() {
  mkdir -p "$WORK/big"
  perl -e 'for my $n (1 .. $ARGV[1]) { open my $f, ">", "$ARGV[0]/$n.eml"; print $f
    "From: a\@example.org\nSubject: number $n\nMessage-ID: <$n\@example.org>\n\n", "a line of mail $n\n" x (1 + $n % 40) }' \
    "$WORK/big" "$BIG"
  load_mail big INBOX "$WORK/big"
  rm -rf "$WORK/big"
}

# change_some ROUND: 100 new, 100 gone, 100 with other flags, spread over the folder
change_some() {
  local uids gone flagged n
  uids=$(admin search -u big mailbox INBOX all | awk '{ print $2 }')
  gone=$(awk -v step=$((BIG / 101)) -v at="$1" 'NR % step == at && n++ < 100' <<<"$uids" | paste -sd,)
  flagged=$(awk -v step=$((BIG / 101)) -v at="$(($1 + 20))" 'NR % step == at && n++ < 100' <<<"$uids" | paste -sd,)
  admin expunge -u big mailbox INBOX uid "$gone"
  admin flags add -u big '\Flagged' mailbox INBOX uid "$flagged"
  mkdir -p "$WORK/fresh"
  for n in $(seq 100); do
    printf 'From: bench@example.org\nSubject: fresh %s %s\n\nnew\n' "$1" "$n" >"$WORK/fresh/$n.eml"
  done
  load_mail big INBOX "$WORK/fresh"
}

changes() {
  local what i round=0 out="$WORK/serve.out" lines=() figures=()
  start_dovecot "$WORK/dovecot"
  say "loading the mail ..."
  eight_folders
  big_folder
  for i in eight big; do
    echo secret | mailcask account add "$i" --host 127.0.0.1 --port "$DOVECOT_PORT" --security none --user "$i" \
      --password-stdin >/dev/null
  done
  (exec_mailcask --data "$WORK/data" serve --port 0) >"$out" 2>&1 &
  SERVING=$!
  trap 'kill $SERVING 2>/dev/null || true; stop_dovecot; rm -rf "$WORK"' EXIT
  for i in $(seq 300); do
    grep -q http:// "$out" && break
    sleep 0.1
  done
  offer qresync
  for i in eight big; do
    later "$i"
    say "first backup of $i: $TAKEN s: $(tr -d '\n' <"$WORK/later.json" | cut -c1-300)"
  done
  for what in qresync condstore neither; do
    offer "$what"
    several eight
    lines+=("  nothing new, 8 folders, $what: $MIDDLE s   ($TAKEN)")
    figures+=("\"nothing-$what\":$MIDDLE")
    local all=()
    for i in $(seq "$RUNS"); do
      round=$((round + 1))
      change_some "$round"
      later big
      all+=("$TAKEN")
      [ "$(tr -d '\n' <"$WORK/later.json" | field new)/$(tr -d '\n' <"$WORK/later.json" | field gone)" = 100/100 ] ||
        die "not 100 new and 100 gone: $(cat "$WORK/later.json")"
    done
    lines+=("  $BIG messages, 100 new, 100 gone, 100 flags, $what: $(median "${all[@]}") s   (${all[*]})")
    figures+=("\"changed-$what\":$(median "${all[@]}")")
  done
  kill "$SERVING" && wait "$SERVING" || true
  stop_dovecot
  echo "changes, inside the running appliance; load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
  printf '%s\n' "${lines[@]}"
  printf '{%s}\n' "$(IFS=,; echo "${figures[*]}")" >"$RESULTS/changes.json"
}

changes
