#!/bin/sh
# Bad input at the shell: a clear error that names the field or the line, and
# the register as it was, and verifying. The same from C: tests/api.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
r=$folder/register.db
skipped=0

expect 0 init "$r" --definition procedure/iso10002 --definition calendar/cn \
    --definition catalog/general
expect 0 file "$r" --fact title="Kettle leaks" --fact channel=phone \
    --at 2024-03-05T09:00:00+08:00
number=$(cut -d' ' -f1 "$out")
cp "$maps/gov-messages.procedure.yaml" "$maps/open-codes.catalog.yaml" "$folder"
cat >"$folder/map.yaml" <<'MAP'
kind: mapping
format: 1
name: letters
source: letters
encoding: detect
calendar: cn
procedure: gov-messages.procedure.yaml
number: number
received: came
facts:
  - {fact: title, column: title}
history:
  - perform: [answer]
    at: answered
    when:
      - {column: answered, present: true}
MAP
# What the mapping installs is in before the rest is compared.
printf 'number,came,title,answered\r\n1,2024-01-02,one,2024-01-05\r\n' \
    >"$folder/good.csv"
expect 0 import "$r" "$folder/good.csv" --map "$folder/map.yaml"

# refused TEXT...: the file bad.csv is refused as a whole, and told why.
refused() {
    guarded "$r" 1 import "$r" "$folder/bad.csv" --map "$folder/map.yaml"
    for text; do says "$text"; done
}
# row REASON COLUMN LINE: of bad.csv one row is rejected, the good one before
# it is in already; --strict tells it by the exit code.
row() {
    guarded "$r" 3 import "$r" "$folder/bad.csv" --map "$folder/map.yaml" \
        --strict --json
    json
    [ "$(value 'it["imported"], it["unchanged"], it["rejected"]')" = \
        "(0, 1, 1)" ] || fail "not one row rejected: $1"
    [ "$(value 'it["rejects"][0]["line"], it["rejects"][0]["column"]')" = \
        "($3, '$2')" ] || fail "another line or column than $3, $2"
    value 'it["rejects"][0]["reason"]' >"$folder/reason"
    grep -q "$1" "$folder/reason" || fail "the reason is not \"$1\""
    # For a person: file, line, column, reason.
    expect 0 import "$r" "$folder/bad.csv" --map "$folder/map.yaml"
    prints "bad.csv:$3: $2: "
}
bad() { # BYTES of the row, as printf has them
    # shellcheck disable=SC2059
    { cat "$folder/good.csv" && printf "$1\r\n"; } >"$folder/bad.csv"
}

# Encodings.
bad '2,2024-01-02,\377\376\001,'
refused "bad.csv:3"
bad '2,2024-01-02,\304\343\272\303,'
guarded "$r" 1 import "$r" "$folder/bad.csv" --map "$folder/map.yaml" \
    --encoding utf-8
says "bad.csv:3"
guarded "$r" 1 import "$r" "$folder/good.csv" --map "$folder/map.yaml" \
    --encoding latin-9
says "latin-9"
guarded "$r" 1 file "$r" --fact "title=$(printf 'caf\351')"
says "title"
guarded "$r" 1 file "$r" --fact "$(printf 'caf\351')=x"

# NUL bytes.
bad '2,2024-01-02,a\000b,'
row "NUL" "title" 3
printf '{"title":"a\\u0000b"}' >"$folder/facts.json"
guarded "$r" 1 file "$r" --facts "$folder/facts.json"
says NUL
printf '{"title":"a\000b"}' >"$folder/facts.json"
guarded "$r" 1 file "$r" --facts "$folder/facts.json"

# Ten megabytes in a field.
"$python" -c '
import sys
text = "x" * (10 * 1024 * 1024 + int(sys.argv[3]))
open(sys.argv[1], "wb").write(
    open(sys.argv[2], "rb").read() + b"2,2024-01-02," + text.encode() + b",\r\n")
open(sys.argv[1] + ".json", "w").write("{\"title\":\"t\",\"description\":\"%s\"}"
                                       % text)' \
    "$folder/bad.csv" "$folder/good.csv" 1
row "10" "title" 3
guarded "$r" 1 file "$r" --facts "$folder/bad.csv.json"
says "description"
"$python" -c '
import sys
open(sys.argv[1], "wb").write(open(sys.argv[2], "rb").read() +
    b"2,2024-01-02," + b"x" * 10485760 + b",\r\n")' \
    "$folder/bad.csv" "$folder/good.csv"
row "exceeds the limit" "title" 3

