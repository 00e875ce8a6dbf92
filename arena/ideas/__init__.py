"""Ideas: one object from draft to measure, with its needs, its team and its thread."""

from arena.ideas import touch as touch  # whoever knows ideas keeps their last activity in step with their threads
