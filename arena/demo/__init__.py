"""The demo content of the Arena: actors and ideas as data, read and checked before sowing."""
