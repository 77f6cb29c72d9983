"""The tables of a store, the same in SQLite and in PostgreSQL.

Every row that is kept for good carries the number (`seq`) of its entry in the log, so what was known at a moment is
what has no later number. Moments are text in UTC of one length, so that they sort and hash alike everywhere.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Number = BigInteger().with_variant(Integer(), "sqlite")
_SHA256 = String(64)


def _entry(*, primary_key: bool = False, unique: bool | None = None) -> Column[int]:
    """The number of the entry of the log that a row came in with."""
    of_log = ForeignKey("log.seq")
    return Column("seq", _Number, of_log, autoincrement=False, nullable=False, primary_key=primary_key, unique=unique)


log = Table(
    "log",
    metadata,
    Column("seq", _Number, primary_key=True, autoincrement=False, comment="1, 2, 3 and so on, without a gap"),
    Column("at", String(27), nullable=False, comment="when, in UTC; never before the entry before"),
    Column("kind", String(16), nullable=False, comment="original, document, reading, run or decision"),
    Column("subject", Text, nullable=False, comment="what was kept: its checksum, id or number"),
    Column("digest", _SHA256, nullable=False, comment="SHA-256 of the canonical content of what was kept"),
    Column("before", _SHA256, nullable=False, comment="the hash of the entry before; zeros for the first"),
    Column("hash", _SHA256, nullable=False, comment="SHA-256 of this entry, the hash before among it"),
    comment="the chain: one entry for each thing kept, in order",
)

originals = Table(
    "originals",
    metadata,
    Column("sha256", _SHA256, primary_key=True, comment="of the bytes"),
    Column("bytes", LargeBinary, nullable=False, comment="the file or record as it came"),
    _entry(unique=True),
    comment="what came in, byte by byte",
)

documents = Table(
    "documents",
    metadata,
    _entry(primary_key=True),
    Column("id", String(16), nullable=False, unique=True, comment="from sha256, publisher, url, published and post"),
    Column("original", _SHA256, ForeignKey("originals.sha256"), nullable=False, comment="what it was read from"),
    Column("sha256", _SHA256, nullable=False, index=True, comment="of the text, as in the record"),
    Column("text", LargeBinary, nullable=False, comment="the text in UTF-8; bytes, for a text may hold a NUL"),
    Column("name", Text, nullable=False, comment="the file it came from, with the line"),
    Column("given_id", Text, index=True, comment="the id that its record had"),
    Column("url", Text, index=True),
    Column("publisher", Text),
    Column("title", Text),
    Column("published", Text, index=True, comment="a day, or a moment that begins with one"),
    Column("noted", Text, nullable=False, comment="JSON: what was odd about its bytes, as issues"),
    Column("segments", Text, comment="JSON: those that its file told, as in the record"),
    Column("provenance", Text, comment="JSON: how it reached us, as in the record"),
    comment="published texts",
)

readings = Table(
    "readings",
    metadata,
    _entry(primary_key=True),
    Column("document", String(16), ForeignKey("documents.id"), nullable=False),
    Column("reader", String(64), nullable=False, comment="the version of Riwaya and of its data that read"),
    Column("reading", Text, nullable=False, comment="JSON: the public record, without the text"),
    UniqueConstraint("document", "reader"),
    comment="what each version read; the newest of a document is the current one",
)

accounts = Table(
    "accounts",
    metadata,
    Column("reading", _Number, ForeignKey("readings.seq"), primary_key=True, autoincrement=False),
    Column("account", String(16), primary_key=True, comment="its id in the reading"),
    Column("document", String(16), ForeignKey("documents.id"), nullable=False, index=True),
    Column("happening", String(16), comment="the incident of the reading that it is of"),
    Column("type", String(32), nullable=False),
    Column("stance", String(32), nullable=False),
    Column("modality", String(16), nullable=False),
    Column("polarity", String(16), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("as_of", Text),
    Column("source", Text, comment="the name of who asserts"),
    Column("source_kind", String(32)),
    Column("actor", Text, comment="id, or name where it has none"),
    Column("earliest", Text),
    Column("latest", Text),
    Column("place", Text, comment="id, or name where it has none"),
    Column("country", Text),
    Column("lat", Double),
    Column("lon", Double),
    Index(None, "type", "earliest"),
    comment="columns of the accounts of a reading that are asked for; all of them stand in the reading",
)

runs = Table(
    "runs",
    metadata,
    _entry(primary_key=True),
    Column("version", String(64), nullable=False, comment="the version of Riwaya that grouped"),
    Column("weights", Text, nullable=False, comment="JSON: what each piece of evidence weighed"),
    Column("whole", Boolean, nullable=False, comment="over the whole store, or over what a new document touches"),
    Column("seen", _Number, nullable=False, comment="the last entry of the log that it took into account"),
    comment="groupings of accounts by the machine",
)

members = Table(
    "members",
    metadata,
    Column("run", _Number, ForeignKey("runs.seq"), primary_key=True, autoincrement=False),
    Column("document", String(16), ForeignKey("documents.id"), primary_key=True),
    Column("happening", String(16), primary_key=True, comment="an incident of the reading"),
    Column("reading", _Number, ForeignKey("readings.seq"), nullable=False),
    Column("incident", String(64), nullable=False, index=True),
    Index(None, "document", "happening"),
    comment="which happenings of which readings a run held to be one incident",
)

links = Table(
    "links",
    metadata,
    Column("run", _Number, ForeignKey("runs.seq"), primary_key=True, autoincrement=False),
    Column("a_document", String(16), primary_key=True),
    Column("a_happening", String(16), primary_key=True),
    Column("b_document", String(16), primary_key=True),
    Column("b_happening", String(16), primary_key=True),
    Column("score", Double, nullable=False, comment="the share, 0 to 1"),
    Column("reasons", Text, nullable=False, comment="JSON: each with about, weight and why"),
    Index(None, "a_document", "a_happening"),
    Index(None, "b_document", "b_happening"),
    comment="why a run held two happenings to be one; their states are decisions",
)

decisions = Table(
    "decisions",
    metadata,
    _entry(primary_key=True),
    Column(
        "kind",
        String(16),
        nullable=False,
        comment="confirm, reject, merge, split, withdraw, restore, amend, note, review or undo",
    ),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("was", Text, nullable=False, comment="JSON: how it stood before"),
    Column("becomes", Text, nullable=False, comment="JSON: how it stands by the decision"),
    Column("undoes", _Number, ForeignKey("decisions.seq"), comment="the decision that is taken back"),
    comment="what people decided, one revision each",
)

subjects = Table(
    "subjects",
    metadata,
    Column("decision", _Number, ForeignKey("decisions.seq"), primary_key=True, autoincrement=False),
    Column("document", String(16), ForeignKey("documents.id"), primary_key=True),
    Column("happening", String(16), primary_key=True, comment="empty where the whole document is meant"),
    Column("reading", _Number, ForeignKey("readings.seq"), comment="the reading that the person saw"),
    Index(None, "document", "happening"),
    comment="what a decision is about",
)

passages = Table(
    "passages",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("document", String(16), ForeignKey("documents.id"), nullable=False),
    Column("number", Integer, nullable=False, comment="0, 1, 2 and so on within the document"),
    Column("search", Text, nullable=False, comment="the stems of its words"),
    Column("exact", Text, nullable=False, comment="its words as they are, folded, for ranking"),
    UniqueConstraint("document", "number"),
    comment="what is searched; made from the documents, and made anew when the way of stemming changes",
)

_FILTERED = (
    *("known", "earliest", "type", "country", "lines", "disputed_since", "denied_since", "reviewed"),
    *("lat", "lon", "radius_km"),
)
"""What lists of incidents are filtered by, so that a list is made without reading those that it leaves out."""

overviews = Table(
    "overviews",
    metadata,
    Column("incident", String(64), primary_key=True),
    Column("digest", _SHA256, nullable=False, comment="of the happenings, readings and decisions behind it"),
    Column("type", String(32), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("earliest", Text, comment="the first day that any account tells"),
    Column("latest", Text, comment="the last day that any account tells; null where it is open"),
    Column("country", Text),
    Column("lat", Double),
    Column("lon", Double),
    Column("radius_km", Double),
    Column("precision", String(16)),
    Column("documents", Integer, nullable=False),
    Column("lines", Integer, nullable=False, comment="independent lines"),
    Column("disputed_since", Text, comment="from when on the documents dispute a field, as they were published"),
    Column("denied_since", Text, comment="from when on somebody denies it"),
    Column("reviewed", Boolean, nullable=False, comment="whether a decision of a person stands on it"),
    Column("known", Text, nullable=False, comment="when its first document was published, else kept"),
    Column("changed", Text, nullable=False, comment="when its last document was published, else kept"),
    Column("card", Text, nullable=False, comment="JSON: what a line or a point on a map shows"),
    Index("ix_overviews_listed_by_changed", "background", "changed", "incident", *_FILTERED, "latest"),
    Index("ix_overviews_listed_by_latest", "background", "latest", "incident", *_FILTERED, "changed"),
    Index(None, "type", "changed"),
    Index(None, "country", "changed"),
    Index(None, "disputed_since"),
    Index(  # all that is counted, so that counting does not read the cards
        "ix_overviews_counted",
        *("background", "lat", "lon", "radius_km", "precision", "disputed_since", "denied_since", "reviewed"),
        *("known", "changed", "earliest", "latest", "type", "country", "lines", "incident"),
    ),
    comment="incidents in short, to be listed, filtered and drawn; made from the others",
)

overview_terms = Table(
    "overview_terms",
    metadata,
    Column(
        "kind",
        String(16),
        primary_key=True,
        comment="document, actor, source, publisher, place (an id or a region), disputed (a field) or issue",
    ),
    Column("value", Text, primary_key=True),
    Column("incident", String(64), primary_key=True),
    Index(None, "incident"),
    comment="what incidents are found by",
)

overview_pairs = Table(
    "overview_pairs",
    metadata,
    Column("a", Text, primary_key=True, comment="a source by its id or name, the first of two in their order"),
    Column("b", Text, primary_key=True),
    Column("incident", String(64), primary_key=True),
    Column("relation", String(16), nullable=False, comment="agrees, differs or denies"),
    Index(None, "incident"),
    comment="how the sources of an incident stand to each other, two by two",
)

overviews_made = Table(
    "overviews_made",
    metadata,
    Column("seq", _Number, primary_key=True, autoincrement=False, comment="the last entry of the log they tell of"),
    comment="how far the overviews go: one row",
)

review_items = Table(
    "review_items",
    metadata,
    Column("id", String(16), primary_key=True, comment="from the incident, the reason and what it is about"),
    Column("incident", String(64), nullable=False, index=True),
    Column("other", String(64), index=True, comment="a second incident that may be the same"),
    Column("reason", String(16), nullable=False, comment="dispute, similar, unread, restored or precision"),
    Column("about", Text, nullable=False, comment="a field, a document or two happenings"),
    Column("digest", _SHA256, nullable=False, comment="of what it rests on; where that changes, it is open again"),
    Column("rank", Integer, nullable=False, comment="0 to 99; the greater is looked at first"),
    Column("place", Text, nullable=False, comment="the rank, the moment of the last report and the id: its order"),
    Column("state", String(16), nullable=False, comment="open, accepted, rejected, edited or skipped"),
    Column("decision", _Number, comment="the decision that gave it its state"),
    Column("happenings", Text, nullable=False, comment="JSON: documents and happenings that it is about"),
    Column("told", Text, nullable=False, comment="JSON: what it shows"),
    Index(None, "state", "place"),
    Index(None, "state", "reason", "place"),
    comment="what a person should look at; made from the others",
)

people = Table(
    "people",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False, comment="the name that decisions bear"),
    Column("key", Text, nullable=False, unique=True, comment="the name, folded: no two look the same"),
    Column("role", String(16), nullable=False, comment="reader, analyst, reviewer or admin"),
    Column("password", Text, comment="its hash by Argon2id; null where another service vouches for the person"),
    Column("issuer", Text, comment="the OpenID provider that vouches for the person"),
    Column("subject", Text, comment="the name that the provider has for the person"),
    Column("disabled", Boolean, nullable=False, comment="whether the person is kept out"),
    Column("added", String(27), nullable=False),
    UniqueConstraint("issuer", "subject"),
    comment="who may use the desk",
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", _SHA256, primary_key=True, comment="SHA-256 of the secret that the browser holds"),
    Column("person", _Number, ForeignKey("people.id"), nullable=False, index=True),
    Column("began", String(27), nullable=False),
    Column("seen", String(27), nullable=False, comment="when it was used last, to a few minutes"),
    Column("ends", String(27), nullable=False, comment="when it ends however much it is used"),
    Column("address", Text, nullable=False, comment="the address that it began at"),
    Column("agent", Text, nullable=False, comment="what the browser called itself"),
    comment="browsers in which somebody is signed in",
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("person", _Number, ForeignKey("people.id"), nullable=False, index=True),
    Column("name", Text, nullable=False, comment="what the person calls it"),
    Column("digest", _SHA256, nullable=False, unique=True, comment="SHA-256 of the token"),
    Column("role", String(16), nullable=False, comment="the most that it may do"),
    Column("made", String(27), nullable=False),
    Column("ends", String(27), nullable=False),
    Column("used", String(27), comment="when it was used last, to a few minutes"),
    Column("revoked", String(27), comment="when it was revoked"),
    comment="what programs show in the name of a person",
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("at", String(27), nullable=False, index=True),
    Column("name", _SHA256, nullable=False, index=True, comment="SHA-256 of the name that was tried, folded"),
    Column("address", Text, nullable=False, index=True, comment="where it came from; of IPv6 the network (/64)"),
    comment="attempts to sign in that did not succeed, for as long as they count",
)

audit = Table(
    "audit",
    metadata,
    Column("seq", _Number, primary_key=True, autoincrement=False, comment="1, 2, 3 and so on, without a gap"),
    Column("at", String(27), nullable=False, comment="when, in UTC; never before the entry before"),
    Column("who", Text, nullable=False, comment="who did it; empty where nobody was signed in"),
    Column("kind", String(32), nullable=False, comment="what was done"),
    Column("about", Text, nullable=False, comment="what, or whom, it was done to"),
    Column("address", Text, nullable=False, comment="where it came from; empty on the command line"),
    Column("before", _SHA256, nullable=False, comment="the hash of the entry before; zeros for the first"),
    Column("hash", _SHA256, nullable=False, comment="SHA-256 of this entry, the hash before among it"),
    Index(None, "who", "seq"),
    Index(None, "kind", "seq"),
    Index(None, "about", "kind"),
    comment="a chain of its own: what people did at the desk beside deciding",
)

GUARDED = (
    *("log", "originals", "documents", "readings", "accounts", "runs", "members", "links", "decisions", "subjects"),
    "audit",
)
"""The tables that only grow. Passages, overviews and items of the review are made from them, and can be made again."""
CHANGING = ("people", "sessions", "tokens", "attempts")
"""The tables that hold how things stand now; what changed stands in `audit`."""
