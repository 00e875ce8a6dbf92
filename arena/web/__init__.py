"""The web floor: reading requests, rendering pages, and what holds for every address."""
