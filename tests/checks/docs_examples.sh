#!/bin/sh
# The examples of the documentation, run: docs_examples.py says how. Pages are
# arguments; without any, README*.md and all of docs/. As the test
# checks/docs-examples it gets COMPLAINT_SOURCE and COMPLAINT_BUILD; by hand:
#     COMPLAINT_BUILD=build/debug tests/checks/docs_examples.sh [PAGE...]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
COMPLAINT_SOURCE=${COMPLAINT_SOURCE:-$(cd "$here/../.." && pwd)}
COMPLAINT_BUILD=$(cd "${COMPLAINT_BUILD:?a build folder}" && pwd)
export COMPLAINT_SOURCE COMPLAINT_BUILD
for part in bindings/cli/complaint bindings/python/complaint \
    bindings/lua/complaint; do
    if [ ! -e "$COMPLAINT_BUILD/$part" ]; then
        echo "skipped: this build has no $part"
        exit 77
    fi
done
exec "${COMPLAINT_PYTHON:-/usr/bin/python3}" "$here/docs_examples.py" "$@"
