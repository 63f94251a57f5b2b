#!/bin/sh
# Every command once and more: what it prints, its JSON, its exit codes.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
r=$folder/register.db

# init, and again: nothing changes. Another register by its URI.
expect 0 init "$r" --definition procedure/iso10002 --definition calendar/cn \
    --definition catalog/general --definition organisation/chain-store
before=$(contents "$r")
expect 0 init "$r" --definition procedure/iso10002
[ "$(contents "$r")" = "$before" ] || fail "a second init changes something"
expect 0 init "sqlite:$folder/uri.db"
expect 0 init "$folder/own.db" --definition "$maps/gov-messages.procedure.yaml"
expect 1 init "$folder/no.db" --definition procedure/none
says "bank, "
says "iso10002"
[ ! -e "$folder/no.db" ] || fail "a wrong definition leaves a register"
expect 2 init "$folder/no.db" --definition none
says "procedure/NAME"

# file
expect 0 file "$r" --fact title="Kettle leaks" --fact channel=phone \
    --fact category=product.quality --fact unit=store-03 \
    --at 2024-03-05T09:00:00+08:00 --actor clerk-1
[ "$(cat "$out")" = "2024-00001 received" ] ||
    [ "$(cut -d' ' -f2 "$out")" = received ] || fail "file prints no number"
number=$(cut -d' ' -f1 "$out")

# letter
expect 0 letter "$r" "$number" acknowledgement \
    --fact description="The kettle leaks" --language en
grep -q "$number: The kettle leaks" "$out" || fail "letter does not say what"
grep -q "by 26 March 2024 at the latest" "$out" || fail "letter says no day"
expect 0 letter "$r" "$number" acknowledgement \
    --fact description=漏水 --language zh-CN
grep -q "最迟于 2024年3月26日 答复您" "$out" || fail "letter is not Chinese"
expect 1 letter "$r" "$number" acknowledgement
says "description"
expect 1 letter "$r" "$number" answer
expect 1 letter "$r" "$number" answer --state investigated
printf '{"title":"壶底漏水","parties":[{"role":"complainant","name":"顾客"}]}' \
    >"$folder/facts.json"
expect 0 file "$r" --facts "$folder/facts.json" --fact channel=counter --json
json
[ "$(value 'it["title"], it["channel"]')" = "('壶底漏水', 'counter')" ] ||
    fail "facts of the file and of the line are not both in"
second=$(value 'it["number"]')
expect 0 file "$r" --facts - --json <"$folder/facts.json"
json
expect 1 file "$r" --fact category=product.qualty --fact title=x
says "product.quality"
expect 1 file "$r" --fact unit=store-99 --fact title=x
says "store-03"
expect 2 file "$r" --fact nonsense
expect 1 file "$r" --facts "$folder/none.json"
got=0
complaint file "$r" --fact titel=x >"$out" 2>"$err" || got=$?
[ "$got" = 0 ] || fail "a fact of another name is refused"
says "was title meant"

# list
expect 0 list "$r"
prints "壶底漏水"
prints "Kettle leaks"
head -n 1 "$out" | grep -q '^number .* title$' || fail "list has no heading"
expect 0 list "$r" --json --limit 0
json
[ "$(wc -l <"$out")" = 4 ] || fail "list --json: not 4 cases"
expect 0 list "$r" --json --where category=product.quality --open
[ "$(value 'it["number"]')" = "$number" ] || fail "list --where"
expect 0 list "$r" --json --closed
[ ! -s "$out" ] || fail "nothing is closed yet"
expect 0 list "$r" --overdue --json
[ "$(value 'it["number"]')" = "$number" ] || fail "list --overdue"
expect 0 list "$r" --text Kettle --json
[ "$(wc -l <"$out")" = 1 ] || fail "list --text"
expect 0 list "$r" --order=-recorded --limit 3
token=$(sed -n 's/^--after //p' "$out")
expect 0 list "$r" --order=-recorded --limit 3 --after "$token" --json
[ "$(value 'it["number"]')" = "$number" ] || fail "list --after"
expect 0 list "$r" --relation unit --json
json
expect 0 list "$r" --relation definition
prints "iso10002"
expect 1 list "$r" --relation nonsense
expect 1 list "$r" --where nonsense=1
says "nonsense"
expect 1 list "$r" --order nonsense
says "due"
expect 2 list "$r" --limit many
says "--limit"
# Columns stand under each other, also with characters of double width.
complaint list "$r" | "$python" -c '
import sys, unicodedata
def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)
head, *rows = [line.rstrip("\n") for line in sys.stdin]
place = head.index("title")
texts = ("Kettle leaks", "壶底漏水")
found = 0
for row in rows:
    for text in texts:
        if text in row:
            found += 1
            assert width(row[:row.index(text)]) == place, row
