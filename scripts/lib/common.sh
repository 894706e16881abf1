# What every script needs: where the repository is, a JDK 25, Node.js, and how to get what is missing.
# Sourced, not run. Everything here prints to standard error, so that a script's own output stays clean.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
JDK_WANTED=25
NODE_WANTED=18

say() { printf '%s\n' "$*" >&2; }

die() {
  say "mailcask: $*"
  exit 1
}

# Installs Debian packages where that can be done without asking, else names the command.
# Services of the packages are not started: the tests start their own, on ports of their own.
install_packages() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing $* ..."
    [ -n "${APT_UPDATED:-}" ] || apt-get update -qq >&2 || say "apt-get update failed; trying with the lists at hand"
    APT_UPDATED=1
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
  else
    die "missing: $*; install it with: sudo apt-get install $*"
  fi
}

java_version() { "$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'; }

# Sets JAVA_HOME to a JDK of at least the wanted version: the one given, the usual places, the one on the PATH.
find_jdk() {
  local home on_path
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*"$JDK_WANTED"* /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* "$on_path"; do
    [ -n "$home" ] && [ -x "$home/bin/javac" ] || continue
    if [ "$(java_version "$home")" -ge "$JDK_WANTED" ] 2>/dev/null; then
      export JAVA_HOME="$home"
      return
    fi
  done
  local package="openjdk-$JDK_WANTED-jdk-headless"
  if [ -z "${1:-}" ] && apt-cache show "$package" >/dev/null 2>&1; then
    install_packages "$package"
    find_jdk again
    return
  fi
  die "no JDK $JDK_WANTED found; install one (for example Eclipse Temurin $JDK_WANTED) and set JAVA_HOME to it"
}

find_maven() {
  command -v mvn >/dev/null || install_packages maven
}

# Puts a Node.js of at least the wanted version, and npm, on the PATH.
find_node() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    install_packages nodejs npm
  fi
  local version
  version=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$version" -ge "$NODE_WANTED" ] || die "Node.js $version is too old; Mailcask's web page is built with $NODE_WANTED or newer"
}

# Builds the web page and the jar unless what lies in target/ was made from just these sources.
build() {
  find_jdk
  local stamp="$ROOT/target/.built-from" sources
  sources=$(cd "$ROOT" && find pom.xml .mvn src/main web scripts/lib -type f \
    -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/src/api/schema.d.ts' -print0 |
    sort -z | xargs -0 sha256sum | cat - "$JAVA_HOME/release" | sha256sum)
  if [ -f "$ROOT/target/mailcask.jar" ] && [ -d "$ROOT/target/lib" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sources" ]; then
    return
  fi
  say "building Mailcask (a few minutes the first time, while libraries are fetched) ..."
  find_maven
  find_node
  "$ROOT/scripts/lib/build-web" >&2
  rm -f "$ROOT/target/mailcask.jar" "$ROOT/target/mailcask.aot"
  (cd "$ROOT" && MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" mvn -q -B -ntp --color never -DskipTests -Dspotless.check.skip=true package) >&2
  warm_up
  printf '%s' "$sources" >"$stamp"
}

# Lets the program run once through a backup of the sample mailbox and a search, and keeps what the JVM learned about
# its classes: every later start takes a fraction of the time. Without it everything works, only later.
warm_up() {
  local data out pid i
  data=$(mktemp -d)
  out="$data/out"
  (JAVA_OPTIONS+=("-XX:AOTCacheOutput=$ROOT/target/mailcask.aot") &&
    exec_mailcask --data "$data/data" serve --port 0 --demo) >"$out" 2>&1 &
  pid=$!
  trap 'kill "$pid" 2>/dev/null || true' EXIT # whoever ends this script ends what it started
  for i in $(seq 300); do
    grep -q http:// "$out" && break
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  { (exec_mailcask --data "$data/data" backup demo) && (exec_mailcask --data "$data/data" search Familie); } \
    >/dev/null 2>&1 || true
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  trap - EXIT
  rm -rf "$data"
  [ -f "$ROOT/target/mailcask.aot" ] || say "no start-up cache could be made; Mailcask starts a little slower"
}

# Replaces the shell by Mailcask.
exec_mailcask() {
  local cache="$ROOT/target/mailcask.aot"
  # Standard output is the answer's alone: the JVM must not speak there, of a cache of another JVM for one.
  JAVA_OPTIONS+=(-Xlog:disable -Xlog:all=error:stderr)
  [ ! -f "$cache" ] || JAVA_OPTIONS+=("-XX:AOTCache=$cache")
  exec "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" -cp "$ROOT/target/mailcask.jar:$ROOT/target/lib/*" \
    dev.mailcask.Mailcask "$@"
}

JAVA_OPTIONS=(--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC "-Xmx${MAILCASK_HEAP:-512m}" -Dfile.encoding=UTF-8)
