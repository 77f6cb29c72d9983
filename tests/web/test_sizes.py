"""No page is larger than people on slow lines can wait for, however many reports an incident has; the map is apart."""

import re

import pytest

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.runs import reconcile_store
from riwaya.web import pages
from riwaya.web.demo import fill
from riwaya.web.roles import Role
from riwaya.web.routes import PAGES
from web.conftest import PASSWORD, at, sign_in

pytestmark = pytest.mark.slow
MOST = 300_000
"""Bytes of a page as it is sent: paper is packed, what holds tokens against forged forms is not."""
REPORTS = 120
SPEAKERS = ("الدفاع المدني", "مديرية الصحة", "شهود عيان", "مصدر طبي", "الشرطة المحلية", "المجلس المحلي", "مصدر عسكري")
OUTLETS = ("جريدة", "قناة", "وكالة", "إذاعة", "شبكة", "موقع")
KILLED = ("أربعة", "خمسة", "ستة", "سبعة", "ثمانية")
MAP = ("/map", "/map/incidents", "/map/towns", "/map/boundaries")
"""What carries a drawing, or is asked for by the script of the map."""


@pytest.fixture(scope="module", params=["demonstration", "large"])
def store(request, tmp_path_factory):
    """The demonstration, and an incident of many reports that do not agree."""
    with open_store(tmp_path_factory.mktemp(request.param) / "store.db") as store:
        if request.param == "demonstration":
            fill(store)
        else:
            fill_large(store)
        store.people.add("admin", Role.ADMIN, password=PASSWORD)
        yield store


def fill_large(store):
    for number in range(REPORTS):
        text = (
            f"قال {SPEAKERS[number % 7]} إن {KILLED[number % 5]} مدنيين قتلوا أمس الاثنين في قصف مدفعي على سوق بلدة"
            " سرمين في ريف إدلب. وأضاف أن القصف وقع وقت الظهيرة، وأن فرق الإسعاف نقلت الجرحى إلى مستشفى البلدة."
        )
        moment = f"2024-01-16T{8 + number % 12:02}:{number % 60:02}:00+03:00"
        outlet = f"{OUTLETS[number % 6]} {number}"
        store.ingest(Incoming(f"{number}.txt", text, publisher=outlet, published=moment))
    reconcile_store(store)
    store.renew_overviews()


def addresses(store):
    """An address of every page that is looked at."""
    pages.load()
    incident = max(store.overviews().overviews, key=lambda each: each.documents).incident
    document = store.incident(incident).happenings[0][0]
    account = store.current([document])[document].accounts[0]
    said = f"{document}/{account.id}"
    field = account.claims[0].field
    more = {"/evidence": f"?said={said}", "/amend": f"?of={said}&field={field}"}
    for page in PAGES:
        if page.method == "GET" and page.role >= Role.READER and page.path not in MAP:
            id = document if page.path.startswith("/documents") else incident
            yield page.path.format(id=id) + more.get(page.path.rpartition("}")[2], "")
            if page.path == "/incidents/{id}":
                yield page.path.format(id=id) + f"?said={said}"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_is_large(store, language):
    client = at(store)
    sign_in(client, "admin")
    answers = {path: client.get(f"/{language}{path}") for path in addresses(store)}

    assert {200} == {answer.status_code for answer in answers.values()}
    sizes = {path: int(answer.headers["content-length"]) for path, answer in answers.items()}
    assert {} == {path: size for path, size in sizes.items() if size > MOST}


def test_paper_alone_is_packed(store):
    client = at(store)
    sign_in(client, "admin")
    packed = {path for path in addresses(store) if "content-encoding" in client.get(f"/en{path}").headers}
    paper = next(path for path in packed)
    plain = client.get(f"/en{paper}", headers={"accept-encoding": "identity"})

    assert {paper} == packed
    assert paper.endswith("/print")
    assert "content-encoding" not in plain.headers
    assert 'name="csrf"' not in plain.text
    assert client.get(f"/en{paper}").text == plain.text


def test_links_that_are_many_are_shown_some_at_once(store):
    client = at(store)
    sign_in(client, "admin")
    incident = max(store.overviews().overviews, key=lambda each: each.documents).incident
    links = len(store.incident(incident).links)
    shown, address = 0, f"/en/incidents/{incident}"
    while address:
        page = client.get(address).text
        shown += page.count('<li class="link-suggested">')
        onward = re.search(r'href="(\?links=\d+)#links">More links', page)
        address = f"/en/incidents/{incident}{onward[1]}" if onward else None

    assert links == shown
