"""What turns each kind of file into pages of blocks. Runs in the document's child only; nothing of it is trusted."""