# Columns.
printf 'number,title\r\n2,two\r\n' >"$folder/bad.csv"
refused "came, answered" "bad.csv"
printf 'number,came,title,answered,title\r\n2,2024-01-02,two,,\r\n' \
    >"$folder/bad.csv"
refused "title"
: >"$folder/bad.csv"
refused "bad.csv"
bad '2,2024-01-02'
row "field" "" 3
bad '2,2024-01-02,"never closed,'
guarded "$r" 3 import "$r" "$folder/bad.csv" --map "$folder/map.yaml" --strict
prints "bad.csv:3"

# Dates.
for date in 1900-01-01 9999-12-31 1900/1/1 9999/12/31 0 2958465 2024-02-30 \
    2024-13-01 soon 2199-01-01; do
    bad "2,$date,two,"
    row "" "came" 3
    bad "2,2024-01-02,two,$date"
    row "" "answered" 3
done
for date in 1900-01-01 9999-12-31 2024-02-30 soon; do
    guarded "$r" 2 file "$r" --fact title=x --at $date
    says "--at"
    guarded "$r" 2 perform "$r" "$number" acknowledge --at $date
done
guarded "$r" 1 file "$r" --fact title=x --at 2199-12-31
says "future"
bad '2,2024-01-05,two,2024-01-04'
row "before" "answered" 3
guarded "$r" 1 perform "$r" "$number" acknowledge --at 2024-03-04
says "happened_at"

# The procedure.
guarded "$r" 1 file "$r" --fact title=x --fact procedure=nonsense
says "nonsense"
says "procedure/iso10002"
sed 's/gov-messages.procedure.yaml/nonsense/' "$folder/map.yaml" \
    >"$folder/other.yaml"
guarded "$r" 1 import "$r" "$folder/good.csv" --map "$folder/other.yaml"
says "nonsense"
says "other.yaml"
guarded "$r" 1 perform "$r" "$number" close
says "received"
says "acknowledge"
guarded "$r" 1 perform "$r" "$number" acknowledge --role nobody
says "receiver"
# All missing facts at once.
sed -e 's/^name: .*/name: strict/' \
    -e 's/^ *- {name: communication, .*/      - {name: outcome, type: code, required: true, title: {en: "Outcome", zh-CN: "结果"}}\
      - {name: text, type: text, required: true, title: {en: "Text", zh-CN: "文"}}\
      - {name: cause, type: code, required: true, title: {en: "Cause", zh-CN: "原因"}}/' \
    "$maps/gov-messages.procedure.yaml" >"$folder/strict.yaml"
expect 0 init "$r" --definition "$folder/strict.yaml"
expect 0 init "$r" --definition procedure/iso10002
expect 0 file "$r" --fact procedure=strict --fact title=strict
strict=$(cut -d' ' -f1 "$out")
guarded "$r" 1 perform "$r" "$strict" answer
says "missing: outcome, text, cause"
guarded "$r" 1 perform "$r" "$strict" answer --fact text=yes
says "missing: outcome, cause"
# Every step that wants facts names each of them at once.
expect 0 perform "$r" "$number" acknowledge --at 2024-03-06
expect 0 perform "$r" "$number" assess --at 2024-03-06 --fact severity=minor
expect 0 next "$r" "$number" --json
value '"\n".join(step["name"] + " " + fact["name"] for step in
    (it if isinstance(it, list) else it["steps"])
    if not step.get("why_not") for fact in step["facts"]
    if fact["required"])' >"$folder/required"
[ "$(wc -l <"$folder/required")" -gt 1 ] || fail "nothing is required here"
while read -r step fact; do
    guarded "$r" 1 perform "$r" "$number" "$step"
    says "$fact"
done <"$folder/required"

# Responsibility that does not add up.
guarded "$r" 1 attribute "$r" "$number" --share unit:a=5000 --share unit:b=4999
says 9999
guarded "$r" 1 attribute "$r" "$number" --share unit:a=10001
guarded "$r" 1 attribute "$r" "$number"

# Files that are no register of ours; they stay as they are.
no_register() { # FILE TEXT
    cp "$1" "$folder/copy"
    for command in "list $1" "file $1 --fact title=x" "init $1" "verify $1" \
        "rebuild $1" "import $1 $folder/good.csv --map $folder/map.yaml" \
        "report $1 --month 2024-01"; do
        # shellcheck disable=SC2086
        expect 1 $command
        says "$2"
        cmp "$1" "$folder/copy" || fail "changed by: complaint $command"
    done
}
"$python" -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("create table \"case\"(id text)")
db.commit()' "$folder/other.db"
no_register "$folder/other.db" "another program"
"$python" -c '
print("A text of some length that is no database at all.\n" * 100)' \
    >"$folder/text.db"
