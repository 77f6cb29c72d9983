"""Indexes that hold incidents in the order of lists, with all that they are filtered by."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_FILTERED = [
    *("known", "earliest", "type", "country", "lines", "disputed_since", "denied_since", "reviewed"),
    *("lat", "lon", "radius_km"),
]


def upgrade() -> None:
    """Makes them, in place of those that hold the order alone."""
    op.drop_index(op.f("ix_overviews_background_changed_incident"), table_name="overviews")
    op.drop_index(op.f("ix_overviews_background_latest_incident"), table_name="overviews")
    op.create_index(
        "ix_overviews_listed_by_changed", "overviews", ["background", "changed", "incident", *_FILTERED, "latest"]
    )
    op.create_index(
        "ix_overviews_listed_by_latest", "overviews", ["background", "latest", "incident", *_FILTERED, "changed"]
    )


def downgrade() -> None:
    """Puts the others back."""
    op.drop_index("ix_overviews_listed_by_latest", table_name="overviews")
    op.drop_index("ix_overviews_listed_by_changed", table_name="overviews")
    op.create_index(op.f("ix_overviews_background_latest_incident"), "overviews", ["background", "latest", "incident"])
    op.create_index(
        op.f("ix_overviews_background_changed_incident"), "overviews", ["background", "changed", "incident"]
    )
