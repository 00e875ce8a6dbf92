"""Marks on contributions: an answer or a decision, set in an office with a reason, and taken back."""
