#!/bin/sh
# complaint erase, retention, export-person, and --as: what each viewer sees.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
r=$folder/register.db

cat >"$folder/kept.yaml" <<'YAML'
kind: procedure
format: 1
name: kept
version: "1"
title: {en: Kept, zh-CN: 保留}
extends: small-business
retention:
  - {name: all, title: {en: All, zh-CN: 全部}, after: {days: 30}, citation: rule 1}
YAML
expect 0 init "$r"
expect 0 install "$r" "$folder/kept.yaml"
for i in 1 2 3; do
    expect 0 file "$r" --fact title="leak $i" --fact "note=secret $i" \
        --fact parties:="[{\"name\":\"Somebody $i\",\"phone\":\"1380000000$i\"}]"
    eval "c$i=\$(cut -d' ' -f1 \"$out\")"
done

# views
expect 0 show "$r" "$c1" --json --as auditor-1:auditor
prints '"***"'
grep -q "leak\|Somebody\|secret\|1380000" "$out" && fail "a viewer sees personal data"
for command in "list $r --json" "list $r --relation party --json" \
    "list $r --relation journal --json" "search $r secret --json" \
    "next $r $c1 --json" "tasks $r $c1" "due $r --json"; do
    # shellcheck disable=SC2086 # words
    expect 0 $command --as auditor-1:auditor
    grep -q "leak\|Somebody\|secret\|1380000" "$out" &&
        fail "a viewer sees personal data: $command"
done
expect 0 show "$r" "$c1" --json --as "boss:*"
prints "leak 1"
expect 0 set "$r" views '[{"roles":["clerk"],"cases":"own","personal":true}]'
expect 1 show "$r" "$c1" --as clerk-7:clerk@shop
says "case.not_found"
expect 0 show "$r" "$c1" --as cli:clerk
prints "leak 1"
expect 1 set "$r" views '[{"roles":["clerk"]}]'
says "setting.views"
expect 0 set "$r" views

# a person
expect 0 export-person "$r" phone="+86 138 0000 0001" --json
json
prints "secret 1"
grep -q "Somebody 2" "$out" && fail "another person's data are given out"
expect 0 export-person "$r" phone=13800000001
prints "name: Somebody 1"
for language in en zh-CN zh-TW; do
    expect 0 export-person "$r" phone=13800000001 --html "$folder/page.html" \
        --language $language
    [ ! -s "$out" ] || fail "a page is printed as well"
    for word in "<html lang=\"$language\">" "secret 1" "Somebody 1"; do
        grep -qF "$word" "$folder/page.html" || fail "the page has no $word"
    done
    grep -q "Somebody 2" "$folder/page.html" && fail "a page has another's data"
done
expect 1 export-person "$r" phone=13800000001 --html "$folder/none/page.html"
expect 1 export-person "$r" phone=13800000001 --html "$folder/x" --as "b:clerk"
expect 1 export-person "$r" phone=1
says "person.identity"
expect 2 export-person "$r" nobody
expect 1 export-person "$r" name=x --role handler
says "erase.denied"

# packs: made before what follows, and after each erasure
script=$COMPLAINT_SOURCE/examples/evidence/verify_pack.py
sound() {
    expect 0 evidence verify "$1"
    "$python" -I -B "$script" "$1" >"$out" 2>"$err" || fail "$1 is refused"
}
packs() {
    for pack in "all $r $folder/all-$1.pack --from 2000-01-01T00:00:00Z" \
        "one $r $folder/one-$1.pack $c1"; do
        # shellcheck disable=SC2086 # words
        expect 0 evidence write ${pack#* } --personal
        sound "$folder/${pack%% *}-$1.pack"
    done
}
expect 0 seal "$r"
packs before
grep -q "Somebody 1" "$folder/one-before.pack" || fail "a pack lacks a name"
expect 0 erase "$r" phone=13800000001 --reason "request 1"
prints '"dry_run":true'
expect 0 show "$r" "$c1"
prints "leak 1"
expect 0 erase "$r" phone=13800000001 --reason "request 1" --apply
prints '"erased":1'
expect 0 show "$r" "$c1" --json
grep -q "leak 1\|Somebody 1" "$out" && fail "erased data are shown"
packs person
grep -q "leak 1\|Somebody 1\|secret 1\|13800000001" "$folder"/*-person.pack &&
    fail "a pack has what was erased of a person"
grep -q "Somebody 2" "$folder/all-person.pack" || fail "a pack lacks another"

# a case
expect 1 erase "$r" "$c2"
says "erase.reason"
expect 1 erase "$r" "$c2" --reason x --part nothing
says "erase.part"
expect 2 erase "$r" "$c2" "$c3" --reason x
expect 0 erase "$r" "$c2" --reason "request 2" --basis "GDPR art. 17"
prints '"erased":"all"'
grep -qa "Somebody 1\|Somebody 2\|secret 1\|secret 2\|leak 2" "$folder"/register.db* &&
    fail "erased data are left in the files"
grep -qa "Somebody 3" "$r" || fail "another case was erased"
expect 0 show "$r" "$c2" --json
prints "GDPR art. 17"
packs case
grep -q "leak 2\|Somebody 2\|secret 2" "$folder/all-case.pack" &&
    fail "a pack has what was erased of a case"
grep -q "GDPR art. 17" "$folder/all-case.pack" || fail "no word of why"

# holds are in packs, and what they hold
expect 0 amend "$r" "$c3" --fact legal_hold:=true \
    --fact legal_hold_reason="court order 4"
expect 1 erase "$r" "$c3" --reason x
says "case.legal_hold"
packs held
grep -q 'legal_hold\\":true' "$folder/all-held.pack" || fail "no hold in a pack"
grep -q "court order 4" "$folder/all-held.pack" || fail "no reason of the hold"
grep -q "Somebody 3" "$folder/all-held.pack" || fail "what is held is not there"
expect 0 amend "$r" "$c3" --fact legal_hold:=null \
    --fact legal_hold_reason="settled"
packs lifted
grep -q "settled" "$folder/all-lifted.pack" || fail "no word of lifting"
for pack in "$folder"/*.pack; do
    sound "$pack"
done
grep -q "Somebody 1" "$folder/one-before.pack" || fail "an old pack was changed"

# retention: nothing is closed yet
expect 0 retention "$r"
prints '"due":0'
expect 1 retention "$r" --role handler
says "erase.denied"
expect 0 verify "$r"
expect 0 rebuild "$r"
echo "$checks commands"
