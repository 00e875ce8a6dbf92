"""Client keys first in their index: a contribution asks for the keys of many people at once, and finds them by it."""

from alembic import op

revision = "0010"
down_revision = "0009"

BY_PERSON, BY_KEY = ["person_id", "client_key"], ["client_key", "person_id"]


def upgrade() -> None:
    """The same rule, the other way round."""
    _turn(BY_PERSON, BY_KEY)


def downgrade() -> None:
    """And back."""
    _turn(BY_KEY, BY_PERSON)


def _turn(old: list[str], new: list[str]) -> None:
    with op.batch_alter_table("thread_event") as batch:
        batch.drop_constraint(f"uq_thread_event_{'_'.join(old)}", type_="unique")
        batch.create_unique_constraint(f"uq_thread_event_{'_'.join(new)}", new)
