"""Incidents in short, to be listed, filtered and drawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes their tables; `renew_overviews` fills them."""
    op.create_table(
        "overview_terms",
        sa.Column(
            "kind",
            sa.String(length=16),
            nullable=False,
            comment="document, actor, source, publisher or disputed (a field)",
        ),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", "incident", name=op.f("pk_overview_terms")),
        comment="what incidents are found by",
    )
    op.create_index(op.f("ix_overview_terms_incident"), "overview_terms", ["incident"])

    op.create_table(
        "overviews",
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=False,
            comment="of the happenings, readings and decisions behind it",
        ),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("earliest", sa.Text(), nullable=True, comment="the first day that any account tells"),
        sa.Column(
            "latest", sa.Text(), nullable=True, comment="the last day that any account tells; null where it is open"
        ),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("radius_km", sa.Double(), nullable=True),
        sa.Column("precision", sa.String(length=16), nullable=True),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False, comment="independent lines"),
        sa.Column(
            "disputed_since",
            sa.Text(),
            nullable=True,
            comment="from when on the documents dispute a field, as they were published",
        ),
        sa.Column("denied_since", sa.Text(), nullable=True, comment="from when on somebody denies it"),
        sa.Column("reviewed", sa.Boolean(), nullable=False, comment="whether a decision of a person stands on it"),
        sa.Column("known", sa.Text(), nullable=False, comment="when its first document was published, else kept"),
        sa.Column("changed", sa.Text(), nullable=False, comment="when its last document was published, else kept"),
        sa.Column("card", sa.Text(), nullable=False, comment="JSON: what a line or a point on a map shows"),
        sa.PrimaryKeyConstraint("incident", name=op.f("pk_overviews")),
        comment="incidents in short, to be listed, filtered and drawn; made from the others",
    )
    op.create_index(
        op.f("ix_overviews_background_changed_incident"), "overviews", ["background", "changed", "incident"]
    )
    op.create_index(op.f("ix_overviews_background_latest_incident"), "overviews", ["background", "latest", "incident"])
    op.create_index(op.f("ix_overviews_country_changed"), "overviews", ["country", "changed"])
    op.create_index(op.f("ix_overviews_disputed_since"), "overviews", ["disputed_since"])
    op.create_index(op.f("ix_overviews_lat_lon"), "overviews", ["lat", "lon"])
    op.create_index(op.f("ix_overviews_type_changed"), "overviews", ["type", "changed"])

    op.create_table(
        "overviews_made",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="the last entry of the log they tell of",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_overviews_made")),
        comment="how far the overviews go: one row",
    )


def downgrade() -> None:
    """Takes them away: they are made from the others."""
    op.drop_table("overviews_made")
    op.drop_table("overviews")
    op.drop_table("overview_terms")
