"""Trees of XML from strangers: no entities of their own, no files of others, no network, no endless depth."""

from __future__ import annotations

from typing import Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.inputs.extras import need


class Mended(NamedTuple):
    """The root of a tree that may be broken, and whether the parser gave up at its depth before the end."""

    root: Any
    deep: bool


def parse_xml(data: bytes, *, extra: str, what: str) -> Any:
    """The root of a tree. Raises UnreadableInput where it is broken.

    Entities that a file declares itself are left as they stand, for some are made to fill the memory or to fetch what
    lies beside them.
    """
    etree = need("lxml.etree", extra, what)
    return _root(etree, data, etree.XMLParser(**_SAFE))


def mend_xml(data: bytes, *, extra: str, what: str) -> Mended:
    """A tree of what is broken, read as far as it goes. Raises UnreadableInput where there is nothing to read."""
    etree = need("lxml.etree", extra, what)
    # Whoever asks limits the bytes; without `huge_tree` a long text would end the tree unseen.
    parser = etree.XMLParser(**{**_SAFE, "huge_tree": True}, recover=True)
    root = _root(etree, data, parser)
    return Mended(root, any("depth" in fault.message.lower() for fault in parser.error_log))


_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
}


def _root(etree: Any, data: bytes, parser: Any) -> Any:
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"the XML in it is broken: {str(error)[:200]}") from error
    if root is None:
        raise UnreadableInput("the XML in it is broken")
    return root
