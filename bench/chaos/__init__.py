"""Chaos: several servers, people who keep talking, everything that can break, and what must hold afterwards."""
