"""How the sources of an incident stand to each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table, which `renew_overviews` fills as it makes all overviews anew."""
    op.create_table(
        "overview_pairs",
        sa.Column(
            "a", sa.Text(), nullable=False, comment="a source by its id or name, the first of two in their order"
        ),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False, comment="agrees, differs or denies"),
        sa.PrimaryKeyConstraint("a", "b", "incident", name=op.f("pk_overview_pairs")),
        comment="how the sources of an incident stand to each other, two by two",
    )
    op.create_index(op.f("ix_overview_pairs_incident"), "overview_pairs", ["incident"])
    op.execute("DELETE FROM overviews_made")
    _say("document, actor, source, publisher, disputed (a field) or issue")


def downgrade() -> None:
    """Takes it away; it is made from the others."""
    op.drop_table("overview_pairs")
    op.execute("DELETE FROM overviews_made")
    _say("document, actor, source, publisher or disputed (a field)")


def _say(comment: str) -> None:
    """What terms there are; SQLite keeps no comments."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("overview_terms", "kind", existing_type=sa.String(16), existing_nullable=False, comment=comment)
