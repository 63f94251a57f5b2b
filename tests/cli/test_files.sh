#!/bin/sh
# Which files the program touches: none of the register's own where it writes
# another, none of anybody else's beside the register, and a register on media
# that nobody may write. Run as root, it takes another user's place for that.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
r=$folder/r.db
expect 0 init "$r"
for title in 'the kettle leaks' 'a "quoted word here' plain; do
    expect 0 file "$r" --fact title="$title" --fact channel=phone
done
number=$(cut -d' ' -f1 "$out")

# ---- the register's own files are never written over ----
mkdir "$folder/sub"
ln -s ../r.db "$folder/sub/link.db"
ln "$r" "$folder/hard.db"
sum=$(cksum <"$r")
for own in "$r" "$r-wal" "$r-shm" "$r-journal" "$r-search" "$r-search-new" \
    "$folder/sub/../r.db" "$folder/sub/../r.db-wal" "$folder/sub/link.db" \
    "$folder/hard.db"; do
    expect 1 evidence write "$r" "$own"
    says "[store.own_file, path]"
    expect 1 report "$r" --month 2026-11 --html "$own"
    says "[store.own_file, path]"
    expect 1 export-person "$r" name=nobody --html "$own"
    says "[store.own_file, path]"
    expect 1 backup "$r" "$own"
    says "[store.own_file, target]"
    [ "$(cksum <"$r")" = "$sum" ] || fail "the register is another: $own"
done
expect 1 evidence write "$r" "$folder/r.db-search" --language zh-CN
says "登记簿自身"
(cd "$folder" && complaint backup r.db ./r.db-search 2>"$err") &&
    fail "a backup takes the name of a search"
says "store.own_file"
# A register of the name that a backup is worked under.
expect 0 backup "$r" "$folder/x.db-partial"
expect 1 backup "$folder/x.db-partial" "$folder/x.db"
says "store.own_file"
expect 0 verify "$folder/x.db-partial"
# Backups and reports where nothing of the register is.
expect 0 backup "$r" "$folder/sub/r.db-wal"
expect 0 report "$r" --month 2026-11 --html "$folder/page.html"
grep -q '</html>' "$folder/page.html" || fail "the page is not whole"
expect 0 verify "$r"

# ---- somebody else's FILE.part, modes, pipes, a full disk ----
echo mine >"$folder/pack.part"
echo old >"$folder/pack"
chmod 600 "$folder/pack"
ln -s pack "$folder/pack-link"
expect 0 evidence write "$r" "$folder/pack-link"
[ "$(cat "$folder/pack.part")" = mine ] || fail "somebody's file is lost"
[ "$(stat -c %a "$folder/pack")" = 600 ] || fail "others may read it now"
[ -L "$folder/pack-link" ] || fail "the link is lost"
expect 0 evidence verify "$folder/pack"
[ "$(find "$folder" -name 'pack*' | wc -l)" -eq 3 ] || fail "something is left"
complaint evidence write "$r" /dev/stdout --json | head -n 1 |
    grep -q '"kind":"pack"' || fail "nothing comes out of a pipe"
expect 1 evidence write "$r" "$folder/sub"
expect 1 report "$r" --month 2026-11 --html "$folder/none/page.html"
says "report.file"
if [ -c /dev/full ]; then
    expect 1 report "$r" --month 2026-11 --html /dev/full
    expect 1 evidence write "$r" /dev/full
    [ -c /dev/full ] || fail "a device is replaced"
fi

# ---- what lies where a search would ----
cp "$r" "$folder/b.db"
cp "$r" "$folder/b.db-search"
echo mine >"$folder/b.db-search-new"
long=$(head -c 3000 /dev/zero | tr '\0' w)
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    expect 0 file "$folder/b.db" --fact title="kettle $i" \
        --fact channel=phone --fact description="$long"
done
sum=$(cksum <"$folder/b.db-search")
expect 0 search "$folder/b.db" kettle
[ "$(wc -l <"$out")" -ge 26 ] || fail "not all are found"
expect 0 erase "$folder/b.db" "$(tail -n 1 "$out" | cut -d' ' -f1)" \
    --reason asked
