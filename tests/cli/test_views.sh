#!/bin/sh
# Every command, tried by a viewer who may see nothing personal (--as): it
# masks, denies, or tells nothing personal. A new command has to be said here.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
r=$folder/register.db
as=auditor-1:auditor

masks="list search show next perform put amend assign answer tasks letter move
    attribute extend refer attach detach pause resume due what-if tick report
    file verify seal rebuild"
denies="erase retention export-person backup evidence"
# They make or keep registers, or have nothing to do with one.
nothing="init install import task set migrate compact simulate calendar
    procedure compute"
expect 0 --help
sed -n 's/^  \([a-z-]*\) .*/\1/p' "$out" | sort >"$folder/commands"
for command in $masks $denies $nothing; do echo "$command"; done |
    sort | diff "$folder/commands" - || fail "commands are not said here"

expect 0 init "$r"
for i in 1 2; do
    expect 0 file "$r" --fact "title=zq-title $i" --fact location=zq-place \
        --fact "description=zq-description" --fact remark=zq-remark \
        --fact parties:='[{"name":"zq-name","phone":"13800012345"}]'
    eval "c$i=\$(cut -d' ' -f1 \"$out\")"
done

# hidden CODE WORD...: nothing of it in what the command says or prints, though
# the command itself was given no such word.
hidden() {
    expect "$@" --as "$as"
    grep -q "zq-\|13800012345" "$out" "$err" && fail "a viewer is told: $*"
    return 0
}
told() {
    expect 0 "$@"
    grep -q "zq-" "$out" || fail "not even the host is told: $*"
}

for json in "" --json; do
    for command in "list $r" "show $r $c1" "search $r zq" \
        "letter $r $c1 acknowledgement"; do
        case "$command$json" in letter*--json) continue ;; esac
        # shellcheck disable=SC2086 # words
        told $command $json
        # shellcheck disable=SC2086
        hidden 0 $command $json
    done
    for command in "next $r $c1" "tasks $r $c1" "due $r" "what-if $r" \
        "verify $r" "tick $r" "seal $r" "search $r 13800012345" \
        "search $r q-t" "list $r --relation clock"; do
        # shellcheck disable=SC2086
        hidden 0 $command $json
    done
    for relation in case party journal communication evidence; do
        # shellcheck disable=SC2086
        hidden 0 list "$r" --relation $relation $json
    done
done
hidden 0 rebuild "$r"
hidden 0 search "$r" 13800012345
[ "$(wc -l <"$out")" -le 1 ] || fail "a search finds what is hidden"

# changes by somebody to whom it is hidden; what is wrong with them
hidden 0 amend "$r" "$c1" --fact category=other
hidden 1 amend "$r" "$c1" --fact nonsense=x
hidden 0 put "$r" "$c1" communication --fact kind=note --fact text=plain
hidden 0 assign "$r" "$c1" clerk-2
hidden 0 answer "$r" "$c1" --actor clerk-2
hidden 0 pause "$r" "$c1" --reason waiting
hidden 0 resume "$r" "$c1" --reason answered
hidden 0 attach "$r" "$c1" uk-disp --reason theirs
hidden 0 detach "$r" "$c1" uk-disp --reason theirs --authority head
hidden 1 extend "$r" "$c1" nonsense 1 --reason x
hidden 1 attribute "$r" "$c1" --share 'unit:x=1' --decided-by x
hidden 1 refer "$r" "$c1" nonsense --reason x
hidden 1 move "$r" "$c1" --procedure nonsense --reason x
hidden 0 perform "$r" "$c1" withdraw --fact reason=plain
hidden 1 perform "$r" "$c1" nonsense
hidden 0 report "$r" --month "$(date -u +%Y-%m)"
hidden 0 report "$r" --month "$(date -u +%Y-%m)" --html "$folder/page.html"
grep -q "zq-" "$folder/page.html" && fail "a viewer's report tells"

# what cannot leave anything out
for command in "erase $r phone=13800012345 --reason x" "retention $r" \
    "export-person $r phone=13800012345" "backup $r $folder/copy.db" \
    "evidence write $r $folder/pack.jsonl $c2"; do
    # shellcheck disable=SC2086
    hidden 1 $command
    says "view.partial"
done
[ ! -e "$folder/copy.db" ] && [ ! -e "$folder/pack.jsonl" ] ||
    fail "something was written for a viewer"
told show "$r" "$c2"
expect 0 verify "$r"
echo "$checks commands"
