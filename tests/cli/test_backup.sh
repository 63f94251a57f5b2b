#!/bin/sh
# complaint backup, compact and migrate; and the same register on a machine of
# another language, time zone and folder: same report, verified.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
r=$folder/register.db

expect 0 init "$r" --definition procedure/iso10002 --definition calendar/cn \
    --definition catalog/general --definition organisation/chain-store
expect 0 simulate "$r" --cases 60 --months 2 --until 2024-03-01 --seed 7
expect 0 backup "$r" "$folder/copy.db"
[ ! -s "$out" ] || fail "backup prints something"
expect 0 verify "$folder/copy.db"
[ ! -e "$folder/copy.db-partial" ] || fail "a partial copy is left"
expect 1 backup "$r" "$folder/copy.db"
says "store.exists"
expect 1 backup "$r" "$folder/none/copy.db"
expect 1 backup "$folder/none.db" "$folder/copy2.db"
expect 1 backup "$r" memory:
says "not kept"
expect 2 backup "$r"
expect 0 compact "$folder/copy.db"
expect 0 verify "$folder/copy.db"

# Another machine: other language, time zone, folder, nothing but the file.
mkdir "$folder/elsewhere"
cp "$folder/copy.db" "$folder/elsewhere/other.db"
report() (
    # report TZ LOCALE FILE: what this machine would say of it
    TZ=$1 LC_ALL=$2 LANG=$2
    export TZ LC_ALL LANG
    now=2024-03-02T00:00:00Z
    complaint report "$3" --month 2024-02 --now $now --language en
    complaint report "$3" --month 2024-02 --now $now --language en --json
    complaint report "$3" --month 2024-02 --now $now --language en \
        --html "$folder/page.html" && cat "$folder/page.html"
    complaint verify "$3" --json --language en
    complaint list "$3" --limit 0 --json --language en
    complaint search "$3" a --json --language en --limit 0
)
report UTC C.UTF-8 "$r" >"$folder/here.txt"
[ "$(wc -l <"$folder/here.txt")" -gt 100 ] || fail "there is no report"
for zone in Asia/Shanghai America/St_Johns Pacific/Kiritimati :/nonsense; do
    for locale in C POSIX zh_CN.UTF-8 tr_TR.UTF-8 de_DE.ISO-8859-1; do
        report "$zone" "$locale" "$folder/elsewhere/other.db" >"$folder/there.txt"
        cmp "$folder/here.txt" "$folder/there.txt" ||
            fail "another report with TZ=$zone LC_ALL=$locale"
    done
done

# migrate
expect 0 migrate "$r"
prints "nothing to bring forward"
expect 0 migrate "$r" --dry-run --json
json
"$python" - "$COMPLAINT_SOURCE/tests/storage/schema_1.sql" "$folder/old.db" <<'P'
import sqlite3, sys
sqlite3.connect(sys.argv[2]).executescript(open(sys.argv[1], encoding="utf-8").read())
P
expect 1 list "$folder/old.db"
says "store.version"
expect 0 migrate "$folder/old.db" --dry-run
prints "would be brought forward from version 1"
expect 0 migrate "$folder/old.db" --language zh-CN
prints "old.db-version-1"
expect 0 verify "$folder/old.db"
expect 0 search "$folder/old.db" 退货
prints "2026-0001"
expect 1 list "$folder/old.db-version-1"
expect 1 migrate "$folder/old.db-version-1" --backup "$folder/old.db"
says "store.exists"
expect 0 migrate "$folder/old.db-version-1" --backup "$folder/again.db"
expect 1 migrate "$folder/none.db"
expect 1 migrate "$COMPLAINT_SOURCE/README.md"
echo "$checks commands"
