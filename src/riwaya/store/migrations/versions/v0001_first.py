"""The tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from riwaya.store import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables, and the index of words in the way of each database."""
    op.create_table(
        "log",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False, comment="1, 2, 3 and so on, without a gap"),
        sa.Column("at", sa.String(length=27), nullable=False, comment="when, in UTC; never before the entry before"),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="original, document, reading, run or decision"),
        sa.Column("subject", sa.Text(), nullable=False, comment="what was kept: its checksum, id or number"),
        sa.Column(
            "digest", sa.String(length=64), nullable=False, comment="SHA-256 of the canonical content of what was kept"
        ),
        sa.Column(
            "before", sa.String(length=64), nullable=False, comment="the hash of the entry before; zeros for the first"
        ),
        sa.Column(
            "hash", sa.String(length=64), nullable=False, comment="SHA-256 of this entry, the hash before among it"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log")),
        comment="the chain: one entry for each thing kept, in order",
    )
    op.create_table(
        "decisions",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.String(length=16),
            nullable=False,
            comment="confirm, reject, merge, split, withdraw, restore or undo",
        ),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False, comment="JSON: how it stood before"),
        sa.Column("becomes", sa.Text(), nullable=False, comment="JSON: how it stands by the decision"),
        sa.Column("undoes", _NUMBER, nullable=True, comment="the decision that is taken back"),
        sa.ForeignKeyConstraint(["seq"], ["log.seq"], name=op.f("fk_decisions_seq")),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.seq"], name=op.f("fk_decisions_undoes")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_decisions")),
        comment="what people decided, one revision each",
    )
    op.create_table(
        "originals",
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the bytes"),
        sa.Column("bytes", sa.LargeBinary(), nullable=False, comment="the file or record as it came"),
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["log.seq"], name=op.f("fk_originals_seq")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_originals")),
        sa.UniqueConstraint("seq", name=op.f("uq_originals_seq")),
        comment="what came in, byte by byte",
    )
    op.create_table(
        "runs",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False, comment="the version of Riwaya that grouped"),
        sa.Column("weights", sa.Text(), nullable=False, comment="JSON: what each piece of evidence weighed"),
        sa.Column(
            "whole", sa.Boolean(), nullable=False, comment="over the whole store, or over what a new document touches"
        ),
        sa.Column("seen", _NUMBER, nullable=False, comment="the last entry of the log that it took into account"),
        sa.ForeignKeyConstraint(["seq"], ["log.seq"], name=op.f("fk_runs_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_runs")),
        comment="groupings of accounts by the machine",
    )
    op.create_table(
        "documents",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False, comment="from sha256, publisher, url and published"),
        sa.Column("original", sa.String(length=64), nullable=False, comment="what it was read from"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the text, as in the record"),
        sa.Column(
            "text", sa.LargeBinary(), nullable=False, comment="the text in UTF-8; bytes, for a text may hold a NUL"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="the file it came from, with the line"),
        sa.Column("given_id", sa.Text(), nullable=True, comment="the id that its record had"),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True, comment="a day, or a moment that begins with one"),
        sa.Column("noted", sa.Text(), nullable=False, comment="JSON: what was odd about its bytes, as issues"),
        sa.ForeignKeyConstraint(["original"], ["originals.sha256"], name=op.f("fk_documents_original")),
        sa.ForeignKeyConstraint(["seq"], ["log.seq"], name=op.f("fk_documents_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_documents_id")),
        comment="published texts",
    )
    op.create_index(op.f("ix_documents_given_id"), "documents", ["given_id"], unique=False)
    op.create_index(op.f("ix_documents_published"), "documents", ["published"], unique=False)
    op.create_index(op.f("ix_documents_sha256"), "documents", ["sha256"], unique=False)
    op.create_table(
        "links",
        sa.Column("run", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("a_document", sa.String(length=16), nullable=False),
        sa.Column("a_happening", sa.String(length=16), nullable=False),
        sa.Column("b_document", sa.String(length=16), nullable=False),
        sa.Column("b_happening", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Double(), nullable=False, comment="the share, 0 to 1"),
        sa.Column("reasons", sa.Text(), nullable=False, comment="JSON: each with about, weight and why"),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_links_run")),
        sa.PrimaryKeyConstraint("run", "a_document", "a_happening", "b_document", "b_happening", name=op.f("pk_links")),
        comment="why a run held two happenings to be one; their states are decisions",
    )
    op.create_table(
        "passages",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="0, 1, 2 and so on within the document"),
        sa.Column("search", sa.Text(), nullable=False, comment="the stems of its words"),
        sa.Column("exact", sa.Text(), nullable=False, comment="its words as they are, folded, for ranking"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_passages_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
        sa.UniqueConstraint("document", "number", name=op.f("uq_passages_document_number")),
        comment="what is searched; made from the documents, and made anew when the way of stemming changes",
    )
    op.create_table(
        "readings",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column(
            "reader", sa.String(length=64), nullable=False, comment="the version of Riwaya and of its data that read"
        ),
        sa.Column("reading", sa.Text(), nullable=False, comment="JSON: the public record, without the text"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_readings_document")),
        sa.ForeignKeyConstraint(["seq"], ["log.seq"], name=op.f("fk_readings_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_readings")),
        sa.UniqueConstraint("document", "reader", name=op.f("uq_readings_document_reader")),
        comment="what each version read; the newest of a document is the current one",
    )
    op.create_table(
        "accounts",
        sa.Column("reading", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("account", sa.String(length=16), nullable=False, comment="its id in the reading"),
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column(
            "happening", sa.String(length=16), nullable=True, comment="the incident of the reading that it is of"
        ),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("stance", sa.String(length=32), nullable=False),
        sa.Column("modality", sa.String(length=16), nullable=False),
        sa.Column("polarity", sa.String(length=16), nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True, comment="the name of who asserts"),
        sa.Column("source_kind", sa.String(length=32), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True, comment="id, or name where it has none"),
        sa.Column("earliest", sa.Text(), nullable=True),
        sa.Column("latest", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True, comment="id, or name where it has none"),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_accounts_document")),
        sa.ForeignKeyConstraint(["reading"], ["readings.seq"], name=op.f("fk_accounts_reading")),
        sa.PrimaryKeyConstraint("reading", "account", name=op.f("pk_accounts")),
        comment="columns of the accounts of a reading that are asked for; all of them stand in the reading",
    )
    op.create_index(op.f("ix_accounts_document"), "accounts", ["document"], unique=False)
    op.create_index(op.f("ix_accounts_type_earliest"), "accounts", ["type", "earliest"], unique=False)
    op.create_table(
        "members",
        sa.Column("run", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column("happening", sa.String(length=16), nullable=False, comment="an incident of the reading"),
        sa.Column("reading", _NUMBER, nullable=False),
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_members_document")),
        sa.ForeignKeyConstraint(["reading"], ["readings.seq"], name=op.f("fk_members_reading")),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_members_run")),
        sa.PrimaryKeyConstraint("run", "document", "happening", name=op.f("pk_members")),
        comment="which happenings of which readings a run held to be one incident",
    )
    op.create_index(op.f("ix_members_document_happening"), "members", ["document", "happening"], unique=False)
    op.create_index(op.f("ix_members_run_incident"), "members", ["run", "incident"], unique=False)
    op.create_table(
        "subjects",
        sa.Column("decision", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column("happening", sa.String(length=16), nullable=False, comment="empty where the whole document is meant"),
        sa.Column("reading", _NUMBER, nullable=True, comment="the reading that the person saw"),
        sa.ForeignKeyConstraint(["decision"], ["decisions.seq"], name=op.f("fk_subjects_decision")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_subjects_document")),
        sa.ForeignKeyConstraint(["reading"], ["readings.seq"], name=op.f("fk_subjects_reading")),
        sa.PrimaryKeyConstraint("decision", "document", "happening", name=op.f("pk_subjects")),
        comment="what a decision is about",
    )
    op.create_index(op.f("ix_subjects_document_happening"), "subjects", ["document", "happening"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE VIRTUAL TABLE {guards.INDEX} USING fts5("
            "search, content='passages', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        # The stems are single words with one space between them: no parser of PostgreSQL has a say in what a word is.
        op.execute(
            f"ALTER TABLE passages ADD COLUMN {guards.INDEX} tsvector"
            " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search, ' '))) STORED"
        )
        op.execute(f"CREATE INDEX {guards.INDEX} ON passages USING gin ({guards.INDEX})")


def downgrade() -> None:
    """Takes everything away."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TABLE {guards.INDEX}")
    op.drop_index(op.f("ix_subjects_document_happening"), table_name="subjects")
    op.drop_table("subjects")
    op.drop_index(op.f("ix_members_run_incident"), table_name="members")
    op.drop_index(op.f("ix_members_document_happening"), table_name="members")
    op.drop_table("members")
    op.drop_index(op.f("ix_accounts_type_earliest"), table_name="accounts")
    op.drop_index(op.f("ix_accounts_document"), table_name="accounts")
    op.drop_table("accounts")
    op.drop_table("readings")
    op.drop_table("passages")
    op.drop_table("links")
    op.drop_index(op.f("ix_documents_sha256"), table_name="documents")
    op.drop_index(op.f("ix_documents_published"), table_name="documents")
    op.drop_index(op.f("ix_documents_given_id"), table_name="documents")
    op.drop_table("documents")
    op.drop_table("runs")
    op.drop_table("originals")
    op.drop_table("decisions")
    op.drop_table("log")
    guards.drop_functions(op.get_bind())
