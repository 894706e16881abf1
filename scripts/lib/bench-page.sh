# A million messages in the running appliance, searched and scrolled through in a browser: how long after the last key the first
# rows are shown, and how long frames take. Sourced by bench.

. "$ROOT/scripts/lib/served.sh"
PAGE_QUERIES=${MAILCASK_BENCH_QUERIES:-150}

command -v chromium >/dev/null || install_packages chromium
compile_bench
find_maven

# Playwright is a library of the tests, not of the program.
page_java() {
  local out="$WORK/page-classes" classpath="$WORK/page-classpath"
  (cd "$ROOT" && mvn -q -B -ntp dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$classpath") >&2
  mkdir -p "$out"
  "$JAVA_HOME/bin/javac" -proc:none -nowarn -d "$out" -cp "$BENCH_CLASSES:$ROOT/target/mailcask.jar:$(cat "$classpath")" \
    "$ROOT"/src/test/java/dev/mailcask/bench/PageBench.java || die "the benchmark does not compile"
  "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" -cp "$out:$BENCH_CLASSES:$ROOT/target/mailcask.jar:$(cat "$classpath")" \
    dev.mailcask.bench.PageBench "$@"
}

serve_generated
page_java "$SITE" "$(command -v chromium)" "$PAGE_QUERIES" >"$WORK/page"
echo "page: $SEARCH_MESSAGES messages in a browser on the same machine; load $(cut -d' ' -f1-3 /proc/loadavg)"
told rows "$WORK/page" "last key until first rows"
told wheel "$WORK/page" "frames while the wheel turns"
told drag "$WORK/page" "frames while the bar is pulled"
printf '  %-28s %.0f ms\n' "rows after letting go" "$(figure rowsAfterDrag "$WORK/page")"
kill "$SERVING"
printf '{"rowsP50":%s,"rowsP99":%s,"wheelP99":%s,"wheelMax":%s,"dragP99":%s,"dragMax":%s,"rowsAfterDrag":%s}\n' \
  "$(figure rowsP50 "$WORK/page")" "$(figure rowsP99 "$WORK/page")" "$(figure wheelP99 "$WORK/page")" \
  "$(figure wheelMax "$WORK/page")" "$(figure dragP99 "$WORK/page")" "$(figure dragMax "$WORK/page")" \
  "$(figure rowsAfterDrag "$WORK/page")" >"$RESULTS/page.json"
