"""Imports: ideas and discussions from elsewhere, brought in whole, with their source, and safe to run twice."""
