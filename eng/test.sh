#!/usr/bin/env bash
# ./sluice test [ARGUMENTS OF dotnet test]: the whole suite with everything it needs. Ends with "N passed, N failed".
set -uo pipefail

for word; do
  case $word in
    -h | --help | '-?')
      cat <<'END'
./sluice test [ARGUMENTS OF dotnet test]

Installs what the tests need, builds everything, checks its format, and runs every test of every project; the arguments
go to each "dotnet test". Ends with "N passed, N failed"; exits with 0 only where some passed and none failed.

Tests run in the same order everywhere; SLUICE_ORDER=N (a whole number) runs them in another.
END
      exit
      ;;
  esac
done

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
results=.cache/results
passed=0
failed=0

say() { printf '\n== %s\n' "$*"; }

finish() {
  echo
  echo "$passed passed, $failed failed"
  ((failed == 0 && passed > 0))
  exit
}

# A step that must hold before anything after it means something.
must() {
  say "$1"
  shift
  "$@" && return
  failed=$((failed + 1))
  finish
}

# The counters of a project's results, or one failure where the run ended without them.
count() {
  local counters total ok skipped
  counters=$(grep -o '<Counters [^>]*>' "$1" 2>/dev/null)
  read -r total ok skipped < <(sed -E 's/.* total="([0-9]+)".* passed="([0-9]+)".* notExecuted="([0-9]+)".*/\1 \2 \3/' <<<"$counters")
  if [[ -z ${skipped:-} ]]; then
    failed=$((failed + 1))
    return
  fi
  passed=$((passed + ok))
  failed=$((failed + total - ok - skipped))
  # A host that died after its last result has no failed test to show for it.
  (($2 == 0 || total - ok - skipped > 0)) || failed=$((failed + 1))
}

must "tools" eng/install.sh git postgresql prometheus chromium
must "test data" eng/testdata.sh
must "restore" dotnet restore Bot.sln --locked-mode --nologo --verbosity quiet
must "build" dotnet build Bot.sln --configuration Release --no-restore --nologo --verbosity quiet -warnaserror

say "format"
{ dotnet tool restore --verbosity quiet && dotnet csharpier check .; } || failed=$((failed + 1))

rm -rf "$results"
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  say "$name"
  dotnet test "$project" --configuration Release --no-build --nologo --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --blame-hang-timeout 20m --blame-hang-dump-type none "$@"
  count "$results/$name.trx" $?
done
finish
