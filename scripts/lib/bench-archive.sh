# The archive: how small and how fast, beside restic, borg and a solid tarball on the same files. Sourced by bench.

for tool in restic borg:borgbackup zstd; do
  command -v "${tool%:*}" >/dev/null || install_packages "${tool#*:}"
done

compile_bench

# archive_bench HEAP ARGUMENTS...: prints NAME=NUMBER lines
archive_bench() {
  local heap=$1
  shift
  "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" "-Xmx$heap" \
    -cp "$ROOT/target/mailcask.jar:$ROOT/target/lib/*:$BENCH_CLASSES" dev.mailcask.bench.ArchiveBench "$@"
}

tree_bytes() { find "$1" -type f -printf '%s\n' | awk '{ n += $1 } END { printf "%d", n }'; }

# Each sets SECONDS_TAKEN and prints the bytes of what was stored.
archive_restic() {
  export RESTIC_PASSWORD=bench RESTIC_REPOSITORY="$WORK/restic" RESTIC_CACHE_DIR="$WORK/restic-cache"
  rm -rf "$WORK/restic"
  restic init -q
  timed restic backup -q "$1"
  restic_bytes=$(tree_bytes "$WORK/restic")
  rm -rf "$WORK/restic" "$WORK/restic-cache"
}

archive_borg() {
  export BORG_BASE_DIR="$WORK/borg-home" BORG_REPO="$WORK/borg"
  rm -rf "$WORK/borg"
  borg init -e none
  timed borg create -C zstd,3 ::bench "$1"
  borg_bytes=$(tree_bytes "$WORK/borg")
  rm -rf "$WORK/borg" "$WORK/borg-home"
}

solid_tarball() { tar -c --sort=name -C "$1" . | zstd -q -12 --long -c >"$WORK/solid.tar.zst"; }

archive_tarball() {
  timed solid_tarball "$1"
  tarball_bytes=$(stat -c %s "$WORK/solid.tar.zst")
  rm "$WORK/solid.tar.zst"
}

# archive_row NAME BYTES SECONDS: a line of the table
archive_row() {
  awk -v name="$1" -v stored="$2" -v raw="$rawBytes" -v s="$3" \
    'BEGIN { printf "  %-42s %.3f  %12d bytes  %6.0f MB/s\n", name, stored / raw, stored, raw / 1e6 / s }'
}

# archive_corpus NAME: measures one corpus, prints its table, adds its object to archive_json
archive_corpus() {
  local name=$1 from restic_seconds borg_seconds tarball_seconds
  from=$(corpus "$name")
  say "$name: storing, reading, verifying, compacting ..."
  archive_bench 1g corpus "$from" "$WORK/bench" "$RUNS" >"$WORK/figures" || die "the benchmark failed"
  rm -rf "$WORK/bench"
  . "$WORK/figures"
  say "$name: the peers ..."
  archive_tarball "$from"
  tarball_seconds=$SECONDS_TAKEN
  archive_borg "$from"
  borg_seconds=$SECONDS_TAKEN
  archive_restic "$from"
  restic_seconds=$SECONDS_TAKEN
  echo "archive: $name, $messages messages, $rawBytes bytes; stored to raw, and raw MB/s"
  archive_row "mailcask, packs + journal, first backup" "$storedBytes" "$storeSeconds"
  archive_row "mailcask, packs + journal, compacted" "$compactedBytes" "$compactSeconds"
  archive_row "tar | zstd -12 --long, solid" "$tarball_bytes" "$tarball_seconds"
  archive_row "borg, zstd,3" "$borg_bytes" "$borg_seconds"
  archive_row "restic" "$restic_bytes" "$restic_seconds"
  archive_reads "as fetched" "$readP50" "$readP99" "$readMax" "$readCpuP99"
  archive_rates "  verify" "$verifyFirstSeconds" "$verifySeconds" "$verifyCpuSeconds" "$((rawBytes / 1000000))" MB
  archive_reads "compacted" "$readCompactedP50" "$readCompactedP99" "$readCompactedMax" "$readCompactedCpuP99"
  archive_rates "  verify" "$verifyCompactedFirstSeconds" "$verifyCompactedSeconds" "$verifyCompactedCpuSeconds" \
    "$((rawBytes / 1000000))" MB
  archive_rates store "$storeFirstSeconds" "$storeSeconds" "$storeCpuSeconds" "$((rawBytes / 1000000))" MB
  archive_rates rebuild "$rebuildFirstSeconds" "$rebuildSeconds" "$rebuildCpuSeconds" "$messages" messages
  archive_json="${archive_json:+$archive_json,}\"$name\":{$(json_of "$WORK/figures"),\"tarballBytes\":$tarball_bytes,\"tarballSeconds\":$tarball_seconds,\"borgBytes\":$borg_bytes,\"borgSeconds\":$borg_seconds,\"resticBytes\":$restic_bytes,\"resticSeconds\":$restic_seconds}"
}

# archive_reads STAGE P50 P99 MAX CPU_P99
archive_reads() {
  awk -v stage="$1" -v p50="$2" -v p99="$3" -v max="$4" -v cpu="$5" 'BEGIN {
    printf "  %-10s one random message p50 %.2f ms, p99 %.2f ms (%.2f of CPU), max %.0f ms\n",
      stage, p50, p99, cpu, max }'
}

# archive_rates NAME FIRST_SECONDS MEDIAN_SECONDS CPU_SECONDS UNITS UNIT: a second of CPU says most on a busy machine
archive_rates() {
  awk -v name="$1" -v first="$2" -v s="$3" -v cpu="$4" -v n="$5" -v unit="$6" 'BEGIN {
    printf "  %-10s %.0f %s/s, by a new process %.0f; %.0f a second of CPU\n", name, n / s, unit, n / first, n / cpu }'
}

json_of() { sed 's/\(.*\)=\(.*\)/"\1":\2/' "$1" | paste -sd,; }

archive_heap() {
  say "two messages of 1 GiB in a heap of 256 MiB ..."
  archive_bench 256m heap "$(corpus list-linux-raid)" "$WORK/bench" >"$WORK/figures" ||
    die "messages of 1 GiB do not get through a heap of 256 MiB"
  rm -rf "$WORK/bench"
  . "$WORK/figures"
  echo "archive: two messages of 1 GiB among $((heapMessages - 2)) others, heap at most $heapMaxMiB MiB"
  echo "  used at most $heapPeakMiB MiB of heap, $residentPeakMiB MiB resident; stored in $heapStoreSeconds s, read back in $heapReadSeconds s,"
  echo "  verified in $heapVerifySeconds s, compacted in $heapCompactSeconds s, read back again in $heapReadCompactedSeconds s"
  archive_json="$archive_json,\"heap\":{$(json_of "$WORK/figures")}"
}

archive_json=
if [ -n "${MAILCASK_CORPUS:-}" ]; then
  archive_corpus "$(basename "$MAILCASK_CORPUS")"
else
  archive_corpus list-linux-raid
  archive_corpus list-usrp-users-2019-2021
fi
archive_heap
printf '{%s}\n' "$archive_json" >"$RESULTS/archive.json"
