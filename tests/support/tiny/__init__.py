"""A tiny PaliGemma 2 of our own: what it is shown, what it is asked, how it is trained and measured."""
