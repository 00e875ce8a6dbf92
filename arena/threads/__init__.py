"""Threads: the live log of a discussion; a thread knows its audience, not its owner."""
