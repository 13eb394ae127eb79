#!/usr/bin/env bash
# Builds SeeSay for macOS: SeeSay.app and a disk image of it. NOT YET RUN: nobody built it so far.
# Needs Python 3.11 or newer from python.org and Xcode's command line tools.   build.sh [--full] [--without-espeak]
# SEESAY_IDENTITY="Developer ID Application: …" signs it, SEESAY_NOTARY=PROFILE (of notarytool) has it notarised.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
name=seesay
for option in "$@"; do
  case "$option" in
    --full) name+=-full ;;
    --without-espeak) name+=-noespeak ;;
    *) printf 'build.sh: I do not know %s.\n' "$option" >&2 && exit 2 ;;
  esac
done

python3 installers/build.py bundle "$@"
version="$(sed -n 's/^__version__ = "\([^"]*\)"$/\1/p' assistant/__init__.py)"
app="build/package/$name/dist/SeeSay.app"
# build.py puts the texts of the licences into the plain folder; the app has its own copy.
cp -R "build/package/$name/dist/seesay/licences" "$app/Contents/Resources/licences"

if [[ -n ${SEESAY_IDENTITY-} ]]; then
  codesign --force --deep --options runtime --timestamp --entitlements installers/macos/entitlements.plist \
    --sign "$SEESAY_IDENTITY" "$app"
  codesign --verify --deep --strict "$app"
else
  # Without any signature an app doesn't start on Apple's own processors at all.
  codesign --force --deep --sign - "$app"
fi
"$app/Contents/MacOS/seesay" --version
"$app/Contents/MacOS/seesay" describe resources/samples/letter.png --quiet

mkdir -p dist build/dmg
rm -rf build/dmg/*
cp -R "$app" build/dmg/
ln -s /Applications build/dmg/Applications
image="dist/$name-$version-macos-$(uname -m).dmg"
hdiutil create -volname SeeSay -srcfolder build/dmg -ov -format ULFO "$image"
if [[ -n ${SEESAY_NOTARY-} ]]; then
  xcrun notarytool submit "$image" --keychain-profile "$SEESAY_NOTARY" --wait
  xcrun stapler staple "$image"
fi
python3 installers/build.py checksums
