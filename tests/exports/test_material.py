"""What an export is made of: the same from a store and from readings."""

from riwaya.exports.material import Chosen, chain_of, claims_of
from riwaya.store.handing_out import Kept


def test_a_store_and_its_readings_give_the_same_incidents(material, held):
    def told(cases):
        return [(case.id, case.happenings, case.incident, case.accounts) for case in cases]

    assert told(held.cases()) == told(material.cases())


def test_documents_and_incidents_come_by_their_ids(material):
    documents = [reading.document.id for reading in material.readings()]
    incidents = [case.id for case in material.cases()]

    assert 12 == len(documents)
    assert sorted(documents) == documents
    assert sorted(incidents) == incidents


def test_some_incidents_of_a_store_come_with_their_documents_alone(store, material):
    first = next(material.cases())

    some = Kept(store, incidents=[first.id])

    assert [first.id] == [case.id for case in some.cases()]
    assert sorted(first.readings) == [reading.document.id for reading in some.readings()]


def test_what_may_have_happened_between_two_days_is_chosen(material):
    whole = {case.id for case in material.cases()}

    assert whole == {case.id for case in Chosen(material, "2024-05-13", "2024-05-15").cases()}
    assert whole > {case.id for case in Chosen(material, "2024-05-14", None).cases()} != set()
    assert whole > {case.id for case in Chosen(material, None, "2024-05-13").cases()}


def test_a_chain_ends_with_who_asserts(material):
    case = next(material.cases())
    document, account = case.accounts[0]

    chain = chain_of(case, document, account)

    assert len(account.attribution) == len(chain.sources)
    assert case.readings[document].document.publisher == chain.outlet
    assert chain.speaker is chain.sources[-1]


def test_a_claim_is_known_by_its_document_its_account_and_its_place(material):
    case = next(material.cases())
    by_account = dict(case.accounts), {account.id: account for _, account in case.accounts}

    for id, document, account, claim in claims_of(case):
        assert id.startswith(f"{document}/")
        assert claim == by_account[1][account.id].claims[int(id.rpartition("/")[2])]
