#!/usr/bin/env bash
# Finds out which system libraries and programs SeeSay lacks on this Linux machine, and installs those, no others.
# It looks for the things themselves, not for packages, so it needs no package manager to find that all is there.
# The names for apt were run on Debian 12; those for dnf, pacman and zypper are taken from their catalogues and NOT YET RUN.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: prerequisites.sh [--demo] [--with-tests] [--check]

Installs the system libraries that SeeSay needs and this machine lacks. Changes nothing when all is there.
  --demo        also what `make demo` needs for a virtual screen
  --with-tests  also what `make test` needs: a virtual desktop with sound, a speech service and a screen reader
  --check       only report; status 1 when something is missing
TEXT
}

# What is looked for | apt | dnf | pacman | zypper.   lib: a shared library; program: on PATH; file: any match; module: of python3
# "-" means that this manager's packages bring it along or have none.
RUN_TIME='
module:ensurepip         | python3-venv        | python3             | python              | python311
lib:libGL.so.1           | libgl1              | libglvnd-glx        | libglvnd            | Mesa-libGL1
lib:libEGL.so.1          | libegl1             | libglvnd-egl        | libglvnd            | Mesa-libEGL1
lib:libfontconfig.so.1   | libfontconfig1      | fontconfig          | fontconfig          | fontconfig
lib:libpulse.so.0        | libpulse0           | pulseaudio-libs     | libpulse            | libpulse0
lib:libglib-2.0.so.0     | libglib2.0-0        | glib2               | glib2               | libglib-2_0-0
lib:libdbus-1.so.3       | libdbus-1-3         | dbus-libs           | dbus                | libdbus-1-3
lib:libxkbcommon.so.0    | libxkbcommon0       | libxkbcommon        | libxkbcommon        | libxkbcommon0
lib:libxcb-cursor.so.0   | libxcb-cursor0      | xcb-util-cursor     | xcb-util-cursor     | libxcb-cursor0
lib:libxcb-icccm.so.4    | libxcb-icccm4       | xcb-util-wm         | xcb-util-wm         | libxcb-icccm4
lib:libxcb-keysyms.so.1  | libxcb-keysyms1     | xcb-util-keysyms    | xcb-util-keysyms    | libxcb-keysyms1
lib:libxcb-shape.so.0    | libxcb-shape0       | libxcb              | libxcb              | libxcb-shape0
lib:libxkbcommon-x11.so.0 | libxkbcommon-x11-0 | libxkbcommon-x11    | libxkbcommon-x11    | libxkbcommon-x11-0
lib:libXrandr.so.2       | libxrandr2          | libXrandr           | libxrandr           | libXrandr2
lib:libspeechd.so.2      | libspeechd2         | speech-dispatcher-libs | libspeechd       | libspeechd2
lib:libwayland-cursor.so.0 | libwayland-cursor0 | libwayland-cursor  | wayland             | libwayland-cursor0
'
DEMO='
program:Xvfb             | xvfb                | xorg-x11-server-Xvfb | xorg-server-xvfb   | xorg-x11-server-Xvfb
program:openbox          | openbox             | openbox             | openbox             | openbox
program:dbus-run-session | dbus                | dbus-daemon         | dbus                | dbus-1
program:xprop            | x11-utils           | xprop               | xorg-xprop          | xprop
program:setxkbmap        | x11-xkb-utils       | setxkbmap           | xorg-setxkbmap      | setxkbmap
'
TESTS='
program:make             | make                | make                | make                | make
program:xdotool          | xdotool             | xdotool             | xdotool             | xdotool
program:xrandr           | x11-xserver-utils   | xrandr              | xorg-xrandr         | xrandr
program:xhost            | x11-xserver-utils   | xhost               | xorg-xhost          | xhost
program:xmodmap          | x11-xserver-utils   | xmodmap             | xorg-xmodmap        | xmodmap
program:sway             | sway                | sway                | sway                | sway
program:grim             | grim                | grim                | grim                | grim
program:foot             | foot                | foot                | foot                | foot
program:wtype            | wtype               | wtype               | wtype               | wtype
program:wl-copy          | wl-clipboard        | wl-clipboard        | wl-clipboard        | wl-clipboard
program:Xwayland         | xwayland            | xorg-x11-server-Xwayland | xorg-xwayland  | xwayland
program:pipewire         | pipewire            | pipewire            | pipewire            | pipewire
file:/usr/libexec/xdg-desktop-portal,/usr/lib/xdg-desktop-portal | xdg-desktop-portal | xdg-desktop-portal | xdg-desktop-portal | xdg-desktop-portal
file:/usr/libexec/xdg-desktop-portal-wlr,/usr/lib/xdg-desktop-portal-wlr | xdg-desktop-portal-wlr | xdg-desktop-portal-wlr | xdg-desktop-portal-wlr | xdg-desktop-portal-wlr
program:pulseaudio       | pulseaudio          | pulseaudio          | pulseaudio          | pulseaudio
program:parec            | pulseaudio-utils    | pulseaudio-utils    | libpulse            | pulseaudio-utils
file:/usr/libexec/at-spi-bus-launcher,/usr/lib/at-spi-bus-launcher | at-spi2-core | at-spi2-core | at-spi2-core | at-spi2-core
file:/usr/lib*/python3*/*-packages/pyatspi | python3-pyatspi | python3-pyatspi | python-atspi | python3-atspi
program:orca             | orca                | orca                | orca                | orca
program:speech-dispatcher | speech-dispatcher  | speech-dispatcher   | speech-dispatcher   | speech-dispatcher
file:/usr/lib*/speech-dispatcher-modules/sd_espeak-ng,/usr/libexec/speech-dispatcher-modules/sd_espeak-ng | speech-dispatcher-espeak-ng | speech-dispatcher-espeak-ng | - | speech-dispatcher-module-espeak
program:espeak-ng        | espeak-ng           | espeak-ng           | espeak-ng           | espeak-ng
program:aplay            | alsa-utils          | alsa-utils          | alsa-utils          | alsa-utils
file:/usr/lib*/alsa-lib/libasound_module_pcm_pulse.so,/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so | libasound2-plugins | alsa-plugins-pulseaudio | alsa-plugins | alsa-plugins-pulse
program:strace           | strace              | strace              | strace              | strace
program:xterm            | xterm               | xterm               | xterm               | xterm
program:dunst            | dunst               | dunst               | dunst               | dunst
program:trayer           | trayer              | trayer              | trayer              | trayer
program:desktop-file-validate | desktop-file-utils | desktop-file-utils | desktop-file-utils | desktop-file-utils
program:appstreamcli     | appstream           | appstream           | appstream           | AppStream
program:msgfmt           | gettext             | gettext             | gettext             | gettext-tools
program:shellcheck       | shellcheck          | ShellCheck          | shellcheck          | ShellCheck
program:pdftotext        | poppler-utils       | poppler-utils       | poppler             | poppler-tools
program:tesseract        | tesseract-ocr       | tesseract           | tesseract           | tesseract-ocr
file:TESSDATA/rus        | tesseract-ocr-rus   | tesseract-langpack-rus | tesseract-data-rus | tesseract-ocr-traineddata-rus
file:TESSDATA/ara        | tesseract-ocr-ara   | tesseract-langpack-ara | tesseract-data-ara | tesseract-ocr-traineddata-ara
file:TESSDATA/heb        | tesseract-ocr-heb   | tesseract-langpack-heb | tesseract-data-heb | tesseract-ocr-traineddata-heb
file:TESSDATA/hin        | tesseract-ocr-hin   | tesseract-langpack-hin | tesseract-data-hin | tesseract-ocr-traineddata-hin
file:TESSDATA/kor        | tesseract-ocr-kor   | tesseract-langpack-kor | tesseract-data-kor | tesseract-ocr-traineddata-kor
file:TESSDATA/tha        | tesseract-ocr-tha   | tesseract-langpack-tha | tesseract-data-tha | tesseract-ocr-traineddata-tha
file:TESSDATA/vie        | tesseract-ocr-vie   | tesseract-langpack-vie | tesseract-data-vie | tesseract-ocr-traineddata-vie
file:TESSDATA/ell        | tesseract-ocr-ell   | tesseract-langpack-ell | tesseract-data-ell | tesseract-ocr-traineddata-ell
file:TESSDATA/ben        | tesseract-ocr-ben   | tesseract-langpack-ben | tesseract-data-ben | tesseract-ocr-traineddata-ben
file:/usr/share/fonts/*/noto/NotoSans-Regular.ttf,/usr/share/fonts/*noto*/NotoSans*Regular.ttf | fonts-noto-core | google-noto-sans-fonts | noto-fonts | google-noto-sans-fonts
file:/usr/share/fonts/*/noto/NotoSansCJK-Regular.ttc,/usr/share/fonts/*/NotoSansCJK* | fonts-noto-cjk | google-noto-sans-cjk-fonts | noto-fonts-cjk | google-noto-sans-cjk-fonts
file:/usr/share/help/C/gnome-help | gnome-user-docs | gnome-user-docs | gnome-user-docs | gnome-user-docs
'
TESSDATA=('/usr/share/tesseract-ocr/*/tessdata' /usr/share/tesseract/tessdata /usr/share/tessdata)

