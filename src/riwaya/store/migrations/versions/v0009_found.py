"""Indexes for what the pages of incidents and documents look up, so that it takes no longer in a large store."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Finds members by their incident alone, in place of within a run, and documents by their address."""
    op.drop_index(op.f("ix_members_run_incident"), table_name="members")
    op.create_index(op.f("ix_members_incident"), "members", ["incident"])
    op.create_index(op.f("ix_documents_url"), "documents", ["url"])


def downgrade() -> None:
    """Takes the indexes back."""
    op.drop_index(op.f("ix_documents_url"), table_name="documents")
    op.drop_index(op.f("ix_members_incident"), table_name="members")
    op.create_index(op.f("ix_members_run_incident"), "members", ["run", "incident"])
