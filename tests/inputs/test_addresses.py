"""Which urls are fetched, and which addresses are those of the public network."""

import pytest

from riwaya.errors import KnowledgeError, NotFetched
from riwaya.inputs.network import addresses
from riwaya.inputs.network.addresses import checked_addresses, join, not_public, place_of


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7",
        "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:5ef5:79fb::1", "2001:db8::1", "2002:7f00:1::",
        "2002:a00:1::1", "2002:c0a8:101::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
        "ff02::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_told_with_what_it_is(address):
    assert not_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "8.8.8.8", "93.184.215.14", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1",
        "192.0.1.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::808:808",
        "2002:808:808::1", "2001:200::1", "2606:4700:4700::1111", "2a00:1450:4001::1",
    ],
)  # fmt: skip
def test_a_public_address_is_none_of_those(address):
    assert not_public(address) is None


def test_no_address_is_held_to_be_public_where_the_table_is_not_there(monkeypatch):
    monkeypatch.setattr(addresses, "TABLE", "network/elsewhere.tsv")
    addresses._reserved.cache_clear()
    try:
        with pytest.raises(KnowledgeError, match="elsewhere"):
            not_public("8.8.8.8")
    finally:
        addresses._reserved.cache_clear()


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://Paper.Test", "https://paper.test/"),
        ("HTTP://paper.test:80/a?b=c#d", "http://paper.test/a?b=c"),
        ("http://paper.test.:8080/a%20b", "http://paper.test:8080/a%20b"),
        ("https://paper.test/أخبار?ص=١", "https://paper.test/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1?%D8%B5=%D9%A1"),
        ("http://موقع.مصر/", "http://xn--4gbrim.xn--wgbh1c/"),
        ("http://[2606:4700::1]:81/", "http://[2606:4700::1]:81/"),
    ],
)
def test_a_url_is_asked_for_as_servers_understand_it(url, asked):
    assert asked == place_of(url).url


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://paper.test/", "only http and https are fetched, not ftp"),
        ("file:///etc/passwd", "only http and https are fetched, not file"),
        ("https://", "the url names no host"),
        ("https://paper.test:port/", "it is no url"),
        ("https://paper.test:99999/", "it is no url"),
        ("https://[fe80::1%25eth0]/", "it is no url"),
        ("https://pa per.test/", "characters in the url that no url has"),
        ("https://paper.test/\r\nX: y", "characters in the url that no url has"),
        ("https://paper.test\\@agency.test/", "characters in the url that no url has"),
        ("https://pa{p}er.test/", "it is no url"),
        ("https://paper.test/" + "a" * 9000, "the url is longer than 8192 characters"),
    ],
)
def test_what_is_no_url_to_be_fetched_is_told(url, why):
    with pytest.raises(NotFetched, match=why):
        place_of(url)


def test_a_password_in_a_url_is_neither_sent_nor_told():
    with pytest.raises(NotFetched, match="not sent") as raised:
        place_of("https://reader:secret@paper.test/a")

    assert "https://paper.test/a" == raised.value.url
    assert "secret" not in str(raised.value)


def test_a_host_with_one_address_that_is_not_public_is_not_asked():
    place = place_of("https://paper.test/")

    with pytest.raises(NotFetched, match=r"paper\.test is at 10\.0\.0\.1.*private network.*--allow-host paper\.test"):
        checked_addresses(place, (), lambda host, port: ["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "localhost"])
def test_this_machine_is_found_out_however_it_is_written(host):
    with pytest.raises(NotFetched):
        checked_addresses(place_of(f"http://{host}/"), (), addresses.resolve)


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("/b", "https://paper.test/b"),
        ("c?d", "https://paper.test/a/c?d"),
        ("//agency.test/x", "https://agency.test/x"),
        ("/خبر".encode().decode("latin-1"), "https://paper.test/%D8%AE%D8%A8%D8%B1"),
        ("/%D8%AE", "https://paper.test/%D8%AE"),
    ],
)
def test_a_redirect_leads_from_where_it_stands(link, leads_to):
    assert leads_to == join("https://paper.test/a/", link)
