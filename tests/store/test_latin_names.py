"""What names in Latin letters stand for, and the incidents that are found by them."""

import pytest

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.finding import Asked
from riwaya.store.latin_names import find_named
from riwaya.web.asking import asked_in


def found_by(store, query):
    """The types of the incidents that a search finds."""
    return sorted(each.type for each in store.overviews(asked_in(store, {"q": query})).overviews)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with a shelling near Deir ez-Zor and an air strike in Kirkuk."""
    with open_store(tmp_path_factory.mktemp("latin") / "store.db") as store:
        for number, text in enumerate(
            (
                "قال الدفاع المدني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على سوق مدينة الميادين في ريف دير الزور.",
                "أعلن الجيش العراقي أن غارة جوية استهدفت أمس مستودعا في كركوك.",
            )
        ):
            store.join(
                [store.ingest(Incoming(f"{number}.txt", text, publisher="جريدة", published="2024-01-16")).document]
            )
        store.renew_overviews()
        yield store


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("Kirkuk", ["airstrike"]),
        ("kirkouk", ["airstrike"]),
        ("Dayr az-Zawr", ["shelling"]),
        ("Deir Ezzor", ["shelling"]),
        ("al-Mayadin", ["shelling"]),
        ("Syria", ["shelling"]),
        ("Iraqi Army", ["airstrike"]),
        ("Iraqi Army Kirkuk", ["airstrike"]),
        ("Kirkuk Syria", []),
        ("قصف Syria", ["shelling"]),
        ("قصف Kirkuk", []),
        ("كركوك", ["airstrike"]),
        ("Nowherestan", []),
        ("Kirkuk -", ["airstrike"]),
    ],
)
def test_incidents_are_found_by_names_in_latin_letters(store, query, types):
    assert types == found_by(store, query)


def test_words_that_are_no_names_are_left_as_they_are():
    names, others = find_named("drones over Kirkuk قصف")

    assert (1, "drones over قصف") == (len(names), others)
    assert {("place", "gn:94787")} < names[0]


def test_a_search_that_names_nothing_asks_for_documents_alone(store):
    asked = asked_in(store, {"q": "قصف"})

    assert ((), None) == (asked.named, asked.beside)
    assert Asked().documents is None and asked.documents is not None
