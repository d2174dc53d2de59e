#!/bin/sh
# Sets a clone of docknet up: what is missing of the system's packages, of node_modules, of the patched cap and of the build.
# It says what it does while it does it, and takes a moment when nothing is missing. Debian 12, Ubuntu 22.04 and 24.04.
#
#   sh src/setup/setup.sh run     to run docknet
#   sh src/setup/setup.sh test    to test it too: also a browser and the tools that read recordings independently
#   sh src/setup/setup.sh build   for npm's own hooks: node_modules are just installed, so only cap and the build
#
# Exit status: 0 ready; 3 something is missing that cannot be installed from here; 4 a build failed.
set -eu
mode=${1:-run}
cd "$(dirname "$0")/../.."
# Tools of the system live in sbin, which a plain user's PATH leaves out.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH

say() { printf 'set-up: %s\n' "$*"; }
give_up() { status=$1; shift; printf 'set-up: %s\n' "$*" >&2; exit "$status"; }

. src/setup/packages.sh
. src/setup/modules.sh

if [ "$mode" != build ]; then
  require_packages "$mode"
  require_node
  require_modules
fi
require_cap
require_build
# npm packs by what node_modules/.package-lock.json says of a package, unless the package is newer; it does not say which of
# cap's files the patch wants packed.
[ "$mode" != build ] || as_owner touch node_modules/cap
