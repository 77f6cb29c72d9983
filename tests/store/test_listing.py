"""The list of incidents on a terminal is the same whether it comes out of what is kept in short or is worked out."""

import pytest

from riwaya.store import open_store, runs
from riwaya.store.runs import reconcile_store
from stores import AIRSTRIKE, SHELLING, make_incoming, run_here

LATER = "قال المجلس المحلي إن خمسة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
DENIAL = "نفى متحدث عسكري أمس قصف قرية قرب حلب."
HISTORY = "وكان تفجير قد وقع في بغداد في عام 2010 وأدى إلى مقتل عشرين شخصا، بحسب الشرطة."


@pytest.fixture
def listed(empty_url):
    """The address of a store with incidents that are disputed, single and told as history; nothing in short yet."""
    with open_store(empty_url) as store:
        for number, text in enumerate((SHELLING, LATER, DENIAL, AIRSTRIKE, HISTORY)):
            store.ingest(make_incoming(text, publisher=f"paper {number}"))
        reconcile_store(store)
    return empty_url


def table(url, *asked):
    return run_here("incidents", "--store", url, "--format", "table", *asked)


@pytest.mark.parametrize("asked", [(), ("--disputed",), ("--type", "shelling"), ("--type", "siege"), ("--lang", "ar")])
def test_a_list_out_of_what_is_kept_in_short_is_the_one_that_is_worked_out(listed, monkeypatch, asked):
    worked_out = table(listed, *asked)
    with open_store(listed) as store:
        store.renew_overviews()

    def assemble(*arguments, **more):
        raise AssertionError("nothing is to be worked out again")

    monkeypatch.setattr(runs, "assemble", assemble)
    assert worked_out == table(listed, *asked)
    assert ("siege" in asked) == (1 == worked_out.returncode)


@pytest.mark.parametrize("asked", [("--since", "2024-01-01"), ("--as-known-at", "2100-01-01")])
def test_what_is_not_kept_in_short_is_worked_out(listed, asked):
    worked_out = table(listed, *asked)
    with open_store(listed) as store:
        store.renew_overviews()

    assert worked_out == table(listed, *asked)
    assert 0 == worked_out.returncode
