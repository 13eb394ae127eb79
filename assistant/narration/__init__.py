"""The camera: what changes in front of it, what would make its picture better, and what is told of it."""
