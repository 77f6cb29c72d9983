"""Claims as a table, a row a claim, in a folder with the tables of the documents and incidents that they belong to."""

from __future__ import annotations

from riwaya.exports.claim_rows import claim_rows, document_row
from riwaya.exports.datapackage import write_package
from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import incident_row
from riwaya.exports.material import Material
from riwaya.exports.tabular import table_named, write_csv
from riwaya.exports.target import Target
from riwaya.exports.wording import Wording, labels_of


def write(material: Material, target: Target, options: Options) -> None:
    """Writes claims.csv, documents.csv and incidents.csv, and the package that says how they hang together."""
    wording = Wording(labels_of(options.language))
    rows = {
        "claims": (row for case in material.cases() for row in claim_rows(case, wording)),
        "documents": (document_row(reading.document) for reading in material.readings()),
        "incidents": (incident_row(case, options) for case in material.cases()),
    }
    written = [write_csv(rows[name], table_named(name), target, options, member=f"{name}.csv") for name in rows]
    says = "Claims of sources with their words, and the documents and incidents that they belong to"
    write_package(written, material, target, options, name="claims-csv", says=says, in_folder=True)
