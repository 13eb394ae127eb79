#!/usr/bin/env bash
# Removes what install.sh put below ~/.local. Settings, models and places in documents stay unless --everything is said.
set -euo pipefail

say() { printf '%s\n' "$*"; }
fail() { printf 'uninstall.sh: %s\n' "$*" >&2; exit 1; }

PREFIX="$HOME/.local"
PROGRAM="$PREFIX/lib/seesay"
LIST="$PROGRAM.files"
has_everything=false
for argument in "$@"; do
  case "$argument" in
    --everything) has_everything=true ;;
    --keep-settings) ;;
    *) fail 'say nothing, or --everything to remove settings, models and places in documents as well.' ;;
  esac
done
[[ -d $PROGRAM ]] || fail "SeeSay is not installed in $PROGRAM."

folders=()
if [[ -e $LIST ]]; then
  while IFS= read -r file; do
    [[ $file == share/* && $file != *..* ]] || fail "$LIST is damaged."
    rm -f "$PREFIX/$file"
    folders+=("$(dirname "$file")")
  done <"$LIST"
fi
rm -rf "$PROGRAM"
rm -f "$LIST"
[[ $(readlink "$PREFIX/bin/seesay" 2>/dev/null) == ../lib/seesay/seesay ]] && rm -f "$PREFIX/bin/seesay"
# Folders that are empty now were made for SeeSay, or are missed by nobody.
for folder in "${folders[@]}"; do
  while [[ $folder == */* ]] && rmdir "$PREFIX/$folder" 2>/dev/null; do folder="$(dirname "$folder")"; done
done
rmdir "$PREFIX/share" "$PREFIX/bin" "$PREFIX/lib" 2>/dev/null || true

if $has_everything; then
  rm -rf "${XDG_CONFIG_HOME:-$HOME/.config}/seesay" "${XDG_DATA_HOME:-$HOME/.local/share}/seesay" "${XDG_STATE_HOME:-$HOME/.local/state}/seesay"
  rm -f "${XDG_CONFIG_HOME:-$HOME/.config}/autostart/seesay.desktop"
  say 'SeeSay and everything that it kept are gone.'
else
  say 'SeeSay is gone. Its settings and models stay; “uninstall.sh --everything” would have removed them too.'
fi
