"""Claims as a table, a row a claim, in a folder with the tables of the documents and incidents that they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.exports.datapackage import write_package
from riwaya.exports.facts import standing
from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import incident_row
from riwaya.exports.json import to_json
from riwaya.exports.lines import clean
from riwaya.exports.material import Case, Material, chain_of, claims_of
from riwaya.exports.tabular import Row, table_named, write_csv
from riwaya.exports.target import Target
from riwaya.exports.wording import Wording, labels_of
from riwaya.records import Account, Claim, Document


def write(material: Material, target: Target, options: Options) -> None:
    """Writes claims.csv, documents.csv and incidents.csv, and the package that says how they hang together."""
    wording = Wording(labels_of(options.language))
    rows = {
        "claims": (row for case in material.cases() for row in _claims(case, wording)),
        "documents": (_document(reading.document) for reading in material.readings()),
        "incidents": (incident_row(case, options) for case in material.cases()),
    }
    written = [write_csv(rows[name], table_named(name), target, options, member=f"{name}.csv") for name in rows]
    says = "Claims of sources with their words, and the documents and incidents that they belong to"
    write_package(written, material, target, options, name="claims-csv", says=says, in_folder=True)


def _claims(case: Case, wording: Wording) -> Iterator[Row]:
    stand = {id for name in case.incident.fields for value in standing(case, name) for id in value.claims}
    for id, document, account, claim in claims_of(case):
        yield {
            "claim_id": id,
            "incident_id": case.id,
            "document_id": document,
            **_account(case, document, account),
            **_value(claim, wording),
            "stands": id in stand,
        }


def _account(case: Case, document: str, account: Account) -> Row:
    chain = chain_of(case, document, account)
    return {
        "account_id": account.id,
        "type": account.type,
        "stance": account.stance,
        "modality": account.modality,
        "polarity": account.polarity,
        "background": account.background,
        "as_of": account.as_of,
        "chain": " > ".join(source.name or source.kind for source in chain.sources),
        "outlet": chain.outlet,
        "speaker": chain.speaker.name,
        "speaker_kind": chain.speaker.kind,
        "speaker_anonymous": chain.speaker.anonymous,
    }


def _value(claim: Claim, wording: Wording) -> Row:
    count = claim.value if isinstance(claim.value, dict) and "low" in claim.value else {}
    return {
        "field": claim.field,
        "value": clean(wording.value(claim.field, claim.value)),
        "value_json": None if claim.value is None else to_json(claim.value),
        "low": count.get("low"),
        "high": count.get("high"),
        "words": claim.text,
        "start": claim.start,
        "end": claim.end,
        "rule": claim.rule,
        "confidence": claim.confidence,
    }


def _document(document: Document) -> Row:
    told = document.provenance
    return {
        "document_id": document.id,
        "url": document.url,
        "publisher": document.publisher,
        "title": document.title,
        "published": document.published,
        "retrieved": told.retrieved.at if told and told.retrieved else None,
        "language": document.language,
        "completeness": told.completeness if told else None,
        "sha256": document.sha256,
    }
