"""What a person should look at, notes and reviews among the decisions, and links found by either end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KINDS = "confirm, reject, merge, split, withdraw, restore, amend"
_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table, which is filled when the overviews are made the next time: all of them."""
    op.create_table(
        "review_items",
        sa.Column(
            "id",
            sa.String(length=16),
            nullable=False,
            comment="from the incident, the reason and what it is about",
        ),
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=True, comment="a second incident that may be the same"),
        sa.Column(
            "reason",
            sa.String(length=16),
            nullable=False,
            comment="dispute, similar, unread, restored or precision",
        ),
        sa.Column("about", sa.Text(), nullable=False, comment="a field, a document or two happenings"),
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=False,
            comment="of what it rests on; where that changes, it is open again",
        ),
        sa.Column("rank", sa.Integer(), nullable=False, comment="0 to 99; the greater is looked at first"),
        sa.Column(
            "place",
            sa.Text(),
            nullable=False,
            comment="the rank, the moment of the last report and the id: its order",
        ),
        sa.Column("state", sa.String(length=16), nullable=False, comment="open, accepted, rejected, edited or skipped"),
        sa.Column("decision", _Number, nullable=True, comment="the decision that gave it its state"),
        sa.Column("happenings", sa.Text(), nullable=False, comment="JSON: documents and happenings that it is about"),
        sa.Column("told", sa.Text(), nullable=False, comment="JSON: what it shows"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_items")),
        comment="what a person should look at; made from the others",
    )
    op.create_index(op.f("ix_review_items_incident"), "review_items", ["incident"])
    op.create_index(op.f("ix_review_items_other"), "review_items", ["other"])
    op.create_index(op.f("ix_review_items_state_place"), "review_items", ["state", "place"])
    op.create_index(op.f("ix_review_items_state_reason_place"), "review_items", ["state", "reason", "place"])
    for end in ("a", "b"):
        columns = [f"{end}_document", f"{end}_happening"]
        op.create_index(op.f(f"ix_links_{'_'.join(columns)}"), "links", columns)
    op.execute("DELETE FROM overviews_made")
    _say(f"{_KINDS}, note, review or undo")


def downgrade() -> None:
    """Takes it away: it is made from the others. Decisions of the new kinds stay where there are any."""
    _say(f"{_KINDS} or undo")
    for end in ("a", "b"):
        op.drop_index(op.f(f"ix_links_{end}_document_{end}_happening"), "links")
    op.drop_table("review_items")


def _say(comment: str) -> None:
    """What the column of the kind may hold; SQLite keeps no comments."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("decisions", "kind", existing_type=sa.String(16), existing_nullable=False, comment=comment)
