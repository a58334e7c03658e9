#!/usr/bin/env bash
# Looks for messages that break the library's readers: ./eng/fuzz.sh [MINUTES] [SEED]      (default 5 minutes, a random seed)
# Prints the seed, cases a second, distinct outcomes and branches taken; findings are files in artifacts/fuzz/findings.
# A finding stays fixed by putting it into tests/Cps.Smime.Fuzz.Tests/Regressions, with its right outcome in a .txt file beside it:
#   artifacts/fuzz/bin/Cps.Smime.Fuzz replay FILE
# Branches are counted by SharpFuzz in a copy of the assemblies, so that nothing else sees the instrumented ones.
# CPS_SMIME_AFL=1 lets afl-fuzz (Debian package afl++) choose the damage instead, out of the same seeds, with the same promises.
# CPS_SMIME_UNIQUE=1 seals a million messages first and looks for a nonce or a content key that comes twice (a minute or two).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

minutes=${1:-5}
seed=${2:-$((RANDOM * 32768 + RANDOM))}
configuration=${CONFIGURATION:-Release}
out=artifacts/fuzz
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if [ "${CPS_SMIME_UNIQUE:-}" = 1 ]; then
  dotnet build tests/Cps.Smime.Envelopes.Tests -c "$configuration" -v quiet
  CPS_SMIME_UNIQUE_MESSAGES=1000000 dotnet run --project tests/Cps.Smime.Envelopes.Tests -c "$configuration" --no-build -- \
    --filter-class Cps.Smime.Envelopes.Tests.UniquenessTests
fi

dotnet build tests/Cps.Smime.Fuzz -c "$configuration" -v quiet
rm -rf "$out/bin"
mkdir -p "$out/findings"
cp -r "artifacts/bin/Cps.Smime.Fuzz/$(echo "$configuration" | tr '[:upper:]' '[:lower:]')" "$out/bin"
"$out/bin/Cps.Smime.Fuzz" instrument

if [ "${CPS_SMIME_AFL:-}" = 1 ]; then
  rm -rf "$out/afl-seeds"
  mkdir -p "$out/afl-seeds"
  cp tests/Cps.Smime.Fuzz/Seeds/*.p7m "$out/afl-seeds"
  export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1
  exec afl-fuzz -s "$seed" -V "$((minutes * 60))" -t 10000 -m none -i "$out/afl-seeds" -o "$out/afl" -- "$out/bin/Cps.Smime.Fuzz" afl
fi

exec "$out/bin/Cps.Smime.Fuzz" run --minutes "$minutes" --seed "$seed" --findings "$PWD/$out/findings"
