"""What the file of a document tells of it: segments, and how it reached us."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the two columns; what was kept before has nothing in them."""
    op.add_column(
        "documents", sa.Column("segments", sa.Text(), comment="JSON: those that its file told, as in the record")
    )
    op.add_column("documents", sa.Column("provenance", sa.Text(), comment="JSON: how it reached us, as in the record"))
    _say("from sha256, publisher, url, published and post")


def downgrade() -> None:
    """Takes the two columns away, with what they hold."""
    op.drop_column("documents", "provenance")
    op.drop_column("documents", "segments")
    _say("from sha256, publisher, url and published")


def _say(comment: str) -> None:
    """What the column of the id is made from; SQLite keeps no comments."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("documents", "id", existing_type=sa.String(16), existing_nullable=False, comment=comment)
