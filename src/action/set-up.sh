#!/bin/sh
# Sets up the action's checkout and puts docknet on the PATH of later steps.
# Reads DOCKNET_RESTORED (the key of the restored cache), DOCKNET_UNCHANGED ("true" if it is of these sources),
# DOCKNET_FETCH (not empty if engines are fetched), DOCKNET_KERNELS (not empty for runs on other kernels) and
# DOCKNET_SUMMARY.
set -eu
cd "$(dirname "$0")/../.."

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The checkout is newer than a restored cache, which has the same lock file and, if unchanged, the same sources.
if [ -n "${DOCKNET_RESTORED:-}" ]; then touch node_modules/.package-lock.json; fi
if [ "${DOCKNET_UNCHANGED:-}" = true ]; then touch dist/.built; fi

mode=run
if [ -n "${DOCKNET_FETCH:-}" ]; then mode=fetch; fi
if [ -n "${DOCKNET_KERNELS:-}" ]; then
  mode=kernels
  # A hosted runner has KVM, which its own rules keep to root and the group kvm.
  if [ -e /dev/kvm ] && command -v udevadm >/dev/null; then
    echo 'KERNEL=="kvm", GROUP="kvm", MODE="0666", OPTIONS+="static_node=kvm"' |
      as_root tee /etc/udev/rules.d/99-docknet-kvm.rules >/dev/null
    as_root udevadm control --reload-rules
    as_root udevadm trigger --name-match=kvm
  fi
fi
status=0
as_root env "PATH=$PATH" CI=true sh src/setup/setup.sh "$mode" </dev/null ||
  status=$?
if [ "$status" != 0 ]; then
  reason="docknet could not be set up on this runner (exit status $status). The log of its set-up says why."
  echo "::error title=docknet::$reason"
  [ "${DOCKNET_SUMMARY:-}" != true ] || printf '### docknet\n\n%s\n' "$reason" >> "$GITHUB_STEP_SUMMARY"
  exit "$status"
fi

mkdir -p "$RUNNER_TEMP/docknet/bin"
ln -sf "$PWD/dist/src/cli/main.js" "$RUNNER_TEMP/docknet/bin/docknet"
printf '%s\n' "$RUNNER_TEMP/docknet/bin" >> "$GITHUB_PATH"
