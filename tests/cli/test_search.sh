#!/bin/sh
# complaint search: terms, options, pages, the file beside the register, errors.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
r=$folder/register.db

expect 0 init "$r"
for title in "投诉：要求退货" "8D report late" "Kettle does not boil" "ＫＥＴＴＬＥ 退貨"; do
    expect 0 file "$r" --fact title="$title" --fact channel=phone
done
number=$(cut -d' ' -f1 "$out")
expect 0 put "$r" "$number" communication --fact kind=reply \
    --fact text="Please send it back to the shop"

expect 0 search "$r" 退货
prints "投诉：要求退货"
[ "$(grep -c 退 "$out")" -eq 1 ] || fail "another form of the character is found"
expect 0 search "$r" 退货 --variants
[ "$(grep -c 退 "$out")" -eq 2 ] || fail "the other form is not found"
expect 0 search "$r" 8d
prints "8D report late"
expect 0 search "$r" kettle --json
json
[ "$(wc -l <"$out")" -eq 2 ] || fail "width or case makes a difference"
expect 0 search "$r" kettle boil --json
[ "$(wc -l <"$out")" -eq 1 ] || fail "not all terms are wanted"
expect 0 search "$r" "not boil" --json
[ "$(wc -l <"$out")" -eq 1 ] || fail "words of one argument are apart"
expect 0 search "$r" "boil not" --json
[ ! -s "$out" ] || fail "words of one argument are apart"
expect 0 search "$r" "back to the" --json
prints "$number"
expect 0 search "$r" "back to the" --public --json
[ ! -s "$out" ] || fail "a personal text is found"
expect 0 search "$r" "$number" --json
[ "$(wc -l <"$out")" -eq 1 ] || fail "a number is not found"
expect 0 search "$r" kettle --where channel=web --json
[ ! -s "$out" ] || fail "a condition is passed over"
expect 0 list "$r" --text "kettle boil" --json
[ "$(wc -l <"$out")" -eq 1 ] || fail "list searches another way"

# pages, newest first
expect 0 search "$r" kettle --limit 1
prints "$number"
token=$(sed -n 's/^--after //p' "$out")
[ -n "$token" ] || fail "no token under a full page"
expect 0 search "$r" kettle --limit 1 --after "$token"
prints "does not boil"
expect 1 search "$r" boil --limit 1 --after "$token"
says "filter.after"

# the file: there once there is enough to read, for the owner alone
big=$(head -c 90000 /dev/zero | tr '\0' x)
printf '{"title":"long","channel":"web","description":"%s needle"}' "$big" \
    >"$folder/long.json"
expect 0 file "$r" --facts "$folder/long.json"
expect 0 search "$r" needle --json
[ "$(wc -l <"$out")" -eq 1 ] || fail "a long text is not read to its end"
[ "$(stat -c %a "$r-search")" = 600 ] || fail "the search file is not private"
rm "$r-search"
expect 0 search "$r" needle --json
[ "$(wc -l <"$out")" -eq 1 ] || fail "the search file is needed"

expect 0 search --help
prints "REGISTER TERM..."
expect 2 search "$r"
expect 1 search "$folder/none.db" x
says "none.db"
expect 2 search "$r" x --nonsense
expect 1 search "$r" x --where nonsense=1
says "filter.unknown"
expect 1 search "$r" "$(printf '\377')"
says "text.encoding"
echo "$checks commands"
