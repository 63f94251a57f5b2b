# shellcheck shell=sh
# What the tests of the program share; sourced first: a folder of their own
# ($folder, removed at the end), the program on the PATH, expect and friends.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${COMPLAINT_PYTHON:-/usr/bin/python3}
here=$COMPLAINT_SOURCE/tests/cli
maps=$COMPLAINT_SOURCE/examples/maps
data=${COMPLAINT_SHARED:-$COMPLAINT_SOURCE/../shared}/data
PATH=$COMPLAINT_BUILD/bindings/cli:$PATH
LC_ALL=C.UTF-8
TZ=UTC
export PATH LC_ALL TZ PYTHONDONTWRITEBYTECODE=1
out=$folder/out.txt
err=$folder/err.txt
checks=0

[ -x "$COMPLAINT_BUILD/bindings/cli/complaint" ] || {
    echo "skipped: this build has no program"
    exit 77
}

fail() {
    echo "FAILED: $*" | cut -c1-600 >&2
    if [ -s "$err" ]; then sed 's/^/    error: /' "$err" | head -n 20 | cut -c1-600 >&2; fi
    if [ -s "$out" ]; then sed 's/^/    output: /' "$out" | head -n 20 | cut -c1-600 >&2; fi
    exit 1
}

# expect CODE WORD...: complaint WORD... leaves with that code; $out and $err
# hold what it printed. A failure prints nothing on standard output and says
# one line at least on standard error.
expect() {
    wanted=$1
    shift
    got=0
    complaint "$@" >"$out" 2>"$err" || got=$?
    [ "$got" -eq "$wanted" ] || fail "exit $got, not $wanted: complaint $*"
    case $wanted in
    0) [ ! -s "$err" ] || fail "says something on success: complaint $*" ;;
    1 | 2) [ -s "$err" ] || fail "fails without a word: complaint $*" ;;
    esac
    checks=$((checks + 1))
}

# says TEXT, prints TEXT: in what the last command said, or printed.
says() {
    grep -qF -e "$1" "$err" || fail "the error does not say \"$1\""
}
prints() {
    grep -qF -e "$1" "$out" || fail "the output has no \"$1\""
}

# json: what was printed is JSON, each line an object of its own.
json() {
    "$python" -m json.tool --json-lines "$out" >/dev/null 2>"$err" ||
        fail "this is no JSON"
    [ -s "$out" ] || fail "nothing was printed"
}

# value EXPRESSION: of the last JSON line, called "it".
value() {
    "$python" -c '
import json, sys
it = json.loads(open(sys.argv[1], encoding="utf-8").read().splitlines()[-1])
print(eval(sys.argv[2]))' "$out" "$1"
}

# contents FILE: a digest of every table of a register, and of its version.
contents() {
    "$python" -c '
import hashlib, sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
digest = hashlib.sha256()
for line in db.iterdump():
    digest.update(line.encode("utf-8", "surrogateescape") + b"\n")
digest.update(repr(db.execute("PRAGMA user_version").fetchall()).encode())
print(digest.hexdigest())' "$1"
}

# guarded FILE CODE WORD...: a command on bad input: fails with the code, and
# the register FILE is as it was, and verifies.
guarded() {
    register=$1
    shift
    before=$(contents "$register")
    expect "$@"
    [ "$(contents "$register")" = "$before" ] ||
        fail "the register changed by: complaint $*"
    complaint verify "$register" >"$folder/verify" 2>&1 ||
        fail "the register does not verify any more after: complaint $*"
}

needs_data() {
    [ -f "$data/$1" ] || {
        echo "skipped: no real data, $1"
        exit 77
    }
}
