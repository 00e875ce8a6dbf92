"""Benchmarks: what the Arena costs, measured beside its rivals in one run; `python -m bench` lists them."""
