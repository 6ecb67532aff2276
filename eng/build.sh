#!/usr/bin/env bash
# Builds the command, unless nothing that it is built from has changed since the last time.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
binary=src/Cli/bin/Release/net10.0/sluice
built=.cache/built

# What is in the files rather than when they changed: also right after a checkout, a deletion or an edit during a build.
inputs() {
  # `sluice version` names the commit; and whoever runs this need not own the checkout, of which git is asked nothing else.
  git -c safe.directory="$PWD" rev-parse --verify --quiet HEAD 2>/dev/null || true
  find src Directory.Build.props Directory.Packages.props global.json .editorconfig \
    \( -path 'src/*/bin' -o -path 'src/*/obj' \) ! -path 'src/*/*/*' -prune -o -type f -exec cksum {} + | LC_ALL=C sort
}

now=$(inputs | cksum)
fresh() { [[ -x $binary && -f $built && $(<"$built") == "$now" ]]; }
fresh && exit 0

if ! command -v dotnet >/dev/null; then
  echo "sluice: .NET SDK 10 is missing; install it (package dotnet-sdk-10.0) and run this again." >&2
  exit 1
fi

if ! { mkdir -p .cache && : >>.cache/build.lock && : >>"$built"; } 2>/dev/null; then
  echo "sluice: what is built here is not of these files, and $(id -un) may not write to $PWD/.cache to build them; run this as $(stat -c %U . 2>/dev/null || echo "the checkout's owner"), or in a checkout of your own." >&2
  exit 1
fi
if command -v flock >/dev/null; then # two at once: the second waits, and finds it built
  exec 9>.cache/build.lock
  flock 9
  fresh && exit 0
fi

echo "sluice: building" >&2
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
if ! dotnet build src/Cli -c Release --nologo -v quiet >.cache/build.log 2>&1 9>&-; then
  cat .cache/build.log >&2
  echo "sluice: the build failed (above); nothing was run." >&2
  exit 1
fi
echo "$now" >"$built"
