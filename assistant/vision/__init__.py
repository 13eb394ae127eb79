"""Engines that look at a picture; they run in child processes."""
