"""Growing together: ideas merge and split with consent, texts change by suggestions, carriers are invited."""

from arena.growing import beside as beside  # what the pages of ideas say of it
from arena.growing import stand as stand  # what the journal must come to, and what ends together with an idea
from arena.growing import waiting as waiting  # what waits for somebody's answer
