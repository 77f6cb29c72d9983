"""Trees of XML from strangers: no entities of their own, no files of others, no network, no endless depth."""

from __future__ import annotations

from typing import Any

from riwaya.errors import UnreadableInput
from riwaya.inputs.extras import need


def parse_xml(data: bytes, *, extra: str, what: str, mend: bool = False) -> Any:
    """The root of a tree. With `mend` what is broken is read as far as it goes.

    Raises UnreadableInput where there is nothing to read. Entities that a file declares itself are left as they stand,
    for some are made to fill the memory or to fetch what lies beside them.
    """
    etree = need("lxml.etree", extra, what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=mend, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"the XML in it is broken: {str(error)[:200]}") from error
    if root is None:
        raise UnreadableInput("the XML in it is broken")
    return root
