"""The whole picture: the journal in public, and who hears of what is in it."""
