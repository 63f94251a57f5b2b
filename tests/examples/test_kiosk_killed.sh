#!/bin/sh
# The kiosk of the examples, filing again and again, is killed at any point:
# every number that it printed is in the register, which verifies.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build=$COMPLAINT_BUILD
lua=$(command -v lua5.4 || command -v lua54 || true)
if [ -z "$lua" ] || [ ! -e "$build/bindings/lua/complaint" ] ||
    [ ! -x "$build/bindings/cli/complaint" ]; then
    echo "skipped: this build has no Lua module or no program"
    exit 77
fi
preload=
case ${COMPLAINT_FLAGS:-} in
*address*) preload=$(cc -print-file-name=libasan.so):$(cc -print-file-name=libubsan.so) ;;
*thread*) preload=$(cc -print-file-name=libtsan.so) ;;
esac
cat >"$folder/loop.lua" <<'LUA'
io.stdout:setvbuf("no")
while true do dofile(arg[0]) end
LUA
cat >"$folder/drive.py" <<'PYTHON'
import os, random, re, subprocess, sys, time
random.seed(20260924)
kiosk, loop, lua, register, build = sys.argv[1:6]
environment = dict(os.environ,
                   LUA_PATH=build + "/bindings/lua/?.lua",
                   LUA_CPATH=build + "/bindings/lua/?.so")
if len(sys.argv) > 6 and sys.argv[6]:
    environment["LD_PRELOAD"] = sys.argv[6]
    environment["ASAN_OPTIONS"] = "detect_leaks=0"
told = []
for life in range(12):
    child = subprocess.Popen(
        [lua, "-e", 'arg = {[0] = "%s", "sqlite:%s"}' % (kiosk, register),
         "-e", open(loop).read()],
        stdout=subprocess.PIPE, env=environment)
    lines = [child.stdout.readline()
             for _ in range(random.randrange(1, 6))]
    until = time.monotonic() + random.random() * 0.03
    while time.monotonic() < until:  # anywhere in the filing that follows
        pass
    child.kill()
    lines += child.stdout.readlines()
    child.wait()
    for line in lines:
        match = re.search("编号 (\\S+)，请保留", line.decode("utf-8", "replace"))
        if match:
            told.append(match.group(1))
print("\n".join(told))
PYTHON
python=${COMPLAINT_PYTHON:-/usr/bin/python3}
"$python" "$folder/drive.py" "$COMPLAINT_SOURCE/examples/kiosk.lua" \
    "$folder/loop.lua" "$lua" "$folder/kiosk.db" "$build" "$preload" |
    sort >"$folder/told"
PATH=$build/bindings/cli:$PATH
complaint verify "$folder/kiosk.db"
complaint list "$folder/kiosk.db" --limit 0 --json | "$python" -c '
import json, sys
for line in sys.stdin:
    row = json.loads(line)
    assert row["title"] == "电水壶漏水" and row["state"] == "received", row
    print(row["number"])' | sort >"$folder/there"
[ "$(wc -l <"$folder/told")" -ge 12 ] || {
    echo "kiosk: too few were filed to tell" >&2
    exit 1
}
[ -z "$(uniq -d "$folder/told")" ] || {
    echo "kiosk: a number was given twice" >&2
    exit 1
}
lost=$(comm -23 "$folder/told" "$folder/there")
[ -z "$lost" ] || {
    echo "kiosk: acknowledged and lost: $lost" >&2
    exit 1
}
extra=$(comm -13 "$folder/told" "$folder/there" | wc -l)
[ "$extra" -le 12 ] || {
    echo "kiosk: $extra cases that nobody was told of, in 12 lives" >&2
    exit 1
}
echo "kiosk: $(wc -l <"$folder/told") acknowledged in 12 lives, none lost"
