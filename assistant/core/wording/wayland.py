"""What is said on Wayland, where the desktop decides who may look and which keys there are."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text


class WaylandMessages:
    """Spoken when the desktop asks the user, gives keys, or gives none."""

    SCREEN_ASKED = Message(
        # Translators: {desktop} names a desktop, such as "GNOME", that opened a question of its own.
        text("{desktop} may be asking whether SeeSay may see the screen. Look for its question, and allow it."),
        # Translators: brief: the desktop may have opened a question of its own.
        text("{desktop} may be asking you something. Allow it."),
    )
    KEYS_ASKED = Message(
        # Translators: {desktop} names a desktop that opened a question of its own about global keys.
        text("{desktop} asks which keys SeeSay may have. Look for its question, and allow them."),
        # Translators: brief: the desktop asks about keys.
        text("{desktop} asks about SeeSay's keys. Allow them."),
    )
    KEYS_THERE = Message(
        # Translators: after a question of the desktop's, or after the keys were lost: they work now.
        text("SeeSay's keys work."),
    )
    KEYS_LOST = Message(
        # Translators: {desktop} is the desktop's name; don't translate the command "seesay describe".
        text(
            "{desktop} took SeeSay's keys away. SeeSay tries to get them back; the command “seesay describe” still "
            "works."
        ),
        # Translators: brief: the desktop took the keys away.
        text("SeeSay's keys are gone for now."),
    )
    KEY_GIVEN = Message(
        # Translators: {desktop} decided on a key: "KDE Plasma gave “describe the screen” the key Super F4."
        text("{desktop} gave “{action}” the key {key}."),
    )
    KEYS_MISSING = Message(
        # Translators: {actions} is a list such as "read the screen and find something".
        text("{desktop} gave no key for: {actions}. Its keyboard settings can."),
        # Translators: brief: actions without a key.
        text("No key for: {actions}."),
    )
    NO_KEYS_HERE = Message(
        # Translators: {desktop} is its name; the next sentence says how to set a key by hand.
        text("{desktop} gives programs no global keys, but you can give SeeSay one."),
        # Translators: brief: no global keys on this desktop.
        text("No global keys here."),
    )
    KEYS_OF_DESKTOP = Message(
        # Translators: after the list of the keys that SeeSay asks for; the desktop may have given others.
        text(
            "{desktop} decides on these keys: its keyboard settings show and change them. The command layer and "
            "stopping with Control alone don't work there."
        ),
    )
    BIND_IN_GNOME = Message(
        # Translators: steps in GNOME; use the words that GNOME's Settings have in your language; not the command.
        text(
            "In GNOME's Settings, go to Keyboard, then “View and Customize Shortcuts”, then “Custom Shortcuts”, add "
            "one, and give it the command “seesay describe” and a key."
        ),
        # Translators: brief steps in GNOME; don't translate the command.
        text("Add a custom shortcut for “seesay describe” in Settings, Keyboard."),
    )
    BIND_IN_KDE = Message(
        # Translators: steps in KDE Plasma; use the words of its System Settings in your language; not the command.
        text(
            "In System Settings, go to Keyboard, then “Shortcuts”, choose “Add New”, then “Command or Script”, type "
            "“seesay describe”, and give it a key."
        ),
        # Translators: brief steps in KDE Plasma; don't translate the command.
        text("Add the command “seesay describe” in System Settings, Shortcuts."),
    )
    BIND_IN_SWAY = Message(
        # Translators: steps in sway; don't translate the line in quotes or the name of the file.
        text(
            "Add the line “bindsym Ctrl+Mod1+Shift+d exec seesay describe” to the file .config/sway/config in your "
            "home folder, and reload sway. “seesay keys” prints this line."
        ),
        # Translators: brief steps in sway; don't translate what is in quotes.
        text("Bind “exec seesay describe” with bindsym in sway's configuration."),
    )
    BIND_IN_HYPRLAND = Message(
        # Translators: steps in Hyprland; don't translate the line in quotes or the name of the file.
        text(
            "Add the line “bind = CTRL ALT SHIFT, D, exec, seesay describe” to the file .config/hypr/hyprland.conf in "
            "your home folder. “seesay keys” prints this line."
        ),
        # Translators: brief steps in Hyprland; don't translate what is in quotes.
        text("Bind “exec, seesay describe” in hyprland.conf."),
    )
    BIND_ELSEWHERE = Message(
        # Translators: steps on a desktop that isn't known; don't translate the command.
        text("Bind the command “seesay describe” to a key in the desktop's keyboard settings."),
    )
