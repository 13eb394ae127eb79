"""What happened and what to do, where no picture could be had."""

from __future__ import annotations

from assistant.core.wording.forms import ErrorMessage, Message, text

DOCTOR = Message(
    # Translators: what to do; don't translate the command "seesay doctor".
    text("“seesay doctor” tries every part and tells what is wrong."),
    # Translators: brief hint; don't translate the command.
    text("Try “seesay doctor”."),
)

_OTHER_PICTURE = Message(
    # Translators: what to do when a file is no picture that can be read.
    text("Pictures such as PNG, JPEG, WebP, GIF, BMP and TIFF can be read."),
    # Translators: brief hint: formats that can be read.
    text("PNG, JPEG and WebP can be read, for example."),
)

SOURCE_ERRORS = {
    "source": ErrorMessage(
        # Translators: no picture could be taken, for a reason that is not known better.
        Message(text("No picture could be taken.")),
        DOCTOR,
    ),
    "no_screen": ErrorMessage(
        # Translators: the program runs where there is no display.
        Message(text("There is no screen to look at.")),
        Message(
            # Translators: hint for a missing display; don't translate the command.
            text("Start SeeSay inside a desktop session, or give it a file: “seesay describe” and the file's name."),
            # Translators: brief hint for a missing display.
            text("Start it in a desktop session, or give it a file."),
        ),
    ),
    "screen_unseeable": ErrorMessage(
        Message(
            # Translators: {desktop} names a desktop, such as "GNOME on Wayland", that hides the screen from programs.
            text("{desktop} does not let SeeSay see the screen."),
            # Translators: brief: {desktop} hides the screen from programs.
            text("{desktop} hides the screen."),
        ),
        Message(
            # Translators: hint where the screen can't be taken.
            text("Log in to an X11 session to have it described; pictures in files work here too."),
            # Translators: brief hint where the screen can't be taken.
            text("An X11 session shows it."),
        ),
    ),
    "screen_unseeable:Windows": ErrorMessage(
        # Translators: Windows refuses a screenshot, for as long as it shows something of its own.
        Message(text("Windows does not let SeeSay see the screen at the moment.")),
        Message(
            # Translators: hint where Windows refuses a screenshot.
            text("It may be asking for your permission, or be locked; answer it and ask again."),
            # Translators: brief hint where Windows refuses a screenshot.
            text("It may be asking for your permission."),
        ),
    ),
    "screen_unseeable:macOS": ErrorMessage(
        # Translators: macOS refuses a screenshot, for a reason that it doesn't tell.
        Message(text("macOS does not let SeeSay see the screen at the moment.")),
        DOCTOR,
    ),
    "screen_forbidden": ErrorMessage(
        # Translators: macOS has a switch for each program that may see the screen; SeeSay's is off.
        Message(text("macOS has not allowed SeeSay to see the screen yet.")),
        Message(
            # Translators: where macOS has that switch; take its own words in your language for the three names.
            text(
                "Switch SeeSay on in System Settings, under Privacy & Security, Screen & System Audio Recording; "
                "then quit SeeSay and start it again."
            ),
            # Translators: brief: where macOS has that switch; take its own words in your language for the names.
            text("Allow it under Privacy & Security, Screen Recording, and restart SeeSay."),
        ),
    ),
    "screen_curtained": ErrorMessage(
        # Translators: a screen curtain is a function of screen readers that makes the screen black.
        Message(text("The screen curtain is on, so the screen is black for SeeSay too.")),
        # Translators: what to do about a screen curtain.
        Message(text("Switch it off in your screen reader and ask again.")),
    ),
    "no_portal": ErrorMessage(
        Message(
            # Translators: {desktop} names a desktop, such as "GNOME" or "Sway".
            text("On {desktop}, nothing gives programs pictures of the screen."),
        ),
        Message(
            # Translators: hint; don't translate the names of the packages.
            text(
                "Install xdg-desktop-portal and its part for this desktop, such as xdg-desktop-portal-gnome, "
                "xdg-desktop-portal-kde, or xdg-desktop-portal-wlr together with xdg-desktop-portal-gtk, and log "
                "in again."
            ),
            # Translators: brief hint; don't translate the name of the package.
            text("Install xdg-desktop-portal with its part for this desktop."),
        ),
    ),
    "screen_refused": ErrorMessage(
        Message(
            # Translators: {desktop} names a desktop that asked the user whether SeeSay may look; the answer was no.
            text("{desktop} was told not to let SeeSay see the screen."),
        ),
        Message(
            # Translators: hint after a "no" to the desktop's own question.
            text(
                "Ask again and allow it. If the question doesn't come back, allow screenshots for SeeSay in the "
                "desktop's privacy settings."
            ),
            # Translators: brief hint after a "no" to the desktop's own question.
            text("Ask again and allow it."),
        ),
    ),
    "screen_unanswered": ErrorMessage(
        Message(
            # Translators: {desktop} names a desktop; it may be asking the user something in a window of its own.
            text("{desktop} did not give a picture of the screen in time."),
        ),
        Message(
            # Translators: hint: the desktop may have opened a question of its own.
            text("It may have asked you whether it may. Ask again, and answer its question."),
            # Translators: brief hint: the desktop may have opened a question of its own.
            text("Ask again, and answer its question."),
        ),
    ),
    "window_unseeable": ErrorMessage(
        Message(
            # Translators: {desktop} names a desktop that doesn't tell programs where windows are.
            text("{desktop} doesn't tell which window is in front."),
        ),
        # Translators: hint where one window can't be looked at.
        Message(text("Ask for the whole screen instead.")),
    ),
    "clipboard_hidden": ErrorMessage(
        Message(
            # Translators: {desktop} names a desktop that lets only the window in front read the clipboard.
            text("{desktop} shows the clipboard only to the window in front."),
        ),
        Message(
            # Translators: hint; don't translate the command "seesay describe" or the name wl-clipboard.
            text(
                "Save the picture as a file and use “seesay describe” with its name; on some desktops, installing "
                "wl-clipboard helps."
            ),
            # Translators: brief hint where the clipboard can't be read.
            text("Save it as a file instead."),
        ),
    ),
    "screen_locked": ErrorMessage(
        # Translators: the session is locked, so that the screen shows only the lock.
        Message(text("The screen is locked.")),
        # Translators: hint for a locked screen.
        Message(text("Unlock it and ask again.")),
    ),
    "picture_blank": ErrorMessage(
        # Translators: the picture is one colour; {source} is e.g. "the screen", the sentence begins with it.
        Message(text("{source} is empty: one colour everywhere.")),
        Message(
            # Translators: hint for an empty picture.
            text(
                "A window may still be opening, or its contents may be hidden from other programs; "
                "ask again in a moment."
            ),
            # Translators: brief hint for an empty picture.
            text("Ask again in a moment."),
        ),
    ),
    "picture_blank:black": ErrorMessage(
        # Translators: the picture is black; {source} is e.g. "the screen", the sentence begins with it.
        Message(text("{source} is completely black.")),
        Message(
            # Translators: hint for a black picture. A screen curtain blacks the screen while a screen reader runs.
            text(
                "A screen curtain, a display that is switched off or protected video does that; "
                "turn it off and ask again."
            ),
            # Translators: brief hint for a black picture.
            text("A screen curtain or a switched-off display does that."),
        ),
    ),
    "picture_blank:white": ErrorMessage(
        # Translators: the picture is white; {source} is e.g. "the screen", the sentence begins with it.
        Message(text("{source} is completely white.")),
        Message(
            # Translators: hint for a white picture.
            text("A page or program may still be loading, or the page may be empty; ask again in a moment."),
            # Translators: brief hint for a white picture.
            text("It may still be loading."),
        ),
    ),
    "no_window": ErrorMessage(
        # Translators: no window has the focus.
        Message(text("No window is active.")),
        # Translators: hint where no window is active.
        Message(text("Switch to a window and ask again, or ask for the whole screen.")),
    ),
    "region_off_screen": ErrorMessage(
        # Translators: the wanted part of the screen lies outside every monitor, or is empty.
        Message(text("That part lies outside the screen.")),
        # Translators: hint: x, y, width and height are numbers in pixels.
        Message(text("Give left, top, width and height in pixels, within the screen.")),
    ),
    "no_clipboard_picture": ErrorMessage(
        # Translators: there may be text on the clipboard, but no picture.
        Message(text("The clipboard holds no picture.")),
        # Translators: hint: how to get a picture on the clipboard.
        Message(text("Copy a picture, or take a screenshot to the clipboard, and ask again.")),
    ),
    "no_earlier_picture": ErrorMessage(
        # Translators: the user wants to ask more about the last picture; it is kept for two minutes only.
        Message(text("There is no earlier picture any more.")),
        # Translators: hint: what to do when the last picture is not kept any more.
        Message(text("Ask about the screen, a window or a file anew.")),
    ),
    "source_not_built": ErrorMessage(
        # Translators: {source} is e.g. "the window"; a later version will have it.
        Message(text("This version can't look at {source} yet.")),
        # Translators: hint: what can be looked at.
        Message(text("It can look at the screen, the clipboard, a camera and picture files.")),
    ),
    "file_unreadable": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The file {name} can't be opened.")),
        # Translators: hint for a file that can't be opened.
        Message(text("Check its name and that you may read it.")),
    ),
    "file_unreadable:missing": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("There is no file {name}.")),
        # Translators: hint for a file that does not exist.
        Message(text("Check the name and the folder.")),
    ),
    "file_unreadable:directory": ErrorMessage(
        # Translators: {name} is a folder's name.
        Message(text("{name} is a folder, not a picture.")),
        # Translators: hint: a folder was given in place of a file.
        Message(text("Name one file in it.")),
    ),
    "file_unreadable:special": ErrorMessage(
        # Translators: {name} is a device, a pipe or a socket.
        Message(text("{name} is not an ordinary file.")),
        # Translators: hint: a pipe or device was given; "-" (a hyphen) means standard input, don't translate it.
        Message(text("Name a picture file, or send the picture to standard input and write “-”.")),
    ),
    "file_unreadable:forbidden": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("You have no permission to read {name}.")),
        # Translators: hint for a file without permission.
        Message(text("Change its permissions, or copy it to a place of yours.")),
    ),
    "file_unreadable:empty": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The file {name} is empty.")),
        # Translators: hint for a file of no bytes.
        Message(text("It may not have been downloaded or saved completely.")),
    ),
    "not_a_picture": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("{name} is no picture that can be read, or it is broken.")),
        _OTHER_PICTURE,
    ),
    "picture_too_large": ErrorMessage(
        # Translators: {name} is a file's name, {megapixels} a number.
        Message(text("{name} has more than {megapixels} megapixels, which is too large to open safely.")),
        # Translators: hint for a picture that is too large.
        Message(text("Make it smaller with a picture editor and try again.")),
    ),
    "file_too_large": ErrorMessage(
        # Translators: {name} is a file's name, {megabytes} a number.
        Message(text("{name} is larger than {megabytes} megabytes, which is too large to open safely.")),
        # Translators: hint for a file that is too large.
        Message(text("Save it in a smaller form and try again.")),
    ),
    "source_stalled": ErrorMessage(
        # Translators: {source} is e.g. "the screen"; the sentence begins with it.
        Message(text("{source} did not answer in time.")),
        # Translators: hint where the display or a network folder does not answer.
        Message(text("The display or a network folder may hang; ask again in a moment.")),
    ),
}
