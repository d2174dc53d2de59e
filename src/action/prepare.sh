#!/bin/sh
# Names the action's caches for this runner (what set-up makes in the action's checkout, and the fetched engines) and
# its artifact. Reads DOCKNET_ENGINES, DOCKNET_MERGE, DOCKNET_ARTIFACT and DOCKNET_JOB, writes GITHUB_OUTPUT.
set -efu
cd "$(dirname "$0")/../.."

if ! command -v node >/dev/null; then
  echo '::error title=docknet::The runner has no node. Pass node-version: 24 to the action.'
  exit 3
fi

shorten() { sha256sum | cut -c 1-20; }
hash_files() { find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | shorten; }

. /etc/os-release
system=$ID-${VERSION_ID:-rolling}-$(uname -m)
locked=$(hash_files package-lock.json src/capture/patches)
sources=$(hash_files src suites package.json tsconfig.json)

# Names that a fetch serves. Others (private, a directory) need no cache.
fetched=
for name in ${DOCKNET_ENGINES:-}; do
  case $name in docker:* | debian:* | newest:*) fetched="$fetched $name" ;; esac
done
engines=
# "docker:29" and "debian:trixie" become other engines with time: a new key each week.
if [ -n "$fetched" ]; then engines=docknet-engines-$system-$(printf '%s' "$fetched" | shorten)-$(date -u +%G-%V); fi

kind=docknet
if [ -n "${DOCKNET_MERGE:-}" ]; then kind=merged; fi
artifact=${DOCKNET_ARTIFACT:-$kind-$DOCKNET_JOB}

{
  echo "modules-key=docknet-modules-$system-$(node --version)-$locked-$sources"
  echo "modules-fallback=docknet-modules-$system-$(node --version)-$locked-"
  echo "engines-key=$engines"
  # Jobs that run again leave another artifact beside that of the earlier attempt.
  echo "artifact-name=$(printf '%s' "$artifact" | tr -d '\r\n')-$GITHUB_RUN_ATTEMPT"
} >> "$GITHUB_OUTPUT"
