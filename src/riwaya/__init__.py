"""Riwaya reads Arabic reports on a conflict and gives back accounts: what each source says, through whom, as of when.

The public surface, and nothing else. `read` reads one report, `reconcile` brings many readings together, `explain`
tells which rules fired, `as_dict` gives the public record of a reading, `to_pandas`, `to_polars` and `to_geopandas`
give frames for notebooks; the records are what a reading is made of, the errors what may be raised.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from riwaya.errors import (
    DecidedMeanwhile,
    Fault,
    KnowledgeError,
    RiwayaError,
    StoreError,
    UnreadableInput,
    UsageError,
)
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

if TYPE_CHECKING:
    from riwaya.exports.json import as_dict
    from riwaya.notebook.frames import to_geopandas, to_pandas, to_polars
    from riwaya.pipeline import explain, read
    from riwaya.reconciling.reconcile import reconcile

__version__ = VERSION

__all__ = [
    "Account",
    "Claim",
    "DecidedMeanwhile",
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
    "StoreError",
    "UnreadableInput",
    "UsageError",
    "__version__",
    "as_dict",
    "explain",
    "read",
    "reconcile",
    "to_geopandas",
    "to_pandas",
    "to_polars",
]

# The stages come in when somebody reads: `riwaya --version` and the completion of a shell need none of them.
_HOMES = {
    "as_dict": "riwaya.exports.json",
    "explain": "riwaya.pipeline",
    "read": "riwaya.pipeline",
    "reconcile": "riwaya.reconciling.reconcile",
    "to_geopandas": "riwaya.notebook.frames",
    "to_pandas": "riwaya.notebook.frames",
    "to_polars": "riwaya.notebook.frames",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
