"""People who may use a desk, their sessions and tokens, and what they did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes their tables, all of them empty."""
    op.create_table(
        "attempts",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False, comment="SHA-256 of the name that was tried, folded"),
        sa.Column("address", sa.Text(), nullable=False, comment="where it came from; of IPv6 the network (/64)"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        comment="attempts to sign in that did not succeed, for as long as they count",
    )
    op.create_index(op.f("ix_attempts_address"), "attempts", ["address"])
    op.create_index(op.f("ix_attempts_at"), "attempts", ["at"])
    op.create_index(op.f("ix_attempts_name"), "attempts", ["name"])

    op.create_table(
        "audit",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False, comment="1, 2, 3 and so on, without a gap"),
        sa.Column("at", sa.String(length=27), nullable=False, comment="when, in UTC; never before the entry before"),
        sa.Column("who", sa.Text(), nullable=False, comment="who did it; empty where nobody was signed in"),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="what was done"),
        sa.Column("about", sa.Text(), nullable=False, comment="what, or whom, it was done to"),
        sa.Column("address", sa.Text(), nullable=False, comment="where it came from; empty on the command line"),
        sa.Column(
            "before", sa.String(length=64), nullable=False, comment="the hash of the entry before; zeros for the first"
        ),
        sa.Column(
            "hash", sa.String(length=64), nullable=False, comment="SHA-256 of this entry, the hash before among it"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        comment="a chain of its own: what people did at the desk beside deciding",
    )
    op.create_index(op.f("ix_audit_about_kind"), "audit", ["about", "kind"])
    op.create_index(op.f("ix_audit_kind_seq"), "audit", ["kind", "seq"])
    op.create_index(op.f("ix_audit_who_seq"), "audit", ["who", "seq"])

    op.create_table(
        "people",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="the name that decisions bear"),
        sa.Column("key", sa.Text(), nullable=False, comment="the name, folded: no two look the same"),
        sa.Column("role", sa.String(length=16), nullable=False, comment="reader, analyst, reviewer or admin"),
        sa.Column(
            "password",
            sa.Text(),
            nullable=True,
            comment="its hash by Argon2id; null where another service vouches for the person",
        ),
        sa.Column("issuer", sa.Text(), nullable=True, comment="the OpenID provider that vouches for the person"),
        sa.Column("subject", sa.Text(), nullable=True, comment="the name that the provider has for the person"),
        sa.Column("disabled", sa.Boolean(), nullable=False, comment="whether the person is kept out"),
        sa.Column("added", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_people_issuer_subject")),
        sa.UniqueConstraint("key", name=op.f("uq_people_key")),
        comment="who may use the desk",
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=64), nullable=False, comment="SHA-256 of the secret that the browser holds"),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("began", sa.String(length=27), nullable=False),
        sa.Column("seen", sa.String(length=27), nullable=False, comment="when it was used last, to a few minutes"),
        sa.Column("ends", sa.String(length=27), nullable=False, comment="when it ends however much it is used"),
        sa.Column("address", sa.Text(), nullable=False, comment="the address that it began at"),
        sa.Column("agent", sa.Text(), nullable=False, comment="what the browser called itself"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_sessions_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        comment="browsers in which somebody is signed in",
    )
    op.create_index(op.f("ix_sessions_person"), "sessions", ["person"])

    op.create_table(
        "tokens",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="what the person calls it"),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the token"),
        sa.Column("role", sa.String(length=16), nullable=False, comment="the most that it may do"),
        sa.Column("made", sa.String(length=27), nullable=False),
        sa.Column("ends", sa.String(length=27), nullable=False),
        sa.Column("used", sa.String(length=27), nullable=True, comment="when it was used last, to a few minutes"),
        sa.Column("revoked", sa.String(length=27), nullable=True, comment="when it was revoked"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_tokens_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
        comment="what programs show in the name of a person",
    )
    op.create_index(op.f("ix_tokens_person"), "tokens", ["person"])


def downgrade() -> None:
    """Takes them away, and with them who did what."""
    for name in ("tokens", "sessions", "people", "attempts", "audit"):
        op.drop_table(name)
