"""What the window of the settings says, shows and asks."""

from __future__ import annotations

from assistant.core.wording.forms import Message, Plural, counted, text, text_in


class PreferencesMessages:
    """The window itself."""

    PREFERENCES_OPEN = Message(
        # Translators: a button and a tray entry that open the settings.
        text("P&references"),
    )
    PREFERENCES_TITLE = Message(
        # Translators: title of the window of the settings.
        text("Preferences"),
    )
    PREFERENCES_INTRO = Message(
        # Translators: the text at the top of the settings, also spoken when the window opens.
        text(
            "Every change holds at once. Control Page Down and Page Up change the page, Control F searches, "
            "Control R puts a setting back to its default. Escape closes."
        ),
        # Translators: brief: the text at the top of the settings.
        text("Every change holds at once. Escape closes."),
    )
    SEARCH = Message(
        # Translators: label of a field; the & marks the letter that Alt opens.
        text("&Search the settings:"),
    )
    SEARCH_HINT = Message(
        # Translators: description of the search field.
        text("Words of a setting's name or of what it is for. Enter goes to the first one found."),
    )
    SEARCH_FOUND = Plural(
        # Translators: how many settings a search found.
        counted("{n} setting found.", "{n} settings found."),
    )
    SEARCH_NONE = Message(
        # Translators: a search found no setting.
        text("No setting found."),
    )
    PAGE = Message(
        # Translators: label of the box in which the page of settings is chosen.
        text("Pa&ge:"),
    )
    SETTING_HELP = Message(
        # Translators: below a setting: {sentence} says what it is for, {default} what it is when nobody changed it.
        text("{sentence} Default: {default}."),
    )
    KEY_HELP = Message(
        # Translators: below a command's key in the settings: Enter on it opens a window that takes another key.
        text("Enter takes a new key. Default: {default}."),
    )
    SETTING_IS = Message(
        # Translators: spoken after a change: {title} is a setting's name, {value} its new value.
        text("{title}: {value}."),
    )
    SETTING_RESET = Message(
        # Translators: a button that puts one setting back to its default; {title} is the setting's name.
        text("Reset: {title}"),
    )
    RESET_NOTHING = Message(
        # Translators: spoken when a setting that should be reset has its default already.
        text("{title} has its default already."),
    )
    EMPTY_LIST = Message(
        # Translators: the value of a list without entries.
        text("none chosen"),
    )
    NO_NAME = Message(
        # Translators: a choice among voices or cameras: none by name.
        text("The system's own choice"),
    )
    PART_SECONDS = Message(
        # Translators: the value of a setting: {number} is a fraction such as 2.5.
        text_in("unit of a setting", "{number} seconds"),
    )
    VALUE_ON = Message(
        # Translators: the value of a setting that is on or off.
        text_in("value of a setting", "on"),
    )
    VALUE_OFF = Message(
        # Translators: the value of a setting that is on or off.
        text_in("value of a setting", "off"),
    )
    SERVER_CHOICE = Message(
        # Translators: a choice among models: the user then writes a server's address.
        text("A server…"),
    )
    SERVER_TITLE = Message(
        # Translators: title of a small window that asks for an address.
        text("Address of the server"),
    )
    SERVER_LABEL = Message(
        # Translators: label of the field for a server's address.
        text("A&ddress, such as https://desk.example:8000:"),
    )
    SERVER_OK = Message(
        # Translators: a button that takes the address of the server.
        text("&Use this server"),
    )
    IMPORT_SETTINGS = Message(
        # Translators: a button: takes settings from a file.
        text("&Import…"),
    )
    EXPORT_SETTINGS = Message(
        # Translators: a button: saves the settings to a file.
        text("E&xport…"),
    )
    RESET_ALL = Message(
        # Translators: a button: all settings go back to their defaults.
        text("Reset &all…"),
    )
    RESET_ALL_TITLE = Message(
        # Translators: title of a window that asks before all settings are reset.
        text("Reset all settings?"),
    )
    RESET_ALL_TEXT = Plural(
        # Translators: asks before all settings are reset.
        counted(
            "{n} setting goes back to its default. The file as it is now is kept beside the new one.",
            "{n} settings go back to their defaults. The file as it is now is kept beside the new one.",
        ),
    )
    RESET_ALL_YES = Message(
        # Translators: a button that resets all settings.
        text("&Reset all"),
    )
    RESET_ALL_DONE = Message(
        # Translators: all settings were reset; {name} is the name of the copy of the old file.
        text("All settings have their defaults. The old ones were kept as {name}."),
    )
    RESET_ALL_NOTHING = Message(
        # Translators: all settings have their defaults already.
        text("All settings have their defaults already."),
    )
    EXPORT_TITLE = Message(
        # Translators: title of the window that asks where the settings are saved.
        text("Export the settings"),
    )
    EXPORTED = Message(
        # Translators: the settings were saved; {name} is the file's name.
        text("The settings were saved as {name}."),
    )
    IMPORT_TITLE = Message(
        # Translators: title of the window that asks for a file with settings.
        text("Import settings"),
    )
    IMPORTED = Plural(
        # Translators: after settings were taken from a file.
        counted("{n} setting was taken.", "{n} settings were taken."),
    )
    IMPORT_NOTHING = Message(
        # Translators: a file held no setting that differs from those that are in use.
        text("The file holds nothing that isn't set already."),
    )
    IMPORT_REFUSED = Message(
        # Translators: {names} are settings of an imported file that could not be used.
        text("Not taken, because of a wrong value: {names}."),
    )
    IMPORT_UNKNOWN = Message(
        # Translators: {names} are settings of an imported file that this version does not know.
        text("Not known here: {names}."),
    )
    SETTINGS_FILES = Message(
        # Translators: the kind of file in a file dialog.
        text("Settings of SeeSay"),
    )