expect 0 search "$folder/b.db" kettle
[ "$(cksum <"$folder/b.db-search")" = "$sum" ] || fail "somebody's file is lost"
rm "$folder/b.db-search"
expect 0 search "$folder/b.db" kettle
[ "$(cat "$folder/b.db-search-new")" = mine ] || fail "somebody's file is lost"
rm "$folder/b.db-search-new"
expect 0 search "$folder/b.db" kettle
[ "$(head -c 7 "$folder/b.db-search")" = CMPLSRC ] || fail "nothing is kept"

# What a power cut left of a search begins with zeros, and holds texts.
dd if=/dev/zero of="$folder/b.db-search" bs=4096 count=1 conv=notrunc \
    2>"$folder/dd"
grep -q wwwwwwww "$folder/b.db-search" || fail "the search holds no text"
for number in $(complaint list "$folder/b.db" | grep -oE '20[0-9]{2}-[0-9]{5}'); do
    expect 0 erase "$folder/b.db" "$number" --reason asked
done
! grep -q wwwwwwww "$folder/b.db-search" 2>"$err" ||
    fail "what was erased is in the search"

# ---- terms ----
expect 0 search "$r" '"kettle'
prints "the kettle leaks"
expect 0 search "$r" '"kettle lea'
prints "the kettle leaks"
expect 0 search "$r" '"'
prints quoted
[ "$(grep -c . "$out")" -eq "$(complaint search "$r" quoted | grep -c .)" ] ||
    fail "a lone quote finds what has none"

# ---- hints ----
expect 1 backup "$r" "$folder/none/x.db"
grep -q "complaint init" "$err" && fail "a register that is there is to be made"
expect 1 init "$folder/none/x.db"
grep -q "complaint init" "$err" && fail "init advises init"
expect 1 evidence write "$folder/none.db" "$folder/pack"
says "complaint init $folder/none.db"
"$python" - "$COMPLAINT_SOURCE/tests/storage/schema_1.sql" "$folder/old.db" <<'P'
import sqlite3, sys
sqlite3.connect(sys.argv[2]).executescript(open(sys.argv[1], encoding="utf-8").read())
P
expect 1 list "$folder/old.db"
says "complaint migrate $folder/old.db"

# ---- a register that nobody may write ----
as=
if [ "$(id -u)" -eq 0 ]; then
    command -v setpriv >/dev/null ||
        { echo "$checks checks (no setpriv: nothing read-only)"; exit 0; }
    as="setpriv --reuid=65534 --regid=65534 --clear-groups"
fi
mkdir "$folder/media" "$folder/out"
cp "$r" "$folder/media/e.db"
chmod 755 "$folder"
chmod 777 "$folder/out"
chmod 444 "$folder/media/e.db"
chmod 555 "$folder/media"
program=$COMPLAINT_BUILD/bindings/cli/complaint
if ! $as "$program" --version >"$out" 2>"$err"; then
    echo "$checks checks (the other user may not run the program)"
    exit 0
fi
looks() {
    $as "$program" "$@" >"$out" 2>"$err" || fail "refused: $*"
    checks=$((checks + 1))
}
looks backup "$folder/media/e.db" "$folder/out/e.db"
[ "$(stat -c %a "$folder/out/e.db")" = 444 ] || fail "the copy has another mode"
[ "$(find "$folder/out" -type f | wc -l)" -eq 1 ] || fail "something is left"
looks verify "$folder/out/e.db"
looks retention "$folder/media/e.db"
looks erase "$folder/media/e.db" phone=13800138000
looks search "$folder/media/e.db" kettle
prints kettle
$as "$program" erase "$folder/media/e.db" phone=13800138000 --apply --reason asked \
    2>"$err" && fail "erased on media that nobody may write"
says store.read_only
chmod 755 "$folder/media"
echo "$checks checks"
