"""Tests of the journal in public, and of news."""
