#!/bin/sh
# Runs checks on another kernel in virtual machines, and crashes kernels. The test command only boots one: with software
# emulation this takes up to half an hour on a slow machine. DOCKNET_TEST_KERNELS names the kernel cache; a kernel in it
# is not fetched again.
cd "$(dirname "$0")/../.." || exit 4
DOCKNET_TEST_KERNELS=${DOCKNET_TEST_KERNELS:-${XDG_CACHE_HOME:-$HOME/.cache}/docknet/kernels}
export DOCKNET_TEST_KERNELS
sh src/setup/setup.sh kernels || exit
exec npx ava dist/src/cli/commands/run-guest.test.js dist/src/cli/commands/run-guest-checks.test.js \
  dist/src/cli/commands/run-guest-crash.test.js
