"""Every noun's tables in one place, for migrations and for whoever needs them all."""

import arena.actors.model
import arena.answers.model
import arena.compass.model
import arena.growing.model
import arena.ideas.model
import arena.ideas.team_model
import arena.ideas.thread_model
import arena.insight.model
import arena.journal.model
import arena.measures.model
import arena.moderation.model
import arena.projects.model
import arena.projects.update_model
import arena.sheets.model
import arena.store.outbox
import arena.strategy.model
import arena.threads.marks.model
import arena.threads.model
import arena.threads.own_model
import arena.threads.polls.model
import arena.threads.summaries.model  # noqa: F401
from arena.store.base import Base

metadata = Base.metadata
