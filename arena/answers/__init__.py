"""The administration's answers: prepared by two, given in public with a reason, with a promise of what comes next."""

from arena.answers import head as head  # what an idea's page says of it
from arena.answers import stand as stand  # what their journal must come to
