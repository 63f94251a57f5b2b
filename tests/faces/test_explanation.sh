#!/bin/sh
# The same clocks have the same explanation, byte for byte as canonical JSON, in
# C, Python, Lua and from the shell: of simulated registers of several
# procedures and of cases that were paused and extended, in each language, at
# moments before and after the limits, in years that are not known too.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
here=$COMPLAINT_SOURCE/tests/faces
for part in python/complaint/__init__.py lua/complaint/core.so; do
    [ -f "$COMPLAINT_BUILD/bindings/$part" ] || {
        echo "skipped: this build has no $part"
        exit 77
    }
done
[ -z "${COMPLAINT_FLAGS:-}" ] || {
    echo "skipped: interpreters have no runtime of sanitizers here"
    exit 77
}
lua=$(command -v lua5.4 || command -v lua54) || {
    echo "skipped: no Lua 5.4"
    exit 77
}
library=$(dirname "$(find "$COMPLAINT_BUILD" -name libcomplaint.so | head -n 1)")
PYTHONPATH=$COMPLAINT_BUILD/bindings/python
LUA_CPATH="$COMPLAINT_BUILD/bindings/lua/?.so"
LUA_PATH="$COMPLAINT_BUILD/bindings/lua/?.lua"
LD_LIBRARY_PATH=$library${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export PYTHONPATH LUA_CPATH LUA_PATH LD_LIBRARY_PATH
cc -std=c99 -Wall -Wextra -Werror -I"$COMPLAINT_SOURCE/include" \
    "$here/explain.c" -o "$folder/explain" -L"$library" -lcomplaint
languages="- en zh-CN zh-TW"

# by_shell REGISTER NOW: as the programs do, one call of the program a line.
by_shell() {
    "$python" - "$1" "$2" $languages <<'END'
import json, subprocess, sys
register, now, *languages = sys.argv[1:]
run = lambda *words: subprocess.run(
    ["complaint", *words], check=True, capture_output=True).stdout.decode()
for line in run("list", register, "--limit", "0", "--json").splitlines():
    number = json.loads(line)["number"]
    for language in languages:
        option = [] if language == "-" else ["--language", language]
        text = run("show", register, number, "--at", now, "--json", *option)
        # not written anew: the very bytes that were printed
        start = text.index('"clocks":')
        _, end = json.JSONDecoder().raw_decode(text, start + 9)
        print(number, language, "{" + text[start:end] + "}")
END
}

# compare REGISTER NOW: all four, and what is said is there in each language.
compare() {
    "$folder/explain" "sqlite:$1" "$2" $languages >"$folder/c"
    "$python" "$here/explain.py" "$1" "$2" $languages >"$folder/python"
    "$lua" "$here/explain.lua" "$1" "$2" $languages >"$folder/lua"
    by_shell "$1" "$2" >"$folder/shell"
    for face in python lua shell; do
        cp "$folder/c" "$folder/wanted"
        # null is nil in Lua: the table has no such member
        [ "$face" != lua ] ||
            sed 's/,"[a-z_]*":null//g' "$folder/c" >"$folder/wanted"
        cmp "$folder/wanted" "$folder/$face" || {
            tr ',' '\n' <"$folder/wanted" >"$folder/c-words"
            tr ',' '\n' <"$folder/$face" >"$folder/words"
            diff "$folder/c-words" "$folder/words" | head -n 12 >"$err"
            fail "$face explains otherwise than C: $1 at $2"
        }
    done
    lines=$((lines + $(wc -l <"$folder/c")))
    cat "$folder/c" >>"$folder/all"
}

# has WORD...: what was explained has each of them.
has() {
    for word in "$@"; do
        grep -qF -e "$word" "$folder/all" || fail "nothing explains \"$word\""
    done
}

# filed PROCEDURE FACT...: a register with a case that has just been filed.
filed() {
    register=$folder/$1.db
    expect 0 init "$register" --definition "procedure/$1" \
        --definition calendar/cn --definition catalog/general
    shift
    expect 0 file "$register" --fact title=filed --at 2024-02-08T03:20:00Z "$@"
    compare "$register" 2024-02-09T00:00:00Z
    compare "$register" 2024-02-20T00:00:00Z
}

lines=0
register=$folder/held.db
expect 0 init "$register"
for at in 2019-01-25T02:00:00Z 2019-09-24T09:30:00Z 2006-12-22T16:30:00Z; do
    expect 0 file "$register" --fact title=held --at "$at" --json
    number=$(value 'it["number"]')
    expect 0 perform "$register" "$number" acknowledge --at "$at"
    [ "$at" = 2006-12-22T16:30:00Z ] ||
        expect 0 pause "$register" "$number" respond --reason parts --at "$at"
    [ "$at" != 2019-01-25T02:00:00Z ] ||
        expect 0 resume "$register" "$number" respond --at 2019-01-30T03:00:00Z
    [ "$at" = 2019-09-24T09:30:00Z ] ||
        expect 0 extend "$register" "$number" respond 5 --reason complex \
            --approver manager-1 --at "$at"
done
compare "$register" 2019-02-12T00:00:00Z
compare "$register" 2027-03-01T00:00:00Z
has '"kind":"paused"' '"kind":"make_up"' '"kind":"extended"' \
    '"assumed":{"from":2006,"to":2006}' \
    'holiday: Spring Festival' '节假日：春节' '節假日：春節' \
    ', extended by 5 working days' '，延期 5 个工作日' '，延期 5 個工作日' \
    'counted: ' '计入：' '計入：' 'not counted: ' '不计入：' '不計入：' \
    'overdue' '已逾期' 'Due ' '截止时间 ' '截止時間 ' 'ordinary weeks' \
    '年的节假日安排未知' '年的節假日安排未知'
filed quality-incident
filed property
filed hotel
filed insurance
for procedure in bank bank-branch; do
    register=$folder/$procedure.db
    complaint simulate "$register" --procedure "$procedure" --cases 6 \
        --months 3 --until 2024-03-01T00:00:00Z >"$out" 2>"$err" ||
        fail "simulate $procedure"
    compare "$register" 2024-02-20T00:00:00Z
done
echo "$lines explanations of a case's clocks, the same in C, Python, Lua and" \
    "from the shell"
