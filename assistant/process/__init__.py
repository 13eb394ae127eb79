"""Child processes for whoever needs one: protocol, host and worker."""