class KeyCaptureMessages:
    """The small window that takes a new key."""

    KEY_TITLE = Message(
        # Translators: title of the window that takes a new key; {title} is what the key does.
        text("Key: {title}"),
    )
    KEY_PRESS = Message(
        # Translators: the field that takes the new key; {key} is the present one.
        text("Press the new key. It is {key} now."),
    )
    KEY_PRESS_HINT = Message(
        # Translators: description of the field that takes the new key.
        text("Several keys together, such as Control Alt F7. Tab goes to the buttons. Escape changes nothing."),
    )
    KEY_AUTOMATIC = Message(
        # Translators: a button: SeeSay chooses the key; {key} is which one that is.
        text("&Automatic: {key}"),
    )
    KEY_REMOVE = Message(
        # Translators: a button: the command gets no key.
        text("&No key"),
    )
    KEY_TYPED = Message(
        # Translators: {key} is a key that people type with.
        text("{key} alone is needed for typing. Press it together with Control, Alt or Super."),
    )
    KEY_STRANGE = Message(
        # Translators: a key was pressed that can't be bound.
        text("That key can't be used. Press another one."),
    )
    KEY_MISSING = Message(
        # Translators: Control, Alt and so on were pressed and let go of, and no other key arrived between.
        text("No key arrived with them; another program may hold it. Press another one, or Escape."),
    )
    KEY_SET = Message(
        # Translators: a new key works; {title} is what it does, {key} is the key.
        text("{title}: {key}. It works from now on."),
    )
    KEY_VALUE_AUTO = Message(
        # Translators: the value of a key that SeeSay chooses; {key} is which one.
        text("{key}, automatic"),
    )


class LanguageListMessages:
    """The small window with the list of languages in their order."""

    LANGUAGES_HINT = Message(
        # Translators: description of a list of languages.
        text("Space chooses a language or leaves it out. Alt Up and Alt Down change the order of the chosen ones."),
    )
    LANGUAGE_CHOSEN = Message(
        # Translators: {language} was put into the list as number {place}.
        text("{language}, number {place}"),
    )
    LANGUAGE_LEFT = Message(
        # Translators: {language} was taken off the list.
        text("{language}, not chosen"),
    )
    MOVE_UP = Message(
        # Translators: a button: moves a language up in the list.
        text("Move &up"),
    )
    MOVE_DOWN = Message(
        # Translators: a button: moves a language down in the list.
        text("Move &down"),
    )
    LANGUAGES_OK = Message(
        # Translators: a button: takes the list of languages.
        text_in("button", "&OK"),
    )


class PrivacyMessages:
    """What is kept, for the page about privacy."""

    KEPT_TITLE = Message(
        # Translators: name of a text on the privacy page.
        text("What is kept"),
    )
    KEPT_NOTHING = Message(
        # Translators: on the privacy page.
        text(
            "Pictures of the screen and of the camera, recognised text, questions and answers: nothing of them is "
            "kept. They are in the memory only, and gone when they are no longer needed."
        ),
    )
    KEPT_SENT = Message(
        # Translators: on the privacy page; it stands where pictures are sent to a server.
        text("Pictures are sent to {server}, because you chose it as the large model."),
    )
    KEPT_OFFLINE = Message(
        # Translators: on the privacy page.
        text("Nothing is sent anywhere."),
    )
    KEPT_ON_PURPOSE = Message(
        # Translators: on the privacy page, before a list.
        text("What you keep on purpose:"),
    )
    KEPT_SETTINGS = Message(
        # Translators: on the privacy page; {path} is a file.
        text("Your settings, with your ready questions: {path}"),
    )
    KEPT_MODELS = Message(
        # Translators: on the privacy page; {path} is a folder.
        text("Models and language packs that you installed: {path}"),
    )
    KEPT_PLACES = Message(
        # Translators: on the privacy page; {path} is a file.
        text("The places where you left documents, and your bookmarks with their notes: {path}"),
    )
    KEPT_SECRETS = Message(
        # Translators: on the privacy page; keys of servers and of the model hub.
        text("Keys of servers and of the model hub: in the system's keyring, or where it has none, {path}"),
    )
    KEPT_EXPORTS = Message(
        # Translators: on the privacy page; files the user saved.
        text("Recordings and texts that you exported: where you put them."),
    )


class NetworkMessages:
    """What is said of the network switch."""

    NETWORK_OFF = Message(
        # Translators: something needs the network, and the user switched it off.
        text("The network is switched off in SeeSay's settings."),
        # Translators: brief: the user switched the network off.
        text("The network is switched off."),
    )
    NETWORK_ON_AGAIN = Message(
        # Translators: how to switch the network on; don't translate the command.
        text(
            "Switch it on in the preferences, on the page “Privacy”, or with "
            "“seesay settings set privacy.network true”."
        ),
    )