assert found == 3, found' 2>"$err" || fail "the columns do not line up"

# show, next
expect 0 show "$r" "$number"
prints "Kettle leaks"
prints "working day"
prints "file"
expect 0 show "$r" "$number" --json --at 2024-03-06
json
[ "$(value 'it["case"]["number"], len(it["journal"]), it["clocks"] != []')" = \
    "('$number', 1, True)" ] || fail "show --json"
expect 1 show "$r" 1999-00001
says "1999-00001"
expect 0 next "$r" "$number"
prints acknowledge
expect 0 next "$r" "$number" --json
json
expect 0 next "$r" "$number" --role nobody
prints "no: "

# perform and its refusals
guarded "$r" 1 perform "$r" "$number" nonsense
says "possible now: acknowledge"
guarded "$r" 1 perform "$r" "$number" close
says "received"
guarded "$r" 1 perform "$r" "$number" acknowledge --role nobody
says "receiver"
guarded "$r" 2 perform "$r" "$number" acknowledge --at tomorrow
says "--at"
expect 0 perform "$r" "$number" acknowledge --at 2024-03-05T02:00:00Z
prints acknowledged
guarded "$r" 1 perform "$r" "$number" assess --at 2024-03-05T03:00:00Z
says severity

# assign, answer: refused, then accepted
expect 0 assign "$r" "$number" clerk-2 --to-unit quality --actor cli \
    --at 2024-03-05T03:00:00Z --reason "their product"
expect 0 answer "$r" "$number" --actor clerk-2 --refuse --reason "not ours" \
    --at 2024-03-05T04:00:00Z
expect 0 show "$r" "$number" --json
owner=$(value 'it["case"]["owner"]')
[ "$owner" = clerk-1 ] || fail "refused, and the owner is $owner"
expect 0 assign "$r" "$number" clerk-2 --to-unit quality \
    --at 2024-03-05T05:00:00Z
expect 0 answer "$r" "$number" --actor clerk-2 --at 2024-03-05T06:00:00Z --json
json
[ "$(value 'it["owner"], it["owner_unit"]')" = "('clerk-2', 'quality')" ] ||
    fail "accepted, and the owner is another"
guarded "$r" 1 answer "$r" "$number" --actor clerk-2

# put, amend
expect 0 put "$r" "$number" evidence --fact name="photo" --fact kind=photo
expect 0 show "$r" "$number" --json
[ "$(value 'it["evidence"][0]["name"]')" = photo ] || fail "put"
guarded "$r" 1 put "$r" "$number" nonsense --fact a=b
says evidence
guarded "$r" 1 put "$r" "$number" evidence --fact nonsense=b
says "it has:"
expect 0 amend "$r" "$number" --fact title="Kettle leaks at the seam" --json
json
[ "$(value 'it["title"]')" = "Kettle leaks at the seam" ] || fail "amend"

# attribute
guarded "$r" 1 attribute "$r" "$number" --share unit:quality=9999
says 9999
guarded "$r" 2 attribute "$r" "$number" --share unit:quality
guarded "$r" 2 attribute "$r" "$number" --share unit:quality=all
guarded "$r" 2 attribute "$r" "$number" --share unit:quality=10000,tertiary
expect 0 attribute "$r" "$number" --decided-by manager-1 --authority "rule 6" \
    --share supplier:supplier-appliance=8000,primary,material.quality \
    --share unit:quality=2000,secondary
