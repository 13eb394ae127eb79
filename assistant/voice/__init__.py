"""Back-ends that turn utterances into sound."""
