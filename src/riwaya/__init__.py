"""Riwaya reads Arabic reports on a conflict and gives back accounts: what each source says, in which words, through whom.

The public surface, and nothing else. `read` reads one report, `explain` tells which rules fired, `as_dict` gives the public
record of a reading; the records are what a reading is made of, the errors what may be raised.
"""

from riwaya.errors import Fault, KnowledgeError, RiwayaError, UnreadableInput, UsageError
from riwaya.exports.json import as_dict
from riwaya.pipeline import explain, read
from riwaya.records import (
    VERSION,
    Account,
    Claim,
    Document,
    FieldValue,
    Fired,
    Incident,
    IncidentField,
    Issue,
    Link,
    Reading,
    Relation,
    Restoration,
    Segment,
    Source,
    Span,
)

__version__ = VERSION

__all__ = [
    "Account",
    "Claim",
    "Document",
    "Fault",
    "FieldValue",
    "Fired",
    "Incident",
    "IncidentField",
    "Issue",
    "KnowledgeError",
    "Link",
    "Reading",
    "Relation",
    "Restoration",
    "RiwayaError",
    "Segment",
    "Source",
    "Span",
    "UnreadableInput",
    "UsageError",
    "__version__",
    "as_dict",
    "explain",
    "read",
]
