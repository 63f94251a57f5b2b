#!/bin/sh
# A register on a PostgreSQL server of its own from the shell: made, used,
# brought forward from older versions, copied from a file and back.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"

skip() {
    echo "skipped: $*"
    [ -z "${CI-}" ] || exit 1
    exit 77
}

for programs in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
    /usr/local/pgsql/bin /usr/bin /usr/local/bin none; do
    [ ! -x "$programs/initdb" ] || break
done
[ "$programs" != none ] || skip "no PostgreSQL server is installed"
psql=$programs/psql
[ -x "$psql" ] || psql=$(command -v psql) || skip "there is no psql"

# The server refuses to run as root.
as_user=
if [ "$(id -u)" -eq 0 ]; then
    user=nobody
    if id postgres >/dev/null 2>&1; then user=postgres; fi
    as_user="setpriv --reuid $user --regid $(id -g "$user") --clear-groups"
fi
place=$(mktemp -d /tmp/complaint-pg-XXXXXX)
[ -z "$as_user" ] || chown "$user" "$place"
server=
stop() {
    if [ -n "$server" ]; then
        kill -INT "$server" || true
        wait "$server" || true
    fi
    rm -rf "$place" "$folder"
}
trap stop EXIT
# shellcheck disable=SC2086 # several words
$as_user "$programs/initdb" -D "$place/data" -U complaint -A trust -E UTF8 \
    --no-sync --no-locale >"$out" 2>"$err" || fail "initdb"
# shellcheck disable=SC2086
$as_user "$programs/postgres" -D "$place/data" -k "$place" \
    -c listen_addresses= -c fsync=off >"$folder/log" 2>&1 &
server=$!
tries=0
until grep -q '^ready' "$place/data/postmaster.pid" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "the server did not start"
    sleep 0.1
done
base="postgresql:///postgres?host=$place&user=complaint"
sql() {
    PGOPTIONS='-c client_min_messages=warning' "$psql" -q -v ON_ERROR_STOP=1 \
        -h "$place" -U complaint -d postgres "$@" >"$out" 2>"$err" ||
        fail "psql $*"
}

# A register of its own schema, as any other.
if ! complaint init "$base&complaint_schema=plain" >"$out" 2>"$err" &&
    grep -qF backend.unknown "$err"; then
    echo "skipped: this build has no PostgreSQL"
    exit 77
fi
r="$base&complaint_schema=shop"
expect 1 list "$r"
says "store.not_found"
expect 0 init "$r" --definition procedure/iso10002 --definition calendar/cn \
    --definition catalog/general --definition organisation/chain-store
expect 0 simulate "$r" --cases 40 --months 2 --until 2024-03-01 --seed 7
expect 0 verify "$r"
expect 0 migrate "$r"
prints "nothing to bring forward"
expect 1 list "postgresql:///postgres?host=$folder/none&user=complaint"
expect 1 list "postgresql:///none?host=$place&user=complaint"

# A file of the same cases says the same; from the server into a file, from
# that into another schema, and nothing is lost on the way.
whole() {
    complaint list "$1" --limit 0 --json --language en &&
        complaint report "$1" --month 2024-02 --now 2024-03-02T00:00:00Z \
            --language en --json
}
expect 0 backup "$r" "$folder/copy.db"
expect 0 verify "$folder/copy.db"
expect 1 backup "$folder/copy.db" "$r"
says "store.exists"
expect 0 backup "$folder/copy.db" "$base&complaint_schema=again"
expect 0 backup "$folder/copy.db" "$base&complaint_schema=again&complaint_tenant=two"
for other in "$folder/copy.db" "$base&complaint_schema=again" \
    "$base&complaint_schema=again&complaint_tenant=two"; do
    expect 0 verify "$other"
    whole "$r" >"$folder/here.txt"
    whole "$other" >"$folder/there.txt"
    [ "$(wc -l <"$folder/here.txt")" -gt 30 ] || fail "there is no list"
    cmp "$folder/here.txt" "$folder/there.txt" || fail "$other is another"
done

# An older SQLite file: forward, and then to the server.
"$python" - "$COMPLAINT_SOURCE/tests/storage/schema_1.sql" "$folder/old.db" <<'P'
import sqlite3, sys
sqlite3.connect(sys.argv[2]).executescript(open(sys.argv[1], encoding="utf-8").read())
P
expect 1 backup "$folder/old.db" "$base&complaint_schema=old"
says "store.version"
expect 0 migrate "$folder/old.db"
expect 0 backup "$folder/old.db" "$base&complaint_schema=old"
expect 0 verify "$base&complaint_schema=old"
expect 0 search "$base&complaint_schema=old" 退货
prints "2026-0001"

# Registers that older versions left on a server, each with two tenants.
for version in 1 2; do
    sql -c 'DROP SCHEMA IF EXISTS complaint CASCADE'
    sql -f "$COMPLAINT_SOURCE/tests/storage/postgres_$version.sql"
    expect 1 list "$base"
    says "store.version"
    expect 0 migrate "$base" --dry-run
    prints "would be brought forward from version $version"
    expect 1 list "$base"
    # A copy before is the server's business, and nothing was changed.
    expect 1 migrate "$base" --backup "$folder/before.db"
    [ ! -e "$folder/before.db" ] || fail "half a copy is left"
    expect 1 list "$base"
    expect 0 migrate "$base" --json
    json
    prints "\"from\":$version"
    expect 0 verify "$base"
    expect 0 list "$base"
    prints "2026-0001"
    # The other tenant asks for itself.
    expect 1 list "$base&complaint_tenant=other"
    says "store.version"
    expect 0 migrate "$base&complaint_tenant=other" --language zh-CN
    expect 0 verify "$base&complaint_tenant=other"
    expect 0 migrate "$base"
    prints "nothing to bring forward"
done
expect 1 migrate "$base&complaint_schema=none"

# Written by a newer version.
sql -c "UPDATE complaint.store SET version = 1000"
expect 1 verify "$base"
says "store.version"
expect 1 migrate "$base"
says "store.version"
echo "$checks commands"
