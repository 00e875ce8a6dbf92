"""The pieces of tools/vendor.py: one file for each kind of thing that is vendored."""
