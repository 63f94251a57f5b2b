#!/bin/sh
# The Python package and the Lua module work from where they are installed,
# after the whole tree was moved, and without any path of the build.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
flags=${COMPLAINT_FLAGS:-}
python=${COMPLAINT_PYTHON:-/usr/bin/python3}

fail() {
    echo "installed modules: $*" >&2
    exit 1
}

if [ -n "$flags" ]; then
    echo "skipped: the runtime of sanitizers is not installed with modules"
    exit 77
fi
cmake --install "$COMPLAINT_BUILD" --prefix "$folder/first" >"$folder/log"
mv "$folder/first" "$folder/prefix"
done=
package=$(find "$folder/prefix" -path '*/complaint/__init__.py')
if [ -n "$package" ]; then
    PYTHONPATH=$(dirname "$(dirname "$package")") PYTHONDONTWRITEBYTECODE=1 \
        "$python" -c '
import sys, complaint
assert complaint.__file__.startswith(sys.argv[1]), complaint.__file__
with complaint.open("memory:", create=True) as register:
    register.install("procedure/iso10002", "calendar/cn")
    assert register.file(title="x").state == "received"
' "$folder" || fail "the Python package"
    done="$done python"
fi
module=$(find "$folder/prefix" -name complaint.lua)
lua=$(command -v lua5.4 || command -v lua54 || true)
if [ -n "$module" ] && [ -n "$lua" ]; then
    core=$(find "$folder/prefix" -path '*/complaint/core.so')
    LUA_PATH="$(dirname "$module")/?.lua" \
        LUA_CPATH="$(dirname "$(dirname "$core")")/?.so" \
        "$lua" "$COMPLAINT_SOURCE/tests/lua/test_portable.lua" ||
        fail "the Lua module"
    done="$done lua"
fi
if [ -z "$done" ]; then
    echo "skipped: this build has neither module"
    exit 77
fi
echo "installed:$done"
