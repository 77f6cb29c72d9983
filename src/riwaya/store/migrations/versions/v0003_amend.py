"""A decision may say what an account really tells of a field."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KINDS = "confirm, reject, merge, split, withdraw, restore"


def upgrade() -> None:
    """Tells of the new kind; no table changes."""
    _say(f"{_KINDS}, amend or undo")


def downgrade() -> None:
    """Tells of the kinds of before; decisions of the new kind stay where there are any."""
    _say(f"{_KINDS} or undo")


def _say(comment: str) -> None:
    """What the column of the kind may hold; SQLite keeps no comments."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("decisions", "kind", existing_type=sa.String(16), existing_nullable=False, comment=comment)
