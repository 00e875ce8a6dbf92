"""Projects: milestones as a tree, names of roles, updates with pictures, risks, and looks back at the outcome."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make room for projects."""
    op.add_column("idea", sa.Column("next_milestone", sa.String(120), nullable=True))
    op.add_column("idea", sa.Column("next_due", sa.Date(), nullable=True))
    _project()
    _milestones()
    _risks_and_reviews()
    _updates()


def downgrade() -> None:
    """Take it back."""
    tables = "picture project_update_revision project_update project_review risk milestone_step milestone project_role"
    for name in [*tables.split(), "project"]:
        op.drop_table(name)
    op.drop_column("idea", "next_due")
    op.drop_column("idea", "next_milestone")


def _must(name: str, kind: "sa.types.TypeEngine[Any]", **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False, **more)


def _may(name: str, kind: "sa.types.TypeEngine[Any]") -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=True)


def _keys(table: str, *primary: str, **to: str) -> list[sa.Constraint]:
    leads = [
        sa.ForeignKeyConstraint(
            [name], [f"{other}.{'idea_id' if other == 'project' else 'id'}"], name=op.f(f"fk_{table}_{name}_{other}")
        )
        for name, other in to.items()
    ]
    return [sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")), *leads]


def _among(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _project() -> None:
    op.create_table(
        "project",
        _must("idea_id", KEY, autoincrement=False),
        _must("begun_at", MOMENT),
        _must("why", sa.String()),
        _may("review_due", sa.Date()),
        _may("review_told", sa.Date()),
        *_keys("project", "idea_id", idea_id="idea"),
    )
    op.create_index("ix_project_review_due", "project", ["review_due"])
    op.create_table(
        "project_role",
        _must("idea_id", KEY),
        _must("actor_id", KEY),
        _must("name", sa.String()),
        *_keys("project_role", "idea_id", "actor_id", idea_id="idea", actor_id="actor"),
    )


def _milestones() -> None:
    op.create_table(
        "milestone",
        _must("id", KEY),
        _must("idea_id", KEY),
        _may("parent_id", KEY),
        _must("position", KEY),
        _must("title", sa.String()),
        _may("due", sa.Date()),
        _must("weight", KEY),
        _must("state", sa.String(16)),
        _must("changed_at", MOMENT),
        _must("changed_by", KEY),
        _among("milestone", "state", "open", "reached", "dropped"),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_milestone_weight")),
        *_keys("milestone", "id", idea_id="idea", parent_id="milestone", changed_by="actor"),
    )
    op.create_index("ix_milestone_idea_id", "milestone", ["idea_id", "position"])
    op.create_index("ix_milestone_parent_id", "milestone", ["parent_id"])
    op.create_table(
        "milestone_step",
        _must("id", KEY),
        _must("milestone_id", KEY),
        _must("act", sa.String(16)),
        _may("was", sa.Date()),
        _may("due", sa.Date()),
        _must("why", sa.String()),
        _must("actor_id", KEY),
        _must("at", MOMENT),
        *_keys("milestone_step", "id", milestone_id="milestone", actor_id="actor"),
    )
    op.create_index("ix_milestone_step_milestone_id", "milestone_step", ["milestone_id"])


def _risks_and_reviews() -> None:
    op.create_table(
        "risk",
        _must("id", KEY),
        _must("idea_id", KEY),
        _must("text", sa.String()),
        _must("likelihood", sa.String(8)),
        _must("impact", sa.String(8)),
        _must("measures", sa.String()),
        _must("state", sa.String(8)),
        _must("why", sa.String()),
        _must("changed_at", MOMENT),
        _must("changed_by", KEY),
        _among("risk", "state", "open", "closed"),
        _among("risk", "likelihood", "low", "medium", "high"),
        _among("risk", "impact", "low", "medium", "high"),
        *_keys("risk", "id", idea_id="idea", changed_by="actor"),
    )
    op.create_index("ix_risk_idea_id", "risk", ["idea_id"])
    op.create_table(
        "project_review",
        _must("id", KEY),
        _must("idea_id", KEY),
        _may("due", sa.Date()),
        _must("person_id", KEY),
        _must("actor_id", KEY),
        _must("at", MOMENT),
        _must("markdown", sa.String()),
        _must("html", sa.Text()),
        *_keys("project_review", "id", idea_id="idea", person_id="actor", actor_id="actor"),
    )
    op.create_index("ix_project_review_idea_id", "project_review", ["idea_id"])


def _updates() -> None:
    who = {"person_id": "actor", "actor_id": "actor"}
    op.create_table(
        "project_update",
        _must("id", KEY),
        _must("idea_id", KEY),
        _must("title", sa.String()),
        _must("markdown", sa.String()),
        _must("html", sa.Text()),
        _must("language", sa.String(8)),
        _must("rev", KEY),
        _must("person_id", KEY),
        _must("actor_id", KEY),
        _must("at", MOMENT),
        _may("post_id", KEY),
        _may("client_key", sa.String(64)),
        sa.UniqueConstraint("person_id", "client_key", name=op.f("uq_project_update_person_id_client_key")),
        *_keys("project_update", "id", idea_id="idea", post_id="post", **who),
    )
    op.create_index("ix_project_update_idea_id", "project_update", ["idea_id", "id"])
    op.create_table(
        "project_update_revision",
        _must("update_id", KEY),
        _must("rev", KEY, autoincrement=False),
        _must("title", sa.String()),
        _must("markdown", sa.String()),
        _must("pictures", sa.String()),
        _must("note", sa.String()),
        _must("person_id", KEY),
        _must("actor_id", KEY),
        _must("at", MOMENT),
        *_keys("project_update_revision", "update_id", "rev", update_id="project_update", **who),
    )
    op.create_table(
        "picture",
        _must("id", KEY),
        _must("update_id", KEY),
        _must("idea_id", KEY),
        _must("person_id", KEY),
        _must("alt", sa.String()),
        _must("caption", sa.String()),
        _must("author", sa.String()),
        _must("width", KEY),
        _must("height", KEY),
        _must("hidden", sa.Boolean()),
        _must("removed", sa.Boolean()),
        _must("at", MOMENT),
        _must("small", sa.LargeBinary()),
        _must("large", sa.LargeBinary()),
        *_keys("picture", "id", update_id="project_update", idea_id="idea", person_id="actor"),
    )
    op.create_index("ix_picture_update_id", "picture", ["update_id"])
    op.create_index("ix_picture_idea_id", "picture", ["idea_id"])
    op.create_index("ix_picture_person_id", "picture", ["person_id", "at"])
