"""Actors: people and organisations, who may act in whose name, signing in."""
