#!/usr/bin/env bash
# Installs SeeSay for the one who runs it, below ~/.local, without an administrator. Run again it replaces the old one.
set -euo pipefail

say() { printf '%s\n' "$*"; }
fail() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ -n ${HOME-} && -d $HOME ]] || fail 'there is no home folder to install into.'
[[ $(id -u) -ne 0 || ${SEESAY_AS_ROOT-} == 1 ]] || fail 'run it as yourself, not as root: it installs into your home.'
PREFIX="$HOME/.local"
PROGRAM="$PREFIX/lib/seesay"
LIST="$PROGRAM.files"

# What the bundle asks the system for and does not find. Nearly every desktop has all of it.
missing="$(find "$HERE/program" -type f \( -name '*.so*' -o -name seesay \) -exec env LD_LIBRARY_PATH="$HERE/program/lib" ldd {} + 2>/dev/null |
  sed -n 's/^[[:space:]]*\([^ ]*\) => not found$/\1/p' | sort -u || true)"
if ! [[ -e /usr/lib/x86_64-linux-gnu/libpulse.so.0 || -e /usr/lib/aarch64-linux-gnu/libpulse.so.0 || -e /usr/lib64/libpulse.so.0 || -e /usr/lib/libpulse.so.0 ]]; then
  missing+="${missing:+ }libpulse.so.0"
fi

if [[ -x $PROGRAM/seesay ]]; then
  "$HERE/uninstall.sh" --keep-settings >/dev/null
fi
mkdir -p "$PREFIX/lib" "$PREFIX/bin"
cp -R "$HERE/program" "$PROGRAM"
cp "$HERE/uninstall.sh" "$PROGRAM/uninstall.sh"
ln -sfn ../lib/seesay/seesay "$PREFIX/bin/seesay"

# Each file is written down, so that the end removes these and no others.
: >"$LIST"
while IFS= read -r file; do
  mkdir -p "$PREFIX/$(dirname "$file")"
  cp "$HERE/$file" "$PREFIX/$file"
  printf '%s\n' "$file" >>"$LIST"
done < <(cd "$HERE" && find share -type f ! -path 'share/doc/*' | sort)
# A menu knows no PATH of the user's, so the entry names the program in full. Quoted as the specification of entries asks.
entry="$PREFIX/share/applications/org.seesay.SeeSay.desktop"
quoted="\"${PROGRAM//\%/%%}/seesay\""
sed -i -e "s|^Exec=seesay|Exec=${quoted//|/\\|}|" -e "s|^TryExec=.*|TryExec=$PROGRAM/seesay|" "$entry"

say "SeeSay is installed. Start it from the menu, or with: $PREFIX/bin/seesay"
case ":$PATH:" in *":$PREFIX/bin:"*) ;; *) say "The folder $PREFIX/bin is not on your PATH yet; after the next login it may be." ;; esac
[[ -z $missing ]] || say "This system lacks libraries that SeeSay needs; ask for them to be installed: ${missing//$'\n'/ }"
say "To remove it: $PROGRAM/uninstall.sh"
