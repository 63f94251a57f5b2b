#!/bin/sh
# The JSON Schema of procedures fits the library and its procedures.
set -eu
exec "${COMPLAINT_PYTHON:-python3}" \
    "$COMPLAINT_SOURCE/tests/procedure/schema.py" "$COMPLAINT_SOURCE"
