#!/usr/bin/env bash
# Fetches GitHub's own descriptions and examples, against which the conformance tests hold Hub and Bot:
# .cache/npm/node_modules/@octokit/NAME/. Pinned, never committed, nothing of them is run.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
into=.cache/npm/node_modules/@octokit

# fetch NAME VERSION [PATH...]: only these paths of the package, or all of it.
fetch() {
  local name=$1 version=$2 tarball
  shift 2
  [[ -f $into/$name/.version && $(<"$into/$name/.version") == "$version" ]] && return
  eng/install.sh npm
  echo "sluice: fetching @octokit/$name $version" >&2
  rm -rf "${into:?}/$name"
  mkdir -p "$into/$name"
  tarball=$(npm pack --silent --pack-destination "$into" "@octokit/$name@$version" 2>/dev/null | tail -n 1) || tarball=
  if [[ -z $tarball ]]; then
    echo "sluice: npm could not fetch @octokit/$name@$version; is the registry reachable? (npm view @octokit/$name)" >&2
    exit 1
  fi
  tar -xzf "$into/$tarball" -C "$into/$name" --strip-components=1 "${@/#/package/}"
  rm -f "$into/$tarball"
  echo "$version" >"$into/$name/.version"
}

fetch openapi 23.0.2 generated/api.github.com.json package.json LICENSE
fetch openapi-webhooks 12.1.0 generated/api.github.com.json package.json LICENSE
fetch webhooks-examples 7.6.1
fetch graphql-schema 15.26.1
