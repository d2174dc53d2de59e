#!/bin/sh
# Sets up a clone of docknet: installs missing packages and node_modules, compiles the patched cap, builds, and logs
# each step. It does nothing if everything is in place. Debian 12 and 13, Ubuntu 22.04 and 24.04.
#
#   sh src/setup/setup.sh run     to run docknet
#   sh src/setup/setup.sh fetch   to run it and to fetch engines
#   sh src/setup/setup.sh test    to test it: also a browser and the tools that read recordings independently
#   sh src/setup/setup.sh kernels to test it on other kernels: also QEMU
#   sh src/setup/setup.sh build   for npm's hooks: npm has just installed node_modules, so only cap and the build
#
# Exit status: 0 ready; 3 something is missing that cannot be installed from here; 4 a build failed.
set -eu
mode=${1:-run}
cd "$(dirname "$0")/../.."
# A plain user's PATH lacks the directories of the system's tools.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH

say() { printf 'set-up: %s\n' "$*"; }
give_up() { status=$1; shift; printf 'set-up: %s\n' "$*" >&2; exit "$status"; }

. src/setup/packages.sh
. src/setup/modules.sh

if [ "$mode" != build ]; then
  require_packages "$mode"
  [ "$mode" != test ] || try_firewalld
  if [ "$mode" = test ]; then offer_machine; fi
  require_node
  require_modules
fi
require_cap
require_build
# npm packs the files that node_modules/.package-lock.json lists for a package, unless the package is newer. That list
# lacks the files that cap's patch adds.
[ "$mode" != build ] || as_owner touch node_modules/cap
