#!/bin/sh
# Seals and evidence packs by the program, and a pack in the hands of a
# stranger: examples/evidence/verify_pack.py.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
r=$folder/register.db
script=$COMPLAINT_SOURCE/examples/evidence/verify_pack.py
stranger() { "$COMPLAINT_PYTHON" -I -B "$script" "$@" >"$out" 2>"$err"; }

cat >"$folder/private.pem" <<'END'
-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7
-----END PRIVATE KEY-----
END
public=3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c

expect 0 simulate "$r" --cases 30 --seed 7 --until 2024-06-01T00:00:00Z
expect 0 seal "$r" --key "$folder/private.pem"
grep -q "^seal 1: 30 cases" "$out" || fail "seal does not say what it sealed"
grep -q "^key 97c2\|^key " "$out" || fail "seal does not name the key"
digest=$(sed -n 's/^digest //p' "$out")
expect 0 verify "$r" --key "$folder/private.pem" --seal "$digest" --threads 2
expect 3 verify "$r" --seal "$(printf '%064d' 0)"
expect 1 seal "$r" --key "$r"
expect 1 seal "$r" --key "$folder/none.pem"
expect 0 seal "$r" --json
expect 3 verify "$r" --key "$folder/private.pem"
expect 0 seal "$r" --key "$folder/private.pem"

expect 0 evidence write "$r" "$folder/pack.jsonl" --personal
expect 0 evidence verify "$folder/pack.jsonl" --key "$folder/private.pem"
grep -q "^0 problems" "$out" || fail "a good pack has problems"
stranger "$folder/pack.jsonl" --key="$public" || fail "the stranger refuses"
grep -q "^cases 30 " "$out" || fail "the stranger counts otherwise"
stranger "$folder/pack.jsonl" --key="$(printf '%064d' 1)" &&
    fail "the stranger takes another key"

number=$(complaint list "$r" --limit 1 --json |
    sed -n 's/.*"number":"\([^"]*\)".*/\1/p' | head -n 1)
expect 0 evidence write "$r" "$folder/one.jsonl" "$number" --key "$folder/private.pem"
stranger "$folder/one.jsonl" --key="$public" || fail "one case is refused"
grep -q "^cases 1 " "$out" || fail "there is not one case"
grep -q '"personal":null,"salt":null' "$folder/one.jsonl" ||
    fail "personal facts are not left out"
grep -q '"personal":"' "$folder/one.jsonl" &&
    fail "personal facts without being asked"
expect 0 evidence write "$r" "$folder/none.jsonl" --from 2030-01-01T00:00:00Z
digest=$(sed -n 's/^{"kind":"seal","digest":"\([^"]*\)".*/\1/p' "$folder/pack.jsonl")
stranger "$folder/pack.jsonl" --seal="$digest" ||
    fail "the stranger refuses the seal that is in the pack"
stranger "$folder/pack.jsonl" --seal="$(printf '%064d' 0)" &&
    fail "the stranger takes another seal"
stranger "$folder/none.jsonl" || fail "a pack of no cases is refused"
expect 1 evidence write "$r" "$folder/x.jsonl" nobody
[ ! -e "$folder/x.jsonl" ] || fail "a pack of nobody is left"
expect 2 evidence write "$r"
expect 2 evidence read "$r"
expect 1 evidence verify "$folder/nowhere"
expect 3 evidence verify "$script"

# The longest text that a complaint can have, in C and in Python.
"$COMPLAINT_PYTHON" -c 'import json
print(json.dumps({"title": "t", "description": "\"" * 1048576}))' \
    >"$folder/long.json"
expect 0 file "$r" --facts "$folder/long.json"
expect 0 evidence write "$r" "$folder/long.jsonl" --personal
expect 0 evidence verify "$folder/long.jsonl"
stranger "$folder/long.jsonl" || fail "the stranger refuses a long text"

"$COMPLAINT_PYTHON" -I -B "$COMPLAINT_SOURCE/tests/cli/evidence_stranger.py" \
    "$script" "$folder/one.jsonl" || fail "the stranger can be deceived"
"$COMPLAINT_PYTHON" -I -B "$COMPLAINT_SOURCE/tests/cli/evidence_hostile.py" \
    "$script" complaint "$folder" ||
    fail "the stranger and the library differ"
[ "$(wc -l <"$script")" -le 100 ] || fail "the script has over 100 lines"
echo "evidence: $checks"
