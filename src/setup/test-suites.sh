#!/bin/sh
# Runs every check on this machine's engine, plain and under its sabotage. The test command does so for those of --quick
# alone: all of them take ten minutes on a machine of today, and five times as long on a slow one.
cd "$(dirname "$0")/../.." || exit 4
sh src/setup/setup.sh test || exit
DOCKNET_TEST_SUITES=all exec npx ava dist/src/cli/run/suites.test.js
