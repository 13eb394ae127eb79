"""Documents: what they hold, where one is in them, and how they are read aloud and kept."""
