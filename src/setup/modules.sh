# node_modules, the patched cap and the build. Read by setup.sh.

# The oldest Node is that of package.json's engines.
require_node() {
  required=$(sed -n 's/^ *"node": ">=\(.*\)".*/\1/p' package.json)
  advice="docknet needs Node $required or later: https://nodejs.org/en/download"
  command -v node >/dev/null || give_up 3 "node is missing. $advice"
  found=$(node --version)
  oldest=$(printf '%s\n' "$required" "${found#v}" | sort -V | head -n 1)
  [ "$oldest" = "$required" ] || give_up 3 "node is $found. $advice"
}

# Runs a command as the user who called sudo, if the clone belongs to that user: code from npm then does not run as
# root, and the files it makes belong to the user.
as_owner() {
  if [ "$(id -u)" = 0 ] && [ -n "${SUDO_UID:-}" ] && [ "$(stat -c %u .)" = "$SUDO_UID" ] && [ "$SUDO_UID" != 0 ]; then
    home=$(getent passwd "$SUDO_UID" | cut -d: -f6)
    # An npm that runs as root puts root's own files into the environment.
    setpriv --reuid="$SUDO_UID" --regid="$SUDO_GID" --clear-groups \
      env -u npm_config_cache -u npm_config_userconfig HOME="${home:-/nonexistent}" "$@"
  else
    "$@"
  fi
}

# Gives the user what root made before, so that as_owner can write there.
give_to_owner() {
  if [ "$(id -u)" = 0 ] && [ -n "${SUDO_UID:-}" ] && [ "$(stat -c %u .)" = "$SUDO_UID" ]; then
    for made in node_modules dist; do
      if [ -e "$made" ] && [ "$(stat -c %u "$made")" != "$SUDO_UID" ]; then chown -R "$SUDO_UID:$SUDO_GID" "$made"; fi
    done
  fi
}

# npm writes node_modules/.package-lock.json last.
require_modules() {
  installed=node_modules/.package-lock.json
  if [ -e "$installed" ] && [ ! package-lock.json -nt "$installed" ]; then return 0; fi
  say 'installing node_modules (npm ci)'
  give_to_owner
  # No install scripts: cap is compiled below, after its patch, and docknet does not use the optional parts of other
  # packages (ssh2's and cpu-features' native parts, protobufjs's notice).
  as_owner npm ci --ignore-scripts --no-audit --no-fund </dev/null || give_up 4 'npm ci failed; see its output above'
  # The checkout's lock file may be as new as the installation.
  as_owner touch "$installed"
}

# Patches cap with docknet's extensions and compiles it for this node. npm removes the stamp when it replaces cap.
require_cap() {
  stamp=node_modules/cap/build/.docknet
  patch=$(cksum < src/capture/patches/cap+0.2.1.patch)
  wanted="$(node --version) $patch"
  if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return 0; fi
  if [ -e "$stamp" ] && [ "$(cut -d' ' -f2- "$stamp")" != "$patch" ]; then
    # The patch applies only to the published cap.
    rm -rf node_modules/cap node_modules/.package-lock.json
    require_modules
  fi
  say 'patching and compiling cap, the binding to libpcap'
  give_to_owner
  as_owner node_modules/.bin/patch-package --patch-dir src/capture/patches >&2 </dev/null ||
    give_up 4 'the patch of cap did not apply. Remove node_modules and run set-up again.'
  # With node's own headers node-gyp downloads none.
  prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
  if [ -e "$prefix/include/node/node.h" ]; then npm_config_nodedir=$prefix; export npm_config_nodedir; fi
  log=$(as_owner npm run --prefix node_modules/cap install </dev/null 2>&1) || {
    printf '%s\n' "$log" >&2
    give_up 4 'cap could not be compiled; see the output above'
  }
  printf '%s\n' "$wanted" | as_owner tee "$stamp" >/dev/null
}

# The build's stamp has the time of the build's start: a file edited meanwhile is built the next time.
require_build() {
  if [ -e dist/.built ] && [ -z "$(find src suites package.json tsconfig.json -newer dist/.built -print -quit)" ]; then
    return 0
  fi
  say 'building (tsc, esbuild)'
  give_to_owner
  as_owner mkdir -p dist
  as_owner touch dist/.building
  as_owner node_modules/.bin/tsc -p . </dev/null || give_up 4 'the build failed; see the output above'
  # tsc keeps the output of a removed source, and a removed check would still run.
  find dist/src dist/suites -name '*.js' | while IFS= read -r compiled; do
    source=${compiled#dist/}
    source=${source%.js}
    [ -e "$source.ts" ] || [ -e "$source.tsx" ] || [ -e "$source.d.ts" ] || rm -f "$compiled" "${compiled%.js}.d.ts"
  done
  as_owner node dist/src/setup/bundle-pages.js
  as_owner node dist/src/setup/bundle-libraries.js
  as_owner node dist/src/record/write-schema.js
  as_owner node dist/src/registry/write-catalogue.js
  as_owner chmod 755 dist/src/cli/main.js
  as_owner mv dist/.building dist/.built
}
