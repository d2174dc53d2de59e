# The system's packages: finds those that are missing and installs them. Read by setup.sh.

# Prints the missing packages. It looks for the commands and files of a package instead of asking dpkg: that is faster,
# and accepts a tool from another source (docker-ce, a compiler of one's own).
missing_packages() {
  for pair in g++:g++ make:make python3:python3 ip:iproute2 iptables:iptables nft:nftables conntrack:conntrack \
    unshare:util-linux mount:mount sysctl:procps perl:perl-base; do
    command -v "${pair%%:*}" >/dev/null || printf '%s ' "${pair#*:}"
  done
  [ -e /usr/include/pcap/pcap.h ] || printf 'libpcap-dev '
  # The package busybox has a dynamic program, which does not run in an image without libraries.
  if [ ! -x /bin/busybox ] || ldd /bin/busybox >/dev/null 2>&1; then printf 'busybox-static '; fi
  command -v dockerd >/dev/null || printf 'docker.io '
  missing_compose
  [ "$1" != run ] || return 0
  if [ "$1" = kernels ]; then missing_machine; fi
  # To fetch an engine or a kernel.
  command -v mmdebstrap >/dev/null || printf 'mmdebstrap '
  command -v gpg >/dev/null || printf 'gpg '
  command -v depmod >/dev/null || printf 'kmod '
  [ -e /etc/ssl/certs/ca-certificates.crt ] || printf 'ca-certificates '
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || printf 'debian-archive-keyring '
  [ "$1" = test ] || return 0
  command -v tcpdump >/dev/null || printf 'tcpdump '
  command -v tshark >/dev/null || printf 'tshark '
  # The tests of the action run it as a user.
  command -v sudo >/dev/null || printf 'sudo '
  for browser in chromium google-chrome chromium-browser; do
    if command -v "$browser" >/dev/null; then return 0; fi
  done
  # Ubuntu's package chromium-browser installs the snap.
  if is_ubuntu; then printf 'chromium-browser '; else printf 'chromium '; fi
}

# Prints the package of Compose, if neither docker's plugin nor the program docker-compose is there. Debian's docker-
# compose is v1 in bookworm and v2 later; Ubuntu's docker-compose is v1, which does not run with Ubuntu 24.04's Python.
missing_compose() {
  if command -v docker-compose >/dev/null || docker compose version >/dev/null 2>&1; then return 0; fi
  if is_ubuntu; then printf 'docker-compose-v2 '; else printf 'docker-compose '; fi
}

# Prints the packages of virtual machines with other kernels.
missing_machine() {
  command -v qemu-system-x86_64 >/dev/null || printf 'qemu-system-x86 '
  for virtiofsd in /usr/lib/qemu/virtiofsd /usr/libexec/virtiofsd /usr/bin/virtiofsd; do
    if [ -x "$virtiofsd" ]; then return 0; fi
  done
  # Two releases have it in a package of QEMU's.
  case $(. /etc/os-release && echo "$ID $VERSION_ID") in
    'debian 12' | 'ubuntu 22.04') printf 'qemu-system-common ' ;;
    *) printf 'virtiofsd ' ;;
  esac
}

is_ubuntu() {
  grep -qs '^ID=ubuntu' /etc/os-release
}

# Installs the missing packages, or exits with the command that does.
require_packages() {
  missing=$(missing_packages "$1")
  missing=${missing% }
  [ -n "$missing" ] || return 0
  install="apt-get install --no-install-recommends $missing"
  if ! command -v apt-get >/dev/null; then
    give_up 3 "missing: $missing (Debian's names), and there is no apt-get. \
Install them, or on Debian or Ubuntu: sudo $install"
  fi
  if [ "$(id -u)" != 0 ]; then
    give_up 3 "missing: $missing. Install them with: sudo apt-get update && sudo $install"
  fi
  install_packages $missing
  still=$(missing_packages "$1")
  [ -z "$still" ] || give_up 3 "apt-get installed $missing, but these are still missing: $still"
}

# Installs what only the test on another kernel needs. Without it that test is skipped, so this never fails.
offer_machine() {
  [ "$(uname -m)" = x86_64 ] || return 0
  missing=$(missing_machine)
  missing=${missing% }
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && (install_packages $missing); then return 0; fi
  say "missing: $missing. The test that boots another kernel is skipped without it."
}

policy=/usr/sbin/policy-rc.d
policy_is_ours=no

# Keeps the installation of docker.io from starting a daemon, which would rewrite the machine's firewall: while apt
# runs, Debian's policy script answers 101, "not allowed" (interface of invoke-rc.d). An existing script stays if it
# answers 101.
forbid_daemons() {
  if [ -e "$policy" ]; then
    answer=0
    "$policy" docker start >/dev/null 2>&1 || answer=$?
    [ "$answer" = 101 ] || give_up 3 "$policy lets packages start daemons, and dockerd would change this machine's \
firewall. Install docker.io yourself: sudo apt-get install --no-install-recommends docker.io"
    return 0
  fi
  policy_is_ours=yes
  trap allow_daemons EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod 755 "$policy"
}

allow_daemons() {
  if [ "$policy_is_ours" = yes ]; then rm -f "$policy"; fi
  policy_is_ours=no
}

install_packages() {
  say "installing with apt-get: $*"
  export DEBIAN_FRONTEND=noninteractive
  case " $* " in *' docker.io '*) forbid_daemons ;; esac
  apt-get update -q </dev/null || say 'apt-get update failed; continuing with the existing package lists'
  case " $* " in *' tshark '*)
    # Answers the package's question whether every user may record. docknet runs tshark on files only.
    apt-get install -qy --no-install-recommends debconf </dev/null
    echo 'wireshark-common wireshark-common/install-setuid boolean false' | debconf-set-selections ;;
  esac
  apt-get install -qy --no-install-recommends "$@" </dev/null ||
    give_up 3 "apt-get could not install $*; see its output above. Fix that and run set-up again."
  case " $* " in *' docker.io '*)
    # Installed units start at boot. docknet needs only the program.
    if command -v systemctl >/dev/null; then
      systemctl disable --quiet docker.service docker.socket containerd.service 2>/dev/null || :
    fi
    say "docker.io is installed; its daemon is neither started nor enabled. \
To use it as your own Docker: sudo systemctl enable --now docker" ;;
  esac
  allow_daemons
}

# Installs firewalld and neither starts nor enables it. Where that fails, the checks with firewalld are not applicable.
try_firewalld() {
  if command -v firewalld >/dev/null || ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then return 0; fi
  say 'installing with apt-get: firewalld'
  (
    export DEBIAN_FRONTEND=noninteractive
    forbid_daemons
    apt-get install -qy --no-install-recommends firewalld </dev/null
    if command -v systemctl >/dev/null; then systemctl disable --quiet firewalld.service 2>/dev/null || :; fi
    allow_daemons
  ) || say 'firewalld could not be installed: checks with it are not applicable'
}
