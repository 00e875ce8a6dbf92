"""Live: rooms of readers, fed from the log, woken by hints; it knows logs and seats, never what is said."""
