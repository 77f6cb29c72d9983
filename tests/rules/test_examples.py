"""Every promise of the data files, one test each: examples, counterexamples, exceptions, known misses, templates."""

from datetime import date

import pytest

from riwaya import pipeline
from riwaya.errors import KnowledgeError
from riwaya.knowledge.examples import Check, Examples, find_checks
from riwaya.knowledge.load import DATA, load_knowledge, read_families

FAMILIES = read_families(DATA, [])
CHECKS = list(find_checks(FAMILIES))


@pytest.fixture(scope="session")
def examples() -> Examples:
    try:
        knowledge = load_knowledge()
    except KnowledgeError as error:
        pytest.fail(f"the data has {len(error.faults)} faults; riwaya lint tells them", pytrace=False)

    def prepare(text: str, day: date):
        return pipeline.prepare(text, published=day, knowledge=knowledge)

    return Examples(knowledge, prepare, pipeline.INTERPRETERS)


@pytest.mark.parametrize("check", CHECKS, ids=[check.name for check in CHECKS])
def test_data_keeps_its_promises(check: Check, examples: Examples):
    failure = examples.run(check)

    if failure:
        pytest.fail(str(failure), pytrace=False)
