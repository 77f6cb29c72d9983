"""The publisher of a document that names none: whose site its address is of."""

import io

import pytest

from riwaya.inputs.blobs import Known, Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming
from riwaya.inputs.publishers import publisher_at, with_known
from riwaya.knowledge.load import DATA, Table

TEXT = "قصفت طائرة مسيرة مستودعا على أطراف البلدة فجر اليوم، وقال الدفاع المدني إن حارسا أصيب بجروح طفيفة."


def page(head: str) -> bytes:
    return f"<html><head>{head}</head><body><h1>قصف على المستودع</h1><p>{TEXT}</p></body></html>".encode()


def read_one(data: bytes, known: Known = Known()) -> Incoming:  # noqa: B008
    (document,) = read_blob(blob_of("given", io.BytesIO(data), known=known), Settings())
    assert isinstance(document, Incoming), document
    return document


def test_each_domain_is_of_an_outlet_or_a_body_of_the_data_and_is_written_as_addresses_write_it():
    parties = {each for name in ("outlets.tsv", "actors.tsv") for each in Table(DATA / "actors" / name)}
    rows = (DATA / "inputs" / "domains.tsv").read_text(encoding="utf-8").splitlines()[1:]
    domains = [row.split("\t")[0] for row in rows]

    assert [] == [row for row in rows if row.split("\t")[1] not in parties]
    assert domains == sorted(set(domains))
    assert [] == [each for each in domains if each != each.lower() or each.startswith("www.") or "/" in each]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.youm7.com/story/2024/1/15/1", "اليوم السابع"),
        ("https://m.youm7.com:443/amp/1", "اليوم السابع"),
        ("https://youm7.com.example.org/1", None),
        ("https://notyoum7.com/1", None),
        ("https://arabic.cnn.com/middle-east/1", "سي إن إن بالعربية"),
        ("https://edition.cnn.com/world/1", "سي إن إن"),
        ("http://[broken/1", None),
        (None, None),
    ],
)
def test_an_address_tells_its_publisher_by_its_domain(url, name):
    assert name == publisher_at(url)


def test_a_page_that_names_no_publisher_has_the_one_whose_site_it_is_of():
    document = read_one(page('<link rel="canonical" href="https://www.youm7.com/story/1">'))

    assert ("اليوم السابع", "address") == (document.publisher, document.provenance.publisher_basis)


def test_the_publisher_that_a_page_names_goes_before_its_address():
    head = '<link rel="canonical" href="https://www.youm7.com/1"><meta property="og:site_name" content="مرصد الضفاف">'
    document = read_one(page(head))

    assert ("مرصد الضفاف", None) == (document.publisher, document.provenance.publisher_basis)


def test_a_site_that_is_not_known_has_no_publisher():
    document = read_one(page('<link rel="canonical" href="https://rasid.example/1">'))

    assert (None, None) == (document.publisher, document.provenance.publisher_basis)


def test_the_name_of_the_site_that_its_address_tells_is_no_part_of_the_title():
    data = page("<title>قصف على المستودع - اليوم السابع</title>").replace(b"<h1>", b"<p>").replace(b"</h1>", b"</p>")

    assert "قصف على المستودع" == read_one(data, Known("https://www.youm7.com/1")).title


def test_an_item_of_a_feed_without_a_name_has_the_publisher_of_its_page():
    feed = (
        f"<rss><channel><item><link>https://sana.sy/?p=7</link><description>{TEXT}</description></item></channel></rss>"
    )
    document = read_one(feed.encode())

    assert ("سانا", "address") == (document.publisher, document.provenance.publisher_basis)


def test_a_record_with_an_address_and_no_publisher_has_that_of_its_address():
    document = read_one(f'{{"url": "https://www.enabbaladi.net/7", "text": "{TEXT}"}}\n'.encode())

    assert ("عنب بلدي", "address") == (document.publisher, document.provenance.publisher_basis)


def test_who_the_caller_says_the_publisher_is_goes_before_the_address():
    document = with_known(
        read_one(page('<base href="https://sana.sy/">'), Known("https://sana.sy/1")), {"publisher": "س"}
    )

    assert ("س", None) == (document.publisher, document.provenance.publisher_basis)


def test_the_address_that_the_caller_gives_tells_the_publisher():
    document = with_known(read_one(page("")), {"url": "https://sana.sy/1"})

    assert ("سانا", "address") == (document.publisher, document.provenance.publisher_basis)
