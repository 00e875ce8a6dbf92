"""Migrations: how the database comes to the newest form, and back."""
