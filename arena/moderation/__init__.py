"""Moderation: people report contributions, moderators decide with a ground and a public sentence."""

from arena.moderation import model as model  # notices and cases go along with a contribution that is moved
