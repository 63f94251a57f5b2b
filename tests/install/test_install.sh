#!/bin/sh
# Installs into a folder of its own and builds a consumer three ways:
# pkg-config, find_package with the shared and with the static library. The
# installed tree is moved first, to show that it holds no path of the build.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sources=$COMPLAINT_SOURCE/tests/install

cmake --install "$COMPLAINT_BUILD" --prefix "$folder/first" >"$folder/log"
mv "$folder/first" "$folder/prefix"
prefix=$folder/prefix
libraries=$(dirname "$(find "$prefix" -name libcomplaint.so)")

fail() {
    echo "install: $*" >&2
    exit 1
}

[ -L "$libraries/libcomplaint.so.0" ] || fail "no libcomplaint.so.0"
readelf -d "$libraries/libcomplaint.so" | grep -q 'SONAME.*libcomplaint.so.0' ||
    fail "wrong soname"
if readelf -d "$libraries/libcomplaint.so" | grep -q 'R.*PATH'; then
    fail "the installed library has a run path"
fi
if grep -rIqF "$COMPLAINT_BUILD" "$prefix"; then
    fail "an installed text names the build folder"
fi
[ -f "$prefix/include/complaint/context.h" ] || fail "no headers"
script=$(find "$prefix" -name verify_pack.py)
"${COMPLAINT_PYTHON:-python3}" -I -B "$script" /dev/null 2>&1 |
    grep -q "^/dev/null: line 0: " ||
    fail "the script that verifies packs is not installed"

flags=${COMPLAINT_FLAGS:-}
export LD_LIBRARY_PATH="$libraries"

PKG_CONFIG_PATH=$libraries/pkgconfig
export PKG_CONFIG_PATH
# shellcheck disable=SC2046,SC2086
cc -std=c99 -Wall -Wextra -Werror $flags $(pkg-config --cflags complaint) \
    "$sources/consumer.c" -o "$folder/by-pkg-config" \
    $(pkg-config --libs complaint)
"$folder/by-pkg-config"

cmake -S "$sources" -B "$folder/build" -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_C_FLAGS="$flags" >>"$folder/log" || {
    cat "$folder/log"
    fail "find_package"
}
cmake --build "$folder/build" >>"$folder/log" 2>&1 || {
    cat "$folder/log"
    fail "building with find_package"
}
"$folder/build/shared"
unset LD_LIBRARY_PATH
"$folder/build/static"

if [ -x "$prefix/bin/complaint" ]; then
    "$prefix/bin/complaint" --version
fi
