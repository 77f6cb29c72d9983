"""Incidents as one table of our own, a row an incident."""

from __future__ import annotations

from riwaya.exports.datapackage import write_package
from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import incident_row
from riwaya.exports.material import Material
from riwaya.exports.tabular import table_named, write_csv
from riwaya.exports.target import Target


def write(material: Material, target: Target, options: Options) -> None:
    """Writes the table, and beside it the package that describes it."""
    rows = (incident_row(case, options) for case in material.cases())
    written = write_csv(rows, table_named("incidents"), target, options)
    write_package([written], material, target, options, name="csv", says="Incidents as reports tell of them")
