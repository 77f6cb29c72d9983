"""The list of what is watched is read strictly, and each fault is told with its line."""

from datetime import timedelta

import pytest

from riwaya.errors import UsageError
from riwaya.watching.listing import Listing, Watched, find_lines, read_listing

WHOLE = """\
contact = "desk@paper.test"
pause = "10s"

[[source]]
name = "agency"
url = "https://Agency.test/أخبار.xml"
kind = "feed"
every = "15m"
publisher = "الوكالة"
zone = "Asia/Baghdad"
follow = true
hosts = ["www.agency.test"]

[[source]]
name = "paper"
url = "https://paper.test/"
kind = "page"
"""


FEED = "https://agency.test/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1.xml"
NAME = "it names files, so it must be of small Latin letters, digits and hyphens, 60 at most"
ZONE = "give a name such as Asia/Baghdad or an offset, +03:00"


@pytest.fixture
def write(tmp_path):
    def write(text: str | bytes):
        path = tmp_path / "sources.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def faults(path) -> list[str]:
    """What is told of a list, without its path."""
    with pytest.raises(UsageError) as raised:
        read_listing(path)
    return [line.removeprefix(f"{path}:") for line in str(raised.value).splitlines()]


def test_a_list_is_read_with_what_it_leaves_unsaid(write):
    agency = Watched(
        "agency", FEED, "feed", timedelta(minutes=15), "الوكالة",
        "Asia/Baghdad", True, ("www.agency.test",),
    )  # fmt: skip
    paper = Watched("paper", "https://paper.test/", "page", timedelta(hours=1))

    listing = read_listing(write(WHOLE))

    assert Listing("desk@paper.test", timedelta(seconds=10), (agency, paper)) == listing
    assert {"agency.test", "www.agency.test", "paper.test"} == listing.hosts


@pytest.mark.parametrize(
    ("line", "instead", "fault"),
    [
        (1, "", "1: contact is missing"),
        (1, 'contact = ""', "1: contact: it must be a string that is not empty"),
        (1, 'contact = "ديسك"', "1: contact: 'ديسك' cannot be told as a contact: give a mail address or a url"),
        (2, 'pause = "0s"', "2: pause: it is shorter than 1 seconds"),
        (2, "pause = 10", '2: pause: it must be a time such as "30s", "15m", "2h" or "1d"'),
        (2, 'paus = "10s"', "2: there is no key 'paus' here (one of: contact, pause, source)"),
        (5, "", "4: name is missing"),
        (5, 'name = "../agency"', f"5: name: {NAME}"),
        (6, "", "4: url is missing"),
        (6, 'url = "ftp://agency.test/"', "6: url: only http and https are fetched, not ftp"),
        (6, 'url = "https://a:b@agency.test/"', "6: url: the url holds a name or a password; these are not sent"),
        (6, "url = 6", "6: url: it must be a string that is not empty"),
        (7, "", "4: kind is missing"),
        (7, 'kind = "rss"', '7: kind: it must be "feed" or "page"'),
        (8, 'every = "10s"', "8: every: it is shorter than 60 seconds"),
        (8, 'every = "often"', '8: every: it must be a time such as "30s", "15m", "2h" or "1d"'),
        (9, "publisher = []", "9: publisher: it must be a string that is not empty"),
        (10, 'zone = "Baghdad"', f"10: zone: there is no time zone 'Baghdad': {ZONE}"),
        (11, 'follow = "yes"', "11: follow: it must be true or false"),
        (12, 'hosts = "agency.test"', "12: hosts: it must be a list of hosts"),
        (12, 'hosts = ["agency.test/a"]', "12: hosts: 'agency.test/a' is no host: give the name alone"),
        (12, 'hosts = ["a b"]', "12: hosts: 'a b' is no host: there are characters in the url that no url has"),
        (15, 'name = "agency"', "15: the name 'agency' stands in the list already"),
        (16, 'url = "https://agency.test/أخبار.xml"', f"16: the url {FEED!r} stands in the list already"),
        (18, "follow = true", "18: only the links of a feed are followed"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(write, line, instead, fault):
    lines = [*WHOLE.splitlines(), ""]
    lines[line - 1] = instead

    assert [fault] == faults(write("\n".join(lines)))


def test_all_faults_are_told_together_in_their_order(write):
    text = WHOLE.replace('"page"', '"side"').replace('"10s"', '"1"').replace("zone", "zones")

    assert ["2", "10", "17"] == [fault.partition(":")[0] for fault in faults(write(text))]


def test_a_list_without_sources_is_told(write):
    assert ["1: there is no [[source]] in it"] == faults(write('contact = "desk@paper.test"\n'))
    assert ["3: there is no [[source]] in it"] == faults(write('contact = "desk@paper.test"\n\nsource = 3\n'))


def test_what_is_no_toml_is_told_with_its_line(write):
    assert ["2: Expected '=' after a key in a key/value pair"] == faults(write("a = 1\nb c\n"))
    assert ["2: it is not UTF-8"] == faults(write(b"a = 1\nb = '\xe1'\n"))


def test_a_file_that_is_not_there_or_is_no_list_is_told(tmp_path, write):
    with pytest.raises(UsageError, match="No such file"):
        read_listing(tmp_path / "nowhere.toml")
    with pytest.raises(UsageError, match="more than 1 MB is no list of sources"):
        read_listing(write("# " + "a" * 1_000_000))


def test_the_line_of_a_key_is_that_on_which_it_begins():
    text = (
        '# [[source]]\na = """\n[[source]]\nb = 1\n"""\n\n[[source]]\n# x\nc = [\n  1,\n]\nd = 2\n[[source]]\nc = 1\n'
    )

    assert {(None, "a"): 2, (0, ""): 7, (0, "c"): 9, (0, "d"): 12, (1, ""): 13, (1, "c"): 14} == find_lines(text)
