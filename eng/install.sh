#!/usr/bin/env bash
# Installs those of the named tools that are missing: git, postgresql, prometheus, npm, chromium.
# With apt and as root it installs them; anywhere else it says in one line what to install.
set -euo pipefail

present() {
  case $1 in
    git) [[ $(git merge-tree -h 2>&1) == *--write-tree* ]] ;; # since git 2.38
    postgresql) command -v postgres || compgen -G '/usr/lib/postgresql/*/bin/postgres' ;;
    *) command -v "$1" ;;
  esac >/dev/null
}

missing=()
for tool in "$@"; do
  present "$tool" || missing+=("$tool")
done
((${#missing[@]})) || exit 0

if ! command -v apt-get >/dev/null || ((EUID != 0)); then
  echo "sluice: missing: ${missing[*]} (git from 2.38, PostgreSQL from 15); install them, or run this once as root on Debian or Ubuntu." >&2
  exit 1
fi

echo "sluice: installing ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# RUNLEVEL: a server that is installed to be run by the tests is not to be started by Debian.
apt() {
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Options::=--force-confold "$@" >"$log" 2>&1 && return
  cat "$log" >&2
  echo "sluice: apt-get $1 failed (above); install ${missing[*]} by hand and run this again." >&2
  exit 1
}

# Sluice runs a server of its own: Debian need not make and start another.
if [[ " ${missing[*]} " == *" postgresql "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
  mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
fi

apt update
apt install --yes --no-install-recommends "${missing[@]}"

for tool in "${missing[@]}"; do
  present "$tool" && continue
  echo "sluice: $tool was installed, but is too old or not where it is looked for (git from 2.38, PostgreSQL from 15)." >&2
  exit 1
done
