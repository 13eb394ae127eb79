"""What differs by platform and has no better room."""
