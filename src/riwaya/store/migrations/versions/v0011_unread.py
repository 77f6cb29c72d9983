"""What stayed unread in documents that tell of no incident is to be looked at too."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Has all that is made of incidents looked at anew, and with it the documents that tell of none."""
    op.execute("DELETE FROM overviews_made")


def downgrade() -> None:
    """Takes the items of such documents away."""
    op.execute("DELETE FROM review_items WHERE incident = ''")