expect 0 show "$r" "$number" --json
[ "$(value 'sorted(s["basis_points"] for s in it["share"])')" = "[2000, 8000]" ] \
    || fail "attribute"

# extend
guarded "$r" 2 extend "$r" "$number" respond many --reason x
guarded "$r" 1 extend "$r" "$number" nonsense 3 --reason x
guarded "$r" 1 extend "$r" "$number" respond 3
says reason
expect 0 file "$r" --fact title="late" --json
late=$(value 'it["number"]')
limit=$(value 'it["limit_at"]')
expect 0 extend "$r" "$late" respond 3 --reason "laboratory" \
    --approver manager-1 --json
json
[ "$(value 'it["limit_at"]')" '>' "$limit" ] || fail "extend moves no limit"

# pause, resume
guarded "$r" 1 pause "$r" "$late" respond
says reason
guarded "$r" 1 pause "$r" "$late" acknowledge --reason x
guarded "$r" 1 resume "$r" "$late"
expect 0 pause "$r" "$late" respond --reason "laboratory" --json
json
[ "$(value 'it.get("limit_at")')" = None ] || fail "a paused clock has a limit"
expect 0 show "$r" "$late" --json --known-at 2024-01-01T00:00:00Z
json
[ "$(value 'it["clocks"]')" = "[]" ] || fail "clocks are known before filing"
expect 0 resume "$r" "$late" --json
json
[ "$(value 'it.get("limit_at")')" != None ] || fail "resume gives no limit"
guarded "$r" 1 resume "$r" "$late" respond

# tick: once, in order, and not before its time
expect 1 tick "$r" --now 2199-01-01T00:00:00Z
expect 0 tick "$r" --now 2001-01-01T00:00:00Z
[ ! -s "$out" ] || fail "tick tells of what is not due"
expect 0 tick "$r" --json
[ -s "$out" ] || fail "tick tells nothing of an old case"
cp "$out" "$folder/told"
"$python" - "$folder/told" <<'END' || fail "tick is out of order"
import json, sys
told = [json.loads(line) for line in open(sys.argv[1])]
assert {one["kind"] for one in told} <= {"warn", "expire"}
times = [one["happened_at"] for one in told]
assert times == sorted(times)
END
expect 0 tick "$r"
[ ! -s "$out" ] || fail "tick tells twice"

# due
expect 0 due "$r"
[ "$(head -n 1 "$out" | tr -s ' ' | cut -d' ' -f3)" = "$number" ] ||
    fail "the oldest limit is not the first"
expect 0 due "$r" --json --limit 2
json
[ "$(wc -l <"$out")" = 2 ] || fail "due --limit"
expect 0 due "$r" --until 2024-03-01 --json
[ ! -s "$out" ] || fail "due --until"

# report
expect 0 report "$r" --month 2024-03 --now 2024-04-01
prints "2024-03"
expect 0 report "$r" --month 2024-03 --json
json
[ "$(value 'it["received"], it["month"]')" = "(1, '2024-03')" ] ||
    fail "report --json"
expect 0 report "$r" --month 2024-03 --html "$folder/page.html" --language zh-CN
grep -q '<svg' "$folder/page.html" || fail "the page has no chart"
grep -q '月' "$folder/page.html" || fail "the page is not Chinese"
expect 1 report "$r" --month 2024-03 --html "$folder/none/page.html"
says "none/page.html"
expect 2 report "$r"
says "--month"
expect 1 report "$r" --month 2024-13
says 2024-13

# verify, rebuild: a register that was altered is told apart
expect 0 verify "$r"
prints "0 problems"
expect 0 verify "$r" --json
json
expect 0 rebuild "$r" --json
[ "$(value 'it["changed"]')" = 0 ] || fail "rebuilding changes something"
cp "$r" "$folder/altered.db"
"$python" -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("update \"case\" set title = ? where number = ?",
           ("something else", sys.argv[2]))
