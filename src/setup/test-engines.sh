#!/bin/sh
# Fetches two real engines and runs the test that needs them. No part of every test: it wants 640 MB from a Debian mirror, which
# takes a minute, or many. DOCKNET_TEST_ENGINES says where engines are kept; those that are there are not fetched again.
cd "$(dirname "$0")/../.." || exit 4
DOCKNET_TEST_ENGINES=${DOCKNET_TEST_ENGINES:-${XDG_CACHE_HOME:-$HOME/.cache}/docknet/engines}
export DOCKNET_TEST_ENGINES
sh src/setup/setup.sh test || exit
within=1200
timeout "$within" node dist/src/cli/main.js engine fetch debian:bookworm debian:trixie --engine-cache "$DOCKNET_TEST_ENGINES" || {
  status=$?
  [ "$status" != 124 ] || echo "test:engines: the engines were not fetched within $within s: the mirror is slow or not to be reached. \"docknet engine fetch\" says which one it takes." >&2
  exit "$status"
}
exec npx ava dist/src/cli/commands/run-upgrade.test.js
