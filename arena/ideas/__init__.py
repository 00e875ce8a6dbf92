"""Ideas: one object from draft to measure, with its needs, its team and its thread."""

from arena.ideas import home as home  # and says there on which page they are read
from arena.ideas import office as office  # and says there who carries them
from arena.ideas import part as part  # whoever knows ideas knows who hears of them
from arena.ideas import stand as stand  # what their journal must come to
from arena.ideas import touch as touch  # whoever knows ideas keeps their last activity in step with their threads
