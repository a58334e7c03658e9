#!/usr/bin/env bash
# Everything that must be green: installs the foreign software that judges this library where it may, builds with warnings as errors,
# and runs every test. A test that needs foreign software fails here when it is missing, instead of being skipped.
# The last line is: N passed, N failed, N skipped
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export CPS_SMIME_REQUIRE_FOREIGN=1

# program -> Debian package
declare -A needed=([openssl]=openssl [softhsm2-util]=softhsm2 [pkcs11-tool]=opensc [slapd]=slapd [ldapsearch]=ldap-utils
  [cmsutil]=libnss3-tools [gpgsm]=gpgsm [gpgconf]=gpgconf [gpg-agent]=gpg-agent)

missing=()
for program in "${!needed[@]}"; do
  PATH="$PATH:/usr/sbin:/sbin" command -v "$program" >/dev/null 2>&1 || missing+=("${needed[$program]}")
done

if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing: ${missing[*]}"
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  if command -v apt-get >/dev/null 2>&1; then
    "${as_root[@]}" apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
      echo "Could not install them: the tests that need them will fail." >&2
  else
    echo "There is no apt-get here: install them by hand, or the tests that need them will fail." >&2
  fi
fi

configuration=${CONFIGURATION:-Release}
if ! dotnet build Cps.Smime.sln -c "$configuration" -v minimal; then
  echo "The build failed."
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test --solution Cps.Smime.sln -c "$configuration" --no-build --no-progress 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded)
failed=$(count failed)
skipped=$(count skipped)
if [ -z "$passed" ] || [ "$passed" -eq 0 ]; then
  echo "No test ran."
  status=1
fi

[ "$status" -eq 0 ] || [ "${failed:-0}" -gt 0 ] || failed=1
echo "${passed:-0} passed, ${failed:-1} failed, ${skipped:-0} skipped"
[ "$status" -eq 0 ] && [ "${failed:-1}" -eq 0 ]
