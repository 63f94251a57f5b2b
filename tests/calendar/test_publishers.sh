#!/bin/sh
# The bundled calendars equal those of other publishers day by day: China 2007
# to 2026, the US federal government and (COMPLAINT_LONG=1; the package is big)
# the United Kingdom 2015 to 2030. Their packages are fetched by npm into a
# folder that is thrown away, or lie in COMPLAINT_PUBLISHERS. Without them the
# test is skipped, and in the long run fails.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
here=$COMPLAINT_SOURCE/tests/calendar

absent() {
    [ -z "${COMPLAINT_LONG:-}" ] || fail "$1"
    echo "skipped: $1"
    exit 77
}

command -v node >/dev/null && command -v npm >/dev/null ||
    absent "no node or no npm"
work=${COMPLAINT_PUBLISHERS:-$folder}
if [ ! -d "$work/node_modules/chinese-days" ]; then
    set -- chinese-days@1.5.7 holiday-calendar@1.3.3 \
        @18f/us-federal-holidays@4.0.0
    [ -z "${COMPLAINT_LONG:-}" ] || set -- "$@" date-holidays@3.37.0
    (cd "$work" && timeout 300 npm install --ignore-scripts --no-audit \
        --no-fund --fetch-retries=1 --fetch-timeout=60000 "$@") \
        >"$out" 2>"$err" ||
        absent "the packages of other publishers cannot be fetched"
fi
(cd "$work" && cp "$here/publishers.cjs" . && TZ=UTC node publishers.cjs) ||
    fail "the packages of other publishers cannot be read"
: >"$out"
: >"$err"
"$python" "$here/publishers.py" "$work" || fail "calendars differ"
