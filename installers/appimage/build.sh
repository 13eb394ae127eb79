#!/usr/bin/env bash
# Makes an AppImage of the bundle. NOT YET RUN: appimagetool and its runtime come from elsewhere.
# Needs appimagetool on PATH.   build.sh [NAME]   NAME: seesay (the default), seesay-full …
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
name="${1:-seesay}"
app_id=org.seesay.SeeSay
bundle="build/package/$name/dist/seesay"
[[ -d $bundle ]] || { printf 'build.sh: there is no %s; run installers/build.py bundle first.\n' "$bundle" >&2 && exit 1; }
command -v appimagetool >/dev/null || { printf 'build.sh: appimagetool is missing.\n' >&2 && exit 1; }
version="$(sed -n 's/^__version__ = "\([^"]*\)"$/\1/p' assistant/__init__.py)"

folder="build/package/$name/AppDir"
rm -rf "$folder"
mkdir -p "$folder/usr/lib"
cp -R "$bundle" "$folder/usr/lib/seesay"
# Menu entry, icons, AppStream data: what the archive for a user's home has.
python3 - "$folder" <<'PYTHON'
import sys
from pathlib import Path
sys.path.insert(0, "installers")
import desktop_files
desktop_files.place(Path(sys.argv[1]) / "usr")
PYTHON
cp "$folder/usr/share/applications/$app_id.desktop" "$folder/"
cp "$folder/usr/share/icons/hicolor/scalable/apps/$app_id.svg" "$folder/"
ln -sf "$app_id.svg" "$folder/.DirIcon"
cat >"$folder/AppRun" <<'SCRIPT'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/usr/lib/seesay/seesay" "$@"
SCRIPT
chmod 755 "$folder/AppRun"

mkdir -p dist
ARCH="$(uname -m)" VERSION="$version" appimagetool --comp zstd "$folder" "dist/$name-$version-$(uname -m).AppImage"
