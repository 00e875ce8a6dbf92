"""The journal: every act on an idea's path, one public entry each, added and never changed."""
