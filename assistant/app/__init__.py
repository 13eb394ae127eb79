"""The composition root: the only room that names concrete parts."""
