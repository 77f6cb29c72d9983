"""Claims, accounts, documents and sources as rows of tables of our own."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.exports.facts import standing
from riwaya.exports.json import how_told, to_json
from riwaya.exports.lines import clean
from riwaya.exports.material import Case, Material, chain_of, claim_id
from riwaya.exports.tabular import Row
from riwaya.exports.wording import Wording
from riwaya.records import Account, Claim, Document, Source


def claim_rows(case: Case, wording: Wording) -> Iterator[Row]:
    """The rows of the claims of an incident in the table `claims`, in the order of its accounts."""
    stand = {id for name in case.incident.fields for value in standing(case, name) for id in value.claims}
    for document, account in case.accounts:
        of_account = {"incident_id": case.id, "document_id": document, **told_by(case, document, account)}
        for number, claim in enumerate(account.claims):
            id = claim_id(account, number)
            yield {"claim_id": id, **of_account, **_value(claim, wording), "stands": id in stand}


def told_by(case: Case, document: str, account: Account) -> Row:
    """What the tables of claims and of accounts say of an account alike: what it is, and who tells it."""
    chain = chain_of(case, document, account)
    return {
        "account_id": account.id,
        **how_told(account),
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


def document_row(document: Document) -> Row:
    """The row of a document in the table `documents`."""
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


def account_rows(case: Case) -> Iterator[Row]:
    """The rows of the accounts of an incident in the table `accounts`."""
    for document, account in case.accounts:
        text = case.readings[document].document.text
        yield {
            "incident_id": case.id,
            "document_id": document,
            **told_by(case, document, account),
            "n_claims": len(account.claims),
            "statement": text[account.statement.start : account.statement.end],
            "start": account.statement.start,
            "end": account.statement.end,
        }


def source_rows(material: Material) -> Iterator[Row]:
    """The rows of the table `sources`: who publishes, passes on or asserts, the same by name and kind in all documents.

    Whoever is not named is one of his kind in each document, and is told without a name.
    """
    counted: dict[tuple[str, str], tuple[Source, list[int], set[str]]] = {}
    for case in material.cases():
        for document, account in case.accounts:
            sources = chain_of(case, document, account).sources
            for place, source in enumerate(sources):
                key = (source.name or "", source.kind)
                _, numbers, documents = counted.setdefault(key, (source, [0, 0, 0], set()))
                numbers[1 if place == len(sources) - 1 else 2 if place else 0] += 1
                documents.add(document)
    for _, (source, (publishes, asserts, passes), documents) in sorted(counted.items(), key=lambda each: each[0]):
        yield {
            "source_name": source.name,
            "source_name_en": source.name_en,
            "source_kind": source.kind,
            "source_country": source.country,
            "source_actor": source.actor,
            "source_anonymous": source.anonymous,
            "n_documents": len(documents),
            "n_asserts": asserts,
            "n_passes_on": passes,
            "n_publishes": publishes,
        }
