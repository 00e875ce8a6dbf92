"""Ideas: one object from draft to measure, with its needs, its team and its thread."""
