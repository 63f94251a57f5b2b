#!/bin/sh
# The month's programs in C, Python, Lua and shell print the same lines on the
# same register; and the kiosk and the analyst run as they are written.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
examples=$COMPLAINT_SOURCE/examples
build=$COMPLAINT_BUILD
python=${COMPLAINT_PYTHON:-/usr/bin/python3}
lua=$(command -v lua5.4 || command -v lua54 || true)
flags=${COMPLAINT_FLAGS:-}

fail() {
    echo "month: $*" >&2
    exit 1
}

for part in bindings/cli/complaint bindings/python/complaint \
    bindings/lua/complaint; do
    if [ ! -e "$build/$part" ]; then
        echo "skipped: this build has no $part"
        exit 77
    fi
done
[ -n "$lua" ] || { echo "skipped: there is no lua5.4" && exit 77; }

# An interpreter needs the runtime of a module built with sanitizers.
preload=
case $flags in
*address*) preload=$(cc -print-file-name=libasan.so):$(cc -print-file-name=libubsan.so) ;;
*thread*) preload=$(cc -print-file-name=libtsan.so) ;;
esac
with_modules() {
    env ${preload:+LD_PRELOAD="$preload"} \
        ${preload:+ASAN_OPTIONS=detect_leaks=0} \
        PYTHONPATH="$build/bindings/python" PYTHONDONTWRITEBYTECODE=1 \
        LUA_PATH="$build/bindings/lua/?.lua" \
        LUA_CPATH="$build/bindings/lua/?.so" "$@"
}

# shellcheck disable=SC2086
cc -std=c99 -Wall -Wextra -Werror $flags -I"$COMPLAINT_SOURCE/include" \
    "$examples/month/month.c" -o "$folder/month" \
    -L"$build/libcomplaint" -lcomplaint -Wl,-rpath,"$build/libcomplaint"

PATH=$build/bindings/cli:$PATH
register=sqlite:$folder/register.db
complaint simulate "$register" --cases 120 --months 6 --seed 7 \
    --until 2026-03-01 >"$folder/log"

# The last month is past the simulated span: nothing received, few closed.
for month in 2025-09 2025-12 2026-02 2026-11; do
    "$folder/month" "$register" "$month" >"$folder/c"
    with_modules "$python" "$examples/month/month.py" "$register" "$month" \
        >"$folder/python"
    with_modules "$lua" "$examples/month/month.lua" "$register" "$month" \
        >"$folder/lua"
    sh "$examples/month/month.sh" "$register" "$month" >"$folder/shell"
    grep -q '^all: received' "$folder/c" || fail "$month: no figures"
    for language in python lua shell; do
        diff "$folder/c" "$folder/$language" ||
            fail "$month: C and $language differ"
    done
done
"$folder/month" "$register" 2026-02 | grep -q 'received [1-9]' ||
    fail "an empty month would compare equal too"

# A register that does not exist is an error in all of them.
for program in "$folder/month" "with_modules $python $examples/month/month.py" \
    "with_modules $lua $examples/month/month.lua" \
    "sh $examples/month/month.sh"; do
    # shellcheck disable=SC2086
    if $program "sqlite:$folder/none.db" 2026-02 >"$folder/out" 2>&1; then
        fail "$program takes a register that does not exist"
    fi
done
[ ! -e "$folder/none.db" ] || fail "reading made a register"

with_modules "$lua" "$examples/kiosk.lua" "sqlite:$folder/kiosk.db" \
    >"$folder/kiosk"
grep -q '已登记，编号 .*00001' "$folder/kiosk" || fail "the kiosk filed nothing"
complaint list "$folder/kiosk.db" | grep -q 电水壶漏水 ||
    fail "what the kiosk filed is not in the register"

if with_modules "$python" -c 'import numpy, pandas' 2>/dev/null; then
    with_modules "$python" "$examples/analyst.py" "$register" 2026-02 \
        >"$folder/analyst"
    grep -q 'working_days' "$folder/analyst" || fail "the analyst has no frame"
    grep -q 'cumulative' "$folder/analyst" || fail "the analyst has no Pareto"
else
    echo "without NumPy and pandas: analyst.py was not run"
fi
echo "the same lines in four languages"
