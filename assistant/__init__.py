"""SeeSay tells blind and low-vision people what is on their screen."""

__version__ = "0.1.0"
