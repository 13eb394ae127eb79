#!/usr/bin/env bash
# Runs a command on a virtual screen of its own and returns its status: nothing appears on the user's screen, and
# nothing of it stays. With SCREEN=mine it runs the command on the user's screen and does nothing else.
set -euo pipefail

stop_with() { printf 'virtual-screen.sh: %s\n' "$*" >&2; exit 1; }

if [[ $# -eq 0 ]]; then
  printf 'Usage: virtual-screen.sh COMMAND…   (SCREEN=mine: on your own screen)\n' >&2
  exit 2
fi
if [[ ${SCREEN-} == mine ]]; then
  [[ -n ${DISPLAY-}${WAYLAND_DISPLAY-} ]] || stop_with 'SCREEN=mine, but there is no screen here. Leave it out for a virtual one.'
  exec "$@"
fi
for program in Xvfb openbox xprop dbus-daemon; do
  command -v "$program" >/dev/null || stop_with "$program is missing; run installers/linux/prerequisites.sh --demo"
done

FOLDER="$(mktemp -d)"
chmod 700 "$FOLDER"

# Ends whatever carries our mark, also what has cut itself loose, then removes the folder.
# shellcheck disable=SC2317  # reached through the trap
end_all() {
  local signal file pid
  trap - EXIT INT TERM HUP
  for signal in TERM KILL; do
    for file in /proc/[0-9]*/environ; do
      pid="${file#/proc/}" pid="${pid%/environ}"
      [[ $pid != "$$" ]] && grep -qzsxF "SEESAY_VIRTUAL_SCREEN=$FOLDER" "$file" 2>/dev/null && kill -s "$signal" "$pid" 2>/dev/null
    done
    [[ $signal == TERM ]] && sleep 0.2
  done
  wait
  rm -rf "$FOLDER"
}
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The user's own sound, where there is some, so that a demonstration can be heard.
if [[ -z ${PULSE_SERVER-} && -S ${XDG_RUNTIME_DIR-/nowhere}/pulse/native ]]; then
  export PULSE_SERVER="unix:$XDG_RUNTIME_DIR/pulse/native"
fi
mkdir -m 700 "$FOLDER/run" "$FOLDER/run/pulse" "$FOLDER/home"
export SEESAY_VIRTUAL_SCREEN="$FOLDER" XDG_RUNTIME_DIR="$FOLDER/run" HOME="$FOLDER/home" XDG_SESSION_TYPE=x11
export GSETTINGS_BACKEND=memory QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
unset DISPLAY XAUTHORITY XDG_CURRENT_DESKTOP XDG_SESSION_ID SPEECHD_ADDRESS QT_QPA_PLATFORM

# Starts a program that writes its address to descriptor 3 once it is ready; leaves that in ADDRESS.
start() {
  mkfifo "$FOLDER/$1.address"
  "$@" 3>"$FOLDER/$1.address" >"$FOLDER/$1.log" 2>&1 &
  read -r ADDRESS <"$FOLDER/$1.address" || stop_with "$1 did not start: $(<"$FOLDER/$1.log")"
}

start Xvfb -displayfd 3 -screen 0 "${SCREEN_SIZE:-1920x1080x24}" -nolisten tcp -noreset -dpi 96
export DISPLAY=":$ADDRESS"
start dbus-daemon --session --nofork --nopidfile --print-address=3
export DBUS_SESSION_BUS_ADDRESS="$ADDRESS"

if [[ -z ${PULSE_SERVER-} ]] && command -v pulseaudio >/dev/null; then
  export PULSE_SERVER="unix:$XDG_RUNTIME_DIR/pulse/native"
  pulseaudio -n --daemonize=no --exit-idle-time=-1 --use-pid-file=no --log-target=null \
    -L "module-native-protocol-unix socket=${PULSE_SERVER#unix:} auth-anonymous=1" \
    -L 'module-null-sink sink_name=null' >"$FOLDER/pulseaudio.log" 2>&1 &
fi
openbox >"$FOLDER/openbox.log" 2>&1 &
for _ in {1..200}; do
  if [[ $(xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null) == *'# 0x'* ]] &&
    [[ -z ${PULSE_SERVER-} || -S ${PULSE_SERVER#unix:} ]]; then
    break
  fi
  sleep 0.05
done

# In the background, because a trap waits for what runs in the foreground.
"$@" <&0 &
status=0
wait "$!" || status=$?
exit "$status"
