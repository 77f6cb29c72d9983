"""The places and regions that accounts tell, among what incidents are found by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Has all overviews made anew, with their places."""
    op.execute("DELETE FROM overviews_made")
    _say("document, actor, source, publisher, place (an id or a region), disputed (a field) or issue")


def downgrade() -> None:
    """Takes the places away."""
    op.execute("DELETE FROM overview_terms WHERE kind = 'place'")
    op.execute("DELETE FROM overviews_made")
    _say("document, actor, source, publisher, disputed (a field) or issue")


def _say(comment: str) -> None:
    """What terms there are; SQLite keeps no comments."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("overview_terms", "kind", existing_type=sa.String(16), existing_nullable=False, comment=comment)
