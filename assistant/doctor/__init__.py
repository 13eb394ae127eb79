"""Tries every part for real; the command `seesay doctor`."""
