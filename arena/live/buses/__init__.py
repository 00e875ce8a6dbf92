"""Buses: how a process tells the others that something was stored; what a bus loses, the poll finds."""

from arena.live.buses.bus import STORED, Bus, Hear, Hints
from arena.live.buses.choose import bus_of, missing_driver

__all__ = ["STORED", "Bus", "Hear", "Hints", "bus_of", "missing_driver"]
