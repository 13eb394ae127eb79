"""The engine that needs no download: text, layout and known objects."""