# Tests place a whole machine below another folder.
ROOT="${SEESAY_PREREQUISITES_ROOT:-}"
LIBRARIES=''

say() { printf '%s\n' "$*"; }
fail() { printf 'prerequisites.sh: %s\n' "$*" >&2; exit "${STATUS:-1}"; }

read_libraries() {
  local ldconfig
  ldconfig="$(command -v ldconfig || printf /sbin/ldconfig)"
  LIBRARIES=" $("$ldconfig" -p 2>/dev/null || true)"
}

any_file() {
  local pattern match
  for pattern in ${1//,/ }; do
    # The pattern is meant to be expanded by the shell.
    # shellcheck disable=SC2086
    for match in "$ROOT"$pattern; do [[ -e $match ]] && return 0; done
  done
  return 1
}

is_there() {
  local kind="${1%%:*}" what="${1#*:}" folder
  case "$kind" in
    lib) [[ $LIBRARIES == *[[:space:]]"$what "* ]] ;;
    program) command -v "$what" >/dev/null ;;
    module) command -v python3 >/dev/null && python3 -c "import $what" 2>/dev/null ;;
    file)
      if [[ $what == TESSDATA/* ]]; then
        for folder in "${TESSDATA[@]}"; do any_file "$folder/${what#TESSDATA/}.traineddata" && return 0; done
        return 1
      fi
      any_file "$what"
      ;;
  esac
}

find_manager() {
  local number=1 name
  for name in apt-get dnf pacman zypper; do
    if command -v "$name" >/dev/null; then
      MANAGER="$name" COLUMN="$number"
      return
    fi
    number=$((number + 1))
  done
  MANAGER='' COLUMN=0
}

# Fills MISSING (what was looked for) and PACKAGES (what brings it here).
find_missing() {
  local line columns package
  MISSING=() PACKAGES=()
  while IFS= read -r line; do
    [[ -n $line ]] || continue
    IFS='|' read -ra columns <<<"${line//[[:space:]]/}"
    is_there "${columns[0]}" && continue
    case "${columns[0]}" in
      lib:* | program:*) MISSING+=("${columns[0]#*:}") ;;
      *) MISSING+=("${columns[1]}") ;; # a path says less than a package's name
    esac
    package="${columns[$COLUMN]}"
    if [[ $COLUMN -gt 0 && $package != - && " ${PACKAGES[*]-} " != *" $package "* ]]; then PACKAGES+=("$package"); fi
  done <<<"$1"
}

install_command() {
  case "$MANAGER" in
    apt-get) INSTALL=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -qq install -y --no-install-recommends) ;;
    dnf) INSTALL=(dnf --quiet --assumeyes install) ;;
    pacman) INSTALL=(pacman --sync --needed --noconfirm) ;;
    zypper) INSTALL=(zypper --non-interactive install --no-recommends) ;;
  esac
  INSTALL+=("${PACKAGES[@]}")
}

# Sets BECOME to what has to stand before a command that changes the system.
become_root() {
  BECOME=()
  [[ $(id -u) -eq 0 ]] && return
  if command -v sudo >/dev/null; then
    BECOME=(sudo)
    if [[ -t 0 ]]; then
      say 'Installing needs the administrator: sudo may ask for your password.'
      return
    fi
    BECOME=(sudo -n)
    sudo -n true 2>/dev/null && return
  fi
  say 'Installing needs the administrator, and this account can not become it. Ask for this to be run as root:'
  say "  ${INSTALL[*]}"
  exit 1
}

install_packages() {
  install_command
  become_root
  [[ $MANAGER == apt-get ]] || say "The package names for $MANAGER were not run yet: please report what is wrong."
  say "Installing with $MANAGER: ${PACKAGES[*]}"
  if [[ $MANAGER == apt-get ]]; then
    "${BECOME[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -qq update </dev/null
  fi
  if ! "${BECOME[@]}" "${INSTALL[@]}" </dev/null >"$LOG" 2>&1; then
    tail -n 20 "$LOG" >&2
    fail "$MANAGER could not install them; its last words are above."
  fi
}

main() {
  local wanted="$RUN_TIME" is_check=false argument
  for argument in "$@"; do
    case "$argument" in
      --demo) wanted+="$DEMO" ;;
      --with-tests) wanted+="$DEMO$TESTS" ;;
      --check) is_check=true ;;
      -h | --help) usage; exit 0 ;;
      *) usage >&2; STATUS=2 fail "I don't know $argument." ;;
    esac
  done
  find_manager
  read_libraries
  find_missing "$wanted"
  if [[ ${#MISSING[@]} -eq 0 ]]; then
    say 'All system libraries and programs are there; nothing was changed.'
    exit 0
  fi
  say "This machine lacks: ${MISSING[*]}"
  if $is_check; then
    [[ ${#PACKAGES[@]} -gt 0 ]] && say "Packages of $MANAGER that bring them: ${PACKAGES[*]}"
    exit 1
  fi
  [[ -n $MANAGER ]] || fail 'I know apt-get, dnf, pacman and zypper, and this machine has none of them. Please install what is missing yourself.'
  [[ ${#PACKAGES[@]} -gt 0 ]] || fail "No package of $MANAGER that I know of brings that. Please install it yourself."
  LOG="$(mktemp)"
  trap 'rm -f "$LOG"' EXIT
  install_packages
  read_libraries
  hash -r
  find_missing "$wanted"
  [[ ${#MISSING[@]} -eq 0 ]] || fail "Installed, but still missing: ${MISSING[*]}"
  say 'Done: all system libraries and programs are there.'
}

main "$@"
