"""The value compass: ideas are assessed by its criteria, in perspectives that are kept apart."""

from arena.compass import reasons as reasons  # whoever knows reasons sees to it that they go along when they are moved
