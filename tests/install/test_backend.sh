#!/bin/sh
# The example backend, built against nothing but what is installed, with CMake
# and with make; it passes the conformance kit and holds a register.
# COMPLAINT_LONG=1 runs ten times as much.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
flags=${COMPLAINT_FLAGS:-}
sources=$folder/sources
steps=60000
kills=20
if [ "${COMPLAINT_LONG:-}" = 1 ]; then
    steps=600000
    kills=200
fi

fail() {
    echo "backend: $*" >&2
    exit 1
}

cmake --install "$COMPLAINT_BUILD" --prefix "$folder/prefix" >"$folder/log"
# Away from the checkout, so that nothing private can be found.
cp -R "$COMPLAINT_SOURCE/examples/backend" "$sources"
if ! { cmake -S "$sources" -B "$folder/build" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_PREFIX_PATH="$folder/prefix" -DCMAKE_C_FLAGS="$flags -Werror" &&
    cmake --build "$folder/build"; } >>"$folder/log" 2>&1; then
    cat "$folder/log"
    fail "building with find_package"
fi

libraries=$(dirname "$(find "$folder/prefix" -name libcomplaint.so)")
export LD_LIBRARY_PATH="$libraries"
"$folder/build/prove" "$steps" "$kills" >"$folder/lines" || {
    grep -A 1 '^not' "$folder/lines" >&2
    fail "the kit"
}
grep -E 'SKIP|passed|seed' "$folder/lines"

"$folder/build/use" "$folder/register" "Kettle leaks" >"$folder/out"
"$folder/build/use" "$folder/register" "热水壶漏水" >"$folder/out"
[ "$(grep -c . "$folder/out")" = 2 ] || fail "a complaint was lost"
# Half a transaction at the end, as a crash leaves it.
printf '\377\0\0\0\1\2\3\4half' >>"$folder/register"
"$folder/build/use" "$folder/register" "Third" >"$folder/out"
[ "$(grep -c . "$folder/out")" = 3 ] || fail "after a crash"
# A byte in the midst: nothing is guessed.
printf 'x' | dd of="$folder/register" bs=1 seek=100 conv=notrunc 2>/dev/null
if "$folder/build/use" "$folder/register" "Fourth" 2>"$folder/out"; then
    fail "a damaged log was opened"
fi
grep -q "damaged" "$folder/out" || fail "what is wrong was not said"

export PKG_CONFIG_PATH="$libraries/pkgconfig"
CFLAGS="$flags" make -s -C "$sources" OUT="$folder" || fail "make"
"$folder/use" "$folder/register2" "Made" | grep -q "Made" || fail "use"
