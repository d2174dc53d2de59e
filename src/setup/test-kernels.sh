#!/bin/sh
# Fetches a kernel and runs checks on it in a virtual machine. Not part of the test command: with software emulation it
# takes up to half an hour on a slow machine. DOCKNET_TEST_KERNELS names the kernel cache; a kernel in it is not fetched
# again.
cd "$(dirname "$0")/../.." || exit 4
DOCKNET_TEST_KERNELS=${DOCKNET_TEST_KERNELS:-${XDG_CACHE_HOME:-$HOME/.cache}/docknet/kernels}
export DOCKNET_TEST_KERNELS
sh src/setup/setup.sh kernels || exit
timeout 600 node dist/src/cli/main.js kernel fetch debian:bookworm --kernel-cache "$DOCKNET_TEST_KERNELS" || {
  status=$?
  [ "$status" != 124 ] || echo 'test:kernels: the kernel was not fetched within 600 s' >&2
  exit "$status"
}
exec npx ava --timeout=31m dist/src/cli/commands/run-kernel.test.js
