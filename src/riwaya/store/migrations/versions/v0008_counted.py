"""An index with all that a map and figures count of incidents, so that they need not read the incidents themselves."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = [
    *("background", "lat", "lon", "radius_km", "precision", "disputed_since", "denied_since", "reviewed"),
    *("known", "changed", "earliest", "latest", "type", "country", "lines", "incident"),
]


def upgrade() -> None:
    """Makes it, in place of one that it makes needless."""
    op.drop_index(op.f("ix_overviews_lat_lon"), table_name="overviews")
    op.create_index("ix_overviews_counted", "overviews", _COLUMNS)


def downgrade() -> None:
    """Puts the other one back."""
    op.drop_index("ix_overviews_counted", table_name="overviews")
    op.create_index(op.f("ix_overviews_lat_lon"), "overviews", ["lat", "lon"])