db.commit()' "$folder/altered.db" "$number"
expect 3 verify "$folder/altered.db"
prints "case"
expect 3 verify "$folder/altered.db" --json
json
expect 0 rebuild "$folder/altered.db"
prints "1 rows changed"
expect 0 verify "$folder/altered.db"
"$python" -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("update sheet set v5 = ? where kind = 1 and \"row\" & 524287 = 1",
           ("somebody",))
db.commit()' "$folder/altered.db"
expect 3 verify "$folder/altered.db"
expect 1 rebuild "$folder/altered.db"

# simulate: the same seed, the same complaints
expect 0 simulate "$folder/a.db" --seed 7 --cases 60 --months 3 \
    --until 2026-03-01 --json
json
[ "$(value 'it["cases"]')" = 60 ] || fail "simulate"
expect 0 simulate "$folder/b.db" --seed 7 --cases 60 --months 3 \
    --until 2026-03-01
prints "no real data"
for part in a b; do
    complaint report "$folder/$part.db" --month 2026-01 --json \
        --now 2026-03-01 >"$folder/$part.json"
done
cmp "$folder/a.json" "$folder/b.json" || fail "a seed gives two registers"
expect 0 verify "$folder/a.db"
expect 1 simulate "$folder/c.db" --cases 20000000
expect 0 simulate "$folder/bank.db" --procedure bank --cases 30 --months 2 \
    --until 2026-03-01
expect 0 verify "$folder/bank.db"

# calendar
answer() { # VERB LINE ANSWER
    [ "$(printf '%s\n' "$2" | complaint calendar "$1" cn)" = "$3" ] ||
        fail "calendar $1 of $2 is not $3"
}
answer count 2019-09-24,2019-10-21 16
answer count 2019-09-24T23:59:59,2019-10-18 15
answer count 2019-09-24,2019-09-24 0
answer add 2019-09-24,15 2019-10-18
answer add 2019-09-29T10:00:00,1 2019-09-30
answer show 2019-10-12 "make_up,National Day,known"
bad() { # VERB LINE TEXT
    got=0
    printf '2019-09-24,%s\n%s\n' \
        "$([ "$1" = add ] && echo 1 || echo 2019-09-25)" "$2" |
        complaint calendar "$1" cn >"$out" 2>"$err" || got=$?
    [ "$got" = 1 ] || fail "calendar $1 takes $2"
    says "line 2"
    says "$3"
    [ "$(wc -l <"$out")" = 1 ] || fail "the good line before has no answer"
}
bad count 2019-02-30,2019-03-01 2019-02-30
bad count 2019-02-01 "from,to"
bad add 2019-02-01,many "from,n"
bad count 9999-01-01,9999-01-02 9999
expect 1 calendar count nowhere
says "cn"
expect 2 calendar nonsense cn
says "count"

# compute: the three methods on the published references, unknown ones named
got=0
echo '{}' | complaint compute nonsense >"$out" 2>"$err" || got=$?
[ "$got" = 2 ] || fail "an unknown method leaves with $got"
says "aggregation, pareto, quantiles"
got=0
echo '{' | complaint compute pareto >"$out" 2>"$err" || got=$?
[ "$got" = 1 ] || fail "bad JSON leaves with $got"
printf '{"input":{"labels":["a","b"],"counts":[1,3]}}' |
    complaint compute pareto >"$out"
json
[ "$(value 'it["order"], it["vital_few"]')" = "(['b', 'a'], 2.0)" ] ||
    fail "pareto"
echo '{"input":{"x":[1,2,3,4]},"params":{"probs":[0.5]}}' |
    complaint compute quantiles >"$out"
[ "$(value 'it["type7"], it["median"], it["n"]')" = "([2.5], 2.5, 4)" ] ||
    fail "quantiles"

# Standard output that cannot be written is a failure.
if [ -e /dev/full ]; then
    got=0
    complaint list "$r" >/dev/full 2>"$err" || got=$?
    [ "$got" = 1 ] || fail "a full standard output leaves with $got"
    says "standard output"
fi
echo "commands: $checks"
