#!/bin/sh
# Fetches two engines and runs the tests that need them or a mirror. Not part of the test command: the engines take
# 640 MB from a Debian mirror and a minute or more. DOCKNET_TEST_ENGINES names the engine cache; engines in it are not
# fetched again.
cd "$(dirname "$0")/../.." || exit 4
DOCKNET_TEST_ENGINES=${DOCKNET_TEST_ENGINES:-${XDG_CACHE_HOME:-$HOME/.cache}/docknet/engines}
export DOCKNET_TEST_ENGINES
sh src/setup/setup.sh test || exit
seconds=1200
timeout "$seconds" node dist/src/cli/main.js engine fetch debian:bookworm debian:trixie \
  --engine-cache "$DOCKNET_TEST_ENGINES" || {
  status=$?
  [ "$status" != 124 ] || echo "test:engines: the engines were not fetched within $seconds s. \
The mirror is slow or unreachable; \"docknet engine fetch\" names it." >&2
  exit "$status"
}
exec npx ava dist/src/cli/commands/run-upgrade.test.js dist/src/cli/commands/fetch-docker.test.js