no_register "$folder/text.db" "no register"
expect 1 list "$folder"
expect 1 list "$folder/none/register.db"
expect 1 init "$folder/none/register.db"
expect 1 list "nonsense:x"
says "nonsense"
# A newer schema.
cp "$r" "$folder/newer.db"
"$python" -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
version = db.execute("pragma user_version").fetchone()[0]
db.execute("pragma journal_mode = delete")
db.execute("pragma user_version = %d" % (version + 1))
db.commit()' "$folder/newer.db"
no_register "$folder/newer.db" "newer version"

# A file that cannot be written: by a mount for root, by its mode otherwise.
read_only() {
    guarded "$1" 1 file "$1" --fact title=x
    says "read"
    guarded "$1" 1 import "$1" "$folder/bad.csv" --map "$folder/map.yaml"
    guarded "$1" 1 rebuild "$1"
    guarded "$1" 1 simulate "$1" --cases 3
    expect 0 list "$1"
    prints "$number"
    expect 0 report "$1" --month 2024-03 --json
}
bad '2,2024-01-02,two,'
mkdir "$folder/ro" "$folder/small"
cp "$r" "$folder/ro/register.db"
"$python" -c '
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute("pragma journal_mode = delete")' \
    "$folder/ro/register.db"
if [ "$(id -u)" -ne 0 ]; then
    chmod a-w "$folder/ro/register.db" "$folder/ro"
    read_only "$folder/ro/register.db"
    chmod u+w "$folder/ro"
elif unshare -m true 2>/dev/null; then
    # A mount of its own name space ends with the process.
    export COMPLAINT_TEST_MOUNT="$folder"
fi

# The rest needs mounts: done in a name space that ends with its process.
cat >"$folder/mounted.sh" <<'MOUNTED'
bad '2,2024-01-02,two,'
mount --bind "$folder/ro" "$folder/ro"
mount -o remount,bind,ro "$folder/ro"
read_only "$folder/ro/register.db"

# A disk that fills up: whatever happens, all or nothing of each command.
mount -t tmpfs -o size=1m none "$folder/small"
s=$folder/small/register.db
expect 0 init "$s" --definition procedure/iso10002 --definition calendar/cn
expect 0 file "$s" --fact title=first
"$python" -c '
import sys
rows = "".join("%d,2024-01-02,%s,2024-01-05\r\n" % (n, "x" * 900)
               for n in range(3000))
open(sys.argv[1], "w").write("number,came,title,answered\r\n" + rows)' \
    "$folder/many.csv"
expect 1 import "$s" "$folder/many.csv" --map "$folder/map.yaml"
says "full"
# What was written is whole; then one command more changes nothing.
expect 0 verify "$s"
before=$(complaint list "$s" --limit 0 --json | wc -l)
"$python" -c '
import os, sys
with open(sys.argv[1], "wb", 0) as file:  # the last free byte too
    for size in (65536, 4096, 512, 1):
        try:
            while True:
                file.write(b"x" * size)
        except OSError:
            pass' "$folder/small/rest"
printf '{"description":"%s"}' "$("$python" -c 'print("x" * 1000000)')" \
    >"$folder/long.json"
expect 1 file "$s" --fact title="too much" --facts "$folder/long.json"
says "full"
expect 0 verify "$s"
[ "$(complaint list "$s" --limit 0 --json | wc -l)" = "$before" ] ||
    fail "a case more on a full disk"
rm "$folder/small/rest"
mount -o remount,size=64m "$folder/small"
expect 0 import "$s" "$folder/many.csv" --map "$folder/map.yaml" --json
[ "$(value 'it["imported"] + it["unchanged"], it["rejected"]')" = \
    "(3000, 0)" ] || fail "with room again the import does not complete"
expect 0 verify "$s"
MOUNTED
if [ -n "${COMPLAINT_TEST_MOUNT:-}" ]; then
    cat >"$folder/functions.sh" <<'FUNCTIONS'
set -eu
FUNCTIONS
    # The same functions and variables, in a shell of the name space.
    {
        sed -n '/^fail() {/,/^needs_data/p' "$here/common.sh" |
            sed '/^needs_data/,$d'
        sed -n '/^bad() {/,/^}/p;/^read_only() {/,/^}/p' \
            "$here/test_bad_input.sh"
        cat "$folder/mounted.sh"
    } >>"$folder/functions.sh"
    export folder python here number out err
    checks=0 unshare -m --propagation private sh "$folder/functions.sh" ||
        fail "on a read-only or a full disk"
else
    skipped=1
    echo "skipped here: full disk (needs root)"
fi
expect 0 verify "$r"
echo "bad input: $checks commands; parts skipped: $skipped"
