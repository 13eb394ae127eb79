#!/usr/bin/env bash
# Installs what `make package` built on a bare Debian 12, uses it as a user does, removes it, and looks for what stayed.
# Needs root, debootstrap, Debian's archive, and what `prerequisites.sh --with-tests` brings; takes some minutes.
# Screen, keyboard and sound are outside the bare system, so that nothing is installed in it but SeeSay.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
REPOSITORY="$(cd "$HERE/../.." && pwd)"
WORK="$REPOSITORY/build/package"
BARE="$WORK/debian-12"
ROOT="$WORK/smoke-root"
SAMPLE=/usr/lib/seesay/lib/assistant/resources/samples/letter.png
SAID='The morning is cold and clear. Rain comes from the west in the afternoon. Take an umbrella'
# What the guide names, and what fontconfig and libpulse write for every program.
KEPT=(.config/seesay .local/share/seesay .local/state/seesay .cache/fontconfig .config/pulse)

usage() {
  printf 'Usage: smoke-test.sh [NAME]   NAME: seesay (the default), seesay-full, seesay-noespeak\n' >&2
  printf 'FIRST_RUN=docs/first-run.md smoke-test.sh   also goes through the welcome and writes its times into that page\n' >&2
  exit 2
}
say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
fail() { printf '\nFAILED: %s\n' "$*" >&2; exit 1; }

[[ $# -le 2 ]] || usage
NAME="${1:-seesay}"
case "$NAME" in seesay | seesay-full | seesay-noespeak | seesay-full-noespeak) ;; *) usage ;; esac

if [[ ${2-} != inside ]]; then
  [[ $(id -u) -eq 0 ]] || fail 'it needs root: it makes a root folder of its own and mounts there.'
  [[ -x $REPOSITORY/.venv/bin/python ]] || fail 'it listens with what make setup installs.'
  for program in debootstrap unshare xdotool xsetroot parec; do
    command -v "$program" >/dev/null || fail "$program is missing; prerequisites.sh --with-tests and apt install debootstrap bring it."
  done
  # Mounts of its own end with it, whatever happens.
  exec unshare --mount --propagation private "$HERE/virtual-screen.sh" "${BASH_SOURCE[0]}" "$NAME" inside
fi

DEB="$(find "$REPOSITORY/dist" -name "${NAME}_*.deb" | sort | tail -n 1)"
ARCHIVE="$(find "$REPOSITORY/dist" -name "$NAME-[0-9]*.tar.xz" | sort | tail -n 1)"
[[ -n $DEB && -n $ARCHIVE ]] || fail "there is no package of $NAME in dist; run make package first."

# --- the bare system ------------------------------------------------------------------------------------

make_root() {
  if [[ ! -d $BARE ]]; then
    say 'Fetching a bare Debian 12 …'
    debootstrap --variant=minbase bookworm "$BARE.new" >"$WORK/debootstrap.log" 2>&1 || fail "debootstrap: $(tail -n 3 "$WORK/debootstrap.log")"
    mv "$BARE.new" "$BARE"
  fi
  rm -rf --one-file-system "$ROOT"
  cp -a "$BARE" "$ROOT"
  cp -L /etc/resolv.conf "$ROOT/etc/resolv.conf"
  mount -t proc proc "$ROOT/proc"
  mount --bind /dev "$ROOT/dev"
  mount -t tmpfs -o mode=1777 tmpfs "$ROOT/tmp"
  mount -t tmpfs tmpfs "$ROOT/run"
  mkdir -p "$ROOT/tmp/.X11-unix"
  mount --bind /tmp/.X11-unix "$ROOT/tmp/.X11-unix"
  : >"$ROOT/run/pulse"
  mount --bind "${PULSE_SERVER#unix:}" "$ROOT/run/pulse"
  # Starting services is none of a package's business here.
  printf '#!/bin/sh\nexit 101\n' >"$ROOT/usr/sbin/policy-rc.d"
  chmod 755 "$ROOT/usr/sbin/policy-rc.d"
}

