"""The one-page profile of an idea, filled part by part, and what is missing for the next step on the path."""

from arena.sheets import stand as stand  # whoever knows sheets knows what their entries come to
