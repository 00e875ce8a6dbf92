"""Rivals: the programmes the Arena is measured beside, as small as they can be written."""