inside() { chroot "$ROOT" env DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"; }
quietly() { "$@" >"$WORK/smoke.log" 2>&1 || fail "$* : $(tail -n 15 "$WORK/smoke.log")"; }

# as USER COMMAND…: with that user's home and nothing of ours in the environment but the screen and the sound.
as() {
  local user="$1" id
  shift
  id="$(inside id -u "$user")"
  mkdir -p "$ROOT/run/user/$id"
  chmod 700 "$ROOT/run/user/$id"
  chown "$id:$id" "$ROOT/run/user/$id"
  chroot --userspec="$user:$user" "$ROOT" env -i -C "/home/$user" HOME="/home/$user" USER="$user" LANG=C.UTF-8 \
    PATH="/home/$user/.local/bin:/usr/bin:/bin" DISPLAY="$DISPLAY" PULSE_SERVER=unix:/run/pulse \
    XDG_RUNTIME_DIR="/run/user/$id" XDG_SESSION_TYPE=x11 SEESAY_VIRTUAL_SCREEN="$SEESAY_VIRTUAL_SCREEN" "$@"
}

# Every path of the bare system, but for what package managers write down about their own work.
list_files() {
  find "$ROOT" -xdev \( -path "$ROOT/proc" -o -path "$ROOT/dev" -o -path "$ROOT/tmp" -o -path "$ROOT/run" \
    -o -path "$ROOT/var/cache" -o -path "$ROOT/var/lib/apt" -o -path "$ROOT/var/lib/dpkg" -o -path "$ROOT/var/log" \
    -o -path "$ROOT/home" \) -prune -o -printf '%P\n' | sort
}

# --- what is tried, as one user -------------------------------------------------------------------------

# try USER COMMAND SAMPLE: SeeSay without a screen, then as a tray application with its keys.
try() {
  local user="$1" seesay="$2" sample="$3" told
  step "$user: commands"
  as "$user" "$seesay" --help >"$WORK/smoke.log" 2>&1 || fail "--help: $(<"$WORK/smoke.log")"
  told="$(as "$user" "$seesay" --version)"
  say "$told"
  as "$user" "$seesay" doctor >"$WORK/doctor.log" 2>&1 || true
  sed 's/^/  /' "$WORK/doctor.log"
  grep -q '^Recognition: works' "$WORK/doctor.log" || fail 'recognition does not work.'
  grep -q 'pip install' "$WORK/doctor.log" && fail 'a bundle must not advise pip.'
  for part in Screen Sound Keys; do grep -q "^$part: works" "$WORK/doctor.log" || fail "$part: see above."; done
  told="$(as "$user" "$seesay" describe "$sample" --wav letter.wav)" || fail "describe --wav: $told"
  [[ $told == *'Take an umbrella when you leave the house.'* ]] || fail "describe said: $told"
  heard "$ROOT/home/$user/letter.wav" "$SAID"
  rm "$ROOT/home/$user/letter.wav"
  as "$user" "$seesay" document "$(dirname "$sample")/bees.pdf" --save bees.mp3 >"$WORK/smoke.log" 2>&1 || fail "document: $(tail -n 3 "$WORK/smoke.log")"
  [[ $(stat -c %s "$ROOT/home/$user/bees.mp3") -gt 20000 ]] || fail 'the saved document is too short.'
  rm "$ROOT/home/$user/bees.mp3"
  told="$(as "$user" "$seesay" narrate --video "$(dirname "$sample")/room.mkv" --quiet)" || fail "narrate: $told"
  [[ $told == *'A person came in.'* ]] || fail "narrate said: $told"
  # Where the system's language is none, text is UTF-8 all the same.
  told="$(as "$user" env LC_ALL=C LANG=C "$seesay" read "$sample" --quiet --language de)" || fail "read in a C locale: $told"
  say 'describe, document, narrate and read work without a running SeeSay.'
  try_tray "$user" "$seesay"
}

try_tray() {
  local user="$1" seesay="$2" began sound="$WORK/smoke.raw"
  step "$user: the application, by its keys"
  began="$(date +%s%N)"
  as "$user" "$seesay" >"$WORK/tray.log" 2>&1 &
  local tray=$!
  wait_for 60 'SeeSay to run' as "$user" "$seesay" stop
  say "It runs after $((($(date +%s%N) - began) / 1000000)) ms."
  # The first start opens the welcome; Escape leaves it for later. Then a second start shows the window.
  wait_for 60 'the welcome' xdotool search --onlyvisible --name '^Welcome to SeeSay$'
  xdotool key --clearmodifiers Escape
  wait_for 60 'its window' shows_window "$user" "$seesay"
  sleep 2
  as "$user" "$seesay" stop >/dev/null
  parec --device=@DEFAULT_MONITOR@ --format=s16le --rate=16000 --channels=1 --latency-msec=10 --raw >"$sound" 2>/dev/null &
  local recorder=$!
  sleep 1
  xdotool key --clearmodifiers ctrl+alt+shift+k
  await_heard "$sound" 'Control Alt Shift W describe the active window'
  kill "$recorder"
  as "$user" "$seesay" stop >/dev/null
  as "$user" "$seesay" describe --json --quiet >"$WORK/smoke.log" || fail "describe, answered by the running one: $(<"$WORK/smoke.log")"
  grep -q '"finish": *"finished"' "$WORK/smoke.log" || fail "describe, answered by the running one: $(<"$WORK/smoke.log")"
  kill -TERM "$(oldest_seesay)"
  wait "$tray" || true
  say 'The key was answered aloud, the running one describes its screen, and it ends when asked to.'
}

# The application itself: its children are younger.
oldest_seesay() {
  local pid
  for pid in $(pgrep -x seesay); do
    if [[ $(readlink "/proc/$pid/root") == "$ROOT" ]]; then printf '%s' "$pid" && return; fi
  done
  fail 'SeeSay has ended by itself.'
}

shows_window() {
  as "$1" "$2" >/dev/null 2>&1
  xdotool search --onlyvisible --name '^SeeSay$' >/dev/null 2>&1
}

# wait_for SECONDS WHAT COMMAND…
wait_for() {
  local until=$((SECONDS + $1)) what="$2"
  shift 2
  until "$@" >/dev/null 2>&1; do
    [[ $SECONDS -lt $until ]] || fail "waited in vain for $what. $(tail -n 5 "$WORK/tray.log")"
    sleep 0.1
  done
}

# await_heard FILE WORDS: the same of a recording that goes on; a busy machine speaks with pauses.
await_heard() {
  local told _
  for _ in {1..8}; do
    sleep 8
    if told="$(PYTHONPATH="$REPOSITORY/tests" "$REPOSITORY/.venv/bin/python" "$HERE/heard.py" "$1" "$2")"; then
      say "$told"
      return
    fi
  done
  fail "what was heard is something else. $told"
}

# heard FILE WORDS: an independent recogniser understands at least three quarters of the words.
heard() {
  PYTHONPATH="$REPOSITORY/tests" "$REPOSITORY/.venv/bin/python" "$HERE/heard.py" "$1" "$2" || fail "what was heard is something else."
}

# --- the .deb -----------------------------------------------------------------------------------------

# An empty screen is one colour, of which SeeSay rightly tells nothing.
xsetroot -mod 16 16
step "A bare Debian 12"
make_root
for user in anna bela; do inside useradd --create-home --shell /bin/bash "$user"; done
quietly inside apt-get -qq update
list_files >"$WORK/before.txt"
find "$ROOT/home" -printf '%P\n' | sort >"$WORK/homes-before.txt"

step "apt install $(basename "$DEB")"
cp "$DEB" "$ROOT/tmp/"
quietly inside apt-get -qq install --yes --no-install-recommends "/tmp/$(basename "$DEB")"
say "Installed: $(inside dpkg-query --show "$NAME" | tr '\t' ' ')"
[[ $(inside readlink -f /usr/bin/seesay) == /usr/lib/seesay/seesay ]] || fail '/usr/bin/seesay leads elsewhere.'
unresolved="$(inside sh -c 'find /usr/lib/seesay -type f \( -name "*.so*" -o -name seesay \) -exec env LD_LIBRARY_PATH=/usr/lib/seesay/lib ldd {} + 2>/dev/null | grep "not found" | sort -u')" || true
[[ -z $unresolved ]] || fail "libraries that no dependency brings: $unresolved"
if [[ $NAME == *-noespeak ]]; then
  told="$(as anna seesay describe "$SAMPLE" --wav letter.wav 2>&1)" && fail "it has no voice yet, and didn't say so: $told"
  say "Without any voice: $told"
  quietly inside apt-get -qq install --yes --no-install-recommends libespeak-ng1
fi
try anna seesay "$SAMPLE"

if [[ -n ${FIRST_RUN-} ]]; then
  step 'A first run from the installed package, by keys and ear'
  # On a desktop of its own, whose home and sockets lie below /tmp.
  mount --bind /tmp "$ROOT/tmp"
  (cd "$REPOSITORY" && PYTHONPATH=tests .venv/bin/python benchmarks/first_run.py --command "chroot $ROOT seesay" \
    --write "$FIRST_RUN" --title 'From the installed package') || fail 'the first run was not gone through.'
  umount "$ROOT/tmp"
fi

step 'apt purge'
quietly inside apt-get -qq purge --yes --auto-remove "$NAME"
list_files >"$WORK/after.txt"
# Packages that came along leave marks of their own; what bears our name is ours.
left="$(comm -13 "$WORK/before.txt" "$WORK/after.txt" | grep -i seesay || true)"
[[ -z $left ]] || fail "the package left behind: $left"
say "Left by other packages: $(comm -13 "$WORK/before.txt" "$WORK/after.txt" | wc -l) paths ($(comm -13 "$WORK/before.txt" "$WORK/after.txt" | head -n 5 | tr '\n' ' '))"
lost="$(comm -23 "$WORK/before.txt" "$WORK/after.txt" || true)"
[[ -z $lost ]] || fail "the package took away: $lost"

# In the home there is what the guide names, and nothing else.
for kept in "${KEPT[@]}"; do rm -rf "$ROOT/home/anna/$kept"; done
find "$ROOT/home/anna" -mindepth 1 -type d -empty -delete
find "$ROOT/home" -printf '%P\n' | sort >"$WORK/homes-after.txt"
left="$(comm -13 "$WORK/homes-before.txt" "$WORK/homes-after.txt" || true)"
[[ -z $left ]] || fail "left in the home beside what the guide names: $left"
left="$(find "$ROOT/tmp" "$ROOT/run/user" -mindepth 2 ! -path '*/.X11-unix*' -iname '*seesay*' ! -type d || true)"
[[ -z $left ]] || fail "left in temporary folders: $left"
say 'Removed without a trace.'

# --- the archive ----------------------------------------------------------------------------------------

step "The archive, for bela alone"
inside sh -c "apt-get -qq satisfy --yes --no-install-recommends \"$(dpkg-deb -f "$DEB" Depends)\"" >"$WORK/smoke.log" 2>&1 || fail "$(tail -n 5 "$WORK/smoke.log")"
quietly inside apt-get -qq install --yes --no-install-recommends xz-utils
cp "$ARCHIVE" "$ROOT/tmp/"
as bela tar --extract --xz --file "/tmp/$(basename "$ARCHIVE")" --directory /tmp
folder="/tmp/$(basename "$ARCHIVE" .tar.xz)"
as bela "$folder/install.sh" | sed 's/^/  /'
as bela rm -rf "$folder"
try bela /home/bela/.local/bin/seesay /home/bela/.local/lib/seesay/lib/assistant/resources/samples/letter.png
as bela /home/bela/.local/lib/seesay/uninstall.sh --everything | sed 's/^/  /'
for kept in "${KEPT[@]}"; do [[ $kept == */seesay ]] || rm -rf "$ROOT/home/bela/$kept"; done
find "$ROOT/home/bela" -mindepth 1 -type d -empty -delete
find "$ROOT/home" -printf '%P\n' | sort >"$WORK/homes-after.txt"
left="$(comm -13 "$WORK/homes-before.txt" "$WORK/homes-after.txt" || true)"
[[ -z $left ]] || fail "uninstall.sh left behind: $left"
say 'Removed without a trace.'
step 'Passed.'
