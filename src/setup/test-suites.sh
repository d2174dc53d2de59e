#!/bin/sh
# Runs every check on this machine's engine, plain and under its sabotage. The test command does so for those of --quick
# alone, to stay within an hour on a slow machine.
cd "$(dirname "$0")/../.." || exit 4
sh src/setup/setup.sh test || exit
DOCKNET_TEST_SUITES=all exec npx ava dist/src/cli/run/suites.test.js
