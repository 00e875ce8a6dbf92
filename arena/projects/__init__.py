"""Projects: an idea with a team, milestones, updates with pictures, risks and a day to look at the outcome."""

from arena.projects import stand as stand  # what their journal must come to
