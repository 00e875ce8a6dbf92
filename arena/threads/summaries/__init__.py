"""The summary above a thread: written by everybody, in versions."""
