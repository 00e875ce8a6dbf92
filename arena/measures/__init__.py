"""Measures: a project that became part of the city's strategy, with its phases, its figures, and the whole picture."""
