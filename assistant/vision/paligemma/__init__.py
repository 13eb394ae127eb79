"""PaliGemma 1 and 2 on this machine: loading, the generation loop, tasks, masks. Runs in the engine's child process."""
