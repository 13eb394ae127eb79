"""Back-ends that turn keys into intents."""
