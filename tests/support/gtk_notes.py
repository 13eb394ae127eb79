"""A GTK program for the system's own Python: a menu, an icon, labelled fields, a password, a long text.

Runs as a process of its own: `/usr/bin/python3 gtk_notes.py`.
"""

import gi  # type: ignore[import-not-found]  # the system Python's

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # type: ignore[import-not-found]  # noqa: E402 - the system Python's; the version comes first

TITLE = "GTK notes"


def main() -> None:
    """Show the window until the process is ended."""
    window = Gtk.Window(title=TITLE)
    window.set_default_size(700, 500)
    rows = Gtk.VBox()
    window.add(rows)
    menu = Gtk.MenuBar()
    for name in ("File", "Edit"):
        menu.append(Gtk.MenuItem(label=name))
    tools = Gtk.Toolbar()
    button = Gtk.ToolButton(icon_name="document-save")
    button.set_label("Save")
    tools.insert(button, 0)
    name, text = Gtk.Label(label="Name"), Gtk.Entry(text="Ada")
    name.set_mnemonic_widget(text)
    secret, password = Gtk.Label(label="PIN"), Gtk.Entry(text="hunter2")
    secret.set_mnemonic_widget(password)
    password.set_visibility(False)
    fields = Gtk.HBox()
    for each in (name, text, secret, password):
        fields.add(each)
    check = Gtk.CheckButton(label="Send news")
    check.set_active(True)
    notes = Gtk.TextView()
    notes.get_buffer().set_text("\n".join(f"Line {number} of the note" for number in range(300)))
    pane = Gtk.ScrolledWindow()
    pane.add(notes)
    for each, is_large in ((menu, False), (tools, False), (fields, False), (check, False), (pane, True)):
        rows.pack_start(each, is_large, is_large, 0)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    text.grab_focus()
    Gtk.main()


if __name__ == "__main__":
    main()
