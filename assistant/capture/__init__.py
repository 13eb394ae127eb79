"""Where pictures come from: screen, window, clipboard, file."""
