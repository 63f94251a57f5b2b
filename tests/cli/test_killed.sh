#!/bin/sh
# An import that is killed leaves a register that verifies, and importing
# again completes it to the same state. Several writers at once: all land, or
# are told that the register is busy, and nothing is lost or doubled.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
needs_data zh_gov_messages_replied.csv
needs_data zh_car_defect_complaints.csv
gov=$data/zh_gov_messages_replied.csv
gov_map=$maps/zh_gov_messages_replied.yaml
car=$data/zh_car_defect_complaints.csv
car_map=$maps/zh_car_defect_complaints.yaml

# state REGISTER: what two registers of the same cases have in common.
state() {
    complaint list "$1" --limit 0 --json | "$python" -c '
import json, sys
keep = ("source", "external_number", "state", "title", "received_at",
        "closed_at", "limit_at", "category", "unit", "revision", "procedure")
for row in sorted(json.dumps([json.loads(line).get(key) for key in keep])
                  for line in sys.stdin):
    print(row)'
}
count() {
    complaint list "$1" --limit 0 --json | wc -l
}

expect 0 import "$folder/whole.db" "$gov" --map "$gov_map"
state "$folder/whole.db" >"$folder/whole"

killed=0
r=$folder/killed.db
for size in 1 40000 200000 500000 1000000 2000000 3000000 4000000; do
    rm -f "$r" "$r-wal" "$r-shm"
    # Small batches, so that there is a middle; the log of the first ones is
    # what grows.
    code=0
    "$python" "$here/killed.py" "$r-wal" "$size" complaint import "$r" "$gov" \
        --map "$gov_map" --batch 50 2>"$err" || code=$?
    [ "$code" = 0 ] && killed=$((killed + 1))
    [ "$code" = 0 ] || [ "$code" = 3 ] || fail "killed.py leaves with $code"
    # Killed before it was a register: as good as none.
    if complaint verify "$r" >"$out" 2>"$err"; then
        rows=$(count "$r")
        [ $((rows % 50)) = 0 ] || [ "$rows" = "$(wc -l <"$folder/whole")" ] ||
            fail "$rows cases are not whole batches"
    else
        grep -q "store.not_found\|register.empty" "$err" ||
            fail "killed at $size bytes, it does not verify"
    fi
    expect 0 import "$r" "$gov" --map "$gov_map" --json
    [ "$(value 'it["rejected"]')" = 0 ] || fail "rejected after a kill"
    expect 0 verify "$r"
    state "$r" | cmp - "$folder/whole" ||
        fail "killed at $size bytes, another state after importing again"
    expect 0 rebuild "$r" --json
    [ "$(value 'it["changed"]')" = 0 ] || fail "a rebuild changes something"
done
[ "$killed" -ge 4 ] || fail "only $killed imports were killed in the middle"

# Two imports at once into one register, and a third of the first file.
r=$folder/both.db
expect 0 init "$r" --definition "$maps/gov-messages.procedure.yaml" \
    --definition "$maps/car-defects.procedure.yaml" --definition calendar/cn
try() { # NAME FILE MAP
    complaint import "$r" "$2" --map "$3" --batch 20 >"$folder/$1.out" \
        2>"$folder/$1.err" || echo $? >"$folder/$1.code"
}
try a "$gov" "$gov_map" &
try b "$car" "$car_map" &
try c "$gov" "$gov_map" &
wait
for part in a b c; do
    [ ! -e "$folder/$part.code" ] || grep -q "busy\|try again\|store.busy" \
        "$folder/$part.err" || fail "a second writer: $(cat "$folder/$part.err")"
done
expect 0 verify "$r"
expect 0 import "$r" "$gov" --map "$gov_map" --json
[ "$(value 'it["rejected"]')" = 0 ] || fail "rejected after two writers"
expect 0 import "$r" "$car" --map "$car_map"
expect 0 verify "$r"
expect 0 import "$folder/car.db" "$car" --map "$car_map"
# The limits are the same, too; numbers may be others.
{ cat "$folder/whole" && state "$folder/car.db"; } | sort >"$folder/wanted"
state "$r" | sort | cmp - "$folder/wanted" ||
    fail "two writers, and another state"

# Eight clerks filing at once: every number that was printed is there, once.
r=$folder/clerks.db
expect 0 init "$r"
for clerk in 1 2 3 4 5 6 7 8; do
    (
        for letter in a b c d e f; do
            complaint file "$r" --actor "clerk-$clerk" \
                --fact title="$clerk$letter" || echo "no $?"
        done >"$folder/clerk-$clerk" 2>"$folder/clerk-$clerk.err"
    ) &
done
wait
cat "$folder"/clerk-?.err >"$err"
if grep -v "busy\|try again" "$err"; then fail "filing at once"; fi
grep -h received "$folder"/clerk-? | cut -d' ' -f1 | sort >"$folder/told"
[ -z "$(uniq -d "$folder/told")" ] || fail "a number was given twice"
complaint list "$r" --limit 0 --json | "$python" -c '
import json, sys
for line in sys.stdin:
    print(json.loads(line)["number"])' | sort >"$folder/there"
cmp "$folder/told" "$folder/there" || fail "told and there are not the same"
expect 0 verify "$r"
echo "killed: $killed imports; $(wc -l <"$folder/told") of 48 filed at once"
