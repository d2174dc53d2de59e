# The system's packages: which are missing, and their installation. Read by setup.sh.

# Names the packages that are missing, by what they bring: a command or a file. Looking is quicker than asking dpkg, and right
# as well where a tool came another way (docker-ce, a compiler of one's own).
missing_packages() {
  for pair in g++:g++ make:make python3:python3 ip:iproute2 iptables:iptables nft:nftables conntrack:conntrack unshare:util-linux sysctl:procps; do
    command -v "${pair%%:*}" >/dev/null || printf '%s ' "${pair#*:}"
  done
  [ -e /usr/include/pcap/pcap.h ] || printf 'libpcap-dev '
  # The package busybox has the dynamic one, which does not run in an image of nothing else.
  if [ ! -x /bin/busybox ] || ldd /bin/busybox >/dev/null 2>&1; then printf 'busybox-static '; fi
  command -v dockerd >/dev/null || printf 'docker.io '
  [ "$1" = test ] || return 0
  command -v tcpdump >/dev/null || printf 'tcpdump '
  command -v tshark >/dev/null || printf 'tshark '
  # docknet itself asks for these two only when an engine is to be fetched.
  command -v mmdebstrap >/dev/null || printf 'mmdebstrap '
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || printf 'debian-archive-keyring '
  for browser in chromium google-chrome chromium-browser; do
    if command -v "$browser" >/dev/null; then return 0; fi
  done
  # On Ubuntu the browser's package is a doorway to its snap.
  if grep -qs '^ID=ubuntu' /etc/os-release; then printf 'chromium-browser '; else printf 'chromium '; fi
}

# Installs what is missing, or says what is and how to install it.
require_packages() {
  missing=$(missing_packages "$1")
  missing=${missing% }
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null; then
    give_up 3 "missing: $missing (Debian's names), and there is no apt-get to install them with. Install them, or on Debian or Ubuntu: sudo apt-get install --no-install-recommends $missing"
  fi
  if [ "$(id -u)" != 0 ]; then
    give_up 3 "missing: $missing. Install them with: sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
  fi
  install_packages $missing
  still=$(missing_packages "$1")
  [ -z "$still" ] || give_up 3 "apt-get has installed $missing, and still missing: $still"
}

policy=/usr/sbin/policy-rc.d
policy_is_ours=no

# Installing docker.io must not start a daemon, which would rewrite a workstation's firewall: while apt runs, Debian's policy
# script answers 101, "not allowed" (invoke-rc.d's interface). One that is there already stays, if it says the same.
forbid_daemons() {
  if [ -e "$policy" ]; then
    answer=0
    "$policy" docker start >/dev/null 2>&1 || answer=$?
    [ "$answer" = 101 ] || give_up 3 "$policy lets packages start daemons, and dockerd would change this machine's firewall. Install docker.io yourself, in the way you want it: sudo apt-get install --no-install-recommends docker.io"
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
  apt-get update -q </dev/null || say 'apt-get update failed; going on with the package lists that are there'
  case " $* " in *' tshark '*)
    # Its question whether everybody may record; docknet runs it on files only.
    apt-get install -qy --no-install-recommends debconf </dev/null
    echo 'wireshark-common wireshark-common/install-setuid boolean false' | debconf-set-selections ;;
  esac
  apt-get install -qy --no-install-recommends "$@" </dev/null || give_up 3 "apt-get could not install $*; its own words are above. Mend that and run it again."
  case " $* " in *' docker.io '*)
    # Installed units start with the machine. docknet needs the program alone; whoever wants the service enables it.
    if command -v systemctl >/dev/null; then systemctl disable --quiet docker.service docker.socket containerd.service 2>/dev/null || :; fi
    say 'docker.io is installed; its daemon is neither started nor enabled. For a Docker of your own: sudo systemctl enable --now docker' ;;
  esac
  allow_daemons
}
