#!/bin/sh
# complaint procedure: list, show, verify, draw, of bundled ones and of files.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"

expect 0 procedure list
prints "bank "
prints "iso10002 "
expect 0 procedure list --language zh-CN
prints "银行总行客户投诉处理"
for file in "$COMPLAINT_SOURCE"/libcomplaint/data/procedure/*.yaml; do
    name=$(basename "$file" .yaml)
    expect 0 procedure verify "$name"
    expect 0 procedure verify "$file" --json
    json
    expect 0 procedure show "$name"
    prints "$name "
    expect 0 procedure draw "$name" --language zh-CN
    "$python" -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' \
        "$out" 2>"$err" || fail "the picture of $name is no XML"
    expect 0 procedure draw "$file" --format mermaid
    prints "stateDiagram-v2"
done
expect 0 procedure show bank --json
json

sed 's/to: registered/to: registerd/' \
    "$COMPLAINT_SOURCE/libcomplaint/data/procedure/bank.yaml" \
    >"$folder/wrong.yaml"
line=$(grep -n "to: registerd" "$folder/wrong.yaml" | head -n 1 | cut -d: -f1)
expect 3 procedure verify "$folder/wrong.yaml"
prints "wrong.yaml:$line:5: error:"
prints "[procedure.unknown_name]"
expect 3 procedure verify "$folder/wrong.yaml" --language zh-CN
prints "错误 3，警告 0"
expect 1 procedure show "$folder/wrong.yaml"
says "wrong.yaml:$line:5"
echo '{"category": ["nothing"], "unit": ["nowhere"]}' >"$folder/known.json"
cat >"$folder/small.yaml" <<'END'
kind: procedure
format: 1
name: small
version: "1"
title: {en: Small, zh-CN: 小}
extends: bank
routing:
  - {name: all, title: {en: All, zh-CN: 全}, unit: shop}
END
expect 0 procedure verify "$folder/small.yaml"
expect 3 procedure verify "$folder/small.yaml" --known "$folder/known.json"
prints "small.yaml:8:5: error:"
prints "[code_unknown]"

expect 1 procedure verify nowhere
expect 1 procedure show nowhere
says "bank"
expect 1 procedure verify "$folder/none.yaml"
expect 2 procedure draw bank --format png
says "mermaid"
expect 2 procedure paint bank
expect 2 procedure show

# What a file extends: beside it, in a folder, installed; what is installed.
mkdir "$folder/beside" "$folder/elsewhere"
cat >"$folder/beside/base.yaml" <<'END'
kind: procedure
format: 1
name: base
version: "1"
extends: bank
title: {en: Base, zh-CN: 基础}
END
sed 's/name: base/name: child/; s/extends: bank/extends: base/' \
    "$folder/beside/base.yaml" >"$folder/beside/child.yaml"
cp "$folder/beside/child.yaml" "$folder/elsewhere/"
expect 0 procedure verify "$folder/beside/child.yaml"
expect 3 procedure verify "$folder/elsewhere/child.yaml"
prints "[procedure.extends]"
expect 1 procedure show "$folder/elsewhere/child.yaml"
says "elsewhere/child.yaml:5:1"
expect 0 procedure show "$folder/elsewhere/child.yaml" --folder "$folder/beside"
expect 0 init "$folder/r.db"
expect 1 install "$folder/r.db" "$folder/elsewhere/child.yaml"
expect 0 install "$folder/r.db" "$folder/beside/base.yaml" \
    "$folder/elsewhere/child.yaml" calendar/every-day
prints "procedure/child "
expect 0 procedure show child --register "$folder/r.db" --json
installed=$(value 'it["digest"]')
expect 0 procedure show "$folder/beside/child.yaml" --json
[ "$(value 'it["digest"]')" = "$installed" ] || fail "not the same child"
expect 0 procedure verify "$folder/elsewhere/child.yaml" --register "$folder/r.db"
expect 0 procedure verify child --register "$folder/r.db"
expect 0 procedure draw child --register "$folder/r.db" --language zh-TW
expect 0 procedure list --register "$folder/r.db"
prints "child "
prints "iso10002 "
expect 1 procedure show none --register "$folder/r.db"

# Rules and letters.
expect 0 procedure assess bank --fact title=x
json
prints '"missing"'
cat >"$folder/letters.yaml" <<'END'
kind: procedure
format: 1
name: letters
version: "1"
title: {en: Letters}
languages: [en]
start: open
states:
  - name: open
    title: {en: Open}
    replies:
      - {name: receipt, title: {en: Receipt}, text: {en: "Got {title}."}}
  - {name: closed, title: {en: Closed}, final: true}
transitions:
  - {name: close, title: {en: Close}, from: [open], to: closed, marks: [closed]}
END
expect 0 procedure reply "$folder/letters.yaml" open receipt --fact title=it
prints "Got it."
expect 1 procedure reply "$folder/letters.yaml" open receipt
says "title"
expect 1 procedure reply "$folder/letters.yaml" open none
# Packs: listed, shown, put on, and a case referred.
expect 0 procedure packs
prints "uk-disp "
expect 0 procedure packs us-cfpb
prints "12 U.S.C. 5534(b)"
prints "check with your counsel"
expect 0 procedure packs us-cfpb --json
json
expect 1 procedure packs mars
says "uk-disp"
expect 0 init "$folder/packs.db"
expect 0 install "$folder/packs.db" procedure/external-dispute
echo '{"title": "x", "packs": ["au-rg271"]}' >"$folder/packs.json"
expect 0 file "$folder/packs.db" --facts "$folder/packs.json" --json
json
expect 0 list "$folder/packs.db" --json
number=$(sed -n 's/.*"number":"\([^"]*\)".*/\1/p' "$out" | head -n 1)
expect 1 attach "$folder/packs.db" "$number" us-cfpb
says "reason"
expect 0 attach "$folder/packs.db" "$number" us-cfpb --reason "the portal"
expect 1 attach "$folder/packs.db" "$number" us-cfpb --reason "again"
expect 0 show "$folder/packs.db" "$number"
prints "Final response through the portal, 60 days"
prints "IDR response, 30 days"
expect 0 refer "$folder/packs.db" "$number" external-dispute --reason "refused"
expect 0 verify "$folder/packs.db"
echo "$checks checks of procedures"
