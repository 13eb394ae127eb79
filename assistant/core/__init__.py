"""The rules of the house: no Qt, no pixels, no platform, no clock of its own."""
