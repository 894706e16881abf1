# A Dovecot of the benchmarks' own on loopback, with everything in a temporary directory. Sourced.
#
# The configuration is the one under which the peers' figures were taken: mdbox, no fsync, plaintext, so that the
# server costs as little as it can and the client is what is measured.

# free_port: a port that is free right now
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# start_dovecot DIR: sets DOVECOT_PORT
start_dovecot() {
  local dir=$1 user group
  DOVECOT_PORT=$(free_port)
  DOVECOT_DIR=$dir
  if [ "$(id -u)" = 0 ]; then
    user=nobody group=nogroup
  else
    user=$(id -un) group=$(id -gn)
  fi
  mkdir -p "$dir/run" "$dir/mail" "$dir/home"
  chmod 755 "$dir"
  chown "$user:$group" "$dir/mail" "$dir/home"
  cat >"$dir/dovecot.conf" <<CONF
base_dir = $dir/run
log_path = $dir/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = mdbox:$dir/mail/%u
first_valid_uid = 1
mail_uid = $user
mail_gid = $group
default_internal_user = $([ "$(id -u)" = 0 ] && echo dovecot || echo "$user")
default_internal_group = $([ "$(id -u)" = 0 ] && echo dovecot || echo "$group")
default_login_user = $([ "$(id -u)" = 0 ] && echo dovenull || echo "$user")
mail_max_userip_connections = 50
mail_fsync = never
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=$user gid=$group home=$dir/home/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $DOVECOT_PORT
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
}
CONF
  "$(command -v dovecot || echo /usr/sbin/dovecot)" -F -c "$dir/dovecot.conf" &
  DOVECOT_PID=$!
  local i
  for i in $(seq 100); do
    (exec 3<>"/dev/tcp/127.0.0.1/$DOVECOT_PORT") 2>/dev/null && return
    sleep 0.1
  done
  die "the benchmark's Dovecot did not start; see $dir/dovecot.log"
}

stop_dovecot() {
  [ -n "${DOVECOT_PID:-}" ] || return 0
  kill "$DOVECOT_PID" 2>/dev/null || true
  wait "$DOVECOT_PID" 2>/dev/null || true
  DOVECOT_PID=
}

# load_mail USER FOLDER DIRECTORY: puts every file of a directory tree into a folder
load_mail() {
  local user=$1 folder=$2 from=$3 staging="$DOVECOT_DIR/staging"
  rm -rf "$staging"
  mkdir -p "$staging/cur" "$staging/new" "$staging/tmp"
  find "$from" -type f | sort | perl -MFile::Copy -ne \
    'chomp; my $n = 1600000000 + $.; copy($_, "'"$staging"'/cur/$n.M$.P1.bench:2,S") or die "$_: $!"'
  chmod -R a+rX "$staging"
  [ "$(id -u)" != 0 ] || chown -R nobody:nogroup "$staging"
  doveadm -c "$DOVECOT_DIR/dovecot.conf" mailbox create -u "$user" "$folder" 2>/dev/null || true
  doveadm -c "$DOVECOT_DIR/dovecot.conf" import -u "$user" "maildir:$staging" "" all
  rm -rf "$staging"
}
