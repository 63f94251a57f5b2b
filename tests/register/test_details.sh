#!/bin/sh
# The list of detail codes in the documentation is complete.
set -eu
exec "${COMPLAINT_PYTHON:-python3}" \
    "$COMPLAINT_SOURCE/tests/register/details.py" "$COMPLAINT_SOURCE"
