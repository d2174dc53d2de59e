#!/bin/sh
# Runs set-up and the tests. The last line is "N passed, N failed", also if set-up fails.
cd "$(dirname "$0")/../.." || exit 4
sh src/setup/setup.sh test || { status=$?; echo '0 passed, 1 failed'; exit "$status"; }
exec node dist/src/setup/run-tests.js "$@"
