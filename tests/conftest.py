"""What every test gets: guards, a home of its own, the virtual desktop, the ear, a count per tier."""

pytest_plugins = ["support.guards", "support.tiers", "support.fixtures", "support.tiny_model"]
